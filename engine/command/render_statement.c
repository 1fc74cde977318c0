/* `riscontro cat` on a statement: what the engine would book, and what it would tell. */
#include "command/render_statement.h"

#include "base/log.h"
#include "formats/movement_write.h"
#include "intake/statement_layout.h"

static void
tell(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];

		log_warn("%.*s, line %ju: %s: %.*s", STR_ARG(f->place.file),
		    (uintmax_t)f->place.row, f->kind->code, STR_ARG(f->seen));
	}
}

int
render_statement(struct out *o, const struct input *in,
    const struct statement_columns *fixed, const struct table_options *options,
    bool jsonl, struct arena *a, struct err *e)
{
	enum movement_style style = jsonl ? MOVEMENT_JSONL : MOVEMENT_CSV;
	struct findings findings = {.arena = a};
	struct statement_file *f = NULL;
	struct movement m;
	int got;

	if (statement_source_open(&f, in, fixed, options, &findings, a, e) != 0)
		return -1;
	movement_write_header(o, style);
	while ((got = statement_next(f, &m, e)) == 1)
		movement_write(o, style, &m);
	statement_close(f);
	tell(&findings);
	return got;
}
