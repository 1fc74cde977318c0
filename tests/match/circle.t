#!/usr/bin/python3
# The whole circle: quotas become positions, a provider's flow and receipts and the bank's statement come
# in, everything is matched, posted, undone, and goes back to accounts and register. What comes out is read
# by others: csv, openpyxl or LibreOffice, xmllint with the official schema, sqlite3.
import csv, glob, io, json, os, re, shutil, sqlite3, subprocess

TOP, SCRATCH = os.environ["TOP"], os.environ["SCRATCH"]
PROGRAM = os.environ.get("PROGRAM", os.environ["RISCONTRO_ASAN"])
if not os.path.exists(PROGRAM):
    PROGRAM = os.environ["RISCONTRO"]
NOW = "2026-11-23T09:00:00Z"
ENV = dict(os.environ, RISCONTRO_NOW=NOW)
SPOOL = os.path.join(SCRATCH, "spool", "ordine-esempio")
LEDGER = os.path.join(SCRATCH, "spool", ".ledger", "ledger.db")
results = []


def check(name, good, seen=""):
    results.append(("" if good else "not ") + "ok %d - %s" % (len(results) + 1, name))
    if not good:
        results[-1] += "\n# " + str(seen)[:2000].replace("\n", "\n# ")


def skip(name, why):
    results.append("ok %d - %s # SKIP %s" % (len(results) + 1, name, why))


def run(*arguments, expect=0):
    done = subprocess.run([PROGRAM, *arguments], cwd=SCRATCH, env=ENV, capture_output=True, text=True)
    if done.returncode != expect:
        check("riscontro %s ends with %d" % (" ".join(arguments), expect), False,
              "%d\n%s\n%s" % (done.returncode, done.stdout, done.stderr))
    return done.stdout


def drop(channel, name, text):
    folder = os.path.join(SPOOL, "in", channel)
    path = os.path.join(folder, name)
    with open(path + ".part", "w", encoding="utf-8", newline="") as f:
        f.write(text)
    os.utime(path + ".part", (1, 1))
    os.rename(path + ".part", path)


def query(sql, *values):
    with sqlite3.connect("file:%s?mode=ro" % LEDGER, uri=True) as db:
        return db.execute(sql, values).fetchall()


def classes(kind):
    return sorted(row[0] for row in query(
        "SELECT code FROM class WHERE subject_kind = ?", kind))


def flow(flow_id, made, settled, lines, total=None):
    total = total if total is not None else sum(l[2] for l in lines)
    rows = "".join(
        "<datiSingoliPagamenti><identificativoUnivocoVersamento>%s</identificativoUnivocoVersamento>"
        "<identificativoUnivocoRiscossione>%s</identificativoUnivocoRiscossione>"
        "<indiceDatiSingoloPagamento>1</indiceDatiSingoloPagamento>"
        "<singoloImportoPagato>%.2f</singoloImportoPagato><codiceEsitoSingoloPagamento>%d"
        "</codiceEsitoSingoloPagamento><dataEsitoSingoloPagamento>2026-11-18</dataEsitoSingoloPagamento>"
        "</datiSingoliPagamenti>" % (l[0], l[1], l[2] / 100, l[3]) for l in lines)
    return ('<?xml version="1.0" encoding="UTF-8"?><FlussoRiversamento '
            'xmlns="http://www.digitpa.gov.it/schemas/2011/Pagamenti/"><versioneOggetto>1.0</versioneOggetto>'
            "<identificativoFlusso>%s</identificativoFlusso><dataOraFlusso>%s</dataOraFlusso>"
            "<identificativoUnivocoRegolamento>CRO1</identificativoUnivocoRegolamento>"
            "<dataRegolamento>%s</dataRegolamento><istitutoMittente><identificativoUnivocoMittente>"
            "<tipoIdentificativoUnivoco>B</tipoIdentificativoUnivoco><codiceIdentificativoUnivoco>BPPIITRRXXX"
            "</codiceIdentificativoUnivoco></identificativoUnivocoMittente></istitutoMittente>"
            "<istitutoRicevente><identificativoUnivocoRicevente><tipoIdentificativoUnivoco>G"
            "</tipoIdentificativoUnivoco><codiceIdentificativoUnivoco>%s</codiceIdentificativoUnivoco>"
            "</identificativoUnivocoRicevente></istitutoRicevente><numeroTotalePagamenti>%d"
            "</numeroTotalePagamenti><importoTotalePagamenti>%.2f</importoTotalePagamenti>%s"
            "</FlussoRiversamento>" % (flow_id, made, settled, CODE, len(lines), total / 100, rows))


