/* Debtors and quotas: found by key, compared by digest, revised and never overwritten. */
#include "ledger/quotas.h"

#include <stdio.h>

static const char select_debtor[] = "SELECT id, revision, digest FROM debtor"
				    " WHERE creditor = ? AND fiscal_code = ? AND current "
				    "= 1 ORDER BY revision DESC LIMIT 1";
static const char retire_debtor[] = "UPDATE debtor SET current = 0 WHERE id = ?";
static const char insert_debtor[] =
    "INSERT INTO debtor (creditor, fiscal_code, revision, current, digest, type, name, "
    "street,"
    " civic, cap, city, province, country, email, pec)"
    " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
static const char select_quota[] =
    "SELECT id, revision, file, position, digest, state, cents FROM quota"
    " WHERE creditor = ? AND quota_key = ? AND current = 1 ORDER BY revision DESC LIMIT "
    "1";
static const char retire_quota[] = "UPDATE quota SET current = 0 WHERE id = ?";
static const char insert_quota[] =
    "INSERT INTO quota (creditor, quota_key, revision, current, digest, state, debtor, "
    "tipo, anno,"
    " causale, cents, due, valid_to, category, accertamento, accertamento_date, "
    "provenance,"
    " provenance_year, capitolo, taxonomy, iban, instalments, file, row, position)"
    " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " RETURNING id";
static const char cancel_quota[] =
    "INSERT INTO quota (creditor, quota_key, revision, current, digest, state, debtor, "
    "tipo, anno,"
    " causale, cents, due, valid_to, category, accertamento, accertamento_date, "
    "provenance,"
    " provenance_year, capitolo, taxonomy, iban, instalments, file, row, position)"
    " SELECT creditor, quota_key, revision + 1, 1, ?, 'cancelled', debtor, tipo, anno, "
    "causale,"
    " cents, due, valid_to, category, accertamento, accertamento_date, provenance,"
    " provenance_year, capitolo, taxonomy, iban, instalments, ?, ?, ? FROM quota WHERE "
    "id = ?"
    " RETURNING id";
static const char count_of_position[] =
    "SELECT COUNT(*) FROM quota WHERE position = ? AND current = 1";
static const char update_quota_position[] = "UPDATE quota SET position = ? WHERE id = ?";

static void
add_text(struct sha256 *s, struct str text)
{
	sha256_add(s, text.ptr == NULL ? "" : text.ptr, text.len);
	sha256_add(s, "\x1f", 1);
}

static void
add_number(struct sha256 *s, int64_t number)
{
	sha256_add(s, &number, sizeof number);
}

static void
add_debtor(struct sha256 *s, const struct debtor *d)
{
	const struct str texts[] = {d->fiscal_code, d->type, d->name, d->street, d->civic,
	    d->cap, d->city, d->province, d->country, d->email, d->pec};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		add_text(s, texts[i]);
}

static void
take_hex(struct sha256_hex *hex, struct str text)
{
	snprintf(hex->text, sizeof hex->text, "%.*s", STR_ARG(text));
}

int
debtor_put(struct db *db, struct str creditor, const struct debtor *d, int64_t *id,
    struct err *e)
{
	struct sha256 *s = sha256_open();
	struct sha256_hex digest;
	struct rows rows;
	int64_t before = 0, revision = 0;
	int got;

