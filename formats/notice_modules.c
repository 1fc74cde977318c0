/* The upper half of a notice: who asks, who is asked, how much, and where to pay. The
 * measures are those of the official service's pages, in hundredths of a millimetre. */
#include "formats/notice_sheet.h"

enum {
	SUBJECT_WIDTH = 15500,
	SUBJECT_LEAD = 661,
	FIRST_BAR = 4391,
	COLUMN = 11395, /* where the right column's texts begin */
	COLUMN_BAR = 10608,
	COLUMN_BAR_WIDTH = 10397,
	COLUMN_TEXT = 9000,
	TITLE_BASELINE = 503, /* below a bar's top */
	NAME_BASELINE = 1852,
	BELOW_CREDITOR = 529, /* from the last baseline to the next bar */
	BELOW_DEBTOR = 568,
	GAP = 150, /* between texts that share a line */
};

void
sheet_page_begin(struct sheet *s)
{
	struct page *g = s->page;
	const struct notice *n = s->notice;
	int baseline = 2910;

	page_begin(g, s->arena, s->press->faces, s->is_layered && s->result->pages > 0);
	if (s->look->is_proof)
		page_stamp(g, FACE_BOLD, STR("FAC-SIMILE"));
	page_tag_figure(g, STR("pagoPA"));
	page_image(g, ARTWORK_MARK, MARGIN, 1005, 1500, 986);
	page_tag_end(g);
	sheet_title(s, 2905, RIGHT_EDGE - 3100, 1323, WORD_TITLE);
	page_tag(g, ROLE_TITLE);
	baseline = sheet_lines(s, FACE_BOLD, 16, INK_BLACK, MARGIN, baseline,
	    SUBJECT_WIDTH, SUBJECT_LEAD, n->subject);
	page_tag_end(g);
	if (n->subject_second.len > 0) {
		page_tag_language(g, ROLE_TEXT, notice_language_tag(s->look->second));
		baseline = sheet_lines(s, FACE_REGULAR, 16, INK_BLACK, MARGIN,
		    baseline + SUBJECT_LEAD, SUBJECT_WIDTH, SUBJECT_LEAD,
		    n->subject_second);
		page_tag_end(g);
	}
	if (s->press->stock->logo_width > 0) {
		page_tag_figure(g, s->look->creditor_name);
		page_image(g, RESOURCE_LOGO, RIGHT_EDGE - s->press->stock->logo_width,
		    1005, s->press->stock->logo_width, s->press->stock->logo_height);
		page_tag_end(g);
	}
	s->y = baseline + 820 > FIRST_BAR ? baseline + 820 : FIRST_BAR;
}

void
sheet_page_end(struct sheet *s)
{
	page_tree_add(s->tree, s->page);
	s->result->pages++;
}

void
sheet_page_turn(struct sheet *s)
{
	sheet_page_end(s);
	sheet_page_begin(s);
}

bool
sheet_is_beyond(int y)
{
	return y > BOTTOM_EDGE;
}

static void
party_bar(
    struct sheet *s, int bar_x, int x, enum notice_word word, struct str code, int edge)
{
	int room = edge - page_width(s->page, FACE_MONO, 8, code) - GAP;

	page_bar(s->page, INK_BAR, bar_x, s->y, COLUMN_BAR_WIDTH, 820);
	sheet_title(s, x, room, s->y + TITLE_BASELINE, word);
	if (code.len == 0)
		return;
	page_tag(s->page, ROLE_TEXT);
	page_text_right(
	    s->page, FACE_MONO, 8, INK_BLACK, edge, s->y + TITLE_BASELINE, code);
	page_tag_end(s->page);
}

/* The creditor's name and office; returns the last baseline. */
static int
creditor_names(struct sheet *s, int baseline)
{
	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_lines(s, FACE_BOLD, 14, INK_BLACK, MARGIN, baseline, COLUMN_TEXT,
	    610, s->look->creditor_name);
	page_tag_end(s->page);
	if (s->look->office.len == 0)
		return baseline;
	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_lines(s, FACE_REGULAR, 12, INK_BLACK, MARGIN, baseline + 1164,
	    COLUMN_TEXT, 588, s->look->office);
	page_tag_end(s->page);
	return baseline;
}

