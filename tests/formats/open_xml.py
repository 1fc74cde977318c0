"""Workbooks of Office Open XML made part by part (ECMA-376), right ones and wrong ones."""
import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relationships(*those):
    return '<Relationships xmlns="%s">%s</Relationships>' % (PACKAGE, "".join(
        '<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (name, OFFICE, kind, target) for name, kind, target in those))


def styles(formats="", kinds='<xf numFmtId="0"/><xf numFmtId="14"/>'):
    return '<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellXfs>%s</cellXfs></styleSheet>' % (MAIN, formats, kinds)


def book(rows, looks=styles(), more=()):
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relationships(("a", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Dati" sheetId="1" r:id="s"/></sheets>'
                           '</workbook>' % (MAIN, OFFICE),
        "xl/_rels/workbook.xml.rels": relationships(("s", "worksheet", "worksheets/sheet1.xml"),
                                                    ("t", "styles", "styles.xml"), *more),
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows),
        "xl/styles.xml": looks,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as z:
        for name, part in parts.items():
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def rows(*cells):
    return "".join('<row r="%d">%s</row>' % (number, cell) for number, cell in enumerate(cells, 1))


def right():
    yield "a number and a date", book(rows("<c><v>1</v></c>", '<c s="1"><v>46112</v></c>')), [["1"], ["2026-03-31"]]
    yield "the last of two formats of one number", book(
        rows('<c s="0"><v>46112</v></c>'), styles(
            '<numFmt numFmtId="200" formatCode="0"/><numFmt numFmtId="200" formatCode="dd/mm/yyyy"/>',
            '<xf numFmtId="200"/>')), [["2026-03-31"]]
    many = "".join('<numFmt numFmtId="%d" formatCode="0"/>' % (number + 200) for number in range(300000))
    yield "a table of 300,000 formats and as many styles", book(
        rows('<c s="299999"><v>7</v></c>'), styles(many, '<xf numFmtId="9"/>' * 300000)), [["7"]]
    yield "one cell far to the right", book(rows('<c r="BA1"><v>1</v></c>')), [[""] * 52 + ["1"]]


def wrong():
    yield "a style that the table has not", book(rows('<c s="2"><v>46112</v></c>')), "no such style"
    yield "two relationships of one name", book(rows("<c><v>1</v></c>"), more=(
        ("s", "worksheet", "worksheets/sheet2.xml"),)), "two relationships"
    far = "".join('<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (number, number) for number in range(1, 100001))
    yield "gaps without end", book(far), "BOMB"
