#!/usr/bin/python3
# Flows, receipts and statements dropped into their folders: what is booked, what is told, what comes twice, and
# that the order of arrival changes nothing.
import gzip, itertools, json, os, re, shutil, sqlite3, subprocess, zipfile

TOP, SCRATCH, PROGRAM = os.environ["TOP"], os.environ["SCRATCH"], os.environ["RISCONTRO"]
SAMPLES = os.path.join(TOP, "samples")
ENV = dict(os.environ, RISCONTRO_NOW="2026-11-23T08:00:00Z")
tests = []


def check(name, good, seen=""):
    tests.append(("" if good else "not ") + "ok %d - %s" % (len(tests) + 1, name))
    if not good:
        tests[-1] += "\n# " + str(seen).replace("\n", "\n# ")


class Spool:
    """A spool of its own, the body of the samples being its creditor."""

    def __init__(self, name):
        self.dir = os.path.join(SCRATCH, name)
        subprocess.run([PROGRAM, "--quiet", "init", self.dir], check=True)
        conf = os.path.join(self.dir, "riscontro.conf")
        text = open(conf).read().replace("# workers = 2;", "workers = 1;")
        open(conf, "w").write(text)
        self.box = os.path.join(self.dir, "spool", "ordine-esempio")

    def drop(self, folder, name, data):
        path = os.path.join(self.box, "in", folder, name)
        with open(path, "wb") as out:
            out.write(data)
        os.utime(path, (1700000000, 1700000000))

    def program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.dir, env=ENV, capture_output=True, text=True)

    def run(self):
        return self.program("--quiet", "run")

    def answer(self, name):
        with open(os.path.join(self.box, "out", "riscontri", name + ".riscontro.json")) as file:
            return json.load(file)

    def rows(self, sql, *values):
        ledger = sqlite3.connect(os.path.join(self.dir, "spool", ".ledger", "ledger.db"))
        try:
            return ledger.execute(sql, values).fetchall()
        finally:
            ledger.close()


def sample(*path):
    with open(os.path.join(SAMPLES, *path), "rb") as file:
        return file.read().replace(b"80000000001", b"80000000028")


def codes(answer):
    return {f["code"] for f in answer["findings"]}


flow = sample("fdr", "flusso.xml")
later = flow.replace(b"2026-03-10T03:20:22", b"2026-03-11T03:20:22").replace(b">180.00<", b">181.00<").replace(
    b">282.84<", b">283.84<")
earlier = flow.replace(b"2026-03-10T03:20:22", b"2026-03-09T03:20:22")
rival = flow.replace(b">180.00<", b">182.00<").replace(b">282.84<", b">284.84<")

# --- flows
s = Spool("flows")
s.drop("fdr", "flusso.xml", flow)
ran = s.run()
a = s.answer("flusso.xml")
check("a flow is booked, its payments and euros told", ran.returncode == 0 and a["outcome"] == "booked"
      and a["totals"]["booked"] == {"rows": 3, "amount": 282.84} and len(a["booked"]) == 3
      and a["booked"][0]["iuv"] == "01000000000004512" and a["booked"][0]["amount"] == 180.00, ran.stderr + str(a))
s.drop("fdr", "risposta.xml", flow.replace(b"<versioneOggetto>", b"<!-- the same -->\n<versioneOggetto>"))
s.run()
a = s.answer("risposta.xml")
check("the same flow in other bytes is unchanged", a["totals"]["unchanged"] == {"rows": 3, "amount": 282.84}
      and a["totals"]["booked"]["rows"] == 0 and s.rows("SELECT COUNT(*) FROM payment") == [(3,)], a)
s.drop("fdr", "poi.xml", later)
s.drop("fdr", "prima.xml", earlier)
s.run()
check("a later version takes the place of the first, and says so", "FLOW_REVISED" in codes(s.answer("poi.xml")),
      s.answer("poi.xml")["findings"])
check("an earlier version that comes late is kept and does not stand", "FLOW_SUPERSEDED" in codes(s.answer("prima.xml"))
      and s.rows("SELECT made FROM flow WHERE current = 1") == [("2026-03-11T02:20:22Z",)],
      s.rows("SELECT made, current FROM flow"))
check("payments of a flow have consecutive ids", s.rows(
    "SELECT COUNT(*) FROM payment p JOIN flow f ON f.id = p.flow AND p.id BETWEEN f.first_payment AND f.last_payment")
    == s.rows("SELECT COUNT(*) FROM payment"))
s.drop("fdr", "altro.xml", flow.replace(b"80000000028", b"80000000001"))
ran = s.run()
check("the flow of another body is refused whole", ran.returncode == 65 and s.answer("altro.xml")["outcome"] == "refused"
      and "FLOW_OTHER_CREDITOR" in codes(s.answer("altro.xml")) and os.listdir(os.path.join(s.box, "scarti")) ==
      ["altro.xml"], ran.stderr)
