#!/bin/bash
# Transcripts of the hosting cmdlets. base.ps1 makes a state with two tenants; then
#
#   NAME.ps1        runs on a copy of it; its output must be NAME.out; NAME.in answers its questions
#   bad-input.txt   each line is a command that must fail: its id, category and message must be the
#                   line's in bad-input.out, and not a byte of the state may change
#   what-if.txt     each line is a command that runs with -WhatIf: it must succeed with one line
#                   "What if: ..." and not a byte of the state may change; `! LINE` prepares
#
# run.sh NAME runs one of them. UPDATE=1 writes the .out files instead of comparing.
here=$(cd "$(dirname "$0")" && pwd)
hmsh=${HMSH:-./shell/hmsh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 count=0
export HMSH_DRIVE_C=$work/c

fresh() { rm -rf "$work/state" && cp -a "$work/base" "$work/state"; }
sums() { (cd "$1" && find . -type f ! -name 'index.mdb*' ! -name 'lock*' | sort | xargs sha256sum); }
wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }

# compare WHAT FILE LINE EXPECTED SEEN
compare()
{
	count=$((count + 1))
	[ "$4" != "$5" ] || return 0
	failures=$((failures + 1))
	echo "FAILED $1 ($2:$3)"
	diff <(printf '%s\n' "$4") <(printf '%s\n' "$5") | sed 's/^/    /'
}

transcript()
{
	local name=$1 seen first answers=/dev/null

	fresh
	[ ! -e "$here/$name.in" ] || answers=$here/$name.in
	seen=$(cd "$work" && "$hmsh" -NoProfile -State "$work/state" "$here/$name.ps1" 2>&1 <"$answers")
	if [ -n "$UPDATE" ]; then
		printf '%s\n' "$seen" >"$here/$name.out"
		return
	fi
	first=$(cmp <(printf '%s\n' "$seen") "$here/$name.out" | sed 's/.*line //')
	compare "$name" "tests/cmdlets/$name.out" "${first:-1}" "$(cat "$here/$name.out")" "$seen"
}

# The script that runs one line and shows the error it ends with.
one()
{
	cat <<S
\$ErrorActionPreference = 'Stop'
\$hash = '{SHA512-CRYPT}\$6\$salt\$01234567890123456789012345678901234567890123456789'
try { $1; 'no error' } catch { "\$(\$_.FullyQualifiedErrorId) | \$(\$_.CategoryInfo.Category) | \$(\$_.Exception.Message -replace '\r?\n', ' ')" }
S
}

bad_input()
{
	local line n=0 seen before all=

	fresh
	before=$(sums "$work/state")
	while IFS= read -r line; do
		n=$((n + 1))
		case $line in '' | '#'*) continue ;; esac
		one "$line" >"$work/one.ps1"
		seen=$("$hmsh" -NoProfile -NonInteractive -State "$work/state" "$work/one.ps1" 2>&1 </dev/null)
		all+="$line"$'\n'"    $seen"$'\n'
		[ -n "$UPDATE" ] || compare "$line" tests/cmdlets/bad-input.txt $n \
			"$(grep -Fx -A1 -- "$line" "$here/bad-input.out" | tail -n +2)" "    $seen"
		compare "$line (the state)" tests/cmdlets/bad-input.txt $n "$before" "$(sums "$work/state")"
	done <"$here/bad-input.txt"
	[ -z "$UPDATE" ] || printf '%s' "$all" >"$here/bad-input.out"
}

# The cmdlets that change something, but for the language's own.
changing()
{
	"$hmsh" -NoProfile -NonInteractive -Command 'Get-Command -CommandType Cmdlet |
		Where-Object { $_.Parameters.ContainsKey("WhatIf") -and $_.ModuleName -notlike "Microsoft.PowerShell.*" } |
		ForEach-Object Name'
}

setup_what_if()
{
	local before

	"$hmsh" -NoProfile -State "$work/early" -Command 'Initialize-HostingServer -Name EX01 -DomainName provider.com `
		-NetBIOSName P -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21' >"$work/log" 2>&1
	before=$(sums "$work/early")
	compare 'setup.com -WhatIf' tests/cmdlets/run.sh $LINENO 'What if: Perform' "$("$hmsh" -NoProfile -State "$work/early" -Command \
		'setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting -WhatIf' 2>&1 | cut -c1-16)"
	compare 'setup.com -WhatIf (the state)' tests/cmdlets/run.sh $LINENO "$before" "$(sums "$work/early")"
}

what_if()
{
	local line n=0 seen before

	fresh
	before=$(sums "$work/state")
	while IFS= read -r line; do
		n=$((n + 1))
		case $line in
		'' | '#'*) continue ;;
		'! '*)
			one "\$null = ${line#! }" >"$work/one.ps1"
			seen=$("$hmsh" -NoProfile -NonInteractive -State "$work/state" "$work/one.ps1" 2>&1 </dev/null)
			compare "$line" tests/cmdlets/what-if.txt $n 'no error' "$seen"
			before=$(sums "$work/state")
			continue
			;;
		esac
		one "$line" >"$work/one.ps1"
		seen=$("$hmsh" -NoProfile -NonInteractive -State "$work/state" "$work/one.ps1" 2>&1 </dev/null)
		case $seen in
		'What if: '*) ;;
		*) compare "$line" tests/cmdlets/what-if.txt $n 'What if: ...' "$seen" ;;
		esac
		compare "$line (the state)" tests/cmdlets/what-if.txt $n "$before" "$(sums "$work/state")"
	done <"$here/what-if.txt"
	compare 'cmdlets with -WhatIf and without a line' tests/cmdlets/what-if.txt $n '' "$(changing |
		grep -vxF -f <(grep -oE '[A-Za-z]+([-.][A-Za-z]+)?' "$here/what-if.txt"))"
}

only=$1
"$hmsh" -NoProfile -State "$work/base" "$here/base.ps1" >"$work/log" 2>&1 </dev/null || {
	echo "FAILED base.ps1 (tests/cmdlets/base.ps1:1)"
	cat "$work/log"
	exit 1
}
for file in "$here"/*.ps1; do
	name=$(basename "$file" .ps1)
	[ "$name" = base ] || ! wanted "$name" || transcript "$name"
done
! wanted bad-input || bad_input
! wanted what-if || { what_if; setup_what_if; }
echo "$count checks, $failures failed"
[ $failures -eq 0 ]
