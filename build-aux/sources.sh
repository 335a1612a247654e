#!/bin/sh
# Writes sources.mk: the sources of each layer and the files of the distribution, found, not listed.
# Run from the top of the tree by autogen.sh and by configure.ac (autoreconf).
set -e
list() { find "$@" -type f 2>/dev/null | LC_ALL=C sort | tr '\n' ' '; }
{
	for layer in lib parser state render cmdlets shell; do
		printf '%s_sources = %s\n' "$layer" "$(list "$layer" -name '*.[ch]' ! -path shell/main.c)"
	done
	printf 'unit_tests = %s\n' "$(list tests/unit -name 'test-*.c' | sed 's/\.c / /g')"
	for t in $(list tests/unit -name 'test-*.c'); do
		v=$(printf '%s' "${t%.c}" | tr -c 'A-Za-z0-9' '_')
		printf '%s_SOURCES = %s\n' "$v" "$t"
	done
	printf 'fuzz_programs = %s\n' "$(list tests/fuzz -name 'fuzz-*.c' | sed 's/\.c / /g')"
	for t in $(list tests/fuzz -name 'fuzz-*.c'); do
		v=$(printf '%s' "${t%.c}" | tr -c 'A-Za-z0-9' '_')
		printf '%s_SOURCES = %s tests/fuzz/fuzz.c tests/fuzz/fuzz.h\n' "$v" "$t"
		printf '%s_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer\n' "$v"
	done
	printf 'script_tests = %s\n' "$(list tests -mindepth 2 -maxdepth 2 -name run.sh)"
	printf 'dist_files = %s\n' "$(list tests examples doc ! -path 'tests/unit/*.c' ! -path 'tests/fuzz/*.[ch]' ! -path 'tests/conformance/*' ! -name '*.o' ! -name '*.pyc')"
} >sources.mk.new
cmp -s sources.mk.new sources.mk && rm sources.mk.new || mv sources.mk.new sources.mk
