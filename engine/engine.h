/* The engine's ground: the configuration it was started with and the spool it works on,
 * as dirfds. */
#ifndef ENGINE_H
#define ENGINE_H

#include "conf.h"
#include "ledger/db.h"
#include "spool/lock.h"

struct engine {
	struct conf conf;
	struct arena arena; /* lives as long as the engine */
	int root;           /* the spool */
	int work;           /* .work/ */
	int ledger;         /* .ledger/ */
	struct lock lock;
	bool is_locked;
};

enum engine_use {
	ENGINE_READ, /* commands that look */
	ENGINE_WORK, /* commands that change the spool: takes its lock */
	ENGINE_MAKE, /* `init`: makes the spool's folders */
};

/* Reads the configuration and opens the spool. */
int engine_open(
    struct engine *g, const char *conf_path, enum engine_use use, struct err *e);
void engine_close(struct engine *g);

/* A connection of the caller's own to the ledger; it must be closed before any fork. */
int engine_db(const struct engine *g, struct db **db, struct err *e);

/* The folder of a creditor below the spool. */
int engine_creditor_folder(
    const struct engine *g, const struct conf_creditor *c, struct err *e);
/* The path of an outlet's or a channel's folder: relative ones stand below out/ or in/.
 */
struct str engine_outlet_path(const struct conf_outlet *o, struct arena *a);
struct str engine_channel_path(const struct conf_channel *c, struct arena *a);

#endif
