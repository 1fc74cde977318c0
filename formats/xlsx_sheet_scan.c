/* The scanner of rows: knows <row>, <c>, <f>, <v>, <is><t> as programs write them, and
 * leaves every other spelling to expat. It runs at twice the time of inflating, where
 * expat takes ten. */
#include "formats/xlsx_sheet.h"

static const char *const formula_attributes[] = {"t", "ref", "si", "ca", "aca", "dt2D",
    "dtr", "r1", "r2", "del1", "del2", "bx", "xml:space", NULL};
static const char *const text_attributes[] = {"xml:space", NULL};

/* Attributes of a row besides r; they say how it looks. */
static bool
is_row_attribute(const struct xlsx_sheet *s, struct str name, uint32_t *bit)
{
	static const char *const known[] = {"r", "spans", "s", "customFormat", "ht",
	    "hidden", "customHeight", "outlineLevel", "collapsed", "thickTop", "thickBot",
	    "ph", "x14ac:dyDescent"};
	enum { COUNT = sizeof known / sizeof known[0] };

	for (uint32_t i = 0; i < COUNT; i++) {
		if (!str_is(name, known[i]))
			continue;
		*bit = 1U << i;
		return i + 1 < COUNT || s->binds_x14ac;
	}
	return false;
}

static int
row_attributes(const struct xlsx_sheet *s, const char **at, struct str *number)
{
	struct scan_attribute attribute;
	uint32_t seen = 0, bit = 0;
	int status;

	while ((status = scan_attribute(at, &attribute)) == 1) {
		if (!is_row_attribute(s, attribute.name, &bit) || (seen & bit))
			return -1;
		seen |= bit;
		if (bit == 1)
			*number = attribute.value;
	}
	return status;
}

/* Letters and digits. */
static inline bool
char_is_plain(char c)
{
	return (unsigned char)(c - '0') < 10 || (unsigned char)((c | 32) - 'a') < 26;
}

/* ` r="B7"` and the like as programs write them: a blank, one letter, a short value.
 * Anything else is left to cell_attributes. */
static const char *
plain_attributes(const char *p, struct xlsx_cell *cell)
{
	while (p[0] == ' ' && p[2] == '=' && p[3] == '"') {
		struct str *to = p[1] == 'r' ? &cell->reference
		    : p[1] == 's'            ? &cell->style
		    : p[1] == 't'            ? &cell->type
					     : NULL;
		const char *from = p + 4, *end = from;

		while (char_is_plain(*end))
			end++;
		if (to == NULL || to->ptr != NULL || *end != '"')
			return p;
		*to = (struct str){from, (size_t)(end - from)};
		p = end + 1;
	}
	return p;
}

static int
cell_attributes(const char **at, struct xlsx_cell *cell)
{
	struct scan_attribute attribute;
	struct str ignored[2] = {{0}};
	struct str *to;
	int status;

	*at = plain_attributes(*at, cell);
	if (**at == '>')
		return 0;
	while ((status = scan_attribute(at, &attribute)) == 1) {
		if (attribute.name.len == 1 && attribute.name.ptr[0] == 'r')
			to = &cell->reference;
		else if (attribute.name.len == 1 && attribute.name.ptr[0] == 's')
			to = &cell->style;
		else if (attribute.name.len == 1 && attribute.name.ptr[0] == 't')
			to = &cell->type;
		else if (str_is(attribute.name, "cm"))
			to = &ignored[0];
		else if (str_is(attribute.name, "vm"))
			to = &ignored[1];
		else
			return -1;
		if (to->ptr != NULL)
			return -1;
		*to = attribute.value;
	}
	return status;
}

/* The text of an element whose start tag's attributes stand at *at, up to behind its end
 * tag `close`. */
static enum scan
element_text(struct xlsx_sheet *s, const char **at, const char *const *attributes,
    struct str close, struct str *text)
{
	const char *p = *at, *from;
	unsigned flags;

	if (*p != '>' && scan_known_attributes(&p, attributes) != 0)
		return scan_odd(&s->window, p);
	*text = (struct str){0};
	if (*p == '/') {
		*at = p + 2;
		return SCAN_ITEM;
	}
	from = ++p;
	p = scan_text(p, &flags);
	if (memcmp(p, close.ptr, close.len) != 0)
		return scan_odd(&s->window, p);
	*at = p + close.len;
	if (scan_decode(&s->rows.arena, from, p, flags, text))
		return SCAN_ITEM;
	return SCAN_UNUSUAL;
}

