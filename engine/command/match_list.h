/* The list of movements that wait, as `riscontro match` and `riscontro balance` tell
 * them.
 */
#ifndef COMMAND_MATCH_LIST_H
#define COMMAND_MATCH_LIST_H

#include "base/json.h"
#include "command/command.h"
#include "ledger/db.h"

/* What stands beside a movement that waits: the flow proposed for it, or the movement of
 * another statement that it may be. Columns of SQL, after those of the caller. */
#define MATCH_PROPOSAL_COLUMNS                                                           \
	" (SELECT MIN(f.flow_id) FROM link k JOIN flow f ON f.id = k.flow WHERE "        \
	"k.movement"                                                                     \
	" = m.id AND k.current = 1 AND k.rule = 'proposal'),"                            \
	" (SELECT MIN(o.id) FROM movement o LEFT JOIN movement_twin t ON t.movement = "  \
	"o.id"                                                                           \
	" LEFT JOIN movement_twin n ON n.movement = m.id WHERE o.id <> m.id AND"         \
	" COALESCE(n.root, m.id) = COALESCE(t.root, o.id) AND o.id IN (SELECT"           \
	" COALESCE(n.root, m.id) UNION SELECT w.movement FROM movement_twin w WHERE "    \
	"w.root"                                                                         \
	" = COALESCE(n.root, m.id)))"

/* Tells them, when there are any: as a line below the movement's, or as members of its
 * JSON object. */
void match_tell_proposal(
    struct context *c, struct out *o, struct json *j, struct str flow, int64_t twin);

/* Prints all that wait, of one creditor (by id) or of all, and the decisions that stand.
 */
int match_list(struct context *c, struct db *db, const char *creditor, struct err *e);

#endif
