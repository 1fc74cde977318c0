/* Ids of flows in a bank's text: where they begin, where they end, and how sure that is.
 */
#include "match/remittance_text.h"

#include "match/remittance_id.h"
#include "model/flow.h"

/* LOOK_BACK: letters between the keyword and URI, where SACI 1.4 puts text. */
enum {
	LOOK_BACK = 80,
	SEPARATORS_MOST = 4, /* between URI and the id */
	JOINS_MOST = 3       /* pieces that a blank cut off */
};

/* An id as it is gathered. */
struct gathered {
	char text[128];
	size_t len;
	size_t from;     /* where it begins */
	size_t at;       /* what comes next */
	bool wrong_date; /* there is no such day */
	bool joined;     /* pieces were put together that a blank held apart */
	bool bare_date;  /* hyphens of the date are lost */
	size_t shorter;  /* the length of the id if the last piece is none of it, or 0 */
};

static struct str
text_of(const struct gathered *g)
{
	return (struct str){g->text, g->len};
}

static void
add(struct gathered *g, char c)
{
	if (g->len < sizeof g->text)
		g->text[g->len++] = c;
}

static void
add_run(struct gathered *g, const struct remittance_text *t)
{
	size_t end = remittance_run(t, g->at);

	while (g->at < end)
		add(g, t->ptr[g->at++]);
}

/* Gathers YYYY-MM-DD, which blanks and line ends may cut anywhere: the number of its
 * characters that are there. */
static size_t
gather_date(struct gathered *g, const struct remittance_text *t)
{
	static const char shape[] = "dddd-dd-dd";
	size_t n = 0, at = g->at;

	while (n < sizeof shape - 1) {
		char c;

		if (n > 0)
			(void)remittance_skip_gap(t, &at);
		c = remittance_char(t, at);
		if (shape[n] == 'd' ? !char_is_digit(c) : c != '-')
			break;
		add(g, c);
		g->at = ++at;
		n++;
	}
	return n;
}

/* Gathers a date whose hyphens are lost or became other marks: "20240726", "2024 07 26",
 * "2024.07.26". */
static bool
gather_bare_date(struct gathered *g, const struct remittance_text *t)
{
	char digits[9] = "";
	size_t at = g->from, n = 0;
	struct date d;

	while (n < 8) {
		char c = remittance_char(t, at);

		if (char_is_digit(c))
			digits[n++] = c;
		else if ((n != 4 && n != 6) || c == '\0' || remittance_is_alnum(c))
			return false;
		at++;
	}
	if (!date_parse(str_of(digits), &d) || d.year < 2000 || d.year > 2100)
		return false;
	*g = (struct gathered){.from = g->from, .at = at, .bare_date = true};
	for (n = 0; n < 8; n++)
		add(g, digits[n]);
	return true;
}

/* The columns at which banks cut lines: MT940 sub-fields, SEPA ids, MT940, SWIFT, print.
 */
static bool
is_line_width(size_t width)
{
	return width == 27 || width == 35 || width == 65 || width == 70 || width == 80;
}

static size_t
line_width(const struct remittance_text *t, size_t at)
{
	size_t from = at;

	while (from > 0 && t->ptr[from - 1] != '\n')
		from--;
	return at - from;
}

/* Whether the piece behind a gap belongs to the id gathered so far. */
static bool
belongs(const struct gathered *g, struct str piece, enum remittance_gap gap, bool various)
{
	struct str id = text_of(g);
	bool digit = remittance_has_digit(piece);

	if (piece.len == 0 || id.len + piece.len > FLOW_ID_MOST ||
	    remittance_is_foreign(piece))
		return false;
	if (remittance_id_is_whole(id) && !g->bare_date)
		return gap == GAP_WRAP && digit;
	if (gap == GAP_WRAP || id.ptr[id.len - 1] == '-' || piece.ptr[0] == '-')
		return digit || str_find(piece, '-') < piece.len || various;
	if (g->bare_date)
		return digit && !remittance_id_is_whole(id) &&
		    str_find(id, '-') == id.len;
	return str_find(piece, '-') < piece.len || various ||
	    (id.len == 10 && digit && piece.len >= REMITTANCE_PROGRESSIVE_LEAST);
}

/* Puts behind the id the pieces that were cut off it. `various`: the text begins with
 * ACCREDITI VARI, where a treasurer's program cuts ids with a blank. */
static void
join_pieces(struct gathered *g, const struct remittance_text *t, bool various)
{
	for (int i = 0; i < JOINS_MOST; i++) {
		size_t at = g->at, end;
		enum remittance_gap gap = remittance_skip_gap(t, &at);
		struct str piece;

		if (gap == GAP_NONE)
			return;
		end = remittance_run(t, at);
		piece = (struct str){t->ptr + at, end - at};
		if (!belongs(g, piece, gap, various))
			return;
		g->joined |= gap == GAP_BLANK;
		if (remittance_id_is_whole(text_of(g)) &&
		    !is_line_width(line_width(t, g->at))) {
			g->joined = true;
			g->shorter = g->len;
		}
		g->at = at;
		add_run(g, t);
	}
}