	add_debtor(s, d);
	digest = sha256_finish(s);
	if (db_query(db, &rows, select_debtor, DB(db_t(creditor), db_t(d->fiscal_code)),
		e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got < 0)
		return -1;
	if (got > 0) {
		before = row_int(&rows, 0);
		revision = row_int(&rows, 1);
		if (str_is(row_text(&rows, 2), digest.text)) {
			rows_close(&rows);
			*id = before;
			return 0;
		}
		rows_close(&rows);
		if (db_do(db, retire_debtor, DB(db_i(before)), e) != 0)
			return -1;
	}
	return db_number(db, insert_debtor,
		   DB(db_t(creditor), db_t(d->fiscal_code), db_i(revision + 1),
		       db_c(digest.text), db_t(d->type), db_t(d->name), db_t(d->street),
		       db_t(d->civic), db_t(d->cap), db_t(d->city), db_t(d->province),
		       db_t(d->country), db_t(d->email), db_t(d->pec)),
		   id, e) < 0
	    ? -1
	    : 0;
}

int
quota_find(struct db *db, struct str creditor, struct str key, struct quota_state *found,
    struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_quota, DB(db_t(creditor), db_t(key)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		*found = (struct quota_state){
		    .id = row_int(&rows, 0),
		    .revision = row_int(&rows, 1),
		    .file = row_int(&rows, 2),
		    .position = row_int(&rows, 3),
		    .cents = row_int(&rows, 6),
		};
		take_hex(&found->digest, row_text(&rows, 4));
		snprintf(found->state, sizeof found->state, "%.*s",
		    STR_ARG(row_text(&rows, 5)));
		rows_close(&rows);
	}
	return got;
}

int
quota_insert(struct db *db, const struct quota *q, const struct quota_booking *b,
    int64_t *id, struct err *e)
{
	if (b->replaces != 0 && db_do(db, retire_quota, DB(db_i(b->replaces)), e) != 0)
		return -1;
	return db_number(db, insert_quota,
		   DB(db_t(b->creditor), db_t(q->key), db_i(b->revision),
		       db_c(b->digest.text), db_t(b->state), db_i(b->debtor),
		       db_t(q->tipo), db_i(q->anno), db_t(q->causale), db_i(q->cents),
		       db_d(q->due), db_d(q->valid_to), db_t(q->category),
		       db_t(q->accertamento), db_d(q->accertamento_date),
		       db_t(q->provenance), db_i(q->provenance_year), db_t(q->capitolo),
		       db_t(q->taxonomy), db_t(q->iban), db_t(b->instalments),
		       db_i(b->file), db_i(b->row), db_id(b->position)),
		   id, e) < 0
	    ? -1
	    : 0;
}

int
quota_cancel(struct db *db, int64_t before, const struct quota_booking *b, int64_t *id,
    struct err *e)
{
	if (db_do(db, retire_quota, DB(db_i(before)), e) != 0)
		return -1;
	return db_number(db, cancel_quota,
		   DB(db_c(b->digest.text), db_i(b->file), db_i(b->row),
		       db_id(b->position), db_i(before)),
		   id, e) < 0
	    ? -1
	    : 0;
}

int64_t
quotas_of_position(struct db *db, int64_t position, struct err *e)
{
	int64_t count = 0;

	return db_number(db, count_of_position, DB(db_i(position)), &count, e) < 0
	    ? -1
	    : count;
}

struct str
instalments_text(const struct quota *q, struct arena *a)
{
	struct out o;

	if (q->instalment_count == 0)
		return (struct str){0};
	out_open_memory(&o, a);
	for (size_t i = 0; i < q->instalment_count; i++) {
		if (i > 0)
			out_char(&o, ' ');
		out_i64(&o, q->instalments[i].cents);
		out_char(&o, '@');
		date_write_iso(&o, q->instalments[i].due);
	}
	return out_bytes_of(&o);
}

size_t
instalments_parse(struct str text, struct instalment *list, size_t room)
{
	struct str one, cents;
	size_t count = 0;
	uint64_t value;

	while (text.len > 0 && count < room && str_cut(&text, ' ', &one)) {
		if (!str_cut(&one, '@', &cents) || !str_to_u64(cents, &value) ||
		    !date_parse(one, &list[count].due))
			break;
		list[count++].cents = (money)value;
	}
	return count;
}

int
quota_set_position(struct db *db, int64_t quota, int64_t position, struct err *e)
{
	return db_do(db, update_quota_position, DB(db_id(position), db_i(quota)), e);
}

struct sha256_hex
quota_digest(const struct quota *q)
{
	const struct str texts[] = {q->tipo, q->causale, q->category, q->accertamento,
	    q->provenance, q->capitolo, q->taxonomy, q->iban};
	const struct date dates[] = {q->due, q->valid_to, q->accertamento_date};
	struct sha256 *s = sha256_open();

	add_debtor(s, &q->debtor);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		add_text(s, texts[i]);
	for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
		add_text(s, str_of(date_iso(dates[i]).text));
	add_number(s, q->operation);
	add_number(s, q->anno);
	add_number(s, q->cents);
	add_number(s, q->provenance_year);
	for (size_t i = 0; i < q->instalment_count; i++) {
		add_number(s, q->instalments[i].cents);
		add_text(s, str_of(date_iso(q->instalments[i].due).text));
	}
	return sha256_finish(s);
}
