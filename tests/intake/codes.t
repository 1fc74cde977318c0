#!/usr/bin/python3
"""Codes of a quota are never cut to fit: the first letters of a code are another code. "Roma" is not RO, which is
Rovigo; a fiscal code with a letter too many is wrong; a key of 51 characters is no key of 50."""
import json
import os
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/intake"))
from results import end, told

RISCONTRO, SCRATCH = os.environ["RISCONTRO_ASAN"], os.environ["SCRATCH"]
CODE = "RSSMRA80A01H501U"
HEAD = "codice_fiscale;denominazione;cap;comune;provincia;nazione;chiave_quota;tipo;anno;causale;importo;scadenza;accertamento"
ROWS = [  # fiscal code, postal code, town, province, country, key, accertamento; what is told; province and country kept
    (CODE, "00184", "Roma", "Roma", "Italia", "K1", "", [], ("RM", "IT")),
    ("BNCFNC75E54F205J", "1010", "Wien", "", "Austria", "K2", "", [], ("", "AT")),
    ("VRDGFR55S30D612Y", "40121", "Bologna", "Bolonia", "ITA", "K3", "", ["PROVINCE_INVALID"], ("", "IT")),
    (CODE, "", "Atlantide", "", "Atlantide", "K4", "", ["COUNTRY_INVALID"], ("", "")),
    (CODE, "12345678901234567", "Oslo", "", "Norvegia", "K5", "", ["CAP_INVALID"], ("", "NO")),
    (CODE + "X", "", "", "", "", "K6", "", ["FISCAL_CODE_INVALID"], None),
    (CODE, "", "", "", "", "K" * 51, "", ["KEY_INVALID"], None),
    (CODE, "", "", "", "", "K8", "2026/" + "1" * 26, ["CODE_TOO_LONG"], None),
]
os.chdir(SCRATCH)
subprocess.run([RISCONTRO, "init", "."], stdout=subprocess.DEVNULL, check=True)
path = "spool/ordine-esempio/in/quote/quote.csv"
with open(path, "w") as stream:
    stream.write(HEAD + "\r\n")
    for code, cap, town, province, country, key, accertamento, _, _ in ROWS:
        stream.write(";".join((code, "Rossi Mario", cap, town, province, country, key, "QUOTA", "2027", "Quota", "10,00",
                               "31/03/2027", accertamento)) + "\r\n")
os.utime(path, (time.time() - 60,) * 2)
os.environ["RISCONTRO_NOW"] = "2026-11-23T08:00:00Z"
said = json.loads(subprocess.run([RISCONTRO, "--json", "check", path], stdout=subprocess.PIPE).stdout)
subprocess.run([RISCONTRO, "--quiet", "run"])
db = sqlite3.connect("spool/.ledger/ledger.db")
kept = {key: (province or "", country or "") for key, province, country in db.execute(
    "SELECT q.quota_key, d.province, d.country FROM quota q JOIN debtor d ON d.id = q.debtor")}
for number, (code, _, town, province, country, key, accertamento, codes, place) in enumerate(ROWS, 2):
    found = [finding["code"] for finding in said["findings"] if finding.get("row") == number]
    told(found == codes, "row %d: %s" % (number, " ".join(codes) or "nothing is told"), found)
    told((key in kept) == (place is not None), "row %d: %s" % (number, "booked" if place else "refused"), kept)
for row in ROWS[:3]:
    told(kept.get(row[5]) == row[8], "%s %s is %s" % (row[3], row[4], " ".join(row[8])), kept)
end()
