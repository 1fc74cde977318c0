#!/usr/bin/python3
"""The bundles for the printing house, judged by what they are for: each line of the address list leads to the
right person's notice on a sheet of its own, addresses fit the envelope, and what cannot be posted is told."""
import csv, glob, hashlib, io, json, os, re, subprocess, sys, tempfile

top = os.environ.get("TOP", os.path.dirname(os.path.abspath(__file__)) + "/../..")
sys.path.insert(0, top + "/tests/notice")
from tap import ok, plan

scratch = os.environ.get("SCRATCH") or tempfile.mkdtemp()
program = os.environ.get("RISCONTRO", top + "/build/release/riscontro")
env = dict(os.environ, RISCONTRO_CONFIG=scratch + "/riscontro.conf", RISCONTRO_NOW="2026-11-23T08:00:00Z")
out = scratch + "/spool/ordine/out/postalizzazione"
CONF = """language = "it"; scan = 1; workers = 1;
creditors = ({ id = "ordine"; fiscal_code = "80000000028"; name = "Ordine delle Professioni di Vallescura"; cbill = "A1B2C";
  segregation = "01";
  accounts = ({ iban = "IT57U0760101000000001234567"; postal_authorisation = "AUT. DB/SSIC/E 12345 DEL 01/02/2026"; });
  channels = ({ kind = "quotas"; settle = 1; });
  outlets = ({ kind = "postal"; }); });
"""
COLUMNS = ["codice_fiscale", "denominazione", "indirizzo", "civico", "cap", "comune", "provincia", "nazione", "chiave_quota",
           "tipo", "anno", "causale", "importo", "scadenza"]
CODES = ["BLLCRL69B14A944A", "FRALNE92M43A944W", "SNAMRC75E05A944W", "VRTGDI87C67A944U"]
# a CAP or a province that is none is told when the row is read, and not kept: then it is missing here
# name, street, number, CAP, town, province, country, instalments; then what the list must say: six lines, or a code
PEOPLE = [
    (("Bellòni Carlo", "Via Città di Castello", "1", "47121", "Forlì", "FC", "", 0),
     ["BELLONI CARLO", "", "", "VIA CITTA' DI CASTELLO 1", "47121 FORLI' FC", ""]),
    (("Cooperativa Agricola fra i Lavoratori della Provincia di Forlì", "Viale Roma", "2", "00184", "Roma", "RM", "IT", 2),
     ["COOPERATIVA AGRICOLA FRA I LAVORATORI DELLA", "PROVINCIA DI FORLI'", "", "VIALE ROMA 2", "00184 ROMA RM", ""]),
    (("Sanò Marco", "Località Santa Maria della Misericordia in Valle Superiore", "3/b", "39100", "Bolzano", "BZ", "", 4),
     ["SANO' MARCO", "", "LOCALITA' SANTA MARIA DELLA MISERICORDIA IN", "VALLE SUPERIORE 3/B", "39100 BOLZANO BZ", ""]),
    (("Žižek Łucja", "Trg Svobode", "4", "1000", "Ljubljana", "EE", "SI", 0),
     ["ZIZEK LUCJA", "", "", "TRG SVOBODE 4", "1000 LJUBLJANA EE", "SI"]),
    (("D'Angelò Nicolò", "Via Po", "5", "10100", "Torino", "TO", "", 3),
     ["D'ANGELO' NICOLO'", "", "", "VIA PO 5", "10100 TORINO TO", ""]),
    (("Rossi Anna", "", "6", "47121", "Forlì", "FC", "", 0), "POSTAL_ADDRESS_MISSING"),
    (("Rossi Anna", "Via Roma", "7", "4712B", "Forlì", "FC", "", 0), "POSTAL_ADDRESS_MISSING"),
    (("Rossi Anna", "Via Roma", "8", "471210", "Forlì", "FC", "", 2), "POSTAL_ADDRESS_MISSING"),
    (("Rossi Anna", "Via Roma", "9", "47121", "Forlì", "ZZ", "", 0), "POSTAL_PROVINCE"),
    (("Rossi Anna", "Via Roma", "10", "47121", "Forlì", "", "", 0), "POSTAL_PROVINCE"),
    (("Rossi Anna", "Via Roma", "11", "47121", "Una città dal nome davvero troppo lungo", "FC", "", 0), "POSTAL_LINE_TOO_LONG"),
    (("Rossi Anna", "Località Santa Maria della Misericordia di Sopra e di Sotto presso la Torre dell’Orologio Vecchio", "12",
      "47121", "Forlì", "FC", "", 0), "POSTAL_LINE_TOO_LONG"),
    (("Verdi Luca", "Via Dante", "13", "20121", "Milano", "MI", "", 0),
     ["VERDI LUCA", "", "", "VIA DANTE 13", "20121 MILANO MI", ""]),
    (("Verdi Luca", "Via Dante", "14", "20121", "Milano", "MI", "", 2),
     ["VERDI LUCA", "", "", "VIA DANTE 14", "20121 MILANO MI", ""]),
]


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=scratch, timeout=120)


