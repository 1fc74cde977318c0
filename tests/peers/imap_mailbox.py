"""A mailbox on a real IMAP server (dovecot), run from a configuration of its own."""
import getpass
import os
import pwd
import shutil
import tempfile

from peers import *

CONF = """base_dir = %(run)s/run
state_dir = %(run)s/state
log_path = %(log)s
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <%(run)s/cert.pem
ssl_key = <%(run)s/cert.key
mail_location = maildir:~/Maildir
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = %(internal)s
default_login_user = %(login)s
%(chroot)s
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = %(port)d
    ssl = yes
  }
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%%u %(run)s/users
}
userdb {
  driver = passwd-file
  args = username_format=%%u %(run)s/users
}
"""


class Mailbox:
    """The mailbox of user "ordine", password "segreta"."""

    def __init__(self, cert, key):
        self.port = free_port()
        user = getpass.getuser()
        root = os.getuid() == 0
        self.entry = pwd.getpwnam("nobody" if root else user)
        self.run = tempfile.mkdtemp(prefix="dovecot-")  # sockets want a short path
        self.home = os.path.join(self.run, "mail")
        for sub in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(self.home, "Maildir", sub))
        with open(self.run + "/users", "w") as f:
            f.write("ordine:{PLAIN}segreta:%d:%d::%s::\n" % (self.entry.pw_uid, self.entry.pw_gid, self.home))
        shutil.copy(cert, self.run + "/cert.pem"), shutil.copy(key, self.run + "/cert.key")
        conf = write("dovecot.conf", CONF % dict(
            run=self.run, log=path("dovecot.log"), internal="dovecot" if root else user,
            login="dovenull" if root else user, port=self.port,
            chroot="" if root else "service imap-login {\n  chroot =\n}\nservice anvil {\n  chroot =\n}"))
        self.own()
        os.chmod(self.run, 0o755)
        os.chmod(self.run + "/users", 0o644)
        self.child = start(["/usr/sbin/dovecot", "-F", "-c", conf], path("dovecot.out"))
        if not wait_port(self.port):
            skip_all("dovecot does not start here: " + (open(path("dovecot.out")).read() + (
                open(path("dovecot.log")).read() if os.path.exists(path("dovecot.log")) else ""))[-300:].replace("\n", " "))

    def own(self):
        for folder, _, files in os.walk(self.home):
            os.chown(folder, self.entry.pw_uid, self.entry.pw_gid)
            for name in files:
                os.chown(os.path.join(folder, name), self.entry.pw_uid, self.entry.pw_gid)

    def deliver(self, name, data):
        full = os.path.join(self.home, "Maildir/new", name)
        with open(full, "wb") as f:
            f.write(data)
        os.chown(full, self.entry.pw_uid, self.entry.pw_gid)

    def make_folder(self, name):
        for sub in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(self.home, "Maildir", "." + name, sub))
        self.own()

    def messages(self, folder=""):
        """The files of a mailbox, new and old."""
        base = os.path.join(self.home, "Maildir", "." + folder if folder else "")
        return sorted(os.listdir(base + "/new") + os.listdir(base + "/cur"))

    def seen(self):
        return [n for n in self.messages() if "S" in n.split(",")[-1]]

    def stop(self):
        stop(self.child)
        shutil.rmtree(self.run, ignore_errors=True)