s.drop("fdr", "anomalie.xml", sample("fdr", "esiti-e-importi-anomali.xml"))
ran = s.run()
a = s.answer("anomalie.xml")
check("an unreadable amount is given back, every other payment is money", ran.returncode == 65
      and [r["row"] for r in a["refused"]] == [2, 5] and [r["row"] for r in a["booked"]] == [1, 3, 4]
      and a["totals"]["read"]["rows"] == 5, a)
s.drop("fdr", "totale.xml", sample("fdr", "totale-errato.xml"))
s.run()
a = s.answer("totale.xml")
check("wrong totals are told and cost no payment", {"FLOW_TOTAL_DIFFERS", "FLOW_COUNT_DIFFERS"} <= codes(a)
      and a["totals"]["booked"]["rows"] == 3, a["findings"])
checked = s.program("check", "--channel", "flows", os.path.join(SAMPLES, "fdr", "flusso.xml"))
check("a check tells and books nothing", checked.returncode == 65 and "FLOW_OTHER_CREDITOR" in checked.stdout
      and s.rows("SELECT COUNT(*) FROM flow") == [(5,)], checked.stdout + str(s.rows("SELECT COUNT(*) FROM flow")))

def pack(*members):
    path = os.path.join(SCRATCH, "pack.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    with open(path, "rb") as file:
        return file.read()


other = flow.replace(b"2026-03-09BANPITMM-0000000451", b"2026-03-09BANPITMM-0000000999")
s = Spool("archives")
s.drop("fdr", "uno.xml.gz", gzip.compress(flow))
s.run()
s.drop("fdr", "due.zip", pack(("a/uno.xml", flow), ("due.xml", other), ("tre.xml", sample(
    "fdr", "esiti-e-importi-anomali.xml"))))
ran = s.run()
a = s.answer("due.zip")
check("a gzipped flow is booked", s.answer("uno.xml.gz")["totals"]["booked"]["rows"] == 3, s.answer("uno.xml.gz"))
check("an archive of flows is one job, its members are told apart", a["outcome"] == "booked" and a["totals"]["booked"]
      == {"rows": 6, "amount": 288.84} and a["totals"]["unchanged"]["rows"] == 3 and [r["row"] for r in a["refused"]]
      == [2, 5] and "tre.xml" in json.dumps(a), json.dumps(a, indent=1))
s.drop("fdr", "guasto.zip", pack(("buono.xml", rival), ("guasto.xml", flow[:900])))
s.drop("fdr", "vuoto.zip", pack())
ran = s.run()
a = s.answer("guasto.zip")
check("an archive with a damaged flow is refused whole, and the member is named", a["outcome"] == "refused"
      and "guasto.xml" in json.dumps(a["findings"]) and s.rows("SELECT COUNT(*) FROM flow") == [(3,)], a)
check("an empty archive is refused", s.answer("vuoto.zip")["outcome"] == "refused", s.answer("vuoto.zip"))

# --- any order of arrival
ends = {}
for number, order in enumerate(itertools.permutations([("a", flow), ("b", later), ("c", earlier), ("d", rival)])):
    if number % 4:  # a quarter of them keeps the suite short; each version comes first and last
        continue
    w = Spool("order%d" % number)
    for name, data in order:
        w.drop("fdr", name + ".xml", data)
        w.run()
    end = (w.rows("SELECT made, cents, current FROM flow ORDER BY made, cents"))
    ends[tuple(name for name, _ in order)] = end
    shutil.rmtree(w.dir)
check("versions of a flow end alike in every order of arrival", len({str(e) for e in ends.values()}) == 1, ends)

# --- receipts
s = Spool("receipts")
s.drop("ricevute", "rt.xml", sample("ricevute", "rt.xml"))
s.drop("ricevute", "v2.xml", sample("ricevute", "paSendRTV2.xml"))
ran = s.run()
check("receipts are booked with their transfers", ran.returncode == 0 and s.rows(
    "SELECT r.form, r.outcome, COUNT(*) FROM receipt r JOIN receipt_transfer t ON t.receipt = r.id GROUP BY r.id"
    " ORDER BY r.form") == [("rt", "partly_paid", 2), ("v2", "paid", 3)], ran.stderr)
check("transfers to other bodies and stamps are told apart", s.rows(
    "SELECT t.ours, t.stamp FROM receipt_transfer t JOIN receipt r ON r.id = t.receipt WHERE r.form = 'v2'"
    " ORDER BY t.transfer_index") == [(1, 0), (0, 0), (1, 1)])
s.drop("ricevute", "ancora.xml", sample("ricevute", "paSendRTV2.xml") + b"\n")
s.drop("ricevute", "altri.xml", sample("ricevute", "rt.xml").replace(b"80000000028", b"80000000099"))
ran = s.run()
check("a receipt seen again is unchanged", s.answer("ancora.xml")["totals"]["unchanged"]["rows"] == 1)
a = s.answer("altri.xml")
check("a receipt of another body is given back", ran.returncode == 65 and a["totals"]["refused"]["rows"] == 1
      and a["refused"][0]["findings"][0]["code"] == "RECEIPT_OTHER_CREDITOR", a)

# --- statements
HEADER = b"Elenco movimenti\r\nIBAN: IT25O0306909606100000012345\r\n\r\nData contabile;Data valuta;Importo;Descrizione\r\n"
one, two = b"20/11/2026;20/11/2026;150,00;QUOTA ROSSI\r\n", b"21/11/2026;21/11/2026;-3,50;SPESE\r\n"
three = b"22/11/2026;22/11/2026;80,00;QUOTA VERDI\r\n"
s = Spool("statements")
s.drop("estratti-conto", "primo.csv", HEADER + one + one + two)
s.run()
s.drop("estratti-conto", "secondo.csv", HEADER + one + one + two + three)
s.run()
check("two equal movements of one statement are two, and those of an overlapping one are known",
      s.rows("SELECT COUNT(*), SUM(cents) FROM movement") == [(4, 37650)]
      and s.answer("secondo.csv")["totals"]["unchanged"] == {"rows": 3, "amount": 296.50}
      and s.answer("secondo.csv")["totals"]["booked"] == {"rows": 1, "amount": 80.00}, s.answer("secondo.csv"))
s.drop("estratti-conto", "camt.xml", sample("estratti-conto", "banca-camt053.xml"))
s.run()
a = s.answer("camt.xml")
check("what is pending is kept and is no money", s.rows("SELECT state, is_money FROM movement WHERE cents = 7700") ==
      [("pending", 0)] and a["totals"]["read"] == {"rows": 5, "amount": 2296.50}, a["totals"])
check("an account that is not the creditor's is told", "STATEMENT_OTHER_ACCOUNT" in codes(a), a["findings"])
s.drop("estratti-conto", "saldi.csv", HEADER + b"01/11/2026;;100,00;Saldo iniziale\r\n" + three +
       b"30/11/2026;;999,00;Saldo finale\r\n")
s.run()
a = s.answer("saldi.csv")
check("balances that do not add up are told and cost no movement", "STATEMENT_BALANCE_DIFFERS" in codes(a)
      and a["outcome"] == "booked", a)

# --- positions of columns told by the configuration
s = Spool("positions")
conf = os.path.join(s.dir, "riscontro.conf")
text = open(conf).read().replace('{ kind = "statements"; }', '{ kind = "statements"; layout = "1,2,3"; }')
open(conf, "w").write(text)
s.drop("estratti-conto", "poste.csv", sample("estratti-conto", "poste-posizioni.csv"))
ran = s.run()
check("columns may be told by their positions", ran.returncode == 0
      and s.rows("SELECT COUNT(*) > 1 FROM movement") == [(1,)], ran.stderr)

# --- answers and searches
s = Spool("search")
s.drop("fdr", "flusso.xml", flow)
s.drop("ricevute", "v2.xml", sample("ricevute", "paSendRTV2.xml"))
s.run()
found = json.loads(s.program("search", "--iuv", "01000000000004512", "--as", "json").stdout)
check("a payment is found by its IUV, with debtor, flow and provider", len(found) == 1 and found[0]["fiscal_code"] ==
      "RSSMRA80A01H501U" and found[0]["flow"] == "2026-03-09BANPITMM-0000000451" and found[0]["psp"] == "BANPITMM"
      and found[0]["amount"] == 180.00, found)
count = {how: len(json.loads(s.program("search", *how.split(), "--as", "json").stdout)) for how in
         ("--flow 2026-03-09banpitmm-0000000451", "--debtor rssmra80a01h501u", "--paid-from 2026-03-08",
          "--paid-to 07/03/2026", "--paid-from 2027-01-01", "--booked-from 2026-01-01")}
check("searches by flow, debtor and period", list(count.values()) == [3, 1, 2, 1, 0, 0], count)
lines = s.program("search", "--as", "csv").stdout.splitlines()
check("the CSV has titles and a line for each payment", len(lines) == 4 and lines[0].startswith("\ufeffcreditor;kind;iuv"),
      lines)
book = os.path.join(s.dir, "incassi.xlsx")
s.program("search", "--as", "xlsx", book)
check("the workbook is one", zipfile.is_zipfile(book) and "xl/worksheets/sheet1.xml" in zipfile.ZipFile(book).namelist())
check("wrong options are told", s.program("search", "--paid-from", "yesterday").returncode == 64
      and s.program("search", "--as", "pdf").returncode == 64)
shown = json.loads(s.program("--json", "show", "2026-03-09BANPITMM-0000000451").stdout)
check("show tells of a flow, its payments and its file", len(shown["flows"]) == 1 and len(shown["payments"]) == 3
      and shown["flows"][0]["file"] == "flusso.xml", shown)

print("1..%d" % len(tests))
print("\n".join(tests))
