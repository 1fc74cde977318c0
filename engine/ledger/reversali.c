/* Reversali, their lines, the accertamenti born with them, and their numbers. */
#include "ledger/reversali.h"

static const char take_number[] =
    "INSERT INTO number_counter (creditor, kind, year, next) VALUES (?, ?, ?, 2)"
    " ON CONFLICT (creditor, kind, year) DO UPDATE SET next = number_counter.next + 1"
    " RETURNING next";
static const char insert_reversale[] =
    "INSERT INTO reversale (creditor, year, number, day, current, contra_of, account,"
    " cumulative, debtor, subject_code, subject_name, causale, cents, provvisorio,"
    " provvisorio_year, movement, flow, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
static const char insert_line[] =
    "INSERT INTO reversale_line (reversale, number, current, cents, payment, receipt, "
    "iuv,"
    " part, position, quota, own_accertamento, accertamento, accertamento_date, "
    "provenance,"
    " provenance_year, capitolo, causale)"
    " VALUES (?, ?, 1, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char insert_accertamento[] =
    "INSERT INTO accertamento (creditor, year, number, day, current, contra_of,"
    " subject_code, subject_name, causale, cents, capitolo, payment, receipt, iuv,"
    " reversale, created_at)"
    " VALUES (?, ?, ?, ?, 1, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
static const char select_last_day[] =
    "SELECT MAX(day) FROM reversale WHERE creditor = ? AND year = ?";
static const char select_standing[] =
    "SELECT account, cumulative, debtor, subject_code, subject_name, causale, cents,"
    " provvisorio, provvisorio_year, movement, flow FROM reversale"
    " WHERE id = ? AND creditor = ? AND current = 1 AND contra_of IS NULL";
static const char retire_reversale[] = "UPDATE reversale SET current = 0 WHERE id = ?";
static const char retire_lines[] =
    "UPDATE reversale_line SET current = 0 WHERE reversale = ?";
static const char select_own[] = "SELECT id FROM accertamento WHERE reversale = ? AND "
				 "current = 1 AND contra_of IS NULL ORDER BY number";
static const char contra_accertamento[] =
    "INSERT INTO accertamento (creditor, year, number, day, current, contra_of,"
    " subject_code, subject_name, causale, cents, capitolo, payment, receipt, iuv,"
    " reversale, created_at) SELECT creditor, ?, ?, ?, 0, id, subject_code, "
    "subject_name,"
    " causale, -cents, capitolo, payment, receipt, iuv, ?, ? FROM accertamento WHERE id "
    "= ?";
static const char retire_accertamento[] =
    "UPDATE accertamento SET current = 0 WHERE id = ?";

int
number_take(struct db *db, struct str creditor, const char *kind, int year,
    int64_t *number, struct err *e)
{
	int64_t next = 0;

	if (db_number(db, take_number, DB(db_t(creditor), db_c(kind), db_i(year)), &next,
		e) < 0)
		return -1;
	*number = next - 1;
	return 0;
}

int
reversale_insert(
    struct db *db, struct str creditor, struct reversale_booking *b, struct err *e)
{
	b->year = b->day.year;
	if (number_take(db, creditor, "reversale", b->year, &b->number, e) != 0)
		return -1;
	return db_number(db, insert_reversale,
		   DB(db_t(creditor), db_i(b->year), db_i(b->number), db_d(b->day),
		       db_i(b->contra_of == 0), db_id(b->contra_of), db_t(b->account),
		       db_i(b->cumulative), db_id(b->debtor), db_t(b->subject_code),
		       db_t(b->subject_name), db_t(b->causale), db_i(b->cents),
		       db_t(b->provvisorio), db_t(b->provvisorio_year),
		       db_id(b->movement), db_id(b->flow), db_t(b->now)),
		   &b->id, e) < 0
	    ? -1
	    : 0;
}

