#!/bin/bash
# walk.sh HMSH: the whole way from an empty state to delivered mail. Runs the example of the
# multi-tenancy walk-through on a state of its own, publishes it, mends what publishing warns of, runs it
# in a sandbox and proves it there (prove.sh). One line for each step, "ok  WHAT: EVIDENCE" or
# "FAILED WHAT: REASON"; the exit status says the same. Leaves nothing behind.
hmsh=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
example=$here/../../examples/exchange-2010-multi-tenancy.ps1
work=$(mktemp -d)
export HMSH_DRIVE_C=$work/C
failures=0

ok() { printf 'ok  %s: %s\n' "$1" "$2"; }
failed()
{
	printf 'FAILED %s: %s\n' "$1" "$2"
	failures=$((failures + 1))
}

run() { "$hmsh" -NoProfile -State "$work/state" -Command "$1"; }

finish()
{
	[ -z "$started" ] || run Stop-HostingSandbox >/dev/null 2>&1
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Where nothing after the step could work.
give_up()
{
	failed "$@"
	exit 1
}

# What a run wrote of errors, beside its output.
errors() { grep -v '^WARNING: ' "$work/errors" | head -n 20; }

# step WHAT COMMAND: runs a command of hmsh, its output in $work/log; an error ends the walk.
step()
{
	if ! run "$2" >"$work/log" 2>"$work/errors" </dev/null || [ -n "$(errors)" ]; then
		give_up "$1" "$(errors)"
	fi
	grep '^WARNING: ' "$work/errors" >>"$work/log"
}

secret() { head -c 12 /dev/urandom | base64 | tr '/+' 'xy'; }

# The answers to the example's questions, in their order, and the accounts for prove.sh.
write_answers()
{
	local jsmith anna

	jsmith=$(secret)aA1
	anna=$(secret)aA1
	umask 077
	printf '%s\n' Administrator@tenant.com "$(secret)aA1" "$jsmith" \
		Administrator@contoso.com "$(secret)aA1" "$anna" >"$work/answers"
	printf 'jsmith@tenant.com %s\nanna@contoso.com %s\n' "$jsmith" "$anna" >"$work/credentials"
	umask 022
}

walk_example()
{
	write_answers
	if ! (cd "$work" && "$hmsh" -NoProfile -State "$work/state" -File "$example" \
		<answers >log 2>errors) || [ -n "$(errors)" ]; then
		give_up 'the walk-through' "$(errors)"
	fi
	step 'the walk-through' '"$((Get-Organization).Name -join ", ") with $((Get-Mailbox).Count) mailboxes"'
	ok 'the walk-through' "$(cat "$work/log")"
}

# The seed's certificate and its DNS list both lack webmail.provider.com.
walk_publish()
{
	local names='mail.provider.com, ex01.provider.com, autodiscover.provider.com, webmail.provider.com'

	step publish Publish-HostingConfiguration
	grep '^WARNING: ' "$work/log" | while read -r line; do ok 'publishing warns' "${line#WARNING: }"; done
	[ "$(grep -c '^WARNING: .*webmail\.provider\.com' "$work/log")" -ge 2 ] ||
		failed 'publishing warns' "of certificate and address record: $(cat "$work/log")"
	step 'mended: address record' \
		'Add-DnsServerResourceRecordA -ZoneName provider.com -Name webmail -IPv4Address 10.161.1.21'
	ok 'mended: address record' 'webmail.provider.com is 10.161.1.21'
	step 'mended: certificate' "
		cd '$work'
		Set-Content -Path .\\again.txt -Value (New-ExchangeCertificate -GenerateRequest -KeySize 2048 -SubjectName 'c=US, o=HostingCompany, cn=provider.com' -DomainName $names -PrivateKeyExportable \$True)
		certreq -submit .\\again.txt .\\again.cer | Out-Null
		\$c = Import-ExchangeCertificate -FileData ([Byte[]]\$(Get-Content -Path .\\again.cer -Encoding byte -ReadCount 0))
		\$c | Enable-ExchangeCertificate -Services 'IIS,POP,IMAP,SMTP' -Force
		certutil -ca.cert .\\root.pem | Out-Null
		\$c.CertificateDomains -join ', '"
	ok 'mended: certificate' "$(tail -n 1 "$work/log")"
	step 'publish again' Publish-HostingConfiguration
	if grep -q '^WARNING: ' "$work/log"; then
		failed 'publish again' "$(grep -m1 '^WARNING: ' "$work/log")"
	else
		ok 'publish again' 'no warning'
	fi
}

# Rights and a group, given while the daemons run.
walk_rights()
{
	step 'rights are published' '
		$null = New-Mailbox -Organization TenantCompany -Name Desk -Shared
		$null = Add-RecipientPermission Desk -Trustee jsmith@tenant.com -AccessRights SendAs -Confirm:$false
		$null = New-DistributionGroup -Name Team -PrimarySmtpAddress team@tenant.com -Members jsmith@tenant.com
		Set-CASMailbox jsmith@tenant.com -PopEnabled $false
		Publish-HostingConfiguration'
	"$here/prove.sh" "$1" "$work/root.pem" "$work/credentials" rights || failures=$((failures + 1))
}

walk_sandbox()
{
	local pid

	started=1
	step 'the sandbox starts' '(Start-HostingSandbox).Id'
	pid=$(tail -n 1 "$work/log")
	ok 'the sandbox starts' "Postfix, Dovecot, nginx and Knot answer; supervisor $pid"
	"$here/prove.sh" "$pid" "$work/root.pem" "$work/credentials" || failures=$((failures + 1))
	walk_rights "$pid"
	step 'the sandbox stops' Stop-HostingSandbox
	started=
	if grep -qs '^State:[[:space:]]*[^Z[:space:]]' "/proc/$pid/status"; then
		failed 'the sandbox stops' "its supervisor $pid lives"
	else
		ok 'the sandbox stops' 'nothing is left running'
	fi
}

walk_example
walk_publish
walk_sandbox
[ $failures -eq 0 ]
