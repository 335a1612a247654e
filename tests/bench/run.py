#!/usr/bin/python3
"""Measures hmsh beside its peers, in one run: run.py HMSH [ROW ...].

Every row of rows.tsv prints its medians, the ratio of the first two and the ratio allowed.
The sides take turns, so that a slow moment meets all. RUNS sets the number of turns (11).
A row of the language shows lua5.4 as well, where that is installed.
"""
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
RUNS = int(os.environ.get("RUNS", "11"))
HASH = "{SHA512-CRYPT}$6$abcdefgh$" + "a" * 86
SLAPD = """include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {0}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
maxsize 1073741824
suffix "dc=bench"
rootdn "cn=admin,dc=bench"
rootpw secret
directory {0}/db
index objectClass,uid,mail eq
"""


# The same ten lines twice; 10,000 of each make a script of 100,000 lines.
PARSED_PS1 = """function Get-Report{0} {{
    param([string]$Name, [int]$Days = {0})
    $users = Get-Mailbox -Filter "Name -like '$Name*'" | Where-Object {{ $_.Enabled -and $_.Quota -gt 5GB }}
    foreach ($user in $users) {{
        $row = @{{ Name = $user.Name; Mail = "$($user.Alias)@tenant.example"; Rank = $user.Quota / 1MB + {0} }}
        if ($row.Rank -ge 100 -and $user.Office -ne 'Berlin') {{ $rows += [pscustomobject]$row }}
        else {{ Write-Verbose ('{{0}} of {{1}}' -f $user.Name, $users.Count) }}
    }}
    return $rows | Sort-Object -Property Rank -Descending  # the largest first
}}
"""
PARSED_PY = """def get_report{0}(name, days={0}):
    rows = []
    users = [u for u in get_mailbox(filter="Name -like '%s*'" % name) if u.enabled and u.quota > 5 << 30]
    for user in users:
        row = {{"Name": user.name, "Mail": f"{{user.alias}}@tenant.example", "Rank": user.quota / 1048576 + {0}}}
        if row["Rank"] >= 100 and user.office != "Berlin":
            rows.append(Row(**row))
        else:
            write_verbose("{{0}} of {{1}}".format(user.name, len(users)))
    return sorted(rows, key=lambda r: r.rank, reverse=True)  # the largest first
"""


