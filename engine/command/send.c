/* `riscontro send`: one notice, a batch or all of a file leaves now by the means named;
 * what has left or is held is said and left alone. */
#include "command/send.h"

#include "command/send_now.h"
#include "ledger/deliveries.h"
#include "spool/lock.h"

bool
send_item_leaves(const struct send_item *item)
{
	return item->fate == FATE_GO || item->fate == FATE_AGAIN;
}

/* A courier's name or kind; "pec" and "email" tell apart where mail goes. */
static bool
is_meant(const struct send *s, const struct sending *d)
{
	const struct conf_courier *c = conf_courier_find(&s->g.conf, d->courier);
	bool is_mail = c != NULL && str_is(c->kind, "mail");

	if (c != NULL && str_is(c->kind, "folder"))
		return false; /* served with its batch */
	if (s->creditor.len > 0 && !str_equal(d->creditor, s->creditor))
		return false;
	return s->means == NULL || str_is(d->courier, s->means) ||
	    (c != NULL && str_is(c->kind, s->means)) ||
	    (is_mail && d->is_pec && strcmp(s->means, "pec") == 0) ||
	    (is_mail && !d->is_pec && strcmp(s->means, "email") == 0);
}

/* Of what has left: a message that bounced may leave again; with --again all that the
 * partner recognises as the same. */
static enum fate
fate_of_sent(const struct send *s, const struct sending *d, const struct conf_courier *c)
{
	bool bounced = str_is(d->receipt, "failed") || str_is(d->receipt, "not_accepted");

	if (!s->again && !bounced)
		return FATE_SENT;
	return str_is(c->kind, "appio") || str_is(c->kind, "https") ? FATE_ONCE
								    : FATE_AGAIN;
}

static enum fate
fate_of(const struct send *s, const struct sending *d, const struct courier_record *r)
{
	const struct conf_courier *c = conf_courier_find(&s->g.conf, d->courier);
	bool is_closed =
	    str_is(d->position_state, "paid") || str_is(d->position_state, "cancelled");
	enum fate fate = FATE_GO;

	if (c == NULL)
		return FATE_NO_COURIER;
	if (str_is(d->state, "following"))
		return FATE_FOLLOWING;
	if (str_is(d->state, "cancelled"))
		return FATE_CANCELLED;
	if (str_is(d->state, "held"))
		return FATE_HELD;
	if (str_is(d->state, "sent"))
		fate = fate_of_sent(s, d, c);
	if (fate != FATE_GO && fate != FATE_AGAIN)
		return fate;
	if (is_closed)
		return FATE_CLOSED;
	return r->is_held && str_is(r->code, "COURIER_HELD") ? FATE_COURIER_HELD : fate;
}

static bool
has_delivery(const struct send *s, int64_t outbox)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].delivery.outbox == outbox)
			return true;
	return false;
}

static int
add_deliveries(struct send *s, const struct sending *list, size_t count, struct err *e)
{
	struct arena *a = s->context->arena;
	struct send_item *items =
	    arena_new_array(a, s->count + count + 1, struct send_item);
	bool is_first = s->count == 0;

	if (!is_first)
		memcpy(items, s->items, s->count * sizeof *items);
	s->items = items;
	for (size_t i = 0; i < count; i++) {
		struct courier_record r;

		if (!is_meant(s, &list[i]) ||
		    (!is_first && has_delivery(s, list[i].outbox)))
			continue;
		if (courier_record_read(s->db, list[i].courier, &r, a, e) != 0)
			return -1;
		items[s->count++] = (struct send_item){
		    .delivery = list[i], .fate = fate_of(s, &list[i], &r)};
	}
	return 0;
}

/* An IUV may be of two creditors: which one is meant must be said. */
static int
check_creditor(const struct send *s, struct str word, size_t from, struct err *e)
{
	for (size_t i = from; s->by == SENDING_POSITION && i < s->count; i++)
		if (!str_equal(
			s->items[i].delivery.creditor, s->items[from].delivery.creditor))
			return err_set(e, ERR_FILE,
			    s->context->lang == LANG_IT
				? "%.*s è di più enti: va detto quale con --creditor ID"
				: "%.*s is of more than one creditor: say which with "
				  "--creditor ID",
			    STR_ARG(word));
	return 0;
}

