"""What the tests with pure-ftpd share: a user of its own, TLS, a home; the server is started by them."""
import os
import subprocess

from peers import *

need("pure-ftpd", "pure-pw", "openssl")
if os.getuid() != 0:
    skip_all("pure-ftpd's own users need root")
ca, cert, key = certificates()
write("both.pem", open(key).read() + open(cert).read())
HOME = path("home")
os.makedirs(HOME)
secret = write("password", "segreta\n")
# An own line with a crypt(3) hash: pure-pw's hashes take seconds at every login.
hashed = subprocess.run(["openssl", "passwd", "-6", "segreta"], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
write("passwd", "ordine:%s:65534:65534::%s/./::::::::::::\n" % (hashed, HOME))
subprocess.run(["pure-pw", "mkdb", path("users.pdb"), "-f", path("passwd")], check=True)
os.chown(HOME, 65534, 65534)
folder = SCRATCH
while folder != "/":
    os.chmod(folder, os.stat(folder).st_mode | 0o011)
    folder = os.path.dirname(folder)


def serve(*options):
    port = free_port()
    start(["/usr/sbin/pure-ftpd", "-S", "127.0.0.1,%d" % port, "-l", "puredb:" + path("users.pdb"), "-Y", "2", "-2", path("both.pem"), "-u", "1",
           "-A", "-E", "-g", path("pid-%d" % port), "-j"] + list(options), path("ftpd.log"))
    if not wait_port(port):
        skip_all("pure-ftpd does not start here: " + open(path("ftpd.log")).read()[-200:])
    return port
