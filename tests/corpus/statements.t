#!/usr/bin/python3
# Statements that nobody here wrote: the movements of every sample must be the ones that its collection
# expects, or that another parser (ElementTree, a count of the lines :61:) finds. Cut in pieces, no sample
# may crash the program.
import csv, glob, io, os, re, subprocess, sys, xml.etree.ElementTree as tree

SHARED, SCRATCH = os.environ.get("SHARED", ""), os.environ.get("SCRATCH", "/tmp")
RISCONTRO, ASAN = os.environ["RISCONTRO"], os.environ.get("RISCONTRO_ASAN", "")
CORPUS = os.path.join(SHARED, "corpus")
REFUSED = {"MAV.txt": "STATEMENT_NOT_A_STATEMENT", "camt053.v2.wrong.xml": "STATEMENT_NOT_A_STATEMENT"}
results = []


def cat(path, program=RISCONTRO):
    run = subprocess.run([program, "cat", "--type", "statement", "--as", "csv", path], capture_output=True)
    rows = list(csv.DictReader(io.StringIO(run.stdout.decode("utf-8"), newline=""), delimiter=";"))
    return run.returncode, rows, run.stderr.decode("utf-8", "replace")


def check(name, wrong):
    results.append((not wrong, name, wrong))


def expected(path):
    with open(path, encoding="utf-8", newline="") as f:
        files = {}
        for row in csv.DictReader(f, delimiter=";"):
            files.setdefault(row["file"], []).append(row)
        return files


def cents(row):
    return round(float(row["amount"]) * 100)


def differences(rows, wanted, columns):
    if len(rows) != len(wanted):
        return "%d movements, %d expected" % (len(rows), len(wanted))
    for number, (row, want) in enumerate(zip(rows, wanted), 1):
        for mine, theirs in columns.items():
            if want.get(theirs) is not None and row[mine] != want[theirs]:
                return "movement %d: %s is %r, not %r" % (number, mine, row[mine], want[theirs])
        if want["amount_cents"] is not None and abs(cents(row)) != abs(int(want["amount_cents"])):
            return "movement %d: %s is not %s cents" % (number, row["amount"], want["amount_cents"])
        flow = want.get("flow_identifier")
        if flow and flow not in re.sub(r"\s", "", row["remittance"]):
            return "movement %d: no %s in %r" % (number, flow, row["remittance"])
    return ""


def check_expected(folder, sheet, columns, signed=True):
    for name, wanted in sorted(expected(os.path.join(CORPUS, folder, sheet)).items()):
        path = os.path.join(CORPUS, folder, name)
        if not os.path.exists(path):
            continue
        status, rows, _ = cat(path)
        wrong = "exit %d" % status if status else differences(rows, wanted, columns)
        if not wrong and signed:
            wrong = "; ".join("%s: %s" % (r["row"], r["amount"]) for r, w in zip(rows, wanted)
                              if cents(r) != int(w["amount_cents"]))
        check("%s/%s as expected" % (folder, name), wrong)


def local(element):
    return element.tag.split("}")[-1]


def child(element, *path):
    for name in path:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def text(element):
    return "" if element is None or element.text is None else element.text.strip()


def day(element):
    return (text(child(element, "Dt")) or text(child(element, "DtTm")))[:10] if element is not None else ""


def camt_entries(path):
    for entry in tree.parse(path).getroot().iter():
        if local(entry) == "Ntry":
            amount = round(float(text(child(entry, "Amt"))) * 100)
            yield {"booking": day(child(entry, "BookgDt")), "value": day(child(entry, "ValDt")),
                   "amount_cents": str(-amount if text(child(entry, "CdtDbtInd")) == "DBIT" else amount),
                   "words": [text(e) for e in entry.iter() if local(e) == "Ustrd"]}


def journal_entries(path):
    for entry in tree.parse(path).getroot().iter("movimento_conto_evidenza"):
        amount = round(float(text(child(entry, "importo"))) * 100)
        yield {"booking": text(child(entry, "data_movimento"))[:10],
               "value": text(child(entry, "data_valuta_ente"))[:10], "amount_cents": str(amount),
               "document": text(child(entry, "tipo_documento")),
               "number": text(child(entry, "numero_documento")).lstrip("0") or "0",
               "words": [text(child(entry, "causale"))]}


def squeezed(s):
    return re.sub(r"\s|&amp;", "", s)


