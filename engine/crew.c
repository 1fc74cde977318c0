/* Workers behind a fence, and what becomes of their tasks when they end well, badly, or
 * not at all. */
#include "crew_run.h"

#include "base/log.h"
#include "intake/intake.h"
#include "spool/retry.h"

#include <stdio.h>
#include <sys/mman.h>

enum {
	DEATHS_MOST = 2, /* a task whose worker dies so often is given up */
	WORKER_FILES = 256,
	DELIVERY_FILES = 1024, /* a handful of parcels is open at once */
	SHIP_GROUP_MOST = 64,
};

/* Before a task that the world hindered is tried again. */
static const struct retry_policy hindered = {
    .first_ms = 30000, .most_ms = 600000, .jitter_percent = 10};

static void
add_errands(struct crew *c)
{
	const struct conf *conf = &c->g->conf;
	struct task *t = arena_new_array(
	    &c->arena, conf->courier_count + conf->fetcher_count, struct task);

	c->errands = t;
	for (size_t i = 0; i < conf->courier_count; i++)
		*t++ = (struct task){.kind = TASK_DELIVER,
		    .courier = &conf->couriers[i],
		    .label = conf->couriers[i].name};
	for (size_t i = 0; i < conf->fetcher_count; i++)
		*t++ = (struct task){.kind = TASK_FETCH,
		    .fetcher = &conf->fetchers[i],
		    .label = conf->fetchers[i].link.name};
}

