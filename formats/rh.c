/*
 * The reporting flow of Italian banks (CBI-RND-001 v6.05, "rendicontazione" RH and its
 * periodic twin EC): records of 120 columns, amounts with a comma, and remittance texts
 * that are cut into pieces of 107 columns in the middle of words.
 */
#include "base/text.h"
#include "formats/statement.h"

enum {
	MOST_PIECES = 64,      /* records 63 of one movement */
	MOST_TEXT = 16 * 1024, /* bytes of one line */
	FREE_FROM = 14,        /* columns of the free text of a record 63 */
	FREE_TO = 120,
	RECORD_WIDTH = 120,
};

/* A line as columns: portals strip the first blank and the trailing ones, and some turn
 * the file into UTF-8, where a column is a character. */
struct record {
	struct str line;
	uint64_t number;
	bool stripped; /* the leading blank is missing */
	bool utf8;     /* columns are code points */
	char type[3];
};

struct rh {
	struct str rest;
	uint64_t line;
	uint64_t records;    /* of this flow, RH and EF included */
	uint64_t statements; /* of this flow */
	bool in_flow;
	bool one_line; /* no line ends at all: records follow each other */
	struct record held;
	bool has_held;
};

static bool
has_high_bytes(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80)
			return true;
	return false;
}

/* The byte of column `column` (from one), or the length of the line. */
static size_t
byte_of_column(const struct record *r, size_t column)
{
	size_t skip = column - 1 - (r->stripped ? 1 : 0), at = 0;

	if (!r->utf8)
		return skip < r->line.len ? skip : r->line.len;
	while (skip-- > 0 && at < r->line.len)
		(void)text_next(r->line, &at);
	return at;
}

/* Columns from .. to, both from one and included, blanks kept. */
static struct str
columns(const struct record *r, size_t from, size_t to)
{
	return str_slice(r->line, byte_of_column(r, from), byte_of_column(r, to + 1));
}

static struct str
field(const struct record *r, size_t from, size_t to)
{
	return str_trim(columns(r, from, to));
}

/* Cuts the next line off *rest. A file without any line end is cut every 120 bytes. */
static bool
cut_line(struct rh *rh, struct str *line)
{
	if (rh->rest.len == 0)
		return false;
	if (rh->one_line) {
		*line = str_slice(rh->rest, 0, RECORD_WIDTH);
		rh->rest = str_slice(rh->rest, RECORD_WIDTH, rh->rest.len);
		return true;
	}
	if (!str_cut(&rh->rest, '\n', line))
		return false;
	if (str_ends(*line, STR("\r")))
		line->len--;
	return true;
}

/* The next line that is not empty, as a record: false at the end. */
static bool
next_record(struct rh *rh, struct record *r)
{
	struct str line;

	if (rh->has_held) {
		*r = rh->held;
		rh->has_held = false;
		return true;
	}
	while (cut_line(rh, &line)) {
		struct str trimmed = str_trim(line);

		rh->line++;
		if (trimmed.len < 2 || line.len > MOST_TEXT)
			continue;
		*r = (struct record){.line = line,
		    .number = rh->line,
		    .stripped = line.ptr[0] != ' ',
		    .type = {trimmed.ptr[0], trimmed.ptr[1], 0}};
		r->utf8 = has_high_bytes(line) && text_is_utf8(line);
		rh->records++;
		return true;
	}
	return false;
}

static void
hold(struct rh *rh, const struct record *r)
{
	rh->held = *r;
	rh->has_held = true;
}

static bool
is_type(const struct record *r, const char *type)
{
	return strcmp(r->type, type) == 0;
}

/* Dates are ddmmyy. */
static struct date
date_at(struct statement_file *f, const struct record *r, size_t from)
{
	struct str text = field(r, from, from + 5);
	uint64_t n;

	if (text.len == 6 && str_to_u64(text, &n)) {
		int year = (int)(n % 100), month = (int)(n / 100 % 100);
		int day = (int)(n / 10000);

		year += year < 80 ? 2000 : 1900;
		if (date_is_valid(year, month, day))
			return (struct date){(int16_t)year, (uint8_t)month, (uint8_t)day};
	}
	if (text.len > 0)
		statement_finding(f, "STATEMENT_DATE_INVALID", r->number, text);
	return (struct date){0};
}