/* True when the id runs to the very end of a text that is as long as a field can be: the
 * EndToEndId of a credit transfer (35) or its remittance information (140). */
static bool
is_cut(const struct gathered *g, const struct remittance_text *t)
{
	if (remittance_char(t, g->at) == '.' && remittance_char(t, g->at + 1) == '.')
		return true;
	return g->at == t->len && (t->len == 35 || t->len == 140);
}

static bool
answer(struct remittance *r, const struct remittance_text *t, const struct gathered *g,
    enum remittance_kind kind, const char *rule)
{
	*r =
	    (struct remittance){.kind = kind, .rule = rule, .offset = t->origin[g->from]};
	if (kind == REMITTANCE_FLOW_TOO_LONG)
		return true;
	r->id = arena_str(t->arena, text_of(g));
	if (g->shorter > 0)
		r->others[r->other_count++] =
		    arena_str(t->arena, str_slice(text_of(g), 0, g->shorter));
	return true;
}

/* A blank may stand inside an id that looks whole: the id with the next piece is tried
 * when no flow has the shorter one. */
static void
propose_longer(
    struct remittance *r, const struct remittance_text *t, const struct gathered *g)
{
	struct str piece;
	size_t at = g->at, end;

	if (remittance_skip_gap(t, &at) == GAP_NONE)
		return;
	end = remittance_run(t, at);
	piece = (struct str){t->ptr + at, end - at};
	if (piece.len == 0 || g->len + piece.len > FLOW_ID_MOST ||
	    remittance_is_foreign(piece))
		return;
	r->others[r->other_count++] =
	    arena_format(t->arena, "%.*s%.*s", STR_ARG(text_of(g)), STR_ARG(piece));
}

/* The rest of 32 hexadecimal digits behind a gap. */
static void
join_hexadecimal(struct gathered *g, const struct remittance_text *t)
{
	size_t at = g->at, end;
	enum remittance_gap gap = remittance_skip_gap(t, &at);

	end = remittance_run(t, at);
	if (gap == GAP_NONE || g->len + (end - at) != 32 ||
	    !remittance_is_hexadecimal((struct str){t->ptr + at, end - at}))
		return;
	g->joined = gap == GAP_BLANK;
	g->at = at;
	add_run(g, t);
}

/* What follows URI does not begin with a date: an id of the first years (32 hexadecimal
 * digits), or another code in the wrong place. */
static bool
read_other(struct gathered *g, const struct remittance_text *t, struct remittance *r)
{
	struct str id;

	add_run(g, t);
	join_hexadecimal(g, t);
	id = text_of(g);
	if (id.len == 32 && remittance_is_hexadecimal(id) && g->joined)
		return answer(r, t, g, REMITTANCE_FLOW_DOUBTFUL, "blank inside the id");
	if (id.len == 32 && remittance_is_hexadecimal(id))
		return answer(r, t, g, REMITTANCE_FLOW, "id of 32 hexadecimal digits");
	if (id.len > FLOW_ID_MOST)
		return answer(
		    r, t, g, REMITTANCE_FLOW_TOO_LONG, "more than 35 characters");
	if (id.len < 8 || !remittance_has_digit(id))
		return false;
	return answer(r, t, g, REMITTANCE_FLOW_DOUBTFUL, "no date behind URI");
}

/* The id has a date; says what it is worth. */
static bool
judge(struct gathered *g, const struct remittance_text *t, struct remittance *r)
{
	struct str id = text_of(g);
	size_t second = g->bare_date ? 0 : remittance_doubled_date(id);

	if (second > 0) {
		memmove(g->text, g->text + second, g->len - second);
		g->len -= second;
		g->from += second;
		id = text_of(g);
		return answer(r, t, g,
		    id.len > FLOW_ID_MOST            ? REMITTANCE_FLOW_TOO_LONG
			: remittance_id_is_whole(id) ? REMITTANCE_FLOW_DOUBTFUL
						     : REMITTANCE_FLOW_PARTIAL,
		    "date begun twice");
	}
	if (id.len > FLOW_ID_MOST)
		return answer(
		    r, t, g, REMITTANCE_FLOW_TOO_LONG, "more than 35 characters");
	if (g->bare_date)
		return answer(r, t, g, REMITTANCE_FLOW_DOUBTFUL, "hyphens lost");
	if (g->wrong_date)
		return answer(r, t, g, REMITTANCE_FLOW_DOUBTFUL, "no such day");
	if (g->joined)
		return answer(r, t, g, REMITTANCE_FLOW_DOUBTFUL, "blank inside the id");
	if (!remittance_id_is_whole(id) || is_cut(g, t))
		answer(r, t, g, REMITTANCE_FLOW_PARTIAL, "cut");
	else
		answer(r, t, g, REMITTANCE_FLOW, "whole id");
	propose_longer(r, t, g);
	return true;
}

