#!/bin/bash
# prove.sh PID ROOT_PEM CREDENTIALS: proves that the sandbox whose supervisor is PID serves two
# tenants. Everything is done from inside its namespaces, as a stranger and as the tenants' users
# would do it; certificates are verified against ROOT_PEM. CREDENTIALS holds two lines, "address
# password", of two tenants. One line per step: "ok  WHAT: EVIDENCE" or "FAILED WHAT: REASON";
# exits with 1 when a step failed. A fourth word "rights" proves instead what walk.sh gave the first user:
# to send as desk@ its domain, to be in the group team@ it, and to have no POP3.
if [ "$1" != --inside ]; then
	exec nsenter -t "$1" -m -n -p -u -i --wd=/ -- "$(realpath "$0")" --inside \
		"$(realpath "$2")" "$(realpath "$3")" "$4"
fi
root=$2
credentials=$3
provider=${HMSH_PROVE_PROVIDER:-provider.com}
dns=${HMSH_PROVE_DNS:-10.161.1.20}
outside=192.0.2.25

unset SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE CURL_HOME
umask 022
work=$(mktemp -d)
chmod 755 "$work"
failures=0

ok() { printf 'ok  %s: %s\n' "$1" "$2"; }
failed()
{
	printf 'FAILED %s: %s\n' "$1" "$2"
	failures=$((failures + 1))
}

# Tries COMMAND every 30 ms, up to 10 s; its output is the caller's.
until_seen()
{
	local end=$((SECONDS + 10))

	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.03
	done
}

# User and password go to curl in a file, so that they are in no argument list.
accounts()
{
	local n=0 address password

	while read -r address password; do
		n=$((n + 1))
		eval "user$n=\$address domain$n=\${address#*@}"
		printf 'machine mail.%s login %s password %s\n' "$provider" "$address" "$password" \
			>"$work/netrc$n"
		chmod 600 "$work/netrc$n"
	done <"$credentials"
	[ $n -eq 2 ]
}

mail_curl()
{
	local account=$1

	shift
	curl -sS --max-time 10 --cacert "$root" --netrc-file "$work/netrc$account" "$@"
}

# The mail server of a stranger, with its own address; it knows our hosts by DNS only.
outside_start()
{
	local c=$work/outside/etc

	ip addr add $outside/32 dev lo
	mkdir -p "$c" "$work/outside/spool" "$work/outside/data"
	chown postfix "$work/outside/data"
	cat >"$c/main.cf" <<-EOF
		compatibility_level = 3.6
		queue_directory = $work/outside/spool
		data_directory = $work/outside/data
		maillog_file = /dev/stdout
		myhostname = mx.world.example
		myorigin = world.example
		mydestination =
		alias_maps =
		inet_interfaces = 127.0.0.1
		inet_protocols = ipv4
		smtp_bind_address = $outside
		smtp_tls_security_level = may
		smtp_tls_CAfile = $root
		smtp_tls_loglevel = 1
	EOF
	cat >"$c/master.cf" <<-EOF
		pickup unix n - n 60 1 pickup
		cleanup unix n - n - 0 cleanup
		qmgr unix n - n 300 1 qmgr
		tlsmgr unix - - n 1000? 1 tlsmgr
		rewrite unix - - n - - trivial-rewrite
		bounce unix - - n - 0 bounce
		defer unix - - n - 0 bounce
		smtp unix - - n - - smtp
		error unix - - n - - error
		retry unix - - n - - error
		postlog unix-dgram n - n - 1 postlogd
	EOF
	# Each program of Postfix waits until the file it reads is two seconds old.
	touch -d '10 seconds ago' "$c/main.cf" "$c/master.cf"
	postfix -c "$c" start-fg >"$work/outside/log" 2>&1 &
	until_seen grep -qs 'daemon started' "$work/outside/log"
}

outside_stop()
{
	[ ! -s "$work/outside/spool/pid/master.pid" ] || kill "$(cat "$work/outside/spool/pid/master.pid")"
	wait
	ip addr del $outside/32 dev lo 2>/dev/null
}

message()
{
	printf 'From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n\r\nA line of text.\r\n' "$1" "$2" "$3"
}

prove_dns()
{
	local what="DNS of $domain1" mx address

	mx=$(kdig +short "@$dns" "$domain1" MX)
	address=$(kdig +short "@$dns" "mail.$provider" A)
	if [ "$mx" = "10 mail.$provider." ] && [ -n "$address" ]; then
		ok "$what" "MX $mx, which is $address"
	else
		failed "$what" "MX '$mx', address '$address'"
	fi
}

