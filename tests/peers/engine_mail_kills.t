#!/usr/bin/python3
"""The engine and a real SMTP server, killed at random instants: no message is lost; one sent twice has the same
Message-ID."""
import collections
import email
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_mail_peers import *

COUNT = int(os.environ.get("ENGINE_MAILS", "100"))
KILLS = int(os.environ.get("ENGINE_KILLS", "5"))
random.seed(20261124)
server = serve()
spool = Spool("killed", COURIER, OUTLET, quotas=COUNT)
calm = Spool("calm", COURIER, OUTLET, quotas=COUNT)
began = time.time()
calm.run(timeout=800)
whole = time.time() - began
handler.got.clear()
cut = 0
for i in range(KILLS):
    spool.hurry()
    limit = whole * 2 / KILLS if spool.states("posta") else whole  # short once they are written: while they leave
    cut += spool.run_and_kill(random.uniform(0.3, max(limit, 1))) is None
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
check(code == 0 and len(ids) == COUNT and spool.states("posta") == {"sent": COUNT}, "%d messages, %d kills (%d cut a run): none is lost" % (COUNT, KILLS, cut),
      (code, text, len(ids), spool.states("posta")))
check(all(len(v) == 1 for v in ids.values()) and len(set.union(*ids.values())) == COUNT,
      "what came twice (%d) bears the same Message-ID" % (len(handler.got) - COUNT))
check(cut > 0, "the kills came while it worked", cut)
check(spool.staged() == [], "nothing stays in staging")
server.stop()
finish()
