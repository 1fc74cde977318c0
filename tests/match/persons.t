#!/usr/bin/python3
# What persons decide: proposals confirmed and rejected, movements given to flows and payments by hand, set
# aside, and all of it taken back; who, when and why stand in the chain of events.
import sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import Results, World, credit, euros, flow, statement

F1, F2, F3 = ("2026-11-%dBPPIITRRXXX-000000000%d" % (18 + i, i) for i in (1, 2, 3))
results = Results()
check = results.check
w = World("persone", 'channels = ({ kind = "quotas"; }, { kind = "flows"; }, { kind = "statements"; posting = { automatic = true; }; });')
a, b, c = w.quotas(5000, 3000, 7000)
w.drop("fdr", "f1.xml", flow(F1, [(a, "ra", 5000, 9)]))
w.drop("fdr", "f2.xml", flow(F2, [(b, "rb", 3000, 9)]))
w.drop("estratti-conto", "e.csv", statement([
    ("20/11/2026", 5000, "BONIFICO /PUR/LGPE-RIVERSAMENTO/URI/2026-11-19BPPI"), ("20/11/2026", 3000, "POSTE ITALIANE"),
    ("20/11/2026", 7000, "ALTRO"), ("20/11/2026", 1234, "AFFITTO SALA"), ("20/11/2026", 900, "SENZA NULLA")]))
w.run("run")
numbers = {row[1]: row[0] for row in w.query("SELECT id, cents FROM movement")}


def standing(cents):
    return w.query("SELECT c.code FROM class c WHERE c.subject_kind = 'movement' AND c.subject = ? ",
                   numbers[cents])[0][0]


listed = w.json("match")
check("the list has the proposal beside its movement", [(m["movement"], m.get("proposed_flow")) for m in listed["open"]
      if m["class"] == "MOVEMENT_PROPOSAL"] == [(numbers[5000], F1)], listed)
text = w.run("balance")
check("balance tells the proposal too", "proposta: il flusso " + F1 in text, text)
w.run("match", str(numbers[900]), "--confirm", expect=64)
done = w.json("match", str(numbers[5000]), "--confirm", "--by", "Anna Bianchi", "--why", "visto l'estratto conto")
check("confirmed, it is matched and posts itself", done["class"] == "MOVEMENT_FLOW" and done["reversali"] == 1, done)
event = w.query("SELECT at, kind, detail FROM event WHERE kind = 'movement.decided'")
check("the event tells who, when and why", len(event) == 1 and event[0][0].startswith("2026-11-23") and F1 in event[0][2]
      and "Anna Bianchi: visto l'estratto conto" in event[0][2], event)
check("the link says that a person made it", w.query("SELECT rule FROM link WHERE movement = ? AND current = 1",
      numbers[5000]) == [("person",)])
check("the balance closes", w.balance()["closes"] and round(w.balance()["matched"] * 100) == 5000, w.balance())
done = w.json("match", str(numbers[5000]), "--undo", "--by", "Anna Bianchi")
check("taken back, it is a proposal again and its reversale is undone", done["class"] == "MOVEMENT_PROPOSAL"
      and done["undone"] == 1 and w.query("SELECT SUM(cents) FROM reversale") == [(0,)], done)
check("the position stays paid: its flow says so", w.query("SELECT state FROM quota WHERE quota_key = 'Q1'") == [("paid",)])
done = w.json("match", str(numbers[5000]), "--reject", "--why", "non è questo")
check("rejected, nothing is proposed any more", done["class"] == "MOVEMENT_REFERENCE_CUT", done)
w.drop("fdr", "altro.xml", flow("2026-11-19BPPIITRRXXX-0000000009", [("RF18539007547034", "x9", 5000, 9)]))
w.run("run")
check("but another flow of this beginning is", standing(5000) == "MOVEMENT_PROPOSAL" and [m.get("proposed_flow")
      for m in w.json("match")["open"] if m["movement"] == numbers[5000]] == ["2026-11-19BPPIITRRXXX-0000000009"])
w.json("match", str(numbers[5000]), "--undo")
check("two flows of one beginning and amount are no proposal", standing(5000) == "MOVEMENT_REFERENCE_CUT", standing(5000))

done = w.json("match", str(numbers[3000]), "--flow", F2)
check("a movement without reference goes to the flow that a person names", done["class"] == "MOVEMENT_FLOW", done)
done = w.json("match", str(numbers[7000]), "--iuv", c)
check("or to a payment by its IUV", done["class"] == "MOVEMENT_SINGLE", done)
done = w.json("match", str(numbers[1234]), "--other", "--why", "affitto")
check("what is no pagoPA collection leaves the sums", done["class"] == "MOVEMENT_NOT_PAGOPA", done)
balance = w.balance()
check("the balance closes without it", balance["closes"] and round(balance["arrived"] * 100) == 15900, balance)
done = w.json("match", str(numbers[900]), "--flow", F3)
check("a flow still to come may be named", done["class"] == "MOVEMENT_FLOW_MISSING", done)
w.drop("fdr", "f3.xml", flow(F3, [("RF18539007547035", "x3", 900, 9)]))
w.run("run")
check("and is matched when it comes", standing(900) == "MOVEMENT_FLOW", standing(900))
before = w.query("SELECT subject_kind, subject, code FROM class ORDER BY 1, 2")
w.drop("estratti-conto", "ancora.csv", statement([("20/11/2026", 3000, "POSTE ITALIANE"), ("20/11/2026", 1234, "AFFITTO SALA")]))
w.run("run")
check("decisions stand when the statement comes again", before == w.query(
    "SELECT subject_kind, subject, code FROM class ORDER BY 1, 2"))
for cents in (3000, 7000, 1234, 900):
    w.run("match", str(numbers[cents]), "--undo")
check("everything is taken back", sorted(standing(x) for x in (3000, 7000, 1234, 900)) == ["MOVEMENT_NO_REFERENCE"] * 4
      and w.query("SELECT SUM(cents) FROM reversale") == [(0,)], [standing(x) for x in (3000, 7000, 1234, 900)])
w.run("match", "999", "--other", expect=64)
w.run("match", "--confirm", expect=64)
w.run("match", str(numbers[900]), "--undo", expect=64)
check("the balance closes in the end", w.balance()["closes"] and w.balance()["matched"] == 0, w.balance())
w.run("verify")
results.end()
