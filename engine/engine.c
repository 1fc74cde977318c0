/* Opening the spool, once, as descriptors: everything else works from them. */
#include "engine.h"

#include "intake/fee_rules.h"
#include "intake/intake.h"
#include "intake/layout_library.h"
#include "intake/layout_output.h"
#include "spool/folder.h"

#include <stdio.h>
#include <unistd.h>

struct str
engine_outlet_path(const struct conf_outlet *o, struct arena *a)
{
	return str_starts(o->folder, STR("/"))
	    ? o->folder
	    : arena_format(a, "out/%.*s", STR_ARG(o->folder));
}

struct str
engine_channel_path(const struct conf_channel *c, struct arena *a)
{
	return str_starts(c->folder, STR("/"))
	    ? c->folder
	    : arena_format(a, "in/%.*s", STR_ARG(c->folder));
}

int
engine_creditor_folder(
    const struct engine *g, const struct conf_creditor *c, struct err *e)
{
	return folder_open(g->root, c->id, FOLDER_MAKE, e);
}

/* Makes the folder at `path` below the creditor's; shares (absolute paths) are somebody
 * else's. */
static int
make_folder(int base, struct str path, struct err *e)
{
	int fd;

	if (str_starts(path, STR("/")))
		return 0;
	fd = folder_open(base, path, FOLDER_MAKE, e);
	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}

static int
make_creditor(struct engine *g, const struct conf_creditor *c, struct err *e)
{
	int base = engine_creditor_folder(g, c, e), status = 0;

	if (base < 0)
		return -1;
	for (size_t i = 0; status == 0 && i < c->channel_count; i++) {
		struct str path = engine_channel_path(&c->channels[i], &g->arena);

		status = make_folder(base, path, e);
		if (status == 0)
			status = make_folder(base,
			    arena_format(&g->arena, "%.*s/verifica", STR_ARG(path)), e);
	}
	for (size_t i = 0; status == 0 && i < c->outlet_count; i++)
		status =
		    make_folder(base, engine_outlet_path(&c->outlets[i], &g->arena), e);
	if (status == 0)
		status = make_folder(base, STR("scarti"), e);
	if (status == 0)
		status = make_folder(base, STR("archivio"), e);
	close(base);
	return status;
}

static int
open_own_folders(struct engine *g, enum engine_use use, struct err *e)
{
	enum folder_missing missing = use == ENGINE_READ ? FOLDER_MUST_BE : FOLDER_MAKE;

	g->root = folder_open_root(
	    g->conf.spool, use == ENGINE_MAKE ? FOLDER_MAKE : FOLDER_MUST_BE, e);
	if (g->root < 0)
		return -1;
	g->work = folder_open(g->root, STR(".work"), missing, e);
	g->ledger = folder_open(g->root, STR(".ledger"), missing, e);
	return g->work < 0 || g->ledger < 0 ? -1 : 0;
}

static int
check_output(struct engine *g, const struct conf_creditor *c, struct err *e)
{
	const struct conf_outlet *o = conf_outlet_find(c, STR("register"));
	const struct layout_output *output;

	return o == NULL
	    ? 0
	    : layout_output_find(&output, &g->conf, c, o->format, &g->arena, e);
}

/* Every layout that a channel names, and the table of fees, are read once, so that a
 * wrong one is told now. */
static int
check_layouts(struct engine *g, struct err *e)
{
	struct fee_rules rules;

	if (fee_rules_read(&rules, &g->conf, &g->arena, e) != 0)
		return -1;
	for (size_t i = 0; i < g->conf.creditor_count; i++) {
		const struct conf_creditor *c = &g->conf.creditors[i];

		for (size_t k = 0; k < c->channel_count; k++) {
			struct layout_plan plan;

			if (layout_is_used(&c->channels[k]) &&
			    layout_plan_open(
				&plan, &g->conf, &c->channels[k], &g->arena, e) != 0)
				return -1;
		}
		if (check_output(g, c, e) != 0)
			return -1;
	}
	return 0;
}

int
engine_open(struct engine *g, const char *conf_path, enum engine_use use, struct err *e)
{
	*g = (struct engine){.root = -1, .work = -1, .ledger = -1};
	if (conf_read(&g->conf, conf_path, &g->arena, e) != 0)
		goto fail;
	if (check_layouts(g, e) != 0 || open_own_folders(g, use, e) != 0)
		goto fail;
	if (use != ENGINE_READ) {
		if (lock_open(&g->lock, g->work, e) != 0)
			goto fail;
		g->is_locked = true;
		for (size_t i = 0; i < g->conf.creditor_count; i++)
			if (make_creditor(g, &g->conf.creditors[i], e) != 0)
				goto fail;
	}
	return 0;
fail:
	engine_close(g);
	return -1;
}

void
engine_close(struct engine *g)
{
	const int fds[] = {g->root, g->work, g->ledger};

	if (g->is_locked)
		lock_close(&g->lock);
	g->is_locked = false;
	for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	g->root = g->work = g->ledger = -1;
	arena_close(&g->arena);
}

int
engine_db(const struct engine *g, struct db **db, struct err *e)
{
	return db_open(db, g->ledger, true, e);
}
