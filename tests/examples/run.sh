#!/bin/bash
# The examples, unchanged, on a state with two tenants and thirty mailboxes (state.ps1). runs.txt says how
# each is run; what it prints, its status and the files that it leaves on drive C have to be NAME.out.
# Dates, thumbprints and the user's name are left out. run.sh NAME runs one; UPDATE=1 writes the .out files.
here=$(cd "$(dirname "$0")" && pwd)
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HMSH_DRIVE_C=$work/c TZ=UTC NO_COLOR=1
failures=0 count=0 only=$1

plain()
{
	sed -E -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?/DATE/g' -e 's/_[0-9]{8}\.log/_DATE.log/g' \
		-e 's/\b[0-9A-F]{40}\b/THUMBPRINT/g' -e 's/^=== run by .* ===/=== run by USER ===/' \
		-e "s|$work|WORK|g" -e 's/[ \t\r]+$//'
}

# What is on drive C, but for what is there for RemoteExchange.ps1.
files()
{
	[ -d "$work/c" ] || return 0
	(cd "$work/c" && find . -type f ! -path './Program Files/*' | LC_ALL=C sort | while read -r file; do
		printf '\n== %s\n' "$file"
		cat "$file"
	done)
}

run_one()
{
	local name=$1 how=$2 seen status

	rm -rf "$work/state" "$work/c" "$work/examples"
	cp -a "$work/base" "$work/state"
	cp -a "$here/../../examples" "$work/examples"
	case $how in
	'-File '*) set -- -File "./${how#-File }" ;;
	*) set -- -Command "$how" ;;
	esac
	# The words of a command line, as a program's caller would give them.
	[ "$1" = -Command ] || read -r -a words <<<"$2"
	[ "$1" = -Command ] && words=("$2")
	seen=$(cd "$work/examples" && {
		"$hmsh" -NoProfile -NonInteractive -State "$work/state" "$1" "${words[@]}" 2>&1 </dev/null
		status=$?
		printf '\n== status %d\n' $status
		files
	} | plain)
	count=$((count + 1))
	if [ -n "$UPDATE" ]; then
		printf '%s\n' "$seen" >"$here/$name.out"
	elif [ "$seen" != "$(cat "$here/$name.out")" ]; then
		failures=$((failures + 1))
		echo "FAILED $name (tests/examples/$name.out)"
		diff "$here/$name.out" <(printf '%s\n' "$seen") | sed 's/^/    /'
	fi
}

if ! "$hmsh" -NoProfile -State "$work/base" "$here/state.ps1" >"$work/log" 2>&1 </dev/null ||
	! grep -qx '2 organizations, 30 mailboxes' "$work/log"; then
	echo 'FAILED state.ps1 (tests/examples/state.ps1:1)'
	sed 's/^/    /' "$work/log"
	exit 1
fi
while IFS= read -r line; do
	case $line in '' | '#'*) continue ;; esac
	[ -n "$only" ] && [ "$only" != "${line%%: *}" ] || run_one "${line%%: *}" "${line#*: }"
done <"$here/runs.txt"
echo "$count runs, $failures failed"
[ $failures -eq 0 ]
