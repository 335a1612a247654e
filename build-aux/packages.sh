#!/bin/sh
# packages.sh: installs what is missing of the packages that the file `packages` lists.
# Root is needed for that; others are told the one command to run. No package may start
# its service, now or at the next boot, and no mail server that is already here is replaced unless
# HMSH_REPLACE_MTA=1 says so. With nothing missing it is one query of dpkg's status, and silent.

missing_packages()
{
	wanted=$(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$1" | sort -u)
	# shellcheck disable=SC2086
	here=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
		sed -n 's/^installed //p' | sort -u)
	printf '%s\n' "$wanted" "$here" "$here" | sort | uniq -u
}

# The mail server of this host that is not Postfix, if there is one.
other_mail_server()
{
	dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' 2>/dev/null |
		awk '$1 == "installed" && $2 != "postfix" && / mail-transport-agent(,| |$)/ { print $2; exit }'
}

# Exit status 101 of policy-rc.d forbids a package to start its service. One that is here already
# stays as it is, and must forbid it too.
forbid_services()
{
	policy=/usr/sbin/policy-rc.d
	if [ -e $policy ]; then
		$policy nginx start >/dev/null 2>&1
		[ $? -eq 101 ] && return 0
		echo "$policy lets packages start their services: make it exit with 101, then run again" >&2
		return 1
	fi
	(set -C; printf '#!/bin/sh\nexit 101\n' >$policy) 2>/dev/null || {
		echo "cannot write $policy, without which packages would start their services" >&2
		return 1
	}
	chmod 755 $policy
	trap 'rm -f /usr/sbin/policy-rc.d' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

# What was not here before must not come up by itself at the next boot either.
disable_services()
{
	# Where systemd is not installed yet, the packages' own helper knows what they enabled.
	helper=$(command -v systemctl || command -v deb-systemd-helper) || return 0
	# shellcheck disable=SC2086
	dpkg-query -L $1 2>/dev/null | sed -n 's|^.*/systemd/system/\([^/@]*\.service\)$|\1|p' | sort -u |
		while read -r unit; do
			"$helper" disable "$unit" >/dev/null 2>&1 || true
		done
}

apt_install()
(
	forbid_services || exit 1
	log=$(mktemp)
	export DEBIAN_FRONTEND=noninteractive
	set -- -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
	if apt-get -q update >"$log" 2>&1 && apt-get -q install "$@" >>"$log" 2>&1; then
		rm -f "$log"
		exit 0
	fi
	grep -E '^(E|W):|dpkg: error' "$log" >&2 || tail -n 15 "$log" >&2
	echo "apt-get failed; its whole output is in $log" >&2
	exit 1
)

cd "$(dirname "$0")/.." || exit 1
missing=$(missing_packages packages | tr '\n' ' ')
missing=${missing% }
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
	echo "packages are missing ($missing); run as root: $PWD/build-aux/packages.sh" >&2
	exit 1
fi
case " $missing " in
*' postfix '*)
	other=$(other_mail_server)
	if [ -n "$other" ] && [ "${HMSH_REPLACE_MTA:-0}" != 1 ]; then
		echo "this host's mail server is $other, which Postfix would replace:" \
			"set HMSH_REPLACE_MTA=1 to allow that" >&2
		exit 1
	fi ;;
esac
# shellcheck disable=SC2086
apt_install $missing || exit 1
disable_services "$missing"
