#!/usr/bin/python3
"""The engine and OpenSSH's server: what the outlets write arrives whole and once, whatever dies."""
import glob
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_sftp_peers import *

server = sshd()

# --- a server nobody knows, then a person's word
spool = Spool("known", courier(folder=HOME + "/known"), NOTICES)
code, text = spool.run()
held = spool.status()
check(code == 75 and [c["code"] for c in held["couriers"]] == ["COURIER_HOST_UNKNOWN"],
      "an unknown server holds its courier; run says that something waits", text)
check("nobody has confirmed" in held["outbox"][0]["last_error"] and "riscontro trust" in held["outbox"][0]["last_error"],
      "status says of every file why it was not sent and what to do", held["outbox"][:1])
folder = glob.glob(spool.top + "/spool/*/out/avvisi/*")
check(len(folder) == 22 and not glob.glob(HOME + "/known/*"), "the folder was served all the same", folder)
code, text = spool.command("trust", "partner")
fingerprint = subprocess.run(["ssh-keygen", "-lf", path("host.pub")], stdout=subprocess.PIPE).stdout.decode().split()[1]
check(code == 65 and fingerprint in text, "trust shows the fingerprint that ssh-keygen shows and pins nothing unasked", text)
code, text = spool.command("trust", "127.0.0.1", "--yes")
check(code == 0 and fingerprint in text, "trust --yes pins it, by the name of the host too", text)
code, text = spool.run()
missing, more, count = compare(spool, "partner", HOME + "/known")
check(code == 0 and count == 22 and not missing and not more, "then every file arrives, whole, under its name",
      (text, missing[:3], more[:3]))
check(spool.staged() == [], "nothing stays in staging")
check(spool.states("partner") == {"sent": 22} and spool.status()["outbox"] == [], "the outbox is empty")
events = spool.rows("SELECT subject, detail FROM event WHERE kind = 'delivery.sent'")
check(len(events) == 22 and all("sha256 " in e[1] for e in events), "every send is in the chain with its sha256", events[:2])
code, text = spool.command("verify")
check(code == 0, "and the chain holds", text)
manifest = spool.rows("SELECT a.name FROM artefact a WHERE a.closing = 1")
last = spool.rows("SELECT subject FROM event WHERE kind = 'delivery.sent' ORDER BY id DESC LIMIT 1")
check(manifest == last, "the manifest went last", (manifest, last))

# --- misbehaviours, each with its sentence and its state
stop(server)
spool = trusted(Spool("down", courier(folder=HOME + "/down"), NOTICES, quotas=3))
code, text = spool.run()
state = spool.status()
check(code == 75 and state["couriers"][0]["code"] == "COURIER_UNREACHABLE" and state["couriers"][0]["next_at"],
      "a server that is down is tried later", (text, state["couriers"]))
check(state["couriers"][0]["state"] == "open", "and waits for time, not for a person", state["couriers"])
code, text = spool.run()
check(code == 75 and spool.rows("SELECT failures FROM courier") == [(1,)], "a second run before that time does not try", text)
server = sshd("other")
spool.hurry()
code, text = spool.run()
state = spool.status()
check(state["couriers"][0]["code"] == "COURIER_HOST_CHANGED" and state["couriers"][0]["state"] == "held",
      "a changed host key holds the courier", state["couriers"])
stop(server)
server = sshd()
write("authorized", read("other.pub"))
spool.command("retry", "partner")
code, text = spool.run()
check(spool.status()["couriers"][0]["code"] == "COURIER_AUTH", "a refused key holds it too", spool.status()["couriers"])
write("authorized", read("user.pub"))
os.chmod(path("user"), 0o644)
spool.command("retry", "partner")
spool.run()
check(spool.status()["couriers"][0]["code"] == "COURIER_SECRET", "a key that others can read is not used", spool.status()["couriers"])
os.chmod(path("user"), 0o600)
write("home/down", "in the way")
spool.command("retry", "partner")
code, text = spool.run()
outbox = [o for o in spool.status()["outbox"] if o["courier"] == "partner"]
check(code in (65, 75) and outbox and outbox[0]["code"] and outbox[0]["last_error"],
      "a folder that cannot be made is told of each file", (code, text, outbox[:1]))