def check_xml(folder, pattern, entries, columns):
    for path in sorted(glob.glob(os.path.join(CORPUS, folder, pattern))):
        name = os.path.basename(path)
        status, rows, errors = cat(path)
        if name in REFUSED:
            check("%s/%s is refused" % (folder, name),
                  "" if status == 65 and REFUSED[name] in errors else "exit %d: %s" % (status, errors))
            continue
        wanted = list(entries(path))
        wrong = "exit %d: %s" % (status, errors) if status else differences(rows, wanted, columns)
        if not wrong:
            wrong = "; ".join(r["row"] for r, w in zip(rows, wanted)
                              if any(squeezed(words) not in squeezed(r["text"]) for words in w["words"]))
        check("%s/%s as another parser reads it" % (folder, name), wrong)


def check_mt940():
    for path in sorted(glob.glob(os.path.join(CORPUS, "mt940", "*.sta"))):
        name = os.path.basename(path)
        lines = open(path, "rb").read().split(b"\n")
        wanted = sum(line.startswith(b":61:") for line in lines)
        status, rows, errors = cat(path)
        if name in ("self-provided-empty_non_swift.sta", "self-provided-invalid_statement.sta"):
            check("mt940/%s is refused" % name, "" if status == 65 else "exit %d" % status)
            continue
        wrong = "exit %d: %s" % (status, errors) if status else ""
        if not wrong and len(rows) != wanted:
            wrong = "%d movements, %d lines :61:" % (len(rows), wanted)
        # Sums that do not close in the files themselves (shortened or masked by their authors).
        open_sums = ("abnamro", "ing", "postfinance", "malformed", "cmi", "snippet_broken")
        if not wrong and "BALANCE" in errors and not any(word in name for word in open_sums):
            wrong = errors
        check("mt940/%s: every :61:, and the sums close" % name, wrong)


def check_findings():
    _, _, errors = cat(os.path.join(CORPUS, "cbi", "rh-wrong-count.txt"))
    check("a wrong count of records is told", "" if "STATEMENT_COUNT_DIFFERS" in errors else errors)
    status, _, errors = cat(os.path.join(CORPUS, "cbi", "MAV.txt"))
    check("orders are told from statements",
          "" if status == 65 and "STATEMENT_NOT_A_STATEMENT" in errors else errors)
    for name in ("msg-ack-siope-ok.xml", "flusso-ordinativi-reversali-1_7_1.xml"):
        status, _, errors = cat(os.path.join(CORPUS, "opi", name))
        check("opi/%s is refused" % name,
              "" if status == 65 and "STATEMENT_NOT_A_STATEMENT" in errors else errors)


def check_pieces():
    if not os.path.exists(ASAN):
        results.append((None, "samples cut in pieces", "no ASan build"))
        return
    wrong = []
    for folder in ("bank-csv", "camt", "cbi", "mt940", "opi"):
        for path in sorted(glob.glob(os.path.join(CORPUS, folder, "*.*"))):
            data = open(path, "rb").read()
            for part in (2, 5):
                piece = os.path.join(SCRATCH, "piece")
                open(piece, "wb").write(data[: len(data) * part // 6])
                status, _, errors = cat(piece, ASAN)
                if status not in (0, 65):
                    wrong.append("%s, %d/6: exit %d %s" % (path, part, status, errors[-400:]))
    check("samples cut in pieces are read or refused", "; ".join(wrong))


def main():
    if not os.path.isdir(CORPUS):
        print("1..1\nok 1 - statements of the corpus # SKIP no shared corpus")
        return
    check_expected("bank-csv", "EXPECTED-rows.csv", {"booking_date": "data_contabile", "value_date": "data_valuta"})
    check_expected("cbi", "EXPECTED-rh.csv",
                   {"statement": "statement", "number": "movement", "booking_date": "booking_date",
                    "value_date": "value_date", "code": "causale"})
    check_expected("camt", "EXPECTED-pagopa.csv", {"booking_date": "booking_date", "value_date": "value_date"})
    check_expected("opi", "EXPECTED-giornale.csv",
                   {"document": "tipo_documento", "operation": "tipo_operazione",
                    "document_number": "numero_documento", "bolletta": "bolletta"}, signed=False)
    check_xml("camt", "*.xml", camt_entries, {"booking_date": "booking", "value_date": "value"})
    check_xml("opi", "*GIORNALE*.xml", journal_entries,
              {"booking_date": "booking", "value_date": "value", "document": "document",
               "document_number": "number"})
    check_mt940()
    check_findings()
    check_pieces()
    print("1..%d" % len(results))
    for number, (good, name, wrong) in enumerate(results, 1):
        if good is None:
            print("ok %d - %s # SKIP %s" % (number, name, wrong))
        elif good:
            print("ok %d - %s" % (number, name))
        else:
            print("not ok %d - %s" % (number, name))
            print("# " + wrong.replace("\n", "\n# "))
    sys.exit(0 if all(r[0] is not False for r in results) else 1)


main()
