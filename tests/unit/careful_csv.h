/*
 * CSV read one byte after the other, by the grammar of formats/csv_scan.h and nothing
 * else: the judge of the fast scanner in the unit test and in the fuzz target.
 */
#ifndef CAREFUL_CSV_H
#define CAREFUL_CSV_H

#include "base/out.h"
#include "formats/csv_scan.h"

/* Both ways are compared as text: each record "LINE<field><field>\n", then the code of
 * the refusal, if any. */
static void
careful_line(struct out *o, uint64_t line)
{
	out_u64(o, line);
}

static void
careful_field(struct out *o, struct str text)
{
	out_char(o, '<');
	out_str(o, text);
	out_char(o, '>');
}

struct careful {
	struct str bytes;
	size_t at;
	uint64_t line;
	char delimiter;
	char quote;
};

/* The end of a line at c->at: its length, 0 when there is none. */
static size_t
careful_end(const struct careful *c)
{
	if (c->bytes.ptr[c->at] == '\n')
		return 1;
	if (c->bytes.ptr[c->at] != '\r')
		return 0;
	return c->at + 1 < c->bytes.len && c->bytes.ptr[c->at + 1] == '\n' ? 2 : 1;
}

/* A field in quotes; NULL, or the code of what is wrong. */
static const char *
careful_quoted(struct careful *c, struct out *field)
{
	for (c->at++; c->at < c->bytes.len; c->at++) {
		char now = c->bytes.ptr[c->at];
		bool doubled = now == c->quote && c->at + 1 < c->bytes.len &&
		    c->bytes.ptr[c->at + 1] == c->quote;

		if (now == c->quote && !doubled) {
			c->at++;
			if (c->at == c->bytes.len || careful_end(c) > 0 ||
			    c->bytes.ptr[c->at] == c->delimiter)
				return NULL;
			return "CSV_QUOTE_STRAY";
		}
		if (doubled)
			c->at++;
		if (now == '\n' || (now == '\r' && careful_end(c) == 1))
			c->line++;
		out_char(field, now);
	}
	return "CSV_QUOTE_OPEN";
}

static const char *
careful_record(struct careful *c, struct out *o, struct arena *a)
{
	for (;;) {
		struct out field;
		const char *wrong = NULL;

		out_open_memory(&field, a);
		if (c->at < c->bytes.len && c->quote != TABLE_NO_QUOTE &&
		    c->bytes.ptr[c->at] == c->quote)
			wrong = careful_quoted(c, &field);
		else
			while (c->at < c->bytes.len && careful_end(c) == 0 &&
			    c->bytes.ptr[c->at] != c->delimiter)
				out_char(&field, c->bytes.ptr[c->at++]);
		if (wrong != NULL)
			return wrong;
		careful_field(o, out_bytes_of(&field));
		if (c->at == c->bytes.len || c->bytes.ptr[c->at] != c->delimiter)
			return NULL;
		c->at++;
	}
}

static void
careful_csv(struct out *o, struct str bytes, char delimiter, char quote, struct arena *a)
{
	struct careful c = {bytes, 0, 1, delimiter, quote};

	while (c.at < bytes.len) {
		size_t before = o->len;
		uint64_t line = c.line;
		const char *wrong;

		careful_line(o, line);
		wrong = careful_record(&c, o, a);
		if (wrong != NULL) {
			o->len = before;
			out_text(o, wrong);
			return;
		}
		out_char(o, '\n');
		c.at += c.at < bytes.len ? careful_end(&c) : 0;
		c.line++;
	}
}

/* The same of the fast scanner, with one of its kernels. */
static void
fast_csv(struct out *o, struct str bytes, char delimiter, char quote,
    const struct csv_kernel *kernel, struct arena *a)
{
	struct csv_scan s;
	struct err e = {0};
	uint64_t line;
	int got;

	csv_scan_open(&s, bytes, delimiter, quote, a);
	s.kernel = kernel;
	while ((got = csv_scan_next(&s, &line, &e)) > 0) {
		careful_line(o, line);
		for (size_t i = 0; i < s.count; i++)
			careful_field(o, s.cells[i].text);
		out_char(o, '\n');
	}
	if (got < 0)
		out_text(o, e.code);
	csv_scan_close(&s);
}

#endif
