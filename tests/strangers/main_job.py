"""Drops the samples, runs the engine, and lets other programs read what came out."""
import collections
import hashlib
import json
import re
import shutil
import struct
import subprocess
import zlib

import openpyxl

from spool import SCRATCH, SHARED, TOP, Skip, Spool, command, equal, tap

SAMPLES = sorted((TOP / "samples" / "quote").iterdir())
CREDITOR = "80000000028"
MISTAKES = {  # file: {(row, column name)}
    "quote-2026.xlsx": {(13, "codice_fiscale"), (14, "importo")},
    "quote-albo.csv": {(6, "Importo"), (7, "Data scadenza")},
}
s = Spool("main")


def acknowledgements():
    return {p.name[:-len(".riscontro.json")]: json.loads(p.read_text())
            for p in s.files("riscontri", "*.riscontro.json")}


def zips():
    found = s.files("nodo", "*.zip")
    assert found, "no zip in out/nodo"
    return found


def member(path):
    """The one JSON of a zip, read as java.util.zip.ZipInputStream does: from its local header on, never
    looking at the directory at the end."""
    raw = path.read_bytes()
    magic, _, flags, method, _, _, crc, packed, size, name_size, extra = struct.unpack_from("<IHHHHHIIIHH", raw)
    equal(magic, 0x04034B50, "local header")
    assert method in (0, 8) and not flags & 1, "method %d, flags %x" % (method, flags)
    name = raw[30:30 + name_size].decode()
    body = raw[30 + name_size + extra:]
    assert not (method == 0 and flags & 8), "stored with a data descriptor"
    if method == 8:
        stream = zlib.decompressobj(-15)
        text = stream.decompress(body) + stream.flush()
        assert stream.eof, "the stream does not end"
        rest = stream.unused_data
    else:
        text, rest = body[:size], body[size:]
    if flags & 8:
        signed = rest[:4] == b"PK\x07\x08"
        crc, packed, size = struct.unpack_from("<III", rest, 4 if signed else 0)
        rest = rest[16 if signed else 12:]
    equal(size, len(text), "size")
    equal(crc, zlib.crc32(text), "CRC")
    equal(rest[:4], b"PK\x01\x02", "what follows the only entry")
    return name, text


def positions():
    for path in zips():
        yield from json.loads(member(path)[1])["paymentPositions"]


def nav_of(text):
    return re.sub(r"\s", "", text)


def booked_and_refused():
    """a run books the good rows of both samples and ends with 65 because some were refused"""
    for sample in SAMPLES:
        s.drop(sample.name, sample.read_bytes())
    s.run(codes=(65,))
    equal(s.value("SELECT COUNT(*) FROM position"), 15)
    equal(s.value("SELECT COUNT(*) FROM file WHERE state = 'booked'"), 2)
    equal(s.value("SELECT COUNT(*) FROM batch WHERE state <> 'sent'"), 0)
    equal(sorted(p.name for p in s.root.glob("*/archivio/2*/*/*")), [p.name for p in SAMPLES])
    s.verify()


def names():
    """each position has its PDF: codice fiscale, year, IUV"""
    wanted = {"%s_%d_%s.pdf" % (r["fiscal_code"], r["anno"], r["iuv"]) for r in s.rows(
        "SELECT d.fiscal_code, p.anno, o.iuv FROM position p JOIN debtor d ON d.id = p.debtor"
        " JOIN payment_option o ON o.position = p.id AND o.number = 0")}
    found = {p.name for p in s.files("avvisi", "*.pdf")}
    equal(found, wanted)
    assert all(re.fullmatch(r"[A-Z0-9]{11,16}_[0-9]{4}_[0-9]{17}\.pdf", name) for name in found), found


def options_of(pdf):
    iuv = pdf.stem.split("_")[2]
    return s.rows("SELECT o.number, o.nav, o.cents, p.id, d.name FROM payment_option o"
                  " JOIN position p ON p.id = o.position JOIN debtor d ON d.id = p.debtor WHERE p.id ="
                  " (SELECT position FROM payment_option WHERE iuv = ?) ORDER BY o.number", iuv)


