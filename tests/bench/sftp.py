#!/usr/bin/python3
"""Files over SFTP to OpenSSH's server on this machine: ours on one connection, beside OpenSSH's sftp and lftp with four.
sftp.py [files] [bytes]; the times of processor are of the
client's processes and of the server's."""
import os
import shutil
import sys
import tempfile

os.environ.setdefault("TOP", os.path.abspath(os.path.join(os.path.dirname(__file__), "../..")))
scratch = tempfile.mkdtemp(prefix="riscontro-sftp-")
os.environ["SCRATCH"] = scratch
sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from sftp_peers import *

FILES = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
SIZE = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
port = serve()
make_files(FILES, SIZE)
print("%d files of %d bytes to sshd on loopback" % (FILES, SIZE))
mine = None
for name, run in (("riscontro, 1 connection", ours), ("sftp -b", sftp), ("lftp -P 4", lftp)):
    folder = name.split()[0].strip(",")
    errand = run(FILES, folder, port)
    if errand is None:
        print("%-24s not installed" % name)
        continue
    mine = mine or errand
    print("%-24s %7.2f s %7.0f files/s, processor %5.2f s and server %5.2f s, %d whole%s" % (
        name, errand.seconds, FILES / errand.seconds, errand.processor, errand.server, count_whole(folder, FILES),
        "" if mine is errand else ", ours is %.1f times as fast" % (errand.seconds / mine.seconds)), flush=True)
stop_all()
shutil.rmtree(scratch)
