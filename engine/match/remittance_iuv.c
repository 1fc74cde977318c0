/* IUVs in a bank's text: behind RFS (ISO 11649 references, often printed in groups of
 * four) and RFB (any other). */
#include "match/remittance_id.h"
#include "match/remittance_text.h"

enum { REFERENCE_MOST = 25, IUV_MOST = 35, NOTICE_DIGITS = 18 };

/* ISO 7064 mod 97-10 over the reference with its first four characters moved behind. */
static bool
is_reference(struct str s)
{
	unsigned rest = 0;

	if (s.len < 5 || s.len > REFERENCE_MOST)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = char_upper(s.ptr[(i + 4) % s.len]);

		if (!remittance_is_alnum(c))
			return false;
		rest = char_is_digit(c) ? (rest * 10 + (unsigned)(c - '0')) % 97
					: (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
	}
	return rest == 1;
}

struct iuv {
	char text[64];
	size_t len;
	size_t from, at;
};

static struct str
text_of(const struct iuv *v)
{
	return (struct str){v->text, v->len};
}

static bool
is_rf(const struct iuv *v)
{
	return str_starts_nocase(text_of(v), STR("RF"));
}

static void
add_run(struct iuv *v, const struct remittance_text *t)
{
	size_t end = remittance_run(t, v->at);

	for (; v->at < end; v->at++)
		if (v->len < sizeof v->text)
			v->text[v->len++] = t->ptr[v->at];
}

/* True when letters, digits and blanks up to a slash are short enough for a reference. */
static bool
reference_closes(const struct iuv *v, const struct remittance_text *t)
{
	size_t len = v->len, at = v->at;

	for (; at < t->len && t->ptr[at] != '/'; at++) {
		if (!remittance_is_alnum(t->ptr[at]) && !char_is_blank(t->ptr[at]))
			return false;
		len += remittance_is_alnum(t->ptr[at]) ? 1 : 0;
	}
	return at < t->len && len <= REFERENCE_MOST;
}

/* Whether the piece behind a blank is one more group of an ISO 11649 reference. */
static bool
is_group(
    const struct iuv *v, const struct remittance_text *t, struct str piece, size_t last)
{
	if (!is_rf(v) || is_reference(text_of(v)) || v->len + piece.len > REFERENCE_MOST)
		return false;
	return (last == 4 && piece.len <= 4) || reference_closes(v, t);
}

/* True when nothing but digits and blanks stands between `at` and a slash. */
static bool
closes_with_slash(const struct remittance_text *t, size_t at)
{
	while (at < t->len &&
	    (char_is_digit(t->ptr[at]) || t->ptr[at] == ' ' || t->ptr[at] == '\n'))
		at++;
	return remittance_char(t, at) == '/';
}

/* Whether the piece behind a gap is the rest of a number. It is when a slash closes it or
 * the two make a number of 15 or 17 digits. */
static bool
is_rest(const struct iuv *v, struct str piece, bool closed, enum remittance_gap gap)
{
	size_t len = v->len + piece.len;

	if (!str_all_digits(text_of(v)) || !str_all_digits(piece) || len > IUV_MOST)
		return false;
	if (v->len == 15 || v->len == 17)
		return false;
	return closed || gap == GAP_WRAP || len == 15 || len == 17;
}

static void
join_pieces(struct iuv *v, const struct remittance_text *t)
{
	size_t last = v->len;

	for (int i = 0; i < 8; i++) {
		size_t at = v->at, end;
		enum remittance_gap gap = remittance_skip_gap(t, &at);
		struct str piece;

		end = remittance_run(t, at);
		piece = (struct str){t->ptr + at, end - at};
		if (gap == GAP_NONE || piece.len == 0)
			return;
		if (!is_group(v, t, piece, last) &&
		    !is_rest(v, piece, closes_with_slash(t, at), gap))
			return;
		v->at = at;
		last = piece.len;
		add_run(v, t);
	}
}

/* The amount behind the IUV: "/123.36", "//98.00", "/1.234,56". */
static bool
skip_amount(const struct remittance_text *t, size_t *at)
{
	size_t p = *at, digits = 0;

	if (remittance_char(t, p) == ' ' || remittance_char(t, p) == '\n')
		return false;
	while (p < t->len && !remittance_is_alnum(t->ptr[p]) && p - *at < 4)
		p++;
	while (p < t->len &&
	    (char_is_digit(t->ptr[p]) || t->ptr[p] == '.' || t->ptr[p] == ','))
		digits += char_is_digit(t->ptr[p++]) ? 1 : 0;
	if (digits == 0 || p == *at)
		return false;
	*at = p;
	return true;
}