def qr_codes():
    """zbar reads from each page at 150 dpi what the ledger says: PAGOPA|002|notice|creditor|cents"""
    pages = SCRATCH / "pages"
    pages.mkdir()
    for pdf in s.files("avvisi", "*.pdf"):
        options = options_of(pdf)
        wanted = {"PAGOPA|002|%s|%s|%d" % (o["nav"], CREDITOR, o["cents"]) for o in options}
        command("pdftoppm", "-r", "150", "-gray", pdf, pages / pdf.stem)
        seen = set()
        for image in sorted(pages.glob(pdf.stem + "*")):
            codes = command("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", image).decode().split()
            assert codes, "no QR code on %s" % image.name
            seen |= set(codes)
        equal(seen, wanted, pdf.name)


def sound_pdf():
    """qpdf finds nothing wrong with the PDFs"""
    for pdf in s.files("avvisi", "*.pdf"):
        assert b"No syntax or stream encoding errors" in command("qpdf", "--check", pdf), pdf.name


def words_of_pdf():
    """pdftotext reads debtor, subject, amount, due date, creditor, its code and the notice number"""
    for pdf in s.files("avvisi", "*.pdf"):
        text = command("pdftotext", "-layout", pdf, "-").decode()
        flat = re.sub(r"\s+", " ", text)
        position = s.rows("SELECT p.description, d.fiscal_code, o.due FROM position p JOIN debtor d ON d.id ="
                          " p.debtor JOIN payment_option o ON o.position = p.id AND o.number = 0 WHERE p.id = ?",
                          options_of(pdf)[0]["id"])[0]
        year, month, day = position["due"].split("-")
        for option in options_of(pdf):
            amount = "%s,%02d" % ("{:,}".format(option["cents"] // 100).replace(",", "."), option["cents"] % 100)
            for word in (option["name"], amount, "Ordine delle Professioni di Vallescura", CREDITOR,
                         position["fiscal_code"], "%s/%s/%s" % (day, month, year)):
                assert word in flat, "%s does not say %r" % (pdf.name, word)
            assert option["nav"] in nav_of(text), "%s does not say %s" % (pdf.name, option["nav"])
        assert nav_of(position["description"]) in nav_of(text), position["description"]


def index_of_notices():
    """an index tells for each PDF its debtor, numbers and amount, and its manifest closes the delivery"""
    listed = []
    for index in s.files("avvisi", "*.indice.csv"):
        listed += [line.split(";")[0] for line in index.read_text("utf-8-sig").splitlines()[1:]]
    equal(sorted(listed), [p.name for p in s.files("avvisi", "*.pdf")])
    equal(len(s.files("avvisi", "*.manifest.json")), len(SAMPLES))


def zips_are_sound():
    """unzip finds nothing wrong; a reader of local headers (as the Node's is) finds one .json in each"""
    for path in zips():
        command("unzip", "-tqq", path)
        name, text = member(path)
        equal(command("unzip", "-Z1", path).decode().split(), [name])
        assert name.endswith(".json"), name
        assert not text.startswith(b"\xef\xbb\xbf"), "a byte order mark"
        text.decode("utf-8")


def official_schema():
    """the requests fit pagoPA's own OpenAPI (MultiplePaymentPositionModel), with no field it does not know"""
    source = SHARED / "reference/gpd/pagopa-debt-position/openapi_external_v2.json"
    if not source.exists():
        raise Skip("no OpenAPI document at hand")
    import jsonschema
    schemas = json.loads(source.read_text())["components"]
    for model in schemas["schemas"].values():
        model.setdefault("additionalProperties", False)
    model = {"$ref": "#/components/schemas/MultiplePaymentPositionModel", "components": schemas}
    for path in zips():
        jsonschema.Draft7Validator(model).validate(json.loads(member(path)[1]))


DAY_END = re.compile(r"20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])T22:59:59\.000Z")
POSITION_KEYS = {"iupd", "payStandIn", "type", "fiscalCode", "fullName", "streetName", "civicNumber",
                 "postalCode", "city", "province", "country", "email", "switchToExpired", "companyName",
                 "officeName", "paymentOption"}
OPTION_KEYS = {"nav", "iuv", "amount", "description", "isPartialPayment", "dueDate", "retentionDate", "transfer",
               "paymentOptionMetadata"}
TRANSFER_KEYS = {"idTransfer", "amount", "organizationFiscalCode", "remittanceInformation", "category", "iban",
                 "postalIban", "companyName", "transferMetadata"}


def judge_transfer(t, number):
    assert set(t) <= TRANSFER_KEYS, set(t) - TRANSFER_KEYS
    equal(t["idTransfer"], str(number))
    equal(t["organizationFiscalCode"], CREDITOR)
    equal(t["transferMetadata"], [])
    assert type(t["amount"]) is int and t["amount"] >= 1
    assert 1 <= len(t["remittanceInformation"]) <= 140 and t["remittanceInformation"][0] != "/"
    assert re.fullmatch(r"9/\d{7}(IM|TS|SP|SA|AP)/", t["category"]), t["category"]
    assert re.fullmatch(r"IT\d\d[A-Z]\d{10}[0-9A-Z]{12}", t["iban"]), t["iban"]


def judge_option(o):
    assert set(o) <= OPTION_KEYS, set(o) - OPTION_KEYS
    equal(o["nav"], "3" + o["iuv"])
    assert re.fullmatch(r"01\d{15}", o["iuv"]), o["iuv"]
    # The check digits of a IUV with auxiliary digit 3: the sixteen digits before them, modulo 93.
    equal(int(o["nav"][-2:]), int(o["nav"][:-2]) % 93, "check digits of " + o["nav"])
    assert type(o["amount"]) is int and o["amount"] >= 1
    assert 1 <= len(o["description"]) <= 140
    assert DAY_END.fullmatch(o["dueDate"]) and DAY_END.fullmatch(o["retentionDate"]), o
    assert o["retentionDate"] >= o["dueDate"]
    equal(o["paymentOptionMetadata"], [])
    assert 1 <= len(o["transfer"]) <= 5
    equal(sum(t["amount"] for t in o["transfer"]), o["amount"], "transfers")
    for number, transfer in enumerate(o["transfer"], 1):
        judge_transfer(transfer, number)


def own_schema():
    """every trap of the service is stepped over: both numbers, payStandIn, lengths, sums, dates, empty arrays"""
    iuvs = collections.Counter()
    for p in positions():
        assert set(p) <= POSITION_KEYS, set(p) - POSITION_KEYS
        assert p["type"] in "FG" and p["payStandIn"] is True and p["switchToExpired"] is False
        equal(p["type"], "F" if len(p["fiscalCode"]) == 16 else "G")
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,50}", p["iupd"]), p["iupd"]
        assert 1 <= len(p["fullName"]) <= 70 and 1 <= len(p["companyName"]) <= 140
        assert re.fullmatch("[A-Z]{2}", p.get("country", "IT")) and re.fullmatch("[A-Z]{2}", p.get("province", "BO"))
        full = [o for o in p["paymentOption"] if not o["isPartialPayment"]]
        rates = [o["amount"] for o in p["paymentOption"] if o["isPartialPayment"]]
        equal(len(full), 1, "whole payment")
        assert not rates or sum(rates) == full[0]["amount"], rates
        for option in p["paymentOption"]:
            judge_option(option)
            iuvs[option["iuv"]] += 1
        assert all(text == " ".join(text.split()) for text in p.values() if isinstance(text, str)), p
    equal(set(iuvs.values()), {1}, "uses of a IUV")


def requests_equal_ledger():
    """the requests say what the ledger says, option by option"""
    sent = {(p["iupd"], p["fiscalCode"], o["iuv"], o["nav"], o["amount"], o["dueDate"][:10])
            for p in positions() for o in p["paymentOption"]}
    kept = {tuple(r.values()) for r in s.rows(
        "SELECT p.iupd, d.fiscal_code, o.iuv, o.nav, o.cents, o.due FROM position p"
        " JOIN debtor d ON d.id = p.debtor JOIN payment_option o ON o.position = p.id")}
    equal(sent, kept)


def manifests():
    """each manifest names its files with true size and digest, and arrived last"""
    for outlet in ("nodo", "avvisi"):
        for manifest in s.files(outlet, "*.manifest.json"):
            said = json.loads(manifest.read_text())
            for item in said["files"]:
                path = manifest.parent / item["name"]
                equal(path.stat().st_size, item["size"], item["name"])
                equal(hashlib.sha256(path.read_bytes()).hexdigest(), item["sha256"], item["name"])
                # A rename is a change of the inode: the last one of the delivery is the manifest's.
                assert path.stat().st_ctime_ns <= manifest.stat().st_ctime_ns, "%s came later" % path.name
            equal(sum(i["items"] for i in said["files"]), said["items"])
            last = s.rows("SELECT name FROM artefact WHERE batch = (SELECT batch FROM artefact WHERE name = ?)"
                          " ORDER BY id DESC LIMIT 1", manifest.name)[0]["name"]
            equal(last, manifest.name)


def totals():
    """the acknowledgements add up, and each booked row carries IUV and notice number"""
    said = acknowledgements()
    equal(sorted(said), [p.name for p in SAMPLES])
    for name, answer in said.items():
        t = answer["totals"]
        for unit in ("rows", "amount"):
            whole = round(sum(float(t[k][unit]) for k in ("booked", "refused", "unchanged")) * 100)
            equal(whole, round(float(t["read"][unit]) * 100), name)
        equal(len(answer["booked"]), t["booked"]["rows"])
        equal(len(answer["refused"]), t["refused"]["rows"])
        for row in answer["booked"]:
            assert re.fullmatch(r"\d{17}", row["iuv"]) and row["notice_number"] == "3" + row["iuv"], row
            equal(row["options"][0]["iuv"], row["iuv"])
        for row in answer["refused"]:
            for f in row["findings"]:
                assert all(f[part] for part in ("code", "what", "expected", "next", "row", "column")), f


def wrong_cells():
    """in the workbook exactly the cells that are wrong are marked, and each says what to do"""
    for name, wanted in MISTAKES.items():
        sheet = openpyxl.load_workbook(s.out("riscontri") / (name + ".riscontro.xlsx")).worksheets[0]
        titles = [c.value for c in sheet[1]]
        rows = [row["row"] for row in acknowledgements()[name]["refused"]]
        marked = {(rows[c.row - 2], titles[c.column - 1]) for line in sheet.iter_rows(min_row=2) for c in line
                  if c.fill.fgColor.rgb == "FFFFC7CE"}
        equal(marked, wanted, name)
        noted = {(rows[c.row - 2], titles[c.column - 1]) for line in sheet.iter_rows(min_row=2) for c in line
                 if c.comment}
        equal(noted, wanted, name)
        assert all("Che cosa fare" in line[-1].value for line in sheet.iter_rows(min_row=2))


def workbook_tells():
    """openpyxl reads the acknowledgement's sheets: totals, the booked rows with their numbers as text"""
    for name, answer in acknowledgements().items():
        book = openpyxl.load_workbook(s.out("riscontri") / (name + ".riscontro.xlsx"))
        equal(book.sheetnames, ["Da correggere (%s)" % name.rsplit(".", 1)[1], "Riepilogo", "Registrate", "Segnalazioni"])
        titles = [c.value for c in book["Registrate"][1]]
        rows = [dict(zip(titles, [c.value for c in line])) for line in book["Registrate"].iter_rows(min_row=2)]
        equal({r["IUV"] for r in rows}, {o["iuv"] for b in answer["booked"] for o in b["options"]})
        assert all(isinstance(r["numero avviso"], str) for r in rows)
        summary = {line[0].value: (line[1].value, line[2].value) for line in book["Riepilogo"].iter_rows()}
        equal(summary["lette"], (answer["totals"]["read"]["rows"], float(answer["totals"]["read"]["amount"])))


def libreoffice():
    """LibreOffice opens the acknowledgement and reads the same rows to be mended"""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        raise Skip("no LibreOffice")
    book = s.out("riscontri") / "quote-2026.xlsx.riscontro.xlsx"
    command(office, "-env:UserInstallation=file://%s/office" % SCRATCH, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir", SCRATCH / "csv", book)
    text = (SCRATCH / "csv" / (book.stem + ".csv")).read_text()
    assert text.startswith("codice_fiscale,cognome,nome,") and "TSTLIA77M61A944A" in text, text[:300]


def mend(path, corrections):
    """Fixes the cells of the sheet to be mended: {old: new}."""
    book = openpyxl.load_workbook(path)
    for line in book["Da correggere (xlsx)"].iter_rows(min_row=2):
        for cell in line:
            if str(cell.value) in corrections:
                cell.value = corrections.pop(str(cell.value))
    equal(corrections, {}, "not found in the workbook")
    mended = SCRATCH / "mended.xlsx"
    book.save(mended)
    return mended.read_bytes()


def mended_workbook():
    """the workbook, its cells put right and dropped again, is booked whole"""
    body = mend(s.out("riscontri") / "quote-2026.xlsx.riscontro.xlsx",
                {"TSTLIA77M61A944A": "TSTLIA77M61A944C", "150.005": "150,00"})
    answer = s.book("quote-corrette.xlsx", body, codes=(0, 65))
    equal(answer["totals"]["booked"]["rows"], 2, json.dumps(answer["refused"])[:600])
    equal(answer["totals"]["refused"]["rows"], 0)


def mended_csv():
    """the .da-correggere.csv, its cells put right and dropped again, is booked whole"""
    text = (s.out("riscontri") / "quote-albo.csv.da-correggere.csv").read_text("utf-8-sig")
    equal(len(text.splitlines()), 3)
    assert "1.234" in text and "31/02/2027" in text, text
    answer = s.book("albo-corretto.csv", text.replace("1.234", "1.234,00").replace("31/02/2027", "28/02/2027"))
    equal(answer["totals"]["booked"]["rows"], 2)
    equal(answer["totals"]["booked"]["amount"] in ("1384.00", 1384.0), True, answer["totals"])


def twice():
    """the same files dropped again book nothing: no position, no IUV, no request; the answer says so"""
    before = [s.rows("SELECT * FROM " + table) for table in ("position", "quota", "iuv_counter", "debtor")]
    requests = s.files("nodo") + s.files("avvisi")
    for number, sample in enumerate(SAMPLES):
        answer = s.book("again-%d%s" % (number, sample.suffix), sample.read_bytes())
        equal(answer["outcome"], "seen")
    answer = s.book(SAMPLES[0].name, SAMPLES[0].read_bytes())
    equal(answer["outcome"], "seen")
    after = [s.rows("SELECT * FROM " + table) for table in ("position", "quota", "iuv_counter", "debtor")]
    equal(after, before)
    equal(s.files("nodo") + s.files("avvisi"), requests)


def idle():
    """a run with nothing to do changes nothing"""
    before = s.contents()
    s.run()
    equal(s.contents(), before)
    s.verify()


def same_bytes():
    """a second spool fed the same files on the same day writes the same bytes"""
    frozen = {"RISCONTRO_NOW": "2026-11-23T08:00:00Z"}
    sums = []
    for name in ("first", "second"):
        t = Spool(name)
        for sample in SAMPLES:
            t.drop(sample.name, sample.read_bytes())
            t.run(codes=(0, 65), env=frozen)
        sums.append({str(p.relative_to(t.root)): hashlib.sha256(p.read_bytes()).hexdigest()
                     for p in (t.root / t.creditor).rglob("*") if p.is_file()})
    assert len(sums[0]) > 20, sums[0]
    equal(sums[0], sums[1])


def template():
    """a template filled with the examples of its own instructions is booked, as a workbook and as a CSV"""
    t = Spool("template")
    for number, name in enumerate(("quote.xlsx", "quote.csv")):
        path = t.home / name
        t.program("template", "quotas", str(path))
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(path)
            examples = {line[0].value: line[4].value for line in book["Istruzioni"].iter_rows(min_row=2)}
            lists = [v.formula1 for v in book["Quote"].data_validations.dataValidation if v.type == "list"]
            assert any("professionista" in formula for formula in lists), lists
            for cell in book["Quote"][1]:
                book["Quote"].cell(2, cell.column).value = examples[cell.value]
            book.save(path)
        else:
            titles = path.read_text("utf-8-sig").strip().split(";")
            examples["chiave_quota"] = "2026-000124"
            path.write_text(";".join(titles) + "\n" + ";".join(examples[name] or "" for name in titles) + "\n")
        answer = t.book(name, path.read_bytes())
        equal((answer["totals"]["booked"]["rows"], answer["findings"]), (1, []), name)
    equal(t.value("SELECT COUNT(*) FROM position"), 2)


def demo():
    """the demo ends well, and run again it books nothing new"""
    home = SCRATCH / "demo"
    for _ in (1, 2):
        text = command("env", "DEMO=%s" % home, TOP / "tests" / "demo").decode()
        assert "GPD_80000000028" in text and ".riscontro.xlsx" in text, text
        db = "file:%s?mode=ro" % (home / "spool/.ledger/ledger.db")
        counts = command("sqlite3", db, "SELECT COUNT(*) FROM position; SELECT COUNT(*) FROM quota;"
                         " SELECT next FROM iuv_counter;").split()
        equal(counts, [b"15", b"15", b"18"])
    assert len(list((home / "spool").glob("*/out/nodo/*.zip"))) == 2


def mistakes():
    """each sample mistake is told with place, what was seen and expected, a code, what to do, in two languages"""
    told = {}
    for path in sorted((TOP / "samples" / "errori").iterdir()):
        for language in ("it", "en"):
            done = s.program("--language", language, "--json", "check", str(path), codes=(0, 65))
            said = json.loads(done.stdout)
            assert said["findings"], path.name + ": nothing found"
            worst = max("note warning row file".split().index(f["severity"]) for f in said["findings"])
            equal(done.returncode, 65 if worst >= 2 else 0, path.name)
            for f in said["findings"]:
                assert re.fullmatch("[A-Z0-9_]+", f["code"]) and all(f[k] for k in ("what", "expected", "next")), f
                assert f["severity"] == "file" or f["row"] > 1, f
                assert f["severity"] == "file" or path.suffix != ".xlsx" or f["sheet"], f
            told[path.name, language] = [(f["code"], f["what"], f["expected"]) for f in said["findings"]]
        italian, english = told[path.name, "it"], told[path.name, "en"]
        equal([f[0] for f in italian], [f[0] for f in english], path.name)
        assert all(a[1] != b[1] and a[2] != b[2] for a, b in zip(italian, english)), path.name
    assert len({findings[0][0] for findings in told.values()}) > 25


tap([booked_and_refused, names, qr_codes, sound_pdf, words_of_pdf, index_of_notices, zips_are_sound,
     official_schema, own_schema, requests_equal_ledger, manifests, totals, wrong_cells, workbook_tells,
     libreoffice, mended_workbook, mended_csv, twice, idle, same_bytes,
     template, demo, mistakes])