class Bench:
    def __init__(self, hmsh):
        self.hmsh = os.path.abspath(hmsh)
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="hmsh-bench"))
        self.slapd = None
        self.turn = 0

    def close(self):
        if self.slapd:
            self.slapd.send_signal(signal.SIGTERM)
            self.slapd.wait(20)
        shutil.rmtree(self.dir, ignore_errors=True)

    # -- Running ---------------------------------------------------------------------

    def shell(self, *args):
        return [self.hmsh, "-NoProfile", "-NonInteractive", "-State", str(self.dir / "state"), *args]

    def once(self, argv, text=None):
        """The milliseconds of a process, which must succeed; and what it printed."""
        start = time.perf_counter()
        done = subprocess.run(argv, input=text, capture_output=True, text=True, timeout=600)
        taken = (time.perf_counter() - start) * 1000
        if done.returncode:
            raise SystemExit(f"{argv[:5]}: {done.returncode}\n{done.stdout}{done.stderr}")
        return taken, done.stdout

    def duel(self, *sides, runs=RUNS, warm=1):
        """Medians of functions, each giving milliseconds, taking turns."""
        times = [[] for side in sides]
        for self.turn in range(runs + warm):
            for side, run in enumerate(sides):
                taken = run()
                if self.turn >= warm:
                    times[side].append(taken)
        return tuple(statistics.median(t) for t in times)

    # -- The peer for provisioning ------------------------------------------------------

    def ldap(self):
        """A slapd of our own on a local socket, its commits synchronous."""
        if self.slapd:
            return
        (self.dir / "db").mkdir()
        (self.dir / "slapd.conf").write_text(SLAPD.format(self.dir))
        self.uri = "ldapi://" + str(self.dir / "ldapi").replace("/", "%2F")
        self.slapd = subprocess.Popen(["/usr/sbin/slapd", "-d", "0", "-h", self.uri,
                                       "-f", self.dir / "slapd.conf"])
        while not (self.dir / "ldapi").exists():
            time.sleep(0.05)
        time.sleep(0.3)
        self.once(self.ldap_tool("ldapadd"), "dn: dc=bench\nobjectClass: dcObject\n"
                  "objectClass: organization\ndc: bench\no: bench\n")

    def ldap_tool(self, name):
        return [name, "-x", "-H", self.uri, "-D", "cn=admin,dc=bench", "-w", "secret"]

    def entries(self, start, n):
        return [f"dn: uid=u{i},dc=bench\nobjectClass: inetOrgPerson\nuid: u{i}\nsn: {i}\ncn: User {i}\n"
                f"displayName: User Number {i}\nmail: u{i}@t0.com\nuserPassword: {HASH}\n\n"
                for i in range(start, start + n)]

    def add_entries(self, start, n):
        return self.once(self.ldap_tool("ldapadd"), "".join(self.entries(start, n)))[0]

    # -- The hosting state ----------------------------------------------------------------

    def state(self, tenants, mailboxes):
        """A state of that size, kept aside; work on it goes to the folder `state`."""
        kept = self.dir / f"kept-{tenants}-{mailboxes}"
        if not kept.exists():
            shutil.rmtree(self.dir / "state", ignore_errors=True)
            script = self.dir / "setup.ps1"
            script.write_text(
                "$null = Initialize-HostingServer -Name EX01 -DomainName provider.com "
                "-NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 "
                "-IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23\n"
                "$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany "
                "/hosting\n"
                f"for ($i = 0; $i -lt {tenants}; $i++) {{ $null = New-Organization -Name \"Tenant$i\" "
                "-DomainName \"t$i.com\" -Location en-US -ProgramID HostingSample -OfferID 2 "
                f"-AdministratorPasswordHash '{HASH}' }}\n")
            self.once(self.shell(str(script)))
            if mailboxes:
                self.once(self.import_command(tenants, mailboxes))
            (self.dir / "state").rename(kept)
        shutil.rmtree(self.dir / "state", ignore_errors=True)
        shutil.copytree(kept, self.dir / "state", symlinks=True)
        os.sync()

    def import_command(self, tenants, mailboxes):
        users = self.dir / f"users-{tenants}-{mailboxes}.csv"
        if not users.exists():
            users.write_text("Name,UserPrincipalName,DisplayName,Organization,PasswordHash\n" + "".join(
                f"User {i},user{i}@t{i % tenants}.com,User Number {i},Tenant{i % tenants},{HASH}\n"
                for i in range(mailboxes)))
        return self.shell("-Command", f"$null = Import-Csv '{users}' | New-Mailbox")

    # -- The ways to measure -----------------------------------------------------------------

    def start(self, name):
        return self.duel(lambda: self.once(self.shell("-Command", "1"))[0],
                         lambda: self.once(["bash", "-c", ":"])[0], runs=max(RUNS, 41))

    def instructions(self, name):
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                               *self.shell("-Command", "1")], capture_output=True, text=True)
        return int(done.stderr.split("Collected :")[1].split()[0]), 1

    def memory(self, name):
        """The peak, read while it waits for more input."""
        with subprocess.Popen(self.shell("-Command", "-"), stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as shell:
            print(1, file=shell.stdin, flush=True)
            shell.stdout.readline()
            status = pathlib.Path(f"/proc/{shell.pid}/status").read_text()
            shell.stdin.close()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024, 1

    def make_25(self):
        self.state(1, 0)
        script = self.dir / "make.ps1"
        script.write_text("".join(
            f"$null = New-Mailbox -Organization Tenant0 -Name 'User {i}' -UserPrincipalName u{i}@t0.com "
            f"-DisplayName 'User Number {i}' -PasswordHash '{HASH}'\n" for i in range(25)))
        return self.once(self.shell(str(script)))[0]

    def mailboxes25(self, name):
        self.ldap()
        return self.duel(self.make_25, lambda: self.add_entries(1000000 + self.turn * 25, 25))

    def mailboxes25each(self, name):
        self.ldap()
        return self.duel(self.make_25, lambda: sum(
            self.add_entries(2000000 + self.turn * 25 + i, 1) for i in range(25)))

    def bulk(self, name):
        self.ldap()

        def ours():
            self.state(100, 0)
            return self.once(self.import_command(100, 10000))[0]

        return self.duel(ours, lambda: self.add_entries(3000000 + self.turn * 10000, 10000), warm=0)

    def checkers(self):
        """The milliseconds that the checkers take for what was published, but for nginx's: that one is
        run where the addresses are."""
        now = self.dir / "state" / "published" / "current"
        return sum(self.once([str(word) for word in argv])[0] for argv in [
            *(["/usr/sbin/postconf", "-c", now / "postfix", mode] for mode in ("-n", "-M", "-P")),
            ["/usr/bin/doveconf", "-c", now / "dovecot" / "dovecot.conf", "-n"],
            ["/usr/sbin/knotc", "-c", now / "knot" / "knot.conf", "conf-check"]])

    def publish(self, name):
        self.ldap()

        def ours():
            self.state(100, 10000)
            return self.once(self.shell("-Command", "$null = Publish-HostingConfiguration"))[0] - self.checkers()

        return self.duel(ours, lambda: self.add_entries(8000000 + self.turn * 10000, 10000), warm=0)

    def change(self, name):
        self.ldap()
        self.state(100, 10000)
        self.add_entries(5000000, 1)
        self.once(self.shell("-Command", "$null = Publish-HostingConfiguration"))

        def ours():
            taken, changed = self.once(self.shell(
                "-Command",
                "Set-Mailbox user7@t7.com -UseDatabaseQuotaDefaults $false -ProhibitSendReceiveQuota "
                f"{self.turn + 10}GB; (Publish-HostingConfiguration).Changed"))
            if int(changed) < 1:
                raise SystemExit(f"{name}: nothing was rendered")
            return taken

        return self.duel(ours, lambda: self.once(
            self.ldap_tool("ldapmodify"), "dn: uid=u5000000,dc=bench\nchangetype: modify\n"
            f"replace: displayName\ndisplayName: Room {self.turn}\n")[0])

    def rows(self):
        rows = self.dir / "rows.csv"
        if not rows.exists():
            cities, departments = ["Berlin", "Paris", "Rome", "Oslo"], ["Sales", "IT", "HR", "Legal", "Ops"]
            rows.write_text("Name,Mail,Department,City,Office,Phone,Title,Quota\n" + "".join(
                f"User {i * 7919 % 100000:06},user{i}@t{i % 100}.com,{departments[i % 5]},{cities[i % 4]},"
                f"Room {i % 300},555-{i:06},Clerk,{i % 50}\n" for i in range(100000)))
        return str(rows)

    def sides(self, name):
        """The command of each program that does a row's work."""
        here = HERE / "language"
        args = [self.rows(), str(self.dir / "out.csv")] if name.startswith("csv") else []
        sides = {"hmsh": self.shell(str(here / f"{name}.ps1"), *args),
                 "python3": ["/usr/bin/python3", here / f"{name}.py", *args]}
        if shutil.which("lua5.4"):
            sides["lua5.4"] = ["lua5.4", here / f"{name}.lua", *args]
        return sides

    def language(self, name, read=lambda taken, out: (taken, out.strip())):
        sides, said = self.sides(name), {}

        def run(side):
            taken, said[side] = read(*self.once(sides[side]))
            return taken

        medians = self.duel(*(lambda side=side: run(side) for side in sides))
        if len(set(said.values())) > 1:
            raise SystemExit(f"{name}: {said}")
        return medians

    def inside(self, name):
        """As language, but the programs measure themselves: the last word is milliseconds."""
        def read(taken, out):
            answer, inside = out.rsplit(None, 1)
            return float(inside), answer

        return self.language(name, read)

    def peak(self, name):
        """MiB that a row of the language takes at most, as the shell itself sees it."""
        script = self.sides(name.removesuffix("-memory"))["hmsh"][-1]
        out = self.once(self.shell("-Command", f"$null = & '{script}'; (Get-Content "
                                   "/proc/$PID/status) -like 'VmHWM:*'"))[1]
        return int(out.split()[1]) / 1024, 1

    def parse(self, name):
        ours, peer = self.dir / "parsed.ps1", self.dir / "parsed.py"
        ours.write_text("".join(PARSED_PS1.format(i) for i in range(10000)))
        peer.write_text("".join(PARSED_PY.format(i) for i in range(10000)))
        return self.duel(lambda: self.once([self.hmsh, "-Check", ours])[0],
                         lambda: self.once(["/usr/bin/python3", "-m", "py_compile", peer])[0])


def main():
    wanted = sys.argv[2:]
    bench = Bench(sys.argv[1])
    missed = 0
    try:
        print(f"{'row':<20}{'hmsh':>12}{'peer':>12}{'ratio':>12}{'at most':>10}{'lua5.4':>12}")
        for line in (HERE / "rows.tsv").read_text().splitlines():
            if line.startswith("#"):
                continue
            name, most, how, what = line.split("\t")
            if wanted and name not in wanted:
                continue
            ours, peer, *lua = getattr(bench, how)(name)
            ratio = ours / peer
            missed += ratio > float(most)
            print(f"{name:<20}{ours:>12.4g}{peer:>12.4g}{ratio:>12.4g}{most:>10}  "
                  f"{format(lua[0], '.4g') if lua else '':>10}  "
                  f"{'met   ' if ratio <= float(most) else 'MISSED'} {what}", flush=True)
    finally:
        bench.close()
    return missed > 0


if __name__ == "__main__":
    sys.exit(main())
