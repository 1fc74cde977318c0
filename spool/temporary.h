/*
 * Temporary names, `.riscontro-<id>.tmp`. The id tells who writes: realm (this boot and
 * process namespace), process, its start, a number. So a sweep takes away what the dead
 * left and never what the living write, also when two engines share a folder.
 */
#ifndef SPOOL_TEMPORARY_H
#define SPOOL_TEMPORARY_H

#include "spool/folder.h"

struct temporary_name {
	char text[80];
};

/* The name that this process uses for its temporary file number `n`. */
struct temporary_name temporary_name(uint64_t n);

/* A number that no other temporary file of this process has. */
uint64_t temporary_next(void);

/* True for names of the pattern, and only for them. */
bool temporary_is(struct str name);

/* True when its writer is gone: its process has ended, or the name was made before this
 * boot or on another host and has not been touched for a day. */
bool temporary_is_dead(struct str name, const struct stat *st);

/* Removes the dead temporary files of the folder; *removed (may be NULL) counts them.
 * Anything else is left alone. */
int temporary_sweep(int folder, size_t *removed, struct err *e);

#endif
