#!/bin/bash
# bars.sh HMSH [PART ...]: the speed that is promised, as ratios to peers measured in the same run, medians of
# RUNS (11) whole processes each, ours and the peer's in turn. slapd (mdb, every write flushed) is the
# peer of provisioning. One line a bar; the exit status is 1 when one is missed. The parts are start_up,
# twenty_five, ten_thousand and one_change.
hmsh=$(realpath "${1:-./shell/hmsh}")
shift
runs=${RUNS:-11}
work=$(mktemp -d)
failures=0
for program in slapd ldapadd ldapmodify valgrind /usr/bin/time; do
	PATH=$PATH:/usr/sbin command -v $program >/dev/null || { echo "bars.sh needs $program" >&2; exit 77; }
done
finish()
{
	[ -z "$slapd" ] || { kill "$slapd"; wait "$slapd"; } 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
hash='{SHA512-CRYPT}$6$abcdefgh$'$(printf 'a%.0s' $(seq 86))

# -- Measuring ---------------------------------------------------------------------------------

# once COMMAND...: microseconds of the command
once()
{
	local start=$EPOCHREALTIME end

	"$@" >"$work/out" 2>&1 </dev/null || { echo "FAILED: $* : $(head -c 500 "$work/out")" >&2; exit 1; }
	end=$EPOCHREALTIME
	echo $((${end/./} - ${start/./}))
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# pair N OURS PEER: both in turn, N times; sets $ours and $peer to their medians. Before each run of
# ours the function `ready` makes its state, after each of the peer's `clear_peer` undoes it.
pair()
{
	local i

	: >"$work/ours"
	: >"$work/peer"
	for ((i = 0; i < $1; i++)); do
		ready
		once $2 >>"$work/ours"
		once $3 >>"$work/peer"
		clear_peer
	done
	ours=$(median <"$work/ours")
	peer=$(median <"$work/peer")
}
ready() { :; }
clear_peer() { :; }

# bar WHAT MEASURED LIMIT UNIT: MEASURED must not be above LIMIT
bar()
{
	if awk -v m="$2" -v l="$3" 'BEGIN { exit !(m <= l) }'; then
		printf 'ok  %s: %s %s (at most %s)\n' "$1" "$2" "$4" "$3"
	else
		printf 'FAILED %s: %s %s (at most %s)\n' "$1" "$2" "$4" "$3"
		failures=$((failures + 1))
	fi
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
ms() { awk -v us="$1" 'BEGIN { printf "%.1f ms", us / 1000 }'; }

# -- Start-up ----------------------------------------------------------------------------------

start_ours() { "$hmsh" -NoProfile -Command 1; }
start_peer() { bash -c :; }
start_up()
{
	local instructions memory

	pair 41 start_ours start_peer
	bar "start-up ($(ms $ours)), to bash ($(ms $peer))" "$(ratio $ours $peer)" 1.5 times
	instructions=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$hmsh" -NoProfile -Command 1 2>&1 |
		sed -n 's/.*Collected : //p')
	bar 'start-up instructions' "$instructions" 3000000 instructions
	memory=$(/usr/bin/time -f %M "$hmsh" -NoProfile -Command 1 2>&1 >/dev/null)
	bar 'start-up memory' "$memory" 6144 KiB
}

# -- The peer -------------------------------------------------------------------------------------

start_slapd()
{
	mkdir "$work/db"
	cat >"$work/slapd.conf" <<-END
		include /etc/ldap/schema/core.schema
		include /etc/ldap/schema/cosine.schema
		include /etc/ldap/schema/inetorgperson.schema
		modulepath /usr/lib/ldap
		moduleload back_mdb
		database mdb
		maxsize 1073741824
		suffix "dc=provider,dc=com"
		rootdn "cn=admin,dc=provider,dc=com"
		rootpw secret
		directory $work/db
		index uid,mail eq
	END
	url=ldapi://$(printf '%s' "$work/ldapi" | sed 's,/,%2F,g')
	/usr/sbin/slapd -d 0 -f "$work/slapd.conf" -h "$url" >"$work/slapd.log" 2>&1 &
	slapd=$!
	for _ in $(seq 100); do
		[ -S "$work/ldapi" ] && break
		sleep 0.02
	done
	ldap=(-x -H "$url" -D cn=admin,dc=provider,dc=com -w secret)
	printf 'dn: dc=provider,dc=com\nobjectClass: dcObject\nobjectClass: organization\no: x\ndc: provider\n' |
		ldapadd "${ldap[@]}" >/dev/null || exit 1
}

# entries FROM TO
entries()
{
	awk -v from="$1" -v to="$2" -v hash="$hash" 'BEGIN { for (i = from; i <= to; i++) {
		t = i % 100
		printf "dn: uid=user%d,dc=provider,dc=com\nobjectClass: inetOrgPerson\nuid: user%d\n", i, i
		printf "cn: User %d\nsn: %d\ndisplayName: User Number %d\nmail: user%d@t%d.com\n", i, i, i, i, t
		printf "employeeNumber: %d\nemployeeType: UserMailbox\no: T%d\nuserPassword: %s\n\n", i, t, hash } }'
}
delete_entries() { awk -v from="$1" -v to="$2" 'BEGIN { for (i = from; i <= to; i++) printf "uid=user%d,dc=provider,dc=com\n", i }' | ldapdelete "${ldap[@]}"; }