def euros(cents):
    return "%s%d,%02d" % ("-" if cents < 0 else "", abs(cents) // 100, abs(cents) % 100)


def statement(rows):
    return "Data contabile;Data valuta;Importo;Descrizione\r\n" + "".join(
        "%s;%s;%s;%s\r\n" % (day, day, euros(cents), text) for day, cents, text in rows)


run("init", ".")
conf = os.path.join(SCRATCH, "riscontro.conf")
text = open(conf, encoding="utf-8").read()
CODE = re.search(r'fiscal_code = "(\d{11})"', text).group(1)
text = text.replace("segregation =", 'treasurer = { abi = "03069"; office = "UFABCD"; istat = "000711111"; '
                    'channel = "A2A-12345678"; bank_channel = "A2A-87654321"; bank_code = "1234567"; '
                    'siope = "9999"; };\n\t\tsegregation =', 1)
for kind in ("flows", "statements"):
    text = text.replace('{ kind = "%s"; }' % kind, '{ kind = "%s"; posting = { capitolo = "9.01.001"; }; }' % kind)
open(conf, "w", encoding="utf-8").write(text)
drop("quote", "quote.csv", open(os.path.join(TOP, "samples", "quote", "quote-albo.csv"), encoding="cp1252", newline="").read())
run("run", expect=65)
positions = query("SELECT o.iuv, o.cents, q.quota_key FROM payment_option o JOIN position p ON p.id = o.position "
                  "JOIN quota q ON q.position = p.id WHERE o.number = 0 AND p.current = 1 ORDER BY o.iuv")
check("positions to pay", len(positions) >= 4, positions)
a, b, c = positions[0], positions[1], positions[2]
F1, F2 = "2026-11-19BPPIITRRXXX-0000000001", "2026-11-20BPPIITRRXXX-0000000002"

# The money comes before its flow; the flow is wrapped by the bank; then receipts and another flow follow.
first = [(a[0], "r" * 31 + "a", a[1], 0), ("RF18539007547034", "zz1", 2550, 9)]
total1 = sum(l[2] for l in first)
drop("estratti-conto", "novembre.csv", statement([
    ("20/11/2026", total1, "/PUR/LGPE-RIVERSAMENTO/URI/2026-11-19BPPIITRRXXX-00000 00001"),
    ("20/11/2026", 1234, "BONIFICO DA ROSSI"), ("20/11/2026", -500, "SPESE TENUTA CONTO"),
    ("21/11/2026", b[1], "/PUR/LGPE-RIVERSAMENTO/URI/" + F2)]))
run("run")
check("money waits for its flow", classes("movement") == sorted(
    ["MOVEMENT_FLOW_MISSING", "MOVEMENT_FLOW_MISSING", "MOVEMENT_NO_REFERENCE", "MOVEMENT_OUTGOING"]),
    classes("movement"))
balance = json.loads(run("balance", "--json"))[0]
check("all of it waits", balance["closes"] and balance["matched"] == 0
      and round(balance["waiting"] * 100) == total1 + 1234 + b[1], balance)
drop("fdr", "f1.xml", flow(F1, "2026-11-20T08:00:00", "2026-11-19", first))
drop("fdr", "f2.xml", flow(F2, "2026-11-20T08:00:00", "2026-11-20", [(b[0], "r" * 31 + "b", b[1], 0)]))
run("run")
check("flows square", classes("flow") == ["FLOW_SQUARE"] * 2, classes("flow"))
check("lines wait for receipts, or need none", classes("payment") == sorted(
    ["LINE_RECEIPT_MISSING", "LINE_NOT_OURS", "LINE_RECEIPT_MISSING"]), classes("payment"))
balance = json.loads(run("balance", "--json"))[0]
check("arrived = matched + waiting, to the cent", balance["closes"]
      and round(balance["matched"] * 100) == total1 + b[1] and round(balance["waiting"] * 100) == 1234, balance)
check("positions and quotas are paid", query(
    "SELECT COUNT(*) FROM quota q JOIN position p ON p.id = q.position WHERE q.state = 'paid' AND p.state = 'paid'")
    == [(2,)], query("SELECT state FROM quota"))

# Posting: a dry run books nothing, then all is booked once.
dry = json.loads(run("post", "--until", "2026-11-30", "--dry-run", "--json"))
check("a dry run tells and books nothing", len(dry["reversali"]) == 2
      and query("SELECT COUNT(*) FROM reversale") == [(0,)], dry)
done = json.loads(run("post", "--statement", "novembre.csv", "--json"))
check("reversali in the order of the accounting date", [(r["number"], r["date"]) for r in done["reversali"]]
      == [(1, "2026-11-20"), (2, "2026-11-21")], done)
check("the payment not ours has its accertamento", done["accertamenti"] == 1 and query(
    "SELECT cents, capitolo FROM accertamento") == [(2550, "9.01.001")], done)
again = json.loads(run("post", "--until", "2026-12-31", "--json"))
check("posting again finds nothing", again["reversali"] == [], again)
run("run")
out = os.path.join(SPOOL, "out", "contabilita")
table = {}
for name in ("reversali", "pagamenti", "accertamenti"):
    path = glob.glob(os.path.join(out, name + "_*.csv"))
    table[name] = list(csv.DictReader(open(path[0], encoding="utf-8-sig", newline=""), delimiter=";")) if path else []
check("reversali as CSV", [r["importo"] for r in table["reversali"]]
      == ["%.2f" % (total1 / 100), "%.2f" % (b[1] / 100)], table["reversali"])
check("payments as CSV carry the key of their quota", sorted(r["chiave_quota"] for r in table["pagamenti"])
      == sorted(["", a[2], b[2]]), table["pagamenti"])
check("sums agree: payments give the reversali", round(sum(float(r["importo"]) for r in table["pagamenti"]) * 100)
      == total1 + b[1], table["pagamenti"])
manifest = json.load(open(glob.glob(os.path.join(out, "*.manifest.json"))[0], encoding="utf-8"))
check("the manifest names every file", {f["name"] for f in manifest["files"]} ==
      {os.path.basename(p) for p in glob.glob(os.path.join(out, "*")) if "manifest" not in p}, manifest)
opi = glob.glob(os.path.join(out, "opi_*"))
if opi and opi[0].endswith(".xml"):
    check("the OPI message has both reversali", open(opi[0], encoding="utf-8").read().count("<reversale>") == 2)
else:
    check("the OPI message is written", False, [open(p).read() for p in opi])
SIGNATURE = ('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod '
             'Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><ds:SignatureMethod '
             'Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""><ds:DigestMethod '
             'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>'
             "</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>")


def opi_is_valid(path, version):
    """The schema asks for a signature, which is not the engine's to make: one of the right shape is put in."""
    signed = os.path.join(SCRATCH, "signed.xml")
    body = open(path, encoding="utf-8").read().replace("</flusso_ordinativi>", SIGNATURE + "</flusso_ordinativi>")
    open(signed, "w", encoding="utf-8").write(body)
    schema = os.path.join(os.environ["SHARED"], "reference", "opi", "OPI_FLUSSO_ORDINATIVI_V_%s.xsd" % version)
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, signed], capture_output=True, text=True)
    return done.returncode == 0, done.stderr


