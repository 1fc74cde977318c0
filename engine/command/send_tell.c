/* What became of each delivery that a person asked for. */
#include "command/send_now.h"
#include "command/status_outbox.h"

#include "base/text.h"

struct words {
	const char *word; /* in JSON */
	struct sentence says;
	int code; /* that the command ends with */
};

/* What was left alone, and why. */
static const struct words fates[] = {
    [FATE_GO] = {"to_send", {"da inviare", "to be sent"}, 0},
    [FATE_AGAIN] = {"to_send_again", {"da inviare di nuovo", "to be sent again"}, 0},
    [FATE_SENT] = {"sent_before",
	{"già inviato; --again lo invia di nuovo", "sent before; --again sends it again"},
	0},
    [FATE_FOLLOWING] = {"following",
	{"già accettato, il partner lo sta lavorando",
	    "accepted before, the partner works on it"},
	0},
    [FATE_HELD] = {"held",
	{"sospeso da una persona; «riscontro release» lo riprende",
	    "held by a person; 'riscontro release' resumes it"},
	65},
    [FATE_COURIER_HELD] = {"courier_held",
	{"il corriere è sospeso da una persona; «riscontro release» lo riprende",
	    "the courier is held by a person; 'riscontro release' resumes it"},
	65},
    [FATE_CANCELLED] = {"cancelled", {"annullato", "cancelled"}, 65},
    [FATE_CLOSED] = {"closed",
	{"non inviato: la posizione è pagata o annullata",
	    "not sent: the position is paid or cancelled"},
	65},
    [FATE_ONCE] = {"only_once",
	{"già inviato; questo corriere non lo ripete, perché arriverebbe due volte",
	    "sent before; this courier does not repeat it, since it would arrive twice"},
	65},
    [FATE_NO_COURIER] = {"no_courier",
	{"non inviato: il corriere non è più nella configurazione",
	    "not sent: the courier is not configured any more"},
	65},
};

/* How an attempt ended: the outbox's own words. */
static const struct words ends[] = {
    {"sent", {"inviato", "sent"}, 0},
    {"following",
	{"accettato, il partner lo sta lavorando", "accepted, the partner works on it"},
	0},
    {"failed", {"non riuscito", "failed"}, 65},
    {"held", {"sospeso", "held"}, 65},
    {"cancelled", {"annullato", "cancelled"}, 65},
    {"waiting", {"in attesa, si ritenta", "waiting, it is tried again"}, 75},
};

static const struct words *
words_of(const struct send *s, const struct send_item *item)
{
	if (s->dry || !send_item_leaves(item))
		return &fates[item->fate];
	for (size_t i = 0; i + 1 < sizeof ends / sizeof ends[0]; i++)
		if (str_is(item->delivery.state, ends[i].word))
			return &ends[i];
	return &ends[sizeof ends / sizeof ends[0] - 1];
}

/* Its own trouble, else its courier's; of what has arrived, the server's answer. */
static struct str
reason_of(const struct send *s, const struct send_item *item, struct arena *a)
{
	const struct sending *d = &item->delivery;
	bool own = d->code.len > 0 || d->last_error.len > 0;

	if (s->dry || !send_item_leaves(item))
		return (struct str){0};
	if (str_is(d->state, "sent"))
		return text_printable(a, d->last_error);
	return status_reason(s->context, own ? d->code : item->courier_code,
	    own ? d->last_error : item->courier_error, a);
}

static bool
has_next(const struct sending *d)
{
	return str_is(d->state, "waiting") && d->next_at > clock_now();
}

static void
tell_json(struct send *s, const struct send_item *item, struct str why)
{
	const struct sending *d = &item->delivery;
	struct json *j = &s->json;

	json_object(j, NULL);
	json_i64(j, "batch", d->batch);
	json_str(j, "creditor", d->creditor);
	json_str(j, "outlet", d->outlet);
	json_str(j, "file", d->name);
	json_str(j, "notice", d->notice);
	json_str(j, "recipient", d->recipient);
	json_str(j, "courier", d->courier);
	json_text(j, "result", words_of(s, item)->word);
	json_str(j, "state", d->state);
	json_str(j, "code", d->code.len > 0 ? d->code : item->courier_code);
	json_str(j, "reason", why);
	json_text(j, "next_at", has_next(d) ? instant_iso(d->next_at).text : NULL);
	json_str(j, "sent_at", d->sent_at);
	json_end(j);
}

static void
tell_text(struct send *s, const struct send_item *item, struct str why)
{
	const struct sending *d = &item->delivery;
	bool is_sent = item->fate == FATE_SENT || item->fate == FATE_ONCE;
	struct arena a = {0};

	out_format(&s->out, "%.*s  %.*s%s%.*s: %s",
	    STR_ARG(d->notice.len > 0 ? d->notice : d->name),
	    STR_ARG(text_printable(&a, d->recipient)), d->recipient.len > 0 ? "  " : "",
	    STR_ARG(d->courier), say(&words_of(s, item)->says, s->context->lang));
	if (is_sent && d->sent_at.len > 0)
		out_format(&s->out, " (%s)", instant_rome_of(d->sent_at).text);
	if (send_item_leaves(item) && !s->dry && has_next(d))
		out_format(&s->out, " (%s)", instant_rome(d->next_at).text);
	out_format(&s->out, "%s%.*s\n", why.len > 0 ? ": " : "", STR_ARG(why));
	arena_close(&a);
}

static void
tell_one(struct send *s, const struct send_item *item)
{
	struct arena a = {0};
	struct str why = reason_of(s, item, &a);

	if (s->context->json)
		tell_json(s, item, why);
	else
		tell_text(s, item, why);
	arena_close(&a);
}

/* Batches still to be written have no deliveries yet. */
static void
tell_unwritten(struct send *s)
{
	if (s->unwritten == 0 || s->context->json)
		return;
	out_format(&s->out,
	    s->context->lang == LANG_IT
		? "lotti da scrivere prima dell'invio: %zu%s\n"
		: "batches to be written before they leave: %zu%s\n",
	    s->unwritten,
	    s->dry                            ? ""
		: s->context->lang == LANG_IT ? "; li scrive il motore in funzione"
					      : "; the running engine writes them");
}

int
send_tell(struct send *s)
{
	bool waits = s->unwritten > 0 && !s->dry, fails = false;

	json_open(&s->json, &s->out, 2);
	if (s->context->json)
		json_array(&s->json, NULL);
	for (size_t i = 0; i < s->count; i++) {
		int code = words_of(s, &s->items[i])->code;

		waits |= code == 75;
		fails |= code == 65;
		if (!s->context->quiet || code != 0 || s->context->json)
			tell_one(s, &s->items[i]);
	}
	if (s->context->json) {
		json_end(&s->json);
		out_char(&s->out, '\n');
	}
	tell_unwritten(s);
	if (out_flush(&s->out) != 0)
		return 75;
	return waits ? 75 : fails ? 65 : 0;
}
