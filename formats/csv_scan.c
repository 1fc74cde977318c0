/* Records and fields are cut from bit masks of the marks, so that the bytes between two
 * marks are never looked at: that is what makes a million rows cost a tenth of a second.
 */
#include "formats/csv_scan.h"

enum { CSV_FIRST_ROOM = 32 };

void
csv_scan_open(
    struct csv_scan *s, struct str bytes, char delimiter, char quote, struct arena *a)
{
	*s = (struct csv_scan){
	    .bytes = bytes,
	    .delimiter = delimiter,
	    .quote = quote,
	    .most_fields = TABLE_MOST_COLUMNS,
	    .kernel = csv_kernel_best(),
	    .arena = a,
	    .cells = arena_new_array(a, CSV_FIRST_ROOM, struct cell),
	    .room = CSV_FIRST_ROOM,
	    .line = 1,
	};
}

void
csv_scan_close(struct csv_scan *s)
{
	arena_close(&s->row);
}

/* The masks of what is left of the bytes when it is less than a block. */
static void
load_tail(struct csv_scan *s, size_t from)
{
	char padded[CSV_BLOCK] = {0};
	char quote = s->quote == TABLE_NO_QUOTE ? s->delimiter : s->quote;
	size_t len = s->bytes.len - from;

	memcpy(padded, s->bytes.ptr + from, len);
	s->kernel->marks(padded, 1, s->delimiter, quote, s->masks);
	s->masks[0] &= ((uint64_t)1 << len) - 1;
	s->blocks = 1;
}

/* Moves the window of masks on; false at the end of the bytes. */
static bool
load_window(struct csv_scan *s)
{
	size_t from = s->window + s->blocks * CSV_BLOCK;
	char quote = s->quote == TABLE_NO_QUOTE ? s->delimiter : s->quote;

	if (from >= s->bytes.len)
		return false;
	s->window = from;
	s->block = 0;
	s->blocks = (s->bytes.len - from) / CSV_BLOCK;
	if (s->blocks > CSV_WINDOW)
		s->blocks = CSV_WINDOW;
	if (s->blocks == 0)
		load_tail(s, from);
	else
		s->kernel->marks(
		    s->bytes.ptr + from, s->blocks, s->delimiter, quote, s->masks);
	return true;
}

static bool
next_block(struct csv_scan *s)
{
	while (s->mask == 0) {
		if (s->block + 1 < s->blocks)
			s->block++;
		else if (!load_window(s))
			return false;
		s->mask = s->masks[s->block];
	}
	return true;
}

/* The offset of the next mark, or the length of the bytes when there is none. */
static inline size_t
next_mark(struct csv_scan *s)
{
	size_t at;

	if (s->mask == 0 && !next_block(s))
		return s->bytes.len;
	at = s->window + s->block * CSV_BLOCK + (size_t)__builtin_ctzll(s->mask);
	s->mask &= s->mask - 1;
	return at;
}

static int
refuse(const struct csv_scan *s, struct err *e, const char *code, const char *seen)
{
	err_file(
	    e, code, "line %ju, field %zu: %s", (uintmax_t)s->line, s->count + 1, seen);
	e->row = s->line;
	e->column = (uint32_t)(s->count + 1);
	return -1;
}

static int
grow_cells(struct csv_scan *s, struct err *e)
{
	size_t room = s->room * 2;
	struct cell *cells;

	if (s->count >= s->most_fields)
		return refuse(
		    s, e, "CSV_TOO_MANY_FIELDS", "too many fields in one record");
	if (room > s->most_fields)
		room = s->most_fields;
	cells = arena_new_array(s->arena, room, struct cell);
	memcpy(cells, s->cells, s->count * sizeof *cells);
	s->cells = cells;
	s->room = room;
	return 0;
}

static inline int
add_field(struct csv_scan *s, const char *ptr, size_t len, struct err *e)
{
	if (s->count == s->room && grow_cells(s, e) != 0)
		return -1;
	if (len > CSV_MOST_FIELD)
		return refuse(s, e, "CSV_FIELD_TOO_LONG", "more than 1 MiB in one field");
	s->cells[s->count].text = (struct str){ptr, len};
	s->cells[s->count].kind = len == 0 ? CELL_EMPTY : CELL_TEXT;
	s->count++;
	if (len > 0)
		s->filled = s->count;
	return 0;
}

