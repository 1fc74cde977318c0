/*
 * The outlet `register`: what was paid or cancelled goes back to the register that each
 * quota came from, under the register's own key and in the columns that its layout names:
 * one CSV for each inbound file, named after it.
 */
#include "outlet/postings.h"

#include "formats/csv_write.h"
#include "intake/layout_output.h"

/* The enrolment of the debtor in the export; of several the one that asked for the quota,
 * whatever its year, else one that still stands and pays. */
#define ENROLMENT_OF_QUOTA                                                               \
	" LEFT JOIN enrolment n ON n.file = ? AND n.fiscal_code = d.fiscal_code AND"     \
	" n.place = COALESCE((SELECT x.place FROM enrolment x WHERE x.file = n.file"     \
	" AND x.fiscal_code = n.fiscal_code AND x.fee_cents > 0 AND SUBSTR(x.fee_key,"   \
	" 10) = SUBSTR(q.quota_key, 10) LIMIT 1), (SELECT x.place FROM enrolment x"      \
	" WHERE x.file = n.file AND x.fiscal_code = n.fiscal_code ORDER BY x.change ="   \
	" 'left', (x.fee_cents > 0) DESC, x.row LIMIT 1))"

/* Quotas that a range of reversali settles, or un-settles by a contrary entry; what has
 * been paid up to the last of them. */
static const char select_quotas[] =
    "SELECT q.file, g.name, q.quota_key, d.fiscal_code, d.name, q.tipo, q.anno, q.cents,"
    " (SELECT COALESCE(SUM(l2.cents), 0) FROM reversale_line l2 JOIN reversale r2 ON "
    "r2.id"
    " = l2.reversale WHERE l2.quota = q.id AND r2.id <= z.last AND NOT EXISTS (SELECT 1"
    " FROM reversale x WHERE x.contra_of = r2.id AND x.id <= z.last)),"
    " MAX(COALESCE(p.paid_on, t.paid_on)), MAX(l.iuv), MAX(f.flow_id), MAX(r.number), "
    "MAX(r.day), q.causale,"
    " n.surname, n.given_name, n.number, n.section, n.settore"
    " FROM reversale r JOIN (SELECT MAX(id) AS last FROM reversale WHERE creditor = ? AND"
    " year = ? AND number <= ?) z ON 1 = 1"
    " JOIN reversale_line l ON l.reversale = COALESCE(r.contra_of, r.id)"
    " JOIN quota q ON q.id = l.quota JOIN file g ON g.id = q.file"
    " JOIN debtor d ON d.id = q.debtor" ENROLMENT_OF_QUOTA
    " LEFT JOIN payment p ON p.id = l.payment"
    " LEFT JOIN receipt t ON t.id = l.receipt LEFT JOIN flow f ON f.id = r.flow"
    " WHERE r.creditor = ? AND r.year = ? AND r.number BETWEEN ? AND ?"
    " GROUP BY q.id, z.last ORDER BY q.file, q.row, q.id";

/* Quotas that a file cancelled, each under the inbound file that first brought it. */
static const char select_cancelled[] =
    "SELECT o.file, g.name, q.quota_key, d.fiscal_code, d.name, q.tipo, q.anno, q.cents,"
    " 0, NULL, NULL, NULL, NULL, NULL, q.causale, n.surname, n.given_name, n.number,"
    " n.section, n.settore FROM quota q JOIN quota o ON o.creditor = q.creditor AND"
    " o.quota_key = q.quota_key AND o.revision = 1 JOIN file g ON g.id = o.file"
    " JOIN debtor d ON d.id = q.debtor" ENROLMENT_OF_QUOTA
    " WHERE q.file = ? AND q.state = 'cancelled'"
    " ORDER BY o.file, o.row, q.id";

/* The last export of the register that was there when the batch was asked for. */
static const char select_export[] =
    "SELECT COALESCE(MAX(f.id), 0) FROM file f WHERE f.creditor = ? AND f.channel ="
    " 'register' AND f.state = 'booked' AND f.booked_at <= ? AND EXISTS (SELECT 1 FROM"
    " enrolment n WHERE n.file = f.id)";

