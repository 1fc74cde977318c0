/* Copying to another file system, checked: what a rename cannot do. */
#ifndef SPOOL_COPY_H
#define SPOOL_COPY_H

#include "spool/folder.h"

/* Copies the regular file open at `from` into the folder under the temporary name of
 * `number` (temporary.h), holes kept, time of last change kept, synced when asked; reads
 * both back and compares size and SHA-256. A source that changes meanwhile is ERR_RETRY.
 * On failure nothing is left. */
int copy_file(int from, int folder, uint64_t number, bool sync, struct err *e);

/* True when both are regular files of the same size and SHA-256. */
bool copy_is_same(int folder, const char *name, int other_folder, const char *other);

#endif
