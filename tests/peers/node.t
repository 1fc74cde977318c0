#!/usr/bin/python3
"""The Node and App IO couriers against a stateful stand-in that validates with pagoPA's own documents."""
import io
import json
import os
import sys
import zipfile

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from peers import *
import node_mock

need("openssl")
ca, cert, key = certificates()
port, state = node_mock.serve(cert, key)
secret = write("key", "chiave-di-prova\n")
for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
    del os.environ[name]


def settings(service="gpd-up", **more):
    return dict({"base": "https://localhost:%d/%s" % (port, service), "key": "file:" + secret, "broker": "15376371009",
                 "organization": "77777777777", "ca_file": ca, "timeout": 10}, **more)


def position(number, **more):
    return dict({"iupd": "P-%d" % number, "type": "F", "payStandIn": True, "fiscalCode": "RSSMRA80A01H501U", "fullName": "Mario Rossi",
                 "switchToExpired": False, "companyName": "Ordine di prova", "paymentOption": [
                     {"iuv": "0022026%010d" % number, "amount": 15000, "description": "Quota 2026", "isPartialPayment": False,
                      "dueDate": "2026-12-31T22:59:59.000Z", "paymentOptionMetadata": [], "transfer": [
                          {"idTransfer": "1", "amount": 15000, "organizationFiscalCode": "77777777777", "remittanceInformation": "Quota 2026",
                           "category": "9/0401107TS/", "iban": "IT60X0542811101000000123456", "transferMetadata": []}]}]}, **more)


def zipped(name, value, entry="positions.json"):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(entry, value if isinstance(value, str) else json.dumps(value))
    return "%s=%s" % (name, write(name, data.getvalue()))


def states(lines):
    return [(l.get("state") or l.get("kind"), l.get("code")) for l in lines]


documents = node_mock.bulk.document is not None
create = zipped("a.zip", {"paymentPositions": [position(i) for i in range(3)]})
code, lines, text = drive("https", "send", settings(), create)
check(states(lines) == [("done", None)] and lines[0]["reference"] == "00000001", "an upload is accepted and its id is kept", text)
if documents:
    check(state.validated == 1, "the body was valid against pagoPA's document")
else:
    skip("the body was valid against pagoPA's document", "no $SHARED/reference/gpd")
code, lines, text = drive("https", "status", settings(), "00000001")
check(text == "1 3 3\n", "its status is read", text)
code, lines, text = drive("https", "report", settings(), "00000001")
check(text == "wait 7000\n", "425 is patience, with Retry-After in the odd form", text)
code, lines, text = drive("https", "report", settings(), "00000001")
check(text == "P-0 0\nP-1 0\nP-2 0\n", "the report has a row a position", text)
code, lines, text = drive("https", "send", settings(), zipped("b.zip", {"paymentPositions": [position(2), position(3)]}))
drive("https", "report", settings(), lines[0]["reference"])
code, _, text = drive("https", "report", settings(), lines[0]["reference"])
check(text == "P-3 0\nP-2 1\n", "a position that exists is told from a new one", text)
code, lines, text = drive("https", "send", settings(), zipped("d.zip", {"paymentPositionIUPDs": ["P-3"]}), env={"METHOD": "DELETE"})
check(states(lines) == [("done", None)] and state.files["00000003"]["method"] == "DELETE", "a deletion goes out with DELETE", text)
if documents:
    bad = position(9)
    del bad["fullName"]
    code, lines, text = drive("https", "send", settings(), zipped("bad.zip", {"paymentPositions": [position(7), bad]}), create)
    check(states(lines)[0] == ("permanent", "NODE_POSITION_REFUSED") and "paymentPositions[1]" in lines[0]["text"],
          "one bad position refuses its file, and is named", text)
    check(states(lines)[1][0] == "done", "and not the next file", text)
else:
    skip("one bad position refuses its file, and is named", "no $SHARED/reference/gpd")
    skip("and not the next file", "no $SHARED/reference/gpd")
