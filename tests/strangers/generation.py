"""Filters, groups, due dates, files of limited size; changes, cancellations and numbers never used twice."""
import json
import random
import zipfile

from spool import POSTAL, Spool, creditor, equal, fiscal_code, quota, table, tap

FROZEN = {"RISCONTRO_NOW": "2026-11-23T08:00:00Z"}


def requests(spool, operation, key="paymentPositions"):
    found = []
    for path in spool.files("nodo", "*_%s_*.zip" % operation):
        with zipfile.ZipFile(path) as z:
            found += json.loads(z.read(z.namelist()[0]))[key]
    return found


def generated(name, generation, rows):
    """The keys that became positions under a profile."""
    s = Spool(name, creditor(generation=generation))
    answer = s.book("quote.csv", table(rows), codes=(0, 65), env=FROZEN)
    equal(answer["totals"]["booked"]["rows"], len(rows), "every good row is booked, generated or not")
    told = s.program("check", str(s.drop("prova.txt", table(rows), folder=s.home)), codes=(0, 65))
    assert "nuove" in told.stdout, told.stdout
    return {r["quota_key"] for r in s.rows("SELECT quota_key FROM quota WHERE position IS NOT NULL")}


def filters():
    """filters of amount, category, chapter, provenance and date let only the right quotas become positions"""
    rows = [quota(1, importo="10,00", categoria="professionista", capitolo="101", provenienza="competenza",
                  data_accertamento="02/01/2026"),
            quota(2, importo="200,00", categoria="praticante", capitolo="102", provenienza="residui",
                  data_accertamento="05/11/2025"),
            quota(3, importo="3000,00", categoria="STP", codice_fiscale="01199250158", cognome="", nome="",
                  denominazione="Studio S.r.l.", capitolo="103", provenienza="competenza",
                  data_accertamento="")]
    tries = {
        "least": ('least = "10,01";', {2, 3}), "most": ('most = "200,00";', {1, 2}),
        "categories": ('categories = [ "STP", "praticante" ];', {2, 3}),
        "capitoli": ('capitoli = [ "101" ];', {1}), "provenance": ('provenance = "residui";', {2}),
        "from": ('from = "2026-01-01";', {1}), "to": ('to = "2025-12-31";', {2}),
        "exclude": ('exclude = [ "Q-0001", "01199250158" ];', {2}), "none": ("", {1, 2, 3}),
        "manual": ("automatic = false;", set()),
    }
    for name, (profile, wanted) in tries.items():
        equal(generated("filter-" + name, profile, rows), {"Q-%04d" % n for n in wanted}, name)


def exclusion_file():
    """an exclusion list in a file is read beside the configuration, comments left out"""
    s = Spool("exclude-file", creditor(generation='exclude_file = "esclusi.txt";'))
    (s.home / "esclusi.txt").write_text("# chi non paga\nQ-0002\r\n\n%s\n" % fiscal_code(3))
    answer = s.book("quote.csv", table([quota(n) for n in (1, 2, 3)]))
    equal(answer["totals"]["booked"]["rows"], 3)
    equal([bool(row.get("iuv")) for row in answer["booked"]], [True, False, False])


def due_dates():
    """a quota without due date gets the configured one; the end of validity is 31/12 of that year"""
    for name, due, wanted in (("days", "+30", "2026-12-23"), ("day", "12-15", "2026-12-15"),
                              ("date", "2027-02-28", "2027-02-28")):
        s = Spool("due-" + name, creditor().replace('due_date = "+30"', 'due_date = "%s"' % due))
        s.book("quote.csv", table([quota(1, scadenza="")]), env=FROZEN)
        option = requests(s, "create")[0]["paymentOption"][0]
        equal(option["dueDate"][:10], wanted)
        equal(option["retentionDate"][:10], wanted[:4] + "-12-31")


