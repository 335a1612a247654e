#!/bin/bash
# Our units on a system that boots: this machine's own root as the lower layer of an overlay, twice booted by
# systemd-nspawn in a network of its own. At the first boot a state is published, which starts the units; at
# the second they must come up by themselves, and the mail of the first is there. Needs root; nothing of the
# machine itself is touched. Exits with 77 where no system can be booted.
here=$(cd "$(dirname "$0")" && pwd)
for daemon in postfix dovecot nginx knotd; do
	[ -x /usr/sbin/$daemon ] || exit 77
done
[ "$(id -u)" -eq 0 ] && command -v systemd-nspawn >/dev/null && [ -x /lib/systemd/systemd ] || exit 77
if [ "$1" != --mounted ]; then
	hmsh=$(realpath "${HMSH:-./shell/hmsh}") || exit 1
	HMSH=$hmsh exec unshare -m --propagation private "$0" --mounted
fi

work=$(mktemp -d)
trap 'umount -l "$work/root" "$work" 2>/dev/null; rmdir "$work"' EXIT
mount -t tmpfs tmpfs "$work" && mkdir "$work/upper" "$work/work" "$work/root" &&
	mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$work/root" 2>/dev/null || exit 77
root=$work/root

# Nothing but what a boot needs, ours, and the script that looks.
rm -rf "$root"/etc/hmsh "$root"/var/lib/hmsh "$root"/var/spool/hmsh "$root"/var/log/hmsh \
	"$root"/etc/systemd/system/hmsh-* "$root"/etc/systemd/system/*.target.wants
mkdir -p "$root/boot-test" "$root/etc/systemd/system/multi-user.target.wants"
cp "$HMSH" "$root/boot-test/hmsh"
cp "$here/inside" "$here/provider.ps1" "$root/boot-test/"
cat >"$root/etc/systemd/system/boot-test.service" <<UNIT
[Unit]
After=network.target
[Service]
Type=idle
ExecStart=/boot-test/inside
StandardOutput=append:/boot-test/log
StandardError=inherit
Environment=ASAN_OPTIONS=${ASAN_OPTIONS:-}
UNIT
ln -s ../boot-test.service "$root/etc/systemd/system/multi-user.target.wants/"

for boot in first second; do
	timeout 120 systemd-nspawn -q -D "$root" --private-network --register=no --keep-unit --boot \
		systemd.unit=multi-user.target >"$work/nspawn.log" 2>&1 </dev/null
	if [ ! -e "$root/boot-test/log" ]; then
		tail -n 5 "$work/nspawn.log"
		exit 77
	fi
	[ -e "$root/boot-test/$boot" ] && continue
	echo "the $boot boot did not come to its end:"
	tail -n 20 "$root/boot-test/log"
	exit 1
done
if ! diff "$here/expected" "$root/boot-test/log"; then
	tail -n 5 "$root"/var/log/hmsh/*.log
	exit 1
fi
