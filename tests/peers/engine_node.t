#!/usr/bin/python3
"""The engine, the Node over HTTPS and App IO against the stateful stand-in: uploads are followed to the end, what was
refused is told position by position."""
import glob
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_peers import *
import node_mock

need("openssl")
ca, cert, key = certificates()
port, state = node_mock.serve(cert, key)
write("key", "chiave-di-prova\n")
for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
    del os.environ[name]


def courier(kind, service, name):
    return """{ name = "%s"; kind = "%s"; base = "https://localhost:%d/%s"; key = "file:%s"; broker = "15376371009";
 organization = "80000000028"; ca_file = "%s"; timeout = 10; }""" % (name, kind, port, service, path("key"), ca)


def run_until(spool, done, turns=8):
    for _ in range(turns):
        spool.rows("UPDATE outbox SET next_at = 0 WHERE state IN ('waiting', 'following')")
        spool.rows("UPDATE courier SET next_at = 0")
        code, text = spool.run()
        if done():
            break
    return code, text


NODE = '{ kind = "node"; couriers = [ "folder", "nodo" ]; }'
spool = Spool("node", courier("https", "gpd-up", "nodo"), NODE, quotas=5)
code, text = spool.run()
check(code == 75 and spool.states("nodo") == {"following": 1} and len(state.positions) == 5,
      "an upload is accepted and followed", (code, text, spool.states("nodo"), state.requests))
check("works on it" in spool.command("status")[1], "status says that the Node works on it", spool.command("status")[1])
code, text = run_until(spool, lambda: spool.states("nodo") == {"sent": 1})
results = spool.rows("SELECT outcome, COUNT(*) FROM node_result GROUP BY outcome")
check(code == 0 and results == [("done", 5)], "its report is booked per position", (code, text, results, state.requests[-3:]))
check(len(glob.glob(spool.top + "/spool/*/out/nodo/*")) == 2 and spool.staged() == [],
      "the folder has zip and manifest, which no service wants", os.listdir(spool.top + "/spool/%s/out/nodo" % CREDITOR))

# --- positions that the Node knows already
again = Spool("again", courier("https", "gpd-up", "nodo"), '{ kind = "node"; couriers = [ "nodo" ]; }', quotas=6)
code, text = run_until(again, lambda: again.states("nodo") == {"sent": 1})
report = glob.glob(again.top + "/spool/*/out/nodo/*esclusi.csv")
results = dict(again.rows("SELECT outcome, COUNT(*) FROM node_result GROUP BY outcome"))
check(results.get("exists", 0) > 0 and len(report) == 1, "what it did not take is a report", (results, report, text))
lines = open(report[0], encoding="utf-8").read().splitlines() if report else []
check(len(lines) == 1 + results.get("exists", 0) and "NODE_POSITION_REFUSED" in lines[-1] and "409" in lines[-1],
      "with a row a position, what was said and what to do", lines[-1:])

# --- lost answers and busy services
state.plan[:] = ["drop"]
lost = Spool("lost", courier("https", "gpd-up", "nodo"), NODE, quotas=0)
lost.drop(7)
uploads = len(state.files)
code, text = lost.run()
check(code == 75 and lost.states("nodo") == {"waiting": 1}, "an answer that got lost leaves the upload waiting", (text, lost.states("nodo")))
code, text = run_until(lost, lambda: lost.states("nodo") == {"sent": 1})
check(lost.states("nodo") == {"sent": 1} and len(state.files) == uploads + 1, "it is found there, not sent twice",
      (lost.states("nodo"), len(state.files) - uploads))
state.plan[:] = [429]
busy = Spool("busy", courier("https", "gpd-up", "nodo"), NODE, quotas=3)
busy.run()
outbox = [o for o in busy.status()["outbox"] if o["courier"] == "nodo"]
check(outbox and outbox[0]["code"] == "NODE_BUSY" and outbox[0]["next_at"], "a busy service is asked later", outbox)
write("key", "sbagliata\n")
busy.rows("UPDATE outbox SET next_at = 0")
busy.run()
held = busy.status()["couriers"]
check(held and held[0]["code"] == "COURIER_AUTH" and held[0]["state"] == "held", "a wrong key holds the courier", held)
write("key", "chiave-di-prova\n")

# --- App IO
io = Spool("io", courier("appio", "io", "io"), '{ kind = "appio"; couriers = [ "io" ]; }', quotas=4)
code, text = io.run()
check(code == 0 and io.states("io") == {"sent": 4} and len(state.messages) == 4, "each person gets a message", (text, io.states("io")))
message = state.messages[0][1] if state.messages else {"content": {"payment_data": {}}}
check(message["content"]["payment_data"].get("payee") == {"fiscal_code": "80000000028"} and "fiscal_code" not in message,
      "with what is needed to pay", message)
references = io.rows("SELECT reference FROM outbox WHERE courier = 'io' ORDER BY id")
check(references[:1] == [("01MSG00001",)], "and its id is kept", references)
content = message["content"]
check(content["subject"].startswith("Avviso di pagamento: ") and "- Scadenza: " in content["markdown"], "in Italian unless told otherwise", content)
state.messages.clear()
english = Spool("english", courier("appio", "io", "io"), '{ kind = "appio"; couriers = [ "io" ]; language = "en"; }', quotas=4)
code, text = english.run()
content = state.messages[0][1]["content"] if state.messages else {"subject": "", "markdown": ""}
check(code == 0 and len(state.messages) == 4 and content["subject"].startswith("Payment notice: ") and 10 <= len(content["subject"]) <= 120
      and all(w in content["markdown"] for w in ("has issued a payment notice", "- Amount: 50,00 euro", "- Due date: ", "- Notice number: 3"))
      and not any(w in content["markdown"] for w in ("Scadenza", "Importo", "pagare", "emesso")),
      "in English when the outlet says so", (text, content))
check(content.get("payment_data") == message["content"]["payment_data"], "to be paid all the same", content)
wrong = english.command("config")[1]
check('language = "en";' in wrong, "config prints the language", wrong[-300:])
write(english.conf, open(english.conf).read().replace('language = "en"; }', 'language = "de"; }'), 0o644)
code, text = english.command("config")
check(code == 78 and "language" in text and "it" in text, "a language that is none is refused", (code, text))
check(state.wrong == [], "the stand-in's own answers are as the document says", state.wrong)
finish()
