/* `riscontro init`, `run` and `watch`: the engine made, run once, kept running. */
#include "command/work.h"

#include "base/json.h"
#include "base/log.h"
#include "daemon.h"
#include "spool/folder.h"
#include "spool/publish.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The commented configuration that `init` installs. */
static const char sample_conf[] =
#include "conf_sample.inc"
    ;

static int
install_conf(const struct context *c, int folder, const char *path, struct err *e)
{
	struct stat st;

	if (fstatat(folder, "riscontro.conf", &st, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	if (publish_bytes(
		folder, STR("riscontro.conf"), PUBLISH_NEW, str_of(sample_conf), e) != 0)
		return -1;
	if (!c->quiet)
		printf(c->lang == LANG_IT ? "scritto %s/riscontro.conf\n"
					  : "wrote %s/riscontro.conf\n",
		    path);
	return 0;
}

int
command_init(struct context *c, int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : ".";
	struct engine g;
	struct db *db;
	struct err e;
	int folder, status;

	if (argc > 2)
		return command_unexpected(c, "init", argv[2]);
	folder = folder_open_root(str_of(path), FOLDER_MAKE, &e);
	if (folder < 0)
		return command_fail(c, str_of(path), &e);
	status = install_conf(c, folder, path, &e);
	close(folder);
	if (status == 0)
		status =
		    engine_open(&g, arena_format(c->arena, "%s/riscontro.conf", path).ptr,
			ENGINE_MAKE, &e);
	if (status != 0)
		return command_fail(c, str_of(path), &e);
	status = engine_db(&g, &db, &e);
	if (status == 0) {
		db_close(db);
		if (!c->quiet)
			printf(c->lang == LANG_IT
				? "spool pronto in %.*s; ora: adattare riscontro.conf, "
				  "depositare i file "
				  "in <ente>/in/, poi `riscontro run`\n"
				: "spool ready in %.*s; now: adapt riscontro.conf, drop "
				  "files in "
				  "<creditor>/in/, then `riscontro run`\n",
			    STR_ARG(g.conf.spool));
	}
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, STR("ledger.db"), &e);
}

static void
print_tally(const struct context *c, const struct daemon_tally *t)
{
	struct json j;
	struct out o;
	struct err e;
	struct arena a = {0};
	int fd = 1;

	out_open_fd(&o, &fd, &a, &e);
	if (c->json) {
		json_open(&j, &o, 0);
		json_object(&j, NULL);
		json_i64(&j, "files", t->files);
		json_i64(&j, "refused", t->refused);
		json_i64(&j, "batches", t->batches);
		json_i64(&j, "put_off", t->put_off);
		json_end(&j);
		out_char(&o, '\n');
	} else {
		out_format(&o,
		    c->lang == LANG_IT ? "file lavorati %jd, con righe o file rifiutati "
					 "%jd, lotti usciti %jd, rimandati %jd\n"
				       : "files worked %jd, with rows or files refused "
					 "%jd, batches out %jd, put off %jd\n",
		    (intmax_t)t->files, (intmax_t)t->refused, (intmax_t)t->batches,
		    (intmax_t)t->put_off);
	}
	(void)out_flush(&o);
	arena_close(&a);
}

static int
work(struct context *c, const char *name, int argc, char **argv, bool once)
{
	struct daemon_tally tally = {0};
	struct engine g;
	struct err e;
	int status;

	if (argc > 1)
		return command_unexpected(c, name, argv[1]);
	if (engine_open(&g, c->conf_path, ENGINE_WORK, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	status = daemon_run(&g,
	    (struct daemon_options){
		.once = once, .progress = once && c->tty && !c->quiet},
	    &tally, &e);
	engine_close(&g);
	if (status != 0)
		return command_fail(c, str_of(name), &e);
	if (!c->quiet && (once || c->json))
		print_tally(c, &tally);
	if (!once)
		return 0; /* asked to stop; the next start goes on */
	return tally.put_off > 0 ? 75 : tally.refused > 0 ? 65 : 0;
}

int
command_run(struct context *c, int argc, char **argv)
{
	return work(c, "run", argc, argv, true);
}

int
command_watch(struct context *c, int argc, char **argv)
{
	return work(c, "watch", argc, argv, false);
}
