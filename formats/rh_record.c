/* Columns are found here whatever portals have done to the blanks and the encoding. */
#include "formats/rh_record.h"

#include "base/text.h"

enum { MOST_TEXT = 16 * 1024 }; /* bytes of one line */

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
byte_of_column(const struct rh_record *r, size_t column)
{
	size_t skip = column - 1 - (r->stripped ? 1 : 0), at = 0;

	if (!r->utf8)
		return skip < r->line.len ? skip : r->line.len;
	while (skip-- > 0 && at < r->line.len)
		(void)text_next(r->line, &at);
	return at;
}

struct str
rh_columns(const struct rh_record *r, size_t from, size_t to)
{
	return str_slice(r->line, byte_of_column(r, from), byte_of_column(r, to + 1));
}

struct str
rh_field(const struct rh_record *r, size_t from, size_t to)
{
	return str_trim(rh_columns(r, from, to));
}

/* Cuts the next line off *rest. A file without any line end is cut every 120 bytes. */
static bool
cut_line(struct rh_reader *rh, struct str *line)
{
	if (rh->rest.len == 0)
		return false;
	if (rh->one_line) {
		*line = str_slice(rh->rest, 0, RH_WIDTH);
		rh->rest = str_slice(rh->rest, RH_WIDTH, rh->rest.len);
		return true;
	}
	if (!str_cut(&rh->rest, '\n', line))
		return false;
	if (str_ends(*line, STR("\r")))
		line->len--;
	return true;
}

bool
rh_record_next(struct rh_reader *rh, struct rh_record *r)
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
		*r = (struct rh_record){.line = line,
		    .number = rh->line,
		    .stripped = line.ptr[0] != ' ',
		    .type = {trimmed.ptr[0], trimmed.ptr[1], 0}};
		r->utf8 = has_high_bytes(line) && text_is_utf8(line);
		rh->records++;
		return true;
	}
	return false;
}

void
rh_record_hold(struct rh_reader *rh, const struct rh_record *r)
{
	rh->held = *r;
	rh->has_held = true;
}

bool
rh_is(const struct rh_record *r, const char *type)
{
	return strcmp(r->type, type) == 0;
}

struct date
rh_date(struct statement_file *f, const struct rh_record *r, size_t from)
{
	struct str text = rh_field(r, from, from + 5);
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

bool
rh_amount(struct statement_file *f, const struct rh_record *r, size_t from, money *cents)
{
	struct str sign = rh_field(r, from, from),
		   text = rh_field(r, from + 1, from + 15);

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

struct balance
rh_balance(struct statement_file *f, const struct rh_record *r, size_t date,
    size_t amount, size_t currency)
{
	struct balance b = {
	    .date = rh_date(f, r, date), .currency = rh_field(r, currency, currency + 2)};

	b.known = rh_amount(f, r, amount, &b.cents);
	return b;
}
