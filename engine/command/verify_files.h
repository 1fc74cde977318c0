/* The part of `verify` that looks at files: archived originals and outbound files against
 * the ledger. */
#ifndef COMMAND_VERIFY_FILES_H
#define COMMAND_VERIFY_FILES_H

#include "engine.h"

/* How many booked files have no original with their content in the archive (or scarti/).
 * Files older than the configured retention are not asked for. */
int verify_archive(
    const struct engine *g, struct db *db, int64_t *missing, struct err *e);
/* How many delivered files still lie in their outlet's folder with other bytes than the
 * ledger says. Files that their reader has taken are well. */
int verify_outbound(
    const struct engine *g, struct db *db, int64_t *changed, struct err *e);

#endif
