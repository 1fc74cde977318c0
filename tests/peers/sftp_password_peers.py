"""What the tests with paramiko's SFTP server share: a server that takes a password or asks a question, in threads of the test."""
import os
import socket
import subprocess
import threading
import warnings

from peers import *

need("ssh-keygen")
try:
    warnings.simplefilter("ignore")
    import paramiko
except ImportError:
    skip_all("python3-paramiko is not installed")
import logging
logging.disable(logging.CRITICAL)
subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path("paramiko-host")], check=True)
HOST_KEY = paramiko.Ed25519Key(filename=path("paramiko-host"))
HOME = path("paramiko-home")
os.makedirs(HOME)


class Server(paramiko.ServerInterface):
    password = "segreta"

    def __init__(self, methods):
        self.methods = methods

    def get_allowed_auths(self, username):
        return self.methods

    def check_auth_password(self, username, password):
        good = "password" in self.methods and (username, password) == ("ordine", self.password)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_interactive(self, username, submethods):
        return paramiko.InteractiveQuery("login", "", ("Password: ", False)) if "interactive" in self.methods else paramiko.AUTH_FAILED

    def check_auth_interactive_response(self, responses):
        return paramiko.AUTH_SUCCESSFUL if responses == [self.password] else paramiko.AUTH_FAILED

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
