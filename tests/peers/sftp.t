#!/usr/bin/python3
"""The SFTP courier against OpenSSH's server, run as the current user on a free port."""
import getpass
import hashlib
import os
import shutil
import socket
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from peers import *

need("sshd", "ssh-keygen")
USER = getpass.getuser()
HOME = path("home")
os.makedirs(HOME)
if os.getuid() == 0:
    os.makedirs("/run/sshd", exist_ok=True)  # where sshd as root wants its empty folder


def keygen(name, kind="ed25519"):
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", path(name)], check=True)
    return path(name)


def sshd(name, host_key, options="", port=None, folder=HOME):
    port = port or free_port()
    conf = write(name + ".conf", """Port %d
ListenAddress 127.0.0.1
HostKey %s
AuthorizedKeysFile %s
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp -d %s %s
""" % (port, host_key, path("authorized"), folder, options))
    child = start([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", conf], path(name + ".log"))
    if not wait_port(port):
        skip_all("sshd does not start here: " + open(path(name + ".log")).read()[-200:])
    return child, port


keygen("host"), keygen("host2"), keygen("user"), keygen("stranger"), keygen("rsa", "rsa")
write("authorized", read("user.pub") + read("rsa.pub"))
server, port = sshd("plain", path("host"))
base = dict(host="127.0.0.1", port=port, user=USER, key="file:" + path("user"), hosts=path("hosts"), timeout=20)


def settings(**more):
    return {k: v for k, v in dict(base, **more).items() if v is not None}


def parcel(name, data, to=None):
    return "%s=%s" % (to or name, write("src/" + name, data))


def states(lines):
    return [(l.get("state") or l.get("kind"), l.get("code")) for l in lines]


# --- who the server is
code, lines, text = drive("sftp", "send", settings(), parcel("a.txt", "one"))
check(code == 78 and states(lines) == [("held", "COURIER_HOST_UNKNOWN")], "a server nobody has confirmed is refused", text)
code, lines, text = drive("sftp", "key", settings())
fingerprint = subprocess.run(["ssh-keygen", "-lf", path("host.pub")], stdout=subprocess.PIPE).stdout.decode().split()[1]
check(fingerprint in text and text.startswith("unknown"), "the fingerprint shown is the one ssh-keygen shows", text)
check(not os.path.exists(path("hosts")), "looking at a key pins nothing")
drive("sftp", "pin", settings())
found = subprocess.run(["ssh-keygen", "-F", "[127.0.0.1]:%d" % port, "-f", path("hosts")], stdout=subprocess.PIPE)
check(found.returncode == 0 and b"ssh-ed25519" in found.stdout, "OpenSSH reads our file of pins", found.stdout)
check(os.stat(path("hosts")).st_mode & 0o77 == 0, "the pins are closed to others")

# --- sending
code, lines, text = drive("sftp", "send", settings(), parcel("a.txt", "one"), parcel("b.bin", os.urandom(300000), "2026/avvisi/b.bin"),
                          parcel("empty", ""))
check(states(lines) == [("done", None)] * 3, "three files are delivered", text)
check(open(HOME + "/2026/avvisi/b.bin", "rb").read() == read("src/b.bin"), "folders are made and the bytes are the same")
check(os.path.getsize(HOME + "/empty") == 0, "an empty file arrives empty")
many = [parcel("many/%03d" % i, os.urandom(5000)) for i in range(300)]
code, lines, text = drive("sftp", "send", settings(folder=HOME + "/below"), *many)
same = all(open(HOME + "/below/many/%03d" % i, "rb").read() == read("src/many/%03d" % i) for i in range(300))
check(same and states(lines) == [("done", None)] * 300, "three hundred files on one connection, all equal", text[-500:])
left = [f for _, _, files in os.walk(HOME) for f in files if f.endswith(".part")]
check(left == [], "no temporary name is left", left)
code, lines, text = drive("sftp", "send", settings(), parcel("a.txt", "two"))
check(open(HOME + "/a.txt").read() == "two", "a file of the same name is replaced", text)
code, lines, text = drive("sftp", "send", settings(replace="false"), parcel("a.txt", "three"))
check(states(lines) == [("permanent", "COURIER_NAME_TAKEN")] and open(HOME + "/a.txt").read() == "two",
      "with replace = false another's file stays", text)
code, lines, text = drive("sftp", "send", settings(replace="false"), parcel("a.txt", "two"))
check(states(lines) == [("done", None)], "with replace = false the same content is a delivery that had been made", text)
code, lines, text = drive("sftp", "send", settings(verify="content"), parcel("v.bin", os.urandom(2000000)))
check(states(lines) == [("done", None)] and open(HOME + "/v.bin", "rb").read() == read("src/v.bin"), "verify = content reads back and renames", text)
os.mkdir(HOME + "/closed")
if os.getuid() != 0:
    os.chmod(HOME + "/closed", 0o500)
    code, lines, text = drive("sftp", "send", settings(), parcel("c", "x", "closed/c"), parcel("d", "y"))
    check(states(lines) == [("permanent", "COURIER_DENIED"), ("done", None)], "one closed folder does not stop the others", text)
else:
    skip("one closed folder does not stop the others", "root may write anywhere")
write("home/file", "in the way")
code, lines, text = drive("sftp", "send", settings(), parcel("c", "x", "file/c"), parcel("d", "y"))
check(lines[0]["state"] != "done" and lines[1]["state"] == "done", "a folder that cannot be made stops only its file", text)

# --- who we are
code, lines, text = drive("sftp", "send", settings(key="file:" + path("stranger")), parcel("a.txt", "one"))
check(code == 78 and states(lines) == [("held", "COURIER_AUTH")], "a key the server does not know is held, not retried", text)
os.chmod(path("user"), 0o644)
code, lines, text = drive("sftp", "send", settings(), parcel("a.txt", "one"))
check(code == 78 and states(lines) == [("held", "COURIER_SECRET")] and "0644" in text, "a key that others can read is refused", text)
os.chmod(path("user"), 0o600)
code, lines, text = drive("sftp", "send", settings(key="env:SFTP_KEY"), parcel("a.txt", "one"), env={"SFTP_KEY": read("user").decode()})
check(states(lines) == [("done", None)], "the key may come from the environment", text)
code, lines, text = drive("sftp", "send", settings(key="credential:sftp"), parcel("a.txt", "one"),
                          env={"CREDENTIALS_DIRECTORY": os.path.dirname(write("credentials/sftp", read("user")))})
check(states(lines) == [("done", None)], "the key may be a systemd credential", text)
code, lines, text = drive("sftp", "send", settings(key="-----BEGIN OPENSSH PRIVATE KEY-----"), parcel("a.txt", "one"))
check(code == 78 and "BEGIN" not in text and states(lines) == [("held", "COURIER_SECRET")], "a secret in the configuration is refused and not repeated", text)
code, lines, text = drive("sftp", "send", settings(key="file:" + path("rsa")), parcel("a.txt", "one"))
check(states(lines) in ([("done", None)], [("held", "COURIER_AUTH")]), "an RSA key is used or refused with a sentence", text)
print("# RSA key:", text.strip()[:200])
agent = subprocess.run(["ssh-agent", "-s"], stdout=subprocess.PIPE).stdout.decode()
values = dict(part.strip().split("=", 1) for part in agent.replace("\n", ";").split(";") if "=" in part)
subprocess.run(["ssh-add", "-q", path("user")], env=dict(os.environ, **values), stderr=subprocess.DEVNULL)
code, lines, text = drive("sftp", "send", settings(key=None, agent="true"), parcel("a.txt", "one"), env=values)
check(states(lines) == [("done", None)], "the keys of ssh-agent are used", text)
os.kill(int(values["SSH_AGENT_PID"]), 15)

# --- fetching
os.makedirs(HOME + "/outbox/sub")
fetched = path("fetched")
os.makedirs(fetched)
write("home/outbox/flow1.xml", "<a/>"), write("home/outbox/flow2.xml", os.urandom(1000000)), write("home/outbox/.half", "x")
write("home/outbox/known.xml", "old"), write("home/outbox/huge.bin", os.urandom(2000000))
os.symlink("/etc/passwd", HOME + "/outbox/link")
code, lines, text = drive("sftp", "list", settings(), "outbox")
check(text.split("\n")[:-1] == ["flow1.xml 4", "flow2.xml 1000000", "huge.bin 2000000", "known.xml 3"], "ordinary files are listed, by name", text)
code, lines, text = drive("sftp", "fetch", settings(), "outbox", fetched, "known.xml")
check(sorted(os.listdir(fetched)) == ["flow1.xml", "flow2.xml"] and open(fetched + "/flow2.xml", "rb").read() == read("home/outbox/flow2.xml"),
      "what is wanted is fetched whole, what is too large is not", text)
check({"fetched": "huge.bin", "code": "FILE_TOO_LARGE"} in lines, "the file that is too large is named", text)
drive("sftp", "remove", settings(), "outbox", "flow1.xml")
drive("sftp", "move", settings(), "outbox", "flow2.xml", "outbox/done")
check(not os.path.exists(HOME + "/outbox/flow1.xml") and os.path.exists(HOME + "/outbox/done/flow2.xml"), "fetched files are removed or moved there")

# --- trouble on the way
write("src/long.bin", os.urandom(24000000))
cutter = Cutter(port, 14000000)
cut = settings(port=cutter.port, hosts=path("hosts-cut"))
drive("sftp", "pin", cut)
code, lines, text = drive("sftp", "send", cut, "long.bin=" + path("src/long.bin"), "after=" + path("src/a.txt"))
check(states(lines)[0] == ("transient", "COURIER_LOST"), "a connection cut in the middle of a file is transient", text)
rest = [f for f in os.listdir(HOME) if f.startswith("long.bin")]
check(len(rest) == 1 and rest[0].endswith(".part"), "the half file has no final name", rest)
before = len(open(path("plain.log")).read())
code, lines, text = drive("sftp", "send", settings(), "long.bin=" + path("src/long.bin"), env={"AGAIN": "1"})
check(states(lines) == [("done", None)] and open(HOME + "/long.bin", "rb").read() == read("src/long.bin"), "the next try takes the rest up", text)
check(not [f for f in os.listdir(HOME) if f.endswith(".part")], "and leaves no half file")
slow = settings(port=Slow(port, 0.001).port, hosts=path("hosts-slow"), window=512, timeout=60)
drive("sftp", "pin", slow)
crowd = [parcel("crowd/%s%03d" % ("n" * 200, i), os.urandom(12000)) for i in range(600)]
code, lines, text = drive("sftp", "send", slow, *crowd)
check(states(lines) == [("done", None)] * 600 and len(os.listdir(HOME + "/crowd")) == 600,
      "six hundred files with long names, all under way on a slow line, arrive", text[-500:])
silent = socket.socket()
silent.bind(("127.0.0.1", 0))
silent.listen(5)
code, lines, text = drive("sftp", "send", settings(port=silent.getsockname()[1], connect_timeout=1), parcel("a.txt", "one"))
check(code == 75 and states(lines) == [("transient", "COURIER_TIMEOUT")], "a server that says nothing is a time-out", text)
code, lines, text = drive("sftp", "send", settings(port=free_port()), parcel("a.txt", "one"))
check(code == 75 and states(lines) == [("transient", "COURIER_UNREACHABLE")], "a port where nobody listens is transient", text)
code, lines, text = drive("sftp", "send", settings(legacy="rot13"), parcel("a.txt", "one"))
check(code == 78 and states(lines) == [("held", "COURIER_ALGORITHMS")], "an unknown legacy algorithm is named", text)

# --- servers with habits
norename, nport = sshd("norename", path("host"), "-P rename,posix-rename")
drive("sftp", "pin", settings(port=nport))
code, lines, text = drive("sftp", "send", settings(port=nport), parcel("n1", "1", "norename/n1"), parcel("n2", "2", "norename/n2"))
check(states(lines) == [("done", "COURIER_NO_RENAME")] * 2 and sorted(os.listdir(HOME + "/norename")) == ["n1", "n2"],
      "a server that does not rename gets the files directly, and that is told", text)
code, lines, text = drive("sftp", "send", settings(port=nport, rename="required"), parcel("n3", "3", "norename/n3"))
check(states(lines) == [("permanent", "COURIER_NO_RENAME")] and not os.path.exists(HOME + "/norename/n3"), "with rename = required they are refused", text)
code, lines, text = drive("sftp", "send", settings(port=nport, rename="never"), parcel("n3", "3", "norename/n3"))
check(states(lines) == [("done", None)], "with rename = never nothing is said", text)
oldserver, oport = sshd("old", path("host"), "-P posix-rename")
drive("sftp", "pin", settings(port=oport))
code, lines, text = drive("sftp", "send", settings(port=oport), parcel("a.txt", "four"))
check(states(lines) == [("done", None)] and open(HOME + "/a.txt").read() == "four", "without posix-rename an old file is still replaced", text)
legacy_server, lport = sshd("legacy", path("host"), "\nKexAlgorithms diffie-hellman-group14-sha1\nMACs hmac-sha1\n#")
drive("sftp", "pin", settings(port=lport, legacy="diffie-hellman-group14-sha1 hmac-sha1"))
code, lines, text = drive("sftp", "send", settings(port=lport), parcel("a.txt", "five"))
check(code == 78 and states(lines) == [("held", "COURIER_ALGORITHMS")], "a server with outdated algorithms only is refused", text)
code, lines, text = drive("sftp", "send", settings(port=lport, legacy="diffie-hellman-group14-sha1 hmac-sha1"), parcel("a.txt", "five"))
check(states(lines) == [("done", None)], "unless they are allowed for this partner by name", text)
mounted = False
tiny = path("home/tiny")
os.makedirs(tiny)
if os.getuid() == 0:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tiny], stderr=subprocess.DEVNULL).returncode == 0
if mounted:
    code, lines, text = drive("sftp", "send", settings(), parcel("big", os.urandom(3000000), "tiny/big"), parcel("s", "s"))
    listing = os.listdir(tiny)
    subprocess.run(["umount", tiny])
    check(states(lines) == [("transient", "COURIER_DISK_FULL"), ("done", None)], "a full disk is told from other failures", text)
    check(listing == [], "and the half file does not stay on it", listing)
else:
    skip("a full disk is told from other failures", "a tmpfs cannot be mounted here")
    skip("and the half file does not stay on it", "a tmpfs cannot be mounted here")

# --- the server is another one
stop(server)
server, _ = sshd("changed", path("host2"), port=port)
code, lines, text = drive("sftp", "send", settings(), parcel("a.txt", "six"))
check(code == 78 and states(lines) == [("held", "COURIER_HOST_CHANGED")] and open(HOME + "/a.txt").read() == "five",
      "a changed host key is refused and nothing is sent", text)
stop(server)
keygen("ecdsa", "ecdsa")
server, _ = sshd("ecdsa", path("ecdsa"), port=port)
code, lines, text = drive("sftp", "send", settings(), parcel("a.txt", "six"))
check(code == 78 and states(lines) == [("held", "COURIER_HOST_CHANGED")], "a host key of another type is a changed key too", text)
drive("sftp", "pin", settings())
code, lines, text = drive("sftp", "send", settings(), parcel("a.txt", "six"))
check(states(lines) == [("done", None)], "once confirmed, the new key is the pin", text)
finish()
