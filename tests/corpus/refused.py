"""Hostile containers and hostile parts under the name of a workbook: each must be refused with exit
status 65, one line that names the file, no output, in little time and memory. Speaks TAP.

usage: refused.py zip|xml|bomb FOLDER SCRATCH COMMAND...

A bomb is made here: FOLDER is not looked at.
"""
import os
import resource
import shutil
import subprocess
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             '%s</Relationships>')
RELATION = '<Relationship Id="r%d" Type="' + OFFICE + '/%s" Target="%s"/>'
WORKBOOK = ('<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
            '</workbook>' % (MAIN, OFFICE))
SHEET = ('<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
         '</worksheet>' % MAIN)
PARTS = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]


LONG_STRING = '<sst xmlns="%s"><si><t>%s</t></si></sst>' % (MAIN, "z" * (1 << 20))
SST = '<sst xmlns="%s">' % MAIN
BOMBS = {
    "blanks between rows": (PARTS[0], SHEET.split("<row")[0], " ", 300 << 20, "</sheetData></worksheet>"),
    "one long attribute": (PARTS[0], SHEET.split("<sheetData")[0] + '<a b="', "x", 64 << 20,
                           '"/><sheetData/></worksheet>'),
    "one row without end": (PARTS[0], SHEET.split("<row")[0] + "<row>", "<c/>", 40 << 20,
                            "</row></sheetData></worksheet>"),
    "rows without end": (PARTS[0], SHEET.split("<row")[0], "<row/>", 40 << 20, "</sheetData></worksheet>"),
    "strings without end": (PARTS[1], SST, "<si/>", 50 << 20, "</sst>"),
    "one long string": (PARTS[1], SST + "<si><t>", "y", 200 << 20, "</t></si></sst>"),
    "one long rich string": (PARTS[1], SST + "<si><r><t>", "y", 200 << 20, "</t></r></si></sst>"),
    "styles without end": (PARTS[2], '<styleSheet xmlns="%s"><cellXfs>' % MAIN, "<xf/>", 20 << 20,
                           "</cellXfs></styleSheet>"),
    "elements without end": (PARTS[0], SHEET.split("<row")[0], "<row><c><is><r>", 1 << 16, ""),
    "a long string repeated": (PARTS[0], SHEET.split("<row")[0], '<row><c t="s"><v>0</v></c></row>',
                               1 << 14, "</sheetData></worksheet>"),
    "sheets without end": (PARTS[3], WORKBOOK.split("<sheet ")[0],
                           '<sheet name="S" r:id="r1"/>', 1 << 20, "</sheets></workbook>"),
}


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


def files(folder):
    return sorted(n for n in os.listdir(folder)
                  if n != "MANIFEST.tsv" and os.path.isfile(os.path.join(folder, n)))


def as_part(content, part, path, strings='<sst xmlns="%s"/>' % MAIN):
    """A workbook one part of which is the hostile document."""
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": RELATIONS % (RELATION % (1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS % (
            RELATION % (1, "worksheet", "worksheets/sheet1.xml")
            + RELATION % (2, "sharedStrings", "sharedStrings.xml")
            + RELATION % (3, "styles", "styles.xml")),
        "xl/sharedStrings.xml": strings,
        "xl/styles.xml": '<styleSheet xmlns="%s"/>' % MAIN,
        "xl/worksheets/sheet1.xml": SHEET,
    }
    members[part] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def fault(command, path):
    result = subprocess.run(command + [path], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            stdin=subprocess.DEVNULL, preexec_fn=limits, timeout=60)
    lines = result.stderr.decode("utf-8", "replace").splitlines()
    if result.returncode != 65:
        return "exit status %d instead of 65" % result.returncode
    if result.stdout:
        return "a refusal that prints"
    if len(lines) != 1 or os.path.basename(path) not in lines[0]:
        return "not one line that names the file: %r" % lines
    return ""


def main():
    kind, folder, scratch, command = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    names = sorted(BOMBS) if kind == "bomb" else files(folder)
    print("1..%d" % (len(names) + 1))
    for number, name in enumerate(names, 1):
        path = os.path.join(scratch, "case-%d.xlsx" % number)
        part = PARTS[number % len(PARTS)]
        if kind == "zip":
            shutil.copyfile(os.path.join(folder, name), path)
        elif kind == "bomb":
            part, head, piece, times, tail = BOMBS[name]
            as_part(head + piece * times + tail, part, path, LONG_STRING)
        else:
            with open(os.path.join(folder, name), "rb") as stream:
                as_part(stream.read(), part, path)
        what = fault(command, path)
        print("%s %d - %s%s" % ("not ok" if what else "ok", number, name,
                                " as " + part if kind != "zip" else ""))
        if what:
            print("# " + what)
        os.unlink(path)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print("%s %d - memory stays below 256 MiB" % ("ok" if peak < 256 else "not ok", len(names) + 1))
    print("# peak %d MiB" % peak)


main()
