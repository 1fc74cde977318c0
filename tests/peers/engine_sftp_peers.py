"""What the tests of the engine with OpenSSH's server share: keys, servers, the courier's settings, and what lies there
against what the ledger says."""
import getpass
import glob
import os
import shutil
import subprocess

from engine_peers import *

if not (shutil.which("sshd") or os.path.exists("/usr/sbin/sshd")):
    skip_all("sshd is not installed")
HOME = path("home")
os.makedirs(HOME)
if os.getuid() == 0:
    os.makedirs("/run/sshd", exist_ok=True)
for key in ("host", "other", "user"):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path(key)], check=True)
write("authorized", read("user.pub"))
PORT = free_port()


def sshd(host_key="host"):
    conf = write("sshd.conf", """Port %d
ListenAddress 127.0.0.1
HostKey %s
AuthorizedKeysFile %s
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp -d %s
""" % (PORT, path(host_key), path("authorized"), HOME))
    child = start([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", conf], path("sshd.log"),
                  start_new_session=True)
    if not wait_port(PORT):
        skip_all("sshd does not start here")
    return child


def courier(name="partner", **more):
    settings = dict(name=name, kind="sftp", host="127.0.0.1", user=getpass.getuser(), key="file:" + path("user"))
    settings.update((k, v) for k, v in more.items() if k not in ("port", "wait"))
    text = " ".join('%s = "%s";' % kv for kv in settings.items())
    return "{ %s port = %d; connect_timeout = %d; timeout = 10; }" % (text, more.get("port", PORT), more.get("wait", 10))


def compare(spool, courier, folder):
    """What the ledger says against what lies there: (missing or other bytes, more than that)."""
    wanted = dict(spool.rows("SELECT a.name, a.sha256 FROM artefact a JOIN outbox o ON o.artefact = a.id"
                             " WHERE o.courier = ?", courier))
    there = {os.path.relpath(n, folder): digest(n) for n in glob.glob(folder + "/**", recursive=True)
             if os.path.isfile(n)}
    return ([n for n in wanted if there.get(n) != wanted[n]], [n for n in there if n not in wanted], len(wanted))


def trusted(spool, port=None):
    """A spool that knows the server's key, at another port perhaps."""
    folder = os.path.join(spool.top, "spool/.ledger")
    write(os.path.join(folder, "hosts"), "[127.0.0.1]:%d %s" % (port or PORT, " ".join(read("host.pub").decode().split()[:2]) + "\n"), 0o644)
    return spool


NOTICES = '{ kind = "notices"; couriers = [ "folder", "partner" ]; }, { kind = "acknowledgements"; }'
