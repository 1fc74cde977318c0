/* Why a file has not left yet, in a sentence: its own trouble, its courier's, or its
 * batch's. */
#include "command/status_outbox.h"

#include "model/words.h"

#include "base/text.h"
#include "model/finding.h"

const char status_couriers[] =
    "SELECT name, state, failures, next_at, code, last_error FROM courier"
    " WHERE state = 'held' OR failures > 0 ORDER BY name";

/* A batch that cannot be written or handed on delays all its deliveries; one without a
 * trouble of its own waits for its courier. */
const char status_outbox[] =
    "SELECT b.id, b.creditor, b.outlet, b.state, a.name, o.courier, o.state, o.attempts,"
    " CASE WHEN o.next_at < COALESCE(c.next_at, 0) THEN c.next_at ELSE o.next_at END,"
    " CASE WHEN b.last_error <> '' THEN b.code ELSE COALESCE(o.code, c.code) END,"
    " COALESCE(NULLIF(b.last_error, ''), o.last_error, c.last_error), a.recipient,"
    " c.state"
    " FROM batch b LEFT JOIN artefact a ON a.batch = b.id"
    " LEFT JOIN outbox o ON o.artefact = a.id AND o.state NOT IN ('sent', 'cancelled')"
    " LEFT JOIN courier c ON c.name = o.courier"
    " WHERE b.state <> 'sent' AND (o.id IS NOT NULL OR a.id IS NULL)"
    " ORDER BY b.id, a.id LIMIT 200";

struct str
status_reason(const struct context *c, struct str code, struct str seen, struct arena *a)
{
	const struct finding_kind *kind = code.len == 0 ? NULL : finding_find(code);
	struct str text = text_printable(a, seen);
	struct out o;

	out_open_memory(&o, a);
	if (kind == NULL) {
		out_str(&o, text);
		return out_bytes_of(&o);
	}
	out_text(&o, say(&kind->what, c->lang));
	if (text.len > 0)
		out_format(&o, " (%.*s)", STR_ARG(text));
	out_format(&o, "; %s [%s]", say(&kind->next, c->lang), kind->code);
	return out_bytes_of(&o);
}

/* When it will be tried again; empty when that is now or for a person to say. */
static struct instant_text
next_text(struct str state, int64_t next_at)
{
	return str_is(state, "failed") || str_is(state, "held") || next_at <= clock_now()
	    ? (struct instant_text){""}
	    : instant_iso(next_at);
}

static void
text_tail(const struct context *c, struct out *o, struct str state, int64_t attempts,
    int64_t next_at, struct str why)
{
	bool has_next = next_text(state, next_at).text[0] != '\0';

	out_str(o, words_say(WORDS_DELIVERY, state, c->lang));
	if (attempts > 0)
		out_format(o, c->lang == LANG_IT ? ", tentativi %jd" : ", attempts %jd",
		    (intmax_t)attempts);
	if (has_next)
		out_format(o, c->lang == LANG_IT ? ", prossimo %s" : ", next %s",
		    instant_rome(next_at).text);
	if (why.len > 0)
		out_format(o, ": %.*s", STR_ARG(why));
	out_char(o, '\n');
}

static void
json_tail(struct json *j, struct str state, int64_t attempts, int64_t next_at,
    struct str code, struct str why)
{
	json_str(j, "state", state);
	json_i64(j, "attempts", attempts);
	json_text(j, "next_at",
	    next_at > 0 && next_text(state, next_at).text[0] != '\0'
		? instant_iso(next_at).text
		: NULL);
	json_str(j, "code", code);
	json_str(j, "last_error", why);
}

void
status_courier_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows)
{
	struct arena a = {0};
	struct str state = row_text(rows, 1),
		   why = status_reason(c, row_text(rows, 4), row_text(rows, 5), &a);

	if (c->json) {
		json_object(j, NULL);
		json_str(j, "courier", row_text(rows, 0));
		json_tail(
		    j, state, row_int(rows, 2), row_int(rows, 3), row_text(rows, 4), why);
		json_end(j);
	} else {
		out_format(o, "  %.*s: ", STR_ARG(row_text(rows, 0)));
		text_tail(c, o, str_is(state, "open") ? STR("waiting") : state,
		    row_int(rows, 2), row_int(rows, 3), why);
	}
	arena_close(&a);
}

void
status_removed_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows)
{
	static const struct str code = {"COURIER_REMOVED", 15};
	struct arena a = {0};
	struct str why = status_reason(c, code,
	    arena_format(&a, c->lang == LANG_IT ? "invii: %jd" : "deliveries: %jd",
		(intmax_t)row_int(rows, 1)),
	    &a);

	if (c->json) {
		json_object(j, NULL);
		json_str(j, "courier", row_text(rows, 0));
		json_tail(j, STR("removed"), 0, 0, code, why);
		json_end(j);
	} else {
		out_format(o, "  %.*s: ", STR_ARG(row_text(rows, 0)));
		text_tail(c, o, STR("removed"), 0, 0, why);
	}
	arena_close(&a);
}

void
status_outbox_line(const struct context *c, struct out *o, struct json *j,
    const struct rows *rows, bool is_removed)
{
	struct arena a = {0};
	bool has_row = !row_is_null(rows, 6);
	struct str state = row_text(rows, has_row ? 6 : 3),
		   code = is_removed ? STR("COURIER_REMOVED") : row_text(rows, 9),
		   why = status_reason(c, code, row_text(rows, 10), &a);
	/* What a held courier carries has no time: it waits for a person. */
	int64_t next_at =
	    is_removed || str_is(row_text(rows, 12), "held") ? 0 : row_int(rows, 8);

	if (c->json) {
		json_object(j, NULL);
		json_i64(j, "batch", row_int(rows, 0));
		json_str(j, "creditor", row_text(rows, 1));
		json_str(j, "outlet", row_text(rows, 2));
		json_str(j, "batch_state", row_text(rows, 3));
		json_str(j, "file", row_text(rows, 4));
		json_str(j, "courier", row_text(rows, 5));
		json_str(j, "recipient", row_text(rows, 11));
		json_tail(j, state, row_int(rows, 7), next_at, code, why);
		json_end(j);
	} else {
		out_format(o, "  %jd %.*s %.*s", (intmax_t)row_int(rows, 0),
		    STR_ARG(row_text(rows, 1)), STR_ARG(row_text(rows, 2)));
		if (has_row)
			out_format(o, " %.*s → %.*s%s%.*s", STR_ARG(row_text(rows, 4)),
			    STR_ARG(row_text(rows, 5)),
			    row_text(rows, 11).len > 0 ? " " : "",
			    STR_ARG(row_text(rows, 11)));
		out_text(o, ": ");
		text_tail(c, o, state, row_int(rows, 7), next_at, why);
	}
	arena_close(&a);
}
