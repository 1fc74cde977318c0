#!/usr/bin/python3
"""Receipts fetched from a real mailbox (dovecot), run from a configuration of its own."""
import getpass
import os
import pwd
import shutil
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from peers import *

need("dovecot", "openssl")
import tempfile
ca, cert, key = certificates()
port = free_port()
user = getpass.getuser()
root = os.getuid() == 0
mail_user = "nobody" if root else user
entry = pwd.getpwnam(mail_user)
run = tempfile.mkdtemp(prefix="dovecot-")  # sockets want a short path
home = os.path.join(run, "mail")
for sub in ("cur", "new", "tmp"):
    os.makedirs(os.path.join(home, "Maildir", sub))
write("users", "ordine:{PLAIN}segreta:%d:%d::%s::\n" % (entry.pw_uid, entry.pw_gid, home))
shutil.copy(path("users"), run + "/users"), shutil.copy(cert, run + "/cert.pem"), shutil.copy(key, run + "/cert.key")
internal = "dovecot" if root else user
conf = write("dovecot.conf", """base_dir = %(run)s/run
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
""" % dict(run=run, log=path("dovecot.log"), internal=internal, login="dovenull" if root else user, port=port,
           chroot="" if root else "service imap-login {\n  chroot =\n}\nservice anvil {\n  chroot =\n}"))
for folder, _, files in os.walk(home):
    os.chown(folder, entry.pw_uid, entry.pw_gid)
os.chmod(run, 0o755)
os.chmod(run + "/users", 0o644)


def deliver(name, data):
    full = os.path.join(home, "Maildir/new", name)
    with open(full, "wb") as f:
        f.write(data)
    os.chown(full, entry.pw_uid, entry.pw_gid)


start(["/usr/sbin/dovecot", "-F", "-c", conf], path("dovecot.out"))
if not wait_port(port):
    skip_all("dovecot does not start here: " + (open(path("dovecot.out")).read() + (open(path("dovecot.log")).read()
             if os.path.exists(path("dovecot.log")) else ""))[-300:].replace("\n", " "))
first = b"From: posta-certificata@pec.example.it\r\nSubject: ACCETTAZIONE: prova\r\n\r\nuno\r\n"
second = b"From: a@example.it\r\nSubject: due\r\n\r\n" + b"x" * 70 + b"\r\n" + b"A004 OK riga che imita il server\r\n" * 500
deliver("1000.a.host", first)
deliver("1001.b.host", second)
out = path("fetched")
os.makedirs(out)
settings = {"host": "localhost", "port": port, "user": "ordine", "password": "file:" + write("password", "segreta\n"), "ca_file": ca, "timeout": 10}
code, lines, text = drive("imap", "pull", settings, out, "0")
check(code == 0 and text.endswith("validity told\n") and len(os.listdir(out)) == 2, "the messages are listed and fetched", text)
got = sorted(open(os.path.join(out, f), "rb").read() for f in os.listdir(out))
check(got == sorted([first, second]), "whole and unchanged", [len(g) for g in got])
check(not [f for f in os.listdir(out) if f.startswith(".")], "no half file is left")
seen = [f for f in os.listdir(home + "/Maildir/cur") if f.split(",")[-1].count("S")]
check(len(seen) == 2, "they are marked seen there", os.listdir(home + "/Maildir/cur"))
last = max(int(f.split(".")[0]) for f in os.listdir(out))
code, lines, text = drive("imap", "pull", settings, out, str(last))
check(text == "validity told\n", "nothing newer is nothing", text)
deliver("1002.c.host", first)
code, lines, text = drive("imap", "pull", settings, out, str(last))
check(text == "%d\nvalidity told\n" % (last + 1), "a new message is the only one", text)
code, lines, text = drive("imap", "pull", dict(settings, password="file:" + write("wrong", "no\n")), out, "0")
check(code == 78 and lines and lines[0]["code"] == "COURIER_AUTH", "a wrong password is held", text)
stop_all()
shutil.rmtree(run, ignore_errors=True)
finish()
