#!/bin/bash
# The prompt on a terminal (script(1) makes one): errors do not end or hang the session, an unfinished
# statement asks for its next line, the exit status is what exit says.
here=$(cd "$(dirname "$0")" && pwd)
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
command -v script >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 count=0
export HMSH_STATE=$work/state HOME=$work TERM=dumb NO_COLOR=1 TZ=UTC

# session STATUS LINE...: types the lines; what was printed goes to $work/seen.
session()
{
	local wanted=$1 status

	shift
	printf '%s\n' "$@" | timeout 60 script -qec "$hmsh -NoProfile" /dev/null |
		sed 's/\x1b\[[?0-9;]*[a-zA-Z]//g; s/\r//g' >"$work/seen"
	status=${PIPESTATUS[1]}
	count=$((count + 1))
	[ "$status" -eq "$wanted" ] || fail "exit status $status, not $wanted"
}

fail()
{
	failures=$((failures + 1))
	echo "FAILED $1"
	sed 's/^/    /' "$work/seen" | tail -n 20
}

# says TEXT: a line of the output is that text.
says()
{
	count=$((count + 1))
	grep -qxF -- "$1" "$work/seen" || fail "no line says: $1"
}

session 3 '1/0' 'nosuch-command' '[int]"x"' 'throw "own"' '"still " + "here"' 'exit 3'
says 'RuntimeException: Attempted to divide by zero.'
says 'still here'

session 0 'foreach ($i in 1..2) {' '"turn $i"' '}' '' 'if (1) { 2 +' '3 }' '' 'exit'
says 'turn 2'
says '5'

session 0 '1 +* 2' ')' '"after " + "errors"' 'exit'
says 'after errors'

session 7 'function f { throw "deep" }' 'try { f } catch { "caught " + $_ }' 'f' 'f' '$Error.Count' 'exit 7'
says 'caught deep'
says '3'

# The same, key by key.
if command -v python3 >/dev/null; then
	cd "$work" || exit 1
	touch 'mail report.csv' mail-log.txt
	count=$((count + 1))
	XDG_STATE_HOME=$work XDG_CONFIG_HOME=$work timeout 120 python3 "$here/typed.py" "$hmsh" "$here/keys.txt" >"$work/seen" ||
		fail 'keys'
fi

echo "$((count - failures)) passed, $failures failed"
exit $((failures != 0))
