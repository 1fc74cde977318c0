# A small spool to play money through: drops files, runs the program, reads what the ledger holds.
import json, os, re, sqlite3, subprocess

TOP = os.environ["TOP"]
PROGRAM = os.environ.get("PROGRAM", os.environ["RISCONTRO_ASAN"])
if not os.path.exists(PROGRAM):
    PROGRAM = os.environ["RISCONTRO"]
CODE, IBAN = "80000000028", "IT25O0306909606100000012345"
CREDITOR = ('creditors = ({ id = "ordine"; fiscal_code = "%s"; name = "Ordine di prova"; segregation = "01"; '
            'accounts = ({ iban = "%s"; }); %s});\n')
QUOTA = "chiave_quota;codice_fiscale;denominazione;tipo;anno;importo;scadenza;causale;capitolo\r\n"
PERSON = "RSSMRA80A01H501U"


class World:
    def __init__(self, name, channels="", now="2026-11-23T09:00:00Z"):
        self.folder = os.path.join(os.environ["SCRATCH"], name)
        os.makedirs(self.folder)
        self.env = dict(os.environ, RISCONTRO_NOW=now)
        self.results = []
        self.configure(channels)
        self.run("init", ".")
        self.spool = os.path.join(self.folder, "spool", "ordine")

    def configure(self, channels):
        with open(os.path.join(self.folder, "riscontro.conf"), "w", encoding="utf-8") as f:
            f.write(CREDITOR % (CODE, IBAN, channels))

    def run(self, *arguments, expect=0):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True)
        if done.returncode != expect:
            raise SystemExit("riscontro %s ended with %d, not %d\n%s\n%s" % (
                " ".join(arguments), done.returncode, expect, done.stdout, done.stderr))
        return done.stdout

    def json(self, *arguments, expect=0):
        return json.loads(self.run(*arguments, "--json", expect=expect))

    def drop(self, channel, name, text):
        path = os.path.join(self.spool, "in", channel, name)
        with open(path + ".part", "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode("utf-8"))
        os.utime(path + ".part", (1, 1))
        os.rename(path + ".part", path)

    def query(self, sql, *values):
        path = os.path.join(self.folder, "spool", ".ledger", "ledger.db")
        with sqlite3.connect("file:%s?mode=ro" % path, uri=True) as db:
            return db.execute(sql, values).fetchall()

    def classes(self, kind):
        return sorted(row[0] for row in self.query(
            "SELECT code FROM class WHERE subject_kind = ?", kind))

    def quotas(self, *cents):
        """Drops quotas of these amounts; gives the IUV of each."""
        self.drop("quote", "quote.csv", QUOTA + "".join("Q%d;%s;Rossi Mario;QUOTA;2026;%s;30/11/2026;Quota %d;1.01.001\r\n" % (
            i + 1, PERSON, euros(c), i + 1) for i, c in enumerate(cents)))
        self.run("run")
        return [row[0] for row in self.query(
            "SELECT o.iuv FROM quota q JOIN payment_option o ON o.position = q.position AND o.number = 0 ORDER BY q.id")]

    def balance(self):
        return self.json("balance")[0]


def euros(cents):
    return "%s%d,%02d" % ("-" if cents < 0 else "", abs(cents) // 100, abs(cents) % 100)


def flow(flow_id, lines, made="2026-11-20T08:00:00", settled="2026-11-19", total=None, count=None):
    """lines: IUV, IUR, cents, outcome."""
    total = total if total is not None else sum(l[2] for l in lines)
    rows = "".join(
        "<datiSingoliPagamenti><identificativoUnivocoVersamento>%s</identificativoUnivocoVersamento>"
        "<identificativoUnivocoRiscossione>%s</identificativoUnivocoRiscossione>"
        "<indiceDatiSingoloPagamento>1</indiceDatiSingoloPagamento>"
        "<singoloImportoPagato>%.2f</singoloImportoPagato><codiceEsitoSingoloPagamento>%d"
        "</codiceEsitoSingoloPagamento><dataEsitoSingoloPagamento>2026-11-18</dataEsitoSingoloPagamento>"
        "</datiSingoliPagamenti>" % (l[0], l[1], l[2] / 100, l[3]) for l in lines)
    party = ("<%s><identificativoUnivoco%s><tipoIdentificativoUnivoco>%s</tipoIdentificativoUnivoco>"
             "<codiceIdentificativoUnivoco>%s</codiceIdentificativoUnivoco></identificativoUnivoco%s></%s>")
    return ('<?xml version="1.0" encoding="UTF-8"?><FlussoRiversamento '
            'xmlns="http://www.digitpa.gov.it/schemas/2011/Pagamenti/"><versioneOggetto>1.0</versioneOggetto>'
            "<identificativoFlusso>%s</identificativoFlusso><dataOraFlusso>%s</dataOraFlusso>"
            "<identificativoUnivocoRegolamento>CRO1</identificativoUnivocoRegolamento>"
            "<dataRegolamento>%s</dataRegolamento>%s%s<numeroTotalePagamenti>%d</numeroTotalePagamenti>"
            "<importoTotalePagamenti>%.2f</importoTotalePagamenti>%s</FlussoRiversamento>" % (
                flow_id, made, settled, party % ("istitutoMittente", "Mittente", "B", "BPPIITRRXXX", "Mittente", "istitutoMittente"),
                party % ("istitutoRicevente", "Ricevente", "G", CODE, "Ricevente", "istitutoRicevente"),
                len(lines) if count is None else count, total / 100, rows))


def receipt(iuv, iur, cents, outcome="OK", day="2026-11-18"):
    return ('<?xml version="1.0" encoding="UTF-8"?><paSendRTV2Request xmlns="http://pagopa-api.pagopa.gov.it/pa/paForNode.xsd">'
            "<idPA>%s</idPA><idBrokerPA>%s</idBrokerPA><idStation>%s_01</idStation><receipt><receiptId>%s</receiptId>"
            "<noticeNumber>3%s</noticeNumber><fiscalCode>%s</fiscalCode><outcome>%s</outcome><creditorReferenceId>%s</creditorReferenceId>"
            "<paymentAmount>%.2f</paymentAmount><description>Quota</description><companyName>Ordine</companyName><debtor><uniqueIdentifier>"
            "<entityUniqueIdentifierType>F</entityUniqueIdentifierType><entityUniqueIdentifierValue>%s</entityUniqueIdentifierValue>"
            "</uniqueIdentifier><fullName>Rossi Mario</fullName></debtor><transferList><transfer><idTransfer>1</idTransfer>"
            "<transferAmount>%.2f</transferAmount><fiscalCodePA>%s</fiscalCodePA><companyName>Ordine</companyName><IBAN>%s</IBAN>"
            "<remittanceInformation>Quota</remittanceInformation><transferCategory>0101101AP</transferCategory></transfer></transferList>"
            "<idPSP>BPPIITRRXXX</idPSP><PSPCompanyName>Poste</PSPCompanyName><idChannel>C1</idChannel><channelDescription>web"
            "</channelDescription><paymentDateTime>%sT10:00:00</paymentDateTime><applicationDate>%s</applicationDate>"
            "<transferDate>%s</transferDate></receipt></paSendRTV2Request>" % (
                CODE, CODE, CODE, iur, iuv, CODE, outcome, iuv, cents / 100, PERSON, cents / 100, CODE, IBAN, day, day, day))


def statement(rows):
    """rows: day as 20/11/2026, cents, text."""
    return "Data contabile;Data valuta;Importo;Descrizione\r\n" + "".join(
        "%s;%s;%s;%s\r\n" % (day, day, euros(cents), text) for day, cents, text in rows)


def credit(flow_id):
    return "/PUR/LGPE-RIVERSAMENTO/URI/" + flow_id


class Results:
    def __init__(self):
        self.lines = []

    def check(self, name, good, seen=""):
        self.lines.append(("" if good else "not ") + "ok %d - %s" % (len(self.lines) + 1, name))
        if not good:
            self.lines[-1] += "\n# " + str(seen)[:2000].replace("\n", "\n# ")

    def skip(self, name, why):
        self.lines.append("ok %d - %s # SKIP %s" % (len(self.lines) + 1, name, why))

    def end(self):
        print("1..%d" % len(self.lines))
        print("\n".join(self.lines))