/* A sign and the 15 columns after it; false after a finding. */
static bool
amount_at(struct statement_file *f, const struct record *r, size_t from, money *cents)
{
	struct str sign = field(r, from, from), text = field(r, from + 1, from + 15);

	if (!str_is(sign, "C") && !str_is(sign, "D")) {
		statement_finding(f, "STATEMENT_SIGN_INVALID", r->number, sign);
		return false;
	}
	if (!statement_amount(f, text, MONEY_MARK_COMMA, r->number, cents))
		return false;
	if (str_is(sign, "D"))
		*cents = -*cents;
	return true;
}

static struct balance
balance_at(struct statement_file *f, const struct record *r, size_t date, size_t amount,
    size_t currency)
{
	struct balance b = {
	    .date = date_at(f, r, date), .currency = field(r, currency, currency + 2)};

	b.known = amount_at(f, r, amount, &b.cents);
	return b;
}

/* The IBAN from its parts; where the country is missing, what the bank writes. */
static struct str
account_of(struct arena *a, const struct record *r)
{
	struct str country = field(r, 100, 101), account = field(r, 63, 74);

	if (country.len == 2)
		return statement_squeeze(a,
		    arena_format(a, "%.*s%.*s%.*s%.*s%.*s%.*s", STR_ARG(country),
			STR_ARG(field(r, 102, 103)), STR_ARG(field(r, 52, 52)),
			STR_ARG(field(r, 53, 57)), STR_ARG(field(r, 58, 62)),
			STR_ARG(account)));
	return statement_squeeze(a,
	    arena_format(a, "%.*s%.*s%.*s%.*s", STR_ARG(field(r, 52, 52)),
		STR_ARG(field(r, 53, 57)), STR_ARG(field(r, 58, 62)), STR_ARG(account)));
}

static void
begin_statement(struct statement_file *f, struct rh *rh, const struct record *r)
{
	struct statement *s;

	statement_end(f, r->number);
	if (f->current != NULL && !f->current->closing.known && rh->statements > 0)
		statement_finding(
		    f, "STATEMENT_TRUNCATED", r->number, f->current->account);
	s = statement_begin(f);
	rh->statements++;
	s->id = statement_number(field(r, 4, 10));
	s->account = account_of(f->arena, r);
	s->opening = balance_at(f, r, 78, 84, 75);
	s->currency = s->opening.currency;
	s->from = s->opening.date;
	s->to = s->opening.date;
}

static void
close_statement(struct statement_file *f, const struct record *r)
{
	struct statement *s = f->current;

	if (s == NULL) {
		statement_finding(f, "STATEMENT_LINE_UNKNOWN", r->number, r->line);
		return;
	}
	s->closing = balance_at(f, r, 14, 20, 11);
	s->to = s->closing.date;
	statement_end(f, r->number);
}

static void
check_count(struct statement_file *f, const struct record *r, struct str declared,
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
	rh->records = 1;
	rh->statements = 0;
}

static void
end_flow(struct statement_file *f, struct rh *rh, const struct record *r)
{
	if (f->current != NULL && !f->current->closing.known && rh->statements > 0)
		statement_finding(
		    f, "STATEMENT_TRUNCATED", r->number, f->current->account);
	check_count(f, r, field(r, 46, 52), rh->statements, "record 61");
	check_count(f, r, field(r, 83, 89), rh->records, "record RH..EF");
	rh->in_flow = false;
}

/* --- the text of a movement --------------------------------------------------------- */

/* What the records 63 of one movement have told. */
struct told {
	struct str lines[MOST_PIECES]; /* everything, a record a line */
	size_t line_count;
	struct str chunks[MOST_PIECES]; /* free text, 107 columns each, blanks kept */
	size_t chunk_count;
	struct str remittance[MOST_PIECES]; /* RI1, RI2 */
	size_t remittance_count;
};

