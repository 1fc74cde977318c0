/* What persons decide of movements: booked with who, when and why, matched at once, and
 * to be taken back. */
#include "command/match.h"

#include "command/match_list.h"
#include "engine.h"
#include "ledger/rulings.h"
#include "match/posting.h"
#include "match/reconcile.h"

#include <pwd.h>
#include <unistd.h>

static const char select_movement[] =
    "SELECT m.creditor, m.cents, m.file, c.code," MATCH_PROPOSAL_COLUMNS
    " FROM movement m LEFT JOIN class c ON c.subject_kind = 'movement' AND"
    " c.subject = m.id WHERE m.id = ? AND m.is_money = 1";

enum { FLOWS_MOST = REMITTANCE_OTHERS_MOST + 1 };

/* What the command line asks for. */
struct request {
	const char *creditor, *by, *why, *iuv;
	const char *flows[FLOWS_MOST];
	size_t flow_count;
	uint64_t movement; /* 0: the list */
	bool confirm, reject, other, undo;
};

/* The movement that is spoken of, as it stands. */
struct subject {
	const struct conf_creditor *creditor;
	int64_t id, file;
	money cents;
	enum match_class class;
	struct str proposed; /* flow id */
	int64_t twin;
};

static int
read_word(struct context *c, struct request *q, const char *word)
{
	const struct {
		const char *name;
		bool *value;
	} switches[] = {{"--confirm", &q->confirm}, {"--reject", &q->reject},
	    {"--other", &q->other}, {"--undo", &q->undo}};

	for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
		if (strcmp(word, switches[i].name) == 0) {
			*switches[i].value = true;
			return 0;
		}
	if (q->movement == 0 && str_to_u64(str_of(word), &q->movement) &&
	    q->movement > 0 && q->movement <= INT64_MAX)
		return 0;
	return command_unexpected(c, "match", word);
}

static int
read_arguments(struct context *c, int argc, char **argv, struct request *q)
{
	int given, status;

	for (int i = 1; i < argc; i++) {
		const char *flow = NULL;
		int got = command_option(argc, argv, &i, "--flow", &flow);

		if (got > 0) {
			if (q->flow_count == FLOWS_MOST)
				return command_usage(
				    c, "match", "--flow: %d", FLOWS_MOST);
			q->flows[q->flow_count++] = flow;
			continue;
		}
		if (got == 0 &&
		    (got = command_option(argc, argv, &i, "--creditor", &q->creditor)) ==
			0 &&
		    (got = command_option(argc, argv, &i, "--by", &q->by)) == 0 &&
		    (got = command_option(argc, argv, &i, "--why", &q->why)) == 0)
			got = command_option(argc, argv, &i, "--iuv", &q->iuv);
		if (got < 0)
			return command_unexpected(c, "match", argv[i]);
		if (got == 0 && (status = read_word(c, q, argv[i])) != 0)
			return status;
	}
	given = q->confirm + q->reject + q->other + q->undo + (q->iuv != NULL) +
	    (q->flow_count > 0);
	if (given != (q->movement != 0))
		return command_usage(c, "match",
		    "MOVEMENT --confirm | --reject | --flow ID | --iuv IUV | --other | "
		    "--undo");
	return 0;
}