static int
debtor(struct sheet *s, int baseline)
{
	const struct notice *n = s->notice;

	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_lines(s, FACE_BOLD, 14, INK_BLACK, COLUMN, baseline,
	    RIGHT_EDGE - COLUMN, 610, n->debtor_name);
	page_tag_end(s->page);
	if (n->address_count == 0)
		return baseline;
	page_tag(s->page, ROLE_TEXT);
	baseline += 1164 - 595;
	for (size_t i = 0; i < n->address_count; i++)
		baseline = sheet_lines(s, FACE_REGULAR, 12, INK_BLACK, COLUMN,
		    baseline + 595, RIGHT_EDGE - COLUMN, 588, n->address[i]);
	page_tag_end(s->page);
	return baseline;
}

/* Where the debtor's last line will stand. */
static int
debtor_end(const struct sheet *s)
{
	const struct notice *n = s->notice;
	int width = RIGHT_EDGE - COLUMN, baseline = s->y + NAME_BASELINE;

	baseline +=
	    610 * (sheet_count_lines(s, FACE_BOLD, 14, width, n->debtor_name) - 1);
	if (n->address_count > 0)
		baseline += 1164 - 595;
	for (size_t i = 0; i < n->address_count; i++)
		baseline += 595 - 588 +
		    588 * sheet_count_lines(s, FACE_REGULAR, 12, width, n->address[i]);
	return baseline;
}

/* The creditor's contacts below `baseline`; measured: they stand in the middle of what a
 * long debtor's address leaves free. Returns the last baseline. */
static int
contacts(struct sheet *s, int baseline)
{
	struct str text = s->look->contacts;
	int lines = sheet_count_lines(s, FACE_REGULAR, 8, COLUMN_TEXT, text), spare;

	if (text.len == 0)
		return baseline;
	baseline += s->look->office.len > 0 ? 1032 : 1629;
	spare = debtor_end(s) + BELOW_DEBTOR -
	    (baseline + 376 * (lines - 1) + BELOW_CREDITOR);
	if (spare > 0)
		baseline += spare / 2;
	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_lines(
	    s, FACE_REGULAR, 8, INK_BLACK, MARGIN, baseline, COLUMN_TEXT, 376, text);
	page_tag_end(s->page);
	return baseline;
}

void
sheet_parties(struct sheet *s)
{
	int left, right;

	party_bar(s, 0, MARGIN, WORD_CREDITOR, s->look->creditor_code, 10000);
	left = contacts(s, creditor_names(s, s->y + NAME_BASELINE)) + BELOW_CREDITOR;
	party_bar(s, COLUMN_BAR, COLUMN, WORD_DEBTOR, s->notice->debtor_code, RIGHT_EDGE);
	right = debtor(s, s->y + NAME_BASELINE) + BELOW_DEBTOR;
	s->y = left > right ? left : right;
}

/* An information sign and a paragraph beside it; returns the last baseline. */
static int
remark(struct sheet *s, int baseline, struct str text, struct str second)
{
	page_image(s->page, ARTWORK_INFORMATION, 1005, baseline - 262, 388, 388);
	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_lines(
	    s, FACE_REGULAR, 8, INK_BLACK, 1599, baseline, 10000 - 1599, 378, text);
	page_tag_end(s->page);
	if (second.len == 0)
		return baseline;
	page_tag_language(s->page, ROLE_TEXT, notice_language_tag(s->look->second));
	baseline = sheet_lines(s, FACE_REGULAR, 8, INK_GREY, 1599, baseline + 453,
	    10000 - 1599, 378, second);
	page_tag_end(s->page);
	return baseline;
}

/* The amount in large, with its date at the right of the column. */
static void
large_amount(struct sheet *s, const struct notice_payment *payment)
{
	struct str date = sheet_date(s, payment->due);
	int x = 10000 - page_width(s->page, FACE_BOLD, 16, date);
	struct str amount =
	    arena_format(s->arena, "%.*s %.*s", STR_ARG(sheet_money(s, payment->cents)),
		STR_ARG(s->press->texts[WORD_EURO].plain));

	page_tag(s->page, ROLE_TEXT);
	sheet_label(s, FACE_BOLD, 8, MARGIN, s->y + 1667, 5000, WORD_AMOUNT);
	page_text(s->page, FACE_BOLD,
	    sheet_fit(s, FACE_BOLD, 16, x - MARGIN - 2 * GAP, amount), INK_BLACK, MARGIN,
	    s->y + 2275, amount);
	page_tag_end(s->page);
	if (date.len == 0)
		return;
	page_tag(s->page, ROLE_TEXT);
	sheet_label(s, FACE_BOLD, 8, x, s->y + 1667, 10400 - x, WORD_BY);
	page_text(s->page, FACE_BOLD, 16, INK_BLACK, x, s->y + 2275, date);
	page_tag_end(s->page);
}