static void
add(struct str *list, size_t *count, struct str s)
{
	if (*count < MOST_PIECES)
		list[(*count)++] = s;
}

/* A piece of free text at its full width: where trailing blanks were stripped they are
 * put back, since a word may end just there. */
static struct str
whole_chunk(struct statement_file *f, const struct record *r)
{
	struct str s = columns(r, FREE_FROM, FREE_TO);
	size_t width = r->utf8 ? text_length(s) : s.len, room = FREE_TO - FREE_FROM + 1;
	char *text;

	if (width >= room)
		return s;
	text = arena_alloc(&f->row, s.len + room - width);
	memcpy(text, s.ptr, s.len);
	memset(text + s.len, ' ', room - width);
	return (struct str){text, s.len + room - width};
}

static void
read_payer(struct movement *m, const struct record *r)
{
	struct str code = field(r, 25, 40);

	m->party = field(r, 41, 80);
	if (code.len == 11 || code.len == 16)
		m->party_fiscal_code = code;
}

static void
read_identifiers(struct movement *m, const struct record *r)
{
	struct str id = field(r, 52, 86);

	m->end_to_end = statement_is_no_reference(id) ? (struct str){0} : id;
}

static void
read_party(struct movement *m, const struct record *r)
{
	if (m->party.len == 0)
		m->party = field(r, 17, 120);
}

static void
read_party_account(struct movement *m, const struct record *r)
{
	m->party_account = field(r, 67, 100);
}

/* The structures of a record 63, by the flag in columns 14-16. */
static const struct structure {
	const char *flag;
	void (*read)(struct movement *m, const struct record *r); /* NULL: text only */
	bool remittance;
} structures[] = {
    {"KKK", NULL, false},
    {"YYY", read_payer, false},
    {"YY2", read_party_account, false},
    {"ZZ1", NULL, false},
    {"ZZ2", read_party, false},
    {"ZZ3", NULL, false},
    {"ID1", read_identifiers, false},
    {"RI1", NULL, true},
    {"RI2", NULL, true},
    {"/ZZ", NULL, false},
};

static const struct structure *
structure_of(const struct record *r)
{
	struct str flag = columns(r, 14, 16);

	for (size_t i = 0; i < sizeof structures / sizeof structures[0]; i++)
		if (str_is(flag, structures[i].flag))
			return &structures[i];
	return NULL;
}

static void
read_text(struct statement_file *f, struct movement *m, struct told *told,
    const struct record *r)
{
	const struct structure *structure = structure_of(r);
	struct str rest = columns(r, 17, 120);

	add(told->lines, &told->line_count, field(r, 14, 120));
	if (structure == NULL) {
		add(told->chunks, &told->chunk_count, whole_chunk(f, r));
		return;
	}
	if (structure->read != NULL)
		structure->read(m, r);
	/* RI2 is "..." when nothing follows RI1. */
	if (structure->remittance && !str_is(str_trim(rest), "..."))
		add(told->remittance, &told->remittance_count, rest);
}

/* The length of a tag ":E2E:" at s, or 0. */
static size_t
tag_length(struct str s)
{
	if (s.len < 5 || s.ptr[0] != ':' || s.ptr[4] != ':')
		return 0;
	for (size_t i = 1; i < 4; i++)
		if (!char_is_upper(s.ptr[i]) && !char_is_digit(s.ptr[i]))
			return 0;
	return 5;
}

/* The text behind `tag` up to the next tag; empty when the tag is not there. */
static struct str
tagged(struct str text, const char *tag)
{
	size_t from = str_find_str(text, str_of(tag)), to;

	if (from == text.len)
		return (struct str){0};
	from += 5;
	for (to = from; to < text.len; to++)
		if (tag_length(str_slice(text, to, text.len)) > 0)
			break;
	return str_trim(str_slice(text, from, to));
}

