/* The lower half of a notice: what is needed to pay, first the whole, then instalments in
 * rows of two or three. */
#include "formats/notice_sheet.h"

enum {
	TITLE_BASELINE = 503,
	DATA = 5903, /* where the data beside a single QR begin */
	NOTICE_CODE = 9419,
	NOTICE_CODE_ROOM = 5300,
	DATA_LEAD = 370,
	CBILL = 3327, /* beside the creditor's code in a column */
	HINT_WIDTH = DATA - MARGIN - 500,
	BELOW_HINT = 340, /* from its last baseline to the next bar, at least */
};

struct str
sheet_with_date(struct sheet *s, struct str name, struct date due)
{
	if (date_is_none(due))
		return name;
	return arena_format(s->arena, "%.*s %.*s %.*s", STR_ARG(name),
	    STR_ARG(s->press->texts[WORD_BY].plain), STR_ARG(sheet_date(s, due)));
}

/* A label and its bold value below; returns the baseline of the next label. */
static int
datum(struct sheet *s, int x, int baseline, int width, enum notice_word word,
    struct str value)
{
	page_tag(s->page, ROLE_TEXT);
	sheet_label(s, FACE_REGULAR, 8, x, baseline, width, word);
	baseline = sheet_lines(
	    s, FACE_BOLD, 8, INK_BLACK, x, baseline + DATA_LEAD, width, DATA_LEAD, value);
	page_tag_end(s->page);
	return baseline + 556;
}

/* A label and its value in fixed width, within an element; both end at x when `room` is
 * below zero, and the label has that much room to its left. */
static void
put_code(struct sheet *s, int x, int room, int baseline, int lead, enum notice_word word,
    struct str value)
{
	struct page *g = s->page;
	int wide = sheet_label_width(s, FACE_REGULAR, 8, word), label = x;

	if (value.len == 0)
		return;
	if (room < 0) {
		room = -room;
		if (wide > room)
			wide =
			    page_width(g, FACE_REGULAR, 8, s->press->texts[word].plain);
		label -= wide < room ? wide : room;
		x -= page_width(g, FACE_MONO_BOLD, 10, value);
	}
	sheet_label(s, FACE_REGULAR, 8, label, baseline, room, word);
	page_set_own(g, word != WORD_CREDITOR_CODE && word != WORD_CBILL);
	page_text(g, FACE_MONO_BOLD, 10, INK_BLACK, x, baseline + lead, value);
	page_set_own(g, false);
}

/* The same as an element of its own. */
static void
code(struct sheet *s, int x, int room, int baseline, int lead, enum notice_word word,
    struct str value)
{
	page_tag(s->page, ROLE_TEXT);
	put_code(s, x, room, baseline, lead, word, value);
	page_tag_end(s->page);
}

static int
hint_lead(int size)
{
	return size == 8 ? 397 : 320;
}

/* The text of a hint in the second language; empty where there is no room for it. */
static struct str
second_hint(const struct sheet *s, enum notice_word word, bool is_short)
{
	return is_short ? (struct str){0} : s->press->texts[word].second;
}

/* From the first baseline of a hint to its last, in one language or two. */
static int
hint_height(struct sheet *s, int size, int width, enum notice_word word, bool is_short)
{
	struct str second = second_hint(s, word, is_short);
	int lead = hint_lead(size);
	int height = sheet_rich_height(s, size, width, lead, s->press->texts[word].plain);

	if (second.len == 0)
		return height;
	return height + lead + sheet_rich_height(s, size, width, lead, second);
}

static void
hint(struct sheet *s, int size, int x, int baseline, int width, enum notice_word word,
    bool is_short)
{
	struct str second = second_hint(s, word, is_short);
	int lead = hint_lead(size);

	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_rich(
	    s, size, INK_BLACK, x, baseline, width, lead, s->press->texts[word].plain);
	page_tag_end(s->page);
	if (second.len == 0)
		return;
	page_tag_language(s->page, ROLE_TEXT, notice_language_tag(s->look->second));
	sheet_rich(s, size, INK_GREY, x, baseline + lead, width, lead, second);
	page_tag_end(s->page);
}

/* The bar of the details; at its right what they are of, "Rata unica entro il" with the
 * second language of the last words in grey, and the date. */