def judge_opi(what):
    for version in ("1_6_1", "1_7_1"):
        name = "the official schema %s takes %s" % (version, what)
        if not os.path.isdir(os.environ.get("SHARED", "")) or not shutil.which("xmllint"):
            skip(name, "no official schemas here")
            continue
        judged = [opi_is_valid(path, version) for path in sorted(glob.glob(os.path.join(out, "opi_*.xml")))]
        check(name, judged and all(good for good, _ in judged), judged)


judge_opi("the reversali")
workbook = glob.glob(os.path.join(out, "contabilita_*.xlsx"))
if shutil.which("soffice"):
    made = subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + SCRATCH + "/office",
                           "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false",
                           "--outdir", SCRATCH, workbook[0]], capture_output=True, text=True, timeout=110)
    path = os.path.join(SCRATCH, os.path.basename(workbook[0])[:-5] + ".csv")
    rows = list(csv.DictReader(open(path, encoding="utf-8"), delimiter=";")) if os.path.exists(path) else []
    check("LibreOffice opens the workbook", len(rows) == 2 and [r["numero"] for r in rows] == ["1", "2"],
          made.stdout + made.stderr + str(rows))
else:
    skip("LibreOffice opens the workbook", "soffice is not installed")
paid = glob.glob(os.path.join(SPOOL, "out", "albo", "*_pagati_*.csv"))
rows = list(csv.DictReader(open(paid[0], encoding="utf-8-sig", newline=""), delimiter=";")) if paid else []
check("paid quotas go back to their register", sorted((r["chiave"], r["esito"]) for r in rows)
      == sorted([(a[2], "PAGATO"), (b[2], "PAGATO")]), rows)

