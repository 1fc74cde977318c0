#!/usr/bin/python3
"""The engine fetches flows of the FdR API and receipts of GPD over TLS: every flow whole and once, with all its pages."""
import os
import random
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_fetching import *
from fdr_service import *

if shutil.which("openssl") is None:
    skip_all("openssl is not installed")
KILLS = int(os.environ.get("ENGINE_KILLS", "5"))
random.seed(20261126)
ca, cert, key = certificates()
service = Service(cert, key)
write("chiave", "chiave\n")
NOW = {"RISCONTRO_NOW": "2026-11-23T10:00:00Z"}


def fetcher(kind="fdr", name="nodo", **more):
    settings = dict(name=name, kind=kind, base="https://localhost:%d/%s" % (service.port, "fdr" if kind == "fdr" else "rt"),
                    key="file:" + path("chiave"), ca_file=ca)
    settings.update(more)
    return "{ %s timeout = 10; connect_timeout = 10; }" % " ".join('%s = "%s";' % kv for kv in settings.items())


def name(number):
    return "2026-11-19BANPITMM-%010d" % number


# --- flows with pages
for i, count in enumerate((5, 1, 2)):
    service.flows[(name(i), 1, "BANPITMM")] = payments(i, count)
spool = fetching("flows", fetcher())
code, text = spool.run(env=NOW)
rows = spool.rows("SELECT flow_id, revision, payments, cents, anomalies FROM flow ORDER BY flow_id")
check(code == 0 and rows == [(name(0), 1, 5, 6250, 0), (name(1), 1, 1, 1050, 0), (name(2), 1, 2, 2200, 0)],
      "every flow comes with all its pages, as one", (code, text, rows))
check(len([r for r in service.requests if name(0) + "/revisions/1/psps/BANPITMM/payments" in r]) == 3, "page after page", service.requests)
check(not [f for f in service.requests if "publishedGt=2026-10-25T10%3A00%3A00Z" not in f and "fdrs?" in f],
      "the list is asked for the days that the service keeps", service.requests[:1])
service.requests.clear()
look_again(spool)
code, text = spool.run(env=NOW)
check(code == 0 and len(service.requests) == 1 and "files worked 0" in text, "at the next look only the list is asked for", service.requests)
service.flows[(name(0), 2, "BANPITMM")] = payments(0, 4)
del service.flows[(name(0), 1, "BANPITMM")]
look_again(spool)
code, text = spool.run(env=NOW)
check(spool.rows("SELECT revision, payments FROM flow WHERE current = 1 AND flow_id = ?", name(0)) == [(2, 4)],
      "a new revision is a new flow", (text, spool.rows("SELECT flow_id, revision, current FROM flow")))
code, text = spool.command("show", name(0))
check("BANPITMM/payments" not in text and name(0) in text, "and show knows it", text)
service.list_page = 1
service.flows[(name(7), 1, "BANPITMM")] = payments(7, 3)
look_again(spool)
code, text = spool.run(env=NOW)
check(code == 0 and spool.rows("SELECT payments FROM flow WHERE flow_id = ?", name(7)) == [(3,)], "the list comes in pages too", text)
service.stuck = True
look_again(spool)
service.requests.clear()
code, text = spool.run(env=NOW)
check(code == 75 and spool.status()["couriers"][0]["code"] == "NODE_ANSWER" and len(service.requests) == 2,
      "a service that gives the first page whichever is asked for is not asked on", (code, len(service.requests), spool.status()["couriers"]))
service.stuck = False
service.flows[(name(8), 1, "BANPITMM")] = payments(8, 60)
spool = fetching("large", fetcher())
conf = open(spool.conf).read()
write(spool.conf, conf.replace("# most_file = 536870912;", "most_file = 5000;"), 0o644)
code, text = spool.run(env=NOW)
state = spool.status()["fetchers"]
check([r for r in spool.rows("SELECT flow_id FROM flow") if r == (name(8),)] == [] and len(spool.rows("SELECT 1 FROM flow")) > 1
      and state[0]["code"] == "FETCH_TOO_LARGE" and name(8) in state[0]["last_error"], "a flow without end is told, the others are taken", (text, state))