def quotas():
    rows = [";".join(COLUMNS) + "".join(";rata_%d_importo;rata_%d_scadenza" % (k, k) for k in range(1, 5))]
    for i, (person, _) in enumerate(PEOPLE):
        count = person[7]
        cells = [CODES[i % 4]] + list(person[:7]) + ["Q%02d" % i, "contributo", "2026", "Quota annuale 2026", "120,00", "31/03/2027"]
        for k in range(4):
            cells += ["%d,00" % (120 // count), "28/%02d/2027" % (k + 3)] if k < count else ["", ""]
        rows.append(";".join(cells))
    return "\r\n".join(rows) + "\r\n"


def table(name):
    return list(csv.DictReader(io.StringIO(open(glob.glob(out + "/" + name)[0], newline="").read()), delimiter=";"))


def page_texts(pdf):
    return run("pdftotext", "-raw", pdf, "-").stdout.decode().split("\f")[:-1]


def numbers_read(pdf, page):
    """The notice numbers of the codes on a page at 150 dpi."""
    run("pdftoppm", "-r", "150", "-gray", "-f", str(page), "-l", str(page), "-singlefile", pdf, scratch + "/page")
    qr = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", scratch + "/page.pgm").stdout.decode()
    matrix = run("dmtxread", "-N", "4", "-m", "6000", scratch + "/page.pgm").stdout.decode("latin-1")
    return set(re.findall(r"PAGOPA\|002\|(\d{18})", qr)), set(re.findall(r"codfase=NBPA;18(\d{18})", matrix))


with open(scratch + "/riscontro.conf", "w") as f:
    f.write(CONF)
run(program, "init", scratch)
for name in ("quote.csv", "spool/ordine/in/quote/quote.csv"):
    with open(scratch + "/" + name, "w", newline="") as f:
        f.write(quotas())
done = run(program, "run")
ok(len(glob.glob(out + "/*manifest.json")) == 1, "a batch is made", (done.stderr + done.stdout).decode())
addresses, left_out = table("*_indirizzi.csv"), table("*_non-spedibili.csv")

# addresses
wanted = [lines for _, lines in PEOPLE if isinstance(lines, list)]
got = [[r["riga_%d" % k] for k in range(1, 7)] for r in addresses]
ok(got == wanted, "six lines of capitals in the order of the file", "\n".join(map(str, got)))
ok(all(len(line) <= 44 and line.isascii() for lines in got for line in lines), "of at most 44 signs of ASCII", got)
ok([r["progressivo"] for r in addresses] == [str(i + 1) for i in range(len(addresses))], "numbered on")
home = [r for r in addresses if not r["riga_6"]]
ok(all(re.fullmatch(r"\d{5}", r["cap"]) and re.fullmatch("[A-Z]{2}", r["provincia"]) and
       r["riga_5"] == "%s %s %s" % (r["cap"], r["comune"], r["provincia"]) for r in home), "CAP, town and province make the fifth", home)

# what cannot be posted
ok([r["codice"] for r in left_out] == [code for _, code in PEOPLE if isinstance(code, str)], "each fault has its finding",
   "\n".join(r["civico"] + " " + r["codice"] for r in left_out))
ok([r["civico"] for r in left_out] == ["6", "7", "8", "9", "10", "11", "12"] and all(r["motivo"] and r["da_fare"] for r in left_out),
   "with the address as it is, the reason and what to do", left_out)
catalogue = open(top + "/docs/findings.md").read()
ok(all("`%s`" % r["codice"] in catalogue and r["motivo"] in catalogue for r in left_out), "in the words of the catalogue")
reading = run(program, "check", "quote.csv").stdout.decode() + run(program, "check", "quote.csv").stderr.decode()
ok("CAP_INVALID" in reading and "PROVINCE_INVALID" in reading, "a wrong CAP or province is told when the row is read", reading[:1500])
ok(not {r["riferimento"] for r in left_out} & {r["riferimento"] for r in addresses}, "and is in no bundle")

# sheets and bundles
bundles = {}
for r in addresses:
    bundles.setdefault(r["nome_file_pdf"], []).append(r)
ok(all(int(r["fogli"]) == (int(r["pagine"]) + 1) // 2 for r in addresses) and len({r["fogli"] for r in addresses}) >= 2,
   "sheets are counted, two pages each", [(r["pagine"], r["fogli"]) for r in addresses])
ok(all(len({r["fogli"] for r in rows}) == 1 and "_%s-fogli" % rows[0]["fogli"] in name.replace("1-foglio", "1-fogli")
       for name, rows in bundles.items()), "a bundle holds notices of the same number of sheets, and is named so", list(bundles))
for name, rows in sorted(bundles.items()):
    pdf = out + "/" + name
    short = name.split("_", 4)[-1]
    checked = run("qpdf", "--check", pdf)
    ok(checked.returncode == 0 and b"WARNING" not in checked.stderr, short + ": qpdf finds nothing wrong", checked.stderr)
    texts = page_texts(pdf)
    ok(len(texts) == sum(2 * int(r["fogli"]) for r in rows), short + ": as many pages as its sheets have sides", len(texts))
    first = [int(r["prima_pagina"]) for r in rows]
    ok(first == [1 + sum(2 * int(r["fogli"]) for r in rows[:i]) for i in range(len(rows))],
       short + ": notices follow each other as the addresses do", first)
    wrong = []
    for r in rows:
        at, pages = int(r["prima_pagina"]) - 1, int(r["pagine"])
        nav = " ".join(re.findall(".{1,4}", "3" + r["riferimento"]))
        if nav not in texts[at] or r["codice_fiscale"] not in texts[at]:
            wrong.append("page %d is not of %s" % (at + 1, r["riferimento"]))
        if any(not texts[at + k].strip() for k in range(pages)) or (pages % 2 and texts[at + pages].strip()):
            wrong.append("%s: a page is empty, or the back of its last sheet is not" % r["riferimento"])
    ok(not wrong, short + ": each address leads to its person's notice, on sheets of its own", "\n".join(wrong))
    for r in (rows[0], rows[-1]):
        qr, matrix = numbers_read(pdf, int(r["prima_pagina"]))
        ok("3" + r["riferimento"] in qr and "3" + r["riferimento"] in matrix, short + ": both codes of %s are its number's" %
           r["progressivo"], (r["riferimento"], qr, matrix))

# the manifest
manifest = json.load(open(glob.glob(out + "/*manifest.json")[0]))
ok(manifest["items"] == len(addresses) and manifest["amount"] == 120.0 * len(addresses), "the manifest counts what is posted", manifest)
listed = {f["name"]: f for f in manifest["files"]}
there = {os.path.basename(f) for f in glob.glob(out + "/*") if not f.endswith("manifest.json")}
ok(set(listed) == there, "and lists every file", (sorted(listed), sorted(there)))
ok(all(hashlib.sha256(open(out + "/" + n, "rb").read()).hexdigest() in json.dumps(f) for n, f in listed.items()), "with its digest", manifest)
plan()
