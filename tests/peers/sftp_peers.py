"""What the measures of the SFTP courier share: OpenSSH's server on loopback, files to send, and the same errand done
by our courier, by OpenSSH's sftp and by lftp, each with the processor time that it took."""
import ctypes
import getpass
import os
import resource
import shutil
import subprocess
import time

os.environ.setdefault("COURIER_DRIVER", os.path.join(os.environ["TOP"], "build/release/peers/courier_driver"))
from peers import *

USER = getpass.getuser()
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


PR_SET_CHILD_SUBREAPER = 36


def adopt():
    """The server waits for the processes that its connections leave behind too: their time is told with its own."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def serve():
    """A server and its keys: its port."""
    need("sshd", "sftp", "ssh-keygen")
    os.makedirs(path("home"))
    if os.getuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path(name)], check=True)
    write("authorized", read("user.pub"))
    port = free_port()
    conf = write("conf", "Port %d\nListenAddress 127.0.0.1\nHostKey %s\nAuthorizedKeysFile %s\nPidFile none\nStrictModes no\n"
                 "UsePAM no\nSubsystem sftp internal-sftp -d %s\n" % (port, path("host"), path("authorized"), path("home")))
    global server
    server = start([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", conf], path("log"), preexec_fn=adopt)
    if not wait_port(port):
        skip_all("sshd does not start here")
    return port


def server_seconds():
    """Processor time of the connections that the server has ended."""
    with open("/proc/%d/stat" % server.pid) as f:
        fields = f.read().rsplit(") ", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def make_files(count, size):
    os.makedirs(path("src"))
    for i in range(count):
        with open(path("src/%05d" % i), "wb") as f:
            f.write(os.urandom(size))


def count_whole(folder, count):
    """How many files lie there with the bytes that were sent."""
    whole = 0
    for i in range(count):
        try:
            with open(path("home", folder, "%05d" % i), "rb") as f:
                whole += f.read() == read("src/%05d" % i)
        except OSError:
            pass
    return whole


class Errand:
    """How long something took, and the processor time of the programs that it ran and of the server."""

    def __init__(self, work):
        before, at_server, began = resource.getrusage(resource.RUSAGE_CHILDREN), server_seconds(), time.time()
        self.said = work()
        self.seconds = time.time() - began
        time.sleep(1)  # the server ends its processes
        self.server = server_seconds() - at_server
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(count, folder, port, **more):
    settings = dict(host="127.0.0.1", port=port, user=USER, key="file:" + path("user"), hosts=path("hosts"), folder=folder, **more)
    drive("sftp", "pin", settings)
    words = ["%05d=%s" % (i, path("src/%05d" % i)) for i in range(count)]
    return Errand(lambda: drive("sftp", "send", settings, *words, timeout=900)[2])


def sftp(count, folder, port):
    batch = write("batch", "mkdir %s\n" % folder + "".join("put %s %s/%05d\n" % (path("src/%05d" % i), folder, i) for i in range(count)))
    return Errand(lambda: subprocess.run(
        ["sftp", "-q", "-b", batch, "-i", path("user"), "-P", str(port), "-o", "StrictHostKeyChecking=no",
         "-o", "UserKnownHostsFile=/dev/null", "%s@127.0.0.1" % USER], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


def lftp(count, folder, port):
    """All of src, four at a time; None when lftp is not here."""
    if shutil.which("lftp") is None or count != len(os.listdir(path("src"))):
        return None
    connect = "ssh -a -x -i %s -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR" % path("user")
    commands = "set sftp:connect-program '%s'; set cmd:fail-exit yes; open -u %s, sftp://127.0.0.1:%d; mirror -R -P 4 %s %s; bye" % (
        connect, USER, port, path("src"), folder)
    return Errand(lambda: subprocess.run(["lftp", "--norc", "-c", commands], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
