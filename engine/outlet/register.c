/*
 * The outlet `register`: what was paid goes back to the register that each quota came
 * from, under the register's own key: one CSV for each inbound file, named after it.
 */
#include "outlet/postings.h"

#include "formats/csv_write.h"

/* Quotas that a range of reversali settles, or un-settles by a contrary entry; what has
 * been paid up to the last of them. */
static const char select_quotas[] =
    "SELECT q.file, g.name, q.quota_key, d.fiscal_code, d.name, q.tipo, q.anno, q.cents,"
    " (SELECT COALESCE(SUM(l2.cents), 0) FROM reversale_line l2 JOIN reversale r2 ON "
    "r2.id"
    " = l2.reversale WHERE l2.quota = q.id AND r2.id <= z.last AND NOT EXISTS (SELECT 1"
    " FROM reversale x WHERE x.contra_of = r2.id AND x.id <= z.last)),"
    " MAX(p.paid_on), MAX(l.iuv), MAX(f.flow_id), MAX(r.number), MAX(r.day)"
    " FROM reversale r JOIN (SELECT MAX(id) AS last FROM reversale WHERE creditor = ? AND"
    " year = ? AND number <= ?) z ON 1 = 1"
    " JOIN reversale_line l ON l.reversale = COALESCE(r.contra_of, r.id)"
    " JOIN quota q ON q.id = l.quota JOIN file g ON g.id = q.file"
    " JOIN debtor d ON d.id = q.debtor LEFT JOIN payment p ON p.id = l.payment"
    " LEFT JOIN flow f ON f.id = r.flow"
    " WHERE r.creditor = ? AND r.year = ? AND r.number BETWEEN ? AND ?"
    " GROUP BY q.id, z.last ORDER BY q.file, q.row, q.id";

static const char *const columns[] = {"chiave", "codice_fiscale", "nominativo", "tipo",
    "anno", "importo_dovuto", "importo_pagato", "esito", "data_pagamento", "iuv",
    "flusso", "reversale", "data_reversale"};

/* The file being written, and the inbound file that it answers. */
struct answer {
	struct outlet_run *run;
	struct outlet_file file;
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

static int
begin(struct answer *w, const struct rows *row, struct err *e)
{
	struct outlet_run *r = w->run;
	struct posting_range range = posting_range_of(r);
	struct str name = arena_format(r->arena, "%.*s_%jd_pagati_%d_%06jd-%06jd.csv",
	    STR_ARG(stem(row_text(row, 1), r->arena)), (intmax_t)row_int(row, 0),
	    range.year, (intmax_t)range.first, (intmax_t)range.last);

	if (end(w, e) != 0 || outlet_open(r, &w->file, name, e) != 0)
		return -1;
	w->is_open = true;
	w->source = row_int(row, 0);
	w->items = 0;
	w->cents = 0;
	w->csv = (struct csv_writer){.out = &w->file.out, .neutralise = true};
	out_text(&w->file.out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		csv_write_text(&w->csv, str_of(columns[i]));
	csv_write_end(&w->csv);
	return 0;
}

static void
write_quota(struct answer *w, const struct rows *row)
{
	money due = row_int(row, 7), paid = row_int(row, 8);

	for (int i = 2; i <= 5; i++)
		csv_write_text(&w->csv, row_text(row, i));
	csv_write_number(&w->csv, row_int(row, 6));
	csv_write_money(&w->csv, due);
	csv_write_money(&w->csv, paid);
	csv_write_text(&w->csv,
	    paid >= due    ? STR("PAGATO")
		: paid > 0 ? STR("PARZIALE")
			   : STR("ANNULLATO"));
	csv_write_date(&w->csv, row_date(row, 9));
	csv_write_text(&w->csv, row_text(row, 10));
	csv_write_text(&w->csv, row_text(row, 11));
	csv_write_number(&w->csv, row_int(row, 12));
	csv_write_date(&w->csv, row_date(row, 13));
	csv_write_end(&w->csv);
	w->items++;
	w->cents += paid;
}

int
register_write(struct outlet_run *r, struct err *e)
{
	struct posting_range range = posting_range_of(r);
	struct answer w = {.run = r};
	struct rows rows;
	int got;

	if (db_query(r->db, &rows, select_quotas,
		DB(db_t(r->creditor->id), db_i(range.year), db_i(range.last),
		    db_t(r->creditor->id), db_i(range.year), db_i(range.first),
		    db_i(range.last)),
		e) != 0)
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
	return outlet_manifest(r, posting_file_name(r, "pagati", "manifest.json"), e);
}