static enum scan
scan_inlined(struct xlsx_sheet *s, const char **at, struct xlsx_cell *cell)
{
	const char *p = scan_blanks(*at);
	enum scan how;

	if (!scan_is(p, "<t"))
		return scan_odd(&s->window, p);
	p += 2;
	how = element_text(s, &p, text_attributes, STR("</t>"), &cell->inlined);
	if (how != SCAN_ITEM)
		return how;
	p = scan_blanks(p);
	if (!scan_is(p, "</is>"))
		return scan_odd(&s->window, p);
	cell->has_inlined = true;
	*at = p + 5;
	return SCAN_ITEM;
}

/* <v>12</v>, by far the most frequent child. */
static bool
scan_plain_value(const char **at, struct xlsx_cell *cell)
{
	const char *from = *at + 3, *p;
	unsigned flags;

	if (!scan_is(*at, "<v>") || cell->has_value)
		return false;
	p = scan_text(from, &flags);
	if (flags != TEXT_STOP || !scan_is(p, "</v>"))
		return false;
	cell->value = (struct str){from, (size_t)(p - from)};
	cell->has_value = true;
	*at = p + 4;
	return true;
}

/* One child of a cell. */
static enum scan
scan_child(struct xlsx_sheet *s, const char **at, struct xlsx_cell *cell)
{
	struct str formula;

	if (scan_plain_value(at, cell))
		return SCAN_ITEM;
	if (scan_is(*at, "<v") && !cell->has_value) {
		*at += 2;
		cell->has_value = true;
		return element_text(s, at, text_attributes, STR("</v>"), &cell->value);
	}
	if (scan_is(*at, "<f") && !cell->has_formula) {
		*at += 2;
		cell->has_formula = true;
		return element_text(s, at, formula_attributes, STR("</f>"), &formula);
	}
	if (scan_is(*at, "<is>") && !cell->has_inlined) {
		*at += 4;
		return scan_inlined(s, at, cell);
	}
	return scan_odd(&s->window, *at);
}

/* The cell whose "<c" is behind *at. */
static enum scan
scan_cell(struct xlsx_sheet *s, const char **at, struct err *e)
{
	struct xlsx_cell cell = {0};
	const char *p = *at;
	enum scan how;

	if (cell_attributes(&p, &cell) != 0)
		return scan_odd(&s->window, p);
	if (*p == '/') {
		*at = p + 2;
		return xlsx_rows_add(&s->rows, &cell, e) == 0 ? SCAN_ITEM : SCAN_REFUSED;
	}
	p = scan_blanks(p + 1);
	while (!scan_is(p, "</c>")) {
		how = scan_child(s, &p, &cell);
		if (how != SCAN_ITEM)
			return how;
		p = scan_blanks(p);
	}
	*at = p + 4;
	return xlsx_rows_add(&s->rows, &cell, e) == 0 ? SCAN_ITEM : SCAN_REFUSED;
}

static enum scan
scan_cells(struct xlsx_sheet *s, const char **at, struct err *e)
{
	const char *p = scan_blanks(*at);
	enum scan how;

	while (!scan_is(p, "</row>")) {
		if (!scan_is(p, "<c"))
			return scan_odd(&s->window, p);
		p += 2;
		how = scan_cell(s, &p, e);
		if (how != SCAN_ITEM)
			return how;
		p = scan_blanks(p);
	}
	*at = p + 6;
	return SCAN_ITEM;
}

/* A row is gathered before it is known to be whole; what was gathered of one that is not
 * is taken back. */
static enum scan
scan_row_at(struct xlsx_sheet *s, const char **at, struct err *e)
{
	const char *p = *at;
	struct str number = {0};

	p += 4;
	if (row_attributes(s, &p, &number) != 0)
		return scan_odd(&s->window, p);
	if (xlsx_rows_begin(&s->rows, number, e) != 0)
		return SCAN_REFUSED;
	if (*p == '/') {
		*at = p + 2;
		return SCAN_ITEM;
	}
	*at = p + 1;
	return scan_cells(s, at, e);
}

enum scan
xlsx_scan_row(struct xlsx_sheet *s, struct err *e)
{
	struct scan_window *w = &s->window;
	const char *start = scan_blanks(w->bytes + w->position), *p = start;
	uint64_t number = s->rows.number, delivered = s->rows.delivered;
	enum scan how;

	if (scan_is(p, "</sheetData>"))
		return SCAN_END;
	if (!scan_is(p, "<row"))
		return scan_odd(w, p);
	how = scan_row_at(s, &p, e);
	if (how == SCAN_ITEM && (size_t)(p - w->bytes) > w->checked)
		how = SCAN_UNUSUAL;
	if (how == SCAN_ITEM) {
		w->position = (size_t)(p - w->bytes);
		return SCAN_ITEM;
	}
	if (how != SCAN_REFUSED) {
		s->rows.number = number;
		s->rows.delivered = delivered;
	}
	return how;
}