static bool
is_integration(const struct remittance_text *t, size_t at)
{
	size_t i = 0;

	while (i < t->letter_count && t->place[i] < at)
		i++;
	return remittance_has_word(t, i, "TXTINTEGRAZIONE");
}

/* How sure it is that this is an IUV. A number of 18 digits is a notice number; short
 * codes are believed only when an amount stands behind them, as the form asks. */
static enum remittance_kind
judge(const struct iuv *v, bool amount)
{
	struct str id = text_of(v);
	bool digits = str_all_digits(id);

	if (id.len > IUV_MOST || !remittance_has_digit(id) ||
	    (digits && id.len == NOTICE_DIGITS))
		return REMITTANCE_IUV_DOUBTFUL;
	if (is_rf(v) || amount || (digits && (id.len == 15 || id.len == 17)))
		return REMITTANCE_IUV;
	return REMITTANCE_IUV_DOUBTFUL;
}

/* Text glued behind a reference: what the check digits prove, else what fits. */
static bool
cut_reference(struct iuv *v)
{
	if (!is_rf(v) || v->len <= REFERENCE_MOST)
		return true;
	v->len = REFERENCE_MOST;
	return is_reference(text_of(v));
}

/* "/RFB//10.00": the amount stands where the IUV is missing. */
static bool
is_amount(const struct iuv *v, const struct remittance_text *t)
{
	char mark = remittance_char(t, v->at);

	return str_all_digits(text_of(v)) && v->len <= 9 &&
	    (mark == '.' || mark == ',') && char_is_digit(remittance_char(t, v->at + 1));
}

static bool
read_iuv(struct iuv *v, const struct remittance_text *t, bool slash, struct remittance *r)
{
	enum remittance_kind kind;
	size_t behind;
	bool amount, whole;

	add_run(v, t);
	join_pieces(v, t);
	whole = cut_reference(v);
	if (v->len == 0 || is_amount(v, t) || str_equal_nocase(text_of(v), STR("URI")))
		return false;
	if (!slash && (v->len < 10 || !remittance_has_digit(text_of(v))))
		return false;
	behind = v->at;
	amount = skip_amount(t, &behind);
	kind = whole ? judge(v, amount) : REMITTANCE_IUV_DOUBTFUL;
	if (kind == REMITTANCE_IUV && is_integration(t, behind))
		kind = REMITTANCE_INTEGRATION_IUV;
	if (is_rf(v)) /* ISO 11649 knows no small letters */
		for (size_t i = 0; i < v->len; i++)
			v->text[i] = char_upper(v->text[i]);
	*r = (struct remittance){.kind = kind,
	    .id = arena_str(t->arena, text_of(v)),
	    .rule = is_rf(v) ? "ISO 11649 reference" : "code behind RFB or RFS",
	    .offset = t->origin[v->from]};
	return true;
}

/* RFS or RFB as a word at `at`, which line ends may cut: the byte behind it, or 0. */
static size_t
keyword_end(const struct remittance_text *t, size_t at)
{
	size_t n = 0;

	if (at > 0 && remittance_is_alnum(t->ptr[at - 1]))
		return 0;
	for (; at < t->len && n < 3; at++) {
		char c = char_upper(t->ptr[at]);

		if (c == '\n' && n > 0)
			continue;
		if (n == 2 ? c != 'S' && c != 'B' : c != "RF"[n])
			return 0;
		n++;
	}
	return n == 3 && !remittance_is_alnum(remittance_char(t, at)) ? at : 0;
}

bool
remittance_find_iuv(const struct remittance_text *t, size_t *at, struct remittance *r)
{
	for (size_t i = *at; i < t->len; i++) {
		size_t end = keyword_end(t, i);
		struct iuv v = {.from = end};
		bool slash = end > 0 && remittance_char(t, end) != ' ';

		if (end == 0)
			continue;
		while (v.from < t->len && v.from - end < 4 &&
		    !remittance_is_alnum(t->ptr[v.from]))
			v.from++;
		v.at = v.from;
		if (v.from >= t->len || !read_iuv(&v, t, slash, r))
			continue;
		*at = v.at;
		return true;
	}
	return false;
}
