#!/usr/bin/python3
# Payments that are revoked after, before, and while they are booked: the reversali follow, and what is booked
# equals what arrived.
import sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import Results, World, credit, flow, statement

F1, F2 = "2026-11-19BPPIITRRXXX-0000000001", "2026-11-20BPPIITRRXXX-0000000002"
results = Results()


def posted(w):
    return w.query("SELECT COALESCE(SUM(cents), 0) FROM reversale")[0][0]


def world(name, cumulative):
    w = World(name, 'channels = ({ kind = "quotas"; }, { kind = "flows"; posting = { cumulative = %s; capitolo = "9.01"; }; }, '
              '{ kind = "statements"; });' % cumulative)
    return w, w.quotas(5000, 3000, 10000)


for cumulative in ("true", "false"):
    how = "one reversale a flow: " if cumulative == "true" else "one reversale a debtor: "
    # Booked first, then revoked by a flow whose credit is less by the payment.
    w, (a, b, c) = world("dopo-" + cumulative, cumulative)
    w.drop("fdr", "f1.xml", flow(F1, [(a, "ra", 5000, 0), (b, "rb", 3000, 0)]))
    w.drop("estratti-conto", "e1.csv", statement([("20/11/2026", 8000, credit(F1))]))
    w.run("run")
    w.json("post", "--until", "2026-11-30")
    results.check(how + "what squares is booked", posted(w) == 8000, posted(w))
    w.drop("fdr", "f2.xml", flow(F2, [(c, "rc", 10000, 0), (a, "ra", 5000, 3)], total=15000))
    w.drop("estratti-conto", "e2.csv", statement([("21/11/2026", 5000, credit(F2))]))
    w.run("run")
    results.check(how + "the flow squares less its revocation", "FLOW_SQUARE_LESS_REVOKED" in w.classes("flow")
                  and "LINE_UNDONE" in w.classes("payment"), (w.classes("flow"), w.classes("payment")))
    dry = w.json("post", "--flow", F2, "--dry-run")
    done = w.json("post", "--flow", F2)
    results.check(how + "the reversale of the revoked payment is undone", done["revoked"] == 1 and done["skipped"] == 0
                  and done == dict(dry, dry_run=False), done)
    results.check(how + "what is booked equals what arrived", posted(w) == 13000, w.query("SELECT number, cents FROM reversale"))
    standing = w.query("SELECT l.iuv, l.cents FROM reversale_line l WHERE l.current = 1 ORDER BY l.cents")
    results.check(how + "the other payments stand booked, each once", standing == [(b, 3000), (c, 10000)], standing)
    results.check(how + "the quota is open again", w.query("SELECT state FROM quota WHERE quota_key = 'Q1'") == [("open",)])
    again = w.json("post", "--until", "2026-12-31")
    results.check(how + "posting again finds nothing", again["reversali"] == [] and again["skipped"] == 0, again)
    w.run("run")
    # The revocation itself is revised away: the payment is booked again.
    w.drop("fdr", "f2b.xml", flow(F2, [(c, "rc", 10000, 0)], made="2026-11-21T08:00:00"))
    w.drop("estratti-conto", "e3.csv", statement([("23/11/2026", 5000, credit(F2))]))
    w.run("run")
    w.json("post", "--until", "2026-12-31")
    results.check(how + "revoked no more, it is booked again", posted(w) == 18000 and w.query(
        "SELECT SUM(cents) FROM reversale_line WHERE current = 1 AND quota IS NOT NULL") == [(18000,)],
        w.query("SELECT number, cents FROM reversale"))
    # Revoked before anything is booked.
    w, (a, b, c) = world("prima-" + cumulative, cumulative)
    w.drop("fdr", "f1.xml", flow(F1, [(a, "ra", 5000, 0), (b, "rb", 3000, 0)]))
    w.drop("fdr", "f2.xml", flow(F2, [(c, "rc", 10000, 0), (a, "ra", 5000, 3)], total=15000))
    w.drop("estratti-conto", "e.csv", statement([("20/11/2026", 8000, credit(F1)), ("21/11/2026", 5000, credit(F2))]))
    w.run("run")
    done = w.json("post", "--until", "2026-11-30")
    results.check(how + "revoked before, it is never booked", posted(w) == 13000 and done["undone"] == 0
                  and w.query("SELECT COUNT(*) FROM reversale_line WHERE iuv = ?", a) == [(0,)], done)
    # The credit shows that the money stayed: booked, but not as the payment of the quota.
    w, (a, b, c) = world("resta-" + cumulative, cumulative)
    w.drop("fdr", "f1.xml", flow(F1, [(a, "ra", 5000, 0), (b, "rb", 3000, 0)]))
    w.drop("estratti-conto", "e1.csv", statement([("20/11/2026", 8000, credit(F1))]))
    w.run("run")
    w.json("post", "--until", "2026-11-30")
    w.drop("fdr", "f2.xml", flow(F2, [(c, "rc", 10000, 0), (a, "ra", 5000, 3)], total=15000))
    w.drop("estratti-conto", "e2.csv", statement([("21/11/2026", 10000, credit(F2))]))
    w.run("run")
    done = w.json("post", "--until", "2026-11-30")
    rows = w.query("SELECT quota, causale, capitolo FROM reversale_line WHERE current = 1 AND iuv = ?", a)
    results.check(how + "money that stayed is revenue of its own, to be given back", posted(w) == 18000 and done["revoked"] == 1
                  and len(rows) == 1 and rows[0][0] is None and "revocato" in rows[0][1] and rows[0][2] == "9.01", rows)
    results.check(how + "and nothing more the next time", w.json("post", "--until", "2026-12-31")["reversali"] == [])
    w.run("run")
    w.run("verify")

# A revocation of a payment that nobody ever told: a person must look.
w, (a, b, c) = world("sola", "true")
w.drop("fdr", "f2.xml", flow(F2, [(c, "rc", 10000, 0), ("RF18539007547034", "zz", 5000, 3)], total=15000))
w.drop("estratti-conto", "e2.csv", statement([("21/11/2026", 5000, credit(F2))]))
w.run("run")
done = w.json("post", "--until", "2026-11-30")
results.check("money taken for a payment never told is left to a person", done["skipped"] == 1 and posted(w) == 0, done)
results.end()
