#!/usr/bin/python3
"""Notices in two languages through the engine: what is configured is printed by run, notice, preview and
the bundle of the printing house, with the guide's words in both languages and codes that name the ledger's
numbers; what the guide has no words for is refused when the configuration is read."""
import csv, glob, os, re, subprocess, sys, tempfile

top = os.environ.get("TOP", os.path.dirname(os.path.abspath(__file__)) + "/../..")
sys.path.insert(0, top + "/tests/notice")
from tap import ok, plan

scratch = os.environ.get("SCRATCH") or tempfile.mkdtemp()
program = os.environ.get("RISCONTRO", top + "/build/release/riscontro")
CONF = """language = "it"; scan = 1; workers = 1;
creditors = ({ id = "ordine"; fiscal_code = "80000000028"; name = "Ordine delle Professioni di Vallescura";
  office = "Segreteria"; contacts = "segreteria@ordine-vallescura.example"; cbill = "A1B2C"; segregation = "01";
  %s
  accounts = ({ iban = "IT57U0760101000000001234567"; postal_authorisation = "AUT. DB/SSIC/E 12345 DEL 01/02/2026"; });
  channels = ({ kind = "quotas"; settle = 1; });
  outlets = ({ kind = "notices"; }, { kind = "postal"; }); });
"""
HEAD = "codice_fiscale;cognome;nome;indirizzo;civico;cap;comune;provincia;chiave_quota;tipo;anno;causale;importo;scadenza"
# the guide's string files 3.2, of each language some that stand on every notice
WORDS = {
    "it": ["Avviso di pagamento", "Quanto e quando pagare?", "Dove pagare?", "Dati per il pagamento",
           "aggiornato automaticamente e subire variazioni in diminuzione", "Oggetto del pagamento"],
    "de": ["Zahlungsmitteilung", "Wieviel und wann bezahlen?", "Wo bezahlen?", "Zahlungsinformationen",
           "Der angeführte Betrag könnte sich auf Grund von allfälligen auch teilweisen Annullierungen",
           "Körperschaft", "Empfänger", "Zahlungsgrund", "Fällig am"],
    "sl": ["Obvestilo o plačilu", "Koliko in kdaj plačati?", "Kje plačati?", "Podatki za plačilo", "Prejemnik",
           "Predmet plačila", "Če upravičenec to predvidi"],
    "fr": ["Avis de paiement", "Combien et quand payer?", "Où payer?", "Données pour le paiement", "Destinataire",
           "Objet du paiement", "En phase de paiement, si l’organisme le prévoit"],
    "en": ["Payment notice", "How much and when to pay?", "Where to pay?", "Payment details", "Recipient",
           "Payment description", "During the payment, if allowed by the payee"],
}


def run(folder, *command):
    env = dict(os.environ, RISCONTRO_CONFIG=folder + "/riscontro.conf", RISCONTRO_NOW="2026-11-23T08:00:00Z")
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=folder, timeout=120)


