#!/bin/sh
# What a change and a look-up cost as the state grows: whole processes, median of RUNS (11).
#	tests/bench/state-scale.sh HMSH [MAILBOXES ...]
# Each size is spread over tenants of 100 mailboxes. Cost is to follow the change, not the state.
set -eu
hmsh=$1
shift
[ $# -gt 0 ] || set -- 100 1000 10000
runs=${RUNS:-11}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
hash='{SHA512-CRYPT}$6$abcdefgh$'$(printf 'a%.0s' $(seq 86))

run() { "$hmsh" -NoProfile -NonInteractive -State "$dir/$size" "$@"; }

make_state() {
	cat >"$dir/setup.ps1" <<-END
	\$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
	\$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
	for (\$i = 0; \$i -lt $size / 100; \$i++) {
		\$null = New-Organization -Name "Tenant\$i" -DomainName "t\$i.com" -Location en-US -ProgramID HostingSample -OfferID 2 -AdministratorPasswordHash '$hash'
	}
	END
	run "$dir/setup.ps1"
	awk -v n="$size" -v hash="$hash" 'BEGIN {
		print "Name,UserPrincipalName,DisplayName,Organization,PasswordHash"
		for (i = 0; i < n; i++) {
			t = int(i / 100)
			printf "User %d,user%d@t%d.com,User Number %d,Tenant%d,%s\n", i, i, t, i, t, hash
		}
	}' >"$dir/users.csv"
}

now() { date +%s%N; }

# median NAME COMMAND...: microseconds of the command, which may use $turn
median() {
	name=$1
	shift
	turn=0
	while [ $turn -lt "$runs" ]; do
		turn=$((turn + 1))
		command=$(printf '%s' "$1" | sed "s/TURN/$turn/g")
		start=$(now)
		run -Command "$command"
		end=$(now)
		echo $(((end - start) / 1000))
	done | sort -n | awk -v name="$name" -v size="$size" '{ a[NR] = $1 }
		END { printf "%-12s %8d mailboxes %10.2f ms\n", name, size, a[int((NR + 1) / 2)] / 1000 }'
}

for size; do
	make_state
	start=$(now)
	run -Command "\$null = Import-Csv '$dir/users.csv' | New-Mailbox"
	end=$(now)
	printf '%-12s %8d mailboxes %10.2f ms, %.1f us each\n' bulk "$size" \
		"$(((end - start) / 1000000))" "$(((end - start) / 1000 / size))"
	median start '$null = 1'
	median look-up '$null = Get-Mailbox user7@t0.com'
	median change "Set-Mailbox user7@t0.com -Office 'Room TURN'"
done
