/* One buffered writer for all who write: the error is kept and asked for once. */
#include "base/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { OUT_BLOCK = 64 * 1024, OUT_MEMORY_FIRST = 4096 };

void
out_open(struct out *o, int (*drain)(void *, const char *, size_t, struct err *),
    void *context, struct arena *a, struct err *e)
{
	*o = (struct out){
	    .buf = arena_alloc(a, OUT_BLOCK),
	    .cap = OUT_BLOCK,
	    .drain = drain,
	    .context = context,
	    .arena = a,
	    .error = e,
	};
}

void
out_open_memory(struct out *o, struct arena *a)
{
	*o = (struct out){
	    .buf = arena_alloc(a, OUT_MEMORY_FIRST), .cap = OUT_MEMORY_FIRST, .arena = a};
}

static int
drain_fd(void *context, const char *bytes, size_t len, struct err *e)
{
	const int *fd = context;

	while (len > 0) {
		ssize_t n = write(*fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "write");
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

void
out_open_fd(struct out *o, int *fd, struct arena *a, struct err *e)
{
	out_open(o, drain_fd, fd, a, e);
}

static void
drain(struct out *o, const char *bytes, size_t len)
{
	if (len == 0 || o->failed)
		return;
	if (o->drain(o->context, bytes, len, o->error) != 0)
		o->failed = true;
	o->total += len;
}

/* Memory: a buffer twice as large, or large enough. */
static void
grow(struct out *o, size_t more)
{
	size_t cap = o->cap * 2;
	char *bigger;

	while (cap - o->len < more)
		cap *= 2;
	bigger = arena_alloc(o->arena, cap);
	memcpy(bigger, o->buf, o->len);
	o->buf = bigger;
	o->cap = cap;
}

void
out_write(struct out *o, const void *bytes, size_t len)
{
	if (len > o->cap - o->len) {
		if (o->drain == NULL) {
			grow(o, len);
		} else {
			drain(o, o->buf, o->len);
			o->len = 0;
			if (len >= o->cap) {
				drain(o, bytes, len);
				return;
			}
		}
	}
	if (len > 0)
		memcpy(o->buf + o->len, bytes, len);
	o->len += len;
}

void
out_str(struct out *o, struct str s)
{
	out_write(o, s.ptr, s.len);
}

void
out_text(struct out *o, const char *text)
{
	out_write(o, text, strlen(text));
}

void
out_char(struct out *o, char c)
{
	out_write(o, &c, 1);
}

void
out_u64(struct out *o, uint64_t value)
{
	char digits[20];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value != 0);
	out_write(o, digits + at, sizeof digits - at);
}

void
out_i64(struct out *o, int64_t value)
{
	if (value < 0)
		out_char(o, '-');
	out_u64(o, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void
out_format(struct out *o, const char *format, ...)
{
	char text[512];
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (len >= 0 && (size_t)len < sizeof text) {
		out_write(o, text, (size_t)len);
	} else if (len >= 0) {
		char *long_text = arena_alloc(o->arena, (size_t)len + 1);

		vsnprintf(long_text, (size_t)len + 1, format, again);
		out_write(o, long_text, (size_t)len);
	}
	va_end(again);
}

int
out_flush(struct out *o)
{
	if (o->drain == NULL)
		return 0;
	drain(o, o->buf, o->len);
	o->len = 0;
	return o->failed ? -1 : 0;
}

struct str
out_bytes_of(const struct out *o)
{
	return (struct str){o->buf, o->len};
}

void
out_reset(struct out *o)
{
	o->len = 0;
}
