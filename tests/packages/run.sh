#!/bin/bash
# build-aux/packages.sh with a dpkg and an apt-get of a few lines: what it installs, what it refuses,
# and that policy-rc.d is as it was. Runs in a mount namespace whose /usr/sbin is empty; needs root.
if [ "$1" != --inside ]; then
	[ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null || exit 77
	exec unshare -m "$0" --inside "$(cd "${srcdir:-.}" && pwd)"
fi
top=$2
mount -t tmpfs tmpfs /usr/sbin || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/tree/build-aux"
cp "$top/build-aux/packages.sh" "$work/tree/build-aux/"
policy=/usr/sbin/policy-rc.d
export PATH=$work/bin:/usr/bin:/bin TEST=$work
status=0

# What is installed is listed in $TEST/here, "package provides"; apt-get adds to it, or fails with $TEST/broken.
cat >"$work/bin/dpkg-query" <<'S'
#!/bin/bash
[ "$1" != -L ] || exit 0
shift 3
while read -r package provides; do
	if [ $# -eq 0 ]; then
		echo "installed $package $provides"
	else
		for wanted in "$@"; do
			[ "$wanted" != "$package" ] || echo "installed $package"
		done
	fi
done <"$TEST/here"
S
cat >"$work/bin/apt-get" <<'S'
#!/bin/bash
echo "apt-get $*" >>"$TEST/calls"
/usr/sbin/policy-rc.d nginx start
echo "policy $?" >>"$TEST/calls"
if [ -e "$TEST/broken" ]; then
	echo "E: Unable to locate package nosuch"
	exit 100
fi
S
printf '#!/bin/sh\n' >"$work/bin/systemctl"
chmod +x "$work/bin"/*
printf '# a comment\ngcc\n\nswaks # why\npostfix\n' >"$work/tree/packages"

# expect WHAT WANTED SEEN
expect()
{
	[ "$2" = "$3" ] && return
	printf '%s: %s\nexpected: %s\nseen:     %s\n' "$0" "$1" "$2" "$3"
	status=1
}

# try HERE: runs it on a host that has these packages; $out, $rc and $calls are what came of it.
try()
{
	printf '%s\n' "$@" >"$work/here"
	rm -f "$work/calls"
	out=$("$work/tree/build-aux/packages.sh" 2>&1)
	rc=$?
	calls=$(cat "$work/calls" 2>/dev/null)
}

try gcc swaks postfix
expect 'nothing is missing' '0::' "$rc:$out:$calls"

try gcc postfix
expect 'one is missing' 0: "$rc:$out"
expect 'it alone is installed, without services' \
	'apt-get -q update|policy 101|apt-get -q install -y --no-install-recommends -o DPkg::Lock::Timeout=300 swaks|policy 101' \
	"$(tr '\n' '|' <<<"$calls" | sed 's/|$//')"
expect 'policy-rc.d is gone again' no "$([ -e $policy ] && echo yes || echo no)"

printf '#!/bin/sh\nexit 101\n' >$policy
chmod 755 $policy
try gcc postfix
expect 'a strict policy-rc.d of this host is left alone' '0:yes' "$rc:$([ -e $policy ] && echo yes)"

printf '#!/bin/sh\nexit 0\n' >$policy
try gcc postfix
expect 'a lax policy-rc.d is an error' \
	"1:$policy lets packages start their services: make it exit with 101, then run again:" \
	"$rc:$out:$calls"
rm $policy

try gcc swaks 'exim4-daemon-light mail-transport-agent, default-mta'
expect 'another mail server is not replaced' \
	"1:this host's mail server is exim4-daemon-light, which Postfix would replace: set HMSH_REPLACE_MTA=1 to allow that:" \
	"$rc:$out:$calls"
export HMSH_REPLACE_MTA=1
try gcc swaks 'exim4-daemon-light mail-transport-agent'
expect 'unless it is told to' 0: "$rc:$out"
unset HMSH_REPLACE_MTA

touch "$work/broken"
try gcc postfix
expect 'a failure names its reason' '1:E: Unable to locate package nosuch' "$rc:$(head -n 1 <<<"$out")"
expect 'and leaves no policy-rc.d' no "$([ -e $policy ] && echo yes || echo no)"
rm -f "$(sed -n 's/.*whole output is in //p' <<<"$out")"

chmod 755 "$work" "$work/tree" "$work/tree/build-aux"
chmod 644 "$work/here"
printf 'gcc\n' >"$work/here"
out=$(setpriv --reuid 65534 --regid 65534 --clear-groups "$work/tree/build-aux/packages.sh" 2>&1)
expect 'who is not root is told the one command' \
	"packages are missing (postfix swaks); run as root: $work/tree/build-aux/packages.sh" "$out"
exit $status
