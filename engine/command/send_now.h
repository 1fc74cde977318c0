/* What the files of `riscontro send` share; only command/send*.c include it. */
#ifndef COMMAND_SEND_NOW_H
#define COMMAND_SEND_NOW_H

#include "base/json.h"
#include "command/command.h"
#include "engine.h"
#include "ledger/sending.h"

/* What becomes of a delivery, or why nothing does. */
enum fate {
	FATE_GO,    /* it leaves now */
	FATE_AGAIN, /* it left before and leaves once more */
	FATE_SENT,
	FATE_FOLLOWING, /* accepted: the partner works on it */
	FATE_HELD,
	FATE_COURIER_HELD, /* by a person */
	FATE_CANCELLED,
	FATE_CLOSED,     /* the position is paid or cancelled */
	FATE_ONCE,       /* of a courier that would double it */
	FATE_NO_COURIER, /* not configured any more */
};

struct send_item {
	struct sending delivery;
	enum fate fate;
	struct str courier_code, courier_error; /* why the courier stands still */
};

struct send {
	struct context *context;
	struct engine g;
	struct db *db;
	struct out out;
	struct json json;
	enum sending_by by;
	struct str *words; /* what was named */
	size_t word_count;
	const char *means; /* --by, or NULL */
	struct str creditor;
	bool again, dry;
	bool asks; /* an engine runs: it will do it */
	struct send_item *items;
	size_t count;
	size_t unwritten; /* batches whose files are not written yet */
};

/* Whether something of the item is to be done. */
bool send_item_leaves(const struct send_item *item);

/* Writes the batches that are named and not written yet; counts those that only the
 * running engine may write. */
int send_write(struct send *s, struct err *e);
/* Makes the items that leave ready and sends them, or waits until the running engine has
 * tried; each is read again. */
int send_work(struct send *s, struct err *e);

/* A line for each delivery, and the exit code. */
int send_tell(struct send *s);

#endif
