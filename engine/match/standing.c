/* Classes in the ledger, a hundred thousand at a time: read in ranges of numbers and
 * written in their order, because a look-up for each would cost more than matching. */
#include "match/standing.h"

#include <stdlib.h>

enum {
	GAP_MOST = 4, /* numbers between two things that are still read in one range */
	RUN_LEAST = 8 /* payments that are worth a statement of their own */
};

static const char select_range[] =
    "SELECT subject, code, cents FROM class WHERE subject BETWEEN ? AND ? AND"
    " subject_kind = ? ORDER BY subject";
static const char insert_class[] =
    "INSERT INTO class (subject_kind, subject, code, cents, made_at) VALUES (?, ?, ?, ?,"
    " ?)";
/* Payments that follow each other are written by one statement, all with the class that
 * most of them have; those that have another get it then. */
static const char insert_payments[] =
    "INSERT INTO class (subject_kind, subject, code, cents, made_at) SELECT 'payment', "
    "id,"
    " ?, cents, ? FROM payment WHERE id BETWEEN ? AND ?";
static const char update_code[] =
    "UPDATE class SET code = ? WHERE subject IN " DB_LIST " AND subject_kind = 'payment'";
static const char end_class[] =
    "INSERT INTO class_history (subject_kind, subject, code, cents, made_at, ended_at)"
    " SELECT subject_kind, subject, code, cents, made_at, ? FROM class WHERE subject = ?"
    " AND subject_kind = ?";
static const char update_class[] =
    "UPDATE class SET code = ?, cents = ?, made_at = ? WHERE subject = ? AND"
    " subject_kind = ?";

void
standing_add(struct standing_list *list, int64_t subject, enum match_class class,
    money cents, struct arena *a)
{
	list->rows =
	    arena_grown(a, list->rows, list->count, &list->room, sizeof *list->rows);
	list->rows[list->count++] =
	    (struct standing_row){.subject = subject, .class = class, .cents = cents};
}

static int
compare_rows(const void *a, const void *b)
{
	int64_t x = ((const struct standing_row *)a)->subject;
	int64_t y = ((const struct standing_row *)b)->subject;

	return (x > y) - (x < y);
}

/* Where the range of near numbers that begins at `from` ends. */
static size_t
range_end(const struct standing_list *list, size_t from)
{
	size_t to = from + 1;

	while (to < list->count &&
	    list->rows[to].subject - list->rows[to - 1].subject <= GAP_MOST)
		to++;
	return to;
}

static int
read_range(struct reconciling *r, struct standing_list *list, size_t from, size_t to,
    struct err *e)
{
	struct standing_row *at = &list->rows[from], *end = &list->rows[to];
	struct rows rows;
	int got;

	if (db_query(r->db, &rows, select_range,
		DB(db_i(at->subject), db_i(end[-1].subject), db_c(list->kind)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		int64_t subject = row_int(&rows, 0);

		while (at < end && at->subject < subject)
			at++;
		if (at == end || at->subject != subject)
			continue;
		at->known = true;
		at->same = str_is(row_text(&rows, 1), match_classes[at->class].code) &&
		    row_int(&rows, 2) == at->cents;
	}
	return got;
}

static int
write_one(struct reconciling *r, const char *kind, const struct standing_row *row,
    struct err *e)
{
	const char *code = match_classes[row->class].code;

	r->changed++;
	if (!row->known)
		return db_do(r->db, insert_class,
		    DB(db_c(kind), db_i(row->subject), db_c(code), db_i(row->cents),
			db_t(r->now)),
		    e);
	if (db_do(r->db, end_class, DB(db_t(r->now), db_i(row->subject), db_c(kind)),
		e) != 0)
		return -1;
	return db_do(r->db, update_class,
	    DB(db_c(code), db_i(row->cents), db_t(r->now), db_i(row->subject),
		db_c(kind)),
	    e);
}

/* How many new payments with consecutive numbers there are from `at` on. */
static size_t
run_of_payments(const struct standing_list *list, size_t at)
{
	const struct standing_row *rows = &list->rows[at];
	size_t count = 0;

	if (!str_is(str_of(list->kind), "payment"))
		return 0;
	while (at + count < list->count && !rows[count].known &&
	    rows[count].subject == rows->subject + (int64_t)count)
		count++;
	return count;
}

/* How many of the rows have each class; the commonest. */
static enum match_class
count_classes(const struct standing_row *rows, size_t count, size_t counts[MATCH_CLASSES])
{
	size_t best = rows->class;

	for (size_t i = 0; i < count; i++)
		if (++counts[rows[i].class] > counts[best])
			best = rows[i].class;
	return (enum match_class)best;
}

/* Gives those of a run that have a class this code. */
static int
correct_codes(struct reconciling *r, const struct standing_row *rows, size_t count,
    enum match_class class, struct err *e)
{
	struct db_value values[1 + DB_LIST_MOST] = {db_c(match_classes[class].code)};
	int64_t list[DB_LIST_MOST];
	size_t listed = 0;

	for (size_t i = 0; i < count; i++) {
		if (rows[i].class == class)
			list[listed++] = rows[i].subject;
		if (listed < DB_LIST_MOST && (i + 1 < count || listed == 0))
			continue;
		db_list(values + 1, list, listed);
		if (db_do(r->db, update_code, values, 1 + DB_LIST_MOST, e) != 0)
			return -1;
		listed = 0;
	}
	return 0;
}

static int
write_run(
    struct reconciling *r, const struct standing_row *rows, size_t count, struct err *e)
{
	size_t counts[MATCH_CLASSES] = {0};
	enum match_class most = count_classes(rows, count, counts);

	r->changed += (int64_t)count;
	if (db_do(r->db, insert_payments,
		DB(db_c(match_classes[most].code), db_t(r->now), db_i(rows->subject),
		    db_i(rows[count - 1].subject)),
		e) != 0)
		return -1;
	for (int class = 0; class < MATCH_CLASSES; class ++)
		if (counts[class] > 0 && class != (int)most &&
		    correct_codes(r, rows, count, (enum match_class) class, e) != 0)
			return -1;
	return 0;
}

/* Writes what differs from `at` on: one row, or a run of payments; *count tells how many.
 */
static int
write_next(struct reconciling *r, const struct standing_list *list, size_t at,
    size_t *count, struct err *e)
{
	*count = run_of_payments(list, at);
	if (*count >= RUN_LEAST)
		return write_run(r, &list->rows[at], *count, e);
	*count = 1;
	return list->rows[at].same ? 0 : write_one(r, list->kind, &list->rows[at], e);
}

int
standing_write(struct reconciling *r, struct standing_list *list, struct err *e)
{
	if (list->count > 1)
		qsort(list->rows, list->count, sizeof *list->rows, compare_rows);
	for (size_t from = 0, to; from < list->count; from = to) {
		to = range_end(list, from);
		if (read_range(r, list, from, to, e) != 0)
			return -1;
	}
	for (size_t at = 0, count; at < list->count; at += count)
		if (write_next(r, list, at, &count, e) != 0)
			return -1;
	return 0;
}
