/* The small pieces of which the modules of a notice are made. */
#include "formats/notice_sheet.h"

#include "formats/notice_codes.h"
#include "formats/qr.h"

/* Points: what a reader of fifty still makes out. */
enum { SIZE_LEAST = 4 };

/* As paper has it in the first language; only English turns comma and point around. */
struct str
sheet_money(struct sheet *s, money cents)
{
	struct out o;

	out_open_memory(&o, s->arena);
	money_write_italian(&o, cents);
	if (s->look->language == NOTICE_ENGLISH)
		for (size_t i = 0; i < o.len; i++)
			o.buf[i] = o.buf[i] == ',' ? '.'
			    : o.buf[i] == '.'      ? ','
						   : o.buf[i];
	return out_bytes_of(&o);
}

struct str
sheet_date(struct sheet *s, struct date d)
{
	struct out o;

	out_open_memory(&o, s->arena);
	date_write_italian(&o, d);
	return out_bytes_of(&o);
}

/* Eighteen digits in groups of four; zeros in a proof. */
struct str
sheet_nav(struct sheet *s, const char *nav)
{
	char *text = arena_alloc(s->arena, 24);
	size_t len = 0;

	for (size_t i = 0; i < 18; i++) {
		if (i > 0 && i % 4 == 0)
			text[len++] = ' ';
		text[len++] = s->look->is_proof ? '0' : nav[i];
	}
	return (struct str){text, len};
}

struct str
sheet_numbered(struct sheet *s, struct str text, size_t number)
{
	size_t at = str_find_str(text, STR("{n}"));
	struct str before = str_slice(text, 0, at),
		   after = str_slice(text, at + 3, text.len);

	if (at == text.len)
		return text;
	return arena_format(
	    s->arena, "%.*s%zu%.*s", STR_ARG(before), number, STR_ARG(after));
}

/* " · second" as it stands behind a label; words that are the same are said once. */
static struct str
behind(struct sheet *s, const struct notice_text *text)
{
	if (text->second.len == 0 || str_equal(text->second, text->plain))
		return (struct str){0};
	return arena_format(s->arena, " · %.*s", STR_ARG(text->second));
}

int
sheet_fit(const struct sheet *s, int face, int size, int room, struct str text)
{
	while (size > SIZE_LEAST && page_width(s->page, face, size, text) > room)
		size--;
	return size;
}

int
sheet_fit_lines(
    const struct sheet *s, int face, int size, int width, int most, struct str text)
{
	while (size > SIZE_LEAST && sheet_count_lines(s, face, size, width, text) > most)
		size--;
	return size;
}

void
sheet_title(struct sheet *s, int x, int end, int baseline, enum notice_word word)
{
	const struct notice_text *text = &s->press->texts[word];
	int size = sheet_fit(s, FACE_BOLD, 10, end - x, text->capitals);
	struct str second = behind(s, text);

	page_tag(s->page, ROLE_HEADING);
	page_text(s->page, FACE_BOLD, size, INK_BLACK, x, baseline, text->capitals);
	x += page_width(s->page, FACE_BOLD, size, text->capitals);
	if (x + page_width(s->page, FACE_REGULAR, 8, second) <= end)
		page_text(s->page, FACE_REGULAR, 8, INK_GREY, x, baseline, second);
	page_tag_end(s->page);
}

void
sheet_label(struct sheet *s, int face, int size, int x, int baseline, int room,
    enum notice_word word)
{
	const struct notice_text *text = &s->press->texts[word];

	if (sheet_label_width(s, face, size, word) > room) {
		size = sheet_fit(s, face, size, room, text->plain);
		page_text(s->page, face, size, INK_BLACK, x, baseline, text->plain);
		return;
	}
	page_text(s->page, face, size, INK_BLACK, x, baseline, text->plain);
	x += page_width(s->page, face, size, text->plain);
	page_text(s->page, FACE_REGULAR, size, INK_GREY, x, baseline, behind(s, text));
}

int
sheet_label_width(struct sheet *s, int face, int size, enum notice_word word)
{
	const struct notice_text *text = &s->press->texts[word];

	return page_width(s->page, face, size, text->plain) +
	    page_width(s->page, FACE_REGULAR, size, behind(s, text));
}

