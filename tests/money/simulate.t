#!/usr/bin/python3
# `riscontro simulate`: the same seed gives the same files, official schemas take them, and the engine that reads
# them back finds every euro that the play's bank has credited.
import hashlib, os, re, shutil, sqlite3, subprocess

TOP, SCRATCH, PROGRAM = os.environ["TOP"], os.environ["SCRATCH"], os.environ["RISCONTRO"]
REFERENCE = os.path.join(os.environ.get("SHARED", ""), "reference")
ENV = dict(os.environ, RISCONTRO_NOW="2026-11-23T08:00:00Z")
tests = []


def check(name, good, seen=""):
    tests.append(("" if good else "not ") + "ok %d - %s" % (len(tests) + 1, name))
    if not good:
        tests[-1] += "\n# " + str(seen).replace("\n", "\n# ")


def skip(name, why):
    tests.append("ok %d - %s # SKIP %s" % (len(tests) + 1, name, why))


def program(where, *arguments):
    return subprocess.run([PROGRAM, "--quiet", *arguments], cwd=where, env=ENV, capture_output=True, text=True)


def inbound(where):
    found = {}
    for folder in ("fdr", "ricevute", "estratti-conto"):
        path = os.path.join(where, "spool", "ordine-esempio", "in", folder)
        for name in sorted(os.listdir(path)):
            if os.path.isfile(os.path.join(path, name)):
                found[folder + "/" + name] = open(os.path.join(path, name), "rb").read()
                os.utime(os.path.join(path, name), (1700000000, 1700000000))
    return found


def begin(name):
    where = os.path.join(SCRATCH, name)
    program(SCRATCH, "init", where)
    box = os.path.join(where, "spool", "ordine-esempio", "in", "quote", "quote.csv")
    rows = subprocess.run([os.environ["PYTHON"], os.path.join(TOP, "tests", "bench", "generate_quotas.py"), "40"],
                          capture_output=True, check=True).stdout
    open(box, "wb").write(rows)
    os.utime(box, (1700000000, 1700000000))
    program(where, "run")
    return where


def query(where, sql):
    ledger = sqlite3.connect(os.path.join(where, "spool", ".ledger", "ledger.db"))
    try:
        return ledger.execute(sql).fetchall()
    finally:
        ledger.close()


first, second = begin("first"), begin("second")
program(first, "simulate", "--seed", "7")
program(second, "simulate", "--seed", "7")
files = inbound(first)
check("the same seed gives the same files", files == inbound(second) and len(files) > 30, sorted(files))
program(second, "simulate", "--seed", "8")
check("another seed gives other files", files != inbound(second))
check("nobody pays when nobody is to pay", program(begin("none"), "simulate", "--share", "0").returncode == 0
      and not [n for n in inbound(os.path.join(SCRATCH, "none")) if not n.startswith("quote")])

flow_schema = os.path.join(REFERENCE, "fdr", "FlussoRiversamento_1_0_4.fdr-nodo.xsd")
if os.path.exists(flow_schema) and shutil.which("xmllint"):
    for folder, schema in (("fdr", flow_schema), ("ricevute", None)):
        if schema is None:
            # The schema imports ../../xsd-common/.
            os.makedirs(os.path.join(SCRATCH, "a", "wsdl", "xsd"))
            os.makedirs(os.path.join(SCRATCH, "a", "xsd-common"))
            for name in os.listdir(os.path.join(REFERENCE, "rt")):
                if name.endswith(".xsd"):
                    shutil.copy(os.path.join(REFERENCE, "rt", name), os.path.join(SCRATCH, "a", "xsd-common"))
            schema = shutil.copy(os.path.join(REFERENCE, "rt", "paForNode.xsd"),
                                 os.path.join(SCRATCH, "a", "wsdl", "xsd"))
        mine = [os.path.join(first, "spool", "ordine-esempio", "in", n) for n in files if n.startswith(folder)]
        judged = subprocess.run(["xmllint", "--noout", "--schema", schema, *mine], capture_output=True, text=True)
        check("%s: the official schema takes all %d" % (folder, len(mine)), judged.returncode == 0 and mine,
              judged.stderr[-1500:])
else:
    skip("fdr: the official schema takes all", "no schema or no xmllint")
    skip("ricevute: the official schema takes all", "no schema or no xmllint")

statement = next(v for n, v in files.items() if n.startswith("estratti")).decode()
ran = program(first, "run")
check("the engine books it all", ran.returncode == 0, ran.stderr)
check("every movement of the bank is in the ledger", query(first, "SELECT COUNT(*) FROM movement")[0][0] ==
      statement.count("/URI/") + statement.count("/RFB/") + 2, statement)
check("a revised flow stands once", query(first, "SELECT COUNT(*) FROM flow GROUP BY flow_id HAVING COUNT(*) > 1") ==
      [(2,)] and query(first, "SELECT COUNT(*) FROM flow WHERE current = 1 GROUP BY flow_id HAVING COUNT(*) > 1") == [])
credited = query(first, "SELECT SUM(cents) FROM movement WHERE is_money = 1 AND cents <> -350 AND cents <> 8000")[0][0]
told = query(first, "SELECT SUM(cents) FROM flow WHERE current = 1")[0][0]
alone = sum(cents for iuv, cents in query(first, "SELECT iuv, cents FROM receipt") if "/RFB/%s/" % iuv in statement)
check("what the bank credits is what flows and single payments tell, to the cent", credited == told + alone,
      (credited, told, alone))
early = query(first, "SELECT x.iuv FROM (SELECT iuv, paid_on FROM payment UNION SELECT iuv, paid_on FROM receipt) x JOIN "
              "payment_option o ON o.iuv = x.iuv JOIN position p ON p.id = o.position WHERE x.paid_on < substr(p.created_at, 1, 10)")
check("nobody pays before the position was made", early == [], early)
late = query(first, "SELECT iuv FROM payment p JOIN flow f ON f.id = p.flow AND f.current = 1 WHERE p.outcome = 4")
program(first, "simulate", "--seed", "9", "--share", "0")
check("the late receipt comes with the next play", list(inbound(first)) and all(
    ("RT_%s_" % late[0][0]) in n for n in inbound(first)) and len(late) == 1, list(inbound(first)))

print("1..%d" % len(tests))
print("\n".join(tests))