/* The text between two quotes with each doubled quote made one. */
static struct str
undouble(struct csv_scan *s, size_t from, size_t to)
{
	char *text = arena_alloc(&s->row, to - from);
	size_t len = 0;

	for (size_t i = from; i < to; i++) {
		text[len++] = s->bytes.ptr[i];
		if (s->bytes.ptr[i] == s->quote)
			i++;
	}
	return (struct str){text, len};
}

static bool
byte_is(const struct csv_scan *s, size_t at, char c)
{
	return at < s->bytes.len && s->bytes.ptr[at] == c;
}

/* Finds the quote that closes the field opened at `open`: its offset, or the length of
 * the bytes. Lines passed on the way are added to *lines. */
static size_t
find_closing(struct csv_scan *s, size_t open, bool *doubled, uint64_t *lines)
{
	for (;;) {
		size_t at = next_mark(s);

		if (at >= s->bytes.len || at - open > 2 * CSV_MOST_FIELD)
			return s->bytes.len;
		if (s->bytes.ptr[at] == s->quote) {
			if (!byte_is(s, at + 1, s->quote))
				return at;
			(void)next_mark(s);
			*doubled = true;
		} else if (s->bytes.ptr[at] == '\n' ||
		    (s->bytes.ptr[at] == '\r' && !byte_is(s, at + 1, '\n'))) {
			++*lines;
		}
	}
}

/* The field whose opening quote stands at `open`; *end is the mark that ends it. */
static int
add_quoted(struct csv_scan *s, size_t open, size_t *end, uint64_t *lines, struct err *e)
{
	bool doubled = false;
	size_t close = find_closing(s, open, &doubled, lines);
	struct str text = str_slice(s->bytes, open + 1, close);

	if (close >= s->bytes.len)
		return refuse(s, e, "CSV_QUOTE_OPEN", "a quotation mark is never closed");
	*end = next_mark(s);
	if (*end != close + 1)
		return refuse(
		    s, e, "CSV_QUOTE_STRAY", "text after a closing quotation mark");
	s->quoted++;
	if (doubled)
		text = undouble(s, open + 1, close);
	return add_field(s, text.ptr, text.len, e);
}

/* Ends the record at the mark `at`, which is a CR, an LF or the end of the bytes. */
static void
end_record(struct csv_scan *s, size_t at, uint64_t lines)
{
	bool pair = byte_is(s, at, '\r') && byte_is(s, at + 1, '\n');

	if (pair)
		(void)next_mark(s);
	s->line_end = at >= s->bytes.len ? NULL
	    : pair                       ? "\r\n"
	    : byte_is(s, at, '\r')       ? "\r"
					 : "\n";
	s->at = at >= s->bytes.len ? s->bytes.len : at + (pair ? 2 : 1);
	s->line += lines + 1;
}

/* The plain case, without a call or a store to *s per field: the fields from `start` on
 * that end with a delimiter in the current block. Returns where the next field begins;
 * anything else is left to the careful way. */
static inline size_t
take_plain(struct csv_scan *s, size_t start)
{
	const char *bytes = s->bytes.ptr;
	size_t base = s->window + s->block * CSV_BLOCK, count = s->count,
	       filled = s->filled;
	uint64_t mask = s->mask;

	while (mask != 0 && count < s->room) {
		size_t at = base + (size_t)__builtin_ctzll(mask), len = at - start;

		if (bytes[at] != s->delimiter || len > CSV_MOST_FIELD)
			break;
		mask &= mask - 1;
		s->cells[count++] = (struct cell){
		    {bytes + start, len}, len == 0 ? CELL_EMPTY : CELL_TEXT};
		filled = len == 0 ? filled : count;
		start = at + 1;
	}
	s->mask = mask;
	s->count = count;
	s->filled = filled;
	return start;
}

int
csv_scan_next(struct csv_scan *s, uint64_t *line, struct err *e)
{
	size_t start = s->at, end;
	uint64_t lines = 0;

	if (start >= s->bytes.len)
		return 0;
	arena_reset(&s->row);
	s->count = s->filled = 0;
	*line = s->line;
	for (;;) {
		bool quoted = false;

		start = take_plain(s, start);
		end = next_mark(s);
		if (end < s->bytes.len && s->bytes.ptr[end] == s->quote) {
			if (end != start)
				continue;
			if (add_quoted(s, start, &end, &lines, e) != 0)
				return -1;
			quoted = true;
		}
		if (!quoted && add_field(s, s->bytes.ptr + start, end - start, e) != 0)
			return -1;
		if (end >= s->bytes.len || s->bytes.ptr[end] != s->delimiter)
			break;
		start = end + 1;
	}
	end_record(s, end, lines);
	return 1;
}
