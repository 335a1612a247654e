#!/bin/bash
# fuzz.sh BUILD SECONDS [TARGET...]: runs libFuzzer's targets (lexer, parser, evaluator) of a build folder
# configured with --enable-fuzzing, each for so long; 0 only replays the corpus. Seeds are the scripts of
# the other tests; an input that once failed is kept in corpus/TARGET. A finding is left in BUILD/findings.
#
# A target runs as root of namespaces of its own: the file system cannot be written but for its work
# folder, the network has no interfaces, and there are no processes but its own.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(realpath "$1") seconds=$2
shift 2
targets=("$@")
[ $# -gt 0 ] || targets=(lexer parser evaluator)
# More than this each, and something grows that should not.
memory=4096 longest=20
unshare -nm true 2>/dev/null || { echo "namespaces cannot be made here"; exit 77; }
mkdir -p "$build/findings"

# seeds TARGET FOLDER: one file each, no longer than the fuzzer would make them.
seeds()
{
	local folder=$2 n=0 file

	mkdir -p "$folder"
	while IFS= read -r -d '' file; do
		n=$((n + 1))
		cp "$file" "$folder/$n-$(basename "$file")"
	done < <(find "$top/tests/parser" "$top/tests/core" "$top/tests/conformance" \
		"$here/corpus" -type f \( -name '*.ps1' -o -path '*/corpus/*' \) -size -16k -print0)
}

# The target may not start a symbolizer; its frames (FILE+0xOFFSET) get their names here.
name_frames()
{
	local line offset

	while IFS= read -r line; do
		offset=${line#*"$1+"}
		[ "$offset" = "$line" ] || line=$(addr2line -sfpe "$1" "${offset%%)*}")
		printf '%s\n' "$line"
	done
}

run()
{
	local target=$1 work=$build/fuzz-work/$1 options status

	rm -rf "$work"
	mkdir -p "$work/new"
	seeds "$target" "$work/seeds"
	options=(-dict="$here/powershell.dict" -rss_limit_mb=$memory -malloc_limit_mb=$memory
		-timeout=$longest -max_len=8192 -close_fd_mask=3 -reload=0 -reduce_inputs=0
		-artifact_prefix="$build/findings/$target-")
	[ "$seconds" -eq 0 ] && options+=(-runs=0) || options+=(-max_total_time="$seconds")
	unshare --mount --net --pid --ipc --fork --kill-child --mount-proc sh -c '
		mount --make-rprivate / && mount --bind "$1" "$1" && mount --bind "$2" "$2" || exit 77
		while read -r _ at _; do
			case $at in "$1" | "$2" | /proc | /proc/* | /dev/*) ;;
			*) mount -o remount,bind,ro "$at" 2>/dev/null ;;
			esac
		done </proc/mounts
		! touch / 2>/dev/null && cd "$2" && shift 2 && exec "$@"' sh "$build/findings" "$work" \
		env HOME="$work" ASAN_OPTIONS=detect_stack_use_after_return=0:allocator_may_return_null=0 \
		UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=${HALT:-1}" \
		"$build/tests/fuzz/fuzz-$target" "${options[@]}" new seeds </dev/null >"$work/log" 2>&1
	status=$?
	if [ $status -ne 0 ]; then
		echo "FAILED $target (status $status); the log is $work/log"
		name_frames "$build/tests/fuzz/fuzz-$target" <"$work/log" | tail -n 60
		return 1
	fi
	printf 'ok  %s: %s\n' "$target" "$(grep -a '^Done\|DONE' "$work/log" | tail -n 1)"
}

failures=0
for target in "${targets[@]}"; do
	run "$target" || failures=$((failures + 1))
done
exit $((failures != 0))
