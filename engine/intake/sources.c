/* One file or many members: the loop over tables is the same. */
#include "intake/sources.h"

#include "intake/planned_table.h"

enum { TOTAL_TIMES = 4 }; /* all members together, in files of the greatest size */

void
sources_open(struct sources *s, const struct input *in, struct str name,
    const struct table_options *options, uint64_t most_bytes, struct arena *a)
{
	*s = (struct sources){.options = options,
	    .limits = {.most_bytes = most_bytes,
		.most_total = most_bytes * TOTAL_TIMES,
		.most_depth = SOURCES_DEPTH},
	    .arena = a,
	    .input = *in,
	    .name = name};
}

static int
open_archive(struct sources *s, struct err *e)
{
	struct archive_reader *outer =
	    s->depth > 0 ? s->levels[s->depth - 1].reader : NULL;

	s->levels[s->depth].input = s->input;
	s->levels[s->depth].name = s->name;
	if (archive_reader_open(&s->levels[s->depth].reader, &s->levels[s->depth].input,
		&s->limits, outer, &s->readers, e) != 0)
		return -1;
	s->depth++;
	return 0;
}

/* The table in the bytes at hand: 1, 0 when they are an archive (now open), -1. */
static int
open_table(struct sources *s, struct err *e)
{
	struct err refusal = {0};
	int status;

	arena_reset(&s->tables);
	status = s->is_strict
	    ? table_open(&s->table, &s->input, s->options, &s->tables, &refusal)
	    : planned_table_open(&s->table, &s->input, s->options, &s->tables, &refusal);
	if (status == 0) {
		s->found = true;
		return 1;
	}
	s->table = NULL;
	if (archive_was_meant(&s->input, &refusal))
		return open_archive(s, e);
	*e = refusal;
	return -1;
}

/* The next member's bytes: 1, 0 when this archive has no more (it is closed), -1. */
static int
next_member(struct sources *s, struct err *e)
{
	struct archive_member m;
	int at = s->depth - 1, got;

	s->name = s->levels[at].name;
	got = archive_reader_next(s->levels[at].reader, &m, e);
	if (got > 0) {
		s->input = m.input;
		s->part++;
		s->name = arena_format(
		    s->arena, "%.*s/%.*s", STR_ARG(s->levels[at].name), STR_ARG(m.name));
		s->member = str_slice(s->name, s->levels[0].name.len + 1, s->name.len);
	} else if (got == 0) {
		archive_reader_close(s->levels[at].reader);
		s->depth--;
	}
	return got;
}

int
sources_next(struct sources *s, struct err *e)
{
	int got = 0;

	table_close(s->table);
	s->table = NULL;
	if (!s->begun) {
		s->begun = true;
		got = open_table(s, e);
	}
	while (got == 0 && s->depth > 0) {
		got = next_member(s, e);
		if (got > 0)
			got = open_table(s, e);
	}
	if (got == 0 && !s->found)
		return err_file(e, "ARCHIVE_EMPTY", "no table in it");
	return got;
}

void
sources_close(struct sources *s)
{
	table_close(s->table);
	s->table = NULL;
	while (s->depth > 0)
		archive_reader_close(s->levels[--s->depth].reader);
	arena_close(&s->tables);
	arena_close(&s->readers);
}
