#!/usr/bin/python3
# Rows that come back mean what they meant where they came from: dropped again from the workbook and from the CSV they are the
# same quotas, whatever the layout, the kind of file, where its titles stood or whether it had any.
import datetime
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile

import openpyxl

sys.path.insert(0, os.environ["TOP"] + "/tests/intake")
from results import end, told

R, SCRATCH, SAMPLES = os.environ["RISCONTRO_ASAN"], os.environ["SCRATCH"], os.environ["TOP"] + "/samples/tracciati/"
os.environ["RISCONTRO_NOW"] = "2026-11-23T08:00:00Z"
RIGHT, WRONG, STILL = "RSSMRA80A01H501U", "RSSMRA80A01H501X", "RSSMRA80A01H501Z"
COLUMNS = ["chiave_quota", "codice_fiscale", "denominazione", "anno", "causale", "importo", "scadenza"]


class Spool:
    def __init__(self, name, channel, layout, text=None):
        self.home = os.path.join(SCRATCH, name)
        os.makedirs(self.home + "/layouts")
        self.run("init", ".")
        if text:
            with open(self.home + "/layouts/%s.layout" % layout, "w", encoding="utf-8") as f:
                f.write(text)
        path = self.home + "/riscontro.conf"
        kind = 'kind = "%s";' % ("register" if channel == "albo" else "quotas")
        conf = open(path, encoding="utf-8").read()
        open(path, "w", encoding="utf-8").write(conf.replace(kind, kind + ' layout = "%s";' % layout, 1))
        shutil.copy(os.environ["TOP"] + "/conf/albo.rules", self.home)
        self.inbox = self.home + "/spool/ordine-esempio/in/" + channel
        self.out = self.home + "/spool/ordine-esempio/out/riscontri/"

    def run(self, *words):
        return subprocess.run([R, *words], cwd=self.home, capture_output=True, text=True)

    def drop(self, name, body):
        """The acknowledgement: rows read, booked and unchanged, the amount read, the codes."""
        path = os.path.join(self.inbox, name)
        with open(path, "wb") as f:
            f.write(body)
        os.utime(path, (1795420000, 1795420000))
        said = self.run("run")
        try:
            with open(self.out + name + ".riscontro.json", encoding="utf-8") as f:
                answer = json.load(f)
        except FileNotFoundError:
            return {"none": said.stderr}
        rows = {k: t["rows"] for k, t in answer["totals"].items()}
        codes = [f["code"] for f in answer["findings"]] + [f["code"] for r in answer["refused"] for f in r["findings"]]
        return {"rows": rows, "cents": round(100 * answer["totals"]["read"]["amount"]), "codes": codes}

    def mended_book(self, name, change):
        book = openpyxl.load_workbook(self.out + name + ".riscontro.xlsx")
        for row in book.worksheets[0].iter_rows():
            for c in row:
                if c.value in change:
                    c.value = change[c.value]
        body = io.BytesIO()
        book.save(body)
        return body.getvalue()

    def mended_csv(self, name, change):
        with open(self.out + name + ".da-correggere.csv", "rb") as f:
            body = f.read()
        for old, new in change.items():
            body = body.replace(old.encode(), new.encode())
        return body


def workbook(sheets):
    book = openpyxl.Workbook()
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def around(name, channel, layout, file, body, rows, cents, text=None):
    """One row wrong, mended wrongly once, then rightly; from the workbook, then from the CSV."""
    s = Spool(name, channel, layout, text)
    first = s.drop(file, body)
    again = s.drop("ancora.xlsx", s.mended_book(file, {WRONG: STILL}))
    last = s.drop("poi.xlsx", s.mended_book("ancora.xlsx", {STILL: RIGHT}))
    told("FISCAL_CODE_INVALID" in first.get("codes", []) and "FISCAL_CODE_INVALID" in again.get("codes", []) and
         last.get("rows", {}).get("booked") == rows and last["cents"] == cents, name + ": mended in the workbook, and once more",
         (first, again, last))
    if os.path.exists(s.out + file + ".da-correggere.csv"):
        same = s.drop("uguale.csv", s.mended_csv(file, {WRONG: RIGHT}))
        told(same.get("rows", {}).get("unchanged") == rows and same["cents"] == cents,
             name + ": the CSV has the same quotas", same)
    return s