def groups():
    """group_by_debtor makes one position of a debtor's quotas: a transfer each, the earliest due date"""
    s = Spool("group", creditor(generation='group_by_debtor = true; group_description = "Quote arretrate";'))
    mine = dict(codice_fiscale=fiscal_code(1))
    rows = [quota(1), quota(2, **mine, anno="2025", scadenza="28/02/2027", causale="Mora 2025"), quota(3),
            quota(4, **mine), quota(5, **mine, rata_1_importo="50,00", rata_1_scadenza="28/02/2027",
                                    rata_2_importo="50,05", rata_2_scadenza="31/03/2027")]
    s.book("quote.csv", table(rows))
    made = {p["fiscalCode"] + str(len(p["paymentOption"])): p for p in requests(s, "create")}
    equal(len(made), 3)
    whole = made[fiscal_code(1) + "1"]["paymentOption"][0]
    equal((whole["amount"], whole["description"], whole["dueDate"][:10]), (30007, "Quote arretrate", "2027-02-28"))
    equal([t["amount"] for t in whole["transfer"]], [10001, 10002, 10004])
    equal([t["idTransfer"] for t in whole["transfer"]], ["1", "2", "3"])
    equal(whole["transfer"][1]["remittanceInformation"], "Mora 2025")
    equal(len(made[fiscal_code(1) + "3"]["paymentOption"]), 3)
    s.verify()


def six_of_one():
    """a position has at most five transfers: the sixth quota of a debtor begins another"""
    s = Spool("six", creditor(generation="group_by_debtor = true;"))
    s.book("quote.csv", table([quota(n, codice_fiscale=fiscal_code(1)) for n in range(1, 8)]))
    equal(sorted(len(p["paymentOption"][0]["transfer"]) for p in requests(s, "create")), [2, 5])


def instalments():
    """instalments are options of their own, with their own numbers, beside the whole amount"""
    s = Spool("rates", creditor())
    s.book("quote.csv", table([quota(1, importo="100,00", rata_1_importo="40,00", rata_1_scadenza="31/01/2027",
                                     rata_2_importo="60,00", rata_2_scadenza="28/02/2027")]))
    options = requests(s, "create")[0]["paymentOption"]
    equal([(o["amount"], o["isPartialPayment"], o["dueDate"][:10]) for o in options],
          [(10000, False, "2027-03-31"), (4000, True, "2027-01-31"), (6000, True, "2027-02-28")])
    equal(len({o["iuv"] for o in options}), 3)


def postal_account():
    """a quota credited to the postal account says so in both fields"""
    s = Spool("postal", creditor())
    s.book("quote.csv", table([quota(1, iban=POSTAL), quota(2)]))
    transfers = [p["paymentOption"][0]["transfer"][0] for p in requests(s, "create")]
    equal([t.get("postalIban") for t in transfers], [POSTAL, None])
    equal(transfers[0]["iban"], POSTAL)


def words(noise, count):
    return " ".join("%06x" % noise.getrandbits(24) for _ in range(count))


def many_files():
    """every zip stays below most_bytes, and together they hold each position once"""
    for most in (10000, 60000, 300000):
        s = Spool("most-%d" % most, creditor(node="most_bytes = %d;" % most, outlets=["acknowledgements"]))
        # Texts that do not compress: the worst that a row can hold.
        noise = random.Random(most)
        s.book("quote.csv", table([quota(n, cognome=words(noise, 8), causale=words(noise, 17),
                                         indirizzo=words(noise, 8)) for n in range(3000)]))
        sizes = [p.stat().st_size for p in s.files("nodo", "*.zip")]
        assert len(sizes) > 1 or most == 300000, sizes
        assert max(sizes) <= most, "%d bytes, at most %d" % (max(sizes), most)
        made = [p["iupd"] for p in requests(s, "create")]
        equal((len(made), len(set(made))), (3000, 3000))
        equal(s.value("SELECT SUM(items) FROM artefact WHERE name LIKE '%.zip'"), 3000)


def change():
    """a changed unpaid quota becomes an update: same IUPD and numbers, new amount, new notice"""
    s = Spool("change", creditor())
    s.book("uno.csv", table([quota(1), quota(2)]))
    before = {p["fiscalCode"]: p for p in requests(s, "create")}
    answer = s.book("due.csv", table([quota(1, importo="90,00"), quota(2)]))
    equal((answer["totals"]["booked"]["rows"], answer["totals"]["unchanged"]["rows"]), (1, 1))
    equal(answer["booked"][0]["operation"], "update")
    updates = requests(s, "update")
    equal(len(updates), 1)
    old = before[fiscal_code(1)]
    equal(updates[0]["iupd"], old["iupd"])
    equal([updates[0]["paymentOption"][0][k] for k in ("iuv", "nav")],
          [old["paymentOption"][0][k] for k in ("iuv", "nav")])
    equal(updates[0]["paymentOption"][0]["amount"], 9000)
    notice = s.files("avvisi", "*%s.pdf" % old["paymentOption"][0]["iuv"])
    assert notice, "no notice of the changed position"
    s.verify()


