#!/usr/bin/python3
# The sheet of rows to be mended: told, mended, dropped again; and printed, so that it can be read on paper.
import json
import os
import re
import shutil
import subprocess
import sys

import openpyxl

sys.path.insert(0, os.environ["TOP"] + "/tests/intake")
from results import end, skip, told

R, SCRATCH = os.environ["RISCONTRO_ASAN"], os.environ["SCRATCH"]
os.environ["RISCONTRO_NOW"] = "2026-11-23T08:00:00Z"
os.chdir(SCRATCH)
subprocess.run([R, "init", "."], check=True, stdout=subprocess.DEVNULL)
QUOTES, OUT = "spool/ordine-esempio/in/quote", "spool/ordine-esempio/out/riscontri"
# A header that ends in delimiters, as spreadsheets save it; a row with cells beyond it, one with two errors.
TEXT = """codice_fiscale;denominazione;indirizzo;cap;comune;provincia;email;pec;chiave_quota;tipo;anno;causale;importo;scadenza;note interne;;
RSSMRA80A01H501X;Rossi Mario;Via Verdi 4;00184;Roma;RM;mario.rossi@posta.example;;Q-1;contributo;2026;Quota annuale 2026;100,00;31/03/2027;;;
BNCFNC75E54F205J;Bianchi Francesca;Corso Regina Margherita 118;10124;Torino;TO;;;Q-2;contributo;2026;Quota annuale 2026;1.234;31/02/2027;;;
RSSMRA80A01H501U;Rossi Mario;Via Verdi 4;00184;Roma;RM;;;Q-3;contributo;2026;Quota annuale 2026;100,00;31/03/2027;;;di troppo
BNCFNC75E54F205J;Bianchi Francesca;Via Po 1;10124;Torino;TO;;;Q-4;contributo;2026;Quota annuale 2026;90,00;31/03/2027;;;
"""


def drop(name, body):
    with open(".dropped", "wb") as f:
        f.write(body)
    os.utime(".dropped", (1795420000, 1795420000))
    os.rename(".dropped", "%s/%s" % (QUOTES, name))
    subprocess.run([R, "run"], capture_output=True)
    with open("%s/%s.riscontro.json" % (OUT, name), encoding="utf-8") as f:
        return json.load(f)


def codes(answer):
    return sorted(f["code"] for row in answer.get("refused", []) for f in row["findings"])


answer = drop("quote.csv", TEXT.encode())
told(answer["totals"]["booked"]["rows"] == 1 and
     codes(answer) == ["AMOUNT_AMBIGUOUS", "DATE_INVALID", "FISCAL_CODE_INVALID", "ROW_RAGGED"],
     "three rows come back, one with a cell beyond the last title", answer)
path = OUT + "/quote.csv.riscontro.xlsx"
book = openpyxl.load_workbook(path)
sheet = book.worksheets[0]
titles = [c.value for c in sheet[1]]
told(titles[:16] == TEXT.splitlines()[0].split(";")[:15] + ["esito riscontro"] and set(titles[16:]) <= {None},
     "the sentences stand behind the last title", titles)
told([r[15].value.count("[") for r in sheet.iter_rows(min_row=2)] == [1, 2, 1] and
     "di troppo" in [c.value for c in sheet[4][16:]], "with every finding; the cell beyond stands beyond them", titles)
answer = drop("ancora.xlsx", open(path, "rb").read())
told(codes(answer) == ["AMOUNT_AMBIGUOUS", "DATE_INVALID", "FISCAL_CODE_INVALID", "ROW_RAGGED"],
     "dropped as it is, the same rows come back for the same reasons", answer)
for line in sheet.iter_rows():
    for c in line:
        c.value = {"RSSMRA80A01H501X": "RSSMRA80A01H501U", "1.234": "1.234,00", "31/02/2027": "28/02/2027",
                   "di troppo": None}.get(c.value, c.value)
book.save("mended.xlsx")
answer = drop("corretto.xlsx", open("mended.xlsx", "rb").read())
told(answer["totals"]["booked"]["rows"] == 3 and codes(answer) == [], "mended, they are booked", answer)

office = shutil.which("soffice")
if office and shutil.which("pdftotext"):
    subprocess.run([office, "--headless", "-env:UserInstallation=file://" + SCRATCH + "/office", "--convert-to", "pdf", path],
                   capture_output=True, timeout=110)
    pages = subprocess.run(["pdftotext", "-bbox", "quote.csv.riscontro.pdf", "-"], capture_output=True, text=True).stdout
    words = re.findall(r'yMin="([\d.]+)".*?yMax="([\d.]+)">([^<]*)<', pages)
    small = [w for top, bottom, w in words if float(bottom) - float(top) < 7.5]
    told(words and not small, "printed, no letter is smaller than some 6.5 points", small[:10])
    told({"FISCAL_CODE_INVALID", "AMOUNT_AMBIGUOUS", "DATE_INVALID", "ROW_RAGGED"} <= {w.strip("[]") for _, _, w in words},
         "and no sentence is cut", pages[:400])
    lines = subprocess.run(["pdftotext", "-layout", "quote.csv.riscontro.pdf", "-"], capture_output=True, text=True).stdout
    told(all(len(re.findall(r"^\s*%d\s" % row, lines, re.M)) >= 2 for row in (2, 3, 4)),
         "pages side by side have the numbers of the rows on each", lines)
else:
    skip("printed, no letter is smaller than some 6.5 points", "no LibreOffice")
    skip("and no sentence is cut", "no LibreOffice")
    skip("pages side by side have the numbers of the rows on each", "no LibreOffice")
end()
