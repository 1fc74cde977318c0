#!/usr/bin/python3
"""Names of places and people, each in a file of its own, in the code pages that offices use: as CP1252 they are read;
from DOS (CP850, CP437) and from a Mac they are never read as other names, but refused until somebody names the page."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests", "intake"))
from results import end, told

RISCONTRO, SCRATCH = os.environ["RISCONTRO"], os.environ["SCRATCH"]
NAMES = """Nardò|Cantù|Forlì|Agliè|Cefalù|Rosà|Città di Castello|Niccolò Pagà|dell’Università 5|Tre Ville|Müller|
Jürgen Groß|Pérez Sánchez|João Conceição|François Lefèvre|Åke Ångström|Søren Kierkegård|Miloš|Dvořák|NICOLÒ|LIBERTÀ|FORLÌ|
CANTÙ|PERCHÉ|NICOLò|LIBERTà|FORLì|CANTù|FRANÇOIS|FRANçOIS|MÜLLER|STRAßE|CITTÀ DI CASTELLO|n° 5|Via Roma n° 5/A|€ 150,00|
150,00 €|quota «ordinaria»|quota “ordinaria”|Rossi – Bianchi|perché è così|già|più|2±1""".replace("\n", "").split("|")
PAGES = {"cp1252": "CP1252", "cp850": "CP850", "cp437": "CP437", "mac_roman": "x-mac-roman"}


def cat(name, page, *options):
    path = os.path.join(SCRATCH, "nomi.csv")
    with open(path, "wb") as stream:
        stream.write(("nome;riga\n%s;2\n" % name).encode(page))
    done = subprocess.run([RISCONTRO, "cat", *options, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told_line = done.stderr.decode()
    refused = done.returncode == 65 and done.stdout == b"" and "CSV_ENCODING" in told_line
    return None if refused else done.stdout.decode()


def written(name):
    return "nome,riga\n%s,2\n" % ('"%s"' % name if "," in name else name)


for page, asked in PAGES.items():
    wrong, seen = [], 0
    for name in NAMES:
        try:
            name.encode(page)
        except UnicodeEncodeError:
            continue
        if name.isascii():
            continue
        seen += 1
        got = cat(name, page)
        if got != written(name) and (got is not None or page == "cp1252"):
            wrong.append((name, got))
        if page != "cp1252" and cat(name, page, "--encoding", asked) != written(name):
            wrong.append((name, "with --encoding " + asked))
    told(seen > 25 and not wrong, "%s: %d names, %s" % (page, seen,
         "all read" if page == "cp1252" else "none read as another"), (seen, wrong))
end()
