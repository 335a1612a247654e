#!/bin/sh
# make-seed.sh OUT: makes of fixtures/seed a publish root in OUT (generations/1, current) which the
# real daemons run: adds what is not text: the certificate of a private authority and the cdb maps.
set -e
here=$(cd "$(dirname "$0")" && pwd)
out=$1
g=$out/generations/1
mkdir -p "$out/generations"
cp -r "$here/fixtures/seed" "$g"
chmod -R u+w "$g"
ln -s generations/1 "$out/current"

mkdir "$g/tls"
cd "$g/tls"
names=DNS:mail.provider.com,DNS:ex01.provider.com,DNS:autodiscover.provider.com,DNS:webmail.provider.com
ec='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
openssl req -x509 $ec -days 30 -subj "/O=HostingCompany/CN=HostingCompany Root" \
	-keyout ca.key -out root.pem -addext basicConstraints=critical,CA:TRUE 2>/dev/null
openssl req $ec -subj /CN=provider.com -keyout key.pem -out request.pem 2>/dev/null
printf 'subjectAltName=%s\n' "$names" >ext
openssl x509 -req -in request.pem -CA root.pem -CAkey ca.key -CAcreateserial -days 30 \
	-extfile ext -out certificate.pem 2>/dev/null
for service in smtp imap web; do
	cat key.pem certificate.pem >$service.pem
	chmod 600 $service.pem
done
mv root.pem "$out/root.pem"
rm -f key.pem certificate.pem request.pem ext ca.key root.srl

cd ../postfix
map() { cdb -c -m "$1.cdb"; chmod 644 "$1.cdb"; }
printf '%s 1\n' tenant.com contoso.com | map domains
printf '%s 1\n' jsmith@tenant.com anna@contoso.com | map mailboxes
printf '%s jsmith@tenant.com\n' postmaster@tenant.com john.smith@tenant.com | map aliases
printf '%s %s\n' jsmith@tenant.com jsmith@tenant.com anna@contoso.com anna@contoso.com | map senders

# Each program of Postfix waits until the file it reads is two seconds old.
touch -d '10 seconds ago' ./*

cd ../dovecot/passwd
if [ "$(id -u)" -eq 0 ]; then
	chgrp dovecot ./*
fi
chmod 640 ./*
