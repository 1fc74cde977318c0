#!/usr/bin/python3
# Every distinction that MyPivot, Piattaforma Unitaria and GovPay make, and those of our own table, can be told: each case
# brings its flows, receipts and credits, all go through one spool, and every thing ends in the class that the case names.
# docs/riconciliazione.md must name every class that stands for a code of theirs.
import os, re, sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import Results, World, credit, euros, flow, receipt, statement

results = Results()
SETTLED, LATE = "2026-11-20", "2026-10-20"
DUE = 10000


class Case:
    """lines: IUV, IUR, cents, outcome; receipts: IUV, IUR, cents; credits: cents, text. An IUV that is a number is that of
    the case's own positions, each of 100 euros; {flow} in a text is the id of the case's flow. expect: class by thing."""
    all = []

    def __init__(self, theirs, what, expect, positions=0, lines=(), receipts=(), credits=(), total=None, count=None,
                 settled=SETTLED, paid="2026-11-20", day="20/11/2026", again=None):
        self.theirs, self.what, self.expect, self.positions = theirs, what, expect, positions
        self.lines, self.receipts, self.credits, self.total, self.count = lines, receipts, credits, total, count
        self.settled, self.paid, self.day, self.again = settled, paid, day, again
        self.number = len(Case.all)
        self.id = "%sBPPIITRRXXX-C%04d" % (settled, self.number)
        Case.all.append(self)


ONE = [(0, "r", DUE, 0)]
PAID = [(0, "r", DUE)]
FULL = [(DUE, "{flow}")]

# Piattaforma Unitaria, truth table without notification (T receipt, R line, Z treasury), and MyPivot.
Case("RT_NO_IUF", "a receipt alone, recent", dict(receipts=["RECEIPT_WAITING_FLOW"], positions=["POSITION_PAID_UNREPORTED"]), 1, receipts=PAID)
Case("RT_NO_IUF", "a receipt alone, late", dict(receipts=["RECEIPT_NOT_REPORTED"]), 1, receipts=PAID, paid="2026-11-02")
Case("RT_IUF", "receipt and line, credit still to come", dict(flow="FLOW_WAITING_CREDIT", lines=["LINE_PAID"], receipts=["RECEIPT_REPORTED"],
     positions=["POSITION_PAID"]), 1, ONE, PAID)
Case("IUF_NO_TES", "the credit is overdue", dict(flow="FLOW_NO_CREDIT"), 1, ONE, PAID, settled=LATE)
Case("RT_NO_IUF", "receipt of another amount, no credit", dict(flow="FLOW_WAITING_CREDIT", lines=["LINE_RECEIPT_DIFFERS"],
     receipts=["RECEIPT_AMOUNT_DIFFERS"]), 1, ONE, [(0, "r", DUE - 1)])
Case("RT_IUF_TES", "receipt, line and credit", dict(flow="FLOW_SQUARE", lines=["LINE_PAID"], movements=["MOVEMENT_FLOW"],
     positions=["POSITION_PAID"]), 1, ONE, PAID, FULL)
Case("IUF_TES_DIV_IMP", "the credit is less", dict(flow="FLOW_PARTLY_CREDITED", lines=["LINE_PAID"], movements=["MOVEMENT_CREDIT_INCOMPLETE"]),
     1, ONE, PAID, [(DUE - 100, "{flow}")])
Case("IUF_TES_DIV_IMP", "the credit is more", dict(flow="FLOW_OVER_CREDITED", movements=["MOVEMENT_FLOW_EXCEEDED"]), 1, ONE, PAID, [(DUE + 100, "{flow}")])
Case("RT_NO_IUF", "receipt of another amount, flow credited", dict(flow="FLOW_SQUARE", lines=["LINE_RECEIPT_DIFFERS"]), 1, ONE, [(0, "r", DUE - 1)], FULL)
Case("IUF_TES_DIV_IMP", "receipt and credit of other amounts", dict(flow="FLOW_PARTLY_CREDITED", lines=["LINE_RECEIPT_DIFFERS"]),
     1, ONE, [(0, "r", DUE - 1)], [(DUE - 100, "{flow}")])