os.unlink(HOME + "/down")
code, text = spool.command("retry", "partner")
check(code == 0 and "5" in text, "retry tells how many deliveries it woke", text)
code, text = spool.run()
missing, more, count = compare(spool, "partner", HOME + "/down")
check(code == 0 and count == 5 and not missing and not more, "and then they arrive", (code, text, missing, more))

# --- a person's say
spool = trusted(Spool("say", courier(folder=HOME + "/say"), NOTICES, quotas=3))
spool.command("hold", "partner")
code, text = spool.run()
check(code == 75 and spool.states("partner") == {"waiting": 5} and "held" in spool.status()["outbox"][0]["last_error"],
      "a held courier carries nothing and says so", (text, spool.status()["outbox"][:1]))
name = spool.rows("SELECT name FROM artefact WHERE name LIKE '%.pdf' ORDER BY id LIMIT 1")[0][0]
code, text = spool.command("cancel", name)
check(code == 0 and spool.states("partner") == {"waiting": 4, "cancelled": 1}, "one file is given up by its name", text)
code, text = spool.command("release", "partner")
code, text = spool.run()
check(code == 0 and spool.states("partner") == {"sent": 4, "cancelled": 1} and spool.staged() == [],
      "released, the rest arrives and the batch is over", (code, text, spool.states("partner")))
check(len(os.listdir(HOME + "/say")) == 4, "and only the rest", os.listdir(HOME + "/say"))
code, text = spool.command("retry", "nobody")
check(code == 65 and "riscontro status" in text, "a name that nothing bears is told", text)

# --- hours and limits
spool = trusted(Spool("quiet", courier(folder=HOME + "/quiet", quiet="22:00-07:00"), NOTICES, quotas=2))
code, text = spool.run(env={"RISCONTRO_NOW": "2026-11-23T22:30:00Z"})
check(code == 75 and spool.states("partner") == {"waiting": 4}, "in quiet hours nothing is sent", text)
code, text = spool.run(env={"RISCONTRO_NOW": "2026-11-24T06:30:00Z"})
check(code == 0 and spool.states("partner") == {"sent": 4}, "after them it is", text)
spool = trusted(Spool("day", courier(folder=HOME + "/day", per_day="3"), NOTICES, quotas=2))
code, text = spool.run(env={"RISCONTRO_NOW": "2026-11-23T10:00:00Z"})
check(code == 75 and spool.states("partner") == {"waiting": 1, "sent": 3}, "no more a day than the partner allows", text)
code, text = spool.run(env={"RISCONTRO_NOW": "2026-11-24T10:00:00Z"})
check(code == 0 and spool.states("partner") == {"sent": 4}, "the rest the day after", text)
spool = trusted(Spool("cutoff", courier(folder=HOME + "/cutoff", cutoff="15:30"), NOTICES, quotas=2))
code, text = spool.run(env={"RISCONTRO_NOW": "2026-11-27T15:00:00Z"})
code2, text = spool.run(env={"RISCONTRO_NOW": "2026-11-29T10:00:00Z"})
check((code, code2) == (75, 75), "after the cut-off of a Friday and on a Sunday files wait", text)
code, text = spool.run(env={"RISCONTRO_NOW": "2026-11-30T10:00:00Z"})
check(code == 0, "until Monday", text)
spool = Spool("wrong", courier(quiet="night"), NOTICES, quotas=2)
spool.run()
check("quiet must be" in spool.status()["couriers"][0]["last_error"], "a wrong setting is told", spool.status()["couriers"])

# --- a dead partner beside a living one
hole = socket.socket()
hole.bind(("127.0.0.1", 0))
hole.listen(5)  # takes connections and never says a word
spool = trusted(Spool("two", courier(folder=HOME + "/two") + ", " + courier("dead", port=hole.getsockname()[1], wait=600),
              '{ kind = "notices"; couriers = [ "dead", "partner" ]; }', quotas=3))
child = subprocess.Popen([RISCONTRO, "--config", spool.conf, "--quiet", "run"], stderr=subprocess.DEVNULL)
while child.poll() is None and not (spool.is_locked() and spool.states("partner") == {"sent": 5}):
    time.sleep(0.05)
check(child.poll() is None, "while a partner never answers the others' files leave", spool.states("partner"))
hole.close()
child.wait(60)
check(spool.states("partner") == {"sent": 5} and spool.states("dead") == {"waiting": 5},
      "and its own files wait", (spool.states("partner"), spool.states("dead")))

finish()
