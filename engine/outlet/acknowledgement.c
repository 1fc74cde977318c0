/* The outlet `acknowledgements`: what became of a file, read from the ledger. */
#include "outlet/acknowledgement.h"

#include "base/text.h"
#include "outlet/membership.h"

enum { NAME_MOST = 200 };

/* `+ 0` keeps the planner from the index by file, where every row of the file would be
 * looked at for every other. */
static const char select_booked[] =
    "SELECT q.row, q.quota_key, d.fiscal_code, d.name, "
    "q.cents, q.state, p.operation, p.iupd,"
    " o.number, o.iuv, o.nav, o.cents, o.due FROM quota "
    "q JOIN debtor d ON d.id = q.debtor"
    " LEFT JOIN position now ON now.id = q.position"
    " LEFT JOIN position p ON p.creditor = now.creditor AND p.iupd = now.iupd"
    " AND p.file + 0 = q.file AND NOT EXISTS (SELECT 1 FROM position x WHERE"
    " x.creditor = p.creditor AND x.iupd = p.iupd AND x.file + 0 = p.file"
    " AND x.revision > p.revision)"
    " LEFT JOIN payment_option o ON o.position = p.id"
    " WHERE q.file = ? ORDER BY q.row, o.number";
static const char select_refused[] =
    "SELECT row, cells FROM refused_row WHERE file = ? ORDER BY row";
static const char count_same_name[] =
    "SELECT COUNT(*) FROM file WHERE creditor = ? AND name = ? AND id < ?";

int
booked_rows(struct db *db, struct rows *rows, int64_t file, struct err *e)
{
	return db_query(db, rows, select_booked, DB(db_i(file)), e);
}

void
booked_row_read(const struct rows *rows, struct booked_row *b)
{
	*b = (struct booked_row){
	    .row = row_int(rows, 0),
	    .key = row_text(rows, 1),
	    .fiscal_code = row_text(rows, 2),
	    .name = row_text(rows, 3),
	    .cents = row_int(rows, 4),
	    .state = row_text(rows, 5),
	    .operation = row_text(rows, 6),
	    .iupd = row_text(rows, 7),
	    .has_option = !row_is_null(rows, 8),
	    .number = (int)row_int(rows, 8),
	    .iuv = row_text(rows, 9),
	    .nav = row_text(rows, 10),
	    .option_cents = row_int(rows, 11),
	    .due = row_date(rows, 12),
	};
}

int
refused_rows(struct db *db, struct rows *rows, int64_t file, struct err *e)
{
	return db_query(db, rows, select_refused, DB(db_i(file)), e);
}

size_t
split_cells(struct str joined, struct str **cells, struct arena *a)
{
	struct str rest = joined.ptr == NULL ? STR("") : joined, cell;
	size_t count = 1, at = 0;

	for (size_t i = 0; i < joined.len; i++)
		count += joined.ptr[i] == CELL_BREAK;
	*cells = arena_new_array(a, count, struct str);
	while (str_cut(&rest, CELL_BREAK, &cell))
		(*cells)[at++] = cell;
	return count;
}

/* A cell that was kept, with its mark. */
static struct cell
cell_of(struct str kept)
{
	char mark = kept.len > 0 ? kept.ptr[0] : '\0';

	if (mark == CELL_NUMBER_MARK)
		return (struct cell){str_slice(kept, 1, kept.len), CELL_NUMBER};
	if (mark == CELL_DATE_MARK)
		return (struct cell){str_slice(kept, 1, kept.len), CELL_DATE};
	return (struct cell){kept, kept.len > 0 ? CELL_TEXT : CELL_EMPTY};
}

void
refused_row_read(const struct rows *rows, struct refused_row *r, struct arena *a)
{
	struct str *texts;

	r->row = row_int(rows, 0);
	r->count = split_cells(arena_str(a, row_text(rows, 1)), &texts, a);
	r->cells = arena_new_array(a, r->count, struct cell);
	for (size_t i = 0; i < r->count; i++)
		r->cells[i] = cell_of(texts[i]);
}

int
finding_cursor_next(struct finding_cursor *c, struct err *e)
{
	int got = rows_next(&c->rows, e);

	c->has = got > 0;
	if (c->has)
		file_finding_read(&c->rows, &c->finding);
	return got < 0 ? -1 : 0;
}

int
finding_cursor_open(struct finding_cursor *c, struct db *db, int64_t file, struct err *e)
{
	if (file_findings(db, &c->rows, file, e) != 0)
		return -1;
	return finding_cursor_next(c, e);
}

struct str
finding_expected(const struct finding *f, enum lang lang)
{
	struct str own = f->expected;
	size_t middle = str_find_str(own, STR(" / "));

	if (own.len == 0)
		return str_of(say(&f->kind->expected, lang));
	if (middle == own.len)
		return own;
	return lang == LANG_IT ? str_slice(own, 0, middle)
			       : str_slice(own, middle + 3, own.len);
}