prove_outside()
{
	local what="mail from outside to $user1 by MX" subject log
	subject="from outside $RANDOM$RANDOM"
	log=$work/outside/log

	if ! outside_start; then
		failed "$what" "the outside mail server did not start: $(tail -n 1 "$log")"
		return
	fi
	message stranger@world.example "$user1" "$subject" |
		sendmail -C "$work/outside/etc" -f stranger@world.example "$user1"
	if until_seen grep -q "to=<$user1>.*status=sent" "$log"; then
		ok "$what" "$(sed -n "s/.*to=<$user1>, \(relay=[^,]*\),.*\(status=sent.*\)/\1 \2/p" "$log")"
		ok "the outside server trusts ours" "$(sed -n 's/.*: \(Trusted TLS .*TLSv[0-9.]*\).*/\1/p' "$log" |
			grep -m1 . || echo 'no trusted connection')"
	else
		failed "$what" "$(tail -n 2 "$log")"
	fi
	grep -q ': Trusted TLS' "$log" || failed "the outside server trusts ours" "$(grep TLS "$log")"
	prove_read "IMAPS" 1 "$subject"
	prove_read "POP3S" 1 "$subject"
}

subjects_IMAPS()
{
	mail_curl "$1" -X 'UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])' -v \
		"imaps://mail.$provider/INBOX" 2>&1
}

subjects_POP3S()
{
	local n

	for n in $(mail_curl "$1" "pop3s://mail.$provider/" | sed 's/ .*//'); do
		mail_curl "$1" "pop3s://mail.$provider/$n"
	done 2>&1
}

see_subject()
{
	subjects_"$1" "$2" >"$work/subjects"
	grep -q "Subject: $3" "$work/subjects"
}

prove_read()
{
	local how=$1 account=$2 subject=$3 user

	user=user$account
	if until_seen see_subject "$how" "$account" "$subject"; then
		ok "${!user} reads it by $how" "$(grep -o "Subject: $subject" "$work/subjects" | head -n 1)"
	else
		failed "${!user} reads it by $how" "$(grep -v '^[*<>]' "$work/subjects" | tail -n 1)"
	fi
}

prove_submission()
{
	local what="submission of $user1 to $user2" subject answer
	subject="between tenants $RANDOM$RANDOM"

	answer=$(message "$user1" "$user2" "$subject" | mail_curl 1 -v --ssl-reqd -T - \
		--mail-from "$user1" --mail-rcpt "$user2" "smtp://mail.$provider:587/prove" 2>&1 |
		tr -d '\r' | sed -n 's/^< \(250 2.0.0 .*\|[45][0-9][0-9] .*\)/\1/p' | tail -n 1)
	case $answer in
	250*) ok "$what" "$answer" ;;
	*) failed "$what" "$answer" ;;
	esac
	prove_read "IMAPS" 2 "$subject"
	prove_read "POP3S" 2 "$subject"
}

# WHAT WANTED COMMAND...: the server's last refusal must begin with WANTED.
prove_refused()
{
	local what=$1 wanted=$2 answer

	shift 2
	answer=$("$@" 2>&1 | tr -d '\r' | sed -n 's/^< \([45][0-9][0-9] .*\)/\1/p' | tail -n 1)
	case $answer in
	$wanted*) ok "$what is refused" "$answer" ;;
	*) failed "$what is refused" "answered '$answer'" ;;
	esac
}

prove_refusals()
{
	local smtp="smtp://mail.$provider:587/prove" mx="smtp://mail.$provider:25/prove"

	printf 'x\r\n' >"$work/text"
	prove_refused "a sender who is not $user1" 553 mail_curl 1 -v --ssl-reqd -T "$work/text" \
		--mail-from "$user2" --mail-rcpt "$user2" "$smtp"
	prove_refused "relaying to a stranger" 554 curl -sS -v -T "$work/text" --max-time 10 \
		--mail-from a@world.example --mail-rcpt b@other.example "$mx"
	prove_refused "an unknown user" 550 curl -sS -v -T "$work/text" --max-time 10 \
		--mail-from a@world.example --mail-rcpt "nobody.here@$domain1" "$mx"
}

# The server's answer to a message from FROM to TO, by submission of the first user or (none) by MX.
send_answer()
{
	local from=$1 to=$2 subject=$3 how=$4 smtp="smtp://mail.$provider:25/prove"

	set -- curl -sS --max-time 10
	[ "$how" != submission ] || set -- mail_curl 1 --ssl-reqd
	[ "$how" != submission ] || smtp="smtp://mail.$provider:587/prove"
	message "$from" "$to" "$subject" | "$@" -v -T - --mail-from "$from" --mail-rcpt "$to" "$smtp" 2>&1 |
		tr -d '\r' | sed -n 's/^< \(250 2.0.0 .*\|[45][0-9][0-9] .*\)/\1/p' | tail -n 1
}