def sample(name):
    with open(SAMPLES + name, "rb") as f:
        return f.read().replace(RIGHT.encode(), WRONG.encode(), 1)


for layout, file in [("govpay", "govpay.csv")] + [("mypay", "mypay-ORD-1%d-1_%d.csv" % (v, v)) for v in range(5)] + \
        [("p4pa", "p4pa-posizioni__%s.csv" % v) for v in ("1_3", "2_0", "2_0-eng")] + \
        [("piemontepay", "piemontepay-carico.csv"), ("gpd", "gpd.json")]:
    around(file, "quote", layout, file, sample(file), 1, 15000)

ROW = ["N-1", WRONG, "Rossì Mario", "2027", "Quota annuale 2027", "15000", "20270331"]
FIELDS = ",\n".join('  { field = "%s"; header = "%s"; mandatory = true;%s }' % (
    c, c, ' form = "cents";' if c == "importo" else ' form = "yyyymmdd";' if c == "scadenza" else "") for c in COLUMNS)
PLACES = ",\n".join('  { field = "%s"; position = %d; mandatory = true;%s }' % (
    c, i + 1, ' form = "cents";' if c == "importo" else ' form = "yyyymmdd";' if c == "scadenza" else "")
    for i, c in enumerate(COLUMNS))
LINES = [["Elenco delle quote"], ["Ordine di Prova", "2027"]]


def csv(rows, encoding="utf-8"):
    return "".join(";".join(r) + "\r\n" for r in rows).encode(encoding)


around("titles in the third row, CSV", "quote", "tre", "tre.csv", csv(LINES + [COLUMNS, ROW]), 1, 15000,
       "skip = 2;\ncolumns = (\n%s\n);\n" % FIELDS)
around("titles in the third row of a sheet by name", "quote", "foglio", "foglio.xlsx",
       workbook([("Note", [["nulla"]]), ("Quote", LINES + [COLUMNS, ROW])]), 1, 15000,
       "skip = 2;\nsheet = \"Quote\";\ncolumns = (\n%s\n);\n" % FIELDS)
around("no titles, CSV", "quote", "senza", "senza.csv", csv([ROW]), 1, 15000,
       "headless = true;\ncolumns = (\n%s\n);\n" % PLACES)
around("no titles, XLSX", "quote", "senza", "senza.xlsx", workbook([("Quote", [ROW])]), 1, 15000,
       "headless = true;\ncolumns = (\n%s\n);\n" % PLACES)
FORMULA = [c if i != 2 else "=HYPERLINK(1)" for i, c in enumerate(ROW)]
s = around("what a spreadsheet would take for a formula", "quote", "formule", "formule.csv", csv([COLUMNS, FORMULA]), 1, 15000,
           "columns = (\n%s\n);\n" % FIELDS)
told(b";'=HYPERLINK" in s.mended_csv("formule.csv", {}), "is none in the CSV")
around("encoding and delimiter fixed", "quote", "fisso", "fisso.csv", csv([COLUMNS, ROW], "cp1252"), 1, 15000,
       "delimiter = \";\";\nencoding = \"CP1252\";\ncolumns = (\n%s\n);\n" % FIELDS)
TYPED = [COLUMNS] + [["N-%d" % i, WRONG, "Rossi", 2027, "Quota", amount, datetime.date(2027, 3, 31)]
                     for i, amount in ((1, 172.5), (2, 1234))]
around("numbers and days of a workbook stay such", "quote", "tipi", "tipi.xlsx", workbook([("Quote", TYPED)]), 2, 140650,
       "columns = (\n%s\n);\n" % FIELDS.replace("cents", "comma"))