static void
details_bar(struct sheet *s, struct str name, struct date due)
{
	const struct notice_text *by = &s->press->texts[WORD_BY];
	struct str left = name, second = {0}, date = {0};
	int right = RIGHT_EDGE, y = s->y + TITLE_BASELINE;

	page_bar(s->page, INK_BAR, 0, s->y, PAGE_WIDTH, BAR_HEIGHT);
	if (by->second.len > 0 && !date_is_none(due)) {
		left = arena_format(
		    s->arena, "%.*s %.*s", STR_ARG(name), STR_ARG(by->plain));
		second = arena_format(s->arena, " · %.*s ", STR_ARG(by->second));
		date = sheet_date(s, due);
	} else if (name.len > 0) {
		left = sheet_with_date(s, name, due);
	}
	right -= page_width(s->page, FACE_BOLD, 10, date);
	right -= page_width(s->page, FACE_REGULAR, 8, second);
	right -= page_width(s->page, FACE_BOLD, 10, left);
	sheet_title(s, MARGIN, right - BELOW_HINT, y, WORD_DETAILS);
	if (left.len == 0)
		return;
	page_tag(s->page, ROLE_TEXT);
	page_text(s->page, FACE_BOLD, 10, INK_BLACK, right, y, left);
	right += page_width(s->page, FACE_BOLD, 10, left);
	page_text(s->page, FACE_REGULAR, 8, INK_GREY, right, y, second);
	page_text_right(s->page, FACE_BOLD, 10, INK_BLACK, RIGHT_EDGE, y, date);
	page_tag_end(s->page);
}

/* "Euro 1.500,00" ending at the right margin; returns where it begins. */
static int
amount_at_right(struct sheet *s, int baseline, money cents)
{
	struct str value = sheet_money(s, cents);
	struct str euro = s->press->texts[WORD_EURO].plain;
	int x = RIGHT_EDGE - page_width(s->page, FACE_MONO_BOLD, 12, value);
	int start = x - page_width(s->page, FACE_REGULAR, 10, euro) - 80;

	page_tag(s->page, ROLE_TEXT);
	page_text(s->page, FACE_REGULAR, 10, INK_BLACK, start, baseline, euro);
	page_text(s->page, FACE_MONO_BOLD, 12, INK_BLACK, x, baseline, value);
	page_tag_end(s->page);
	return start;
}

int
sheet_whole(struct sheet *s, struct err *e)
{
	const struct notice *n = s->notice;
	const struct notice_payment *whole = n->full;
	struct str name = s->press->texts[WORD_WHOLE].plain;
	int y = s->y, start, baseline, codes, hint_end;

	details_bar(s, name, whole->due);
	if (sheet_qr(s, whole, 1005, y + 1402, 2487, e) != 0)
		return -1;
	start = amount_at_right(s, y + 1825, whole->cents);
	baseline =
	    datum(s, DATA, y + 1640, start - DATA - 300, WORD_DEBTOR, n->debtor_name);
	baseline = datum(
	    s, DATA, baseline, RIGHT_EDGE - DATA, WORD_CREDITOR, s->look->creditor_name);
	baseline = datum(s, DATA, baseline, RIGHT_EDGE - DATA, WORD_SUBJECT, n->subject);
	hint(s, 8, MARGIN, y + 4656, HINT_WIDTH, WORD_HINT_WHOLE, false);
	hint_end = y + 4656 + hint_height(s, 8, HINT_WIDTH, WORD_HINT_WHOLE, false);
	codes = baseline + 211 > y + 4629 ? baseline + 211 : y + 4629;
	code(s, DATA, NOTICE_CODE - DATA - 200, codes, 582, WORD_CBILL, s->look->cbill);
	code(s, s->look->cbill.len > 0 ? NOTICE_CODE : DATA, NOTICE_CODE_ROOM, codes, 582,
	    WORD_NOTICE_CODE, sheet_nav(s, whole->nav));
	code(s, RIGHT_EDGE, NOTICE_CODE + NOTICE_CODE_ROOM - RIGHT_EDGE, codes, 582,
	    WORD_CREDITOR_CODE, s->look->creditor_code);
	s->y =
	    codes + 1059 > hint_end + BELOW_HINT ? codes + 1059 : hint_end + BELOW_HINT;
	return 0;
}

