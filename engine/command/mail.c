/* Messages per recipient: sent, delivered, bounced; and those that failed sent again. */
#include "command/mail.h"

#include "base/json.h"
#include "base/text.h"
#include "engine.h"
#include "ledger/audit.h"
#include "ledger/mail_receipts.h"
#include "model/finding.h"

/* A message that did not arrive. */
struct failed_message {
	struct failed_message *next;
	int64_t outbox, batch;
};

struct mail_list {
	struct context *context;
	struct out *out;
	struct json json;
	bool failed_only;
	bool resends;
	struct failed_message *failed;
	int64_t count;
};

/* How a message stands: what came back counts more than that it left. */
static const char *
stand_of(const struct mail_list *l, const struct rows *rows)
{
	static const struct {
		const char *word;
		struct sentence says;
	} words[] = {
	    {"delivered", {"consegnato", "delivered"}},
	    {"accepted", {"accettato dal gestore", "accepted by the provider"}},
	    {"failed", {"non consegnato", "not delivered"}},
	    {"not_accepted", {"non accettato", "not accepted"}},
	    {"delayed", {"in ritardo", "delayed"}},
	    {"sent", {"spedito", "sent"}},
	    {"waiting", {"in attesa", "waiting"}},
	    {"held", {"sospeso", "held"}},
	    {"cancelled", {"annullato", "cancelled"}},
	};
	struct str state = row_text(rows, 5), receipt = row_text(rows, 8),
		   word = str_is(state, "sent") && receipt.len > 0 ? receipt : state;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_is(word, words[i].word))
			return l->context->json ? words[i].word
						: say(&words[i].says, l->context->lang);
	return "";
}

static struct str
reason_of(const struct mail_list *l, const struct rows *rows, struct arena *a)
{
	const struct finding_kind *kind =
	    row_text(rows, 6).len > 0 ? finding_find(row_text(rows, 6)) : NULL;
	struct str seen =
	    row_text(rows, 9).len > 0 ? row_text(rows, 9) : row_text(rows, 7);

	seen = text_printable(a, seen);
	if (kind == NULL || str_is(row_text(rows, 5), "sent"))
		return seen;
	return arena_format(a, "%s (%.*s); %s [%s]", say(&kind->what, l->context->lang),
	    STR_ARG(seen), say(&kind->next, l->context->lang), kind->code);
}

static void
list_one(struct mail_list *l, const struct rows *rows)
{
	struct arena a = {0};
	struct str why = reason_of(l, rows, &a);

	l->count++;
	if (l->context->json) {
		json_object(&l->json, NULL);
		json_i64(&l->json, "batch", row_int(rows, 0));
		json_str(&l->json, "creditor", row_text(rows, 1));
		json_str(&l->json, "file", row_text(rows, 2));
		json_str(&l->json, "notice", row_text(rows, 11));
		json_str(&l->json, "recipient", row_text(rows, 3));
		json_str(&l->json, "courier", row_text(rows, 4));
		json_text(&l->json, "state", stand_of(l, rows));
		json_str(&l->json, "reason", why);
		json_end(&l->json);
	} else {
		out_format(l->out, "%.*s  %.*s  %s%s%.*s\n", STR_ARG(row_text(rows, 11)),
		    STR_ARG(text_printable(&a, row_text(rows, 3))), stand_of(l, rows),
		    why.len > 0 ? ": " : "", STR_ARG(why));
	}
	arena_close(&a);
}

static int
list_all(struct mail_list *l, struct db *db, struct err *e)
{
	struct rows rows;
	int got;

	if (mail_query(db, &rows, l->failed_only, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct failed_message *f;

		list_one(l, &rows);
		if (!l->resends)
			continue;
		f = arena_new(l->context->arena, struct failed_message);
		*f = (struct failed_message){
		    l->failed, row_int(&rows, 10), row_int(&rows, 0)};
		l->failed = f;
	}
	return got;
}

static int
resend(struct mail_list *l, struct db *db, struct err *e)
{
	struct audit audit;
	struct str detail =
	    arena_format(l->context->arena, "%jd messages", (intmax_t)l->count);

	if (db_begin(db, e) != 0)
		return -1;
	for (const struct failed_message *f = l->failed; f != NULL; f = f->next)
		if (mail_resend(db, f->outbox, f->batch, e) != 0)
			goto undo;
	if (audit_open(&audit, db, clock_now(), e) != 0 ||
	    audit_add(&audit, "mail.resend", (struct str){0}, STR("mail"), detail, e) !=
		0)
		goto undo;
	return db_commit(db, e);
undo:
	db_rollback(db);
	return -1;
}

static int
list_and_resend(struct mail_list *l, const struct engine *g, struct err *e)
{
	struct db *db;
	int status;

	if (engine_db(g, &db, e) != 0)
		return -1;
	status = list_all(l, db, e);
	if (status == 0 && l->failed != NULL)
		status = resend(l, db, e);
	db_close(db);
	return status;
}

static void
tell_count(const struct mail_list *l)
{
	bool it = l->context->lang == LANG_IT;

	if (l->context->json || l->context->quiet)
		return;
	if (l->resends)
		out_format(l->out,
		    it ? "messaggi da rispedire: %jd\n" : "messages to be resent: %jd\n",
		    (intmax_t)l->count);
	else
		out_format(l->out, it ? "messaggi: %jd\n" : "messages: %jd\n",
		    (intmax_t)l->count);
}

static int
run(struct mail_list *l)
{
	struct context *c = l->context;
	struct engine g;
	struct out o;
	struct err e;
	int status;

	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	command_stdout(c, &o, &e);
	l->out = &o;
	json_open(&l->json, &o, 2);
	if (c->json)
		json_array(&l->json, NULL);
	status = list_and_resend(l, &g, &e);
	if (c->json) {
		json_end(&l->json);
		out_char(&o, '\n');
	}
	tell_count(l);
	if (out_flush(&o) != 0)
		status = -1;
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, STR("mail"), &e);
}

int
command_mail(struct context *c, int argc, char **argv)
{
	struct mail_list l = {.context = c};

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--failed") == 0)
			l.failed_only = true;
		else if (strcmp(argv[i], "--resend") == 0)
			l.failed_only = l.resends = true;
		else
			return command_unexpected(c, "mail", argv[i]);
	}
	return run(&l);
}
