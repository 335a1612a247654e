#!/bin/bash
# The certificate and publishing cmdlets: the way of a certificate from its request to its services,
# what is refused (with the state byte for byte as it was), and -WhatIf on all that change something.
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
command -v openssl >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
state=$work/state
failures=0
export HMSH_DRIVE_C=$work/c
cd "$work" || exit 1

run() { "$hmsh" -NoProfile -NonInteractive -State "$state" -Command "$1" 2>&1 </dev/null; }
sums() { (cd "$state" && find . -type f ! -name 'index.mdb*' ! -name 'lock*' | LC_ALL=C sort | xargs sha256sum); }
fail()
{
	printf 'FAILED line %s: %s\n' "${BASH_LINENO[1]}" "$1"
	failures=$((failures + 1))
}

# shows COMMAND TEXT: the last line that the command shows.
shows()
{
	local seen

	seen=$(run "$1" | tail -n 1)
	[ "$seen" = "$2" ] || fail "$1: shows '$seen', not '$2'"
}

# refuses COMMAND ID PART: an error of that id whose message holds PART; the state stays as it is.
refuses()
{
	local before seen

	before=$(sums)
	seen=$(run "\$ErrorActionPreference = 'Stop'; try { $1; 'no error' } catch { \$_.FullyQualifiedErrorId + ' | ' + \$_.Exception.Message }" | tr '\n' ' ')
	case $seen in
	"$2"*"$3"*) ;;
	*) fail "$1: says '$seen', not '$2 ... $3'" ;;
	esac
	[ "$before" = "$(sums)" ] || fail "$1: changed the state"
}

# what_if COMMAND: one line "What if: ..." and nothing changes.
what_if()
{
	local before seen

	before=$(sums)
	seen=$(run "$1 -WhatIf")
	case $seen in
	'What if: '*) ;;
	*) fail "$1 -WhatIf: says '$seen'" ;;
	esac
	[ "$before" = "$(sums)" ] || fail "$1 -WhatIf: changed the state"
}

run '$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
	$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting' >setup.log
shows '(Get-ExchangeCertificate).Subject' 'CN=EX01'
shows '(Get-ExchangeCertificate).Services.ToString()' 'IMAP, POP, IIS, SMTP'
shows '(Get-ExchangeCertificate).RootCAType' None

# A request.
subject='c=US, s=California, l=Los Angeles, o=HostingCompany, ou=IT, cn=provider.com'
request="New-ExchangeCertificate -GenerateRequest -KeySize 2048 -SubjectName '$subject' -DomainName mail.provider.com, ex01.provider.com, autodiscover.provider.com -PrivateKeyExportable \$True"
what_if "$request"
run "Set-Content -Path .\\request.txt -Value ($request)"
openssl req -in request.txt -noout -verify -subject -nameopt oneline >seen 2>&1
grep -q '^subject=C = US, ST = California, L = Los Angeles, O = HostingCompany, OU = IT, CN = provider.com$' seen ||
	fail "the subject: $(cat seen)"
openssl req -in request.txt -noout -text >seen
grep -q 'DNS:mail.provider.com, DNS:ex01.provider.com, DNS:autodiscover.provider.com$' seen || fail 'the names'
grep -q 'Public-Key: (2048 bit)' seen || fail 'the key size'
shows "(Get-ExchangeCertificate | Where-Object Status -eq 'PendingRequest').Subject" \
	'CN=provider.com, OU=IT, O=HostingCompany, L=Los Angeles, S=California, C=US'