int
reversale_line_insert(struct db *db, int64_t reversale,
    const struct reversale_line_booking *l, struct err *e)
{
	return db_do(db, insert_line,
	    DB(db_i(reversale), db_i(l->number), db_i(l->cents), db_id(l->payment),
		db_id(l->receipt), db_t(l->iuv), db_id(l->position), db_id(l->quota),
		db_id(l->own_accertamento), db_t(l->accertamento),
		db_d(l->accertamento_date), db_t(l->provenance),
		db_id(l->provenance_year), db_t(l->capitolo), db_t(l->causale)),
	    e);
}

int
accertamento_insert(
    struct db *db, struct str creditor, struct accertamento_booking *b, struct err *e)
{
	if (number_take(db, creditor, "accertamento", b->day.year, &b->number, e) != 0)
		return -1;
	return db_number(db, insert_accertamento,
		   DB(db_t(creditor), db_i(b->day.year), db_i(b->number), db_d(b->day),
		       db_t(b->subject_code), db_t(b->subject_name), db_t(b->causale),
		       db_i(b->cents), db_t(b->capitolo), db_id(b->payment),
		       db_id(b->receipt), db_t(b->iuv), db_i(b->reversale), db_t(b->now)),
		   &b->id, e) < 0
	    ? -1
	    : 0;
}

int
reversale_last_day(
    struct db *db, struct str creditor, int year, struct date *day, struct err *e)
{
	struct rows rows;
	int got;

	*day = (struct date){0};
	if (db_query(db, &rows, select_last_day, DB(db_t(creditor), db_i(year)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		*day = row_date(&rows, 0);
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

/* The accertamento made with a reversale goes with it. */
static int
undo_accertamenti(struct db *db, struct str creditor, int64_t reversale,
    const struct reversale_booking *contra, struct err *e)
{
	int64_t id = 0, number;
	int got;

	while ((got = db_number(db, select_own, DB(db_i(reversale)), &id, e)) > 0)
		if (number_take(db, creditor, "accertamento", contra->day.year, &number,
			e) != 0 ||
		    db_do(db, contra_accertamento,
			DB(db_i(contra->day.year), db_i(number), db_d(contra->day),
			    db_i(contra->id), db_t(contra->now), db_i(id)),
			e) != 0 ||
		    db_do(db, retire_accertamento, DB(db_i(id)), e) != 0)
			return -1;
	return got;
}

static void
read_contrary(struct reversale_booking *b, const struct rows *row, struct arena *a)
{
	b->account = arena_str(a, row_text(row, 0));
	b->cumulative = row_int(row, 1) != 0;
	b->debtor = row_int(row, 2);
	b->subject_code = arena_str(a, row_text(row, 3));
	b->subject_name = arena_str(a, row_text(row, 4));
	b->causale = arena_str(a, row_text(row, 5));
	b->cents = -row_int(row, 6);
	b->provvisorio = arena_str(a, row_text(row, 7));
	b->provvisorio_year = arena_str(a, row_text(row, 8));
	b->movement = row_int(row, 9);
	b->flow = row_int(row, 10);
}

int
reversale_undo(struct db *db, struct str creditor, int64_t reversale, struct date day,
    struct str now, struct reversale_booking *contra, struct err *e)
{
	struct arena a = {0};
	struct date last;
	struct rows rows;
	int got, status = -1;

	if (db_query(
		db, &rows, select_standing, DB(db_i(reversale), db_t(creditor)), e) != 0)
		return -1;
	*contra =
	    (struct reversale_booking){.contra_of = reversale, .day = day, .now = now};
	got = rows_next(&rows, e);
	if (got > 0)
		read_contrary(contra, &rows, &a);
	rows_close(&rows);
	if (got > 0 && reversale_last_day(db, creditor, day.year, &last, e) == 0) {
		if (date_compare(last, contra->day) > 0)
			contra->day = last;
		if (reversale_insert(db, creditor, contra, e) == 0 &&
		    undo_accertamenti(db, creditor, reversale, contra, e) == 0 &&
		    db_do(db, retire_lines, DB(db_i(reversale)), e) == 0 &&
		    db_do(db, retire_reversale, DB(db_i(reversale)), e) == 0)
			status = 1;
	}
	arena_close(&a);
	return got == 0 ? 0 : status;
}
