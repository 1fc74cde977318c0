"""OpenDocument spreadsheets made part by part (ODF 1.3 part 3), right ones and wrong ones."""
import io
import zipfile

SPACES = " ".join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % pair for pair in (
    ("office", "office"), ("table", "table"), ("text", "text"), ("number", "datastyle"), ("style", "style")))
KIND = b"application/vnd.oasis.opendocument.spreadsheet"


def content(*sheets, styles=""):
    """Sheets are rows, or pairs of attributes and rows."""
    tables = ""
    for number, sheet in enumerate(sheets, 1):
        attributes, rows = sheet if isinstance(sheet, tuple) else ('table:name="Foglio%d"' % number, sheet)
        tables += "<table:table %s>%s</table:table>" % (attributes, rows)
    return ('<?xml version="1.0" encoding="UTF-8"?><office:document-content %s>%s<office:body><office:spreadsheet>%s'
            '</office:spreadsheet></office:body></office:document-content>' % (SPACES, styles, tables)).encode()


def package(document, method=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as z:
        for name, part in (("mimetype", KIND), ("content.xml", document), ("META-INF/manifest.xml", b"<manifest/>")):
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part, method)
    return made.getvalue()


def cell(attributes, shown=None):
    return "<table:table-cell %s>%s</table:table-cell>" % (
        attributes, "" if shown is None else "<text:p>%s</text:p>" % shown)


def typed(kind, attribute, value, shown=None):
    return cell('office:value-type="%s" office:%s="%s"' % (kind, attribute, value), shown)


def row(*cells, repeated=1):
    return '<table:table-row table:number-rows-repeated="%d">%s</table:table-row>' % (repeated, "".join(cells))


def book(*rows):
    return package(content("".join(rows)))


SHEET = row(cell('office:value-type="string"', 'uno<text:s text:c="3"/>due'),
            typed("float", "value", "150.5", "150,50 €"), typed("date", "date-value", "2026-03-31"),
            typed("time", "time-value", "PT36H02M03S"), typed("boolean", "boolean-value", "true"),
            typed("currency", "value", "1"), cell('table:number-columns-repeated="2"'), "<table:covered-table-cell/>",
            "<table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell>") + row(
                "<table:table-cell/>", repeated=2) + row(typed("percentage", "value", "0.5"), repeated=2)
CELLS = [["uno   due", "150.5", "2026-03-31", "36:02:03", "TRUE", "1", "", "", "", "a\nb"], [], [], ["0.5"], ["0.5"]]


def right():
    yield "every kind of cell", package(content(SHEET, styles=(
        '<office:automatic-styles><style:style style:name="t" style:family="table"><style:table-properties '
        'table:display="true"/></style:style></office:automatic-styles>'))), CELLS
    hidden = ('<office:automatic-styles><style:style style:name="no" style:family="table"><style:table-properties '
              'table:display="false"/></style:style></office:automatic-styles>')
    yield "the first sheet that is not hidden", package(content(
        ('table:name="a" table:style-name="no"', row(cell("", "nascosto"))), row(cell("", "visto")),
        styles=hidden)), [["visto"]]
    yield "the value, not what is shown of it", book(row(
        typed("string", "string-value", "00123", "123"), typed("float", "value", "0.1", "10%"))), [["00123", "0.1"]]
    yield "the value of the cell's own type", book(row(cell(
        'office:value-type="date" office:value="46112" office:date-value="2026-03-31"'))), [["2026-03-31"]]
    yield "days and hours", book(row(typed("time", "time-value", "P1DT2H"))), [["26:00:00"]]


def wrong():
    yield "a truth that is none", book(row(typed("boolean", "boolean-value", "vero"))), "truth"
    yield "a truth without a value", book(row(cell('office:value-type="boolean"', "VERO"))), "truth"
    yield "months as a duration", book(row(typed("time", "time-value", "P1M"))), "a time is none"
    yield "a duration of nothing", book(row(typed("time", "time-value", "PT"))), "a time is none"
    yield "a duration out of order", book(row(typed("time", "time-value", "PT1S2H"))), "a time is none"
    yield "a number without a value", book(row(cell('office:value-type="float"', "150"))), "a number is none"
    yield "a cell repeated without end", book(row(
        cell('office:value-type="string" table:number-columns-repeated="16384"', "x" * 1000), repeated=1000000)), "BOMB"
    yield "nothing repeated without end", book(row(cell(
        'table:formula="of:=1" table:number-columns-repeated="16384"'), repeated=1000000)), "BOMB"
    huge = cell('office:value-type="string" table:number-columns-repeated="16384"', "x" * 65535)
    yield "repeats that count round to nothing", book(*[row(huge, repeated=16777216)] * 4), "BOMB"
