/*
 * The reporting flow of Italian banks (CBI-RND-001 v6.05, "rendicontazione" RH and its
 * periodic twin EC): records of 120 columns, amounts with a comma, and remittance texts
 * that are cut into pieces of 107 columns in the middle of words.
 */
#include "formats/rh_text.h"

struct rh {
	struct rh_reader reader;
	uint64_t statements; /* of this flow */
	bool in_flow;
};

/* The IBAN from its parts; where the country is missing, what the bank writes. */
static struct str
account_of(struct arena *a, const struct rh_record *r)
{
	struct str country = rh_field(r, 100, 101), account = rh_field(r, 63, 74);

	if (country.len == 2)
		return statement_squeeze(a,
		    arena_format(a, "%.*s%.*s%.*s%.*s%.*s%.*s", STR_ARG(country),
			STR_ARG(rh_field(r, 102, 103)), STR_ARG(rh_field(r, 52, 52)),
			STR_ARG(rh_field(r, 53, 57)), STR_ARG(rh_field(r, 58, 62)),
			STR_ARG(account)));
	return statement_squeeze(a,
	    arena_format(a, "%.*s%.*s%.*s%.*s", STR_ARG(rh_field(r, 52, 52)),
		STR_ARG(rh_field(r, 53, 57)), STR_ARG(rh_field(r, 58, 62)),
		STR_ARG(account)));
}

static void
begin_statement(struct statement_file *f, struct rh *rh, const struct rh_record *r)
{
	struct statement *s;

	statement_end(f, r->number);
	if (f->current != NULL && !f->current->closing.known && rh->statements > 0)
		statement_finding(
		    f, "STATEMENT_TRUNCATED", r->number, f->current->account);
	s = statement_begin(f);
	rh->statements++;
	s->id = statement_number(rh_field(r, 4, 10));
	s->account = account_of(f->arena, r);
	s->opening = rh_balance(f, r, 78, 84, 75);
	s->currency = s->opening.currency;
	s->from = s->opening.date;
	s->to = s->opening.date;
}

static void
close_statement(struct statement_file *f, const struct rh_record *r)
{
	struct statement *s = f->current;

	if (s == NULL) {
		statement_finding(f, "STATEMENT_LINE_UNKNOWN", r->number, r->line);
		return;
	}
	s->closing = rh_balance(f, r, 14, 20, 11);
	s->to = s->closing.date;
	statement_end(f, r->number);
}

static void
check_count(struct statement_file *f, const struct rh_record *r, struct str declared,
    uint64_t found, const char *what)
{
	uint64_t n;

	if (str_to_u64(declared, &n) && n != found)
		statement_finding(f, "STATEMENT_COUNT_DIFFERS", r->number,
		    arena_format(f->findings->arena, "%s: %ju / %ju", what, (uintmax_t)n,
			(uintmax_t)found));
}

static void
begin_flow(struct rh *rh)
{
	rh->in_flow = true;
	rh->reader.records = 1;
	rh->statements = 0;
}

static void
end_flow(struct statement_file *f, struct rh *rh, const struct rh_record *r)
{
	if (f->current != NULL && !f->current->closing.known && rh->statements > 0)
		statement_finding(
		    f, "STATEMENT_TRUNCATED", r->number, f->current->account);
	check_count(f, r, rh_field(r, 46, 52), rh->statements, "record 61");
	check_count(f, r, rh_field(r, 83, 89), rh->reader.records, "record RH..EF");
	rh->in_flow = false;
}

/* Record 62 and the records 63 behind it. False after a finding: not a movement. */
static bool
read_movement(struct statement_file *f, struct rh *rh, const struct rh_record *r,
    struct movement *m)
{
	struct rh_told *told = arena_new(&f->row, struct rh_told);
	struct rh_record more;
	bool good;

	*m = (struct movement){.place.row = r->number};
	good = rh_amount(f, r, 26, &m->cents);
	m->value = rh_date(f, r, 14);
	m->booking = rh_date(f, r, 20);
	m->type = m->cents < 0 ? MOVEMENT_DEBIT : MOVEMENT_CREDIT;
	m->code = rh_field(r, 42, 43);
	m->reference = rh_field(r, 62, 77);
	m->customer_reference = rh_field(r, 87, 120);
	told->lines[told->line_count++] = m->customer_reference;
	while (rh_record_next(&rh->reader, &more)) {
		if (!rh_is(&more, "63")) {
			rh_record_hold(&rh->reader, &more);
			break;
		}
		rh_read_text(f, m, told, &more);
	}
	rh_settle_text(f, m, told);
	return good;
}

