#!/usr/bin/python3
# What was paid goes back to the register in the columns of its layout: the carried ones, and one of the order's own.
import csv, glob, os, subprocess, sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import PROGRAM, QUOTA, Results, World, credit, flow, statement

TOP = os.environ["TOP"]
results = Results()
check = results.check
F = ["2026-11-%dBPPIITRRXXX-000000000%d" % (18 + i, i) for i in range(4)]
PEOPLE = {"RSSMRA80A01H501U": "Rossi Mario", "BNCFNC75E54F205J": "Bianchi Francesca"}
CHANNELS = ('channels = ({ kind = "quotas"; }, { kind = "register"; layout = "%s"; }, { kind = "flows"; }, '
            '{ kind = "statements"; });')
OWN = '''kind = "register";
others = true;
columns = ( { field = "numero_iscrizione"; header = "Tessera"; mandatory = true; },
  { field = "cognome"; header = "Nominativo"; }, { field = "codice_fiscale"; header = "Cod.Fiscale"; mandatory = true; } );
output = { delimiter = ","; decimal = "cents"; date = "yyyymmdd"; headless = true; bom = false;
  columns = ( { field = "codice_fiscale"; }, { value = "PAGOPA"; }, { field = "importo_pagato"; }, { field = "data_reversale"; },
    { field = "esito"; map = (("PAGATO", "1"), ("*", "0")); } ); };
'''


def play(name, export, own=None, outlets=""):
    w = World(name, (CHANNELS % name) if own is None else "")
    if own is not None:
        os.makedirs(os.path.join(w.folder, "layouts"))
        open(os.path.join(w.folder, "layouts", name + ".layout"), "w").write(own)
        w.configure((CHANNELS % name) + outlets)
        w.run("init", ".")
    w.drop("albo", "albo.csv", open(os.path.join(TOP, "samples", "tracciati", export), "rb").read())
    w.run("run")
    w.drop("quote", "quote.csv", QUOTA + "".join("K-%s;%s;%s;QUOTA;2026;100,00;30/11/2026;Quota 2026;1.01\r\n" % (c, c, n)
                                                  for c, n in PEOPLE.items()))
    w.run("run")
    a, b = [r[0] for r in w.query("SELECT o.iuv FROM quota q JOIN payment_option o ON o.position = q.position AND o.number = 0 "
                                  "ORDER BY q.quota_key DESC")]
    w.drop("fdr", "f1.xml", flow(F[1], [(a, "ra", 10000, 9), (b, "rb", 4000, 9)]))
    w.drop("estratti-conto", "e.csv", statement([("20/11/2026", 14000, credit(F[1]))]))
    w.run("run")
    w.run("post", "--until", "2026-11-30")
    w.run("run")
    paid = read(w)
    w.run("post", "--undo", "2026/1")
    w.run("run")
    return w, paid, read(w)


def read(w):
    path = sorted(glob.glob(os.path.join(w.spool, "out", "albo", "*_pagati_*.csv")), key=os.path.getmtime)[-1]
    return open(path, encoding="utf-8", newline="").read()


def rows(text):
    return list(csv.DictReader(text.lstrip("\ufeff").splitlines(), delimiter=";"))


w, paid, undone = play("albo-isi", "albo-isi.csv")
check("Albo ISI: number, section and names as they came, amounts with a comma, days as people write them", [
    (r["Numero iscrizione"], r["Sezione"], r["Cognome"], r["Nome"], r["Codice fiscale"], r["Importo pagato"], r["Data pagamento"],
     r["Stato quota"]) for r in rows(paid)] == [
    ("100", "A", "Rossi", "Mario", "RSSMRA80A01H501U", "100,00", "18/11/2026", "Pagata"),
    ("101", "A", "Bianchi", "Francesca", "BNCFNC75E54F205J", "40,00", "18/11/2026", "Pagata in parte")], paid)
check("Albo ISI: undone, they are to be paid", [(r["Importo pagato"], r["Stato quota"]) for r in rows(undone)]
      == [("0,00", "Da pagare")] * 2, undone)
w, paid, undone = play("albo-opi", "albo-opi.csv")
check("Albo Unico OPI: its own titles and words", [(r["Codice fiscale"], r["Numero di iscrizione"], r["Albo"], r["Anno quota"],
      r["Esito"], r["Importo"]) for r in rows(paid)] == [
      ("RSSMRA80A01H501U", "5000", "Infermieri", "2026", "PAGATA", "100,00"),
      ("BNCFNC75E54F205J", "5001", "Infermieri", "2026", "PARZIALE", "40,00")], paid)
