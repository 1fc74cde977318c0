/*
 * Bytes made while reading (an archive's member, a converted text) that may be too many
 * for memory: written to a temporary file without a name, then read as an input.
 */
#ifndef FORMATS_SPILL_H
#define FORMATS_SPILL_H

#include "base/input.h"
#include "base/out.h"

struct spill {
	struct out out;
	int fd;
};

/* A file without a name in $TMPDIR or /tmp, or in memory where that cannot be had. `a`
 * holds the buffer; *e must live until spill_close. */
int spill_open(struct spill *s, struct arena *a, struct err *e);
/* Flushes and closes; the bytes become *in (to be given back with input_unmap). With `in`
 * NULL they are dropped and -1 is returned, so that a failed maker reads well. */
int spill_close(struct spill *s, struct input *in, struct str name, struct err *e);

#endif
