#!/usr/bin/python3
# Flows of the FdR API in pieces: a header and pages of payments as files of their own, in every order, in zips, in
# arrays. Nothing is booked before all of it is there; then it is the same flow as in one file.
import io, itertools, json, sys, zipfile
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import CODE, Results, World, credit, statement

results = Results()
check = results.check
F1, F2 = "2026-11-19BPPIITRRXXX-0000000001", "2026-11-19BPPIITRRXXX-0000000002"
CHANNELS = 'channels = ({ kind = "flows"; }, { kind = "statements"; });'


def header(flow_id, count, cents, revision=1, made="2026-11-20T08:00:00Z"):
    return json.dumps({
        "status": "PUBLISHED", "revision": revision, "created": made, "updated": made, "published": made, "fdr": flow_id,
        "fdrDate": made, "regulation": "SEPA - Bonifico X", "regulationDate": "2026-11-19",
        "sender": {"type": "BIC_CODE", "id": "BPPIITRRXXX", "pspId": "BPPIITRRXXX", "pspName": "Poste", "pspBrokerId": "1",
                   "channelId": "1"},
        "receiver": {"id": "APPBIT2B", "organizationId": CODE, "organizationName": "Ordine"},
        "totPayments": count, "sumPayments": cents / 100, "computedTotPayments": count, "computedSumPayments": cents / 100})


def page(number, pages, payments):
    """payments: index, cents."""
    return json.dumps({"metadata": {"pageSize": 2, "pageNumber": number, "totPage": pages}, "count": len(payments), "data": [
        {"index": i, "iuv": "RF185390075470%02d" % i, "iur": "x%d-%d" % (i, cents), "idTransfer": 1, "pay": cents / 100,
         "payStatus": "NO_RPT", "payDate": "2026-11-18T10:00:00Z"} for i, cents in payments]})


def world(name):
    return World(name, CHANNELS)


def flows(w):
    return w.query("SELECT flow_id, payments, cents, current FROM flow ORDER BY flow_id, id")


P1, P2, P3 = page(1, 3, [(1, 1000), (2, 2000)]), page(2, 3, [(3, 3000), (4, 4000)]), page(3, 3, [(5, 500)])
PIECES = {"testata": header(F1, 5, 10500), "uno": P1, "due": P2, "tre": P3}
whole = world("intero")
whole.drop("fdr", "intero.json", "[%s,%s,%s,%s]" % (PIECES["testata"], P1, P2, P3))
whole.run("run")
check("in one array it is one flow", flows(whole) == [(F1, 5, 10500, 1)], flows(whole))
digest = whole.query("SELECT digest, made, settled_on, psp, declared_count, declared_cents FROM flow")
lines = whole.query("SELECT iuv, iur, transfer_index, cents, outcome, paid_on FROM payment ORDER BY id")
for order in list(itertools.permutations(PIECES))[::5]:
    w = world("-".join(order))
    w.drop("estratti-conto", "e.csv", statement([("20/11/2026", 10500, credit(F1))]))
    for i, name in enumerate(order):
        before = flows(w) if i > 0 else []
        if i == 2:
            w.drop("fdr", "altro.json", "[%s,%s]" % (header(F2, 1, 777), page(1, 1, [(9, 777)])))
        w.drop("fdr", name + ".json", PIECES[name])
        w.run("run")
        if i == 2:
            part = w.json("status")["flow_parts"]
            text = w.run("status")
            early = [f for f in flows(w) if f[0] == F1]
    check("pieces by themselves (%s): nothing before the last" % ", ".join(order), early == [] and len(part) == 3
          and "solo in parte" in text and "MOVEMENT_FLOW_MISSING" not in w.classes("movement"), (early, part, text))
    check("then the very flow (%s)" % ", ".join(order), w.query(
        "SELECT digest, made, settled_on, psp, declared_count, declared_cents FROM flow WHERE flow_id = ?", F1) == digest
        and w.query("SELECT iuv, iur, transfer_index, p.cents, outcome, paid_on FROM payment p JOIN flow f ON f.id = p.flow "
                    "WHERE f.flow_id = ? ORDER BY p.id", F1) == lines and w.json("status")["flow_parts"] == [],
        (flows(w), w.json("status")["flow_parts"]))
    check("and it is matched (%s)" % ", ".join(order), "FLOW_SQUARE" in w.classes("flow"), w.classes("flow"))