def quotas():
    """One whole, one in two instalments, one in three."""
    rows = [HEAD + "".join(";rata_%d_importo;rata_%d_scadenza" % (i, i) for i in (1, 2, 3))]
    for i, (code, surname, name) in enumerate((("BLLCRL69B14A944A", "Bellòni", "Carlo"), ("FRALNE92M43A944W", "Farè", "Elena"),
                                               ("VRTGDI87C67A944U", "Müller", "Jürgen"))):
        cells = [code, surname, name, "Via Città di Castello", str(i + 1), "39100", "Bolzano", "BZ", "Q%d" % i, "contributo",
                 "2026", "Quota annuale 2026 · Beitrag 2026", "120,00", "31/03/2027"]
        count = (0, 2, 3)[i]
        for k in range(3):
            cells += ["%d,00" % (120 // count), "28/%02d/2027" % (k + 3)] if k < count else ["", ""]
        rows.append(";".join(cells))
    return "\r\n".join(rows) + "\r\n"


def configure(folder, keys):
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/riscontro.conf", "w") as f:
        f.write(CONF % keys)


def spool(name, keys):
    """A spool that has booked and shipped the quotas, and its notices in the order of the rows."""
    folder = scratch + "/" + name
    configure(folder, keys)
    made = run(folder, program, "init", folder)
    with open(folder + "/quote.csv", "w", newline="") as f:
        f.write(quotas())
    with open(folder + "/spool/ordine/in/quote/quote.csv", "w", newline="") as f:
        f.write(quotas())
    done = run(folder, program, "run")
    out = folder + "/spool/ordine/out/"
    lists = glob.glob(out + "avvisi/*indice.csv")
    ok(made.returncode == 0 and len(lists) == 1, name + ": notices are made", (made.stderr + done.stderr + done.stdout).decode())
    index = list(csv.DictReader(open(lists[0], newline=""), delimiter=";"))
    return folder, [(r["iuv"], out + "avvisi/" + r["file"]) for r in index], out


def squeeze(text):
    return re.sub(r"\s+", " ", text)


def text_of(pdf):
    """Read in the order of the structure, where a sentence is one however it is broken."""
    return squeeze(subprocess.run(["pdftotext", "-raw", pdf, "-"], stdout=subprocess.PIPE).stdout.decode())


def missing(pdf, *languages):
    text = text_of(pdf)
    return [w for l in languages for w in WORDS[l] if w not in text and w.upper() not in text]


def numbers_told(pdf):
    return {w.replace(" ", "") for w in re.findall(r"\b\d{4} \d{4} \d{4} \d{4} \d{2}\b", text_of(pdf))}


def numbers_read(pdf, folder):
    """The notice numbers of the QR codes and of the slips' Data Matrix codes, all pages at 150 dpi."""
    run(folder, "pdftoppm", "-r", "150", "-gray", pdf, folder + "/page")
    qr, matrix = [], []
    for image in sorted(glob.glob(folder + "/page-*.pgm")):
        text = run(folder, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", image).stdout.decode()
        qr += re.findall(r"PAGOPA\|002\|(\d{18})\|80000000028\|", text)
        text = run(folder, "dmtxread", "-N", "4", "-m", "6000", image).stdout.decode("latin-1")
        matrix += re.findall(r"codfase=NBPA;18(\d{18})", text)
        os.remove(image)
    return set(qr), set(matrix)


def languages_told(folder, pdf):
    plain = run(folder, "qpdf", "--qdf", "--object-streams=disable", pdf, "-").stdout
    return {m.decode() for m in re.findall(rb"/Lang \(([^)]*)\)", plain)}


def refused(keys, why, name):
    folder = scratch + "/refused"
    configure(folder, keys)
    done = run(folder, program, "config")
    ok(done.returncode != 0 and why in done.stderr.decode() + done.stdout.decode(), name, done.stderr + done.stdout)


plain, usual, _ = spool("usual", "")
_, told, _ = spool("told", 'notice_language = "it"; notice_second_language = "none";')
ok(all(open(a[1], "rb").read() == open(b[1], "rb").read() for a, b in zip(usual, told)) and len(usual) == 3,
   "Italian alone is what is printed when nothing is told, byte for byte")
ok(not missing(usual[0][1], "it") and len(missing(usual[0][1], "de")) == len(WORDS["de"]), "it has no other language in it",
   missing(usual[0][1], "it"))

folder, notices, out = spool("german", 'notice_second_language = "de";')
for i, (iuv, pdf) in enumerate(notices):
    ok(not missing(pdf, "it", "de"), "German beside Italian: notice %d has the words of both" % (i + 1), missing(pdf, "it", "de"))
    qr, matrix = numbers_read(pdf, folder)
    ok(qr == matrix == numbers_told(pdf) and "3" + iuv in qr and len(qr) == (1, 3, 4)[i],
       "and both codes of each payment are read", (qr, matrix, numbers_told(pdf)))
    again = run(folder, program, "notice", iuv, "--out", "-")
    ok(again.stdout == open(pdf, "rb").read(), "and it is printed again byte for byte", again.stderr)
    ok(run(folder, "qpdf", "--check", pdf).returncode == 0, "and qpdf finds nothing wrong")
ok(languages_told(folder, notices[0][1]) == {"it-IT", "de-IT"}, "reading machines are told where the language changes")
done = run(folder, program, "preview", "quote.csv", "--count", "3", "--out", "prova.pdf")
ok(done.returncode == 0 and not missing(folder + "/prova.pdf", "it", "de"), "a preview is in both languages", done.stderr)
bundles = glob.glob(out + "postalizzazione/*fogli*_001.pdf") + glob.glob(out + "postalizzazione/*foglio_001.pdf")
ok(bundles and not [m for b in bundles for m in missing(b, "it", "de")], "so are the bundles for the printing house", bundles)

for letters in ("sl", "fr", "en"):
    folder, notices, _ = spool(letters, 'notice_second_language = "%s";' % letters)
    ok(not missing(notices[0][1], "it", letters), "%s beside Italian" % letters, missing(notices[0][1], "it", letters))
folder, notices, _ = spool("first", 'notice_language = "de"; notice_second_language = "it";')
ok(not missing(notices[0][1], "it", "de") and text_of(notices[0][1]).startswith("ZAHLUNGSMITTEILUNG · Avviso di pagamento"),
   "German first, Italian beside it", text_of(notices[0][1])[:300])
folder, notices, _ = spool("alone", 'notice_language = "en";')
ok(not missing(notices[0][1], "en") and "120.00" in text_of(notices[0][1]) and len(missing(notices[0][1], "it")) == len(WORDS["it"]),
   "English alone", text_of(notices[0][1])[:800])

refused('notice_second_language = "ld";', '"ld" is not known', "a language that the guide has no words for is refused")
refused('notice_language = "none";', '"none" is not known', "and no language at all")
refused('notice_language = "de"; notice_second_language = "de";', "first language again", "and the same language twice")
plan()
