#!/usr/bin/python3
"""Quiet hours, cut-off times and Italian bank days through the engine, with a stopped clock; and a staged file that vanished."""
import glob
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_sftp_peers import *

server = sshd()
# The courier's hours, then instants (UTC) and whether the files leave at them: the first that says so is the last.
TABLE = [
    ("a minute before the cut-off", dict(cutoff="15:30"), [("2026-11-23T14:29:00Z", True)]),
    ("in the minute of the cut-off", dict(cutoff="15:30"), [("2026-11-23T14:30:30Z", True)]),
    ("a minute after it", dict(cutoff="15:30"), [("2026-11-23T14:31:00Z", False), ("2026-11-23T22:59:00Z", False), ("2026-11-23T23:00:00Z", True)]),
    ("in summer time, before and after it", dict(cutoff="15:30"), [("2026-07-01T13:31:00Z", False), ("2026-07-02T13:29:00Z", True)]),
    ("on Friday after it", dict(cutoff="15:30"),
     [("2026-11-27T15:00:00Z", False), ("2026-11-28T10:00:00Z", False), ("2026-11-29T22:59:00Z", False), ("2026-11-29T23:00:00Z", True)]),
    ("over Easter", dict(cutoff="15:30"),
     [("2026-04-03T14:00:00Z", False), ("2026-04-04T10:00:00Z", False), ("2026-04-05T10:00:00Z", False), ("2026-04-06T10:00:00Z", False),
      ("2026-04-07T06:00:00Z", True)]),
    ("on 25 April, a Friday", dict(cutoff="15:30"),
     [("2025-04-24T14:00:00Z", False), ("2025-04-25T08:00:00Z", False), ("2025-04-26T08:00:00Z", False), ("2025-04-28T06:00:00Z", True)]),
    ("at Christmas", dict(cutoff="15:30"),
     [("2026-12-24T15:00:00Z", False), ("2026-12-25T09:00:00Z", False), ("2026-12-26T09:00:00Z", False), ("2026-12-28T09:00:00Z", True)]),
    ("quiet over midnight", dict(quiet="22:00-07:00"),
     [("2026-11-23T21:00:00Z", False), ("2026-11-23T23:30:00Z", False), ("2026-11-24T05:59:00Z", False), ("2026-11-24T06:00:00Z", True)]),
    ("a minute before they begin", dict(quiet="22:00-07:00"), [("2026-11-23T20:59:00Z", True)]),
    ("quiet at noon", dict(quiet="12:00-13:00"), [("2026-11-23T11:30:00Z", False), ("2026-11-23T12:00:00Z", True)]),
    ("quiet hours alone know no holidays", dict(quiet="22:00-07:00"), [("2026-04-06T10:00:00Z", True)]),
    ("both, Easter Monday's night", dict(quiet="22:00-07:00", cutoff="15:30"),
     [("2026-04-06T10:00:00Z", False), ("2026-04-06T22:30:00Z", False), ("2026-04-07T04:59:00Z", False), ("2026-04-07T05:00:00Z", True)]),
]
for number, (case, hours, instants) in enumerate(TABLE):
    folder = "%s/hours%d" % (HOME, number)
    spool = trusted(Spool("hours%d" % number, courier(folder=folder, **hours), '{ kind = "notices"; couriers = [ "partner" ]; }', quotas=1))
    seen = []
    for instant, leaves in instants:
        code, text = spool.run(env={"RISCONTRO_NOW": instant})
        there = len(glob.glob(folder + "/*"))
        seen.append((instant, leaves, code == 0 and there == 3 and spool.states("partner") == {"sent": 3},
                     code == 75 and there == 0 and spool.states("partner") == {"waiting": 3}, code, there))
    check(all(left if leaves else waited for _, leaves, left, waited, _, _ in seen), case, seen)

# --- a staged file vanishes between the writing and the delivery
for number, (case, couriers, where) in enumerate([
        ("the only copy", '"partner"', ""), ("the copy kept beside the folder's", '"folder", "partner"', "keep/")]):
    folder = "%s/lost%d" % (HOME, number)
    spool = trusted(Spool("lost%d" % number, courier(folder=folder), '{ kind = "notices"; couriers = [ %s ]; }' % couriers, quotas=4))
    spool.command("hold", "partner")
    spool.run()
    staging = glob.glob(spool.top + "/spool/.work/out.*")[0]
    name, wanted = spool.rows("SELECT name, sha256 FROM artefact WHERE name LIKE '%.pdf' ORDER BY id LIMIT 1")[0]
    cut, other = spool.rows("SELECT name, sha256 FROM artefact WHERE name LIKE '%.pdf' ORDER BY id LIMIT 1 OFFSET 1")[0]
    lost = os.path.join(staging, where + name)
    whole = digest(lost)
    os.unlink(lost)
    os.truncate(os.path.join(staging, where + cut), 100)
    spool.command("release", "partner")
    for _ in range(3):
        code, text = spool.run()
        if code == 0:
            break
        spool.hurry()
    missing, more, count = compare(spool, "partner", folder)
    check(whole == wanted and digest(folder + "/" + name) == wanted and digest(folder + "/" + cut) == other,
          "%s is written again from the ledger and arrives with the same bytes; so does one cut short" % case, (code, text, name))
    check(code == 0 and count == 6 and not missing and not more and spool.staged() == [], "with all the others, once each", (code, text, missing, more))

spool = trusted(Spool("changed", courier(folder=HOME + "/changed"), '{ kind = "appio"; couriers = [ "partner" ]; }', quotas=2))
spool.command("hold", "partner")
spool.run()
staging = glob.glob(spool.top + "/spool/.work/out.*")[0]
os.unlink(glob.glob(staging + "/IO_*.json")[0])
italian = open(spool.conf).read()
write(spool.conf, italian.replace('kind = "appio";', 'kind = "appio"; language = "en";'), 0o644)
spool.command("release", "partner")
for _ in range(3):
    spool.hurry()
    code, text = spool.run()
outbox = spool.status()["outbox"]
check(code == 75 and outbox and outbox[0]["code"] == "BATCH_OTHER_BYTES" and "other bytes" in outbox[0]["last_error"]
      and "riscontro cancel" in outbox[0]["last_error"],
      "a file that would be written with other bytes is not: status says so and what to do", (code, text, outbox))
italian_words = spool.command("--language", "it", "status")[1]
check("configurazione com'era" in italian_words and "configuration has changed" not in italian_words, "in the reader's language", italian_words)
check(not set(digest(n) for n in glob.glob(HOME + "/changed/*")) - set(r[0] for r in spool.rows("SELECT sha256 FROM artefact")),
      "nothing left with bytes that the ledger does not know", os.listdir(HOME))
write(spool.conf, italian, 0o644)
for _ in range(3):
    spool.hurry()
    code, text = spool.run()
missing, more, count = compare(spool, "partner", HOME + "/changed")
check(code == 0 and count and not missing and not more and spool.status()["outbox"] == [], "with the configuration put back it leaves", (code, text, missing, more))

spool = trusted(Spool("all", courier(folder=HOME + "/all"), '{ kind = "notices"; couriers = [ "partner" ]; }', quotas=4))
spool.command("hold", "partner")
spool.run()
shutil.rmtree(glob.glob(spool.top + "/spool/.work/out.*")[0])
spool.command("release", "partner")
for _ in range(3):
    spool.hurry()
    code, text = spool.run()
    if code == 0:
        break
missing, more, count = compare(spool, "partner", HOME + "/all")
check(code == 0 and count == 6 and not missing and not more, "the whole staging folder too", (code, text, missing, more))
finish()
