#!/usr/bin/python3
"""Holds what the layouts read of other systems' files against what those systems say of them."""
import csv
import json
import re
import subprocess
import sys

program, corpus, conf = sys.argv[1:4]
count = 0


def told(good, sentence, why=""):
    global count
    count += 1
    print("%s %d - %s%s" % ("ok" if good else "not ok", count, sentence, "" if good else " (%s)" % why))


def run(*arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


# The scenarios of GovPay fill these in.
text = open(conf, encoding="utf-8").read()
fills = {"idA2A": "TEST", "idPendenza": "P1", "tipoPendenza": "LIBERO", "importo": "100.99",
         "importo_voce": "100.99", "numeroAvviso": "", "ibanAppoggio": "",
         "idDominio": re.search(r'fiscal_code = "(\d{11})"', text).group(1),
         "ibanAccredito": re.search(r'iban = "([A-Z0-9]+)"', text).group(1)}


fills.update({key + "_p2": value for key, value in fills.items()}, idPendenza_p2="P2")


def filled(name):
    content = open("%s/govpay/%s" % (corpus, name), encoding="utf-8").read()
    for key, value in fills.items():
        content = content.replace("{%s}" % key, value)
    open(name, "w", encoding="utf-8").write(content)
    sample = csv.reader(content.splitlines(), delimiter=";" if content.startswith("idA2A;") else ",")
    rows = list(sample)
    return [dict(zip(rows[0], r)) for r in rows[1:] if r]


# Outcomes of EXPECTED.md, by file: operations, done, failed.
expected = {}
for line in open(corpus + "/govpay/EXPECTED.md", encoding="utf-8"):
    cells = [c.strip() for c in line.strip().strip("|").split("|")]
    numbers = dict(re.findall(r"numeroOperazioni(\w+)=(\d+)", line))
    if len(cells) > 4 and cells[2].endswith(".csv") and numbers and "errori di sintassi" not in cells[1]:
        expected.setdefault(cells[2], tuple(int(numbers[k]) for k in ("Totali", "Eseguite", "Fallite")))

for name, (total, done, failed) in sorted(expected.items()):
    rows = filled(name)
    # A row with a second item or a stamp has several transfers: refused here, on purpose.
    several = sum(bool(r.get("idVoce2") or r.get("tipoBolloVoce1")) for r in rows)
    if any(r["importo"] == "0" for r in rows):
        code, out, err = run("cat", "--layout", "govpay", "--as", "jsonl", name)
        told(code == 0 and [json.loads(x)["operazione"] for x in out.splitlines()] == ["A"] * total,
             "%s: %d cancellations" % (name, total), err)
        continue
    code, out, err = run("check", "--json", name)
    if not out:
        told(False, name, err)
        continue
    answer = json.loads(out)
    tally = answer["totals"]
    codes = sorted({f["code"] for f in answer["findings"] if f["severity"] in ("row", "file")})
    good = tally["good"]["rows"] if answer["outcome"] != "refused" else \
        tally["read"]["rows"] - len({f.get("row") for f in answer["findings"] if f["severity"] == "row"})
    told(tally["read"]["rows"] == total and good == done - several,
         "%s: %d of %d rows are good%s" % (name, done - several, total,
             "; %d with several transfers are refused" % several if several else ""),
         "%s good of %s, %s" % (good, tally["read"]["rows"], codes))

# PiemontePay's own templates: every version's header is known, and the example rows are found.
lists = {"Template_lista_carico_v2.3.xlsx": None, "Template_lista_carico_v2.5.csv": 4,
         "Template_lista_carico_v2.7.xlsx": None, "Template_lista_carico_v2.8.xlsx": 2,
         "Template_lista_carico_v2.9.csv": 4, "Template_lista_AGPD_v2.2.xlsx": None,
         "Template_lista_AGPD_v2.3.xlsx": None, "Template_lista_AGPD_v2.3.csv": None,
         "Template_lista_AGPD_v2.4.csv": None, "Template_lista_AGPD_v2.5.csv": None,
         "Template_lista_AGPD_v2.5.xlsx": None, "Template_lista_AGPD_v2.6.xlsx": None,
         "Template_lista_AGPD_v2.7.csv": 6, "Template_lista_AGPD_v2.7.xlsx": 6,
         "Template_lista_AGPD_v2.8.csv": 6}
for name, rows in sorted(lists.items()):
    code, out, err = run("cat", "--layout", "piemontepay", "--as", "jsonl", "%s/piemontepay/%s" % (corpus, name))
    read = {json.loads(x)["row"] for x in out.splitlines()} | \
        {int(r) for r in re.findall(r", riga (\d+)", err)}
    told(code in (0, 65) and "NOT_FOUND" not in err and "COLUMN_MISSING" not in err and
         (rows is None or len(read) == rows) and len(read) > 0, "piemontepay %s" % name,
         "%d rows, %s" % (len(read), err[:300]))
# The lists annul: those rows need nothing but their key.
code, out, err = run("cat", "--layout", "piemontepay", "--as", "jsonl",
                     corpus + "/piemontepay/Template_lista_AGPD_v2.8.csv")
told([json.loads(x)["chiave_quota"] for x in out.splitlines() if json.loads(x)["operazione"] == "A"] ==
     ["P1-200", "2017-011"], "AGPD: the two annulments are read", out + err)
# One row has the right number of columns; the others are short or shifted.
code, out, err = run("cat", "--layout", "piemontepay", corpus +
                     "/piemontepay/CSV_DI_PROVA_KO_con_solo_una_riga_con_il_numero_di_colonne_giusto.csv")
told(code == 65 and not out.splitlines()[1:], "piemontepay: the file with shifted columns gives nothing", out)

code, out, err = run("cat", "--layout", "gpd", "--as", "jsonl", corpus + "/gpd-upload/PaymentPositions.json")
row = json.loads(out)
told(row["chiave_quota"] == "IUPD_WEBINAR_001" and row["importo"] == 1 and row["scadenza"] == "2025-07-18" and
     "COLUMN_NOT_KEPT" in err, "gpd: the position of the webinar, its number told as not kept", out + err)
print("1..%d" % count)