static bool
has_dates(const struct notice *n)
{
	if (n->full != NULL && !date_is_none(n->full->due))
		return true;
	for (size_t i = 0; i < n->instalment_count; i++)
		if (!date_is_none(n->instalments[i].due))
			return true;
	return false;
}

static int
how_much(struct sheet *s)
{
	const struct notice *n = s->notice;
	const struct notice_text *texts = s->press->texts;
	const struct notice_text *legal = &texts[WORD_LEGAL], *ways;
	int baseline = s->y + 3122;

	page_bar(s->page, INK_BAR, 0, s->y, COLUMN_BAR_WIDTH, BAR_HEIGHT);
	sheet_title(s, MARGIN, COLUMN_BAR_WIDTH - GAP, s->y + TITLE_BASELINE,
	    has_dates(n) ? WORD_HOW_MUCH_AND_WHEN : WORD_HOW_MUCH);
	if (n->full != NULL)
		large_amount(s, n->full);
	else
		baseline = s->y + 1722;
	if (n->instalment_count > 0) {
		ways = &texts[n->full != NULL ? WORD_WHOLE_OR_INSTALMENTS
					      : WORD_INSTALMENTS_ONLY];
		baseline = remark(s, baseline,
			       sheet_numbered(s, ways->plain, n->instalment_count),
			       sheet_numbered(s, ways->second, n->instalment_count)) +
		    608;
	}
	if (n->full == NULL)
		baseline = remark(s, baseline, texts[WORD_MANY_INSTALMENTS].plain,
			       texts[WORD_MANY_INSTALMENTS].second) +
		    608;
	return remark(s, baseline, legal->plain, legal->second);
}

/* A way of paying: title, text, pictogram; returns the last baseline. */
static int
channel(struct sheet *s, int baseline, enum notice_word title, struct str text,
    struct str second)
{
	int width = 18500 - COLUMN;

	sheet_title(s, COLUMN, COLUMN + width, baseline, title);
	page_tag(s->page, ROLE_TEXT);
	baseline = sheet_lines(
	    s, FACE_REGULAR, 8, INK_BLACK, COLUMN, baseline + 449, width, 382, text);
	page_tag_end(s->page);
	if (second.len == 0)
		return baseline;
	page_tag_language(s->page, ROLE_TEXT, notice_language_tag(s->look->second));
	baseline = sheet_lines(
	    s, FACE_REGULAR, 8, INK_GREY, COLUMN, baseline + 382, width, 382, second);
	page_tag_end(s->page);
	return baseline;
}

static int
where(struct sheet *s)
{
	const struct notice_text *texts = s->press->texts;
	struct str go = texts[WORD_GO_TO].plain;
	struct str before = str_slice(go, 0, str_find(go, '*'));
	struct str site = STR("pagopa.gov.it");
	int x = RIGHT_EDGE - page_width(s->page, FACE_BOLD, 10, site);
	int baseline = s->y + 1718;

	page_bar(s->page, INK_BAR, COLUMN_BAR, s->y, COLUMN_BAR_WIDTH, BAR_HEIGHT);
	sheet_title(s, COLUMN, x - page_width(s->page, FACE_REGULAR, 8, before) - GAP,
	    s->y + TITLE_BASELINE, WORD_WHERE);
	page_tag(s->page, ROLE_TEXT);
	page_text_right(
	    s->page, FACE_REGULAR, 8, INK_BLACK, x, s->y + TITLE_BASELINE, before);
	page_text(s->page, FACE_BOLD, 10, INK_BLACK, x, s->y + TITLE_BASELINE, site);
	page_tag_end(s->page);
	page_image(s->page, ARTWORK_DEVICES, 18900, baseline - 250, 1000, 931);
	baseline =
	    channel(s, baseline, WORD_ONLINE, s->press->online, s->press->online_second);
	baseline += 820;
	page_image(s->page, ARTWORK_PLACES, 18880, baseline - 250, 1040, 1040);
	return channel(s, baseline, WORD_LOCAL, texts[WORD_LOCAL_TEXT].plain,
	    texts[WORD_LOCAL_TEXT].second);
}

void
sheet_amount_and_channels(struct sheet *s)
{
	int left = how_much(s), right = where(s);

	s->y = (left > right ? left : right) + 529;
}