void
crew_open(struct crew *c, const struct engine *g)
{
	size_t workers = (size_t)(g->conf.workers > 0 ? g->conf.workers : 1),
	       count = workers + g->conf.courier_count + g->conf.fetcher_count;
	struct crew_word *shared = mmap(NULL, count * sizeof *shared,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*c = (struct crew){.g = g, .workers = (int)workers, .count = (int)count};
	if (shared == MAP_FAILED)
		BUG("no memory to share with %zu workers", count);
	c->slots = arena_new_array(&c->arena, count, struct crew_slot);
	for (size_t i = 0; i < count; i++)
		c->slots[i].word = &shared[i];
	add_errands(c);
}

void
crew_close(struct crew *c)
{
	struct worker_end end;

	for (int i = 0; i < c->count; i++)
		if (c->slots[i].task != NULL) {
			worker_kill(&c->slots[i].worker);
			worker_wait(&c->slots[i].worker, &end);
		}
	munmap(c->slots[0].word, (size_t)c->count * sizeof(struct crew_word));
	arena_close(&c->arena);
}

static void
add(struct crew *c, struct task *t)
{
	t->next = NULL;
	if (c->last == NULL)
		c->first = t;
	else
		c->last->next = t;
	c->last = t;
}

void
crew_add_job(struct crew *c, const struct job *job, struct str label)
{
	struct task *t = arena_new(&c->arena, struct task);

	t->kind = TASK_JOB;
	t->job = *job;
	t->label = arena_str(&c->arena, label);
	add(c, t);
}

void
crew_add_batch(struct crew *c, const struct ship_due *due, int64_t total)
{
	struct task *t = arena_new(&c->arena, struct task);

	t->kind = TASK_SHIP;
	t->batch = due->batch;
	t->alone = !due->light;
	t->total = total;
	t->label = arena_format(
	    &c->arena, "%.*s %jd", STR_ARG(due->outlet), (intmax_t)due->batch);
	add(c, t);
}

void
crew_add_lateness(struct crew *c)
{
	struct task *t;

	if (c->lateness)
		return;
	c->lateness = true;
	t = arena_new(&c->arena, struct task);
	t->kind = TASK_LATENESS;
	t->label = STR("lateness");
	add(c, t);
}

static bool
list_has_batch(const struct task *t, int64_t batch)
{
	for (; t != NULL; t = t->next)
		if (t->kind == TASK_SHIP && t->batch == batch)
			return true;
	return false;
}

bool
crew_has_batch(const struct crew *c, int64_t batch)
{
	for (int i = 0; i < c->count; i++) {
		const struct task *t = c->slots[i].task;

		for (; t != NULL; t = t->companions)
			if (t->kind == TASK_SHIP && t->batch == batch)
				return true;
	}
	return list_has_batch(c->first, batch) || list_has_batch(c->put_off, batch);
}

static bool
is_errand(const struct task *t)
{
	return t->kind == TASK_DELIVER || t->kind == TASK_FETCH;
}

static int
start(struct crew *c, struct crew_slot *slot, struct task *t, struct err *e)
{
	const struct conf *conf = &c->g->conf;
	struct limits limits = {
	    .memory = (uint64_t)conf->most_memory,
	    .cpu = conf->most_cpu,
	    .wall = conf->most_wall,
	    .files = t->kind == TASK_DELIVER ? DELIVERY_FILES : WORKER_FILES,
	    .network = is_errand(t),
	};
	struct errand errand = {c, slot};

	slot->task = t;
	*slot->word = (struct crew_word){.done = 0};
	if (worker_start(&slot->worker, &limits, crew_run, &errand, e) == 0) {
		c->busy++;
		return 0;
	}
	slot->task = NULL;
	return -1;
}

static void
put_off(struct crew *c, struct task *t)
{
	c->put_off_count++;
	t->hindrances++;
	t->not_before = clock_monotonic() +
	    retry_wait_ms(&hindered, t->hindrances, (uint64_t)t->batch, 0);
	if (is_errand(t))
		return;
	t->next = c->put_off;
	c->put_off = t;
}

/* How a worker's death is told in the refusal of its file. */
static const char *
code_of_fate(enum worker_fate fate)
{
	return fate == WORKER_MEMORY || fate == WORKER_SPACE ? "FILE_TOO_LARGE"
	    : fate == WORKER_CPU || fate == WORKER_WALL      ? "FILE_TOO_SLOW"
							     : "FILE_CRASHED";
}

/* A death is no answer: once more, then the file is refused unread. A batch is put off.
 */
static void
take_death(struct crew *c, struct task *t, const struct worker_end *end)
{
	struct worker_text text = worker_end_text(end);

	log_error("%.*s: its worker was %s", STR_ARG(t->label), text.text);
	if (!is_errand(t) && ++t->deaths < DEATHS_MOST && end->fate == WORKER_CRASHED) {
		add(c, t);
	} else if (t->kind == TASK_JOB) {
		t->kind = TASK_REFUSE;
		t->job.refusal = code_of_fate(end->fate);
		t->job.refusal_seen = arena_str(&c->arena, str_of(text.text)).ptr;
		add(c, t);
	} else {
		put_off(c, t);
	}
}

/* Each task of a group by what the worker told of it. What it left untouched shares the
 * worker's fate; after a death that is nobody's in particular, each is tried alone. */
static void
take_group(struct crew *c, struct task *t, const struct crew_word *word,
    const struct worker_end *end)
{
	bool is_group = t->companions != NULL;

	for (size_t i = 0; t != NULL; i++) {
		struct task *next = t->companions;
		uint8_t told = __atomic_load_n(&word->ends[i], __ATOMIC_ACQUIRE);

		t->companions = NULL;
		if (told == JOB_DONE || told == JOB_DONE_REFUSALS) {
			c->finished += t->kind == TASK_JOB;
			c->shipped += t->kind == TASK_SHIP;
			c->refused += told == JOB_DONE_REFUSALS;
		} else if (told == JOB_LATER || end->fate == WORKER_EXITED) {
			put_off(c, t);
		} else if (is_group) {
			t->alone = true;
			add(c, t);
		} else {
			take_death(c, t, end);
		}
		t = next;
	}
	if (is_group && end->fate != WORKER_EXITED)
		log_warn("a group: its worker was %s; each is tried alone",
		    worker_end_text(end).text);
}

static void
take_end(struct crew *c, struct crew_slot *slot, const struct worker_end *end)
{
	struct task *t = slot->task;

	slot->task = NULL;
	c->busy--;
	c->ended++;
	c->fetched += t->kind == TASK_FETCH;
	if (t->kind == TASK_JOB || t->kind == TASK_SHIP) {
		take_group(c, t, slot->word, end);
	} else if (end->fate != WORKER_EXITED) {
		take_death(c, t, end);
	} else if (end->code != 0 && end->code != EXIT_REFUSALS) {
		put_off(c, t);
	} else if (is_errand(t)) {
		t->hindrances = 0;
		c->refused += end->code == EXIT_REFUSALS;
	} else if (t->kind == TASK_LATENESS) {
		c->lateness = false;
	} else {
		c->finished++;
		c->refused += end->code == EXIT_REFUSALS;
	}
}

bool
crew_partner_is_free(const struct crew *c, size_t partner)
{
	return c->slots[(size_t)c->workers + partner].task == NULL &&
	    c->errands[partner].not_before <= clock_monotonic();
}

void
crew_start_partner(struct crew *c, size_t partner)
{
	struct task *t = &c->errands[partner];
	struct err e;

	if (start(c, &c->slots[(size_t)c->workers + partner], t, &e) == 0)
		return;
	log_error("%.*s: %s", STR_ARG(t->label), e.text);
	put_off(c, t);
}

int
crew_prepare(const struct crew *c, struct pollfd *polls, int64_t *wakeup)
{
	for (const struct task *t = c->put_off; t != NULL; t = t->next)
		if (t->not_before < *wakeup)
			*wakeup = t->not_before;
	for (int i = 0; i < c->count; i++)
		polls[i] = (struct pollfd){
		    .fd = c->slots[i].task == NULL ? -1 : c->slots[i].worker.fd,
		    .events = POLLIN};
	return c->count;
}

/* Put-off tasks whose time has come go to the end of the queue. */
static void
wake_tasks(struct crew *c)
{
	struct task **at = &c->put_off;
	int64_t now = clock_monotonic();

	while (*at != NULL) {
		struct task *t = *at;

		if (t->not_before > now) {
			at = &t->next;
			continue;
		}
		*at = t->next;
		add(c, t);
	}
}

static bool
may_be_grouped(const struct task *t)
{
	if (t->alone || t->kind != TASK_JOB)
		return t->kind == TASK_SHIP && !t->alone;
	return !t->job.check_only && t->job.size >= 0;
}

/* Takes out of the queue the small files of the same channel, as far as one transaction
 * should go; or answers. */
static void
gather(struct crew *c, struct task *t)
{
	int64_t bytes = t->job.size;
	struct task **link = &c->first, *last = NULL, *end = t;
	bool is_job = t->kind == TASK_JOB;
	int64_t most_bytes =
	    is_job ? channel_kind_find(t->job.channel->kind)->group_bytes : 0;
	int most = is_job ? JOB_GROUP_MOST : SHIP_GROUP_MOST;

	if (!may_be_grouped(t))
		return;
	for (int count = 1; *link != NULL && count < most;) {
		struct task *other = *link;

		if (!may_be_grouped(other) || other->kind != t->kind ||
		    other->job.channel != t->job.channel) {
			last = other;
			link = &other->next;
			continue;
		}
		bytes += other->job.size;
		if (bytes > most_bytes)
			break;
		*link = other->next;
		if (c->last == other)
			c->last = last;
		end->companions = other;
		end = other;
		count++;
	}
}

/* Together again as single tasks, when no worker could be started. */
static void
scatter(struct crew *c, struct task *t)
{
	while (t != NULL) {
		struct task *next = t->companions;

		t->companions = NULL;
		put_off(c, t);
		t = next;
	}
}

/* The next task of the queue with its companions. */
static struct task *
take_first(struct crew *c)
{
	struct task *t = c->first;

	c->first = t->next;
	if (c->first == NULL)
		c->last = NULL;
	gather(c, t);
	return t;
}

void
crew_go_on(struct crew *c)
{
	struct worker_end end;
	struct err e;

	for (int i = 0; i < c->count; i++)
		if (c->slots[i].task != NULL && worker_ended(&c->slots[i].worker, &end))
			take_end(c, &c->slots[i], &end);
	wake_tasks(c);
	for (int i = 0; i < c->workers && c->first != NULL; i++) {
		struct task *t;

		if (c->slots[i].task != NULL)
			continue;
		t = take_first(c);
		if (start(c, &c->slots[i], t, &e) != 0) {
			log_error("%.*s: %s", STR_ARG(t->label), e.text);
			scatter(c, t);
		}
	}
}

bool
crew_is_idle(const struct crew *c)
{
	return c->busy == 0 && c->first == NULL;
}