Case("IUV_NO_RT", "a line alone", dict(flow="FLOW_WAITING_CREDIT", lines=["LINE_RECEIPT_MISSING"], positions=["POSITION_PAID"]), 1, ONE)
Case("IUV_NO_RT", "line and credit", dict(flow="FLOW_SQUARE", lines=["LINE_RECEIPT_MISSING"]), 1, ONE, (), FULL)
Case("IUF_TES_DIV_IMP", "line and credit of another amount", dict(flow="FLOW_PARTLY_CREDITED", lines=["LINE_RECEIPT_MISSING"]), 1, ONE, (), [(1, "{flow}")])
Case("TES_NO_IUF_OR_IUV", "a credit of a flow still to come", dict(movements=["MOVEMENT_FLOW_MISSING"]), credits=FULL)
Case("TES_NO_IUF_OR_IUV", "a credit of a flow overdue", dict(movements=["MOVEMENT_FLOW_LATE"]), credits=FULL, day="20/10/2026")
Case("TES_NO_IUF_OR_IUV", "a credit of a IUV of which nothing is known", dict(movements=["MOVEMENT_SINGLE_MISSING"]), credits=[(DUE, "/RFB/01888888888888888/100.00")])
Case("TES_NO_MATCH", "a credit without reference", dict(movements=["MOVEMENT_NO_REFERENCE"]), credits=[(4711, "BONIFICO")])
Case("TES_NO_MATCH", "a credit with a reference too short", dict(movements=["MOVEMENT_REFERENCE_CUT"]), credits=[(4712, "/PUR/LGPE-RIVERSAMENTO/URI/2026-1")])
Case("RT_TES", "receipt and a credit of its own", dict(receipts=["RECEIPT_CREDITED"], movements=["MOVEMENT_SINGLE"], positions=["POSITION_PAID"]),
     1, receipts=PAID, credits=[(DUE, "/RFB/{0}/100.00")])
Case("DOPPI", "two payments, outcomes 0 and 9", dict(lines=["LINE_PAID", "LINE_DOUBLE_PAYMENT"], positions=["POSITION_OVERPAID"]),
     1, [(0, "r1", DUE, 0), (0, "r2", DUE, 9)], [(0, "r1", DUE)])
Case("DOPPI", "two payments, both regular", dict(lines=["LINE_PAID", "LINE_DOUBLE_PAYMENT"], positions=["POSITION_OVERPAID"]),
     1, [(0, "r1", DUE, 0), (0, "r2", DUE, 0)], [(0, "r1", DUE), (0, "r2", DUE)])
Case("DOPPI", "a second receipt, not reported", dict(receipts=["RECEIPT_REPORTED", "RECEIPT_DOUBLE_PAYMENT"]), 1, [(0, "r1", DUE, 0)],
     [(0, "r1", DUE), (0, "r2", DUE)])
Case("RT_NO_IUD", "a payment without a position here", dict(lines=["LINE_SPONTANEOUS"]), 0, [("RF18539007547034", "r", 777, 0)], [("RF18539007547034", "r", 777)])
Case("IUD_NO_RT", "a position that nobody has paid", dict(positions=["POSITION_OPEN"]), 1)
Case("IUD_NO_RT", "paid with another amount than was due", dict(lines=["LINE_AMOUNT_DIFFERS"], positions=["POSITION_UNDERPAID"]),
     1, [(0, "r", DUE - 50, 0)], [(0, "r", DUE - 50)])
# GovPay.
Case("007101", "one of our numbers without a position", dict(lines=["LINE_POSITION_UNKNOWN"]), 0, [("01999999999999901", "r", 500, 0)])
Case("007102", "two payments, two receipts, nothing to tell them apart", dict(lines=["LINE_RECEIPT_AMBIGUOUS", "LINE_DOUBLE_PAYMENT"]), 1,
     [(0, "x1", DUE, 0), (0, "x2", DUE, 0)], [(0, "y1", DUE), (0, "y2", DUE)])
