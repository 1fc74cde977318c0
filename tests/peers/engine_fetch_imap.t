#!/usr/bin/python3
"""The engine fetches receipts from a real mailbox (dovecot): only receipts, each once, marked or moved when booked."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_fetching import *
from imap_mailbox import *

if not os.path.exists("/usr/sbin/dovecot"):
    skip_all("dovecot is not installed")
ca, cert, key = certificates()
box = Mailbox(cert, key)
write("password", "segreta\n")


def receipt(number, kind="avvenuta-consegna"):
    """A receipt of PEC about a message of nobody's, which is told and booked as a file."""
    return ("""From: posta-certificata@pec.example.it\r
To: ordine@pec.example.it\r
Subject: CONSEGNA: avviso %d\r
X-Ricevuta: %s\r
Message-ID: <r%d@pec.example.it>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
Ricevuta\r
--b\r
Content-Type: application/xml; name="daticert.xml"\r
\r
<?xml version="1.0" encoding="UTF-8"?>\r
<postacert tipo="%s" errore="nessuno"><intestazione><mittente>ordine@pec.example.it</mittente>\r
<destinatari tipo="certificato">p%d@pec.example.it</destinatari><risposte>ordine@pec.example.it</risposte>\r
<oggetto>avviso</oggetto></intestazione><dati><gestore-emittente>Prova</gestore-emittente>\r
<data zona="+0100"><giorno>23/11/2026</giorno><ora>10:00:00</ora></data><identificativo>id%d</identificativo>\r
<msgid>&lt;m%d@example.it&gt;</msgid><ricevuta tipo="completa"/><consegna>p%d@pec.example.it</consegna></dati></postacert>\r
--b--\r
""" % (number, kind, number, kind, number, number, number, number)).encode()


def fetcher(**more):
    settings = dict(name="casella", kind="imap", host="localhost", user="ordine", password="file:" + path("password"), ca_file=ca)
    settings.update(more)
    return "{ %s port = %d; timeout = 10; }" % (" ".join('%s = "%s";' % kv for kv in settings.items()), box.port)


bounce = receipt(9).replace(b"X-Ricevuta: avvenuta-consegna\r\n", b"").replace(b"multipart/mixed", b"multipart/report")
box.deliver("1000.a.host", receipt(1))
box.deliver("1001.b.host", b"From: a@example.it\r\nSubject: una domanda\r\n\r\nBuongiorno\r\n")
box.deliver("1002.c.host", bounce)
spool = fetching("box", fetcher())
code, text = spool.command("fetch")
names = inbound(spool, "ricevute-pec")
check(code == 0 and "taken 2" in text and len(names) == 2, "receipts and notes of failed delivery are fetched, letters are not", (text, names))
check(box.seen() == [], "until they are booked they stay unread there", box.messages())
code, text = spool.run()
rows = spool.rows("SELECT state, COUNT(*) FROM file GROUP BY state")
seen = box.seen()
check(rows and fetched(spool) == {"done": 2} and len(seen) == 2 and "1001" not in "".join(seen),
      "booked, they are marked seen; the letter is not touched", (code, text, rows, seen, fetched(spool)))
box.deliver("1003.d.host", receipt(4))
look_again(spool)
code, text = spool.run()
check(len(spool.rows("SELECT 1 FROM file")) == 3 and "files worked 1" in text, "at the next look only what is new is taken", text)
body = [n for n in spool.rows("SELECT remote, name, sha256 FROM fetched ORDER BY id")]
check(all("/" in r[0] and r[1].startswith("pec-") for r in body) and body[0][2] == digest(receipt(1)),
      "messages are known by UIDVALIDITY and UID, and come byte for byte", body)

# --- the mailbox is made anew: UIDs mean nothing any more, contents do
for name in os.listdir(box.home + "/Maildir"):
    if name.startswith("dovecot"):
        os.unlink(box.home + "/Maildir/" + name)
look_again(spool)
code, text = spool.run()
check(code == 0 and "files worked 0" in text and len(spool.rows("SELECT 1 FROM fetched")) == 6,
      "when UIDs begin anew nothing is booked twice", (text, spool.rows("SELECT remote, state FROM fetched")))

# --- moved, deleted
box.make_folder("Registrate")
box.deliver("1004.e.host", receipt(5))
spool = fetching("moved", fetcher(after="move", moved="Registrate"))
code, text = spool.run()
check(len(box.messages("Registrate")) == 4 and len(box.messages()) == 1, "booked, receipts are moved to another mailbox",
      (text, box.messages("Registrate"), box.messages()))
box.deliver("1005.f.host", receipt(6))
spool = fetching("deleted", fetcher(after="delete"))
code, text = spool.run()
check(len(box.messages()) == 1 and fetched(spool) == {"done": 1}, "or deleted; the letter is still there", (text, box.messages()))
box.deliver("1006.g.host", receipt(7))
spool = fetching("lost", fetcher(after="move", moved="Nessuna", every=1).replace('every = "1"', "every = 1"))
code, text = spool.run()
state = spool.status()["fetchers"]
check(fetched(spool) == {"fetched": 1} and len(box.messages()) == 2, "a mailbox that is not there loses nothing", (text, fetched(spool)))
check(state[0]["code"] == "COURIER_REFUSED" and "/" in state[0]["last_error"], "and status tells which message could not be moved", state)
box.make_folder("Nessuna")
spool.rows("UPDATE fetched SET tidy_at = 0")
code, text = spool.run()
check(fetched(spool) == {"done": 1} and len(box.messages("Nessuna")) == 1, "and is tried again", (text, fetched(spool)))

# --- a wrong password
write("password", "sbagliata\n")
spool = fetching("auth", fetcher())
code, text = spool.run()
state = spool.status()["couriers"]
check(code == 75 and state[0]["code"] == "COURIER_AUTH" and state[0]["state"] == "held", "a wrong password holds the fetcher", state)
check("sbagliata" not in text + json.dumps(spool.status()), "and is shown nowhere")
box.stop()
finish()
