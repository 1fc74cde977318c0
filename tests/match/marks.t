#!/usr/bin/python3
# Flow ids whose dashes and case the bank has changed: found whatever comes first, and by show and search.
import sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import Results, World, flow, statement

results = Results()
F = ["2026-11-%dBPPIITRRXXX-N01_%d-77" % (18 + i, i) for i in range(3)]
TEXTS = ["/PUR/LGPE-RIVERSAMENTO/URI/%s" % F[0].replace("-", "_"), "/PUR/LGPE-RIVERSAMENTO/URI/%s" % F[1].lower().replace("_", "-"),
         "/PUR/LGPE-RIVERSAMENTO/URI/%s" % F[2].replace("_", "-")]
for first in ("flussi", "conto"):
    w = World(first, 'channels = ({ kind = "flows"; }, { kind = "statements"; });')
    for step in (first, "conto" if first == "flussi" else "flussi"):
        if step == "conto":
            w.drop("estratti-conto", "e.csv", statement([("20/11/2026", 1000 + i, t) for i, t in enumerate(TEXTS)]))
        else:
            for i, f in enumerate(F):
                w.drop("fdr", "f%d.xml" % i, flow(f, [("RF%d" % i, "x%d" % i, 1000 + i, 9)]))
        w.run("run")
    results.check("ids with other marks find their flows (%s first)" % first, w.classes("flow") == ["FLOW_SQUARE"] * 3,
                  (w.classes("flow"), w.classes("movement"), w.query("SELECT kind, reference FROM movement_reference")))
    for word in (F[1], F[1].lower(), F[1].replace("-", "_")):
        found = w.json("search", "--flow", word)
        results.check("search finds %s (%s first)" % (word, first), len(found if isinstance(found, list) else found.get("rows", [])) == 1, found)
        results.check("show finds %s (%s first)" % (word, first), F[1] in w.run("show", word))
results.end()
