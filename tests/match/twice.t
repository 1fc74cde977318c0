#!/usr/bin/python3
# One account told in two formats: what is surely the same counts once, what may be the same waits for a person,
# what differs is money of its own; in every order of arrival.
import itertools, sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import IBAN, Results, World, credit, flow, statement

F1, F2, F3, F4 = ("2026-11-%dBPPIITRRXXX-000000000%d" % (18 + i, i) for i in (1, 2, 3, 4))
results = Results()
check = results.check


def camt(rows, account=IBAN):
    """rows: day as 2026-11-20, cents, text, end to end, the bank's reference."""
    entries = "".join(
        "<Ntry><Amt Ccy=\"EUR\">%.2f</Amt><CdtDbtInd>%s</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>%s</Dt></BookgDt>"
        "<ValDt><Dt>%s</Dt></ValDt>%s<BkTxCd><Prtry><Cd>48</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs>%s</Refs>%s"
        "</TxDtls></NtryDtls></Ntry>" % (
            abs(cents) / 100, "CRDT" if cents > 0 else "DBIT", day, day,
            "<AcctSvcrRef>%s</AcctSvcrRef>" % reference if reference else "",
            "<EndToEndId>%s</EndToEndId>" % (end or "NOTPROVIDED"),
            "<RmtInf><Ustrd>%s</Ustrd></RmtInf>" % text if text else "")
        for day, cents, text, end, reference in rows)
    return ('<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
            "<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-21T08:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id>"
            "<CreDtTm>2026-11-21T08:00:00</CreDtTm><Acct><Id><IBAN>%s</IBAN></Id></Acct>%s</Stmt></BkToCstmrStmt></Document>"
            % (account, entries))


CSV = statement([("20/11/2026", 5000, credit(F1)), ("20/11/2026", 3000, "BONIFICO A VOSTRO FAVORE CRO 98765432109"),
                 ("20/11/2026", 1234, "INCASSO"), ("20/11/2026", 700, credit(F3)), ("20/11/2026", -150, "SPESE"),
                 ("20/11/2026", 400, "UNO"), ("20/11/2026", 400, "DUE")])
CAMT = camt([("2026-11-20", 5000, credit(F1[:13]), "", "TRN00000000001"), ("2026-11-20", 3000, credit(F2), "98765432109", ""),
             ("2026-11-20", 1234, "", "", ""), ("2026-11-20", 700, credit(F4), "", ""), ("2026-11-20", -150, "", "", ""),
             ("2026-11-20", 400, "", "", "")])
FILES = {"csv": ("estratti-conto", "e.csv", CSV), "camt": ("estratti-conto", "e.xml", CAMT),
         "f1": ("fdr", "f1.xml", flow(F1, [("RF18539007547034", "x1", 5000, 9)])),
         "f2": ("fdr", "f2.xml", flow(F2, [("RF18539007547035", "x2", 3000, 9)]))}


def facts(w):
    return (w.classes("flow"), w.query("SELECT c.code, m.cents, COUNT(*) FROM class c JOIN movement m ON m.id = c.subject WHERE "
            "c.subject_kind = 'movement' GROUP BY 1, 2 ORDER BY 1, 2"),
            {k: v for k, v in w.balance().items() if k in ("arrived", "matched", "waiting", "closes")})


worlds = []
for order in list(itertools.permutations(FILES))[::3]:
    w = World("-".join(order), 'channels = ({ kind = "flows"; }, { kind = "statements"; });')
    for name in order:
        w.drop(*FILES[name])
        w.run("run")
    worlds.append((order, w, facts(w)))
first = worlds[0][2]
check("every order of arrival ends alike (%d orders)" % len(worlds), all(f == first for _, _, f in worlds),
      [(o, f) for o, _, f in worlds if f != first][:1] + [first])
count = {}
for code, cents, n in first[1]:
    count[code, cents] = n
check("the same flow in both: the whole id is matched, the cut one is perhaps the same", count.get(("MOVEMENT_FLOW", 5000)) == 1
      and count.get(("MOVEMENT_PERHAPS_TWICE", 5000)) == 1, first)
