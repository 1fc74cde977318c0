/* Positions, options, transfers and the IUV counter. */
#include "ledger/positions.h"

#include <stdio.h>

/* The base of a IUV has thirteen digits. */
static const int64_t base_end = 10000000000000;

static const char take_numbers[] =
    "INSERT INTO iuv_counter (creditor_code, segregation, next) VALUES (?, ?, ?)"
    " ON CONFLICT (creditor_code, segregation) DO UPDATE SET next = iuv_counter.next + ?"
    " RETURNING next";
static const char retire_position[] = "UPDATE position SET current = 0 WHERE id = ?";
static const char insert_position[] =
    "INSERT INTO position (creditor, iupd, revision, current, state, operation, debtor,"
    " description, anno, cents, valid_to, file, created_at)"
    " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
static const char insert_option[] = "INSERT INTO payment_option (position, number, iuv, "
				    "nav, cents, due) VALUES (?, ?, ?, ?, ?, ?)";
static const char insert_transfer[] = "INSERT INTO transfer (position, option_number, "
				      "number, cents, iban, taxonomy, remittance)"
				      " VALUES (?, ?, ?, ?, ?, ?, ?)";

#define POSITION_COLUMNS                                                                 \
	"SELECT p.id, p.iupd, p.revision, p.state, p.description, p.anno, p.cents, "     \
	"p.valid_to,"                                                                    \
	" d.id, d.fiscal_code, d.type, d.name, d.street, d.civic, d.cap, d.city, "       \
	"d.province,"                                                                    \
	" d.country, d.email, d.pec FROM position p JOIN debtor d ON d.id = p.debtor"
static const char select_of_file[] =
    POSITION_COLUMNS " WHERE p.file = ? AND p.operation = ? AND NOT EXISTS (SELECT 1"
		     " FROM position x WHERE x.creditor = p.creditor AND x.iupd = p.iupd"
		     " AND x.file = p.file AND x.revision > p.revision) ORDER BY p.id";
static const char select_by_id[] = POSITION_COLUMNS " WHERE p.id = ?";
static const char select_options[] =
    "SELECT o.number, o.iuv, o.nav, o.cents, o.due, t.cents, t.iban, t.taxonomy, "
    "t.remittance"
    " FROM payment_option o JOIN transfer t ON t.position = o.position"
    " AND t.option_number = o.number WHERE o.position = ? ORDER BY o.number, t.number";
static const char select_number[] =
    "SELECT p.id FROM position p JOIN payment_option o ON o.position = p.id"
    " WHERE p.creditor = ? AND p.current = 1 AND o.iuv = ?";
static const char select_notice_day[] =
    "SELECT COALESCE(b.created_at, p.created_at) FROM position p"
    " LEFT JOIN batch b ON b.file = p.file AND b.operation = p.operation"
    " AND b.outlet = ? WHERE p.id = ? ORDER BY b.id LIMIT 1";
static const char select_notice_files[] =
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN a.sha256 = ? THEN 1 ELSE 0 END), 0)"
    " FROM position p JOIN batch b ON b.file = p.file AND b.operation = p.operation"
    " JOIN artefact a ON a.batch = b.id WHERE b.outlet = ? AND p.id = ?";
static const char select_iupd[] =
    "SELECT id FROM position WHERE creditor = ? AND iupd = ? AND current = 1";

int
iuv_take(struct db *db, struct str creditor_code, struct str segregation, int64_t start,
    int64_t count, int64_t *first, struct err *e)
{
	int64_t next = 0;

	if (db_number(db, take_numbers,
		DB(db_t(creditor_code), db_t(segregation), db_i(start + count),
		    db_i(count)),
		&next, e) < 0)
		return -1;
	if (next > base_end)
		return err_set(e, ERR_CONF,
		    "the numbers of segregation code %.*s are used up; ask for another "
		    "one",
		    STR_ARG(segregation));
	*first = next - count;
	return 0;
}

static int
insert_one_option(
    struct db *db, int64_t position, const struct payment_option *o, struct err *e)
{
	if (db_do(db, insert_option,
		DB(db_i(position), db_i(o->number), db_c(o->iuv), db_c(o->nav),
		    db_i(o->cents), db_d(o->due)),
		e) != 0)
		return -1;
	for (size_t i = 0; i < o->transfer_count; i++) {
		const struct transfer *t = &o->transfers[i];

		if (db_do(db, insert_transfer,
			DB(db_i(position), db_i(o->number), db_i((int64_t)i + 1),
			    db_i(t->cents), db_t(t->iban), db_t(t->taxonomy),
			    db_t(t->remittance)),
			e) != 0)
			return -1;
	}
	return 0;
}

