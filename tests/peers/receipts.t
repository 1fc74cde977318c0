#!/usr/bin/python3
"""Collected PEC receipts, and our messages as Python's mail library reads them."""
import email
import email.policy
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from peers import *

need()
corpus = os.path.join(os.environ.get("SHARED", ""), "corpus/pec")
ours = "1415985992.182905912399292.346704098667155-openerp-private@segret-Server-0001"
expected = {
    "accettazione-1.eml": "accepted studioverdi@pec.it %s 1415985992" % ours,
    "accettazione-1.daticert.xml": "accepted studioverdi@pec.it %s 1415985992" % ours,
    "consegna-1.eml": "delivered studioverdi@pec.it %s 1415985992" % ours,
    "consegna-1.daticert.xml": "delivered studioverdi@pec.it %s 1415985992" % ours,
    "posta-certificata-1.eml": "incoming a.ordineprov@pec.it 1417097534.920250892639160.712427135196036-openerp-private@master 1417097536",
    "sdi-ricevuta-consegna.eml": "incoming a.ordineprov@pec.it 5168561142842364.1542124052746@pec.fatturapa.it 1542124052",
    "synthetic-accettazione-esterno.daticert.xml": "accepted mario.rossi@example.it 20260120.0001.avviso-000123@ordine.example.it 1768900530 ordinary",
    "synthetic-errore-consegna.daticert.xml": "failed mario.rossi@pec.example.it 20260120.0001.avviso-000123@ordine.example.it 1768900530"
                                              " 5.1.1 - Indirizzo inesistente",
    "synthetic-non-accettazione.daticert.xml": "not_accepted mario.rossi@pec.example.it 20260120.0001.avviso-000123@ordine.example.it",
    "synthetic-presa-in-carico.daticert.xml": "taken_over mario.rossi@pec.example.it 20260120.0001.avviso-000123@ordine.example.it",
}
for name, start_of in expected.items():
    full = os.path.join(corpus, name)
    if not os.path.exists(full):
        skip(name + " is read", "no $SHARED/corpus/pec")
        continue
    code, lines, text = drive("mail", "receipt", {}, full)
    check(code == 0 and text.startswith(start_of) and text.count("\n") == 1, name + " is read", text)

pdf = write("avviso.pdf", b"%PDF-1.4\n" + os.urandom(5000))
body = "Gentile Mario Rossi,\nl'importo è di 150,00 €.\n.punto\nFrom qui\n" + "parola " * 60 + "\nfine con blanco \n"
text_file, html_file = write("t.txt", body), write("h.html", "<p>è {color: red}</p>\n")


def mime(*words):
    code, lines, text = drive("mail", "mime", {}, *words)
    return text.encode("utf-8", "surrogateescape"), email.message_from_bytes(text.encode(), policy=email.policy.default)


subject = "Avviso di pagamento quota 2026 – Ordine dell'Università di Forlì e altre parole perché il rigo sia lungo davvero"
raw, m = mime("Ordine di Forlì, \"prova\"", "Mario Rossi", subject, text_file, html_file, "RSSMRA80A01H501U_2026_avviso di Forlì molto lungo perché si spezzi il nome.pdf", pdf)
check(m["Subject"] == subject, "the subject is read as it was written", m["Subject"])
check(m["From"].addresses[0].display_name == "Ordine di Forlì, \"prova\"" and m["From"].addresses[0].addr_spec == "ordine@pec.example.it",
      "the sender's name keeps its comma and quotes", m["From"])
check(m["Message-ID"].strip() == "<avviso-1.a2b@ordine.example.it>" and m["X-TipoRicevuta"] == "breve" and m["Date"].datetime.timestamp() == 1795420800,
      "Message-ID, date and further headers are as given", m.items())
plain = m.get_body(("plain",)).get_content().replace("\r\n", "\n")
check(plain == body + "\n" or plain == body, "the text is read as it was written", repr(plain))
check(m.get_body(("html",)).get_content().strip() == "<p>è {color: red}</p>", "its HTML twin too")
parts = list(m.iter_attachments())
check(len(parts) == 1 and parts[0].get_content() == open(pdf, "rb").read() and parts[0].get_content_type() == "application/pdf", "the attachment is the same bytes")
check(parts and parts[0].get_filename() == "RSSMRA80A01H501U_2026_avviso di Forlì molto lungo perché si spezzi il nome.pdf", "its name is whole", parts[0].get_filename())
check(max(len(l) for l in raw.split(b"\r\n")) <= 78 and raw.count(b"\n") == raw.count(b"\r\n") and all(c < 128 for c in raw),
      "lines are short, end with CR LF and are 7 bit", max(len(l) for l in raw.split(b"\r\n")))
raw, m = mime("x", "Mario\r\nBcc: ladro@example.it", "Quota\r\nBcc: ladro@example.it\r\n\r\ntesto", text_file, "", "", "")
check(m["Bcc"] is None and b"\r\nBcc" not in raw and "ladro" in m["Subject"], "a line end in a name or subject begins no header", raw[:400])
check(m.get_content_type() == "text/plain", "a plain letter is a plain message")
again, _ = mime("x", "Mario\r\nBcc: ladro@example.it", "Quota\r\nBcc: ladro@example.it\r\n\r\ntesto", text_file, "", "", "")
check(again == raw, "the same message gives the same bytes")
finish()
