/* The lower half of a notice: what is needed to pay, first the whole, then instalments in
 * rows of two or three. */
#include "formats/notice_sheet.h"

enum {
	TITLE_BASELINE = 503,
	DATA = 5903, /* where the data beside a single QR begin */
	NOTICE_CODE = 9419,
	DATA_LEAD = 370,
};

/* "entro il 31/12/2026" behind a name, or the name alone. */
static struct str
with_date(struct sheet *s, struct str name, struct date due)
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
	sheet_label(s, FACE_REGULAR, 8, x, baseline, word);
	baseline = sheet_lines(
	    s, FACE_BOLD, 8, INK_BLACK, x, baseline + DATA_LEAD, width, DATA_LEAD, value);
	page_tag_end(s->page);
	return baseline + 556;
}

/* A label and its value in fixed width; both end at x when `right`. */
static void
code(struct sheet *s, int x, bool right, int baseline, int lead, enum notice_word word,
    struct str value)
{
	struct str label = s->press->texts[word].plain;
	struct str second = s->press->texts[word].second;
	int label_width = page_width(s->page, FACE_REGULAR, 8, label);

	if (value.len == 0)
		return;
	if (right && second.len > 0)
		label_width += page_width(s->page, FACE_REGULAR, 8,
		    arena_format(s->arena, " · %.*s", STR_ARG(second)));
	page_tag(s->page, ROLE_TEXT);
	sheet_label(s, FACE_REGULAR, 8, right ? x - label_width : x, baseline, word);
	if (right)
		page_text_right(
		    s->page, FACE_MONO_BOLD, 10, INK_BLACK, x, baseline + lead, value);
	else
		page_text(
		    s->page, FACE_MONO_BOLD, 10, INK_BLACK, x, baseline + lead, value);
	page_tag_end(s->page);
}

static void
hint(struct sheet *s, int size, int x, int baseline, int width, enum notice_word word)
{
	const struct notice_text *text = &s->press->texts[word];

	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_rich(s, size, INK_BLACK, x, baseline, width, 397, text->plain);
	page_tag_end(s->page);
	if (text->second.len == 0)
		return;
	page_tag_language(s->page, ROLE_TEXT, notice_language_tag(s->look->second));
	sheet_rich(s, size, INK_GREY, x, baseline + 420, width, 360, text->second);
	page_tag_end(s->page);
}

static void
details_bar(struct sheet *s, struct str right)
{
	page_bar(s->page, INK_BAR, 0, s->y, PAGE_WIDTH, BAR_HEIGHT);
	sheet_title(s, MARGIN, s->y + TITLE_BASELINE, WORD_DETAILS);
	if (right.len == 0)
		return;
	page_tag(s->page, ROLE_TEXT);
	page_text_right(
	    s->page, FACE_BOLD, 10, INK_BLACK, RIGHT_EDGE, s->y + TITLE_BASELINE, right);
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
	int y = s->y, start, baseline, codes;

	details_bar(s, with_date(s, name, whole->due));
	if (sheet_qr(s, whole, 1005, y + 1402, 2487, e) != 0)
		return -1;
	start = amount_at_right(s, y + 1825, whole->cents);
	baseline =
	    datum(s, DATA, y + 1640, start - DATA - 300, WORD_DEBTOR, n->debtor_name);
	baseline = datum(
	    s, DATA, baseline, RIGHT_EDGE - DATA, WORD_CREDITOR, s->look->creditor_name);
	baseline = datum(s, DATA, baseline, RIGHT_EDGE - DATA, WORD_SUBJECT, n->subject);
	hint(s, 8, MARGIN, y + 4656, DATA - MARGIN - 500, WORD_HINT_WHOLE);
	codes = baseline + 211 > y + 4629 ? baseline + 211 : y + 4629;
	code(s, DATA, false, codes, 582, WORD_CBILL, s->look->cbill);
	code(s, NOTICE_CODE, false, codes, 582, WORD_NOTICE_CODE,
	    sheet_nav(s, whole->nav));
	code(s, RIGHT_EDGE, true, codes, 582, WORD_CREDITOR_CODE, s->look->creditor_code);
	s->y = codes + 1059;
	if (s->press->texts[WORD_HINT_WHOLE].second.len > 0)
		s->y += 660;
	return 0;
}