static int
choose_word(struct send *s, struct str word, struct err *e)
{
	struct sending *list;
	size_t count, before = s->count;

	if (sending_list(s->db, s->by, word, &list, &count, s->context->arena, e) != 0 ||
	    add_deliveries(s, list, count, e) != 0 ||
	    check_creditor(s, word, before, e) != 0)
		return -1;
	if (s->count > before || s->unwritten > 0)
		return 0;
	return err_set(e, ERR_FILE,
	    s->context->lang == LANG_IT
		? "%.*s: nulla da spedire%s%s; si invia ciò che le uscite con un "
		  "corriere "
		  "hanno preparato quando il file è stato registrato (si veda «riscontro "
		  "show %.*s»)"
		: "%.*s: nothing to be sent%s%s; what leaves is what outlets with a "
		  "courier prepared when the file was booked (see 'riscontro show %.*s')",
	    STR_ARG(word), s->means == NULL ? "" : " --by ",
	    s->means == NULL ? "" : s->means, STR_ARG(word));
}

static int
choose_and_send(struct send *s, struct err *e)
{
	if (send_write(s, e) != 0)
		return -1;
	for (size_t i = 0; i < s->word_count; i++)
		if (choose_word(s, s->words[i], e) != 0)
			return -1;
	return s->dry ? 0 : send_work(s, e);
}

/* Takes the spool's lock; where an engine has it, or nothing is to be done, only looks.
 */
static int
open_engine(struct send *s, struct err *e)
{
	struct context *c = s->context;

	if (engine_open(&s->g, c->conf_path, ENGINE_READ, e) != 0)
		return -1;
	s->asks = !s->dry && lock_holder(s->g.work) != 0;
	if (!s->asks && !s->dry) {
		engine_close(&s->g);
		if (engine_open(&s->g, c->conf_path, ENGINE_WORK, e) != 0)
			return -1;
	}
	if (!c->lang_given)
		c->lang = s->g.conf.language;
	return 0;
}

static int
run(struct send *s)
{
	struct context *c = s->context;
	struct err e;
	int status;

	if (open_engine(s, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	command_stdout(c, &s->out, &e);
	status = engine_db(&s->g, &s->db, &e);
	if (status == 0) {
		status = choose_and_send(s, &e);
		db_close(s->db);
	}
	status = status == 0 ? send_tell(s) : command_fail(c, STR("send"), &e);
	engine_close(&s->g);
	return status;
}

/* An option with its value: 1, 0 when argv[*i] is a word, -1. */
static int
take_option(struct send *s, int argc, char **argv, int *i)
{
	const char *value;
	int got;

	if ((got = command_option(argc, argv, i, "--by", &s->means)) != 0)
		return got;
	if ((got = command_option(argc, argv, i, "--creditor", &value)) != 0) {
		if (got > 0)
			s->creditor = str_of(value);
		return got;
	}
	if ((got = command_option(argc, argv, i, "--batch", &value)) > 0)
		s->by = SENDING_BATCH;
	else if (got == 0 && (got = command_option(argc, argv, i, "--flow", &value)) > 0)
		s->by = SENDING_FILE;
	if (got <= 0)
		return got;
	if (s->word_count > 0)
		return -1;
	s->words[s->word_count++] = str_of(value);
	return 1;
}

static bool
is_batch_number(struct str word)
{
	uint64_t number;

	return str_to_u64(word, &number) && number > 0 && number <= INT64_MAX;
}

int
command_send(struct context *c, int argc, char **argv)
{
	struct send s = {.context = c,
	    .words = arena_new_array(c->arena, (size_t)argc + 1, struct str)};

	for (int i = 1; i < argc; i++) {
		int got;

		if (strcmp(argv[i], "--again") == 0) {
			s.again = true;
		} else if (strcmp(argv[i], "--dry-run") == 0) {
			s.dry = true;
		} else if ((got = take_option(&s, argc, argv, &i)) == 0) {
			if (argv[i][0] == '-' || s.by != SENDING_POSITION)
				return command_unexpected(c, "send", argv[i]);
			s.words[s.word_count++] = str_of(argv[i]);
		} else if (got < 0) {
			return command_unexpected(c, "send", argv[i]);
		}
	}
	if (s.word_count == 0 || (s.by == SENDING_BATCH && !is_batch_number(s.words[0])))
		return command_usage(c, "send", "%s",
		    c->lang == LANG_IT
			? "serve un IUV, --flow FILE o --batch NUMERO"
			: "an IUV, --flow FILE or --batch NUMBER is wanted");
	return run(&s);
}