/* The file being written, and the inbound file that it answers. */
struct answer {
	struct outlet_run *run;
	struct outlet_file file;
	const struct layout_output *output;
	struct csv_writer csv;
	int64_t source;
	bool is_open;
	int64_t items;
	money cents;
};

static int
end(struct answer *w, struct err *e)
{
	if (!w->is_open)
		return 0;
	w->is_open = false;
	return outlet_close(&w->file, w->items, w->cents, e);
}

/* The inbound name without its extension and without what file names cannot bear. */
static struct str
stem(struct str name, struct arena *a)
{
	size_t len = name.len;
	char *text = arena_cstr(a, name);

	for (size_t i = name.len; i > 1; i--)
		if (name.ptr[i - 1] == '.') {
			len = i - 1;
			break;
		}
	for (size_t i = 0; i < len; i++)
		if (text[i] == '/' || (unsigned char)text[i] < 0x20)
			text[i] = '_';
	return str_slice((struct str){text, name.len}, 0, len < 120 ? len : 120);
}

static bool
is_of_cancelled(const struct outlet_run *r)
{
	return str_is(r->batch.operation, "cancel");
}

/* What the batch is about, as its file names tell it. */
static struct str
subject_of(const struct outlet_run *r)
{
	struct posting_range range;

	if (is_of_cancelled(r))
		return arena_format(r->arena, "annullati_%06jd", (intmax_t)r->batch.file);
	range = posting_range_of(r);
	return arena_format(r->arena, "pagati_%d_%06jd-%06jd", range.year,
	    (intmax_t)range.first, (intmax_t)range.last);
}

static int
begin(struct answer *w, const struct rows *row, struct err *e)
{
	struct outlet_run *r = w->run;
	struct str name = arena_format(r->arena, "%.*s_%jd_%.*s.csv",
	    STR_ARG(stem(row_text(row, 1), r->arena)), (intmax_t)row_int(row, 0),
	    STR_ARG(subject_of(r)));

	if (end(w, e) != 0 || outlet_open(r, &w->file, name, e) != 0)
		return -1;
	w->is_open = true;
	w->source = row_int(row, 0);
	w->items = 0;
	w->cents = 0;
	w->csv = (struct csv_writer){
	    .out = &w->file.out, .neutralise = true, .delimiter = w->output->delimiter};
	if (w->output->bom)
		out_text(&w->file.out, "\xEF\xBB\xBF");
	if (w->output->headless)
		return 0;
	for (size_t i = 0; i < w->output->count; i++)
		csv_write_text(&w->csv, w->output->columns[i].header);
	csv_write_end(&w->csv);
	return 0;
}

static struct str
outcome_of(money due, money paid)
{
	return paid >= due ? STR("PAGATO")
	    : paid > 0     ? STR("PARZIALE")
			   : STR("ANNULLATO");
}

/* Where each text, day and number of output_values stands in the query. */
static const int column_of[OUTPUT_VALUES] = {[VALUE_KEY] = 2,
    [VALUE_FISCAL_CODE] = 3,
    [VALUE_NAME] = 4,
    [VALUE_TIPO] = 5,
    [VALUE_ANNO] = 6,
    [VALUE_DUE] = 7,
    [VALUE_PAID] = 8,
    [VALUE_PAID_ON] = 9,
    [VALUE_IUV] = 10,
    [VALUE_FLOW] = 11,
    [VALUE_REVERSALE] = 12,
    [VALUE_POSTED_ON] = 13,
    [VALUE_CAUSALE] = 14,
    [VALUE_SURNAME] = 15,
    [VALUE_GIVEN_NAME] = 16,
    [VALUE_ENROLMENT] = 17,
    [VALUE_SECTION] = 18,
    [VALUE_SETTORE] = 19};

static void
write_money(struct out *o, enum output_decimal form, money cents)
{
	if (form == DECIMAL_CENTS) {
		out_i64(o, cents);
		return;
	}
	out_format(o, "%s%jd%c%02jd", cents < 0 ? "-" : "",
	    (intmax_t)(cents < 0 ? -cents : cents) / 100,
	    form == DECIMAL_COMMA ? ',' : '.',
	    (intmax_t)(cents < 0 ? -cents : cents) % 100);
}