def unchanged():
    """the same quotas in another file are told unchanged and make nothing"""
    s = Spool("unchanged", creditor())
    s.book("uno.csv", table([quota(1), quota(2)]))
    answer = s.book("due.csv", table([quota(2, note="altra colonna"), quota(1)]))
    equal((answer["totals"]["booked"]["rows"], answer["totals"]["unchanged"]["rows"]), (0, 2))
    equal(len(s.files("nodo", "*.zip")), 1)


def cancellation():
    """a cancelled quota goes out as a delete; dropped once more it is a new position with a new IUV"""
    s = Spool("cancel", creditor())
    s.book("uno.csv", table([quota(1)]))
    first = requests(s, "create")[0]
    answer = s.book("annulla.csv", table([quota(1, operazione="A")]))
    equal(answer["totals"]["booked"]["rows"], 1)
    equal(requests(s, "delete", "paymentPositionIUPDs"), [first["iupd"]])
    equal(s.value("SELECT state FROM quota WHERE current = 1"), "cancelled")
    s.book("di-nuovo.csv", table([quota(1, note="di nuovo")]))
    made = requests(s, "create")
    equal(len(made), 2)
    assert made[0]["iupd"] != made[1]["iupd"], made[0]["iupd"]
    equal(len({p["paymentOption"][0]["iuv"] for p in made}), 2)
    equal(s.value("SELECT next FROM iuv_counter"), 3)
    s.verify()


def cancelled_twice():
    """cancelling what is cancelled already sends no second delete"""
    s = Spool("cancel-twice", creditor())
    s.book("uno.csv", table([quota(1)]))
    s.book("annulla.csv", table([quota(1, operazione="A")]))
    s.book("annulla2.csv", table([quota(1, operazione="A", note="x")]), codes=(0, 65))
    equal(len(requests(s, "delete", "paymentPositionIUPDs")), 1)


def unknown_cancellation():
    """cancelling a quota that was never booked is a finding"""
    s = Spool("cancel-unknown", creditor())
    answer = s.book("annulla.csv", table([quota(1, operazione="A")]), codes=(65,))
    equal(answer["refused"][0]["findings"][0]["code"], "CANCEL_UNKNOWN")


def paid():
    """a quota that was paid is no more changed: a finding, nothing sent"""
    s = Spool("paid", creditor())
    s.book("uno.csv", table([quota(1)]))
    import sqlite3
    with sqlite3.connect(s.root / ".ledger" / "ledger.db") as db:
        db.execute("UPDATE quota SET state = 'paid'")
    answer = s.book("due.csv", table([quota(1, importo="90,00")]), codes=(65,))
    equal(answer["refused"][0]["findings"][0]["code"], "QUOTA_PAID")
    equal(requests(s, "update"), [])


def refusal_of_the_file():
    """on_error = "file" and max_rejects refuse the whole file; without them the good rows are booked"""
    rows = [quota(1), quota(2), quota(3, importo="1.234")]
    for name, channel, booked in (("rows", "", 2), ("file", 'on_error = "file";', 0),
                                  ("many", "max_rejects = 0;", 0), ("some", "max_rejects = 1;", 2),
                                  ("percent", "max_rejects_percent = 30;", 0)):
        s = Spool("reject-" + name, creditor(channel=channel))
        answer = s.book("quote.csv", table(rows), codes=(65,))
        equal(answer["totals"]["booked"]["rows"], booked, name)
        equal(s.value("SELECT COUNT(*) FROM position"), booked, name)
        equal(len(s.files("nodo", "*.zip")), 1 if booked else 0, name)
        equal(len(list((s.root / s.creditor / "scarti").iterdir())), 0 if booked else 1, name)


def iuv_start():
    """the numbers begin where the configuration says and follow one another"""
    s = Spool("start", creditor(more="iuv_first = 5000;"))
    s.book("quote.csv", table([quota(1), quota(2)]))
    equal([p["paymentOption"][0]["iuv"][:15] for p in requests(s, "create")], ["010000000005000", "010000000005001"])


tap([filters, exclusion_file, due_dates, groups, six_of_one, instalments, postal_account, many_files, change,
     unchanged, cancellation, cancelled_twice, unknown_cancellation, paid, refusal_of_the_file, iuv_start])
