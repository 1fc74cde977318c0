/*
 * A file to read: its name for messages and all its bytes, mapped read only. Archives'
 * members are inputs too (made by formats/archive.h over unlinked temporary files).
 */
#ifndef BASE_INPUT_H
#define BASE_INPUT_H

#include "base/err.h"

struct input {
	struct str name;  /* base name for messages and for guesses; borrowed */
	struct str bytes; /* the whole content; empty for an empty file */
};

/* Maps the regular file at fd, which the caller may close at once. Files above `most`
 * bytes are refused (FILE_TOO_LARGE), and so is anything that is not a regular file
 * (FILE_NOT_REGULAR). */
int input_map(struct input *in, int fd, struct str name, uint64_t most, struct err *e);
void input_unmap(struct input *in);

/* Gives the pages of the bytes before `at` back to the kernel: a long sequential read
 * keeps a small resident set. The bytes stay readable. */
void input_forget(const struct input *in, size_t at);
/* The same for a walk that calls it at every step: now and then, *forgotten (at first 0)
 * keeping where it did last. */
void input_forget_behind(const struct input *in, size_t at, size_t *forgotten);

#endif
