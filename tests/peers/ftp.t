#!/usr/bin/python3
"""The FTP courier against pure-ftpd with TLS."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from ftp_peers import *

port = serve()
base = {"host": "localhost", "port": port, "user": "ordine", "password": "file:" + secret, "ca_file": ca, "timeout": 10}


def settings(**more):
    return dict(base, **more)


def parcel(name, data, to=None):
    return "%s=%s" % (to or name, write("src/" + name, data))


def states(lines):
    return [(l.get("state") or l.get("kind"), l.get("code")) for l in lines]


code, lines, text = drive("ftp", "send", settings(), parcel("a.txt", "one"), parcel("b.bin", os.urandom(300000), "2026/avvisi nuovi/b.bin"))
check(states(lines) == [("done", None)] * 2, "two files are delivered with TLS", text)
check(os.path.exists(HOME + "/2026/avvisi nuovi/b.bin") and open(HOME + "/2026/avvisi nuovi/b.bin", "rb").read() == read("src/b.bin"),
      "folders are made and the bytes are the same", os.listdir(HOME))
check(not [f for _, _, files in os.walk(HOME) for f in files if f.endswith(".part")], "no temporary name is left")
code, lines, text = drive("ftp", "send", settings(folder="below/it"), parcel("a.txt", "two"))
check(states(lines) == [("done", None)] and open(HOME + "/below/it/a.txt").read() == "two", "the courier's folder is used", text)
import hashlib
long = os.urandom(3000000)
part = HOME + "/long.bin." + hashlib.sha256(long).hexdigest()[:8] + ".part"
open(part, "wb").write(long[:1000000])
os.chown(part, 65534, 65534)
inode = os.stat(part).st_ino
code, lines, text = drive("ftp", "send", settings(), parcel("long.bin", long), env={"AGAIN": "1"})
same = os.path.exists(HOME + "/long.bin") and open(HOME + "/long.bin", "rb").read() == long
check(states(lines) == [("done", None)] and same, "a rest of the same content is taken up", text)
code, lines, text = drive("ftp", "send", settings(password="file:" + write("wrong", "x\n")), parcel("a.txt", "one"))
check(states(lines) == [("transient", "COURIER_AUTH")], "a wrong password holds", text)
os.rename(ca, path("right-ca.pem"))
certificates()
code, lines, text = drive("ftp", "send", settings(), parcel("a.txt", "one"))
check(states(lines) in ([("transient", "COURIER_CERTIFICATE")],), "an unknown certificate is refused", text)
base["ca_file"] = path("right-ca.pem")
nport = serve("-G")
code, lines, text = drive("ftp", "send", settings(port=nport), parcel("n1", "1", "norename/n1"), parcel("n2", "2", "norename/n2"))
check([s[0] for s in states(lines)] == ["done", "done"] and sorted(f for f in os.listdir(HOME + "/norename") if not f.endswith(".part")) == ["n1", "n2"] and
      lines[0]["code"] == "COURIER_NO_RENAME", "a server that does not rename gets the files directly", text + str(os.listdir(HOME + "/norename")))
code, lines, text = drive("ftp", "send", settings(port=nport, rename="required"), parcel("n3", "3", "norename/n3"))
check(states(lines) == [("permanent", "COURIER_NO_RENAME")], "with rename = required they are refused", text)
finish()
