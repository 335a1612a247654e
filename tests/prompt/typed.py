#!/usr/bin/env python3
"""Types each line of a file at the prompt of a shell, and looks for what has to appear.

A line is KEYS => TEXT; in KEYS <tab>, <enter>, <space>, <ctrl-c> are keys,
and <paste> TEXT <end> is pasted. The line is cleared after it."""
import os
import pty
import select
import sys
import time

shell, cases = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(shell, [shell, '-NoProfile'])


def read_until(wanted, seconds):
    seen, end = '', time.monotonic() + seconds
    while time.monotonic() < end and wanted not in seen:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 4096).decode(errors='replace')
    return seen


failures = 0
read_until('> ', 20)
for line in open(cases, encoding='utf-8'):
    if not line.strip() or line.startswith('#'):
        continue
    keys, wanted = (part.strip() for part in line.split('=>'))
    # The terminal forgets what was typed before Ctrl-C and not read yet: it gets the time to be.
    for n, part in enumerate(keys.split('<ctrl-c>')):
        if n:
            time.sleep(0.3)
            os.write(terminal, b'\x03')
            time.sleep(0.3)
        for word, key in {'<tab>': '\t', '<enter>': '\r', '<space>': ' ',
                          '<paste>': '\x1b[200~', '<end>': '\x1b[201~'}.items():
            part = part.replace(word, key)
        os.write(terminal, part.encode())
    seen = read_until(wanted, 10)
    if wanted not in seen:
        failures += 1
        print(f'FAILED {keys}: {wanted!r} is not in {seen!r}')
    os.write(terminal, b'\x15\r')
    read_until('> ', 5)
os.close(terminal)
os.waitpid(pid, 0)
print(f'{failures} failed')
sys.exit(failures != 0)
