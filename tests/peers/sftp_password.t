#!/usr/bin/python3
"""The SFTP courier against another server (paramiko's): passwords, questions, no extensions of OpenSSH's."""
import os
import socket
import sys
import threading

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from peers import *

need("ssh-keygen")
try:
    import warnings
    warnings.simplefilter("ignore")
    import paramiko
except ImportError:
    skip_all("python3-paramiko is not installed")
import logging
logging.disable(logging.CRITICAL)
import subprocess

subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path("host")], check=True)
HOST_KEY = paramiko.Ed25519Key(filename=path("host"))
HOME = path("home")
os.makedirs(HOME)


class Server(paramiko.ServerInterface):
    def __init__(self, methods):
        self.methods = methods

    def get_allowed_auths(self, username):
        return self.methods

    def check_auth_password(self, username, password):
        good = "password" in self.methods and (username, password) == ("ordine", "segreta")
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_interactive(self, username, submethods):
        return paramiko.InteractiveQuery("login", "", ("Password: ", False)) if "interactive" in self.methods else paramiko.AUTH_FAILED

    def check_auth_interactive_response(self, responses):
        return paramiko.AUTH_SUCCESSFUL if responses == ["segreta"] else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED if kind == "session" else paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED


class Handle(paramiko.SFTPHandle):
    def stat(self):
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.writefile.fileno()))


class Files(paramiko.SFTPServerInterface):
    def full(self, name):
        return HOME + self.canonicalize(name)

    def result(self, act):
        try:
            act()
            return paramiko.SFTP_OK
        except OSError as e:
            return paramiko.SFTPServer.convert_errno(e.errno)

    def lstat(self, name):
        try:
            return paramiko.SFTPAttributes.from_stat(os.lstat(self.full(name)))
        except OSError as e:
            return paramiko.SFTPServer.convert_errno(e.errno)

    stat = lstat

    def open(self, name, flags, attr):
        try:
            fd = os.open(self.full(name), flags, 0o644)
        except OSError as e:
            return paramiko.SFTPServer.convert_errno(e.errno)
        handle = Handle(flags)
        handle.readfile = handle.writefile = os.fdopen(fd, "rb" if flags & 3 == 0 else "r+b" if flags & 3 == 2 else "wb")
        return handle

    def rename(self, old, new):
        if os.path.exists(self.full(new)):
            return paramiko.SFTP_FAILURE
        return self.result(lambda: os.rename(self.full(old), self.full(new)))

    def remove(self, name):
        return self.result(lambda: os.remove(self.full(name)))

    def mkdir(self, name, attr):
        return self.result(lambda: os.mkdir(self.full(name)))


def serve(methods):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(20)

    def loop():
        while True:
            connection, _ = listener.accept()
            transport = paramiko.Transport(connection)
            transport.add_server_key(HOST_KEY)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
            try:
                transport.start_server(server=Server(methods), event=threading.Event())
            except (EOFError, paramiko.SSHException):
                pass

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[1]


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
