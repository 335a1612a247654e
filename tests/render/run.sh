#!/bin/bash
# The golden trees: each script in cases/ fills an empty state, which is then published; the daemons'
# own checkers have to accept it, and it has to be the tree golden/CASE. Look-up tables are compared
# as text, GUIDs and what certificates hold are left out. `run.sh --update` writes the trees anew.
here=$(cd "$(dirname "$0")" && pwd)
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
failures=0

# The tables as hmsh shows them where nothing is published yet.
tables()
{
	"$hmsh" -NoProfile -State "$1" -Command "
		Compare-HostingConfiguration -Path '$work/nothing' 3>\$null |
			Where-Object Path -like '*.cdb' | ForEach-Object {
				\$path = \$_.Path
				\$_.Difference -split '\n' | Where-Object { \$_ -match '^\+[^+]' } |
					ForEach-Object { \$path + ' ' + \$_.Substring(1) } }"
}

# plain_tree GENERATION TARGET: copies a generation in the form that is compared.
plain_tree()
{
	local file path

	find "$1" -type f ! -name manifest -printf '%P\n' | LC_ALL=C sort | while read -r path; do
		file=$2/$path
		mkdir -p "$(dirname "$file")"
		case $path in
		*.cdb) ;;
		tls/*)
			grep -- '-----BEGIN' "$1/$path" >"$file" ;;
		dovecot/passwd/*)
			sed -E 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/GUID/' "$1/$path" >"$file" ;;
		*)
			cp "$1/$path" "$file" ;;
		esac
	done
	(cd "$1" && find . -type f ! -name manifest -printf '%m %P\n' | LC_ALL=C sort -k2 |
		sed 's/^600 dovecot/640 dovecot/') >"$2/modes"	# root alone can give a file to a group
}

run_case()
{
	local name=$1 state=$work/$1.state

	mkdir -p "$work/$name.folder"
	if ! (cd "$work/$name.folder" && "$hmsh" -NoProfile -State "$state" -File "$here/cases/$name.ps1") \
		>"$work/log" 2>&1 </dev/null || grep -q '^[A-Za-z-]*: ' "$work/log"; then
		printf 'FAILED %s: its script: %s\n' "$name" "$(head -n 5 "$work/log")"
		return 1
	fi
	if ! "$hmsh" -NoProfile -State "$state" -Command 'Publish-HostingConfiguration 3>$null' \
		>"$work/log" 2>&1 </dev/null; then
		printf 'FAILED %s: publishing: %s\n' "$name" "$(head -n 5 "$work/log")"
		return 1
	fi
	plain_tree "$state/published/current/" "$work/$name"
	tables "$state" >"$work/$name/tables"
	if [ "$update" ]; then
		rm -rf "$here/golden/$name"
		mkdir -p "$here/golden"
		cp -r "$work/$name" "$here/golden/$name"
	fi
	if ! diff -ru "$here/golden/$name" "$work/$name" >"$work/diff" 2>&1; then
		printf 'FAILED %s: %s\n' "$name" "$(head -n 60 "$work/diff")"
		return 1
	fi
	printf 'ok  %s: %s files\n' "$name" "$(find "$work/$name" -type f | wc -l)"
}

[ "$1" != --update ] || update=1
# Modes are those of an administrator; the umask of whoever runs this does not matter.
umask 022
for script in "$here"/cases/*.ps1; do
	run_case "$(basename "$script" .ps1)" || failures=$((failures + 1))
done
[ $failures -eq 0 ]
