/* What a person asks to be sent now: deliveries by remote couriers, named by a position,
 * by a batch or by the file that caused them, and how they stand. */
#ifndef LEDGER_SENDING_H
#define LEDGER_SENDING_H

#include "ledger/db.h"

enum sending_by { SENDING_POSITION, SENDING_FILE, SENDING_BATCH };

/* Every way in which a position may be named, as a query of its ids; its current
 * revision and those before it. */
#define NAMED_POSITIONS                                                                  \
	"SELECT p.id FROM position p JOIN payment_option o ON o.position = p.id"         \
	" WHERE o.iuv = ?1 OR o.nav = ?1"                                                \
	" UNION SELECT id FROM position WHERE iupd = ?1"                                 \
	" UNION SELECT p.id FROM position p JOIN debtor d ON d.id = p.debtor"            \
	" WHERE d.fiscal_code = ?1"                                                      \
	" UNION SELECT position FROM quota WHERE quota_key = ?1"

/* One delivery; texts live in the arena it was read into. */
struct sending {
	int64_t outbox, batch;
	struct str batch_state, creditor, outlet;
	struct str name;      /* of the file that leaves */
	struct str notice;    /* number, of a message; else empty */
	struct str recipient; /* of a message; else empty */
	struct str courier, state;
	int64_t next_at;
	struct str code, last_error;
	struct str sent_at;
	struct str receipt, reason; /* the last that came back, and why */
	struct str position_state;
	bool is_pec;
};

/* The deliveries by remote couriers that a word names: messages about the current
 * revision of a position (by IUV, notice number, IUPD, fiscal code, quota key); all that
 * leaves because of a file (by name, sha256 or job); all of a batch (by number). A list
 * in `a`. */
int sending_list(struct db *db, enum sending_by by, struct str word,
    struct sending **list, size_t *count, struct arena *a, struct err *e);
/* The same delivery as it stands now; it must be there. */
int sending_read_again(struct db *db, struct sending *s, struct arena *a, struct err *e);

/* The batches that a word names and whose files are not written yet, in `a`. */
int sending_unwritten(struct db *db, enum sending_by by, struct str word, int64_t **list,
    size_t *count, struct arena *a, struct err *e);

/* A delivery that waits or has failed may be made at once. */
int sending_make_ready(struct db *db, int64_t outbox, struct err *e);

#endif
