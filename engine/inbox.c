/* From watched folders to the crew's line. */
#include "inbox.h"

#include "base/log.h"
#include "intake/intake.h"
#include "job.h"

enum { WARNED_MOST = 1000 };

struct inbox_source {
	const struct conf_creditor *creditor;
	const struct conf_channel *channel;
};

static size_t
count_channels(const struct conf *conf)
{
	size_t count = 0;

	for (size_t i = 0; i < conf->creditor_count; i++)
		count += conf->creditors[i].channel_count;
	return count;
}

static int
describe(const struct inbox *x, const struct inbox_source *source,
    struct watch_folder *folder, struct err *e)
{
	*folder = (struct watch_folder){
	    .base = engine_creditor_folder(x->g, source->creditor, e),
	    .path = engine_channel_path(source->channel, x->arena),
	    .settle = source->channel->settle,
	    .done_file = source->channel->done_file,
	    .policy = NAME_ARCHIVES,
	};
	return folder->base < 0 ? -1 : 0;
}

/* The channels that this program can read. */
static size_t
find_sources(struct inbox *x)
{
	const struct conf *conf = &x->g->conf;
	size_t count = 0;

	x->sources = arena_new_array(x->arena, count_channels(conf), struct inbox_source);
	for (size_t i = 0; i < conf->creditor_count; i++) {
		const struct conf_creditor *c = &conf->creditors[i];

		for (size_t k = 0; k < c->channel_count; k++)
			if (channel_kind_find(c->channels[k].kind) != NULL)
				x->sources[count++] =
				    (struct inbox_source){c, &c->channels[k]};
	}
	return count;
}

int
inbox_open(struct inbox *x, struct engine *g, bool once, struct arena *a, struct err *e)
{
	struct watch_options options = {.scan = g->conf.scan, .once = once};
	struct watch_folder *folders;
	size_t count;

	*x = (struct inbox){.g = g, .arena = a};
	map_open(&x->warned, a, 0);
	count = find_sources(x);
	folders = arena_new_array(a, count, struct watch_folder);
	for (size_t i = 0; i < count; i++)
		if (describe(x, &x->sources[i], &folders[i], e) != 0)
			return -1;
	return watch_open(&x->watch, folders, count, options, a, e);
}

/* A file that was taken goes in line; of one that cannot be, somebody is told once. */
static void
take_claim(struct inbox *x, struct crew *crew, const struct job_claim *c)
{
	bool is_new = true;

	if (c->result > 0)
		crew_add_job(crew, &c->job, c->ready.name);
	if (c->result >= 0)
		return;
	if (x->warned.count < WARNED_MOST)
		(void)map_put(&x->warned, arena_str(x->arena, c->ready.name), &is_new);
	if (is_new)
		log_warn("%.*s: %s", STR_ARG(c->ready.name), c->error.text);
}

static void
claim_ready(struct inbox *x, struct crew *crew)
{
	struct arena a = {0};
	struct job_claim *list = NULL;
	struct watch_ready ready;
	size_t count, room = 0;

	do {
		for (count = 0; count < JOB_CLAIMS_MOST && watch_next(x->watch, &ready);
		     count++) {
			const struct inbox_source *s = &x->sources[ready.folder];

			list = arena_grown(&a, list, count, &room, sizeof *list);
			list[count] = (struct job_claim){.creditor = s->creditor,
			    .channel = s->channel,
			    .ready = ready};
		}
		if (count > 0)
			job_claim_all(x->g, list, count);
		for (size_t i = 0; i < count; i++)
			take_claim(x, crew, &list[i]);
	} while (count == JOB_CLAIMS_MOST);
	arena_close(&a);
}

static void
log_notes(const struct inbox *x)
{
	struct watch_note note;
	size_t at = 0;

	while (watch_note_next(x->watch, &at, &note))
		if (note.fresh)
			log_warn("%.*s/%.*s: %s",
			    STR_ARG(x->sources[note.folder].creditor->id),
			    STR_ARG(note.name), note.rule->reason.en);
	watch_notes_told(x->watch);
}

void
inbox_take(struct inbox *x, struct crew *crew)
{
	claim_ready(x, crew);
	log_notes(x);
}