/* The measures of one instalment in a row of two or three, from the bar's top. */
struct column {
	int bar_width;
	int qr, qr_size;
	int due, code, creditor, names, hint;
	int hint_size;
	int height;      /* of the row, to the next module */
	int height_bare; /* without the names */
};
static const struct column columns[] = {
    [2] = {.bar_width = 9510,
	.qr = 6407,
	.qr_size = 2500,
	.due = 2486,
	.code = 3492,
	.creditor = 4523,
	.names = 5714,
	.hint = 7777,
	.hint_size = 8,
	.height = 8704,
	.height_bare = 8704},
    [3] = {.bar_width = 6138,
	.qr = 3531,
	.qr_size = 2011,
	.due = 2619,
	.code = 3770,
	.creditor = 4788,
	.names = 5978,
	.hint = 8015,
	.hint_size = 7,
	.height = 8704,
	.height_bare = 6641},
};

static int
column_x(unsigned in_row, unsigned i)
{
	return in_row == 2 ? (i == 0 ? 993 : 11094) : 993 + (int)i * 6732;
}

static int
instalment(
    struct sheet *s, size_t number, unsigned in_row, unsigned i, bool bare, struct err *e)
{
	const struct notice_payment *p = &s->notice->instalments[number - 1];
	const struct column *c = &columns[in_row];
	int x = column_x(in_row, i) + 7, y = s->y, width = c->bar_width - 612, baseline;

	page_bar(s->page, INK_BAR, x - 312, y, c->bar_width, BAR_HEIGHT);
	page_tag(s->page, ROLE_HEADING);
	page_text(s->page, FACE_BOLD, 10, INK_BLACK, x, y + TITLE_BASELINE,
	    sheet_numbered(s, s->press->texts[WORD_INSTALMENT].plain, number));
	page_tag_end(s->page);
	if (sheet_qr(s, p, x - 7 + c->qr, y + 1190, c->qr_size, e) != 0)
		return -1;
	code(s, x, false, y + 1460, 476, WORD_EURO, sheet_money(s, p->cents));
	code(s, x, false, y + c->due, 476, WORD_BY, sheet_date(s, p->due));
	code(s, x, false, y + c->code, 476, WORD_NOTICE_CODE, sheet_nav(s, p->nav));
	code(s, x, false, y + c->creditor, 476, WORD_CREDITOR_CODE,
	    s->look->creditor_code);
	code(s, x + 3327, false, y + c->creditor, 476, WORD_CBILL, s->look->cbill);
	if (bare) {
		hint(s, c->hint_size, x, y + 5959, width, WORD_HINT_INSTALMENT);
		return 0;
	}
	baseline = datum(s, x, y + c->names, width, WORD_SUBJECT, s->notice->subject);
	datum(s, x, baseline, width, WORD_CREDITOR, s->look->creditor_name);
	hint(s, c->hint_size, x, y + c->hint, width, WORD_HINT_INSTALMENT);
	return 0;
}

int
sheet_instalments(struct sheet *s, struct err *e)
{
	size_t count = s->notice->instalment_count, done = 0;

	while (done < count) {
		unsigned in_row = (count - done) % 2 == 1 ? 3 : 2;

		if (s->y + columns[in_row].height > BOTTOM_EDGE + 400) {
			sheet_page_end(s);
			sheet_page_begin(s);
		}
		for (unsigned i = 0; i < in_row; i++)
			if (instalment(s, done + i + 1, in_row, i, false, e) != 0)
				return -1;
		done += in_row;
		s->y += columns[in_row].height;
	}
	return 0;
}
