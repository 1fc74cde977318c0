/* The shared strings part: plain items by the scanner, everything from the first rich or
 * otherwise unusual one on by expat. */
#include "base/out.h"
#include "formats/xlsx_scan.h"
#include "formats/xlsx_strings.h"

struct strings_reading {
	struct xlsx_book *book;
	struct scan_window window;
	struct xml_stream *xml;
	struct arena arena; /* of one item */
	struct out text;
	size_t depth;
	size_t skipping;
	bool in_table;
	bool in_item;
	bool in_text;
};

static void
begin_in_item(struct strings_reading *r, struct str name)
{
	if (str_is(name, "t"))
		r->in_text = true;
	else if (!str_is(name, "r"))
		r->skipping = 1;
}

static void
on_start(void *context, const struct xml_tag *tag)
{
	struct strings_reading *r = context;

	r->depth++;
	if (r->skipping > 0) {
		r->skipping++;
	} else if (r->depth == 1) {
		r->in_table = xlsx_is(&tag->name, "sst");
		if (!r->in_table)
			xml_stream_refuse(r->xml, "FILE_NOT_A_WORKBOOK",
			    "its root is not a table of strings of Office Open XML");
	} else if (!xlsx_is_main(tag->name.space) || r->in_text) {
		r->skipping = 1;
	} else if (r->in_item) {
		begin_in_item(r, tag->name.local);
	} else if (str_is(tag->name.local, "si")) {
		r->in_item = true;
		out_reset(&r->text);
	} else {
		r->skipping = 1;
	}
}

static void
on_end(void *context, struct xml_name name)
{
	struct strings_reading *r = context;
	struct err e;

	r->depth--;
	if (r->skipping > 0) {
		r->skipping--;
	} else if (r->in_text) {
		r->in_text = false;
	} else if (r->in_item && str_is(name.local, "si")) {
		r->in_item = false;
		if (xlsx_strings_add(r->book->strings, out_bytes_of(&r->text), &e) != 0)
			xml_stream_refuse_err(r->xml, &e);
	}
}

static void
on_text(void *context, struct str text)
{
	struct strings_reading *r = context;

	if (!r->in_text || r->skipping > 0)
		return;
	if (r->text.len + text.len > SCAN_MOST_ITEM)
		xml_stream_refuse(r->xml, "FILE_BOMB", "one text of more than %d bytes",
		    SCAN_MOST_ITEM);
	else
		out_str(&r->text, text);
}

/* <t>text</t>, or <t xml:space="preserve">: *at is behind "<t". */
static enum scan
scan_item_text(struct strings_reading *r, const char **at, struct str *text)
{
	static const char *const known[] = {"xml:space", NULL};
	const char *p = *at, *from;
	unsigned flags;

	if (scan_known_attributes(&p, known) != 0)
		return scan_odd(&r->window, p);
	if (*p == '/') {
		*at = p + 2;
		return SCAN_ITEM;
	}
	from = p + 1;
	p = scan_text(from, &flags);
	if (!scan_is(p, "</t>"))
		return scan_odd(&r->window, p);
	*at = p + 4;
	return scan_decode(&r->arena, from, p, flags, text) ? SCAN_ITEM : SCAN_UNUSUAL;
}

static enum scan
scan_item(struct strings_reading *r, const char **at, struct str *text)
{
	const char *p = scan_blanks(*at);
	enum scan how;

	if (scan_is(p, "</sst>"))
		return SCAN_END;
	if (scan_is(p, "<si/>")) {
		*at = p + 5;
		return SCAN_ITEM;
	}
	if (!scan_is(p, "<si>"))
		return scan_odd(&r->window, p);
	p = scan_blanks(p + 4);
	if (!scan_is(p, "<t"))
		return scan_odd(&r->window, p);
	p += 2;
	how = scan_item_text(r, &p, text);
	if (how != SCAN_ITEM)
		return how;
	p = scan_blanks(p);
	if (!scan_is(p, "</si>"))
		return scan_odd(&r->window, p);
	*at = p + 5;
	return SCAN_ITEM;
}

/* Takes strings until something is not plain: 0, or -1 as *e. */
static int
scan_items(struct strings_reading *r, struct err *e)
{
	struct scan_window *w = &r->window;

	for (;;) {
		const char *p = w->bytes + w->position;
		struct str text = {0};
		enum scan how = scan_item(r, &p, &text);
		size_t end = (size_t)(p - w->bytes);

		if (how == SCAN_MORE) {
			if (scan_window_fill(w, e) < 0)
				return -1;
			continue;
		}
		if (how != SCAN_ITEM || end > w->checked)
			return 0;
		if (xlsx_strings_add(r->book->strings, text, e) != 0)
			return -1;
		w->position = end;
		arena_reset(&r->arena);
	}
}

static int
read_all(struct strings_reading *r, struct err *e)
{
	bool fed = false;

	if (!r->book->no_scanner &&
	    scan_prolog(&r->window, r->xml, STR("sst"), &fed, e) != 0)
		return -1;
	if (fed && r->in_table && !r->in_item && r->depth == 1 &&
	    xml_stream_is_utf8(r->xml) && scan_items(r, e) != 0)
		return -1;
	return xml_stream_run(r->xml, scan_window_read, &r->window, e);
}

int
xlsx_strings_read(struct xlsx_book *book, const struct zip_member *member, struct err *e)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct strings_reading reading = {.book = book};
	struct arena text_arena = {0};
	struct zip_stream *source;
	int status;

	if (zip_stream_open(&source, book->zip, member, 0, book->arena, e) != 0)
		return -1;
	book->strings = xlsx_strings_new(book->arena);
	scan_window_open(&reading.window, source, book->arena);
	out_open_memory(&reading.text, &text_arena);
	reading.xml = xml_stream_open(member->name, &handler, &reading, book->arena);
	status = read_all(&reading, e);
	xml_stream_close(reading.xml);
	arena_close(&reading.arena);
	arena_close(&text_arena);
	return status;
}
