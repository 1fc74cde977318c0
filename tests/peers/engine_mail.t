#!/usr/bin/python3
"""The engine and a real SMTP server (aiosmtpd): every debtor's message arrives, and what comes back is booked."""
import csv
import email
import email.policy
import glob
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_mail_peers import *

server = serve()


def edit(spool, change):
    """Changes the rows of the dropped file."""
    name = glob.glob(spool.top + "/spool/*/in/quote/*.csv")[0]
    rows = list(csv.DictReader(open(name, encoding="utf-8"), delimiter=";"))
    for i, row in enumerate(rows):
        change(i, row)
    with open(name, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    os.utime(name, (time.time() - 60, time.time() - 60))


# --- what a debtor gets
spool = Spool("few", COURIER, OUTLET, quotas=5)


def addresses(i, row):
    if i == 1:
        row["pec"] = "pec1@pec.example.it"
    if i == 2:
        row["email"] = "unknown@example.it"
    if i == 3:
        row["email"] = ""
    if i == 4:
        row["email"] = "full@example.it"


edit(spool, addresses)
code, text = spool.run()
to = sorted(r[0][0] for r in handler.got)
check(to == ["p0@example.it", "p1@example.it", "pec1@pec.example.it"], "each address of each debtor gets its message", (text, to))
message = email.message_from_bytes(handler.got[0][1], policy=email.policy.default)
attached = list(message.iter_attachments())
check(len(attached) == 1 and attached[0].get_content()[:5] == b"%PDF-" and attached[0].get_filename().startswith("avviso_"),
      "the notice is attached as a PDF", message.get("Subject"))
body = message.get_body(("plain",)).get_content()
check("Gentile" in body and "50,00 euro" in body and "{" not in body, "the letter has its fields filled in", body)
check(message["From"].addresses[0].addr_spec == "ordine@example.it" and message["Message-ID"], "sender and Message-ID are there")
outbox = {o["recipient"]: o for o in spool.status()["outbox"]}
check(outbox["unknown@example.it"]["state"] == "failed" and outbox["unknown@example.it"]["code"] == "MAIL_RECIPIENT_UNKNOWN",
      "an unknown address is for a person", outbox.get("unknown@example.it"))
check(outbox["full@example.it"]["state"] == "waiting" and outbox["full@example.it"]["next_at"],
      "a full mailbox is tried later", outbox.get("full@example.it"))
check(code == 75, "run says that something waits", code)
report = glob.glob(spool.top + "/spool/*/out/mail/*esclusi.csv")
check(report and "MAIL_NO_ADDRESS" in open(report[0], encoding="utf-8").read(), "who has no address is a row of a report", report)

# --- what comes back
ids = {r[0][0]: email.message_from_bytes(r[1])["Message-ID"].strip() for r in handler.got}


def bounce(name, message_id, to, action="failed", status="5.1.1"):
    text = """From: MAILER-DAEMON@mx.example.it\r
To: ordine@example.it\r
Subject: Undelivered Mail\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
no\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.it\r
\r
Final-Recipient: rfc822; %s\r
Action: %s\r
Status: %s\r
Diagnostic-Code: smtp; 550 %s no such user\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: %s\r
\r
--b--\r
""" % (to, action, status, status, message_id)
    full = os.path.join(spool.top, "spool", CREDITOR, "in/ricevute-pec", name)
    write(full, text, 0o644)
    os.utime(full, (time.time() - 60, time.time() - 60))


bounce("bounce.eml", ids["p0@example.it"], "p0@example.it")
code, text = spool.run()
booked = spool.rows("SELECT recipient, kind, reason FROM mail_receipt")
check(len(booked) == 1 and booked[0][:2] == ("p0@example.it", "failed") and "no such user" in booked[0][2],
      "a bounce is booked for its recipient", (text, booked))
code, text = spool.command("mail", "--failed")
check(code == 0 and "p0@example.it" in text and "unknown@example.it" in text and "p1@example.it" not in text,
      "mail --failed lists what did not arrive, with the reason", text)
handler.got.clear()
code, text = spool.command("mail", "--resend")
for _ in range(2):
    spool.hurry()
    spool.run()
    time.sleep(5)
spool.hurry()
spool.run()
check([r[0][0] for r in handler.got] == ["p0@example.it"]
      and email.message_from_bytes(handler.got[0][1])["Message-ID"].strip() == ids["p0@example.it"],
      "resent, only those leave, as the same message", ([r[0][0] for r in handler.got], spool.states("posta")))
code, text = spool.command("mail", "--failed")
check("p0@example.it" not in text and "unknown@example.it" in text, "and they have not failed any more", text)
bounce("stranger.eml", "<nobody@example.it>", "x@example.it")
spool.run()
check(spool.rows("SELECT COUNT(*) FROM finding WHERE code = 'MAIL_RECEIPT_STRANGE'") == [(1,)],
      "a receipt of a stranger's message is told, not booked")

# --- troubles of the mailbox
Handler.password = b"other"
spool = Spool("auth", COURIER, OUTLET, quotas=2)
spool.run()
courier = spool.status()["couriers"]
check(courier and courier[0]["state"] == "held" and courier[0]["code"] == "COURIER_AUTH", "a wrong password holds the courier", courier)
Handler.password = b"segreta"
spool.command("retry", "posta")
code, text = spool.run()
check(code == 0 and spool.states("posta") == {"sent": 2}, "retried by a person, the messages leave", text)
spool = Spool("nobody", COURIER.replace('from = "ordine@example.it";', 'from = "x";'), OUTLET, quotas=2)
spool.run()
check("sender" in (spool.status()["outbox"] or [{"last_error": ""}])[0]["last_error"], "a batch that cannot be written says why",
      spool.status()["outbox"])

server.stop()
finish()
