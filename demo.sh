#!/bin/bash
# demo.sh: from an empty machine to delivered mail. Installs what is missing, builds hmsh, runs the
# walk-through of examples/exchange-2010-multi-tenancy.ps1 on a state of its own, publishes it, runs
# it by the real daemons in a sandbox, and proves there that two tenants are served. Each step is
# one line, "ok  WHAT: EVIDENCE" or "FAILED WHAT: REASON"; the exit status says the same.
# Needs root for the packages and the sandbox; leaves nothing behind but the packages and build-demo/.
cd "$(dirname "$0")" || exit 1
top=$PWD
build=$top/build-demo
hmsh=$build/shell/hmsh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ok() { printf 'ok  %s: %s\n' "$1" "$2"; }
stop()
{
	printf 'FAILED %s: %s\n' "$1" "$2"
	exit 1
}

install_packages()
{
	build-aux/packages.sh 2>"$work/log" || stop packages "$(cat "$work/log")"
	ok packages "all $(grep -cE '^[a-z]' packages) of the list are installed"
}

build_hmsh()
{
	local cc=gcc log=$work/log

	command -v ccache >/dev/null && cc='ccache gcc'
	mkdir -p "$build"
	sh build-aux/sources.sh
	if [ ! -e "$build/Makefile" ] || [ configure.ac -nt configure ] || [ sources.mk -nt configure ]; then
		{ autoreconf -fi && cd "$build" && ../configure -q CC="$cc" CFLAGS=-O2; } \
			>"$log" 2>&1 || stop build "$(tail -n 20 "$log")"
		cd "$top" || exit 1
	fi
	make -s -C "$build" -j"$(nproc)" >"$log" 2>&1 || stop build "$(tail -n 20 "$log")"
	ok build "$("$hmsh" -Version)"
}

install_packages
build_hmsh
tests/walkthrough/walk.sh "$hmsh"
