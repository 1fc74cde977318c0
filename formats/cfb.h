/*
 * Compound files ([MS-CFB] 10.0): the container of old Office documents and of encrypted
 * new ones. Streams by name, copied out whole.
 */
#ifndef FORMATS_CFB_H
#define FORMATS_CFB_H

#include "base/arena.h"
#include "base/err.h"

struct cfb;

/* True when the bytes begin as a compound file does. */
bool cfb_knows(struct str bytes);

/* Reads the directory; `bytes` must outlive it. -1: FILE_TRUNCATED, FILE_DAMAGED. Nothing
 * to close. */
int cfb_open(struct cfb **c, struct str bytes, struct arena *a, struct err *e);

/* True when there is a stream or folder of that name (ASCII, without case) in the root
 * folder. */
bool cfb_has(const struct cfb *c, const char *name);

/* The bytes of a stream, in the arena. */
int cfb_read(const struct cfb *c, const char *name, struct str *stream, struct err *e);

#endif