check("the same reference in both: once, with the text that names the flow", count.get(("MOVEMENT_FLOW", 3000)) == 1
      and count.get(("MOVEMENT_TOLD_AGAIN", 3000)) == 1, first)
check("nothing but day and amount: one waits for a person", count.get(("MOVEMENT_NO_REFERENCE", 1234)) == 1
      and count.get(("MOVEMENT_PERHAPS_TWICE", 1234)) == 1, first)
check("two flows named: two movements", sum(n for (code, cents), n in count.items()
      if cents == 700 and code not in ("MOVEMENT_PERHAPS_TWICE", "MOVEMENT_TOLD_AGAIN")) == 2, first)
check("what is paid out is nobody's question", count.get(("MOVEMENT_OUTGOING", -150)) == 2, first)
check("two against one: one of the two stands alone", count.get(("MOVEMENT_NO_REFERENCE", 400)) == 2
      and count.get(("MOVEMENT_PERHAPS_TWICE", 400)) == 1, first)
check("flows are credited once", first[0] == ["FLOW_SQUARE", "FLOW_SQUARE"], first)
check("the balance closes", first[2]["closes"], first)

w = worlds[0][1]
rows = w.json("match")["open"]
doubt = [m for m in rows if m["class"] == "MOVEMENT_PERHAPS_TWICE"]
check("the list names the other movement", all("perhaps_movement" in m for m in doubt) and len(doubt) == 3, doubt)
arrived = w.balance()["arrived"]
one = [m for m in doubt if round(m["amount"] * 100) == 1234][0]
done = w.json("match", str(one["movement"]), "--confirm", "--why", "stesso bonifico")
check("confirmed, it counts once", done["class"] == "MOVEMENT_TOLD_AGAIN"
      and round((arrived - w.balance()["arrived"]) * 100) == 1234, (done, w.balance()))
two = [m for m in doubt if round(m["amount"] * 100) == 400][0]
done = w.json("match", str(two["movement"]), "--reject")
check("rejected, it is money of its own", done["class"] == "MOVEMENT_NO_REFERENCE" and w.balance()["closes"], done)
again = w.query("SELECT m.id FROM movement m JOIN class c ON c.subject = m.id AND c.subject_kind = 'movement' "
                "WHERE c.code = 'MOVEMENT_TOLD_AGAIN' AND m.cents = 3000")[0][0]
done = w.json("match", str(again), "--reject")
check("a sure one can be told apart too", done["class"] != "MOVEMENT_TOLD_AGAIN", done)
w.json("match", str(again), "--undo")
check("and that is taken back", w.query("SELECT code FROM class WHERE subject_kind = 'movement' AND subject = ?",
      again) == [("MOVEMENT_TOLD_AGAIN",)])
before = w.query("SELECT subject_kind, subject, code FROM class ORDER BY 1, 2")
w.drop("estratti-conto", "e2.csv", CSV + "\r\n")
w.drop("estratti-conto", "e2.xml", CAMT + "\n")
w.run("run")
check("the same statements again change nothing", before == w.query(
    "SELECT subject_kind, subject, code FROM class ORDER BY 1, 2"))
w.run("verify")

# Another account of the same creditor, told in the other format: other money.
w = World("altro-conto", 'channels = ({ kind = "flows"; }, { kind = "statements"; });')
w.drop("estratti-conto", "a.xml", camt([("2026-11-20", 1234, "A", "", "")]))
w.drop("estratti-conto", "b.txt", ":20:STMT\r\n:25:IT60X0542811101000000123456\r\n:28C:1/1\r\n:60F:C261119EUR0,00\r\n"
       ":61:2611201120C12,34NTRFNONREF\r\n:86:ALTRO\r\n:62F:C261120EUR12,34\r\n")
w.run("run")
check("the same day and amount on another account is other money", w.classes("movement") == ["MOVEMENT_NO_REFERENCE"] * 2,
      w.classes("movement"))
results.end()
