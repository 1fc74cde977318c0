#!/usr/bin/python3
"""The SFTP courier against another server (paramiko's): passwords, questions, no extensions of OpenSSH's."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from sftp_password_peers import *


def states(lines):
    return [(l.get("state") or l.get("kind"), l.get("code")) for l in lines]


secret, wrong = write("password", "segreta\n"), write("wrong", "sbagliata\n")
for methods, sentence in (("password", "a password opens"), ("keyboard-interactive", "a question is answered with the password")):
    settings = {"host": "127.0.0.1", "port": serve(methods), "user": "ordine", "password": "file:" + secret, "hosts": path("hosts"), "timeout": 20}
    code, lines, text = drive("sftp", "pin", settings)
    code, lines, text = drive("sftp", "send", settings, "a=" + write("a", "one"), "x/b=" + write("b", os.urandom(100000)))
    check(states(lines) == [("done", None)] * 2 and open(HOME + "/x/b", "rb").read() == read("b"), sentence, text)
    code, lines, text = drive("sftp", "send", dict(settings, password="file:" + wrong), "a=" + path("a"))
    check(code == 78 and states(lines) == [("held", "COURIER_AUTH")] and "sbagliata" not in text, "a wrong one is held and not shown", text)
settings["port"] = serve("password")
drive("sftp", "pin", settings)
code, lines, text = drive("sftp", "send", settings, "a=" + write("a", "two"))
check(states(lines) == [("done", None)] and open(HOME + "/a").read() == "two", "without posix-rename the old file makes room", text)
code, lines, text = drive("sftp", "send", settings, *["many/%d=%s" % (i, write("m%d" % i, "m" * i)) for i in range(40)])
check(states(lines) == [("done", None)] * 40 and all(os.path.getsize(HOME + "/many/%d" % i) == i for i in range(40)), "many files together", text[-300:])
check(not [f for _, _, files in os.walk(HOME) for f in files if f.endswith(".part")], "no temporary name is left")
finish()