int
sheet_count_lines(const struct sheet *s, int face, int size, int width, struct str text)
{
	int count = 0;

	while (text.len > 0) {
		(void)pdf_face_line(s->press->faces[face], size, width, &text);
		count++;
	}
	return count;
}

int
sheet_lines(struct sheet *s, int face, int size, enum page_ink ink, int x, int baseline,
    int width, int lead, struct str text)
{
	struct str rest = text;

	while (rest.len > 0) {
		struct str line =
		    pdf_face_line(s->press->faces[face], size, width, &rest);

		page_text(s->page, face, size, ink, x, baseline, line);
		if (rest.len > 0)
			baseline += lead;
	}
	return baseline;
}

/* The next word of *rest with the blank before it, its stars counted into *bold. */
static struct str
next_word(struct str *rest, bool *bold)
{
	size_t at = 0;

	if (rest->ptr[0] == '*') {
		*bold = !*bold;
		*rest = str_slice(*rest, 1, rest->len);
	}
	while (at < rest->len && rest->ptr[at] == ' ')
		at++;
	while (at < rest->len && rest->ptr[at] != ' ' && rest->ptr[at] != '*')
		at++;
	return str_slice(*rest, 0, at);
}

/* Words of one face and line, drawn together. */
struct run {
	struct str text;
	bool bold;
	int x;
};

static void
draw_run(struct sheet *s, int size, enum page_ink ink, int baseline, struct run *run)
{
	if (ink != INK_WHITE)
		page_text(s->page, run->bold ? FACE_BOLD : FACE_REGULAR, size, ink,
		    run->x, baseline, run->text);
	run->text.len = 0;
}

/* Walks along a text with *bold* parts, drawing it when `ink` is not INK_WHITE; returns
 * the last baseline. */
static int
walk_rich(struct sheet *s, int size, enum page_ink ink, int x, int baseline, int width,
    int lead, struct str text)
{
	struct str rest = text;
	struct run run = {0};
	bool bold = false;
	int at = x;

	while (rest.len > 0) {
		struct str word = next_word(&rest, &bold);
		int face = bold ? FACE_BOLD : FACE_REGULAR;
		bool is_beyond =
		    at > x && at + page_width(s->page, face, size, word) > x + width;

		rest = str_slice(rest, word.len, rest.len);
		if (is_beyond || bold != run.bold)
			draw_run(s, size, ink, baseline, &run);
		if (is_beyond) {
			at = x;
			baseline += lead;
		}
		if (at == x)
			word = str_trim(word);
		if (run.text.len == 0)
			run = (struct run){.text = word, .bold = bold, .x = at};
		run.text.len = (size_t)(word.ptr + word.len - run.text.ptr);
		at += page_width(s->page, face, size, word);
	}
	draw_run(s, size, ink, baseline, &run);
	return baseline;
}

int
sheet_rich(struct sheet *s, int size, enum page_ink ink, int x, int baseline, int width,
    int lead, struct str text)
{
	return walk_rich(s, size, ink, x, baseline, width, lead, text);
}

int
sheet_rich_height(struct sheet *s, int size, int width, int lead, struct str text)
{
	return walk_rich(s, size, INK_WHITE, 0, 0, width, lead, text);
}

void
sheet_no_code(struct sheet *s, int x, int y, int size)
{
	page_bar(s->page, INK_MARK, x, y, size, size);
	page_bar(s->page, INK_WHITE, x + 50, y + 50, size - 100, size - 100);
}

int
sheet_qr(struct sheet *s, const struct notice_payment *payment, int x, int y, int size,
    struct err *e)
{
	struct str text = notice_qr_text(
	    s->arena, payment->nav, s->look->creditor_code, payment->cents);
	struct symbol symbol;

	if (s->look->is_proof) {
		sheet_no_code(s, x, y, size);
		return 0;
	}
	if (qr_encode(&symbol, text, e) != 0)
		return -1;
	page_set_own(s->page, true);
	page_tag_figure(s->page, arena_format(s->arena, "QR %.*s", STR_ARG(text)));
	page_symbol(s->page, &symbol, x, y, size);
	page_tag_end(s->page);
	page_set_own(s->page, false);
	return 0;
}
