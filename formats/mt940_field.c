/* Where a field of MT940 begins and ends, in spite of wrapped lines, broken tags and
 * envelopes. */
#include "formats/mt940_field.h"

#include "formats/mt940_text.h"

enum { MOST_FIELD = 64 * 1024 };

/* The tags that begin a field. Anything else between colons at the start of a line, such
 * as the minutes of a wrapped time, is text. */
static const char *const tags[] = {"20", "21", "25", "25P", "28", "28C", "34F", "13",
    "13D", "60F", "60M", "61", "86", "62F", "62M", "64", "65", "90C", "90D", "NS", "940",
    "942"};

/* The length of ":TAG:" at the start of s with the tag put into *tag, or 0. */
static size_t
tag_length(struct str s, struct str *tag)
{
	struct str head = str_slice(s, 1, 6);
	size_t colon = str_find(head, ':');

	if (s.len < 4 || s.ptr[0] != ':' || colon == head.len)
		return 0;
	*tag = str_slice(s, 1, 1 + colon);
	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
		if (str_is(*tag, tags[i]))
			return colon + 2;
	return 0;
}

/* s without what stands before a message: blanks, a byte order mark, ^A, the SWIFT blocks
 * {1:...}{2:...}{4:. */
static struct str
without_envelope(struct str s)
{
	static const struct str mark = {"\xef\xbb\xbf", 3};
	size_t block;

	if (str_starts(s, mark))
		s = str_slice(s, mark.len, s.len);
	while (s.len > 0 && (s.ptr[0] == 1 || char_is_blank(s.ptr[0])))
		s = str_slice(s, 1, s.len);
	if (s.len == 0 || s.ptr[0] != '{')
		return s;
	block = str_find_str(s, STR("{4:"));
	return block < s.len ? str_slice(s, block + 3, s.len) : s;
}

static bool
cut_line(struct mt940_reader *p, struct str *line)
{
	if (p->rest.len == 0 || !str_cut(&p->rest, '\n', line))
		return false;
	p->line++;
	if (str_ends(*line, STR("\r")))
		line->len--;
	return true;
}

static bool
is_lone_colon(struct str line)
{
	return line.len == 1 && line.ptr[0] == ':';
}

static bool
is_message_end(struct str line)
{
	line = str_trim(line);
	return line.len > 0 && line.ptr[0] == '-' &&
	    (line.len == 1 || line.ptr[1] == '}' || line.ptr[1] == 3 ||
		str_is(line, "-XXX"));
}

/* A value such as "15" or "26 ..." : the minutes of a time whose hours ended the line
 * before. */
static bool
looks_like_minutes(struct str value)
{
	return value.len >= 2 && str_all_digits(str_slice(value, 0, 2)) &&
	    (value.len == 2 || value.ptr[2] == ' ' || value.ptr[2] == '?');
}

/* Whether `line`, after the field before, begins another one: its tag and value.
 * ":25:166?00" inside a movement is a :86: whose tag was broken. */
static bool
begins_field(const struct mt940_reader *p, struct str line, struct mt940_field *next)
{
	bool in_movement = str_is(p->before.tag, "61") || str_is(p->before.tag, "86");
	size_t len = tag_length(line, &next->tag);

	if (len == 0 && p->lone_colon && str_starts(line, STR("86:"))) {
		next->tag = str_slice(line, 0, 2);
		len = 3;
	}
	if (len == 0)
		return false;
	next->text = str_slice(line, len, line.len);
	if (in_movement && str_is(next->tag, "25") && mt940_is_structured(next->text))
		next->tag = STR("86");
	if (in_movement && next->tag.ptr[0] != '6' && next->tag.ptr[0] != '8')
		return !looks_like_minutes(next->text);
	return true;
}

/* The field's text grows over the line ends to `line`, since both lie in the file. */
static void
extend(struct mt940_field *field, struct str line)
{
	size_t len = (size_t)(line.ptr + line.len - field->text.ptr);

	if (len <= MOST_FIELD)
		field->text.len = len;
}

static void
take_continuations(struct mt940_reader *p, struct mt940_field *field)
{
	struct mt940_field next;
	struct str line;

	for (;;) {
		struct mt940_reader here = *p;

		if (!cut_line(p, &line))
			return;
		if (is_message_end(line) || begins_field(p, line, &next) ||
		    begins_field(p, without_envelope(line), &next)) {
			*p = here;
			return;
		}
		p->lone_colon = is_lone_colon(line);
		if (!p->lone_colon)
			extend(field, line);
	}
}

bool
mt940_field_next(struct mt940_reader *p, struct mt940_field *field)
{
	struct str line;

	if (p->has_ahead) {
		*field = p->ahead;
		p->has_ahead = false;
		return true;
	}
	while (cut_line(p, &line)) {
		*field = (struct mt940_field){.line = p->line};
		if (!is_message_end(line) &&
		    !begins_field(p, without_envelope(line), field))
			continue;
		p->before = *field;
		p->lone_colon = false;
		if (field->tag.len > 0)
			take_continuations(p, field);
		return true;
	}
	return false;
}

void
mt940_field_give_back(struct mt940_reader *p, const struct mt940_field *field)
{
	p->ahead = *field;
	p->has_ahead = true;
}

int
mt940_field_bid(struct str bytes)
{
	struct str rest = str_slice(bytes, 0, 4096), line, tag;
	int bid = 0;

	for (int lines = 0; lines < 20 && str_cut(&rest, '\n', &line); lines++) {
		if (tag_length(without_envelope(line), &tag) == 0 || str_is(tag, "NS"))
			continue;
		bid = str_is(tag, "20") ? 90 : bid == 0 ? 50 : bid;
	}
	return bid;
}

bool
mt940_day(struct str digits, struct date *d)
{
	uint64_t n;
	int year, month, day;

	if (digits.len != 6 || !str_to_u64(digits, &n))
		return false;
	year = (int)(n / 10000);
	year += year < 80 ? 2000 : 1900;
	month = (int)(n / 100 % 100);
	day = (int)(n % 100);
	if (!date_is_valid(year, month, day))
		return false;
	*d = (struct date){(int16_t)year, (uint8_t)month, (uint8_t)day};
	return true;
}

bool
mt940_commercial_day(struct str digits, struct date *d)
{
	char last[6];

	if (digits.len != 6 || !str_is(str_slice(digits, 2, 4), "02") ||
	    (!str_is(str_slice(digits, 4, 6), "29") &&
		!str_is(str_slice(digits, 4, 6), "30")))
		return false;
	memcpy(last, digits.ptr, 4);
	memcpy(last + 4, "28", 2);
	if (!mt940_day((struct str){last, 6}, d))
		return false;
	if (date_is_valid(d->year, 2, 29))
		d->day = 29;
	return true;
}

bool
mt940_entry_day(struct str digits, struct date value, struct date *d)
{
	uint64_t n;
	int month, day, year = value.year;

	if (!str_to_u64(digits, &n) || date_is_none(value))
		return false;
	month = (int)(n / 100);
	day = (int)(n % 100);
	if (month == 1 && value.month == 12)
		year++;
	else if (month == 12 && value.month == 1)
		year--;
	if (!date_is_valid(year, month, day))
		return false;
	*d = (struct date){(int16_t)year, (uint8_t)month, (uint8_t)day};
	return true;
}