int
position_insert(struct db *db, struct str creditor, struct position *p,
    const char *operation, int64_t replaces, int64_t file, struct str now, struct err *e)
{
	if (replaces != 0 && db_do(db, retire_position, DB(db_i(replaces)), e) != 0)
		return -1;
	if (db_number(db, insert_position,
		DB(db_t(creditor), db_c(p->iupd), db_i(p->revision), db_t(p->state),
		    db_c(operation), db_i(p->debtor_id), db_t(p->description),
		    db_i(p->anno), db_i(p->cents), db_d(p->valid_to), db_i(file),
		    db_t(now)),
		&p->id, e) < 0)
		return -1;
	for (size_t i = 0; i < p->option_count; i++)
		if (insert_one_option(db, p->id, &p->options[i], e) != 0)
			return -1;
	return 0;
}

int
positions_of_file(
    struct db *db, struct rows *rows, int64_t file, const char *operation, struct err *e)
{
	return db_query(db, rows, select_of_file, DB(db_i(file), db_c(operation)), e);
}

int
position_by_id(struct db *db, struct rows *rows, int64_t id, struct err *e)
{
	return db_query(db, rows, select_by_id, DB(db_i(id)), e);
}

/* One row of select_options: a new option when its number is new, then its transfer. */
static void
take_option(const struct rows *rows, struct position *p, struct arena *a)
{
	struct payment_option *o =
	    p->option_count == 0 ? NULL : &p->options[p->option_count - 1];

	if (o == NULL || o->number != (int)row_int(rows, 0)) {
		if (p->option_count > INSTALMENTS_MOST)
			return;
		o = &p->options[p->option_count++];
		o->number = (int)row_int(rows, 0);
		snprintf(o->iuv, sizeof o->iuv, "%.*s", STR_ARG(row_text(rows, 1)));
		snprintf(o->nav, sizeof o->nav, "%.*s", STR_ARG(row_text(rows, 2)));
		o->cents = row_int(rows, 3);
		o->due = row_date(rows, 4);
	}
	if (o->transfer_count < TRANSFERS_MOST)
		o->transfers[o->transfer_count++] = (struct transfer){
		    .cents = row_int(rows, 5),
		    .iban = arena_str(a, row_text(rows, 6)),
		    .taxonomy = arena_str(a, row_text(rows, 7)),
		    .remittance = arena_str(a, row_text(rows, 8)),
		};
}

static int
count_options(struct db *db, int64_t position, size_t *count, struct err *e)
{
	static const char sql[] =
	    "SELECT COUNT(*) FROM payment_option WHERE position = ?";
	int64_t number = 0;

	if (db_number(db, sql, DB(db_i(position)), &number, e) < 0)
		return -1;
	*count = (size_t)number;
	return 0;
}

static int
read_options(struct db *db, struct position *p, struct arena *a, struct err *e)
{
	struct rows rows;
	size_t count;
	int got;

	if (count_options(db, p->id, &count, e) != 0)
		return -1;
	p->options = arena_new_array(a, count + 1, struct payment_option);
	if (db_query(db, &rows, select_options, DB(db_i(p->id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		take_option(&rows, p, a);
	return got;
}

int
position_read(struct db *db, const struct rows *rows, struct position *p, struct arena *a,
    struct err *e)
{
	struct str *const texts[] = {&p->debtor.fiscal_code, &p->debtor.type,
	    &p->debtor.name, &p->debtor.street, &p->debtor.civic, &p->debtor.cap,
	    &p->debtor.city, &p->debtor.province, &p->debtor.country, &p->debtor.email,
	    &p->debtor.pec};

	*p = (struct position){
	    .id = row_int(rows, 0),
	    .revision = row_int(rows, 2),
	    .state = arena_str(a, row_text(rows, 3)),
	    .description = arena_str(a, row_text(rows, 4)),
	    .anno = row_int(rows, 5),
	    .cents = row_int(rows, 6),
	    .valid_to = row_date(rows, 7),
	    .debtor_id = row_int(rows, 8),
	};
	snprintf(p->iupd, sizeof p->iupd, "%.*s", STR_ARG(row_text(rows, 1)));
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		*texts[i] = arena_str(a, row_text(rows, 9 + (int)i));
	return read_options(db, p, a, e);
}

int
position_notice_day(
    struct db *db, int64_t id, const char *outlet, struct date *day, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_notice_day, DB(db_c(outlet), db_i(id)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0 && !date_parse(row_text(&rows, 0), day))
		BUG("position %jd has no day", (intmax_t)id);
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
position_notice_same(struct db *db, int64_t id, const char *outlet, struct str sha256,
    bool *made, struct err *e)
{
	struct rows rows;
	int got, same = 0;

	if (db_query(db, &rows, select_notice_files,
		DB(db_t(sha256), db_c(outlet), db_i(id)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		*made = row_int(&rows, 0) > 0;
		same = row_int(&rows, 1) > 0;
	}
	rows_close(&rows);
	return got < 0 ? -1 : same;
}

int
position_find(
    struct db *db, struct str creditor, struct str number, int64_t *id, struct err *e)
{
	struct str iuv = number.len == 18 ? str_slice(number, 1, 18) : number;
	int got = db_number(db, select_number, DB(db_t(creditor), db_t(iuv)), id, e);

	if (got != 0)
		return got;
	return db_number(db, select_iupd, DB(db_t(creditor), db_t(number)), id, e);
}
