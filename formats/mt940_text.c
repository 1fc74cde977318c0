/* What a bank says of a movement in :86: is taken apart here, so that mt940.c only knows
 * fields. */
#include "formats/mt940_text.h"

#include "formats/statement.h"

enum {
	LINE_WIDTH =
	    65, /* a full line was cut by the format, a shorter one by the bank */
	MOST_LINES = 256,
	SUB_FIELDS = 100,
};

bool
mt940_is_structured(struct str text)
{
	static const char marks[] = "?<>^@|";

	text = str_trim(text);
	return text.len >= 6 && str_all_digits(str_slice(text, 0, 3)) &&
	    memchr(marks, text.ptr[3], sizeof marks - 1) != NULL &&
	    char_is_digit(text.ptr[4]) && char_is_digit(text.ptr[5]);
}

static size_t
split_lines(struct str text, struct str lines[MOST_LINES])
{
	struct str line;
	size_t count = 0;

	while (count < MOST_LINES && str_cut(&text, '\n', &line))
		lines[count++] =
		    str_ends(line, STR("\r")) ? str_slice(line, 0, line.len - 1) : line;
	return count;
}

/* The lines joined: with nothing where the format cut a full line, with a blank where the
 * bank began a new one. */
static struct str
join_free(struct arena *a, const struct str *lines, size_t count)
{
	struct str *pieces = arena_new_array(a, count * 2, struct str);
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct str line = lines[i];

		if (str_trim(line).len == 0)
			continue;
		if (line.len < LINE_WIDTH)
			line = str_trim(line);
		pieces[n++] = line;
		if (line.len < LINE_WIDTH)
			pieces[n++] = STR(" ");
	}
	return str_trim(statement_join(a, pieces, n, (struct str){0}));
}

/* --- words between slashes ---------------------------------------------------------- */

static const char *const words[] = {"TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "ISDT",
    "BENM", "ORDP", "CSID", "MARF", "ADDR", "ULTD", "ULTB", "PREF", "PURP", "RTRN",
    "OCMT", "CHGS", "EXCH", "SVCL", "TRCD", "NRTX", "TXTS"};

/* The length of "/WORD/" at the start of s, or 0. */
static size_t
word_length(struct str s)
{
	if (s.len == 0 || s.ptr[0] != '/')
		return 0;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct str w = str_of(words[i]);

		if (s.len >= w.len + 2 && s.ptr[w.len + 1] == '/' &&
		    str_equal(str_slice(s, 1, w.len + 1), w))
			return w.len + 2;
	}
	return 0;
}

/* The text behind "/WORD/" up to the next of the words; empty when it is not there. */
static struct str
word_value(struct str text, const char *word)
{
	size_t from = str_find_str(text, str_of(word)), to;

	if (from == text.len)
		return (struct str){0};
	from += strlen(word);
	for (to = from; to < text.len; to++)
		if (word_length(str_slice(text, to, text.len)) > 0)
			break;
	return str_trim(str_slice(text, from, to));
}

/* The text before the first of the words. */
static struct str
before_words(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (word_length(str_slice(text, i, text.len)) > 0)
			return str_trim(str_slice(text, 0, i));
	return text;
}

static void
set_if(struct str *to, struct str value)
{
	if (value.len > 0 && !statement_is_no_reference(value))
		*to = value;
}

static void
read_free(struct movement *m, struct str text, struct arena *a)
{
	struct str lines[MOST_LINES], whole;
	size_t count = split_lines(text, lines);

	whole = statement_text(a, join_free(a, lines, count));
	m->remittance = whole;
	m->text = whole;
	set_if(&m->end_to_end, word_value(whole, "/EREF/"));
	set_if(&m->party, word_value(whole, "/NAME/"));
	if (m->party.len == 0)
		set_if(&m->party, word_value(whole, "/ORDP/"));
	set_if(&m->party_account, word_value(whole, "/IBAN/"));
	if (word_length(whole) == 0)
		m->remittance = before_words(whole);
	else
		set_if(&m->remittance, word_value(whole, "/REMI/"));
}

/* --- numbered sub-fields ------------------------------------------------------------ */

/* The mark of sub-fields, '?' with most banks, stands behind the code of three digits. */
static bool
is_sub_field(struct str s, size_t at)
{
	return at + 2 < s.len && s.ptr[at] == s.ptr[3] && char_is_digit(s.ptr[at + 1]) &&
	    char_is_digit(s.ptr[at + 2]);
}

/* The pieces of the sub-fields from .. to, in the order of the text, joined. */
static struct str
sub_fields(struct arena *a, struct str s, int from, int to)
{
	struct str pieces[SUB_FIELDS];
	size_t count = 0, at = 0;

	while (at < s.len && count < SUB_FIELDS) {
		size_t end = at + 1;
		int number;

		if (!is_sub_field(s, at)) {
			at++;
			continue;
		}
		number = (s.ptr[at + 1] - '0') * 10 + (s.ptr[at + 2] - '0');
		while (end < s.len && !is_sub_field(s, end))
			end++;
		if (number >= from && number <= to)
			pieces[count++] = str_slice(s, at + 3, end);
		at = end;
	}
	return str_trim(statement_join(a, pieces, count, (struct str){0}));
}

/* SEPA's keywords inside ?20..?29, each "XXXX+". */
static struct str
keyword_value(struct str text, struct str keyword)
{
	static const struct str keywords[] = {{"EREF+", 5}, {"KREF+", 5}, {"MREF+", 5},
	    {"CRED+", 5}, {"DEBT+", 5}, {"COAM+", 5}, {"OAMT+", 5}, {"SVWZ+", 5},
	    {"ABWA+", 5}, {"ABWE+", 5}, {"IBAN+", 5}, {"BIC+", 4}};
	size_t from = str_find_str(text, keyword), to = text.len;

	if (from == text.len)
		return (struct str){0};
	from += keyword.len;
	for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
		struct str rest = str_slice(text, from, text.len);
		size_t at = str_find_str(rest, keywords[i]);

		if (at < rest.len && from + at < to)
			to = from + at;
	}
	return str_trim(str_slice(text, from, to));
}

static void
read_structured(struct movement *m, struct str text, struct arena *a)
{
	struct str lines[MOST_LINES], whole, words_of_payer, more;
	size_t count = split_lines(str_trim(text), lines);

	whole = statement_text(a, statement_join(a, lines, count, (struct str){0}));
	m->text = whole;
	words_of_payer = sub_fields(a, whole, 20, 29);
	more = sub_fields(a, whole, 60, 69);
	if (more.len > 0)
		words_of_payer = statement_join(
		    a, (struct str[]){words_of_payer, more}, 2, (struct str){0});
	m->remittance = words_of_payer;
	set_if(&m->remittance, keyword_value(words_of_payer, STR("SVWZ+")));
	set_if(&m->end_to_end, keyword_value(words_of_payer, STR("EREF+")));
	m->party = sub_fields(a, whole, 32, 33);
	m->party_account = sub_fields(a, whole, 31, 31);
	if (m->remittance.len == 0)
		m->remittance = sub_fields(a, whole, 0, 9);
}

void
mt940_read_text(struct movement *m, struct str text, struct arena *a)
{
	if (mt940_is_structured(text))
		read_structured(m, text, a);
	else
		read_free(m, text, a);
}