# A revision of a posted flow: the reversale is undone by a contrary entry and posted again.
drop("fdr", "f2b.xml", flow(F2, "2026-11-21T08:00:00", "2026-11-20", [(c[0], "r" * 31 + "c", b[1], 9)]))
run("run")
check("a revision reopens the position and squares again", query(
    "SELECT state FROM quota WHERE quota_key = ?", b[2]) == [("open",)] and "FLOW_SUPERSEDED" in classes("flow"),
    (classes("flow"), query("SELECT quota_key, state FROM quota")))
again = json.loads(run("post", "--flow", F2, "--json"))
check("the old reversale is undone, the new one numbered on", [(r["number"], r["contrary"])
      for r in again["reversali"]] == [(3, True), (4, False)] and again["undone"] == 1, again)
undone = json.loads(run("post", "--undo", "2026/1", "--json"))
check("undoing writes a contrary entry of the opposite amount", undone["reversali"][0]["amount"] == -total1 / 100,
      undone)
run("post", "--undo", "2026/1", expect=65)
check("numbers have no gaps and no repeats", [n[0] for n in query("SELECT number FROM reversale ORDER BY id")]
      == list(range(1, 6)), query("SELECT number FROM reversale"))
run("run")
judge_opi("contrary entries")

# Storno: the bank takes the credit back.
drop("estratti-conto", "storno.csv", statement([("23/11/2026", -total1, "STORNO /PUR/LGPE-RIVERSAMENTO/URI/" + F1)]))
run("run")
check("a reversal undoes the credit", "FLOW_CREDIT_UNDONE" in classes("flow")
      and "MOVEMENT_REVERSED" in classes("movement"), (classes("flow"), classes("movement")))
balance = json.loads(run("balance", "--json"))[0]
check("the balance closes after all this", balance["closes"] and round(balance["arrived"] * 100) == b[1] + 1234,
      balance)

# Replay: everything once more changes nothing.
before = query("SELECT subject_kind, subject, code, cents FROM class ORDER BY 1, 2")
for path in glob.glob(os.path.join(SPOOL, "archivio", "*", "*", "*")):
    folder = "fdr" if path.endswith(".xml") else "quote" if "quote" in path else "estratti-conto"
    body = open(path, encoding="utf-8", newline="").read()
    drop(folder, "ancora-" + os.path.basename(path), body + ("\n" if folder == "fdr" else ""))