/* The id that begins at g->from. */
static bool
read_id(struct gathered *g, const struct remittance_text *t, bool various,
    struct remittance *r)
{
	struct date d;
	size_t n = gather_date(g, t);

	if (n < 10 && gather_bare_date(g, t)) {
		add_run(g, t);
		join_pieces(g, t, various);
		return judge(g, t, r);
	}
	if (n < 10) {
		bool ends = !remittance_is_id_char(remittance_char(t, g->at));

		if (ends && n > 0 && (n < 5 || g->text[4] == '-'))
			return answer(
			    r, t, g, REMITTANCE_FLOW_PARTIAL, "cut in the date");
		*g = (struct gathered){.from = g->from, .at = g->from};
		return read_other(g, t, r);
	}
	g->wrong_date = !date_parse(text_of(g), &d);
	add_run(g, t);
	join_pieces(g, t, various);
	return judge(g, t, r);
}

/* The keyword in front of the URI at letter i. */
enum keyword { KEYWORD_NONE, KEYWORD_FLOW, KEYWORD_INTEGRATION };

static enum keyword
keyword_before(const struct remittance_text *t, size_t i)
{
	size_t least = i > LOOK_BACK ? i - LOOK_BACK : 0;

	for (size_t k = i; k-- > least;) {
		if (remittance_has_word(t, k, "URI") && k + 3 < i)
			return KEYWORD_NONE;
		if (remittance_has_word(t, k, "INTEGRAZ"))
			return KEYWORD_INTEGRATION;
		if (remittance_has_word(t, k, "LGPE") ||
		    remittance_has_word(t, k, "RIVERSA") ||
		    remittance_has_word(t, k, "PURURI") ||
		    remittance_has_word(t, k, "PURTXT"))
			return KEYWORD_FLOW;
	}
	return KEYWORD_NONE;
}

/* True when the URI at letter i is a word: nothing but separators or a digit behind it.
 */
static bool
is_uri(const struct remittance_text *t, size_t i, enum keyword keyword, size_t *at)
{
	char before = i == 0 ? ' ' : remittance_char(t, (size_t)t->place[i] - 1);
	size_t end = (size_t)t->place[i + 2] + 1;
	bool apart = t->place[i] == 0 || !remittance_is_alnum(before);
	char c = remittance_char(t, end);

	*at = end;
	while (*at - end < SEPARATORS_MOST && *at < t->len &&
	    !remittance_is_alnum(t->ptr[*at]))
		(*at)++;
	if (!remittance_is_alnum(remittance_char(t, *at)))
		return false;
	return (apart || keyword != KEYWORD_NONE) && (!char_is_alpha(c) || c == '\0');
}

static bool
is_various(const struct remittance_text *t)
{
	return remittance_has_word(t, 0, "ACCREDITIVARI");
}

/* The letters of a keyword, or of a provider's code, were made small, and those of the id
 * with them. */
static void
doubt_case(const struct remittance_text *t, size_t i, struct remittance *r)
{
	struct str rest = str_slice(r->id, 10, r->id.len);
	struct str code = str_slice(rest, 0, str_find(rest, '-'));
	bool small = !char_is_upper(t->ptr[t->place[i]]) ||
	    (code.len >= 8 && remittance_provider_length(code) == code.len);

	if (r->kind == REMITTANCE_FLOW && small && remittance_is_lower_only(r->id) &&
	    !remittance_is_hexadecimal(r->id)) {
		r->kind = REMITTANCE_FLOW_DOUBTFUL;
		r->rule = "letters made small";
	}
}

bool
remittance_find_flow(
    const struct remittance_text *t, size_t *letter, struct remittance *r)
{
	for (size_t i = *letter; i + 3 < t->letter_count; i++) {
		enum keyword keyword;
		struct gathered g = {0};

		if (!remittance_has_word(t, i, "URI"))
			continue;
		keyword = keyword_before(t, i);
		if (!is_uri(t, i, keyword, &g.from))
			continue;
		g.at = g.from;
		if (!read_id(&g, t, is_various(t), r))
			continue;
		if (keyword == KEYWORD_NONE && !remittance_id_is_certain(r->id))
			continue;
		doubt_case(t, i, r);
		if (keyword == KEYWORD_INTEGRATION && r->kind == REMITTANCE_FLOW)
			r->kind = REMITTANCE_INTEGRATION_FLOW;
		*letter = i + 3;
		return true;
	}
	return false;
}

bool
remittance_find_bare(const struct remittance_text *t, struct remittance *r)
{
	for (size_t at = 0; at < t->len; at++) {
		struct gathered g = {.from = at, .at = at};

		if (!char_is_digit(t->ptr[at]) ||
		    (at > 0 && remittance_is_id_char(t->ptr[at - 1])))
			continue;
		add_run(&g, t);
		if (!remittance_id_is_certain(text_of(&g)))
			continue;
		return answer(r, t, &g, REMITTANCE_FLOW_DOUBTFUL, "id without a keyword");
	}
	return false;
}
