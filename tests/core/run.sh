#!/bin/bash
# The core cmdlets: each NAME.ps1 here runs in an empty folder ($CASE_DIR); what it prints must be what
# its comments "# expect: TEXT" say, in their order. HMSH names the program; run.sh NAME runs one case.
here=$(cd "$(dirname "$0")" && pwd)
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 count=0
export TZ=UTC NO_COLOR=1 HMSH_STATE=$work/state

for case in "$here"/${1:-*}.ps1; do
	count=$((count + 1))
	mkdir "$work/case" && cd "$work/case" || exit 1
	sed -n 's/^.*# expect: \{0,1\}//p' "$case" >"$work/wanted"
	CASE_DIR=$work/case timeout 60 "$hmsh" -NoProfile -NonInteractive -File "$case" \
		>"$work/seen" 2>"$work/errors" </dev/null
	status=$?
	if [ $status -ne 0 ] || ! diff "$work/wanted" "$work/seen" >"$work/diff"; then
		failures=$((failures + 1))
		echo "FAILED $(basename "$case" .ps1) (status $status)"
		sed 's/^/    /' "$work/diff" "$work/errors" | head -40
	fi
	cd / && rm -rf "$work/case"
done
echo "$((count - failures)) passed, $failures failed"
exit $((failures != 0))
