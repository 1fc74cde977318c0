/* Reversali of the ledger as structs of the model, for the OPI writer. */
#include "outlet/accounting_opi.h"

#include "formats/opi_write.h"
#include "outlet/postings.h"

enum { BUDGETS_MOST = 10, BUDGET_DIGITS_MOST = 7 };

/* A contrary entry is an ANNULLO under the number, day and year of what it undoes. */
static const char select_reversali[] =
    "SELECT r.id, COALESCE(o.number, r.number), COALESCE(o.day, r.day), r.account,"
    " r.cents, r.subject_name, r.subject_code, r.causale, r.contra_of, r.flow, "
    "r.movement,"
    " f.flow_id, COALESCE(o.created_at, r.created_at) FROM reversale r LEFT JOIN "
    "reversale"
    " o ON o.id = r.contra_of LEFT JOIN flow f ON f.id = r.flow WHERE r.creditor = ? AND"
    " r.year = ? AND r.number BETWEEN ? AND ? AND COALESCE(o.year, r.year) = ?"
    " ORDER BY r.number";
static const char select_years[] =
    "SELECT DISTINCT COALESCE(o.year, r.year) FROM reversale r LEFT JOIN reversale o ON"
    " o.id = r.contra_of WHERE r.creditor = ? AND r.year = ? AND r.number BETWEEN ? AND ?"
    " ORDER BY 1 DESC";
static const char select_budgets[] =
    "SELECT capitolo, CASE WHEN provenance = 'residui' THEN provenance_year ELSE 0 END,"
    " SUM(cents) FROM reversale_line WHERE reversale = ? GROUP BY 1, 2 ORDER BY 1, 2";
/* The links as they stood when the reversali were made: they may have changed since. */
static const char select_provvisori[] =
    "SELECT m.provvisorio, SUM(l.cents) FROM link l JOIN movement m ON m.id = l.movement"
    " WHERE l.flow = ? AND l.made_at <= ? AND (l.ended_at IS NULL OR l.ended_at > ?)"
    " AND l.rule <> 'proposal' AND m.provvisorio <> '' GROUP BY m.provvisorio ORDER BY "
    "1";
static const char select_provvisorio[] =
    "SELECT provvisorio, cents FROM movement WHERE id = ? AND provvisorio <> ''";

/* The digits of a capitolo: codifica_bilancio is a number ("01.02.003" is 102003). */
static struct str
budget_code(struct str capitolo, struct arena *a)
{
	char *text = arena_alloc(a, capitolo.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < capitolo.len; i++)
		if (char_is_digit(capitolo.ptr[i]) && (len > 0 || capitolo.ptr[i] != '0'))
			text[len++] = capitolo.ptr[i];
	return (struct str){text, len};
}

