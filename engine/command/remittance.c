/* `riscontro remittance`: what a bank's texts say, one answer for each. */
#include "command/remittance.h"

#include "base/input.h"
#include "base/json.h"
#include "base/text.h"
#include "formats/table.h"
#include "match/remittance.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MOST = 1 << 30 };

#define NO_COLUMN SIZE_MAX

static void
write_json(struct out *o, const struct remittance *r)
{
	struct json j;

	json_open(&j, o, 0);
	json_object(&j, NULL);
	json_text(&j, "kind", remittance_kind_name(r->kind));
	json_str(&j, "id", r->id);
	json_text(&j, "rule", r->rule);
	json_i64(&j, "offset", (int64_t)r->offset);
	json_array(&j, "others");
	for (size_t i = 0; i < r->other_count; i++)
		json_str(&j, NULL, r->others[i]);
	json_end(&j);
	json_end(&j);
	out_char(o, '\n');
}

static void
answer(const struct context *c, struct out *o, struct arena *row, struct str text)
{
	struct remittance r = remittance_read(row, text);

	if (c->json) {
		write_json(o, &r);
		return;
	}
	out_text(o, remittance_kind_name(r.kind));
	out_char(o, ',');
	out_str(o, r.id);
	out_char(o, '\n');
}

static int
answer_lines(struct context *c, struct out *o)
{
	struct arena row = {0};
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&line, &room, stdin)) >= 0) {
		struct str text = str_trim((struct str){line, (size_t)len});

		arena_reset(&row);
		answer(c, o, &row, text);
	}
	free(line);
	arena_close(&row);
	return 0;
}

/* The column that holds the texts, by the names that banks and treasurers give it. */
static size_t
find_column(struct arena *a, const struct row *header)
{
	static const char *const names[] = {"causale", "descrizione",
	    "descrizione_estesa", "descrizione_causale", "remittance_text", "text",
	    "testo"};

	for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
		for (size_t i = 0; i < header->count; i++)
			if (str_is(text_fold(a, header->cells[i].text), names[n]))
				return i;
	return NO_COLUMN;
}

static int
answer_rows(struct context *c, struct table *t, struct out *o, struct err *e)
{
	struct arena row_arena = {0};
	struct row row;
	size_t column;
	int got = table_next(t, &row, e);

	if (got <= 0)
		return got;
	column = find_column(c->arena, &row);
	if (column == NO_COLUMN)
		return err_file(e, "FILE_UNKNOWN_KIND", "no column named causale");
	while ((got = table_next(t, &row, e)) > 0) {
		struct str text = {0};

		if (row.count == 0)
			continue;
		if (column < row.count)
			text = row.cells[column].text;
		arena_reset(&row_arena);
		answer(c, o, &row_arena, text);
	}
	arena_close(&row_arena);
	return got;
}

static int
answer_file(struct context *c, const char *path, struct out *o, struct err *e)
{
	struct table_options options = {0};
	struct input in;
	struct table *t;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), code;

	if (fd < 0)
		return err_errno(e, "open");
	code = input_map(&in, fd, str_of(path), FILE_MOST, e);
	close(fd);
	if (code != 0)
		return -1;
	code = table_open(&t, &in, &options, c->arena, e);
	if (code == 0) {
		code = answer_rows(c, t, o, e);
		table_close(t);
	}
	input_unmap(&in);
	return code;
}

int
command_remittance(struct context *c, int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "-";
	struct err e = {0}, written = {0};
	struct out o;
	int code;

	if (argc > 2)
		return command_usage(c, argv[0], "%s",
		    c->lang == LANG_IT ? "un solo file" : "one file only");
	command_stdout(c, &o, &written);
	code =
	    strcmp(path, "-") == 0 ? answer_lines(c, &o) : answer_file(c, path, &o, &e);
	if (out_flush(&o) != 0)
		return command_fail(c, (struct str){0}, &written);
	return code == 0 ? 0 : command_fail(c, str_of(path), &e);
}
