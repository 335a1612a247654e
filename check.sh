#!/bin/bash
# check.sh: builds and tests hmsh in every way it has to pass: with gcc, under ASan, UBSan and LSan, with
# clang and for some seconds of fuzzing, and from the archive of the distribution. One line a stage; a failed one is followed by
# the part of its log that says why. The last line is "N passed, N failed": stages and tests.
# Builds and logs are kept in build-check/ for the next run (HMSH_CHECK_DIR names another folder).
cd "$(dirname "$0")" || exit 1
top=$PWD
builds=${HMSH_CHECK_DIR:-$top/build-check}
jobs=${HMSH_CHECK_JOBS:-$(nproc)}
logs=$builds/logs
passed=0
failed=0
tail_lines=40
mkdir -p "$logs"
cc_of() { command -v ccache >/dev/null && echo "ccache $1" || echo "$1"; }

# The part of a log that says what failed: the first errors of a compiler or linker, else its end.
why()
{
	grep -nE -A3 '(^|[: ])(error|fatal error): |undefined reference to' "$1" |
		head -n $tail_lines | grep . || tail -n $tail_lines "$1"
}

# The logs of the tests that failed in a build folder.
failed_tests()
{
	find "$1" -path "$1/hmsh-*" -prune -o -name '*.trs' -exec grep -lE '^:global-test-result: (FAIL|ERROR)' {} + | sort |
		while read -r trs; do
			printf -- '--- %s\n' "${trs#"$1"/}"
			grep -vE '^ok |^# (random|Start|End)' "${trs%.trs}.log" | tail -n $tail_lines
		done
}

# stage NAME COMMAND...: runs it, its output in a log.
stage()
{
	local name=$1 log=$logs/$1.log start=$SECONDS status

	shift
	("$@") >"$log" 2>&1
	status=$?
	if [ $status -eq 0 ]; then
		passed=$((passed + 1))
		printf 'ok  %s (%d s)\n' "$name" $((SECONDS - start))
	else
		failed=$((failed + 1))
		printf 'FAILED %s (%d s), status %d; the whole log is %s\n' "$name" \
			$((SECONDS - start)) $status "$log"
	fi
	return $status
}

build()
{
	local name=$1

	shift
	if stage "$name" compile "$builds/$name" "$@"; then
		return 0
	fi
	why "$logs/$name.log"
	return 1
}

compile()
{
	local folder=$1

	shift
	mkdir -p "$folder" && cd "$folder" &&
		"$top/configure" -q --enable-werror "$@" && make -j"$jobs" all
}

count() { { echo 0; sed -n "s/^# $2: *//p" "$1"; } | tail -n 1; }

# suite NAME FOLDER: the tests of a build, and their numbers.
suite()
{
	local name=$1 folder=$builds/$2 log=$logs/$1.log good bad

	if ! stage "$name" make -C "$folder" -j"$jobs" check; then
		failed_tests "$folder" >"$logs/$name.failed"
		[ -s "$logs/$name.failed" ] && cat "$logs/$name.failed" || why "$log"
	fi
	passed=$((passed + $(count "$log" PASS)))
	failed=$((failed + $(count "$log" FAIL) + $(count "$log" ERROR)))
}

# conformance SUFFIX FOLDER: the recorded cases; a leak or another finding of a sanitizer fails its case.
conformance()
{
	[ -x "$builds/$2/shell/hmsh" ] || return
	stage "conformance$1" tests/conformance/check.sh "$builds/$2/shell/hmsh" || tail -n 5 "$logs/conformance$1.log"
}

autotools() { autoreconf -fi; }

distribution()
{
	chmod -R u+w "$builds"/gcc/hmsh-*/ 2>/dev/null
	rm -rf "$builds"/gcc/hmsh-*/
	make -C "$builds/gcc" -j"$jobs" distcheck DISTCHECK_CONFIGURE_FLAGS="CC='$(cc_of gcc)' CFLAGS='-O1 -g'"
}

# Each target replays its corpus and goes on for some seconds; where no namespaces can be made, none runs.
fuzzing()
{
	make -C "$builds/clang" -j"$jobs" fuzz && tests/fuzz/fuzz.sh "$builds/clang" 10
	local status=$?

	[ $status -eq 77 ] || return $status
}

finish()
{
	echo "$passed passed, $failed failed"
	[ $failed -eq 0 ]
	exit
}

if ! stage packages build-aux/packages.sh || ! stage autoreconf autotools; then
	tail -n $tail_lines "$(ls -t "$logs"/*.log | head -n 1)"
	finish
fi
if build gcc CC="$(cc_of gcc)" CFLAGS="-O2 -g"; then
	suite check gcc
fi
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
conformance "" gcc
if build sanitizers CC="$(cc_of gcc)" CFLAGS="-O1 -g" --enable-asan --enable-ubsan; then
	suite check-sanitizers sanitizers
	conformance -sanitizers sanitizers
fi
unset ASAN_OPTIONS UBSAN_OPTIONS
if build clang CC="$(cc_of clang)" CFLAGS="-O1 -g" --enable-fuzzing; then
	stage fuzz fuzzing || tail -n $tail_lines "$logs/fuzz.log"
fi
stage distcheck distribution || why "$logs/distcheck.log"
finish
