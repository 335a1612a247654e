#!/bin/bash
# The prompt on a terminal: keys typed, and what has to stand on the screen after them.
here=$(cd "$(dirname "$0")" && pwd)
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
command -v python3 >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
touch 'mail report.csv' mail-log.txt
HMSH_STATE=$work/state HOME=$work XDG_STATE_HOME=$work XDG_CONFIG_HOME=$work TERM=dumb NO_COLOR=1 \
	timeout 60 python3 "$here/typed.py" "$hmsh" "$here/keys.txt"
