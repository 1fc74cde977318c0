#!/usr/bin/python3
"""The engine and OpenSSH's server: killed while files arrive and wherever else it is, every file arrives whole and
once."""
import os
import random
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_sftp_peers import *

FILES = int(os.environ.get("ENGINE_FILES", "300"))
KILLS = int(os.environ.get("ENGINE_KILLS", "6"))
random.seed(20261123)
server = sshd()
calm = trusted(Spool("calm", courier(folder=HOME + "/calm"), NOTICES, quotas=FILES))
code, text = calm.run(timeout=800)
missing, more, count = compare(calm, "partner", HOME + "/calm")
check(count == FILES + 2 and not missing and not more, "a calm run of %d files" % count, (code, text[-400:], len(missing), missing[:5], more[:5], calm.states("partner")))
shutil.rmtree(calm.top)
shutil.rmtree(HOME + "/calm")

line = Slow(PORT, 0.0005)
spool = trusted(Spool("killed", courier(folder=HOME + "/killed", port=line.port), NOTICES, quotas=FILES), line.port)
spool.run_and_kill(random.uniform(0.01, 0.3))  # wherever it is: it may still be reading or writing them


def arrived():
    return len([n for n in os.listdir(HOME + "/killed") if not n.endswith(".part")]) if os.path.exists(HOME + "/killed") else 0


cut = again = 0
for kills in range(1, KILLS + 1):
    if spool.states("partner").get("waiting", 0) < FILES // 2:  # a run must not end before its kill
        again += FILES // 2
        spool.drop(FILES + again, "again%d.csv" % kills)
    spool.hurry()
    goal = arrived() + random.randint(1, max(FILES // (3 * KILLS), 1))
    cut += spool.run_and_kill(lambda: arrived() >= goal) is None
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
      "killed %d times (%d while files arrived): each of %d files whole under its name" % (KILLS, cut, count), (code, text, missing[:5]))
check(cut == KILLS, "the kills came while files arrived", cut)
check(not more, "and none under a temporary one, none twice", more[:5])
check(spool.staged() == [] and spool.command("verify", timeout=800)[0] == 0, "the spool is clean and the chain holds")
doubled = spool.rows("SELECT subject, detail, COUNT(*) FROM event WHERE kind = 'delivery.sent' GROUP BY 1, 2 HAVING COUNT(*) > 1")
check(not doubled, "no delivery is told twice", doubled[:3])
finish()
