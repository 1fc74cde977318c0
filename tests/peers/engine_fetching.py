"""What the tests of fetching share: flows to be fetched, an sshd that serves them, and what became of them."""
import getpass
import glob
import hashlib
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_peers import *

FLOW = open(os.path.join(TOP, "samples/fdr/flusso.xml"), encoding="utf-8").read().replace("80000000001", "80000000028")


def flow(number):
    """A flow of three payments of its own."""
    text = FLOW.replace("2026-03-09BANPITMM-0000000451", "2026-03-09BANPITMM-%010d" % number)
    return text.replace("0f1e2d3c", "%08x" % number).replace("1f1e2d3c", "%08x" % (number + 2 ** 30)).replace(
        "15322940836187208011", "1532294083%010d" % number).replace(
        "0306900000000000489999999999IT", "03069%018d999999IT" % number)


def put(folder, name, text, age=86400):
    """A file at the partner's, written long ago."""
    os.makedirs(folder, exist_ok=True)
    full = os.path.join(folder, name)
    with open(full, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    os.utime(full, (time.time() - age, time.time() - age))
    return full


class Sshd:
    """OpenSSH's server on a free port, with a key that may log in."""

    def __init__(self):
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path(key)], check=True)
        write("authorized", read("user.pub"))
        self.port = free_port()
        self.start()

    def start(self):
        conf = write("sshd.conf", """Port %d
ListenAddress 127.0.0.1
HostKey %s
AuthorizedKeysFile %s
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp
""" % (self.port, path("host"), path("authorized")))
        self.child = start([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", conf], path("sshd.log"),
                           start_new_session=True)
        if not wait_port(self.port):
            skip_all("sshd does not start here")

    def kill(self):
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def fetcher(self, name="banca", port=None, channel="flows", **more):
        settings = dict(name=name, kind="sftp", host="127.0.0.1", user=getpass.getuser(), key="file:" + path("user"),
                        channel=channel)
        settings.update(connect_timeout=10, timeout=10)
        settings.update((k, v) for k, v in more.items() if not isinstance(v, list))
        text = " ".join('%s = %s;' % (k, v if isinstance(v, int) else '"%s"' % v) for k, v in settings.items())
        text += " ".join("%s = [ %s ];" % (k, ", ".join('"%s"' % x for x in v))
                         for k, v in more.items() if isinstance(v, list))
        return "{ %s port = %d; }" % (text, port or self.port)


def fetching(name, fetchers, **more):
    """A spool whose inbound files are fetched; nothing else waits in it."""
    return Spool(name, "", '{ kind = "acknowledgements"; }', quotas=0, more="fetchers = (%s);\n" % fetchers, **more)


def booked(spool):
    """How often each content was booked."""
    return dict(spool.rows("SELECT sha256, COUNT(*) FROM file WHERE state = 'booked' GROUP BY sha256"))


def fetched(spool):
    return dict(spool.rows("SELECT state, COUNT(*) FROM fetched GROUP BY state"))


def digest(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def look_again(spool):
    """The next look is now, whatever the schedule says."""
    spool.rows("UPDATE fetcher SET next_at = 0")
    spool.rows("UPDATE courier SET next_at = 0 WHERE state = 'open'")


def kept(spool):
    """How many fetched files the spool has, wherever they are by now."""
    top = os.path.join(spool.top, "spool")
    return sum(n.endswith((".xml", ".zip")) and not n.startswith(".") for _, _, files in os.walk(top) for n in files)


def inbound(spool, folder):
    return [n for n in os.listdir(os.path.join(spool.top, "spool", CREDITOR, "in", folder)) if n != "verifica"]