# -- States -----------------------------------------------------------------------------------------

csv()
{
	awk -v n="$1" -v hash="$hash" 'BEGIN {
		print "Name,UserPrincipalName,DisplayName,Organization,PasswordHash"
		for (i = 0; i < n; i++)
			printf "User %d,user%d@t%d.com,User Number %d,T%d,%s\n", i, i, i % 100, i, i % 100, hash }'
}
make_base()
{
	cat >"$work/base.ps1" <<-END
		\$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
		\$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
		for (\$i = 0; \$i -lt 100; \$i++) {
			\$null = New-Organization -Name "T\$i" -DomainName "t\$i.com" -Location en-US -ProgramID HostingSample -OfferID 2 -AdministratorPasswordHash '$hash'
		}
	END
	"$hmsh" -NoProfile -State "$work/base" -File "$work/base.ps1" || exit 1
	csv 10000 >"$work/10000.csv"
	for i in $(seq 25); do
		printf "\$null = New-Mailbox -Organization T7 -Name 'New %d' -UserPrincipalName new%d@t7.com -PasswordHash '%s'\n" $i $i "$hash"
	done >"$work/25.ps1"
	entries 20001 20025 >"$work/25.ldif"
	entries 1 10000 >"$work/10000.ldif"
	mkdir "$work/single"
	for i in $(seq 20001 20025); do entries $i $i >"$work/single/$i"; done
}
ours() { "$hmsh" -NoProfile -State "$work/state" "$@"; }

# -- The bars -----------------------------------------------------------------------------------------

# A copy has other files than its index says: the first command makes it anew, outside the measurement.
fresh()
{
	rm -rf "$work/state" && cp -a "$work/base" "$work/state"
	ours -Command '$null = Get-Organization T1'
}
add_25() { ours -File "$work/25.ps1"; }
peer_25() { ldapadd "${ldap[@]}" -f "$work/25.ldif"; }
peer_25_single() { for file in "$work"/single/*; do ldapadd "${ldap[@]}" -f "$file"; done; }
remove_25() { delete_entries 20001 20025; }
twenty_five()
{
	ready() { fresh; }
	clear_peer() { remove_25; }
	pair "$runs" add_25 peer_25
	bar "25 New-Mailbox ($(ms $ours)), to one ldapadd ($(ms $peer))" "$(ratio $ours $peer)" 1 times
	pair "$runs" add_25 peer_25_single
	bar "25 New-Mailbox ($(ms $ours)), to 25 ldapadd ($(ms $peer))" "$(ratio $ours $peer)" 0.125 times
}

add_10000() { ours -Command "Import-Csv '$work/10000.csv' | New-Mailbox | Measure-Object"; }
peer_10000() { ldapadd "${ldap[@]}" -f "$work/10000.ldif"; }
publish() { ours -Command '$null = Publish-HostingConfiguration 3>$null'; }
ten_thousand()
{
	local bulk i

	ready() { fresh; }
	clear_peer() { delete_entries 1 10000; }
	pair "$runs" add_10000 peer_10000
	bar "10,000 New-Mailbox ($(ms $ours)), to one ldapadd ($(ms $peer))" "$(ratio $ours $peer)" 0.0667 times
	bulk=$ours
	for ((i = 0; i < runs; i++)); do
		rm -rf "$work/state/published"
		once publish
	done >"$work/ours"
	ours=$(median <"$work/ours")
	bar "publishing them ($(ms $ours)), to making them" "$(ratio $ours $bulk)" 1 times
}

change_one()
{
	turn=$((turn + 1))
	ours -Command "Set-Mailbox user5@t5.com -EmailAddresses SMTP:user5@t5.com, smtp:x$turn@t5.com; \$null = Publish-HostingConfiguration 3>\$null"
}
peer_one()
{
	printf 'dn: uid=user5,dc=provider,dc=com\nchangetype: modify\nreplace: displayName\ndisplayName: x%d\n' $turn |
		ldapmodify "${ldap[@]}"
}
one_change()
{
	ready() { :; }
	clear_peer() { :; }
	turn=0
	peer_10000 >/dev/null
	pair "$runs" change_one peer_one
	bar "one Set-Mailbox of 10,000 and the publish after it ($(ms $ours)), to ldapmodify ($(ms $peer))" \
		"$(ratio $ours $peer)" 6 times
}

start_slapd
make_base
for name in "${@:-start_up twenty_five ten_thousand one_change}"; do
	for part in $name; do "$part"; done
done
[ $failures -eq 0 ]