# --- troubles of the service
service.flows = {(name(20), 1, "BANPITMM"): payments(20, 3), (name(21), 1, "BANPITMM"): payments(21, 3)}
service.list_page = 1000
service.plan = [(name(20) + ".*payments.page=2", 500)]
spool = fetching("troubles", fetcher())
code, text = spool.run(env=NOW)
state = spool.status()["fetchers"]
check(spool.rows("SELECT flow_id FROM flow") == [(name(21),)] and state[0]["code"] == "NODE_ERROR",
      "a page that fails keeps its flow waiting, not the others", (text, state))
check(inbound(spool, "fdr") == [], "and no half flow is dropped", inbound(spool, "fdr"))
look_again(spool)
code, text = spool.run(env=NOW)
check(code == 0 and len(spool.rows("SELECT 1 FROM flow")) == 2 and spool.status()["fetchers"][0]["code"] == "", "the next look brings it", text)
for what, codes, state in ((401, "COURIER_AUTH", "held"), (500, "NODE_ERROR", "open"), (503, "NODE_BUSY", "open"),
                           (404, "NODE_NOT_FOUND", "open"), ("drop", "COURIER_LOST", "open")):
    spool.command("retry", "nodo")
    service.plan = [("fdrs.publ", what)] * 2
    code, text = spool.run(env=NOW)
    service.plan = []
    couriers = spool.status()["couriers"]
    check(code == 75 and couriers and (couriers[0]["code"], couriers[0]["state"]) == (codes, state),
          "a list answered with %s: %s" % (what, codes), (code, text, couriers))
write("chiave", "altra\n")
spool.command("retry", "nodo")
code, text = spool.run(env=NOW)
check(spool.status()["couriers"][0]["code"] == "COURIER_AUTH" and "altra" not in text, "a wrong key holds the fetcher and is not shown", text)
write("chiave", "chiave\n")
spool = fetching("stranger", fetcher().replace('ca_file = "%s";' % ca, ""))
code, text = spool.run(env=NOW)
check(spool.status()["couriers"][0]["code"] == "COURIER_CERTIFICATE", "a certificate of nobody's is refused", spool.status()["couriers"])

# --- killed after some requests
COUNT = int(os.environ.get("ENGINE_FLOWS", "25"))
service.flows = {(name(100 + i), 1, "BANPITMM"): payments(100 + i, 5) for i in range(COUNT)}
service.requests.clear()
spool = fetching("kill", fetcher())
cut = 0
for i in range(KILLS):
    goal = len(service.requests) + random.randint(1, max(3 * COUNT // KILLS, 1))
    cut += spool.run_and_kill(lambda: len(service.requests) >= goal, env=NOW) is None
    if os.path.exists(spool.top + "/spool/.ledger/ledger.db"):
        look_again(spool)
for _ in range(3):
    look_again(spool)
    code, text = spool.run(env=NOW)
rows = spool.rows("SELECT flow_id, COUNT(*), SUM(payments) FROM flow GROUP BY flow_id")
check(code == 0 and len(rows) == COUNT and all(r[1:] == (1, 5) for r in rows) and spool.rows("SELECT COUNT(*) FROM payment") == [(5 * COUNT,)],
      "killed %d times while it asked: every flow once, every payment once" % cut, (code, text, len(rows)))
check(cut > 0, "the kills came while it asked", cut)
check(spool.command("verify")[0] == 0 and inbound(spool, "fdr") == [], "the spool is clean and the chain holds")

# --- receipts
RT = open(os.path.join(TOP, "samples/ricevute/paSendRTV2.xml"), encoding="utf-8").read().replace("80000000001", ORGANIZATION)
for i in range(3):
    iuv = "010000000000045%02d" % i
    service.receipts[iuv] = ("2026-11-2%dT10:00:00" % i, RT.replace("01000000000004512", iuv).replace("0f1e2d3c", "%08x" % i))
spool = fetching("receipts", fetcher("receipts"))
code, text = spool.run(env=NOW)
rows = spool.rows("SELECT iuv FROM receipt ORDER BY iuv")
check(code == 0 and [r[0] for r in rows] == sorted(service.receipts), "receipts are listed and fetched", (code, text, rows))
service.requests.clear()
look_again(spool)
code, text = spool.run(env=NOW)
check(code == 0 and len(service.requests) == 2 and "files worked 0" in text, "and each only once", service.requests)
if service.documents["fdr"] is None:
    skip("every request is as pagoPA's documents have it", "the documents are not at hand")
else:
    check(not service.faults, "every request is as pagoPA's documents have it", service.faults[:5])
service.stop()
finish()
