/* The readers of statements, the bid by which one of them is chosen, and what they share:
 * sums, findings, text. */
#include "formats/statement.h"

#include "base/text.h"

static const struct statement_format *const formats[] = {
    &statement_format_rh,
    &statement_format_mt940,
    &statement_format_camt,
    &statement_format_giornale,
    // camt
    // gio
    NULL,
};

const struct statement_format *
statement_find_format(const struct input *in)
{
	const struct statement_format *best = NULL;
	int highest = 0;

	for (size_t i = 0; formats[i] != NULL; i++) {
		int bid = formats[i]->bid(in);

		if (bid > highest) {
			highest = bid;
			best = formats[i];
		}
	}
	return best;
}

int
statement_open(struct statement_file **result, const struct input *in,
    struct findings *findings, struct arena *a, struct err *e)
{
	const struct statement_format *format;
	struct statement_file *f;

	if (in->bytes.len == 0)
		return err_file(e, "FILE_EMPTY", "0 bytes");
	format = statement_find_format(in);
	if (format == NULL)
		return err_file(
		    e, "STATEMENT_UNKNOWN", "no reader of statements knows these bytes");
	f = arena_new(a, struct statement_file);
	f->format = format;
	f->in = in;
	f->arena = a;
	f->row.limit = a->limit;
	f->findings = findings;
	if (format->open(f, e) != 0) {
		statement_close(f);
		return -1;
	}
	*result = f;
	return 0;
}

int
statement_next(struct statement_file *f, struct movement *m, struct err *e)
{
	return f->format->next(f, m, e);
}

const struct statement *
statement_first(const struct statement_file *f)
{
	return f->first;
}

void
statement_close(struct statement_file *f)
{
	if (f == NULL)
		return;
	if (f->format->close != NULL)
		f->format->close(f);
	arena_close(&f->row);
}

struct statement *
statement_begin(struct statement_file *f)
{
	struct statement *s = arena_new(f->arena, struct statement);

	s->format = f->format->name;
	s->number = ++f->statement_count;
	if (f->current == NULL)
		f->first = s;
	else
		f->current->next = s;
	f->current = s;
	return s;
}

static void
compare_balances(struct statement_file *f, const struct statement *s, uint64_t row)
{
	struct out o;
	money expected;

	if (!money_add(s->opening.cents, s->sum, &expected) ||
	    expected == s->closing.cents)
		return;
	out_open_memory(&o, f->findings->arena);
	if (s->account.len > 0) {
		out_str(&o, s->account);
		out_text(&o, ": ");
	}
	money_write_italian(&o, s->opening.cents);
	out_text(&o, s->sum < 0 ? " - " : " + ");
	money_write_italian(&o, s->sum < 0 ? -s->sum : s->sum);
	out_text(&o, " = ");
	money_write_italian(&o, expected);
	out_text(&o, " / ");
	money_write_italian(&o, s->closing.cents);
	statement_finding(f, "STATEMENT_BALANCE_DIFFERS", row, out_bytes_of(&o));
}

void
statement_end(struct statement_file *f, uint64_t row)
{
	struct statement *s = f->current;

	if (s == NULL || s->ended)
		return;
	s->ended = true;
	if (s->opening.known && s->closing.known &&
	    str_equal(s->opening.currency, s->closing.currency))
		compare_balances(f, s, row);
}

void
statement_count(struct statement_file *f, struct movement *m)
{
	struct statement *s = f->current;

	m->statement = s;
	m->number = ++s->movements;
	m->place.file = f->in->name;
	if (m->account.len == 0)
		m->account = s->account;
	if (m->currency.len == 0)
		m->currency = s->currency.len > 0 ? s->currency : STR("EUR");
	if (m->year.len == 0)
		m->year = s->year;
	if (movement_is_money(m) && !money_add(s->sum, m->cents, &s->sum))
		statement_finding(f, "STATEMENT_AMOUNT_INVALID", m->place.row, m->text);
	if (!str_equal_nocase(m->currency, STR("EUR")) && !s->foreign) {
		s->foreign = true;
		statement_finding(f, "STATEMENT_NOT_EURO", m->place.row, m->currency);
	}
}

void
statement_finding(
    struct statement_file *f, const char *code, uint64_t row, struct str seen)
{
	if (f->findings->count >= STATEMENT_MOST_FINDINGS)
		return;
	finding_add(
	    f->findings, code, (struct place){.file = f->in->name, .row = row}, seen);
}

bool
statement_amount(struct statement_file *f, struct str text, enum money_mark mark,
    uint64_t row, money *cents)
{
	if (money_parse(text, mark, cents) == MONEY_OK)
		return true;
	statement_finding(f, "STATEMENT_AMOUNT_INVALID", row, text);
	return false;
}

/* The C1 half of Windows-1252; 0 where it has no character. */
static const uint16_t windows_1252[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026,
    0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018,
    0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
    0x0153, 0, 0x017e, 0x0178};

struct str
statement_text(struct arena *a, struct str s)
{
	char *text;
	size_t len = 0;

	if (text_is_utf8(s))
		return s;
	text = arena_array(a, s.len, 3);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		uint32_t point = c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
		char put[4];
		size_t n = text_put(point == 0 && c != 0 ? 0xfffd : point, put);

		memcpy(text + len, put, n);
		len += n;
	}
	return (struct str){text, len};
}

struct str
statement_join(
    struct arena *a, const struct str *pieces, size_t count, struct str between)
{
	size_t room = 0, len = 0;
	char *text;

	for (size_t i = 0; i < count; i++)
		room += pieces[i].len + between.len;
	text = arena_alloc(a, room);
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].len == 0)
			continue;
		if (len > 0 && between.len > 0) {
			memcpy(text + len, between.ptr, between.len);
			len += between.len;
		}
		memcpy(text + len, pieces[i].ptr, pieces[i].len);
		len += pieces[i].len;
	}
	return (struct str){text, len};
}

struct str
statement_number(struct str s)
{
	size_t at = 0;

	s = str_trim(s);
	while (at + 1 < s.len && s.ptr[at] == '0')
		at++;
	return str_slice(s, at, s.len);
}

struct str
statement_squeeze(struct arena *a, struct str s)
{
	char *text;
	size_t len = 0;

	s = str_trim(s);
	if (str_find(s, ' ') == s.len)
		return s;
	text = arena_alloc(a, s.len);
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_blank(s.ptr[i]))
			text[len++] = s.ptr[i];
	return (struct str){text, len};
}

bool
statement_is_no_reference(struct str s)
{
	static const struct str none[] = {{"NOTPROVIDED", 11}, {"NONREF", 6},
	    {"NOT PROVIDED", 12}, {"NOTAVAILABLE", 12}, {"-", 1}, {"", 0}};

	s = str_trim(s);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (str_equal_nocase(s, none[i]))
			return true;
	return false;
}