w.drop("fdr", "di-nuovo.json", P2 + "\n")
w.drop("fdr", "di-nuovo-tutto.json", "[%s,%s,%s,%s]\n" % (PIECES["testata"], P3, P1, P2))
w.run("run")
check("pieces that come again are known", len(flows(w)) == 2 and w.json("status")["flow_parts"] == [], flows(w))
w.run("verify")

# The name of the file ties a page to its flow when sums cannot.
w = world("nomi")
for flow_id in (F1, F2):
    w.drop("fdr", flow_id + ".json", header(flow_id, 4, 3000))
    for n in (2, 1):
        w.drop("fdr", "payments_%s_%d.json" % (flow_id, n), page(n, 2, [(n * 2 + (flow_id == F2) * 10, 1000), (n * 2 + 1 + (flow_id == F2) * 10, 500)]))
w.run("run")
check("pages of two alike flows find theirs by name", flows(w) == [(F1, 4, 3000, 1), (F2, 4, 3000, 1)], flows(w))

# A zip with all pieces, and a zip that saves a page which found nothing.
pack = io.BytesIO()
with zipfile.ZipFile(pack, "w") as z:
    for name in ("tre", "testata", "uno", "due"):
        z.writestr(name + ".json", PIECES[name])
w = world("zip")
w.drop("fdr", "flusso.zip", pack.getvalue())
w.run("run")
check("in one zip it is one flow", flows(w) == [(F1, 5, 10500, 1)] and w.query("SELECT digest FROM flow")[0] == digest[0][:1], flows(w))
w = world("salvata")
w.drop("fdr", "a.json", header(F1, 9, 99999))
w.drop("fdr", "b.json", page(1, 1, [(1, 1000)]))
w.run("run")
check("a page that fits no header waits", flows(w) == [] and [p["reason"] for p in w.json("status")["flow_parts"]][-1] != ""
      and "FLOW_PART_WAITS" in str(w.query("SELECT code FROM finding")), w.json("status"))
pack = io.BytesIO()
with zipfile.ZipFile(pack, "w") as z:
    z.writestr("a.json", header(F1, 9, 99999))
    z.writestr("b.json", page(1, 1, [(1, 1000)]))
w.drop("fdr", "insieme.zip", pack.getvalue())
w.run("run")
check("in a zip with its header it is booked, wrong sums told", flows(w) == [(F1, 1, 1000, 1)]
      and "FLOW_COUNT_DIFFERS" in str(w.query("SELECT code FROM finding")) and w.json("status")["flow_parts"] == [], flows(w))

# A revision whose pages come before those of the first version were complete.
w = world("revisione")
w.drop("fdr", "a1.json", header(F1, 3, 3500))
w.drop("fdr", F1 + "_p1.json", page(1, 2, [(1, 1000), (2, 2000)]))
w.run("run")
pack = io.BytesIO()
with zipfile.ZipFile(pack, "w") as z:
    z.writestr("t.json", header(F1, 3, 3600, revision=2, made="2026-11-21T08:00:00Z"))
    z.writestr("1.json", page(1, 2, [(1, 1000), (2, 2100)]))
    z.writestr("2.json", page(2, 2, [(3, 500)]))
w.drop("fdr", "rev2.zip", pack.getvalue())
w.run("run")
check("a later version whole in a zip leaves the half one behind", flows(w) == [(F1, 3, 3600, 1)]
      and w.json("status")["flow_parts"] == [], (flows(w), w.json("status")["flow_parts"]))
w.drop("fdr", "vuoto.json", header(F2, 0, 0))
w.run("run", expect=65)
results.end()
