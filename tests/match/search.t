#!/usr/bin/python3
# Searches by every question a person asks, in three forms; formulas of strangers stay texts, in searches, in what goes to
# the accounts and in what goes back to the register.
import csv, glob, json, os, shutil, subprocess, sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import QUOTA, Results, World, credit, flow, receipt, statement

results = Results()
check = results.check
F1, F2 = "2026-11-19BPPIITRRXXX-0000000001", "2026-11-20BPPIITRRXXX-0000000002"
w = World("cerca", 'channels = ({ kind = "quotas"; }, { kind = "flows"; }, { kind = "receipts"; }, { kind = "statements"; });')
EVIL = "=HYPERLINK(\"http://x\")"
w.drop("quote", "quote.csv", QUOTA + '-1;RSSMRA80A01H501U;"%s";QUOTA;2026;50,00;30/11/2026;@SUM(A1);1.01\r\n' % EVIL.replace('"', '""')
       + "Q2;01199250158;Studio STP;QUOTA;2026;70,00;30/11/2026;Quota;1.01\r\n")
w.run("run")
a, b = [r[0] for r in w.query("SELECT o.iuv FROM quota q JOIN payment_option o ON o.position = q.position AND o.number = 0 ORDER BY q.row")]
w.drop("fdr", "f1.xml", flow(F1, [(a, "ra", 5000, 0)]))
w.drop("fdr", "f2.xml", flow(F2, [(b, "rb", 7000, 0)]))
w.drop("ricevute", "r.xml", receipt(b, "rb", 7000, day="2026-11-19"))
w.drop("estratti-conto", "e.csv", statement([("20/11/2026", 5000, credit(F1)), ("23/11/2026", 7000, credit(F2))]))
w.run("run")
w.run("post", "--until", "2026-11-30")
w.run("run")


def found(*question):
    return sorted(r["iuv"] for r in json.loads(w.run("search", *question, "--as", "json")))


for name, question, wanted in (
        ("everything", (), [a, b]), ("by IUV", ("--iuv", a), [a]), ("by codice fiscale, of debtor or payer", ("--debtor", "rssmra80a01h501u"), [a, b]),
        ("by partita IVA", ("--debtor", "01199250158"), [b]), ("by flow", ("--flow", F2), [b]),
        ("by period of payment", ("--paid-from", "2026-11-18", "--paid-to", "2026-11-18"), [a, b]),
        ("before it", ("--paid-to", "2026-11-17"), []),
        ("by period of collection", ("--booked-from", "2026-11-21", "--booked-to", "2026-11-30"), [b]),
        ("to the first day", ("--booked-to", "2026-11-20"), [a]), ("by two questions", ("--flow", F1, "--debtor", "01199250158"), []),
        ("by a word, an IUV", (a,), [a]), ("a notice number", ("3" + a,), [a]), ("a codice fiscale", ("RSSMRA80A01H501U",), [a, b]),
        ("a partita IVA", ("01199250158",), [b]), ("a flow", (F2,), [b])):
    seen = found(*question)
    check("search %s" % name, seen == sorted(wanted), seen)
rows = list(csv.DictReader(w.run("search", "--as", "csv").lstrip("\ufeff").splitlines(), delimiter=";"))
check("CSV neutralises formulas", {r["iuv"]: (r["debtor"], r["description"]) for r in rows}[a] == ("'" + EVIL, "'@SUM(A1)"), rows)
check("JSON keeps texts as they are", {r["iuv"]: r["debtor"] for r in json.loads(w.run("search", "--as", "json"))}[a] == EVIL)
book = os.path.join(w.folder, "incassi.xlsx")
w.run("search", "--as", "xlsx", book)
accounts = glob.glob(os.path.join(w.spool, "out", "contabilita", "contabilita_*.xlsx"))[0]


def as_csv(path):
    subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + w.folder + "/office", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false", "--outdir", w.folder, path],
                   capture_output=True, timeout=110)
    made = os.path.join(w.folder, os.path.basename(path)[:-5] + ".csv")
    return list(csv.reader(open(made, encoding="utf-8"), delimiter=";")) if os.path.exists(made) else []


if shutil.which("soffice"):
    rows = as_csv(book)
    check("LibreOffice opens the workbook of a search, a formula is a text", len(rows) == 3 and any(EVIL in r for r in rows)
          and "importo" in rows[0], rows)
    check("and that of the accounts", len(as_csv(accounts)) == 3, as_csv(accounts))
else:
    results.skip("LibreOffice opens the workbook of a search", "soffice is not installed")
    results.skip("and that of the accounts", "soffice is not installed")
for folder, pattern in (("contabilita", "pagamenti_*.csv"), ("albo", "*_pagati_*.csv")):
    text = open(glob.glob(os.path.join(w.spool, "out", folder, pattern))[0], encoding="utf-8-sig", newline="").read()
    cells = [c for r in csv.reader(text.splitlines(), delimiter=";") for c in r]
    check("%s neutralises formulas" % folder, ("'" + EVIL) in cells, cells)
    check("%s: no cell begins a formula" % folder, [c for c in cells if c[:1] in "=@" and c] == [], cells)
results.end()
