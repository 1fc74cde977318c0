/* When each partner was last looked at, what was taken, and what became of it. */
#include "command/status_outbox.h"

/* Fetched and not yet decided about; refused, and therefore left there. */
const char status_fetchers[] =
    "SELECT n.name, n.looked_at, n.taken, n.next_at, n.code, n.last_error,"
    " (SELECT COUNT(*) FROM fetched x WHERE x.fetcher = n.name AND x.state = 'fetched'),"
    " (SELECT COUNT(*) FROM fetched x WHERE x.fetcher = n.name AND x.state = 'refused'),"
    " (SELECT COUNT(*) FROM fetched x WHERE x.fetcher = n.name)"
    " FROM fetcher n ORDER BY n.name";

static void
fetcher_json(const struct context *c, struct json *j, const struct rows *rows)
{
	int64_t next_at = row_int(rows, 3);
	struct arena a = {0};

	json_object(j, NULL);
	json_str(j, "fetcher", row_text(rows, 0));
	json_str(j, "looked_at", row_text(rows, 1));
	json_i64(j, "taken", row_int(rows, 2));
	json_text(j, "next_at", next_at > 0 ? instant_iso(next_at).text : NULL);
	json_i64(j, "pending", row_int(rows, 6));
	json_i64(j, "refused", row_int(rows, 7));
	json_i64(j, "known", row_int(rows, 8));
	json_str(j, "code", row_text(rows, 4));
	json_str(
	    j, "last_error", status_reason(c, row_text(rows, 4), row_text(rows, 5), &a));
	json_end(j);
	arena_close(&a);
}

static void
fetcher_text(const struct context *c, struct out *o, const struct rows *rows)
{
	struct arena a = {0};
	struct str why = status_reason(c, row_text(rows, 4), row_text(rows, 5), &a);

	out_format(o,
	    c->lang == LANG_IT
		? "  %.*s: ultimo ritiro %s, presi %jd, da registrare %jd, rifiutati "
		  "%jd"
		: "  %.*s: last look %s, taken %jd, to be booked %jd, refused %jd",
	    STR_ARG(row_text(rows, 0)), instant_rome_of(row_text(rows, 1)).text,
	    (intmax_t)row_int(rows, 2), (intmax_t)row_int(rows, 6),
	    (intmax_t)row_int(rows, 7));
	if (row_int(rows, 3) > clock_now())
		out_format(o, c->lang == LANG_IT ? ", prossimo %s" : ", next %s",
		    instant_rome(row_int(rows, 3)).text);
	if (why.len > 0)
		out_format(o, ": %.*s", STR_ARG(why));
	out_char(o, '\n');
	arena_close(&a);
}

void
status_fetcher_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows)
{
	if (c->json)
		fetcher_json(c, j, rows);
	else
		fetcher_text(c, o, rows);
}
