/*
 * Bytes on their way out: one buffered writer for files, archives' members, pipes and
 * memory, so that CSV, JSON, XML and PDF writers have one vocabulary. Failure is sticky
 * and asked for once, in out_flush. A writer into memory grows in an arena and its bytes
 * are read with out_bytes_of.
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/arena.h"
#include "base/err.h"

struct out {
	char *buf;
	size_t len;
	size_t cap;
	/* Takes the buffered bytes; 0 or -1 with *e filled. NULL: memory, the buffer
	 * grows. */
	int (*drain)(void *context, const char *bytes, size_t len, struct err *e);
	void *context;
	struct arena *arena;
	struct err *error; /* where a failure is kept until out_flush */
	bool failed;
	uint64_t total; /* bytes drained so far */
};

/* Memory: grows in `a` without end but the arena's. */
void out_open_memory(struct out *o, struct arena *a);
/* A file descriptor, which stays the caller's. *e must live as long as o. */
void out_open_fd(struct out *o, int *fd, struct arena *a, struct err *e);
/* Anything else: `drain` is called with blocks of about 64 KiB. */
void out_open(struct out *o, int (*drain)(void *, const char *, size_t, struct err *),
    void *context, struct arena *a, struct err *e);

/* Append bytes, texts, one character, numbers in decimal, printf; none of them fails. */
void out_write(struct out *o, const void *bytes, size_t len);
void out_str(struct out *o, struct str s);
void out_text(struct out *o, const char *text);
void out_char(struct out *o, char c);
void out_u64(struct out *o, uint64_t value);
void out_i64(struct out *o, int64_t value);
void out_format(struct out *o, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Drains what is buffered. 0, or -1 when this or an earlier write failed (the error is in
 * the *e given at opening). Memory writers always succeed. */
int out_flush(struct out *o);
/* The bytes of a memory writer so far; valid until the next write. */
struct str out_bytes_of(const struct out *o);
/* Memory writers: start again from nothing, keeping the buffer. */
void out_reset(struct out *o);

#endif
