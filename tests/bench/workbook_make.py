"""Writes a workbook of positions as Excel and libxlsxwriter write it: shared strings, styles, one
sheet. The same rows and columns always give the same bytes.

usage: workbook_make.py FILE ROWS [--inline]
"""
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LETTERS = "ABCDEFGHIJKLMNOPQRST"
STREETS = ["Via Roma", "Corso d'Italia", "Piazza Libertà", "Vicolo dell'Orto", "Viale Città"]
NAMES = ["Rossi", "Bianchi", "Esposito", "D'Angelo", "Müller", "Nicolò", "Ferrari & Figli"]


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def row_values(i):
    """Twenty values: text, or a number with its style."""
    return [
        "F", "RSSMRA%02dA%02dH%03dX" % (i % 90, i % 28 + 1, i % 999), "%s %d" % (NAMES[i % 7], i),
        "%s, %d" % (STREETS[i % 5], i), "%05d" % (i % 99999), "Comune %d" % (i % 8000), "RM", "IT",
        "utente%d@example.it" % i, "3%018d" % i, "Quota associativa", (i % 900000 / 100, 0),
        (46000 + i % 400, 1), (46100 + i % 400, 1), "IT60X0542811101000000123456", (i % 12 + 1, 0),
        "TARI", (2020 + i % 7, 0), (i * 7 % 100000 / 100, 0), "9/%d" % (i % 5000),
    ]


class Strings:
    def __init__(self, out):
        self.out, self.index, self.count = out, {}, 0

    def number(self, text):
        self.count += 1
        at = self.index.get(text)
        if at is None:
            at = self.index[text] = len(self.index)
        return at


def cells(i, number, inline):
    parts = []
    for letter, value in zip(LETTERS, row_values(i)):
        place = "%s%d" % (letter, i + 1)
        if isinstance(value, tuple):
            style = ' s="1"' if value[1] else ""
            parts.append('<c r="%s"%s><v>%s</v></c>' % (place, style, repr(value[0])))
        elif inline:
            parts.append('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (place, escape(value)))
        else:
            parts.append('<c r="%s" t="s"><v>%d</v></c>' % (place, number(value)))
    return "".join(parts)


def write_sheet(archive, rows, inline):
    strings = Strings(None)
    with archive.open(part("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as out:
        out.write((HEAD + '<worksheet xmlns="%s" xmlns:r="%s"><dimension ref="A1:T%d"/><sheetData>'
                   % (MAIN, OFFICE, rows)).encode())
        for i in range(rows):
            out.write(('<row r="%d" spans="1:20">%s</row>'
                       % (i + 1, cells(i, strings.number, inline))).encode())
        out.write(b"</sheetData></worksheet>")
    if inline:
        return
    with archive.open(part("xl/sharedStrings.xml"), "w", force_zip64=True) as out:
        out.write((HEAD + '<sst xmlns="%s" count="%d" uniqueCount="%d">'
                   % (MAIN, strings.count, len(strings.index))).encode())
        for text in strings.index:
            out.write(("<si><t>%s</t></si>" % escape(text)).encode())
        out.write(b"</sst>")


def part(name):
    info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def main():
    path, rows, inline = sys.argv[1], int(sys.argv[2]), "--inline" in sys.argv
    relation = '<Relationship Id="rId%d" Type="' + OFFICE + '/%s" Target="%s"/>'
    relations = HEAD + ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                        'relationships">%s</Relationships>')
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(part("[Content_Types].xml"), HEAD + (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="%sworksheet+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" ContentType="%ssharedStrings+xml"/></Types>'
            % ((content,) * 4)))
        archive.writestr(part("_rels/.rels"), relations
                         % (relation % (1, "officeDocument", "xl/workbook.xml")))
        archive.writestr(part("xl/workbook.xml"), HEAD + (
            '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Quote" sheetId="1" r:id="rId1"/>'
            '</sheets></workbook>' % (MAIN, OFFICE)))
        shared = "" if inline else relation % (3, "sharedStrings", "sharedStrings.xml")
        archive.writestr(part("xl/_rels/workbook.xml.rels"), relations % (
            relation % (1, "worksheet", "worksheets/sheet1.xml")
            + relation % (2, "styles", "styles.xml") + shared))
        archive.writestr(part("xl/styles.xml"), HEAD + (
            '<styleSheet xmlns="%s"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
            '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="2"><xf numFmtId="0" xfId="0"/>'
            '<xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>' % MAIN))
        write_sheet(archive, rows, inline)


main()