TYPED[1][5], TYPED[1][1], TYPED[2][1] = 12.345, RIGHT, RIGHT
s = Spool("tipi-sbagliati", "quote", "tipi", "columns = (\n%s\n);\n" % FIELDS.replace("cents", "comma"))
first = s.drop("tre.xlsx", workbook([("Quote", TYPED)]))
again = s.drop("quattro.xlsx", s.mended_book("tre.xlsx", {}))
told("AMOUNT_THIRD_DECIMAL" in first["codes"] and "AMOUNT_THIRD_DECIMAL" in again["codes"],
     "also one with three decimals, which as a text would be thousands", (first, again))
body = io.BytesIO()
with zipfile.ZipFile(body, "w") as z:
    z.writestr("__MACOSX/._uno.csv", b"\0\5\x16\7")
    z.writestr("uno.csv", sample("piemontepay-carico.csv"))
    z.writestr("due.csv", sample("piemontepay-carico.csv").replace(b"PP-", b"PQ-"))
around("an archive of two", "quote", "piemontepay", "due.zip", body.getvalue(), 2, 30000)
body = io.BytesIO()
with zipfile.ZipFile(body, "w") as z:
    z.writestr("uno.csv", sample("piemontepay-carico.csv"))
    z.writestr("due.xlsx", workbook([("Quote", [["Posizione debitoria esterna", "Anno di riferimento", "Importo totale da pagare",
        "Data scadenza", "Descrizione Causale Versamento", "Codice fiscale o Partita Iva del soggetto debitore",
        "Cognome soggetto debitore"], ["PX-1", "2027", "150,00", "31/03/2027", "Quota", WRONG, "Rossi"]])]))
s = Spool("misto", "quote", "piemontepay")
first = s.drop("misto.zip", body.getvalue())
sheets = openpyxl.load_workbook(s.out + "misto.zip.riscontro.xlsx").sheetnames
told(first["rows"]["refused"] == 2 and first["cents"] == 15000 + 9050 + 21000 + 15000 and
     not [n for n in sheets if "correggere" in n] and not os.path.exists(s.out + "misto.zip.da-correggere.csv"),
     "of cents and euros in one archive no common sheet is made", (first, sheets))
s = Spool("copia", "quote", "piemontepay")
s.drop("carico.csv", sample("piemontepay-carico.csv"))
copy = openpyxl.load_workbook(io.BytesIO(s.mended_book("carico.csv", {WRONG: RIGHT})))
copy.worksheets[0].title = "Foglio1"
copy.save(s.home + "/copia.xlsx")
last = s.drop("copia.xlsx", open(s.home + "/copia.xlsx", "rb").read())
told(last.get("rows", {}).get("booked") == 0 and "DATE_INVALID" in last["codes"],
     "under another name, cents are not taken for euros: the days tell that they came from a CSV", last)
path = SCRATCH + "/titles in the third row of a sheet by name/spool/ordine-esempio/out/riscontri/foglio.xlsx.riscontro.xlsx"
layout = SCRATCH + "/titles in the third row of a sheet by name/layouts/foglio.layout"
own = subprocess.run([R, "cat", "--layout", layout, path], capture_output=True, text=True)
other = subprocess.run([R, "cat", "--layout", layout, "--sheet", "Altro", path], capture_output=True, text=True)
told("N-1" in own.stdout and other.returncode == 65 and other.stdout == "", "a sheet that a person asks for is no other",
     (own, other))
s = Spool("registro", "albo", "albo-isi")
first = s.drop("a.csv", sample("albo-isi.csv"))
sheets = openpyxl.load_workbook(s.out + "a.csv.riscontro.xlsx").sheetnames
told("REGISTER_ROWS_WRONG" in first["codes"] and "Segnalazioni" in sheets and not [n for n in sheets if "correggere" in n] and
     not os.path.exists(s.out + "a.csv.da-correggere.csv"),
     "of an export of the register no part goes back: dropped alone, everybody else would have left", (first, sheets))
end()
