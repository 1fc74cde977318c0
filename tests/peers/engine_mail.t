#!/usr/bin/python3
"""The engine and a real SMTP server (aiosmtpd): every debtor's message arrives, whatever dies; one sent twice has the
same Message-ID."""
import collections
import csv
import email
import email.policy
import glob
import os
import random
import ssl
import sys
import warnings

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_peers import *

try:
    import aiosmtpd.controller
    import aiosmtpd.smtp
except ImportError:
    skip_all("python3-aiosmtpd is not installed")
warnings.simplefilter("ignore")
random.seed(20261124)
COUNT = int(os.environ.get("ENGINE_MAILS", "100"))
KILLS = int(os.environ.get("ENGINE_KILLS", "5"))
ca, cert, key = certificates()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)


class Handler:
    got = []
    password = b"segreta"

    async def handle_RCPT(self, server, session, envelope, address, options):
        replies = {"unknown": "550 5.1.1 User unknown", "full": "452 4.2.2 mailbox full"}
        for word, reply in replies.items():
            if address.startswith(word):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got.append((list(envelope.rcpt_tos), envelope.content))
        return "250 2.0.0 queued as %d" % len(self.got)


def authenticate(server, session, envelope, mechanism, data):
    return aiosmtpd.smtp.AuthResult(handled=False, success=data.password == Handler.password)


class Server(aiosmtpd.controller.Controller):
    def factory(self):
        return aiosmtpd.smtp.SMTP(self.handler, authenticator=authenticate, auth_required=True, auth_require_tls=True,
                                  require_starttls=True, tls_context=context)


PORT = free_port()
handler = Handler()


def serve():
    server = Server(handler, hostname="127.0.0.1", port=PORT)
    server.start()
    return server


server = serve()
write("password", "segreta\n")
COURIER = """{ name = "posta"; kind = "mail"; host = "localhost"; port = %d; tls = "starttls"; user = "ordine";
 password = "file:%s"; from = "ordine@example.it"; ca_file = "%s"; per_minute = 0; timeout = 10; }""" % (
    PORT, path("password"), ca)
OUTLET = '{ kind = "mail"; couriers = [ "posta" ]; }'


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

# --- killed at random instants
handler.got.clear()
spool = Spool("killed", COURIER, OUTLET, quotas=COUNT)
calm = Spool("calm", COURIER, OUTLET, quotas=COUNT)
began = time.time()
calm.run()
whole = time.time() - began
handler.got.clear()
for i in range(KILLS):
    spool.hurry()
    spool.run_and_kill(random.uniform(0.3, whole))
    if i == KILLS // 2:
        server.stop()
        spool.run()
        server = serve()
for _ in range(3):
    spool.hurry()
    code, text = spool.run()
    if code == 0:
        break
ids = collections.defaultdict(set)
for to, content in handler.got:
    ids[to[0]].add(email.message_from_bytes(content)["Message-ID"])
check(code == 0 and len(ids) == COUNT and spool.states("posta") == {"sent": COUNT}, "%d messages, %d kills: none is lost" % (COUNT, KILLS),
      (code, text, len(ids), spool.states("posta")))
check(all(len(v) == 1 for v in ids.values()) and len(set.union(*ids.values())) == COUNT,
      "what came twice (%d) bears the same Message-ID" % (len(handler.got) - COUNT))
check(spool.staged() == [], "nothing stays in staging")
server.stop()
finish()
