"""See workbooks.t."""
import csv
import datetime
import io
import os
import shutil
import subprocess
import zipfile

import openpyxl

RISCONTRO, SCRATCH = os.environ["RISCONTRO"], os.environ["SCRATCH"]
EXPECTED = [
    ["Codice", "Importo", "Scadenza", "Ora", "Durata", "Pagata", "Formula", "Errore", "Nota"],
    ["01234567890123456", "1234.5", "2026-03-01", "10:20:30", "36:00:00", "TRUE", "2469",
     "#DIV/0!", "è «così» & <qui>"],
    ["302000000000000017", "-0.01", "2026-12-31T23:59:58", "00:00:01", "0:30:00", "FALSE",
     "-0.02", "#DIV/0!", "due\nrighe"],
    [],
    ["", "", "", "", "", "", "", "", "in fondo"],
]
tests = []


def check(name, good, why=""):
    tests.append(good)
    print("%s %d - %s" % ("ok" if good else "not ok", len(tests), name))
    if not good:
        print("# " + str(why))


def make(path):
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.title, hidden.sheet_state = "Nascosto", "hidden"
    hidden.append(["non questo"])
    sheet = book.create_sheet("Dati")
    book.active = 1
    sheet.append(EXPECTED[0])
    sheet.append(["01234567890123456", 1234.5, datetime.date(2026, 3, 1), datetime.time(10, 20, 30), 1.5,
                  True, "=B2*2", "=1/0", "è «così» & <qui>"])
    sheet.append(["302000000000000017", -0.01, datetime.datetime(2026, 12, 31, 23, 59, 58),
                  datetime.time(0, 0, 1), 0.5 / 24, False, "=B3*2", "=1/0", "due\nrighe"])
    sheet["I5"] = "in fondo"
    for row in (2, 3):
        sheet.cell(row, 4).number_format = "hh:mm:ss"
        sheet.cell(row, 5).number_format = "[h]:mm:ss"
    book.save(path)


def convert(kind, path):
    folder = os.path.join(SCRATCH, kind)
    subprocess.run(["soffice", "-env:UserInstallation=file://%s/profile" % SCRATCH, "--headless",
                    "--convert-to", kind, "--outdir", folder, path],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    return os.path.join(folder, os.path.splitext(os.path.basename(path))[0] + "." + kind)


def cat(path, *options):
    return subprocess.run([RISCONTRO, "cat", path, *options], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)


def rows_of(output):
    rows = list(csv.reader(io.StringIO(output.decode("utf-8"), newline="")))
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    return rows


def same(kind, rows):
    """ODF stores a time and a duration alike, so an hour below ten has two digits there; a truth
    value out of an .xlsx LibreOffice stores as the formula TRUE() with the number 1."""
    wanted = [list(row) for row in EXPECTED]
    if kind == "ods":
        wanted[2][4] = "00:30:00"
        wanted[1][5], wanted[2][5] = "1", "0"
    return rows == wanted


def without_styles(path, to):
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            if name != "xl/styles.xml":
                new.writestr(name, old.read(name))


def plain_book(path):
    book = openpyxl.Workbook()
    book.active.append(["Codice", 12])
    book.save(path)


def bent_line_ends(path, to):
    """The one text of the .xls that has a line feed gets a carriage return in its place."""
    with open(path, "rb") as old, open(to, "wb") as new:
        content = old.read()
        assert content.count(b"due\nrighe") == 1
        new.write(content.replace(b"due\nrighe", b"due\rrighe"))


def refused(name, path, word):
    result = cat(path)
    text = result.stderr.decode("utf-8")
    good = result.returncode == 65 and not result.stdout and text.count("\n") == 1 and word in text
    check(name, good, "%d %r" % (result.returncode, text))


def main():
    print("1..12")
    source = os.path.join(SCRATCH, "quote.xlsx")
    make(source)
    made = {kind: convert(kind, source) for kind in ("xlsx", "ods", "xls")}
    for kind, path in made.items():
        result = cat(path, "--as", "csv")
        rows = rows_of(result.stdout)
        check("LibreOffice's .%s reads as the sheet means" % kind, same(kind, rows),
              "%s %s" % (rows, result.stderr))
    result = cat(source, "--as", "jsonl")
    check("openpyxl stores no results: the formula's cell has no value, in silence nothing is made up",
          result.returncode == 0 and b"2469" not in result.stdout, result.stdout)
    bent = os.path.join(SCRATCH, "capo.xls")
    bent_line_ends(made["xls"], bent)
    check("a carriage return in an .xls is a line end", rows_of(cat(bent, "--as", "csv").stdout)
          == rows_of(cat(made["xls"], "--as", "csv").stdout))
    wrong = os.path.join(SCRATCH, "falso.xlsx")
    shutil.copyfile(made["ods"], wrong)
    refused("an .ods named .xlsx is refused by its name", wrong, ".ods")
    shutil.copyfile(made["xls"], wrong)
    refused("an .xls named .xlsx is refused by its name", wrong, ".xls")
    without_styles(source, wrong)
    refused("numbers that may be dates are refused when the styles are not there", wrong, "styles")
    plain_book(source)
    without_styles(source, wrong)
    result = cat(wrong, "--as", "csv")
    check("without styles a sheet that uses none is read", rows_of(result.stdout) == [["Codice", "12"]],
          result.stderr)
    with open(made["xlsx"], "rb") as stream:
        content = stream.read()
    with open(wrong, "wb") as stream:
        stream.write(content[:len(content) // 2])
    refused("half a workbook is refused as cut", wrong, "troncato")
    with open(wrong, "wb") as stream:
        stream.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    refused("a scrap of a compound file is refused", wrong, "falso.xlsx")
    with open(wrong, "wb") as stream:
        stream.write(b"<html><table><tr><td>1</td></tr></table></html>")
    refused("an HTML page named .xlsx is refused as one", wrong, "HTML")


main()