prove_rights()
{
	local answer subject="to a group $RANDOM$RANDOM"

	answer=$(send_answer "desk@$domain1" "$user2" "as the desk $RANDOM" submission)
	case $answer in
	250*) ok "$user1 sends as desk@$domain1" "$answer" ;;
	*) failed "$user1 sends as desk@$domain1" "$answer" ;;
	esac
	answer=$(send_answer a@world.example "team@$domain1" "$subject" mx)
	case $answer in
	250*) ok "mail to the group team@$domain1" "$answer" ;;
	*) failed "mail to the group team@$domain1" "$answer" ;;
	esac
	prove_read "IMAPS" 1 "$subject"
	answer=$(mail_curl 1 "pop3s://mail.$provider/" 2>&1)
	case $answer in
	*'denied'* | *'authentication failed'*) ok "POP3 of $user1 is refused" "$answer" ;;
	*) failed "POP3 of $user1 is refused" "$answer" ;;
	esac
	answer=$(mail_curl 2 "pop3s://mail.$provider/" 2>&1) &&
		ok "POP3 of $user2 is not" "$(wc -l <<<"$answer") messages" ||
		failed "POP3 of $user2 is not" "$answer"
}

prove_certificate()
{
	local port=$1 what="certificate of mail.$provider:$1" out

	shift
	out=$(openssl s_client -connect "mail.$provider:$port" "$@" -servername "mail.$provider" \
		-verify_hostname "mail.$provider" -verify_return_error -CAfile "$root" \
		-no-CApath -no-CAstore </dev/null 2>&1)
	if grep -q 'Verify return code: 0 (ok)' <<<"$out"; then
		ok "$what" "verified, $(openssl x509 -noout -fingerprint -sha256 <<<"$out")"
	else
		failed "$what" "$(grep -m1 -i verif <<<"$out" || tail -n 1 <<<"$out")"
	fi
}

# NAME PATH TARGET: the tenant's name leads by DNS to the pool, and from there to TARGET.
prove_redirect()
{
	local name=$1 path=$2 target=$3 alias address location answer

	alias=$(kdig +short "@$dns" "$name" CNAME)
	address=$(kdig +short "@$dns" "$alias" A)
	location=$(curl -sS --max-time 10 -o /dev/null -w '%{http_code} %{redirect_url}' \
		--resolve "$name:80:$address" "http://$name$path" 2>&1)
	if [ "$location" != "302 $target" ]; then
		failed "redirect of $name" "$alias $address answered '$location'"
		return
	fi
	ok "redirect of $name" "$alias $address: $location"
	answer=$(curl -sS --max-time 10 -L --cacert "$root" -w ' %{http_code} %{ssl_verify_result}' \
		--resolve "$name:80:$address" "http://$name$path" 2>&1 | tr '\n' ' ')
	case $answer in
	*' 503 0 '* | *' 503 0') ok "it is followed to $target" "503, TLS verified: ${answer% 503 0*}" ;;
	*) failed "it is followed to $target" "$answer" ;;
	esac
}

prove_unbound()
{
	local address

	address=$(kdig +short "@$dns" "webmailredirect.$provider" A)
	curl -sS --max-time 10 --resolve "stranger.example:80:$address" http://stranger.example/ \
		>"$work/unbound" 2>&1
	if [ $? -eq 52 ]; then
		ok "a host that is not bound is refused" "$(cat "$work/unbound")"
	else
		failed "a host that is not bound is refused" "$(head -n 1 "$work/unbound")"
	fi
}

finish()
{
	outside_stop
	rm -rf "$work"
}
trap finish EXIT

accounts || { failed "accounts" "$credentials does not hold two lines"; exit 1; }
if [ "$4" = rights ]; then
	prove_rights
	[ $failures -eq 0 ]
	exit
fi
prove_dns
prove_certificate 993
prove_certificate 587 -starttls smtp
prove_outside
prove_submission
prove_refusals
for domain in "$domain1" "$domain2"; do
	prove_redirect "autodiscover.$domain" /Autodiscover/Autodiscover.xml \
		"https://autodiscover.$provider/Autodiscover/Autodiscover.xml"
	prove_redirect "webmail.$domain" / "https://webmail.$provider/owa"
done
prove_unbound
[ $failures -eq 0 ]