/* The measures of one instalment in a row of two or three, from the bar's top. */
struct column {
	int bar_width;
	int pitch; /* from one column to the next */
	int qr, qr_size;
	int due, code, creditor, names, hint;
	int hint_size;
	int height;    /* of the row, to the next module */
	int bare_hint; /* without the names */
	int bare_height;
};
static const struct column columns[] = {
    [2] = {.bar_width = 9510,
	.pitch = 10101,
	.qr = 6407,
	.qr_size = 2500,
	.due = 2486,
	.code = 3492,
	.creditor = 4523,
	.names = 5714,
	.hint = 7777,
	.hint_size = 8,
	.height = 8704,
	.bare_hint = 5959,
	.bare_height = 6641},
    [3] = {.bar_width = 6138,
	.pitch = 6732,
	.qr = 3524,
	.qr_size = 2011,
	.due = 2619,
	.code = 3770,
	.creditor = 4788,
	.names = 5978,
	.hint = 8015,
	.hint_size = 7,
	.height = 8704,
	.bare_hint = 5959,
	.bare_height = 6641},
};

/* What goes into a row: `in_row` columns of which `count` are used. */
struct row {
	const struct column *column;
	unsigned in_row;
	size_t first; /* index of its first instalment */
	size_t count;
	bool bare;
	bool short_hint; /* in the first language only */
	int extra;       /* what long names move down */
	int end;         /* from its top to its last baseline */
	int height;      /* to the next module; both without slips */
};

static int
text_width(const struct row *r)
{
	return r->column->bar_width - 612;
}

static int
instalment(struct sheet *s, const struct row *r, size_t i, struct err *e)
{
	const struct notice_payment *p = &s->notice->instalments[r->first + i];
	const struct column *c = r->column;
	int x = MARGIN + (int)i * c->pitch, y = s->y, width = text_width(r), baseline;

	page_bar(s->page, INK_BAR, x - 312, y, c->bar_width, BAR_HEIGHT);
	page_set_own(s->page, true);
	page_tag(s->page, ROLE_HEADING);
	page_text(s->page, FACE_BOLD, 10, INK_BLACK, x, y + TITLE_BASELINE,
	    sheet_numbered(s, s->press->texts[WORD_INSTALMENT].plain, r->first + i + 1));
	page_tag_end(s->page);
	page_set_own(s->page, false);
	if (sheet_qr(s, p, x + c->qr, y + 1200, c->qr_size, e) != 0)
		return -1;
	code(s, x, c->qr - 200, y + 1468, 476, WORD_EURO, sheet_money(s, p->cents));
	code(s, x, c->qr - 200, y + c->due, 476, WORD_BY_CAPITAL, sheet_date(s, p->due));
	code(s, x, width, y + c->code, 476, WORD_NOTICE_CODE, sheet_nav(s, p->nav));
	page_tag(s->page, ROLE_TEXT);
	put_code(s, x, CBILL - 200, y + c->creditor, 476, WORD_CREDITOR_CODE,
	    s->look->creditor_code);
	put_code(s, x + CBILL, width - CBILL, y + c->creditor, 476, WORD_CBILL,
	    s->look->cbill);
	page_tag_end(s->page);
	if (r->bare) {
		hint(s, c->hint_size, x, y + c->bare_hint, width, WORD_HINT_INSTALMENT,
		    r->short_hint);
		return 0;
	}
	baseline = datum(s, x, y + c->names, width, WORD_SUBJECT, s->notice->subject);
	datum(s, x, baseline, width, WORD_CREDITOR, s->look->creditor_name);
	hint(s, c->hint_size, x, y + c->hint + r->extra, width, WORD_HINT_INSTALMENT,
	    r->short_hint);
	return 0;
}

/* A slip for each instalment of the row. */
static int
row_slips(struct sheet *s, const struct row *r, struct err *e)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct notice_payment *p = &s->notice->instalments[r->first + i];
		struct str name = sheet_numbered(
		    s, s->press->texts[WORD_INSTALMENT].plain, r->first + i + 1);

		/* Only below a subject of several lines, on a page of its own. */
		if (sheet_is_beyond(s->y + sheet_slip_end(r->in_row == 3)))
			sheet_page_turn(s);
		if (sheet_slip(s, p, name, r->in_row == 3, e) != 0)
			return -1;
	}
	return 0;
}

