#!/bin/bash
# Connectors as the real Postfix takes them: clients of several networks meet the connectors that
# tests/render/cases/connectors.ps1 binds to shared and own sockets. Needs root and namespaces.
here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" -eq 0 ] && unshare -nm true 2>/dev/null || exit 77
for program in postfix dovecot nginx knotd; do
	[ -x /usr/sbin/$program ] || exit 77
done
command -v python3 >/dev/null || exit 77
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
work=$(mktemp -d)
run() { "$hmsh" -NoProfile -State "$work/state" -Command "$1" </dev/null; }
finish()
{
	run Stop-HostingSandbox >/dev/null 2>&1
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$hmsh" -NoProfile -State "$work/state" -File "$here/../render/cases/connectors.ps1" >"$work/log" 2>&1 </dev/null &&
	run '$null = Publish-HostingConfiguration 3>$null; (Start-HostingSandbox).Id' >"$work/log" 2>&1 ||
	{ echo "FAILED start: $(cat "$work/log")"; exit 1; }
pid=$(tail -n 1 "$work/log")
nsenter -t "$pid" -m -n -p -u -i -- sh -c '
	for address in 10.2.3.5 10.9.9.9 192.168.7.9 198.51.100.7 203.0.113.5; do
		ip addr add $address/32 dev lo || exit 1
	done' || exit 1
nsenter -t "$pid" -m -n -p -u -i -- python3 - <<'PYTHON'
import smtplib, ssl, sys

# from, to, port, recipient, TLS first; what the answer to RCPT begins with
CASES = [
    ('10.2.3.5', '10.161.1.21', 25, 'b@far.example', False, '250'),          # may relay
    ('10.9.9.9', '10.161.1.21', 25, 'anna@contoso.com', False, '450 4.7.1 Session encryption'),
    ('10.9.9.9', '10.161.1.21', 25, 'anna@contoso.com', True, '250'),
    ('192.168.7.9', '10.161.1.21', 25, 'b@far.example', True, '554 5.7.1 <b@far.example>: Relay'),
    ('198.51.100.7', '10.161.1.21', 25, 'anna@contoso.com', False, '250'),
    ('198.51.100.7', '10.161.1.21', 25, 'b@far.example', False, '554 5.7.1 <b@far.example>: Relay'),
    ('198.51.100.7', '10.161.1.21', 25, 'bob@x.below.example', False, '250'),
    ('198.51.100.7', '10.161.1.21', 25, 'who@y.below.example', False, '550 5.1.1'),
    ('198.51.100.7', '10.161.1.21', 25, 'any@relayed.example', False, '250'),
    ('203.0.113.5', '10.161.1.23', 2525, 'anna@contoso.com', False, '250'),
    ('198.51.100.7', '10.161.1.23', 2525, 'anna@contoso.com', False, '554 5.7.1'),   # no range of it
    ('198.51.100.7', '10.161.1.23', 25, 'anna@contoso.com', False, '554 5.7.1'),     # the wildcard's
]
failed = 0

def check(what, seen, wanted):
    global failed
    if not seen.startswith(wanted):
        print('FAILED %s: %r, not %r' % (what, seen, wanted))
        failed += 1

for source, host, port, recipient, tls, wanted in CASES:
    client = smtplib.SMTP(host, port, source_address=(source, 0), timeout=10)
    client.ehlo('client.example')
    if tls:
        client.starttls(context=ssl._create_unverified_context())
        client.ehlo('client.example')
    client.mail('x@world.example')
    code, text = client.rcpt(recipient)
    check('%s to %s:%d for %s' % (source, host, port, recipient), '%d %s' % (code, text.decode()), wanted)
    client.quit()

client = smtplib.SMTP()
code, text = client.connect('10.161.1.23', 2525)
check('the greeting', text.decode(), 'Welcome to $myhostname, we speak ESMTP')
client.ehlo('client.example')
for word in ('chunking', 'pipelining'):
    check('without ' + word, str(word in client.esmtp_features), 'False')
client.quit()
for host, port in (('10.161.1.23', 2626), ('10.161.1.21', 2525)):
    try:
        smtplib.SMTP(host, port, timeout=5)
        check('%s:%d' % (host, port), 'open', 'closed')
    except OSError:
        pass
sys.exit(failed > 0)
PYTHON
status=$?
[ $status -ne 0 ] || echo 'ok  connectors'
exit $status
