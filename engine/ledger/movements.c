/* Movements: recognised by what they say, booked once. */
#include "ledger/movements.h"

#include <stdio.h>

static const char insert_statement[] =
    "INSERT INTO statement (creditor, file, number, format, reference, account, from_day,"
    " to_day, opening_cents, closing_cents, movements, cents) VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
static const char insert_movement[] =
    "INSERT INTO movement (creditor, account, digest, occurrence, booked_on, value_on,"
    " cents, type, state, is_money, currency, code, reference, customer_reference,"
    " end_to_end, party, party_account, party_code, remittance, text, provvisorio,"
    " provvisorio_year, document, document_number, operation, bolletta, statement, file,"
    " row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?, ?, ?, ?) ON CONFLICT (creditor, digest, occurrence) DO NOTHING RETURNING "
    "id";
static const char select_movement[] =
    "SELECT id FROM movement WHERE creditor = ? AND digest = ? AND occurrence = ?";
static const char insert_detail[] =
    "INSERT INTO movement_detail (movement, number, cents, end_to_end, reference, party,"
    " party_account, remittance) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char insert_provvisorio[] =
    "INSERT INTO movement_provvisorio (movement, number, provvisorio, cents)"
    " VALUES (?, ?, ?, ?)";

static const char select_other_formats[] =
    "SELECT 1 FROM statement WHERE creditor = ? AND format <> ? LIMIT 1";
/* root: of those that are one already. One of the same format among them has told it. */
static const char select_twins[] =
    "SELECT m.id, m.account, m.booked_on, m.reference, m.customer_reference,"
    " m.end_to_end, m.provvisorio, m.provvisorio_year, m.remittance, m.text,"
    " COALESCE(t.root, m.id) FROM movement m JOIN statement s ON s.id = m.statement LEFT"
    " JOIN movement_twin t ON t.movement = m.id WHERE m.creditor = ? AND m.cents = ? AND"
    " m.is_money = 1 AND m.file <> ? AND s.format <> ? AND (m.booked_on = ? OR m.value_on"
    " = ?) AND NOT EXISTS (SELECT 1 FROM movement_twin w JOIN movement o ON o.id ="
    " w.movement OR o.id = w.root JOIN statement x ON x.id = o.statement WHERE w.root ="
    " COALESCE(t.root, m.id) AND x.format = ?) ORDER BY m.id";
static const char insert_twin[] = "INSERT INTO movement_twin (movement, creditor, root, "
				  "certain, how) VALUES (?, ?, ?, ?, ?)";

static void
add_text(struct sha256 *s, struct str text)
{
	sha256_add(s, text.ptr == NULL ? "" : text.ptr, text.len);
	sha256_add(s, "\x1f", 1);
}

/* The text without its blanks: the same line comes wrapped in other places. */
static void
add_words(struct sha256 *s, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && !char_is_blank(text.ptr[i]))
			continue;
		if (i > from)
			sha256_add(s, text.ptr + from, i - from);
		from = i + 1;
	}
	sha256_add(s, "\x1f", 1);
}

static void
add_number(struct sha256 *s, int64_t number)
{
	char text[24];
	int len = snprintf(text, sizeof text, "%jd", (intmax_t)number);

	add_text(s, (struct str){text, (size_t)len});
}

struct movement_digest
movement_digest(const struct movement *m)
{
	const struct str words[] = {m->account, m->currency, m->reference,
	    m->customer_reference, m->end_to_end,
	    m->remittance.len > 0 ? m->remittance : m->text, m->year, m->provvisorio,
	    m->document, m->document_number, m->operation, m->bolletta};
	struct sha256 *s = sha256_open();
	struct sha256_hex hex;
	struct movement_digest digest;

	add_text(s, str_of(date_iso(m->booking).text));
	add_text(s, str_of(date_iso(m->value).text));
	add_number(s, m->cents);
	add_number(s, m->type);
	add_number(s, m->state);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		add_words(s, words[i]);
	hex = sha256_finish(s);
	snprintf(digest.text, sizeof digest.text, "%.*s", MOVEMENT_DIGEST_SIZE, hex.text);
	return digest;
}

