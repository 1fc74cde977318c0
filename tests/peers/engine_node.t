#!/usr/bin/python3
"""The engine, the Node over HTTPS and App IO against the stateful stand-in: uploads are followed to the end, what was
refused is told position by position."""
import glob
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_services import *


def run_until(spool, done, turns=8):
    for _ in range(turns):
        spool.rows("UPDATE outbox SET next_at = 0 WHERE state IN ('waiting', 'following')")
        spool.rows("UPDATE courier SET next_at = 0")
        code, text = spool.run()
        if done():
            break
    return code, text


NODE = '{ kind = "node"; couriers = [ "folder", "nodo" ]; }'
spool = Spool("node", service("nodo", "https", "gpd-up", 10), NODE, quotas=5)
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
again = Spool("again", service("nodo", "https", "gpd-up", 10), '{ kind = "node"; couriers = [ "nodo" ]; }', quotas=6)
code, text = run_until(again, lambda: again.states("nodo") == {"sent": 1})
report = glob.glob(again.top + "/spool/*/out/nodo/*esclusi.csv")
results = dict(again.rows("SELECT outcome, COUNT(*) FROM node_result GROUP BY outcome"))
check(results.get("exists", 0) > 0 and len(report) == 1, "what it did not take is a report", (results, report, text))
lines = open(report[0], encoding="utf-8").read().splitlines() if report else []
check(len(lines) == 1 + results.get("exists", 0) and "NODE_POSITION_LEFT_OUT" in lines[-1] and "409" in lines[-1],
      "with a row a position, what was said and what to do", lines[-1:])

# --- lost answers and busy services
state.plan[:] = ["drop"]
lost = Spool("lost", service("nodo", "https", "gpd-up", 10), NODE, quotas=0)
lost.drop(7)
uploads = len(state.files)
code, text = lost.run()
check(code == 75 and lost.states("nodo") == {"waiting": 1}, "an answer that got lost leaves the upload waiting", (text, lost.states("nodo")))
code, text = run_until(lost, lambda: lost.states("nodo") == {"sent": 1})
check(lost.states("nodo") == {"sent": 1} and len(state.files) == uploads + 1, "it is found there, not sent twice",
      (lost.states("nodo"), len(state.files) - uploads))
state.plan[:] = [429]
busy = Spool("busy", service("nodo", "https", "gpd-up", 10), NODE, quotas=3)
busy.run()
outbox = [o for o in busy.status()["outbox"] if o["courier"] == "nodo"]
check(outbox and outbox[0]["code"] == "NODE_BUSY" and outbox[0]["next_at"], "a busy service is asked later", outbox)
write("key", "sbagliata\n")
busy.rows("UPDATE outbox SET next_at = 0")
busy.run()
held = busy.status()["couriers"]
check(held and held[0]["code"] == "COURIER_AUTH" and held[0]["state"] == "held", "a wrong key holds the courier", held)
write("key", "chiave-di-prova\n")

# --- corrections of few positions, one by one
def quotas_changed(rows, change):
    """The first rows of the quotas dropped first, each put through a function of its cells by name."""
    made = subprocess.run([os.environ.get("PYTHON", "/usr/bin/python3"), os.path.join(TOP, "tests/bench/generate_quotas.py"), "30"],
                          stdout=subprocess.PIPE, check=True).stdout.decode().split("\r\n")
    names = made[0].split(";") + ["operazione"]
    out = [";".join(names)]
    for number, line in list(enumerate(made[1:]))[rows]:
        cells = dict(zip(names, line.split(";") + [""]))
        change(cells)
        out.append(";".join(cells[n] for n in names))
    return "\r\n".join(out) + "\r\n"


def drop_text(spool, name, text):
    full = os.path.join(spool.top, "spool", CREDITOR, "in/quote", name)
    open(full, "w", newline="", encoding="utf-8").write(text)
    os.utime(full, (time.time() - 60, time.time() - 60))


def singles():
    """The single requests since the last time, as (method, what stands behind debtpositions, status)."""
    made = [(m, p.split("debtpositions")[1].split("RIS-")[0], s) for m, p, s in state.requests if p.startswith("/gpd/")]
    del state.requests[:]
    return made


def fix(euro):
    return lambda cells: cells.update(importo=euro)


