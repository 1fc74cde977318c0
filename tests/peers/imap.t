#!/usr/bin/python3
"""Receipts fetched from a real mailbox (dovecot), run from a configuration of its own."""
import os
import socket
import ssl
import sys
import threading

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from imap_mailbox import *

need("dovecot", "openssl")
ca, cert, key = certificates()
mailbox = Mailbox(cert, key)
deliver, port, home = mailbox.deliver, mailbox.port, mailbox.home
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
# Dovecot keeps the folder under the name that IMAP gives it.
mailbox.make_folder("Ricevute gi&AOA- lette")
with open(os.path.join(home, "Maildir/.Ricevute gi&AOA- lette/new/1.z.host"), "wb") as f:
    f.write(first)
mailbox.own()
other = path("other")
os.makedirs(other)
code, lines, text = drive("imap", "pull", dict(settings, mailbox="Ricevute già lette"), other, "0")
check(code == 0 and len(os.listdir(other)) == 1, "a mailbox with an accent in its name is found", text)


def made_anew():
    """A server whose mailbox is made anew between the first question and the next: its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(5)
    answers = {"STATUS": '* STATUS "INBOX" (UIDVALIDITY 5)\r\n', "SELECT": "* 2 EXISTS\r\n* OK [UIDVALIDITY 6] new\r\n",
               "UID": "* SEARCH 1 2\r\n", "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n"}

    def serve():
        with context.wrap_socket(listening.accept()[0], server_side=True) as talk:
            talk.sendall(b"* OK here\r\n")
            for line in talk.makefile("rb"):
                tag, word = line.decode().split()[:2]
                said.append(word)
                talk.sendall((answers.get(word.upper(), "") + tag + " OK done\r\n").encode())

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


said = []
code, lines, text = drive("imap", "pull", dict(settings, port=made_anew()), out, "0")
check(code == 75 and lines and lines[0]["code"] == "COURIER_PROTOCOL" and "UID" not in said,
      "a mailbox made anew meanwhile is not asked for UIDs of the old one", (text, said))
mailbox.stop()
finish()