Case("007103", "told again by another flow", dict(lines=["LINE_PAID"], again=["LINE_REPORTED_BEFORE"]), 1, ONE, PAID, again=ONE)
Case("007104", "the line differs from the payment", dict(lines=["LINE_RECEIPT_DIFFERS"]), 1, [(0, "r", DUE - 2, 0)], PAID)
Case("007111", "outcome 9, one of our numbers without a position", dict(lines=["LINE_POSITION_UNKNOWN"]), 0, [("01999999999999902", "r", 500, 9)])
Case("007106", "wrong total in the header, the lines square", dict(flow="FLOW_SQUARE_HEADER_WRONG"), 1, ONE, PAID, FULL, total=1)
Case("007106", "the credit is the header's total, not the lines'", dict(flow="FLOW_LINES_WRONG", movements=["MOVEMENT_FLOW_DIFFERS"]), 1, ONE, PAID,
     [(DUE + 5, "{flow}")], total=DUE + 5)
Case("007106", "the credit is neither", dict(flow="FLOW_NOT_SQUARE", movements=["MOVEMENT_FLOW_DIFFERS"]), 1, ONE, PAID, [(DUE + 7, "{flow}")], total=DUE + 5)
Case("007107", "wrong number of payments", dict(flow="FLOW_SQUARE_COUNT_WRONG"), 1, ONE, PAID, FULL, count=9)
Case("007110", "an outcome that nobody knows", dict(lines=["LINE_OUTCOME_UNKNOWN"]), 1, [(0, "r", DUE, 7)])
Case("007112", "a revocation of another amount", dict(lines=["LINE_UNDONE", "LINE_REVOCATION_DIFFERS"]), 1, [(0, "r", DUE, 0), (0, "r", 40, 3)])
Case("007112", "a revocation of what was never told", dict(lines=["LINE_REVOCATION_ALONE"]), 1, [(0, "r", DUE, 3)])
Case("007113", "revoked twice", dict(lines=["LINE_UNDONE", "LINE_REVOCATION", "LINE_REPEATED"]), 1, [(0, "r", DUE, 0), (0, "r", DUE, 3), (0, "r", DUE, 3)])
Case("007115", "the same line twice", dict(lines=["LINE_PAID", "LINE_REPEATED"]), 1, [(0, "r", DUE, 0), (0, "r", DUE, 0)], PAID)
Case("021402", "a single payment unknown", dict(movements=["MOVEMENT_SINGLE_MISSING"]), credits=[(DUE, "/RFB/01777777777777777/100.00")])
Case("021403", "a single payment, several possible", dict(movements=["MOVEMENT_SINGLE_AMBIGUOUS"]), 1, receipts=[(0, "y1", DUE), (0, "y2", DUE)],
     credits=[(DUE, "/RFB/{0}/100.00")])
Case("021406", "a single payment collected before", dict(movements={"MOVEMENT_SINGLE", "MOVEMENT_SINGLE_REPEATED"}), 1, receipts=PAID,
     credits=[(DUE, "/RFB/{0}/100.00"), (DUE, "/RFB/{0}/100.00 ANCORA")])
Case("021407", "a single payment of another amount", dict(movements=["MOVEMENT_SINGLE_DIFFERS"]), 1, receipts=PAID, credits=[(DUE - 3, "/RFB/{0}/99.97")])
Case("021413", "a flow credited a second time", dict(flow="FLOW_OVER_CREDITED", movements=["MOVEMENT_FLOW_EXCEEDED"] * 2), 1, ONE, PAID,
     [(DUE, "{flow}"), (DUE, "{flow} BIS")])
# Section 7.7.
Case("FDR_ACCREDITO_PARZIALE", "then the supplement", dict(flow="FLOW_SQUARE", movements=["MOVEMENT_PART_OF_FLOW"] * 2), 1, ONE, PAID,
     [(6000, "{flow}"), (4000, "/PUR/LGPE-INTEGRAZIONE/URI/{flow}")])