def outcomes(spool):
    """Of the last delivery with answers."""
    return spool.rows("SELECT outcome, COUNT(*) FROM node_result WHERE outbox = (SELECT MAX(outbox) FROM node_result) GROUP BY outcome")


state.positions.clear()
both = service("nodo", "https", "gpd-up", 10).replace("timeout", 'single_base = "https://localhost:%d/gpd"; single_most = 4; timeout' % port)
ones = Spool("ones", both, '{ kind = "node"; couriers = [ "nodo" ]; }', quotas=20)
all_sent = lambda: set(ones.states("nodo")) == {"sent"}
code, text = run_until(ones, all_sent)
check(all_sent() and singles() == [] and len(state.positions) == 20, "many positions go by a massive upload", (text, ones.states("nodo")))
drop_text(ones, "importi.csv", quotas_changed(slice(0, 2), fix("77,00")))
code, text = ones.run()
amounts = sorted(o["amount"] for p in state.positions.values() for o in p["paymentOption"])
made = singles()
check(code == 0 and all_sent() and made == [("PUT", "/", 200)] * 2 and amounts.count(7700) == 2 and outcomes(ones) == [("done", 2)],
      "two changed amounts go by two single requests, and are done", (code, text, made, amounts, outcomes(ones)))
drop_text(ones, "annulli.csv", quotas_changed(slice(0, 2), lambda cells: cells.update(importo="77,00", operazione="A")))
state.single_plan[:] = ["drop"]
code, text = ones.run()
made = singles()
check(code == 75 and made == [("DELETE", "/", 0)] and ones.states("nodo").get("waiting") == 1,
      "a lost answer leaves a cancellation waiting", (code, text, made, ones.states("nodo")))
code, text = run_until(ones, all_sent)
made = singles()
check(code == 0 and made == [("DELETE", "/", 404), ("DELETE", "/", 200)] and len(state.positions) == 18 and outcomes(ones) == [("done", 2)],
      "what is not there any more was cancelled by the request whose answer got lost", (code, text, made, outcomes(ones)))
drop_text(ones, "altri.csv", quotas_changed(slice(20, 23), lambda cells: None))
state.single_plan[:] = [None, 503]
code, text = ones.run()
made = singles()
code, text = run_until(ones, all_sent)
more = singles()
check(made == [("POST", "?toPublish=true", 201), ("POST", "?toPublish=true", 503)] and more == [("POST", "?toPublish=true", 201)] * 2
      and outcomes(ones) == [("done", 3)], "after trouble it goes on where it stood", (made, more, text, outcomes(ones)))
drop_text(ones, "rifiuti.csv", quotas_changed(slice(2, 5), fix("88,00")))
refuse = lambda handler: handler.problem(400, "Bad Request", "paymentOption[0].dueDate must be in the future")
state.single_plan[:] = [refuse, 404]
code, text = run_until(ones, all_sent)
made = singles()
report = glob.glob(ones.top + "/spool/*/out/nodo/*esclusi.csv")
lines = open(report[0], encoding="utf-8").read().splitlines() if report else []
check([s for _, _, s in made] == [400, 404, 200] and dict(outcomes(ones)) == {"done": 1, "refused": 1, "not_found": 1},
      "a position refused does not stop the others", (text, made, outcomes(ones)))
check(len(lines) == 3 and "400 Bad Request: paymentOption[0].dueDate must be in the future" in lines[1],
      "and is told in a report with the service's words and the field", lines)
drop_text(ones, "invalida.csv", quotas_changed(slice(5, 6), lambda cells: cells.update(operazione="A")))
conf = open(ones.conf).read()
open(ones.conf, "w").write(conf.replace("single_most = 4;", 'single_most = 4; single_cancel = "invalidate";'))
code, text = ones.run()
made = singles()
check(made and made[0][0] == "POST" and made[0][2] == 200 and outcomes(ones) == [("done", 1)]
      and [p.get("status") for p in state.positions.values()].count("INVALID") == 1, "a cancellation may invalidate instead", (text, made))

# --- App IO
io = Spool("io", service("io", "appio", "io", 10), '{ kind = "appio"; couriers = [ "io" ]; }', quotas=4)
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
english = Spool("english", service("io", "appio", "io", 10), '{ kind = "appio"; couriers = [ "io" ]; language = "en"; }', quotas=4)
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