subprocess.run([PROGRAM, "run"], cwd=SCRATCH, env=ENV, capture_output=True)
check("booking everything again changes no class", before == query(
    "SELECT subject_kind, subject, code, cents FROM class ORDER BY 1, 2"))
done = json.loads(run("post", "--until", "2026-12-31", "--json"))
check("nor does it post anything twice", [r for r in done["reversali"] if not r["contrary"]] == [], done)

# By itself, one reversale a debtor, as the channel says.
text = open(conf, encoding="utf-8").read().replace(
    'posting = { capitolo', 'posting = { automatic = true; cumulative = false; capitolo')
open(conf, "w", encoding="utf-8").write(text)
F3 = "2026-11-23BPPIITRRXXX-0000000003"
d = positions[3]
count = query("SELECT MAX(number) FROM reversale")[0][0]
drop("fdr", "f3.xml", flow(F3, "2026-11-23T08:00:00", "2026-11-23",
                           [(b[0], "s" * 32, b[1], 9), (d[0], "t" * 32, d[1], 9)]))
run("run")
check("nothing is posted before the money is there", query("SELECT MAX(number) FROM reversale") == [(count,)])
drop("estratti-conto", "terzo.csv", statement([("23/11/2026", b[1] + d[1], "/PUR/LGPE-RIVERSAMENTO/TXT/0/URI/" + F3)]))
run("run")
check("what squares posts itself, one reversale for each debtor", query(
    "SELECT r.cents FROM reversale r JOIN flow f ON f.id = r.flow WHERE f.flow_id = ? AND r.cumulative = 0 "
    "AND r.debtor IS NOT NULL AND r.number > ? ORDER BY r.number", F3, count) == [(b[1],), (d[1],)],
    query("SELECT number, cents, cumulative FROM reversale"))
check("the quota is paid, so that a changed row is refused", query(
    "SELECT state FROM quota WHERE quota_key = ? AND current = 1", d[2]) == [("paid",)])
run("verify")

# Two creditors whose reversali have the same numbers are two batches.
SCRATCH = os.path.join(SCRATCH, "due")
os.makedirs(SCRATCH)
LEDGER = os.path.join(SCRATCH, "spool", ".ledger", "ledger.db")
run("init", ".")
open(os.path.join(SCRATCH, "riscontro.conf"), "w", encoding="utf-8").write("creditors = (%s);\n" % ",".join(
    '{ id = "%s"; fiscal_code = "%s"; name = "Ordine %s"; segregation = "01"; '
    'accounts = ({ iban = "IT25O0306909606100000012345"; }); }' % (name, code, name)
    for name, code in (("uno", "80000000028"), ("due", "01199250158"))))
run("init", ".")
for name, code in (("uno", "80000000028"), ("due", "01199250158")):
    CODE, SPOOL = code, os.path.join(SCRATCH, "spool", name)
    drop("fdr", "f.xml", flow(F1, "2026-11-20T08:00:00", "2026-11-19", [("RF18539007547034", "u1", 2550, 9)]))
    drop("estratti-conto", "e.csv", statement([("20/11/2026", 2550, "/PUR/LGPE-RIVERSAMENTO/URI/" + F1)]))
run("run")
for name in ("uno", "due"):
    run("post", "--until", "2026-11-30", "--creditor", name)
run("run")
check("each creditor has its reversale number 1 and its files", query(
    "SELECT creditor, number FROM reversale ORDER BY creditor") == [("due", 1), ("uno", 1)] and all(
    glob.glob(os.path.join(SCRATCH, "spool", name, "out", "contabilita", "reversali_*.csv")) for name in ("uno", "due")),
    query("SELECT creditor, number FROM reversale"))
print("1..%d" % len(results))
print("\n".join(results))