static void
read_tags(struct movement *m, struct str text)
{
	struct str id = tagged(text, ":E2E:"), words = tagged(text, ":RI3:");
	struct str account = tagged(text, m->cents < 0 ? ":IB1:" : ":IB2:");

	if (!statement_is_no_reference(id) && m->end_to_end.len == 0)
		m->end_to_end = id;
	if (m->party.len == 0)
		m->party = tagged(text, m->cents < 0 ? ":BE1:" : ":OR1:");
	if (account.len > 0)
		m->party_account = account;
	if (words.len > 0 && m->remittance.len == 0)
		m->remittance = words;
}

/* Joins what was told. The payer's words are, in this order, the records RI1 and RI2, the
 * tag :RI3:, the whole free text, the description of record 62. */
static void
settle_text(struct statement_file *f, struct movement *m, struct told *told)
{
	struct arena *a = &f->row;
	struct str free =
	    str_trim(statement_join(a, told->chunks, told->chunk_count, (struct str){0}));

	m->remittance = str_trim(
	    statement_join(a, told->remittance, told->remittance_count, (struct str){0}));
	read_tags(m, free);
	if (m->remittance.len == 0)
		m->remittance = free.len > 0 ? free : m->customer_reference;
	m->text = statement_join(a, told->lines, told->line_count, STR("\n"));
}

static void
make_utf8(struct arena *a, struct movement *m)
{
	struct str *const texts[] = {&m->party, &m->remittance, &m->text, &m->end_to_end,
	    &m->reference, &m->customer_reference};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		*texts[i] = statement_text(a, *texts[i]);
}

/* Record 62 and the records 63 behind it. False after a finding: not a movement. */
static bool
read_movement(
    struct statement_file *f, struct rh *rh, const struct record *r, struct movement *m)
{
	struct told *told = arena_new(&f->row, struct told);
	struct record more;
	bool good;

	*m = (struct movement){.place.row = r->number};
	good = amount_at(f, r, 26, &m->cents);
	m->value = date_at(f, r, 14);
	m->booking = date_at(f, r, 20);
	m->type = m->cents < 0 ? MOVEMENT_DEBIT : MOVEMENT_CREDIT;
	m->code = field(r, 42, 43);
	m->reference = field(r, 62, 77);
	m->customer_reference = field(r, 87, 120);
	add(told->lines, &told->line_count, m->customer_reference);
	while (next_record(rh, &more)) {
		if (!is_type(&more, "63")) {
			hold(rh, &more);
			break;
		}
		read_text(f, m, told, &more);
	}
	settle_text(f, m, told);
	make_utf8(&f->row, m);
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
	return found && line.len >= 39 && line.len <= RECORD_WIDTH &&
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
	rh->rest = bytes;
	rh->one_line = str_find(bytes, '\n') == bytes.len && bytes.len > RECORD_WIDTH;
	f->state = rh;
	return 0;
}

static void
finish(struct statement_file *f, struct rh *rh)
{
	statement_end(f, rh->line);
	if (rh->in_flow)
		statement_finding(f, "STATEMENT_TRUNCATED", rh->line, STR("EF"));
	rh->in_flow = false;
}

/* Everything but movements; what has no place here is told. */
static void
read_frame(struct statement_file *f, struct rh *rh, const struct record *r)
{
	if (is_type(r, "RH") || is_type(r, "EC")) {
		finish(f, rh);
		begin_flow(rh);
	} else if (is_type(r, "61"))
		begin_statement(f, rh, r);
	else if (is_type(r, "64"))
		close_statement(f, r);
	else if (is_type(r, "EF"))
		end_flow(f, rh, r);
	else if (!is_type(r, "65"))
		statement_finding(f, "STATEMENT_LINE_UNKNOWN", r->number, r->line);
}

static int
rh_next(struct statement_file *f, struct movement *m, struct err *e)
{
	struct rh *rh = f->state;
	struct record r;

	(void)e;
	arena_reset(&f->row);
	while (next_record(rh, &r)) {
		if (!is_type(&r, "62")) {
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