check("Albo Unico OPI: undone, they are to be paid", [r["Esito"] for r in rows(undone)] == ["DA PAGARE"] * 2, undone)
w, paid, undone = play("sferabit", "sferabit.csv")
check("Sferabit: what is left to pay", [(r["Tessera"], r["Versato"], r["Residuo"], r["Pagato"], r["Data"]) for r in rows(paid)]
      == [("300", "100.00", "0.00", "S", "2026-11-18"), ("301", "40.00", "60.00", "P", "2026-11-18")], paid)
w, paid, undone = play("mio", "sferabit.csv", OWN, ' outlets = ({ kind = "register"; format = "mio"; }, { kind = "accounting"; }, '
                       '{ kind = "acknowledgements"; });')
check("a layout of one's own: no header, cents, constants, words", paid == "RSSMRA80A01H501U,PAGOPA,10000,20261120,1\r\n"
      "BNCFNC75E54F205J,PAGOPA,4000,20261120,0\r\n", paid)
w = World("sbagliato", CHANNELS % "standard")
os.makedirs(os.path.join(w.folder, "layouts"), exist_ok=True)
for text, wanted in ((OWN.replace('"cents"', '"molto"'), "point, comma or cents"), (OWN.replace('"esito"', '"estro"'), "layout(5)"),
                     (OWN.split("output")[0], "has no output")):
    open(os.path.join(w.folder, "layouts", "mio.layout"), "w").write(text)
    w.configure((CHANNELS % "mio") + ' outlets = ({ kind = "register"; format = "mio"; });')
    done = subprocess.run([PROGRAM, "run"], cwd=w.folder, env=w.env, capture_output=True, text=True)
    check("a wrong output is told when the engine starts: " + wanted, done.returncode == 78 and wanted in done.stderr, done.stderr)
# What a file cancels goes back too, by the name of the file that brought it.
w = World("annulla", (CHANNELS % "albo-isi"))
w.drop("albo", "albo.csv", open(os.path.join(TOP, "samples", "tracciati", "albo-isi.csv"), "rb").read())
w.run("run")
w.drop("quote", "quote.csv", QUOTA + "".join("K-%s;%s;%s;QUOTA;2026;100,00;30/11/2026;Quota 2026;1.01\r\n" % (c, c, n)
                                              for c, n in PEOPLE.items()))
w.run("run")
w.drop("quote", "via.csv", QUOTA.strip() + ";operazione\r\nK-RSSMRA80A01H501U;RSSMRA80A01H501U;Rossi Mario;QUOTA;2026;100,00;"
       "30/11/2026;Quota 2026;1.01;A\r\n")
w.run("run")
told = glob.glob(os.path.join(w.spool, "out", "albo", "quote_*_annullati_*.csv"))
text = open(told[0], encoding="utf-8", newline="").read() if told else ""
check("a cancelled quota is told to its register", [(r["Codice fiscale"], r["Importo pagato"], r["Stato quota"]) for r in rows(text)]
      == [("RSSMRA80A01H501U", "0,00", "Annullata")], (told, text))
check("with its manifest", len(glob.glob(os.path.join(w.spool, "out", "albo", "annullati_*.manifest.json"))) == 1)
# Who is enrolled twice gets each answer under the enrolment that the quota is of.
w = World("doppio", CHANNELS % "albo-opi")
open(os.path.join(w.folder, "albo.rules"), "w").write('anno = 2026; per = "enrolment"; rules = ({ amount = "100,00"; });')
export = open(os.path.join(TOP, "samples", "tracciati", "albo-opi.csv"), "rb").read()
w.drop("albo", "albo.csv", export + "Infermieri pediatrici;BO;77;Rossi Mario;RSSMRA80A01H501U;;01/02/2020;;Attiva;;;;BO;\r\n".encode())
w.run("run")
quotas = ["ALBO-2026-RSSMRA80A01H501U%s;RSSMRA80A01H501U;Rossi Mario;QUOTA;2026;100,00;30/11/2026;Quota 2026;1.01" % n for n in ("", "-77")]
w.drop("quote", "quote.csv", QUOTA + "".join(q + "\r\n" for q in quotas))
w.run("run")
w.drop("quote", "via.csv", QUOTA.strip() + ";operazione\r\n" + "".join(q + ";A\r\n" for q in quotas))
w.run("run")
told = glob.glob(os.path.join(w.spool, "out", "albo", "quote_*_annullati_*.csv"))
text = open(told[0], encoding="utf-8", newline="").read() if told else ""
check("each quota of a person enrolled twice is told under its own enrolment",
      [(r["Numero di iscrizione"], r["Albo"]) for r in rows(text)] == [("5000", "Infermieri"), ("77", "Infermieri pediatrici")], text)
results.end()