static int
read_budgets(struct outlet_run *r, struct reversale *v, int64_t lines_of, struct err *e)
{
	struct reversale_budget *list =
	    arena_new_array(r->arena, BUDGETS_MOST, struct reversale_budget);
	struct rows rows;
	int got;

	v->budgets = list;
	if (db_query(r->db, &rows, select_budgets, DB(db_i(lines_of)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		if (v->budget_count == BUDGETS_MOST) {
			rows_close(&rows);
			return err_file(e, "OPI_FIELD_INVALID",
			    "reversale %u: more than %d capitoli", v->number,
			    BUDGETS_MOST);
		}
		list[v->budget_count++] = (struct reversale_budget){
		    .code = budget_code(row_text(&rows, 0), r->arena),
		    .residual_year = (int)row_int(&rows, 1),
		    .cents = row_int(&rows, 2)};
	}
	return got;
}

static int
read_provvisori(struct outlet_run *r, struct reversale_payer *payer, int64_t flow,
    int64_t movement, struct str then, struct err *e)
{
	enum { PROVVISORI_MOST = 1000 };
	struct movement_provvisorio *list =
	    arena_new_array(r->arena, PROVVISORI_MOST, struct movement_provvisorio);
	struct rows rows;
	int got;

	payer->provvisori = list;
	got = flow != 0
	    ? db_query(r->db, &rows, select_provvisori,
		  DB(db_i(flow), db_t(then), db_t(then)), e)
	    : db_query(r->db, &rows, select_provvisorio, DB(db_i(movement)), e);
	if (got != 0)
		return -1;
	while (
	    (got = rows_next(&rows, e)) > 0 && payer->provvisorio_count < PROVVISORI_MOST)
		list[payer->provvisorio_count++] = (struct movement_provvisorio){
		    .number = arena_str(r->arena, row_text(&rows, 0)),
		    .cents = row_int(&rows, 1)};
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

/* Provvisori that do not make the whole amount settle nothing: the money is taken as
 * collected at the cashier's. */
static void
settle(struct reversale_payer *payer)
{
	money sum = 0;

	for (size_t i = 0; i < payer->provvisorio_count; i++)
		sum += payer->provvisori[i].cents;
	payer->collection = COLLECTION_SETTLEMENT;
	if (sum != payer->cents) {
		payer->provvisorio_count = 0;
		payer->collection = COLLECTION_CASH;
	}
}

static int
read_reversale(
    struct outlet_run *r, const struct rows *row, struct reversale *v, struct err *e)
{
	struct reversale_payer *payer = arena_new(r->arena, struct reversale_payer);
	struct reversale_class *class = arena_new(r->arena, struct reversale_class);
	bool contrary = !row_is_null(row, 8);
	money cents = row_int(row, 4);

	*v = (struct reversale){
	    .operation = contrary ? REVERSALE_CANCELLATION : REVERSALE_INSERTION,
	    .number = (uint32_t)row_int(row, 1),
	    .date = row_date(row, 2),
	    .account = str_slice(arena_str(r->arena, row_text(row, 3)), 0, 25),
	    .cents = contrary ? -cents : cents,
	    .payers = payer,
	    .payer_count = 1};
	*payer = (struct reversale_payer){.name = arena_str(r->arena, row_text(row, 5)),
	    .fiscal_code = arena_str(r->arena, row_text(row, 6)),
	    .causale = arena_str(r->arena, row_text(row, 7)),
	    .cents = v->cents,
	    .stamp = STAMP_EXEMPT,
	    .reference = arena_str(r->arena, row_text(row, 11))};
	if (r->creditor->treasurer.siope.len > 0) {
		*class = (struct reversale_class){
		    .code = r->creditor->treasurer.siope, .cents = v->cents};
		payer->classes = class;
		payer->class_count = 1;
	}
	if (read_provvisori(
		r, payer, row_int(row, 9), row_int(row, 10), row_text(row, 12), e) != 0)
		return -1;
	settle(payer);
	return read_budgets(r, v, contrary ? row_int(row, 8) : row_int(row, 0), e);
}

static int
read_all(struct outlet_run *r, struct opi_flow *flow, struct err *e)
{
	struct posting_range range = posting_range_of(r);
	size_t most = (size_t)(range.last - range.first) + 1;
	struct reversale *list = arena_new_array(r->arena, most, struct reversale);
	struct rows rows;
	int got;

	flow->reversali = list;
	if (db_query(r->db, &rows, select_reversali,
		DB(db_t(r->creditor->id), db_i(range.year), db_i(range.first),
		    db_i(range.last), db_i(flow->year)),
		e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && flow->count < most)
		if (read_reversale(r, &rows, &list[flow->count++], e) != 0)
			break;
	rows_close(&rows);
	return got == 0 ? 0 : -1;
}

/* Entries of the year itself, or annulments of those of another: a message each. */
static struct str
name_of(struct outlet_run *r, int year, const char *extension)
{
	bool own = year == posting_range_of(r).year;

	return posting_file_name(r,
	    own ? "opi"
		: arena_cstr(r->arena, arena_format(r->arena, "opi-annulli-%d", year)),
	    extension);
}

static struct opi_header
header_of(const struct outlet_run *r, int year)
{
	const struct conf_treasurer *t = &r->creditor->treasurer;
	struct posting_range range = posting_range_of(r);
	struct opi_header h = {.abi = t->abi,
	    .office = t->office,
	    .name = r->creditor->name,
	    .istat = t->istat,
	    .fiscal_code = r->creditor->fiscal_code,
	    .channel = t->channel,
	    .bank_channel = t->bank_channel,
	    .bank_code = t->bank_code};

	if (!instant_parse(r->batch.created_at, &h.created))
		BUG("batch %jd has no instant", (intmax_t)r->batch.id);
	h.flow = arena_format(r->arena, "REV-%.*s-%d-%06jd-%06jd",
	    STR_ARG(r->creditor->fiscal_code), range.year, (intmax_t)range.first,
	    (intmax_t)range.last);
	if (year != range.year)
		h.flow = arena_format(r->arena, "%.*s-%d", STR_ARG(h.flow), year);
	return h;
}

/* Why there is no message. */
static int
write_reason(struct outlet_run *r, int year, const struct err *why, struct err *e)
{
	struct outlet_file f;

	if (outlet_open(r, &f, name_of(r, year, "da-correggere.txt"), e) != 0)
		return -1;
	out_format(&f.out,
	    "Il messaggio OPI di queste reversali non è stato scritto: %s\n"
	    "Le stesse reversali sono nei file CSV e XLSX accanto a questo.\n",
	    why->text);
	return outlet_close(&f, 0, 0, e);
}

static int
write_message(struct outlet_run *r, int year, struct err *e)
{
	struct opi_flow flow = {.header = header_of(r, year), .year = year};
	struct outlet_file f;
	struct err why;
	money cents = 0;

	if (read_all(r, &flow, &why) != 0 || opi_check(&flow, &why) != 0) {
		if (why.kind == ERR_FILE)
			return write_reason(r, year, &why, e);
		*e = why;
		return -1;
	}
	for (size_t i = 0; i < flow.count; i++)
		cents += flow.reversali[i].operation == REVERSALE_CANCELLATION
		    ? -flow.reversali[i].cents
		    : flow.reversali[i].cents;
	if (outlet_open(r, &f, name_of(r, year, "xml"), e) != 0)
		return -1;
	if (opi_write(&f.out, &flow, r->arena, e) != 0) {
		outlet_abandon(&f);
		return -1;
	}
	return outlet_close(&f, (int64_t)flow.count, cents, e);
}

int
accounting_write_opi(struct outlet_run *r, struct err *e)
{
	enum { YEARS_MOST = 64 };
	struct posting_range range = posting_range_of(r);
	int years[YEARS_MOST], count = 0, got;
	struct rows rows;

	if (db_query(r->db, &rows, select_years,
		DB(db_t(r->creditor->id), db_i(range.year), db_i(range.first),
		    db_i(range.last)),
		e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && count < YEARS_MOST)
		years[count++] = (int)row_int(&rows, 0);
	rows_close(&rows);
	for (int i = 0; i < count && got >= 0; i++)
		got = write_message(r, years[i], e);
	return got < 0 ? -1 : 0;
}
