#!/bin/bash
# Publishing as a transaction: what is written anew, what a failing check, a change by hand and a
# killed publishing leave behind, and the way back to an earlier generation.
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
state=$work/state
current=$state/published/current
failures=0

run() { "$hmsh" -NoProfile -State "$state" -Command "$1" </dev/null; }
fail()
{
	printf 'FAILED %s: line %s: %s\n' "$test" "${BASH_LINENO[0]}" "$1"
	failures=$((failures + 1))
}
# expect WHAT FOUND WANTED
expect() { [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"; }

inodes() { (cd "$current/" && find . -type f ! -name manifest -printf '%p %i\n' | LC_ALL=C sort); }
digest() { (cd "$1" && find . -type f ! -name lock ! -name manifest | LC_ALL=C sort | xargs sha256sum; readlink current); }
written() { LC_ALL=C comm -13 <(inodes_before) <(inodes) | cut -d' ' -f1; }
inodes_before() { cat "$work/inodes"; }

cat >"$work/setup.ps1" <<'END'
$ErrorActionPreference = 'Stop'
$hash = '{SHA512-CRYPT}$6$hmshfixture1$jB5LVa0/m89yFVoE6rPg.tzRZprEswXZczlZoIVDRIkwNNkhVKSw2fwjwnBrtvaKwYIXwFwHJBrHHVn3s/7yQ.'
$password = ConvertTo-SecureString 'Not4Nobody' -AsPlainText -Force
$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
Add-DnsServerPrimaryZone -Name provider.com
foreach ($n in 'a', 'b', 'c') {
	$null = New-Organization -Name $n -DomainName "$n.com" -Location en-US -ProgramID HostingSample -OfferID 2 -AdministratorPassword $password
	foreach ($i in 1..20) { $null = New-Mailbox -Organization $n -Name "user $i" -UserPrincipalName "user$i@$n.com" -PasswordHash $hash }
}
END
"$hmsh" -NoProfile -State "$state" -File "$work/setup.ps1" >"$work/log" 2>&1 </dev/null ||
	{ printf 'FAILED setup: %s\n' "$(cat "$work/log")"; exit 1; }

test='-WhatIf'
run 'Publish-HostingConfiguration -WhatIf' >/dev/null 2>&1
[ ! -e "$state/published" ] || fail 'it made the publish root'

test='the first publishing'
expect generation "$(run '(Publish-HostingConfiguration 3>$null).Generation')" 1
expect current "$(readlink "$current")" generations/1

test='nothing changed'
inodes >"$work/inodes"
expect 'number of changes' "$(run '(Publish-HostingConfiguration 3>$null).Changed')" 0
expect current "$(readlink "$current")" generations/1

test='look-up data'
expect 'number of changes' "$(run 'Set-Mailbox user3@b.com -ProhibitSendReceiveQuota 77MB -ProhibitSendQuota 70MB -IssueWarningQuota 60MB; (Publish-HostingConfiguration 3>$null).Changed')" 1
expect 'written anew' "$(written)" ./dovecot/passwd/b.com
grep -q 'user3@b.com:.*bytes=80740352$' "$current/dovecot/passwd/b.com" || fail 'the quota is not there'

test='one tenant only'
inodes >"$work/inodes"
run 'Set-Mailbox user4@b.com -DisplayName "No matter"; $null = Publish-HostingConfiguration 3>$null'
expect 'written anew' "$(written)" ''
run 'Set-Mailbox user4@b.com -EmailAddresses SMTP:user4@b.com, smtp:four@b.com; $null = Publish-HostingConfiguration 3>$null'
expect 'folders written to' "$(written | sed 's/-[0-9]*\.cdb$//' | LC_ALL=C sort -u | tr '\n' ' ')" './postfix/aliases ./postfix/senders '

test='the same as rendered whole'
digest "$current/" >"$work/one"
run '$null = Publish-HostingConfiguration -Force 3>$null'
digest "$current/" >"$work/two"
cmp -s "$work/one" "$work/two" || fail "$(diff "$work/one" "$work/two" | head -5)"

test='a removed tenant'
run 'Remove-Organization c -Confirm:$false; $null = Publish-HostingConfiguration 3>$null'
[ ! -e "$current/dovecot/passwd/c.com" ] || fail 'its users are still there'
[ ! -e "$current/knot/tenants/c.com.zone" ] || fail 'its zone is still there'
digest "$current/" >"$work/one"
run '$null = Publish-HostingConfiguration -Force 3>$null'
digest "$current/" >"$work/two"
cmp -s "$work/one" "$work/two" || fail "$(diff "$work/one" "$work/two" | head -5)"

test='serial of a zone'
before=$(grep SOA "$current/knot/zones/provider.com.zone" | cut -d' ' -f6)
run 'Add-DnsServerResourceRecordA -ZoneName provider.com -Name www -IPv4Address 10.161.1.21; $null = Publish-HostingConfiguration 3>$null'
expect serial "$(grep SOA "$current/knot/zones/provider.com.zone" | cut -d' ' -f6)" $((before + 1))

if [ -x /usr/bin/kzonecheck ]; then
	test='a failing check'
	digest "$state/published" >"$work/one"
	run "Add-DnsServerResourceRecordCName -ZoneName provider.com -Name '@' -HostNameAlias other.example" >/dev/null 2>&1
	run 'Publish-HostingConfiguration 3>$null' >"$work/log" 2>&1
	grep -q 'knot/zones/provider.com.zone' "$work/log" || fail "the file is not named: $(cat "$work/log")"
	digest "$state/published" >"$work/two"
	cmp -s "$work/one" "$work/two" || fail "$(diff "$work/one" "$work/two" | head -5)"
	run "Remove-DnsServerResourceRecord -ZoneName provider.com -Name '@' -RRType CNAME -Force"
fi

test='changed by hand'
folder=$(realpath "$current")/nginx
{ cat "$folder/nginx.conf"; echo '# by hand'; } >"$folder/new" && mv "$folder/new" "$folder/nginx.conf"
run 'Publish-HostingConfiguration 3>$null' >"$work/log" 2>&1
grep -q 'by hand' "$current/nginx/nginx.conf" || fail 'it was overwritten'
grep -q 'nginx/nginx.conf' "$work/log" || fail "the file is not named: $(cat "$work/log")"
run 'Compare-HostingConfiguration' 2>&1 | grep -q 'nginx.conf was changed by hand' || fail 'Compare- does not show it'
run '$null = Publish-HostingConfiguration -Force 3>$null'
grep -q 'by hand' "$current/nginx/nginx.conf" && fail '-Force left it'

test='back to an earlier one'
number=$(run '(Get-HostingGeneration | Where-Object Current).Number')
(cd "$current/" && sha256sum dovecot/passwd/a.com) >"$work/one"
run 'Set-Mailbox user5@a.com -ProhibitSendReceiveQuota 55MB -ProhibitSendQuota 50MB -IssueWarningQuota 40MB; $null = Publish-HostingConfiguration 3>$null'
run "\$null = Restore-HostingConfiguration $number"
(cd "$current/" && sha256sum dovecot/passwd/a.com) >"$work/two"
cmp -s "$work/one" "$work/two" || fail 'the users are not those of before'
run '$null = Publish-HostingConfiguration 3>$null'
grep -q 'bytes=57671680' "$current/dovecot/passwd/a.com" || fail 'publishing does not bring the state back'

test='local additions'
echo 'smtpd_client_port_logging = yes' >"$state/published/local/postfix/main.cf"
run '$null = Publish-HostingConfiguration 3>$null'
grep -q '^smtpd_client_port_logging = yes$' "$current/postfix/main.cf" || fail 'the addition is not there'
expect 'number of changes' "$(run '(Publish-HostingConfiguration 3>$null).Changed')" 0
rm "$state/published/local/postfix/main.cf"
run '$null = Publish-HostingConfiguration 3>$null'
grep -q 'client_port_logging' "$current/postfix/main.cf" && fail 'the addition is still there'

test='killed'
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	run "Set-Mailbox user6@a.com -ProhibitSendReceiveQuota 6${i}MB -ProhibitSendQuota 50MB -IssueWarningQuota 40MB" >/dev/null
	"$hmsh" -NoProfile -State "$state" -Command 'Publish-HostingConfiguration -Force' >/dev/null 2>&1 </dev/null &
	sleep "0.0$((i * 7 % 10))$i"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	[ -s "$current/manifest" ] || fail "no manifest in $(readlink "$current")"
	sed -n 's/^\([0-9a-f]\{64\}\) [0-9]* [0-9]* [0-9]* /\1  /p' "$current/manifest" >"$work/sums"
	(cd "$current/" && sha256sum --quiet -c "$work/sums") >"$work/log" 2>&1 || fail "$(head -3 "$work/log")"
done
run '$null = Publish-HostingConfiguration 3>$null'
ls -A "$state/published/generations" | grep -q stage && fail 'a staging folder is left'

[ $failures -eq 0 ] && echo 'ok  publishing is a transaction'
