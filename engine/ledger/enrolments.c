/* Exports of a register, kept to be compared with the next one. */
#include "ledger/enrolments.h"

static const char select_last[] =
    "SELECT MAX(file) FROM enrolment WHERE creditor = ? AND change <> 'left'";
static const char select_count[] =
    "SELECT COUNT(*) FROM enrolment WHERE file = ? AND change <> 'left'";
static const char select_person[] =
    "SELECT place, facts FROM enrolment WHERE file = ? AND fiscal_code = ? AND change <> "
    "'left' ORDER BY row";
static const char insert_one[] =
    "INSERT INTO enrolment (file, row, creditor, fiscal_code, name, place, facts, change,"
    " before, surname, given_name, category, street, civic, cap, city, province, country,"
    " email, pec, fee_cents, fee_anno, fee_due, fee_tipo, fee_causale, fee_rule, number,"
    " section, settore, fee_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char insert_left[] =
    "INSERT INTO enrolment (file, row, creditor, fiscal_code, name, place, facts, change,"
    " before, fee_cents, surname, given_name, number, section, settore, fee_key) SELECT"
    " ?, p.row, p.creditor, p.fiscal_code, p.name, p.place, p.facts, 'left', p.place, 0,"
    " p.surname, p.given_name, p.number, p.section, p.settore, p.fee_key FROM enrolment p"
    " WHERE p.file = ? AND "
    "p.change <> "
    "'left' AND NOT EXISTS (SELECT 1 FROM enrolment n WHERE n.file = ? AND"
    " n.fiscal_code = p.fiscal_code AND (n.place = p.place OR (n.change = 'moved' AND"
    " n.before = p.place)))";
static const char select_rows[] =
    "SELECT row, fiscal_code, name, place, facts, change, before, surname, given_name,"
    " category, street, civic, cap, city, province, country, email, pec, fee_cents,"
    " fee_anno, fee_due, fee_tipo, fee_causale, fee_rule, fee_key FROM enrolment WHERE"
    " file = ? ORDER BY CASE WHEN change = 'left' THEN 1 ELSE 0 END, row, fiscal_code,"
    " place";

int
enrolment_last_file(struct db *db, struct str creditor, int64_t *file, struct err *e)
{
	int got = db_number(db, select_last, DB(db_t(creditor)), file, e);

	return got > 0 && *file == 0 ? 0 : got;
}

int
enrolment_count(struct db *db, int64_t file, int64_t *count, struct err *e)
{
	return db_number(db, select_count, DB(db_i(file)), count, e) < 0 ? -1 : 0;
}

int
enrolments_of_person(struct db *db, int64_t file, struct str fiscal_code,
    struct enrolment_row *list, size_t most, size_t *count, struct arena *a,
    struct err *e)
{
	struct rows rows;
	int got;

	*count = 0;
	if (db_query(db, &rows, select_person, DB(db_i(file), db_t(fiscal_code)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && *count < most) {
		list[*count].place = arena_str(a, row_text(&rows, 0));
		list[(*count)++].facts = arena_str(a, row_text(&rows, 1));
	}
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
enrolment_insert(struct db *db, struct str creditor, int64_t file,
    const struct enrolment *m, const struct enrolment_row *r,
    const struct enrolment_fee *fee, struct err *e)
{
	const struct debtor *d = &m->debtor;

	return db_do(db, insert_one,
	    DB(db_i(file), db_i(r->row), db_t(creditor), db_t(r->fiscal_code),
		db_t(r->name), db_t(r->place), db_t(r->facts), db_t(r->change),
		db_t(r->before), db_t(m->surname), db_t(m->given_name), db_t(m->category),
		db_t(d->street), db_t(d->civic), db_t(d->cap), db_t(d->city),
		db_t(d->province), db_t(d->country), db_t(d->email), db_t(d->pec),
		db_i(fee->cents), db_i(fee->anno), db_d(fee->due), db_t(fee->tipo),
		db_t(fee->causale), db_t(fee->rule), db_t(m->number), db_t(m->section),
		db_t(m->settore), db_t(fee->key)),
	    e);
}

int
enrolment_mark_left(struct db *db, int64_t last, int64_t file, struct err *e)
{
	return db_do(db, insert_left, DB(db_i(file), db_i(last), db_i(file)), e);
}

int
enrolment_rows(struct db *db, struct rows *rows, int64_t file, struct err *e)
{
	return db_query(db, rows, select_rows, DB(db_i(file)), e);
}

void
enrolment_row_read(const struct rows *rows, struct enrolment_row *r, struct enrolment *m,
    struct enrolment_fee *fee)
{
	struct str *const texts[] = {&r->fiscal_code, &r->name, &r->place, &r->facts,
	    &r->change, &r->before, &m->surname, &m->given_name, &m->category,
	    &m->debtor.street, &m->debtor.civic, &m->debtor.cap, &m->debtor.city,
	    &m->debtor.province, &m->debtor.country, &m->debtor.email, &m->debtor.pec};

	r->row = row_int(rows, 0);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		*texts[i] = row_text(rows, (int)i + 1);
	*fee = (struct enrolment_fee){.cents = row_int(rows, 18),
	    .anno = row_int(rows, 19),
	    .due = row_date(rows, 20),
	    .tipo = row_text(rows, 21),
	    .causale = row_text(rows, 22),
	    .rule = row_text(rows, 23),
	    .key = row_text(rows, 24)};
}