/* --- the reader --------------------------------------------------------------------- */

static struct str
first_line(struct str bytes)
{
	struct str line = {0};

	bytes = str_slice(bytes, 0, 4096);
	while (str_trim(line).len == 0 && str_cut(&bytes, '\n', &line))
		;
	return str_trim(line);
}

static bool
is_reporting(struct str line)
{
	return (str_starts(line, STR("RH")) || str_starts(line, STR("EC"))) &&
	    str_all_digits(str_slice(line, 2, 7)) && line.len >= 19 &&
	    line.len <= 125 * 4;
}

/* The heads of CBI's orders and notices: MAV, RIBA, transfers, RID ... */
static bool
is_other_cbi(struct str line)
{
	static const char *const heads[] = {"IM", "IB", "IR", "PC", "PE", "AL", "AP",
	    "AV", "PL", "IC", "RA", "RP", "EP", "AN", "BO"};
	bool found = false;

	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		found = found || str_starts(line, str_of(heads[i]));
	return found && line.len >= 39 && line.len <= RH_WIDTH &&
	    str_all_digits(str_slice(line, 12, 18)) &&
	    str_all_digits(str_slice(line, 7, 12));
}

static int
rh_bid(const struct input *in)
{
	struct str line = first_line(in->bytes);

	if (is_reporting(line))
		return 95;
	return is_other_cbi(line) ? 60 : 0;
}

static int
rh_open(struct statement_file *f, struct err *e)
{
	struct str bytes = f->in->bytes, line = first_line(bytes);
	struct rh *rh = arena_new(f->arena, struct rh);

	if (!is_reporting(str_slice(line, 0, 125)) && is_other_cbi(line))
		return err_file(e, "STATEMENT_NOT_A_STATEMENT",
		    "CBI flow of kind %.*s, not RH", STR_ARG(str_slice(line, 0, 2)));
	rh->reader.rest = bytes;
	rh->reader.one_line = str_find(bytes, '\n') == bytes.len && bytes.len > RH_WIDTH;
	f->state = rh;
	return 0;
}

static void
finish(struct statement_file *f, struct rh *rh)
{
	statement_end(f, rh->reader.line);
	if (rh->in_flow)
		statement_finding(f, "STATEMENT_TRUNCATED", rh->reader.line, STR("EF"));
	rh->in_flow = false;
}

/* Everything but movements; what has no place here is told. */
static void
read_frame(struct statement_file *f, struct rh *rh, const struct rh_record *r)
{
	if (rh_is(r, "RH") || rh_is(r, "EC")) {
		finish(f, rh);
		begin_flow(rh);
	} else if (rh_is(r, "61"))
		begin_statement(f, rh, r);
	else if (rh_is(r, "64"))
		close_statement(f, r);
	else if (rh_is(r, "EF"))
		end_flow(f, rh, r);
	else if (!rh_is(r, "65"))
		statement_finding(f, "STATEMENT_LINE_UNKNOWN", r->number, r->line);
}

static int
rh_next(struct statement_file *f, struct movement *m, struct err *e)
{
	struct rh *rh = f->state;
	struct rh_record r;

	(void)e;
	arena_reset(&f->row);
	while (rh_record_next(&rh->reader, &r)) {
		if (!rh_is(&r, "62")) {
			read_frame(f, rh, &r);
			continue;
		}
		if (f->current == NULL)
			(void)statement_begin(f);
		if (read_movement(f, rh, &r, m)) {
			statement_count(f, m);
			return 1;
		}
	}
	finish(f, rh);
	return 0;
}

const struct statement_format statement_format_rh = {
    .name = "rh",
    .help = {"rendicontazione CBI a tracciato fisso (RH)",
	"CBI reporting flow, fixed width (RH)"},
    .bid = rh_bid,
    .open = rh_open,
    .next = rh_next,
};
