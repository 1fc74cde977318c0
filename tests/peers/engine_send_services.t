#!/usr/bin/python3
"""`riscontro send` by SFTP, to the Node and by App IO: what is named leaves now; what such a partner would take for a new
thing is not sent again."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_sftp_peers import *
from engine_services import *


def prepared(name, couriers, outlets, **more):
    """A spool where all is written and waits for a person."""
    spool = Spool(name, ", ".join(couriers.values()), outlets, **more)
    for one in couriers:
        spool.command("hold", one)
    spool.run()
    for one in couriers:
        spool.command("release", one)
    return spool


def notices(spool, courier):
    """The notice numbers of positions of which something waits for a courier."""
    return [r[0] for r in spool.rows("SELECT DISTINCT o.nav FROM payment_option o JOIN artefact a ON a.position = o.position"
                                     " JOIN outbox x ON x.artefact = a.id WHERE o.number = 0 AND x.courier = ? ORDER BY a.id", courier)]


# --- SFTP
server = sshd()
there = HOME + "/there"
spool = trusted(prepared("sftp", {"partner": courier(folder=there)}, '{ kind = "notices"; couriers = [ "partner" ]; }', quotas=3))
first = notices(spool, "partner")[0]
check(spool.states("partner") == {"waiting": 5} and not os.path.exists(there), "the files wait for a person", spool.states("partner"))
code, text = spool.command("send", first, "--by", "sftp", "--dry-run")
check(code == 0 and "to be sent" in text and not os.path.exists(there), "--dry-run sends nothing", (code, text))
code, text = spool.command("send", first, "--by", "sftp")
names = os.listdir(there)
check(code == 0 and len(names) == 1 and names[0].endswith(".pdf") and "partner: sent" in text
      and spool.states("partner") == {"waiting": 4, "sent": 1}, "one notice's file leaves at once, and no other", (code, text, names))
os.unlink(os.path.join(there, names[0]))
code, text = spool.command("send", first)
check(code == 0 and "sent before" in text and os.listdir(there) == [], "it is not sent again", (code, text))
code, text = spool.command("send", first, "--again")
check(code == 0 and os.listdir(there) == names, "unless one asks for it", (code, text, os.listdir(there)))
stop(server)
code, text = spool.command("send", "--flow", "quote.csv")
check(code == 75 and "COURIER_UNREACHABLE" in text and os.listdir(there) == names, "a server that is off is said", (code, text))
server = sshd()
code, text = spool.command("send", "--flow", "quote.csv", "--by", "partner")
missing, more, count = compare(spool, "partner", there)
check(code == 0 and count == 5 and not missing and not more and spool.states("partner") == {"sent": 5},
      "all that comes of a file leaves at once", (code, text, missing, more))
check(spool.staged() == [] and spool.command("verify")[0] == 0, "nothing stays in staging, the chain holds")

# --- the Node
spool = prepared("node", {"nodo": service("nodo", "https", "gpd-up")}, '{ kind = "node"; couriers = [ "nodo" ]; }', quotas=4)
check(state.files == {} and spool.states("nodo") == {"waiting": 1}, "the upload waits for a person", spool.states("nodo"))
code, text = spool.command("send", "--flow", "quote.csv", "--by", "mail")
check(code == 65 and state.files == {} and "nothing to be sent --by mail" in text, "an upload goes by no other means", (code, text))
code, text = spool.command("send", "--flow", "quote.csv")
check(code == 0 and len(state.files) == 1 and len(state.positions) == 4 and spool.states("nodo") == {"following": 1},
      "the upload leaves at once and is followed", (code, text, spool.states("nodo")))
code, text = spool.command("send", "--flow", "quote.csv", "--again")
check(code == 0 and len(state.files) == 1 and "works on it" in text, "while the Node works on it, it is not sent again", (code, text))
for _ in range(8):
    spool.hurry()
    spool.rows("UPDATE outbox SET next_at = 0")
    if spool.run()[0] == 0:
        break
check(spool.states("nodo") == {"sent": 1}, "it is followed to its end", spool.states("nodo"))
code, text = spool.command("send", "--flow", "quote.csv", "--again")
check(code == 65 and len(state.files) == 1, "an upload that the Node has is not repeated, not even when one asks", (code, text))

# --- App IO
spool = prepared("io", {"io": service("io", "appio", "io")}, '{ kind = "appio"; couriers = [ "io" ]; }', quotas=3)
numbers = notices(spool, "io")
code, text = spool.command("send", numbers[0])
check(code == 0 and len(state.messages) == 1 and spool.states("io") == {"waiting": 2, "sent": 1}, "one person's message leaves at once",
      (code, text, spool.states("io")))
code, text = spool.command("send", numbers[0], "--again")
check(code == 65 and len(state.messages) == 1, "App IO would show a second one: it is not sent again", (code, text))
write("key", "sbagliata\n")
code, text = spool.command("send", "--flow", "quote.csv")
check(code == 75 and len(state.messages) == 1 and "COURIER_AUTH" in text, "a wrong key is said", (code, text))
write("key", "chiave-di-prova\n")
code, text = spool.command("send", "--flow", "quote.csv", "--by", "appio")
check(code == 0 and len(state.messages) == 3 and spool.states("io") == {"sent": 3}, "with the right one the others' leave", (code, text, spool.states("io")))
check(len({m[1]["content"]["markdown"] for m in state.messages}) == 3, "each with its own words")
check(state.wrong == [], "the stand-in's own answers are as the document says", state.wrong)
stop(server)
finish()