struct str
finding_sentence(const struct finding *f, enum lang lang, struct arena *a)
{
	struct str expected = finding_expected(f, lang);

	return arena_format(a, "%.*s%s%s%s%.*s%s. %s: %.*s. %s: %s. [%s]",
	    STR_ARG(f->place.file), f->place.file.len > 0 ? ": " : "",
	    say(&f->kind->what, lang), f->seen.len > 0 ? " (" : "", STR_ARG(f->seen),
	    f->seen.len > 0 ? ")" : "", lang == LANG_IT ? "Atteso" : "Expected",
	    STR_ARG(expected), lang == LANG_IT ? "Che cosa fare" : "What to do",
	    say(&f->kind->next, lang), f->kind->code);
}

void
finding_json(struct json *j, const struct finding *f, enum lang lang)
{
	json_object(j, NULL);
	json_text(j, "code", f->kind->code);
	json_text(j, "severity", severity_name(f->kind->severity));
	if (f->place.part > 0)
		json_str(j, "file", f->place.file);
	if (f->place.sheet.len > 0)
		json_str(j, "sheet", f->place.sheet);
	if (f->place.row > 0)
		json_i64(j, "row", (int64_t)f->place.row);
	if (f->place.column > 0)
		json_i64(j, "column", f->place.column);
	if (f->column_name.len > 0)
		json_str(j, "column_name", f->column_name);
	json_text(j, "what", say(&f->kind->what, lang));
	json_str(j, "seen", f->seen);
	json_str(j, "expected", finding_expected(f, lang));
	json_text(j, "next", say(&f->kind->next, lang));
	json_end(j);
}

/* The beginning of a name that leaves room for what is put behind it. Two long names may
 * begin alike, so what was cut off is made up for by the number of the file. */
static struct str
stem_of(const struct outlet_run *r)
{
	struct str name = r->cause.name;
	size_t end = NAME_MOST;

	if (name.len <= NAME_MOST)
		return name;
	while (end > 0 && ((unsigned char)name.ptr[end] & 0xC0) == 0x80)
		end--;
	return arena_format(r->arena, "%.*s~%jd", STR_ARG(str_slice(name, 0, end)),
	    (intmax_t)r->cause.id);
}

/* The names of the answers begin with the file's own, numbered when an earlier file bore
 * it. */
static int
base_name(struct outlet_run *r, struct str *name, struct err *e)
{
	struct str stem = stem_of(r);
	int64_t earlier = 0;

	if (str_is(r->batch.operation, "check")) {
		*name = arena_format(r->arena, "%.*s.verifica", STR_ARG(stem));
		return 0;
	}
	if (db_number(r->db, count_same_name,
		DB(db_t(r->cause.creditor), db_t(r->cause.name), db_i(r->cause.id)),
		&earlier, e) < 0)
		return -1;
	*name = earlier == 0
	    ? stem
	    : arena_format(r->arena, "%.*s (%jd)", STR_ARG(stem), (intmax_t)earlier + 1);
	return 0;
}

static int
write_one(struct outlet_run *r, struct str name, const char *ending,
    int (*write)(struct outlet_run *, struct outlet_file *, struct err *), bool read_back,
    struct err *e)
{
	struct outlet_file f;

	if (outlet_open(
		r, &f, arena_format(r->arena, "%.*s%s", STR_ARG(name), ending), e) != 0)
		return -1;
	if (write(r, &f, e) != 0) {
		outlet_abandon(&f);
		return -1;
	}
	return read_back
	    ? outlet_close_read(&f, r->cause.read.rows, r->cause.read.cents, e)
	    : outlet_close(&f, r->cause.read.rows, r->cause.read.cents, e);
}

/* What a register's export changed, and the quotas it leads to. */
static int
write_membership(struct outlet_run *r, struct str name, struct err *e)
{
	if (write_one(r, name, ".variazioni.json", membership_json, false, e) != 0 ||
	    write_one(r, name, ".variazioni.xlsx", membership_xlsx, true, e) != 0)
		return -1;
	return write_one(r, name, ".quote-proposte.csv", membership_quotas, false, e);
}

bool
acknowledgement_gives_back(const struct file_record *f)
{
	return f->refused.rows > 0 && f->header_row > 0 &&
	    !str_is(f->reader, FILE_READERS);
}

int
acknowledgement_write(struct outlet_run *r, struct err *e)
{
	bool mend_csv =
	    acknowledgement_gives_back(&r->cause) && str_is(r->cause.reader, "csv");
	struct str name;

	if (base_name(r, &name, e) != 0)
		return -1;
	if (mend_csv &&
	    write_one(r, name, ".da-correggere.csv", acknowledgement_csv, false, e) != 0)
		return -1;
	if (write_one(r, name, ".riscontro.xlsx", acknowledgement_xlsx, true, e) != 0)
		return -1;
	if (write_one(r, name, ".riscontro.json", acknowledgement_json, false, e) != 0)
		return -1;
	return str_is(r->cause.channel, "register") && str_is(r->cause.state, "booked")
	    ? write_membership(r, name, e)
	    : 0;
}