/* From the row's top to the last baseline of it and its slips. */
static int
row_end(const struct sheet *s, const struct row *r)
{
	bool tight = r->in_row == 3;

	if (!s->has_slip)
		return r->end;
	return r->height + (int)(r->count - 1) * sheet_slip_height(tight) +
	    sheet_slip_end(tight);
}

/* The line under the details' bar of a further page whose rows leave the names out. */
static void
names_line(struct sheet *s)
{
	int y = s->y, end = y + 2910;
	const struct {
		int x, width;
		enum notice_word word;
		struct str value;
	} data[] = {{MARGIN, 5700, WORD_DEBTOR, s->notice->debtor_name},
	    {7300, 5700, WORD_CREDITOR, s->look->creditor_name},
	    {13600, RIGHT_EDGE - 13600, WORD_SUBJECT, s->notice->subject}};

	details_bar(s, (struct str){0}, (struct date){0});
	for (size_t i = 0; i < sizeof data / sizeof data[0]; i++) {
		int below = datum(
		    s, data[i].x, y + 1503, data[i].width, data[i].word, data[i].value);

		end = below > end ? below : end;
	}
	s->y = end;
}

static int
draw_row(struct sheet *s, const struct row *r, struct err *e)
{
	for (size_t i = 0; i < r->count; i++)
		if (instalment(s, r, i, e) != 0)
			return -1;
	s->y += r->height;
	return s->has_slip ? row_slips(s, r, e) : 0;
}

/* Instalments from which the guide's layout for many of them serves. */
enum { MANY = 9 };

static bool
fits(const struct sheet *s, const struct row *r)
{
	return !sheet_is_beyond(s->y + row_end(s, r));
}

/* Long names and a hint in two languages make a row higher. */
static void
measure_row(struct sheet *s, struct row *r)
{
	const struct column *c = r->column;
	int width = text_width(r);
	int hint_end = r->bare ? c->bare_hint : c->hint, height = c->bare_height;
	int lines = sheet_count_lines(s, FACE_BOLD, 8, width, s->notice->subject) +
	    sheet_count_lines(s, FACE_BOLD, 8, width, s->look->creditor_name);

	r->extra = r->bare ? 0 : (lines - 2) * DATA_LEAD;
	if (!r->bare)
		height = c->height + r->extra;
	hint_end += r->extra +
	    hint_height(s, c->hint_size, width, WORD_HINT_INSTALMENT, r->short_hint);
	r->end = hint_end;
	r->height = height > hint_end + BELOW_HINT ? height : hint_end + BELOW_HINT;
}

/* The next row: twos for an even number, a last three for an odd one, threes for many;
 * seven begin with three, since three, two, two need a page less than two, two, three.
 * Threes leave out the names (the guide allows it) when the page has them already and
 * there is no room for both; above slips, that are as high as they are, hints are in one
 * language rather than on a page more. */
static struct row
next_row(struct sheet *s, size_t done)
{
	size_t all = s->notice->instalment_count, left = all - done;
	bool threes = all >= MANY || left == 3 || (all == 7 && done == 0);
	struct row r = {
	    .column = &columns[threes ? 3 : 2], .in_row = threes ? 3 : 2, .first = done};

	r.count = left < r.in_row ? left : r.in_row;
	r.bare = threes && (s->has_slip || (all >= MANY && s->result->pages > 0));
	measure_row(s, &r);
	if (threes && !r.bare && s->result->pages == 0 && !fits(s, &r)) {
		r.bare = true;
		measure_row(s, &r);
	}
	if (s->has_slip && !fits(s, &r)) {
		r.short_hint = true;
		measure_row(s, &r);
	}
	return r;
}

int
sheet_instalments(struct sheet *s, struct err *e)
{
	size_t count = s->notice->instalment_count;
	unsigned on_page = 0; /* columns of the rows that stand on this page */

	if (s->notice->full == NULL && !s->has_slip) {
		details_bar(s, (struct str){0}, (struct date){0});
		s->y += 1200;
	}
	for (size_t done = 0; done < count;) {
		struct row r = next_row(s, done);

		if (!fits(s, &r) || (on_page != 0 && on_page != r.in_row)) {
			sheet_page_turn(s);
			if (count >= MANY && !s->has_slip)
				names_line(s);
			r = next_row(s, done);
		}
		on_page = r.in_row;
		if (draw_row(s, &r, e) != 0)
			return -1;
		done += r.count;
	}
	return 0;
}