[ -z "$(find "$state/keys" -type f ! -perm 0600)" ] || fail 'a key can be read by others'
grep -rq 'PRIVATE KEY' "$state"/*.yaml && fail 'a private key is in the state'
pending=$(run "(Get-ExchangeCertificate | Where-Object Status -eq 'PendingRequest').Thumbprint")
refuses "Enable-ExchangeCertificate $pending -Services SMTP" CertificatePending 'has not been answered'

run "Set-Content -Path .\\bare.txt -Value (New-ExchangeCertificate -GenerateRequest -SubjectName 'o=Company, cn=bare.provider.com')"
openssl req -in bare.txt -noout -text | grep -q 'DNS:bare.provider.com$' || fail 'the only name is not among the names'
run "Get-ExchangeCertificate | Where-Object Subject -like 'CN=bare*' | Remove-ExchangeCertificate -Confirm:\$false"

# What is no answer to it.
refuses 'certreq -submit .\request.txt .\cert.cer' CertificationAuthorityNotFound 'no certification authority'
bytes() { printf '([Byte[]]$(Get-Content -Path .\%s -Encoding byte -ReadCount 0))' "$1"; }
subj='/C=US/ST=California/L=Los Angeles/O=HostingCompany/OU=IT/CN=provider.com'
openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out mismatch.cer -days 9 -subj "$subj" 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.cer -days 9 -subj /CN=World 2>/dev/null
openssl x509 -req -in request.txt -CA root.cer -CAkey root.key -CAcreateserial -days 0 -out expired.cer 2>/dev/null
openssl req -x509 -key other.key -out nokey.cer -days 9 -subj /CN=nobody 2>/dev/null
cat nokey.cer root.key >wrongkey.cer
echo rubbish >rubbish.cer
sleep 1.1
refuses "Import-ExchangeCertificate -FileData $(bytes mismatch.cer)" CertificateKeyMismatch 'for another key'
refuses "Import-ExchangeCertificate -FileData $(bytes expired.cer)" CertificateExpired 'expired on'
refuses "Import-ExchangeCertificate -FileData $(bytes nokey.cer)" CertificateHasNoPrivateKey 'no private key here'
refuses "Import-ExchangeCertificate -FileData $(bytes wrongkey.cer)" CertificateKeyMismatch 'do not belong together'
refuses "Import-ExchangeCertificate -FileData $(bytes rubbish.cer)" CertificateDataNotValid 'no certificate'
refuses "Import-ExchangeCertificate -FileData $(bytes request.txt)" CertificateDataNotValid 'is a certificate request'
refuses 'Import-ExchangeCertificate -FileName .\nothing.cer' CertificateFileError 'nothing.cer'
refuses "New-ExchangeCertificate -GenerateRequest -SubjectName 'provider.com'" InvalidSubjectName 'no equals sign'
refuses "New-ExchangeCertificate -GenerateRequest -SubjectName 'c=USA, cn=a'" InvalidSubjectName '"USA"'
refuses "New-ExchangeCertificate -GenerateRequest -DomainName 'a b.com'" InvalidDomainName 'not a host name'
refuses "New-ExchangeCertificate -GenerateRequest -DomainName \"a.com\`nssl_certificate x;\"" InvalidDomainName 'not a host name'
refuses 'New-ExchangeCertificate -KeySize 1000' KeySizeNotValid 'key size 1000'
refuses 'Enable-ExchangeCertificate 00FF -Services SMTP' CertificateNotFound 00FF
refuses 'Remove-ExchangeCertificate (Get-ExchangeCertificate | Where-Object Subject -eq "CN=EX01").Thumbprint -Confirm:$false' CertificateInUse 'is used by'

# An authority of our own.
what_if 'Install-AdcsCertificationAuthority'
run '$null = Install-AdcsCertificationAuthority -CACommonName "HostingCompany Root" -Force'
refuses 'Install-AdcsCertificationAuthority' CertificationAuthorityExists 'HostingCompany Root'
refuses 'certreq -submit .\rubbish.cer .\cert.cer' CertificateRequestNotValid 'not a certificate request'
refuses 'certreq .\request.txt' CertreqUsage -submit
run 'certreq -submit .\request.txt .\cert.cer' >seen
grep -q Issued seen || fail "certreq: $(cat seen)"
run 'certutil -ca.cert .\trust.pem'
openssl verify -CAfile trust.pem cert.cer >seen 2>&1 || fail "$(cat seen)"

# Its answer, in each form.
openssl x509 -in cert.cer -outform DER -out der.cer
openssl crl2pkcs7 -nocrl -certfile cert.cer -certfile trust.pem -out p7.cer
cp -a "$state" "$work/before"
for form in der.cer p7.cer cert.cer; do
	rm -rf "$state"
	cp -a "$work/before" "$state"
	what_if "Import-ExchangeCertificate -FileData $(bytes $form)"
	run "Import-ExchangeCertificate -FileData $(bytes $form) | Enable-ExchangeCertificate -Services 'IIS,POP,IMAP,SMTP'" >seen
	[ ! -s seen ] || fail "$form: $(cat seen)"
	shows '(Get-ExchangeCertificate -DomainName mail.provider.com).Services.ToString()' 'IMAP, POP, IIS, SMTP'
	shows '(Get-ExchangeCertificate -DomainName mail.provider.com).Status.ToString()' Valid
done
shows '(Get-ExchangeCertificate | Measure-Object).Count' 2
shows '(Get-ExchangeCertificate | Where-Object Subject -eq "CN=EX01").Services.ToString()' None
shows '(Get-ExchangeCertificate -DomainName mail.provider.com).RootCAType' Enterprise
refuses "Import-ExchangeCertificate -FileData $(bytes cert.cer)" CertificateAlreadyExists 'already'
thumbprint=$(run '(Get-ExchangeCertificate -DomainName mail.provider.com).Thumbprint')
[ "$thumbprint" = "$(openssl x509 -in cert.cer -noout -fingerprint -sha1 | sed 's/.*=//; s/://g')" ] || fail 'the thumbprint'
shows "(Get-ExchangeCertificate 'EX01\\$thumbprint').Thumbprint" "$thumbprint"

# Replacing what an administrator chose is asked about: No by default without a terminal's answer.
own=$(run '(Get-ExchangeCertificate | Where-Object Subject -eq "CN=EX01").Thumbprint')
printf 'n\n' | "$hmsh" -NoProfile -State "$state" -Command "Enable-ExchangeCertificate $own -Services SMTP" >seen 2>&1
grep -q 'Overwrite the existing default SMTP certificate?' seen || fail "no question: $(cat seen)"
shows '(Get-ExchangeCertificate -DomainName mail.provider.com).Services.ToString()' 'IMAP, POP, IIS, SMTP'
run "Enable-ExchangeCertificate $own -Services SMTP -Force"
shows '(Get-ExchangeCertificate -DomainName mail.provider.com).Services.ToString()' 'IMAP, POP, IIS'

# Out again, with its key.
run "Export-ExchangeCertificate $thumbprint -FileName .\\out.pem"
cmp -s <(openssl x509 -in out.pem) <(openssl x509 -in cert.cer) || fail 'the exported certificate'
run "Export-ExchangeCertificate $thumbprint -FileName .\\out.pfx -Password (ConvertTo-SecureString 'Very4Secret' -AsPlainText -Force)"
openssl pkcs12 -in out.pfx -passin pass:Very4Secret -nodes -nocerts 2>seen | openssl rsa -check -noout >/dev/null 2>&1 ||
	fail "the exported key: $(cat seen)"
refuses "Export-ExchangeCertificate $own -Password (ConvertTo-SecureString 'Very4Secret' -AsPlainText -Force)" PrivateKeyNotExportable 'not exportable'

# -WhatIf on the rest.
what_if "Enable-ExchangeCertificate $own -Services IIS"
what_if 'New-ExchangeCertificate'
run '$null = New-ExchangeCertificate -GenerateRequest -SubjectName "cn=second.provider.com"'
pending=$(run "(Get-ExchangeCertificate | Where-Object Status -eq 'PendingRequest').Thumbprint")
what_if "Remove-ExchangeCertificate $pending"
run "Remove-ExchangeCertificate $pending -Confirm:\$false"
shows '(Get-ExchangeCertificate | Measure-Object).Count' 2
what_if 'Export-CertificationAuthority .\x.pem'
what_if 'Publish-HostingConfiguration'
run '$null = Publish-HostingConfiguration 3>$null'
what_if 'Publish-HostingConfiguration -Force'
what_if 'Start-HostingSandbox'
what_if 'Stop-HostingSandbox'
run '$null = Publish-HostingConfiguration -Force 3>$null; $null = Set-ReceiveConnector "EX01\Default EX01" -Comment x; $null = Publish-HostingConfiguration 3>$null'
what_if 'Restore-HostingConfiguration 1'

[ $failures -eq 0 ] && echo 'ok  certificates'