Case("7.7", "revoked payments taken off the credit", dict(flow="FLOW_SQUARE_LESS_REVOKED", lines=["LINE_PAID", "LINE_REVOCATION_ALONE"]), 1,
     [(0, "r", DUE, 0), ("RF96", "q", 300, 3)], PAID, FULL)
Case("7.7", "another IUR, IUV and amount alone", dict(lines=["LINE_PAID_LOOSELY"], receipts=["RECEIPT_REPORTED_LOOSELY"]), 1, ONE, [(0, "altro", DUE)])
Case("7.7", "outcome 8: no receipt is due", dict(lines=["LINE_NO_RECEIPT_DUE"]), 1, [(0, "r", DUE, 8)])
Case("7.7", "outcome 4: the receipt comes later", dict(lines=["LINE_RECEIPT_LATER"]), 1, [(0, "r", DUE, 4)])
Case("7.7", "outcome 3: the payment is undone, the position opens again", dict(lines=["LINE_UNDONE", "LINE_REVOCATION"], receipts=["RECEIPT_REVOKED"],
     positions=["POSITION_REOPENED"]), 1, [(0, "r", DUE, 0), (0, "r", DUE, 3)], PAID)
Case("7.7", "a IUV of another system", dict(lines=["LINE_NOT_OURS"]), 0, [("RF31539007547099", "r", 888, 0)])
Case("7.7", "a cut id with one flow of this amount", dict(flow="FLOW_WAITING_CREDIT", movements=["MOVEMENT_PROPOSAL"]), 1, [(0, "r", DUE - 77, 9)], (),
     [(DUE - 77, "/PUR/LGPE-RIVERSAMENTO/URI/2026-11-20BPPIITRRX")])
Case("7.7", "a storno undoes its credit", dict(flow="FLOW_CREDIT_UNDONE", movements=["MOVEMENT_REVERSED", "MOVEMENT_REVERSING"]), 1, ONE, PAID,
     [(DUE, "{flow}"), (-DUE, "STORNO {flow}")])
Case("7.7", "a storno of a part", dict(movements=["MOVEMENT_CREDIT_INCOMPLETE", "MOVEMENT_REVERSAL_PARTIAL"]), 1, ONE, PAID,
     [(DUE, "{flow}"), (-60, "STORNO {flow}")])
Case("7.7", "paid out", dict(movements=["MOVEMENT_OUTGOING"]), credits=[(-333, "SPESE")])
Case("7.7", "a receipt of nothing paid", dict(receipts=["RECEIPT_UNPAID"]), 1, receipts=[(0, "r", DUE, "KO")])

w = World("casi", 'channels = ({ kind = "quotas"; }, { kind = "flows"; }, { kind = "receipts"; }, { kind = "statements"; });')
own = w.quotas(*[DUE] * sum(c.positions for c in Case.all))
rows, at = [], 0
for c in Case.all:
    c.iuvs = own[at:at + c.positions]
    at += c.positions

    def iuv(x):
        return c.iuvs[x] if isinstance(x, int) else x

    def iur(x):
        return "c%d%s" % (c.number, x)

    def text(t):
        t = t.replace("{flow}", t.startswith("/PUR") and c.id or credit(c.id))
        return t.replace("{0}", c.iuvs[0]) if c.iuvs else t

    if c.lines:
        w.drop("fdr", "f%d.xml" % c.number, flow(c.id, [(iuv(l[0]), iur(l[1]), l[2], l[3]) for l in c.lines], settled=c.settled,
                                                  made=c.settled + "T20:00:00", total=c.total, count=c.count))
    if c.again:
        w.drop("fdr", "f%d-bis.xml" % c.number, flow(c.id + "B", [(iuv(l[0]), iur(l[1]), l[2], l[3]) for l in c.again], settled="2026-11-23",
                                                      made="2026-11-23T20:00:00"))
    for i, r in enumerate(c.receipts):
        w.drop("ricevute", "r%d-%d.xml" % (c.number, i), receipt(iuv(r[0]), iur(r[1]), r[2], outcome=r[3] if len(r) > 3 else "OK", day=c.paid))
    c.rows = range(len(rows), len(rows) + len(c.credits))
    rows += [(c.day, cents, text(t)) for cents, t in c.credits]