code, lines, text = drive("https", "send", settings(), "x=" + write("x.zip", "no zip at all"))
check(states(lines) == [("permanent", "NODE_FILE_REFUSED")], "what is no zip is refused for good", text)
code, lines, text = drive("https", "send", settings(), zipped("broken.zip", '{"paymentPositions": ['))
check(states(lines) == [("transient", "NODE_ERROR")] and lines[0]["uncertain"], "a 500 is uncertain: look before sending again", text)
state.plan[:] = [503, 429]
code, lines, text = drive("https", "send", settings(), create, create)
check(states(lines) == [("transient", "NODE_BUSY")] * 2 and lines[0]["wait_ms"] == 3000, "a busy service stops the batch and its wish is kept", text)
state.plan[:] = ["drop"]
before = sorted(state.files)
code, lines, text = drive("https", "send", settings(), zipped("e.zip", {"paymentPositions": [position(i) for i in range(20, 27)]}))
check(states(lines) == [("transient", "COURIER_LOST")] and lines[0]["uncertain"], "an answer that got lost is uncertain", text)
code, lines, text = drive("https", "find", settings(), "2026-11-23", "7", before[0])
check(text == "1 %s\n" % sorted(state.files)[-1], "and the upload is found again by its rows", text)
drive("https", "send", settings(), create)
code, lines, text = drive("https", "find", settings(), "2026-11-23", "3", "none")
check(text.startswith("0"), "two that could be it are none", text)
code, lines, text = drive("https", "send", settings(key="file:" + write("wrong", "chiave-sbagliata\n")), create, create)
check(states(lines) == [("transient", "COURIER_AUTH")] * 2 and "sbagliata" not in text, "a wrong key holds all and is not shown", text)
check(state.requests[-1][2] == 401 and state.requests[-2][2] != 401, "and is tried once only")
code, lines, text = drive("https", "send", settings(base="http://localhost:%d" % port), create)
check(code == 78 and states(lines) == [("held", "COURIER_ADDRESS")], "without https nothing starts", text)
code, lines, text = drive("https", "send", dict(settings(), ca_file=cert.replace("cert.pem", "cert.csr")), create)
check(states(lines)[0][1] in ("COURIER_CERTIFICATE",), "an authority that does not vouch is no authority", text)

# --- single positions
code, lines, text = drive("https", "position", settings("gpd"), "0", "", json.dumps(position(50)))
check(text.startswith("201 "), "a position is created, published", text)
code, lines, text = drive("https", "position", settings("gpd"), "0", "", json.dumps(position(50)))
check(text.startswith("409 "), "twice is a conflict", text)
code, lines, text = drive("https", "position", settings("gpd"), "2", "P-50", "")
check(text.startswith("200 "), "a position is invalidated", text)
code, lines, text = drive("https", "position", settings("gpd"), "1", "P-50", json.dumps(position(50)))
check(text.startswith("200 "), "a position is updated", text)
code, lines, text = drive("https", "position", settings("gpd"), "3", "P 51/x", "")
check(text.startswith("404 ") and state.requests[-1][1].endswith("/debtpositions/P%2051%2Fx"), "ids are escaped in paths", text)
code, lines, text = drive("https", "flows", settings("fdr"), "2026-11-22T00:00:00Z")
check(text == "2026-11-22PPAYITR1XXX-S000000001 1\n2026-11-22PPAYITR1XXX-S000000002 3\n", "flows are listed", text)

# --- App IO
message = json.dumps({"content": {"subject": "Quota iscrizione albo 2026", "markdown": "Gentile iscritto, " * 6}})
one = "m=" + write("m.json", message)
code, lines, text = drive("appio", "send", settings("io"), one + "=RSSMRA80A01H501U", one + "=CLOSED80A01H501U", one + "=NOBODY80A01H501U", one + "=01234567890")
check(states(lines) == [("done", None), ("permanent", "APPIO_NOT_ALLOWED"), ("permanent", "APPIO_NO_PROFILE"), ("permanent", "APPIO_NO_PROFILE")],
      "who can receive gets it, who cannot is a row of the report", text)
check(lines[0]["reference"] == "01MSG00001" and len(state.messages) == 1, "the message's id is kept", lines)
check(state.wrong == [], "the stand-in's own answers are as the document says", state.wrong)
finish()
