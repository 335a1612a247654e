#!/bin/bash
# Publishing on a real host, in a mount namespace where every folder that it writes to is private and
# what the packages keep is read-only: the generation under /etc/hmsh, and our units there, enabled
# for the next boot and accepted by systemd's own checker. No unit is started. Needs root.
if [ "$1" != --inside ]; then
	[ "$(id -u)" -eq 0 ] && [ -x /usr/bin/systemctl ] && unshare -nm true 2>/dev/null || exit 77
	for daemon in postfix dovecot nginx knotd; do
		[ -x /usr/sbin/$daemon ] || exit 77
	done
	HMSH=$(realpath "${HMSH:-./shell/hmsh}") exec unshare -nm --propagation private "$0" --inside
fi

# cover FOLDER: an empty one in its place.
cover() { mount -t tmpfs -o mode=755 tmpfs "$1" || exit 77; }

mkdir -p /etc/hmsh /etc/tmpfiles.d
for folder in /etc/hmsh /etc/systemd/system /etc/tmpfiles.d /run /var/spool /var/log; do
	cover $folder
done
mkdir /run/dpkg && mount --bind /var/lib/dpkg /run/dpkg && cover /var/lib &&
	mkdir /var/lib/dpkg && mount --bind /run/dpkg /var/lib/dpkg &&
	mount -o remount,bind,ro /var/lib/dpkg || exit 77
export HMSH_DRIVE_C=/run/C
status=0

# expect WHAT WANTED SEEN
expect()
{
	[ "$2" = "$3" ] && return
	printf '%s: %s\nexpected: %s\nseen:     %s\n' "$0" "$1" "$2" "$3"
	status=1
}

"$HMSH" -NoProfile -Command '
	$ErrorActionPreference = "Stop"
	Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
	setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
	New-SendConnector -Name Internet -Usage Internet -AddressSpaces "SMTP:*;1"
	Publish-HostingConfiguration' >/run/out 2>/run/err || { cat /run/err; exit 1; }
units='hmsh-dovecot.service hmsh-knot.service hmsh-nginx.service hmsh-postfix.service'
expect 'publishing prints no error' '' "$(grep -v '^WARNING' /run/err)"
expect 'the generation is the current one' generations/1 "$(readlink /etc/hmsh/current)"
expect 'the units' "$units" "$(cd /etc/systemd/system && echo hmsh-*.service)"
expect 'enabled for the next boot' "$units" "$(cd /etc/systemd/system/multi-user.target.wants && echo hmsh-*)"
expect 'systemd accepts them' '' "$(systemd-analyze verify /etc/systemd/system/hmsh-*.service 2>&1)"
expect 'the folders are made at the next boot' 'd /run/hmsh/knot 0755 knot knot' \
	"$(grep '/run/hmsh/knot ' /etc/tmpfiles.d/hmsh.conf)"
exit $status