w.drop("estratti-conto", "e.csv", statement(rows))
w.run("run")


def classes(kind, sql, *values):
    return [r[0] for r in w.query("SELECT c.code FROM (%s) x JOIN class c ON c.subject = x.id AND c.subject_kind = '%s' "
                                  "ORDER BY x.number" % (sql, kind), *values)]


OF_FLOW = "SELECT p.id, p.number FROM payment p JOIN flow f ON f.id = p.flow WHERE f.flow_id = ?"
movements = [r[0] for r in w.query("SELECT c.code FROM movement m JOIN class c ON c.subject = m.id AND c.subject_kind = 'movement' "
                                   "ORDER BY m.row")]
for c in Case.all:
    seen = dict(flow="".join(classes("flow", "SELECT id, 1 AS number FROM flow WHERE flow_id = ?", c.id)), lines=classes("payment", OF_FLOW, c.id),
                again=classes("payment", OF_FLOW, c.id + "B"), movements=[movements[i] for i in c.rows],
                receipts=sum((classes("receipt", "SELECT id, id AS number FROM receipt WHERE receipt_id = ?", "c%d%s" % (c.number, r[1]))
                              for r in c.receipts), []),
                positions=sum((classes("position", "SELECT o.position AS id, 1 AS number FROM payment_option o WHERE o.number = 0 AND o.iuv = ?", i)
                               or ["POSITION_OPEN"] for i in c.iuvs), []))  # of which nothing was ever told
    wrong = {k: (v, seen[k]) for k, v in c.expect.items() if (set(seen[k]) if isinstance(v, set) else seen[k]) != v}
    results.check("%s: %s" % (c.theirs, c.what), not wrong, "wanted, seen: %s" % wrong)
results.check("everything has one class", w.query("SELECT COUNT(*) FROM movement m WHERE NOT EXISTS (SELECT 1 FROM class c WHERE "
              "c.subject_kind = 'movement' AND c.subject = m.id)") == [(0,)])
results.check("and the balance closes", w.balance()["closes"])

# The table of equivalences names, for each code of theirs, the classes that the cases end in.
page = open(os.path.join(os.environ["TOP"], "docs", "riconciliazione.md"), encoding="utf-8").read()
table = {}
for line in page.split("## Le classi di altri programmi")[1].splitlines():
    cells = line.split("|")
    if len(cells) >= 4:
        for code in re.findall(r"[A-Z0-9_]{6,}", cells[1]):
            table.setdefault(code, set()).update(re.findall(r"`([A-Z_]+)`", cells[2]))
missing = [(c.theirs, c.what) for c in Case.all if re.match(r"\d|[A-Z]+_", c.theirs) and not c.theirs.startswith(("7.7", "FDR_"))
           and not table.get(c.theirs, set()) & {x for v in c.expect.values() for x in ([v] if isinstance(v, str) else v)}]
results.check("the page of equivalences tells every one of them", missing == [], missing)
KNOWN = ("IUD_RT_IUF_TES IUD_RT_IUF RT_IUF_TES RT_IUF RT_TES RT_NO_IUF RT_NO_IUD IUD_NO_RT IUV_NO_RT IUF_NO_TES IUF_TES_DIV_IMP "
         "TES_NO_IUF_OR_IUV TES_NO_MATCH UNKNOWN 007101 007102 007103 007104 007105 007106 007107 007108 007109 007110 007111 007112 "
         "007113 007114 007115 007116 021401 021402 021403 021404 021405 021406 021407 021409 021410 021412 021413").split()
results.check("and leaves no code of theirs out", [k for k in KNOWN if k not in table] == [] and "DOPPI" in page, [k for k in KNOWN if k not in table])
results.end()
