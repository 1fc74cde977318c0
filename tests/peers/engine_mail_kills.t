#!/usr/bin/python3
"""The engine and a real SMTP server, killed at random instants: no message is lost; one sent twice has the same
Message-ID."""
import collections
import email
import os
import random
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_mail_peers import *

COUNT = int(os.environ.get("ENGINE_MAILS", "100"))
KILLS = int(os.environ.get("ENGINE_KILLS", "5"))
random.seed(20261124)
server = serve()
spool = Spool("killed", COURIER, OUTLET, quotas=COUNT)
spool.run_and_kill(random.uniform(0.01, 0.15))  # wherever it is: it may still be writing them
cut = 0
count = COUNT
for i in range(KILLS):
    if spool.states("posta").get("waiting", 0) < COUNT // 2:  # a run must not end before its kill
        count += COUNT // 2
        spool.drop(count, "again%d.csv" % i)
    spool.hurry()
    goal = len(handler.got) + random.randint(1, max(COUNT // (2 * KILLS), 1))
    cut += spool.run_and_kill(lambda: len(handler.got) >= goal) is None
    if i == KILLS // 2:
        server.stop()
        spool.run()
        server = serve()
for _ in range(3):
    spool.hurry()
    code, text = spool.run(timeout=800)
    if code == 0:
        break
ids = collections.defaultdict(set)
for to, content in handler.got:
    ids[to[0]].add(email.message_from_bytes(content)["Message-ID"])
check(code == 0 and len(ids) == count and spool.states("posta") == {"sent": count}, "%d messages, %d kills (%d cut a run): none is lost" % (count, KILLS, cut),
      (code, text, len(ids), spool.states("posta")))
check(all(len(v) == 1 for v in ids.values()) and len(set.union(*ids.values())) == count,
      "what came twice (%d) bears the same Message-ID" % (len(handler.got) - count))
check(cut == KILLS, "the kills came while messages left", cut)
check(spool.staged() == [], "nothing stays in staging")
server.stop()
finish()