bool
movement_is_euros(const struct movement *m)
{
	return movement_is_money(m) && str_equal_nocase(m->currency, STR("EUR"));
}

static struct db_value
balance_value(const struct balance *b)
{
	return b->known ? db_i(b->cents) : db_c(NULL);
}

int
statement_insert(struct db *db, struct str creditor, int64_t file, int64_t number,
    const struct statement *s, int64_t *id, struct err *e)
{
	return db_number(db, insert_statement,
		   DB(db_t(creditor), db_i(file), db_i(number), db_c(s->format),
		       db_t(s->id), db_t(s->account), db_d(s->from), db_d(s->to),
		       balance_value(&s->opening), balance_value(&s->closing),
		       db_i((int64_t)s->movements), db_i(s->sum)),
		   id, e) < 0
	    ? -1
	    : 0;
}

static int
insert_details(struct db *db, const struct movement *m, int64_t id, struct err *e)
{
	for (size_t i = 0; i < m->detail_count; i++) {
		const struct movement_detail *d = &m->details[i];

		if (db_do(db, insert_detail,
			DB(db_i(id), db_i((int64_t)i + 1), db_i(d->cents),
			    db_t(d->end_to_end), db_t(d->reference), db_t(d->party),
			    db_t(d->party_account), db_t(d->remittance)),
			e) != 0)
			return -1;
	}
	for (size_t i = 0; i < m->provvisorio_count; i++)
		if (db_do(db, insert_provvisorio,
			DB(db_i(id), db_i((int64_t)i + 1), db_t(m->provvisori[i].number),
			    db_i(m->provvisori[i].cents)),
			e) != 0)
			return -1;
	return 0;
}

int
movement_insert(struct db *db, const struct movement *m, const struct movement_booking *b,
    int64_t *id, struct err *e)
{
	int got = db_number(db, insert_movement,
	    DB(db_t(b->creditor), db_t(m->account), db_c(b->digest.text),
		db_i(b->occurrence), db_d(m->booking), db_d(m->value), db_i(m->cents),
		db_c(movement_type_name(m->type)), db_c(movement_state_name(m->state)),
		db_i(movement_is_euros(m)), db_t(m->currency), db_t(m->code),
		db_t(m->reference), db_t(m->customer_reference), db_t(m->end_to_end),
		db_t(m->party), db_t(m->party_account), db_t(m->party_fiscal_code),
		db_t(m->remittance), db_t(m->text), db_t(m->provvisorio), db_t(m->year),
		db_t(m->document), db_t(m->document_number), db_t(m->operation),
		db_t(m->bolletta), db_i(b->statement), db_i(b->file), db_i(b->row)),
	    id, e);

	if (got > 0 && insert_details(db, m, *id, e) != 0)
		return -1;
	return got;
}

int
movement_find(struct db *db, const struct movement_booking *b, int64_t *id, struct err *e)
{
	return db_number(db, select_movement,
	    DB(db_t(b->creditor), db_c(b->digest.text), db_i(b->occurrence)), id, e);
}

int
statement_other_formats(
    struct db *db, struct str creditor, const char *format, struct err *e)
{
	int64_t one = 0;

	return db_number(
	    db, select_other_formats, DB(db_t(creditor), db_c(format)), &one, e);
}

int
movement_twins_query(struct db *db, struct rows *rows, struct str creditor,
    const struct movement *m, int64_t file, struct err *e)
{
	struct date day = date_is_none(m->booking) ? m->value : m->booking;
	const char *format = m->statement->format;

	return db_query(db, rows, select_twins,
	    DB(db_t(creditor), db_i(m->cents), db_i(file), db_c(format), db_d(day),
		db_d(day), db_c(format)),
	    e);
}

int
movement_twin_insert(
    struct db *db, struct str creditor, const struct movement_twin *twin, struct err *e)
{
	return db_do(db, insert_twin,
	    DB(db_i(twin->movement), db_t(creditor), db_i(twin->root),
		db_i(twin->certain), db_c(twin->how)),
	    e);
}
