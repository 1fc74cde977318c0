#!/usr/bin/python3
"""Amounts that a spreadsheet has reckoned: 150.1 + 0.2 is kept as 150.29999999999998 and is 150,30. A third decimal
that the spreadsheet shows too is refused, and so is one in a text or a CSV."""
import json
import os
import subprocess
import sys

for folder in ("formats", "intake"):
    sys.path.insert(0, os.path.join(os.environ["TOP"], "tests", folder))
import open_document
import open_xml
from results import end, told

RISCONTRO, SCRATCH = os.environ["RISCONTRO"], os.environ["SCRATCH"]
HEAD = ["codice_fiscale", "denominazione", "chiave_quota", "tipo", "anno", "causale", "importo", "scadenza"]
RECKONED = [150.1 + 0.2, 0.1 + 0.2, 165 * 1.1, 1e2 / 3 * 3, 120 * 0.85 + 2.6]  # 150.30 0.30 181.50 100.00 104.60
REAL = [100.005, 1e3 / 3]

def quota(number, amount):
    return ["RSSMRA80A01H501U", "Rossi Mario", "K%d" % number, "QUOTA", "2027", "Quota", amount, "31/03/2027"]


def xlsx(table):
    return open_xml.book(open_xml.rows(*("".join(
        '<c><v>%r</v></c>' % value if isinstance(value, float) else '<c t="inlineStr"><is><t>%s</t></is></c>' % value
        for value in line) for line in table)))


def ods(table):
    return open_document.book(*(open_document.row(*(
        open_document.typed("float", "value", repr(value)) if isinstance(value, float)
        else open_document.cell('office:value-type="string"', value) for value in line)) for line in table))


def text(table):
    return "".join(";".join(map(str, line)) + "\r\n" for line in table).encode()


def check(name, content):
    path = os.path.join(SCRATCH, name)
    with open(path, "wb") as stream:
        stream.write(content)
    done = subprocess.run([RISCONTRO, "--json", "check", path], stdout=subprocess.PIPE, cwd=SCRATCH)
    said = json.loads(done.stdout)
    return said["totals"]["good"], [finding["code"] for finding in said["findings"]]


subprocess.run([RISCONTRO, "init", "."], cwd=SCRATCH, stdout=subprocess.DEVNULL, check=True)
told(all(len(repr(value)) > 16 for value in RECKONED[:2]), "the numbers are as awkward as spreadsheets make them")
table = [HEAD] + [quota(number, value) for number, value in enumerate(RECKONED + REAL)]
for name, make in (("quote.xlsx", xlsx), ("quote.ods", ods)):
    good, codes = check(name, make(table))
    told(good == {"rows": 5, "amount": 536.7}, "%s: the reckoned amounts are taken to the cent" % name, (good, codes))
    told(codes == ["AMOUNT_THIRD_DECIMAL"] * 2, "%s: real third decimals are refused" % name, codes)
good, codes = check("quote.csv", text(table))
told(codes.count("AMOUNT_THIRD_DECIMAL") == 4, "quote.csv: a text counts as it is written", (good, codes))
end()
