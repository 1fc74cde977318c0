#!/usr/bin/python3
"""The engine and OpenSSH's server: killed at random instants, every file arrives whole and once."""
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_sftp_peers import *

FILES = int(os.environ.get("ENGINE_FILES", "300"))
KILLS = int(os.environ.get("ENGINE_KILLS", "6"))
random.seed(20261123)
server = sshd()
calm = trusted(Spool("calm", courier(folder=HOME + "/calm"), NOTICES, quotas=FILES))
began = time.time()
code, text = calm.run(timeout=800)
whole = time.time() - began
missing, more, count = compare(calm, "partner", HOME + "/calm")
check(count == FILES + 2 and not missing and not more, "a calm run of %d files in %.1f s" % (count, whole), (code, text[-400:], len(missing), missing[:5], more[:5], calm.states("partner")))
shutil.rmtree(calm.top)
shutil.rmtree(HOME + "/calm")

spool = trusted(Spool("killed", courier(folder=HOME + "/killed"), NOTICES, quotas=FILES))
kills = cut = 0
while kills < KILLS:
    spool.hurry()
    limit = whole * 1.5 / KILLS if spool.states("partner") else whole  # short once the files are written: while they leave
    ended = spool.run_and_kill(random.uniform(0.05, max(limit, 1)))
    cut += ended is None
    if ended == 0 and "waiting" not in spool.states("partner"):
        spool.drop(FILES + 20 * (kills + 1), "again%d.csv" % kills)
    kills += 1
    if kills % 3 == 0:  # the server dies too
        os.killpg(server.pid, 9)
        server.wait()
        server = sshd()
for _ in range(3):
    spool.hurry()
    code, text = spool.run(timeout=800)
    if code == 0:
        break
missing, more, count = compare(spool, "partner", HOME + "/killed")
check(code == 0 and count >= FILES + 2 and not missing,
      "killed at %d random instants (%d cut a run): each of %d files whole under its name" % (KILLS, cut, count), (code, text, missing[:5]))
check(cut > 0, "the kills came while it worked", cut)
check(not more, "and none under a temporary one, none twice", more[:5])
check(spool.staged() == [] and spool.command("verify", timeout=800)[0] == 0, "the spool is clean and the chain holds")
doubled = spool.rows("SELECT subject, detail, COUNT(*) FROM event WHERE kind = 'delivery.sent' GROUP BY 1, 2 HAVING COUNT(*) > 1")
check(not doubled, "no delivery is told twice", doubled[:3])
finish()