static int
find_subject(struct context *c, const struct engine *g, struct db *db, int64_t id,
    struct subject *s, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_movement, DB(db_i(id)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		*s = (struct subject){
		    .creditor = conf_creditor_find(&g->conf, row_text(&rows, 0)),
		    .id = id,
		    .cents = row_int(&rows, 1),
		    .file = row_int(&rows, 2),
		    .class = match_class_find(row_text(&rows, 3)),
		    .proposed = arena_str(c->arena, row_text(&rows, 4)),
		    .twin = row_int(&rows, 5)};
	rows_close(&rows);
	if (got == 0 || (got > 0 && s->creditor == NULL))
		return err_set(e, ERR_USAGE,
		    "%jd: no such movement; `riscontro match` and `riscontro balance` "
		    "tell "
		    "the numbers",
		    (intmax_t)id);
	return got < 0 ? -1 : 0;
}

static struct str
who(struct context *c, const struct request *q)
{
	const struct passwd *user = q->by == NULL ? getpwuid(getuid()) : NULL;

	if (q->by != NULL)
		return str_of(q->by);
	return user != NULL ? arena_str(c->arena, str_of(user->pw_name))
			    : arena_format(c->arena, "uid %ju", (uintmax_t)getuid());
}

static int
decide_proposal(
    const struct request *q, const struct subject *s, struct ruling *r, struct err *e)
{
	bool twice = s->class == MOVEMENT_PERHAPS_TWICE ||
	    (s->class == MOVEMENT_TOLD_AGAIN && q->reject);

	if (s->class == MOVEMENT_PROPOSAL && s->proposed.len > 0) {
		r->kind = q->confirm ? "flow" : "reject";
		r->reference = s->proposed;
	} else if (twice) {
		r->kind = q->confirm ? "same" : "distinct";
	} else {
		return err_set(e, ERR_USAGE,
		    "nothing is proposed for movement %jd; --flow, --iuv or --other "
		    "decides",
		    (intmax_t)s->id);
	}
	return 0;
}

static int
book(struct posting *p, const struct ruling *r, struct err *e)
{
	struct str subject =
	    arena_format(p->arena, "movement %jd", (intmax_t)r->movement);
	struct str detail = arena_format(p->arena, "%s %.*s, %.*s: %.*s", r->kind,
	    STR_ARG(r->reference), STR_ARG(r->person), STR_ARG(r->reason));

	return ruling_insert(p->db, p->creditor->id, r, e) != 0
	    ? -1
	    : audit_add(
		  p->audit, "movement.decided", p->creditor->id, subject, detail, e);
}

static int
take_back(struct posting *p, const struct ruling *r, struct err *e)
{
	int64_t ended = 0;
	struct str subject =
	    arena_format(p->arena, "movement %jd", (intmax_t)r->movement);

	if (rulings_end(p->db, r->movement, p->now, &ended, e) != 0)
		return -1;
	if (ended == 0)
		return err_set(e, ERR_USAGE,
		    "nobody has decided anything of movement %jd", (intmax_t)r->movement);
	return audit_add(p->audit, "movement.undecided", p->creditor->id, subject,
	    arena_format(p->arena, "%.*s: %.*s", STR_ARG(r->person), STR_ARG(r->reason)),
	    e);
}

/* A flow, a IUV and "other" take the place of what was decided before; a rejected
 * proposal stands beside. */
static int
decide(struct posting *p, const struct request *q, const struct subject *s,
    struct ruling *r, struct err *e)
{
	int64_t ended;

	if (q->undo)
		return take_back(p, r, e);
	if (q->confirm || q->reject)
		return decide_proposal(q, s, r, e) != 0 ? -1 : book(p, r, e);
	if (rulings_end(p->db, s->id, p->now, &ended, e) != 0)
		return -1;
	r->kind = q->flow_count > 0 ? "flow" : q->iuv != NULL ? "iuv" : "other";
	if (q->flow_count == 0) {
		r->reference = str_of(q->iuv);
		return book(p, r, e);
	}
	for (size_t i = 0; i < q->flow_count; i++) {
		r->reference = str_of(q->flows[i]);
		if (book(p, r, e) != 0)
			return -1;
	}
	return 0;
}

/* What became of it, and what was booked by itself. */
static int
tell_outcome(struct context *c, struct posting *p, const struct subject *s, struct err *e)
{
	const struct match_class_row *row = &match_classes[s->class];
	bool it = c->lang == LANG_IT;
	struct json j;
	struct err failed;
	struct out o;

	(void)e;
	command_stdout(c, &o, &failed);
	if (c->json) {
		json_open(&j, &o, 2);
		json_object(&j, NULL);
		json_i64(&j, "movement", s->id);
		json_text(&j, "class", row->code);
		json_text(&j, "reason", say(&row->what, c->lang));
		json_i64(&j, "reversali", p->reversali);
		json_i64(&j, "undone", p->undone);
		json_end(&j);
		out_char(&o, '\n');
	} else {
		out_format(&o,
		    it ? "movimento %jd: %s [%s]\n" : "movement %jd: %s [%s]\n",
		    (intmax_t)s->id, say(&row->what, c->lang), row->code);
		if (p->reversali + p->undone > 0)
			out_format(&o,
			    it ? "reversali scritte %jd, annullate %jd\n"
			       : "reversali written %jd, undone %jd\n",
			    (intmax_t)p->reversali, (intmax_t)p->undone);
	}
	return out_flush(&o) != 0 ? -1 : 0;
}

/* Everything between BEGIN and COMMIT. */
static int
work(struct context *c, const struct engine *g, struct posting *p,
    const struct request *q, struct err *e)
{
	const struct conf_channel *channel;
	struct reconciling again = {.db = p->db, .today = p->today, .now = p->now};
	struct posting_order order = {.automatic = true};
	struct ruling r = {.movement = (int64_t)q->movement,
	    .reference = STR(""),
	    .person = who(c, q),
	    .reason = str_of(q->why == NULL ? "" : q->why),
	    .now = p->now};
	struct subject s;

	if (find_subject(c, g, p->db, r.movement, &s, e) != 0 ||
	    audit_open(p->audit, p->db, clock_now(), e) != 0)
		return -1;
	p->creditor = s.creditor;
	again.creditor = s.creditor->id;
	again.segregation = s.creditor->segregation;
	if (decide(p, q, &s, &r, e) != 0 || reconcile_movement(&again, s.id, e) != 0)
		return -1;
	order.file = s.file;
	channel = conf_channel_find(s.creditor, STR("statements"));
	if (channel != NULL && channel->posting.automatic) {
		p->preset = &channel->posting;
		if (posting_run(p, &order, e) != 0)
			return -1;
	}
	if (find_subject(c, g, p->db, s.id, &s, e) != 0)
		return -1;
	return tell_outcome(c, p, &s, e);
}

static int
match(struct context *c, const struct engine *g, const struct request *q, struct err *e)
{
	struct audit audit;
	struct posting p = {.arena = c->arena, .audit = &audit};
	int status;

	if (engine_db(g, &p.db, e) != 0)
		return -1;
	p.today = clock_today();
	p.now = arena_str(c->arena, str_of(instant_iso(clock_now()).text));
	if (q->movement == 0) {
		status = match_list(c, p.db, q->creditor, e);
	} else {
		status = db_begin(p.db, e);
		if (status == 0)
			status = work(c, g, &p, q, e);
		if (status == 0)
			status = db_commit(p.db, e);
		else
			db_rollback(p.db);
	}
	db_close(p.db);
	return status;
}

int
command_match(struct context *c, int argc, char **argv)
{
	struct request q = {.movement = 0};
	struct engine g;
	struct err e;
	int status = read_arguments(c, argc, argv, &q);

	if (status != 0)
		return status;
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	status = match(c, &g, &q, &e);
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, STR("match"), &e);
}
