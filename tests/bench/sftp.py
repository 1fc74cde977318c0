#!/usr/bin/python3
"""Files over SFTP to OpenSSH's server on this machine: ours on one connection, beside OpenSSH's sftp and lftp with four.
sftp.py [files] [bytes] [rounds]; each is told by the best of its rounds, with the processor time of its processes and
of the server's, which other work on the machine disturbs less."""
import os
import shutil
import sys
import tempfile

os.environ.setdefault("TOP", os.path.abspath(os.path.join(os.path.dirname(__file__), "../..")))
scratch = tempfile.mkdtemp(prefix="riscontro-sftp-")
os.environ["SCRATCH"] = scratch
sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from sftp_peers import *

FILES, SIZE, ROUNDS = (int(word) for word in sys.argv[1:] + ["10000", "20000", "3"][len(sys.argv) - 1:])


def measure(name, run, rounds):
    """The best of the rounds, all of which must have carried every file; None when the program is not here."""
    best = None
    for _ in range(rounds):
        folder = name.split()[0].strip(",")
        errand = run(FILES, folder, port)
        if errand is None:
            print("%-24s not installed" % name)
            return None
        whole = count_whole(folder, FILES)
        if whole != FILES:
            sys.exit("%s: only %d of %d files are whole: %s" % (name, whole, FILES, errand.said))
        shutil.rmtree(path("home", folder))
        best = errand if best is None or errand.seconds < best.seconds else best
    return best


def tell(name, errand, mine):
    both = errand.processor + errand.server
    line = "%-24s %6.2f s %6.0f files/s, processor %5.2f s and server %5.2f s: %6.0f files a second of both" % (
        name, errand.seconds, FILES / errand.seconds, errand.processor, errand.server, FILES / both)
    if errand is not mine:
        line += "; ours is %.1f times as fast, with %.1f times less processor" % (
            errand.seconds / mine.seconds, both / (mine.processor + mine.server))
    print(line, flush=True)


port = serve()
make_files(FILES, SIZE)
print("%d files of %d bytes to sshd on loopback, the best of %d rounds" % (FILES, SIZE, ROUNDS), flush=True)
mine = None
for name, run, rounds in (("riscontro, 1 connection", ours, ROUNDS), ("lftp -P 4", lftp, ROUNDS), ("sftp -b", sftp, 1)):
    errand = measure(name, run, rounds)
    if errand is not None:
        mine = mine or errand
        tell(name, errand, mine)
stop_all()
shutil.rmtree(scratch)