static void
write_day(struct out *o, enum output_date form, struct date day)
{
	if (date_is_none(day))
		return;
	if (form == DATE_ISO)
		out_format(o, "%04d-%02d-%02d", day.year, day.month, day.day);
	else if (form == DATE_ITALIAN)
		out_format(o, "%02d/%02d/%04d", day.day, day.month, day.year);
	else
		out_format(o, "%04d%02d%02d", day.year, day.month, day.day);
}

/* A value as the layout wants it written. */
static struct str
text_of(const struct answer *w, const struct output_column *c, const struct rows *row,
    struct out *o)
{
	money due = row_int(row, 7), paid = row_int(row, 8);
	int column = column_of[c->value];

	if (c->is_constant)
		return c->constant;
	if (c->value == VALUE_OUTCOME)
		return is_of_cancelled(w->run) ? STR("QUOTA ANNULLATA")
					       : outcome_of(due, paid);
	switch (output_values[c->value].type) {
	case OUTPUT_MONEY:
		write_money(o, w->output->decimal,
		    c->value == VALUE_LEFT ? (due > paid ? due - paid : 0)
					   : row_int(row, column));
		break;
	case OUTPUT_DATE:
		write_day(o, w->output->date, row_date(row, column));
		break;
	case OUTPUT_NUMBER:
		out_i64(o, row_int(row, column));
		break;
	default:
		return row_text(row, column);
	}
	return out_bytes_of(o);
}

static struct str
mapped(const struct output_column *c, struct str text)
{
	for (size_t i = 0; i < c->map_count; i++)
		if (str_is(c->map[i].from, "*") || str_equal_nocase(c->map[i].from, text))
			return c->map[i].to;
	return text;
}

static void
write_quota(struct answer *w, const struct rows *row)
{
	struct out o;

	out_open_memory(&o, w->run->arena);
	for (size_t i = 0; i < w->output->count; i++) {
		const struct output_column *c = &w->output->columns[i];

		out_reset(&o);
		csv_write_text(&w->csv, mapped(c, text_of(w, c, row, &o)));
	}
	csv_write_end(&w->csv);
	w->items++;
	w->cents += row_int(row, 8);
}

static int
query_quotas(
    const struct outlet_run *r, struct rows *rows, int64_t members, struct err *e)
{
	struct posting_range range;

	if (is_of_cancelled(r))
		return db_query(r->db, rows, select_cancelled,
		    DB(db_i(members), db_i(r->batch.file)), e);
	range = posting_range_of(r);
	return db_query(r->db, rows, select_quotas,
	    DB(db_t(r->creditor->id), db_i(range.year), db_i(range.last), db_i(members),
		db_t(r->creditor->id), db_i(range.year), db_i(range.first),
		db_i(range.last)),
	    e);
}

static struct str
manifest_name(const struct outlet_run *r)
{
	if (!is_of_cancelled(r))
		return posting_file_name(r, "pagati", "manifest.json");
	return arena_format(r->arena, "annullati_%.*s_%06jd.manifest.json",
	    STR_ARG(r->creditor->fiscal_code), (intmax_t)r->batch.file);
}

int
register_write(struct outlet_run *r, struct err *e)
{
	struct answer w = {.run = r};
	int64_t members = 0;
	struct rows rows;
	int got;

	if (layout_output_find(
		&w.output, r->conf, r->creditor, r->outlet->format, r->arena, e) != 0 ||
	    db_number(r->db, select_export,
		DB(db_t(r->creditor->id), db_t(r->batch.created_at)), &members, e) < 0 ||
	    query_quotas(r, &rows, members, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		if ((!w.is_open || w.source != row_int(&rows, 0)) &&
		    begin(&w, &rows, e) != 0)
			break;
		write_quota(&w, &rows);
	}
	rows_close(&rows);
	if (got == 0)
		got = end(&w, e);
	else if (w.is_open)
		outlet_abandon(&w.file);
	if (got != 0)
		return -1;
	return outlet_manifest(r, manifest_name(r), e);
}
