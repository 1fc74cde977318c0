#!/usr/bin/python3
"""`riscontro send` and a real SMTP server (aiosmtpd): what is named leaves now, nothing twice unless asked."""
import email
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_mail_peers import *

server = serve()
spool = Spool("send", COURIER, OUTLET, quotas=4)
spool.command("hold", "posta")
code, text = spool.run()
spool.command("release", "posta")
check(not handler.got and spool.states("posta") == {"waiting": 4}, "the messages wait for a person", (text, spool.states("posta")))
notices = [r[0] for r in spool.rows("SELECT o.nav FROM payment_option o JOIN artefact a ON a.position = o.position"
                                    " WHERE o.number = 0 AND a.recipient IS NOT NULL ORDER BY a.id")]


def recipients():
    return sorted(r[0][0] for r in handler.got)


def send(*words):
    handler.got.clear()
    return spool.command("send", *words)


# --- one, and only once
code, text = send(notices[0], "--dry-run")
check(code == 0 and not handler.got and "to be sent" in text and spool.states("posta") == {"waiting": 4},
      "--dry-run sends nothing", (code, text))
code, text = send(notices[0])
check(code == 0 and recipients() == ["p0@example.it"] and spool.states("posta") == {"waiting": 3, "sent": 1}
      and "p0@example.it" in text and "posta: sent" in text, "one notice leaves at once, and no other", (code, text, recipients()))
first = email.message_from_bytes(handler.got[0][1])["Message-ID"]
code, text = send(notices[0])
check(code == 0 and not handler.got and "sent before" in text, "what was sent is said, not sent again", (code, text))
code, text = send("--again", notices[0])
check(code == 0 and recipients() == ["p0@example.it"] and email.message_from_bytes(handler.got[0][1])["Message-ID"] == first,
      "--again sends it once more, as the same message", (code, text, recipients()))

# --- means, files, batches
code, text = send("--flow", "quote.csv", "--by", "pec")
check(code == 65 and not handler.got and "nothing to be sent --by pec" in text, "no message goes by other means than named", (code, text))
code, text = spool.command("--json", "send", "--flow", "quote.csv", "--by", "mail", "--dry-run")
rows = json.loads(text)
check([r["result"] for r in rows] == ["sent_before"] + ["to_send"] * 3 and rows[1]["recipient"] == "p1@example.it",
      "as JSON, a row for each delivery", text)
batch = str(rows[0]["batch"])
spool.command("hold", spool.rows("SELECT name FROM artefact WHERE recipient = 'p3@example.it'")[0][0])
code, text = send("--batch", batch)
check(code == 65 and recipients() == ["p1@example.it", "p2@example.it"] and "held by a person" in text,
      "a batch leaves, without what a person held", (code, text, recipients()))
spool.command("release", batch)
code, text = send("--flow", "quote.csv", "--by", "posta")
check(code == 0 and recipients() == ["p3@example.it"], "a file's messages leave, without those that have left", (code, text, recipients()))
check(spool.rows("SELECT state FROM batch WHERE outlet = 'mail'") == [("sent",)] and spool.staged() == [],
      "then the batch has ended, and nothing stays in staging", (spool.staged(), spool.rows("SELECT id, state FROM batch")))
code, text = send("nothing-known")
check(code == 65 and "nothing to be sent" in text, "an unknown name is refused", (code, text))
check(send()[0] == 64 and send("--batch", "x")[0] == 64 and send("--batch", "1", notices[0])[0] == 64,
      "a wrong command line is a wrong command line")
spool.rows("UPDATE position SET state = 'paid' WHERE id = (SELECT position FROM artefact WHERE recipient = 'p2@example.it')")
code, text = send("--again", notices[2])
check(code == 65 and not handler.got and "paid" in text, "who has paid gets no notice", (code, text))

# --- written first; troubles; the running engine
spool = Spool("later", COURIER, OUTLET, quotas=2)
server.stop()
spool.run()
code, text = send("--flow", "quote.csv")
check(code == 75 and "waiting" in text and "COURIER" in text, "a server that does not answer is said, and tried later", (code, text))
server = serve()
code, text = send("--flow", "quote.csv")
check(code == 0 and recipients() == ["p0@example.it", "p1@example.it"], "tried by a person, at once", (code, text))
text = open(spool.conf).read()
with open(spool.conf, "w") as f:
    f.write(text + "\nscan = 1;\n")
watching = subprocess.Popen([RISCONTRO, "--config", spool.conf, "--quiet", "watch"], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=open(path("watch.log"), "ab"))
while not spool.is_locked():
    time.sleep(0.05)
code, text = send("--flow", "quote.csv", "--dry-run")
check(code == 0 and "sent before" in text and spool.command("run")[0] == 75, "beside a running engine one may look", (code, text))
number = spool.rows("SELECT o.nav FROM payment_option o JOIN artefact a ON a.position = o.position"
                    " WHERE o.number = 0 AND a.recipient = 'p1@example.it'")[0][0]
code, text = send("--again", number)
check(code == 0 and recipients() == ["p1@example.it"] and ": sent" in text, "and the engine sends what one asks for, once", (code, text))
watching.terminate()
watching.wait()
server.stop()
finish()
