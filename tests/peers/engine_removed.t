#!/usr/bin/python3
"""A courier taken out of the configuration while files wait for it: status, the log and the end of a run say so, a person's words
reach its deliveries, and put back it carries them."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_sftp_peers import *

OUT = '{ kind = "notices"; couriers = [ %s ]; }'
server = sshd()


def taken_out(name, **more):
    """A spool with six deliveries that wait for a courier that is not there any more; its configuration before."""
    spool = trusted(Spool(name, courier(folder=HOME + "/" + name, **more), OUT % '"partner"', quotas=4))
    spool.command("hold", "partner")
    spool.run()
    before = open(spool.conf).read()
    after = before.replace('couriers = [ "partner" ]', 'couriers = [ "folder" ]')
    start = after.index("\ncouriers = (")
    write(spool.conf, after[:start] + "\n", 0o644)
    return spool, before


spool, before = taken_out("back")
code, text = spool.run()
check(code == 75 and "courier partner is not configured any more: 6 deliveries wait" in text, "a run warns and does not end as if all had left", (code, text))
status = spool.status()
check([(c["courier"], c["state"], c["code"]) for c in status["couriers"]] == [("partner", "removed", "COURIER_REMOVED")],
      "status has the courier once, as removed", status["couriers"])
check(len(status["outbox"]) == 6 and all(o["code"] == "COURIER_REMOVED" and o["next_at"] is None and "put the courier back" in o["last_error"]
                                         for o in status["outbox"]), "and each of its files with the next step", status["outbox"][:1])
text = spool.command("--language", "it", "status")[1]
check("partner: tolto dalla configurazione: " in text and "rimettere il corriere" in text and "invii: 6" in text, "in Italian too", text)
code, text = spool.command("release", "partner")
check(code == 0 and "courier partner" in text and "put the courier back" in text, "release takes its name and says that it is not enough", (code, text))
code, text = spool.command("retry", "partner")
check(code == 0 and "6" in text and "COURIER_REMOVED" in text, "retry too", (code, text))
code, text = spool.run()
check(code == 75 and spool.states("partner") == {"waiting": 6}, "nothing is lost meanwhile", (code, text))
write(spool.conf, before, 0o644)
code, text = spool.run()
missing, more, count = compare(spool, "partner", HOME + "/back")
check(code == 0 and count == 6 and not missing and not more, "put back into the configuration it carries them", (code, text, missing, more))
check(spool.status()["couriers"] == [] and spool.status()["outbox"] == [] and spool.staged() == [], "and nothing waits")

spool, before = taken_out("gone")
name = spool.rows("SELECT name FROM artefact ORDER BY id LIMIT 1")[0][0]
code, text = spool.command("cancel", name)
check(code == 0 and spool.states("partner") == {"waiting": 5, "cancelled": 1}, "one of its files is given up by name", text)
spool.rows("UPDATE outbox SET state = 'following' WHERE id = (SELECT MAX(id) FROM outbox)")
spool.rows("UPDATE outbox SET state = 'held' WHERE id = (SELECT MIN(id) + 1 FROM outbox)")
code, text = spool.command("--json", "cancel", "partner")
told = json.loads(text)
check(code == 0 and told["deliveries"] == 5 and told["courier"] is True and told["configured"] is False and spool.states("partner") == {"cancelled": 6},
      "all that waits is given up by the courier's name, also what its partner had accepted", (code, text, spool.states("partner")))
code, text = spool.run()
check(code == 0 and "not configured" not in text and spool.status()["couriers"] == [] and spool.status()["outbox"] == [] and spool.staged() == [],
      "then nothing waits, and nothing is told", (code, text, spool.status()["couriers"]))
check(spool.rows("SELECT COUNT(*) FROM event WHERE kind = 'outbox.cancel'") == [(2,)] and spool.command("verify")[0] == 0, "the chain has both words")
code, text = spool.command("cancel", "partner")
check(code == 65 and "no delivery waits" in text, "a second time there is nothing to give up", (code, text))
finish()
