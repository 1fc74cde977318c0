/* Errors as values, and the one table that sorts errno into "try again" and "give up". */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((format(printf, 4, 0))) static void
fill(
    struct err *e, enum err_kind kind, const char *code, const char *format, va_list args)
{
	e->kind = kind;
	e->code = code;
	e->row = 0;
	e->column = 0;
	vsnprintf(e->text, sizeof e->text, format, args);
}

int
err_set(struct err *e, enum err_kind kind, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(e, kind, NULL, format, args);
	va_end(args);
	return -1;
}

int
err_file(struct err *e, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(e, ERR_FILE, code, format, args);
	va_end(args);
	return -1;
}

int
err_code(struct err *e, enum err_kind kind, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(e, kind, code, format, args);
	va_end(args);
	return -1;
}

int
err_errno(struct err *e, const char *format, ...)
{
	int number = errno;
	va_list args;
	size_t len;

	va_start(args, format);
	fill(e, err_kind_of_errno(number), NULL, format, args);
	va_end(args);
	len = strlen(e->text);
	snprintf(e->text + len, sizeof e->text - len, ": %s", strerror(number));
	return -1;
}

enum err_kind
err_kind_of_errno(int number)
{
	static const int lasting[] = {ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG,
	    EINVAL, EFBIG, EACCES, EPERM, EEXIST, ENXIO, ENODEV};

	for (size_t i = 0; i < sizeof lasting / sizeof lasting[0]; i++)
		if (number == lasting[i])
			return ERR_FILE;
	return ERR_RETRY;
}

int
err_exit_code(enum err_kind kind)
{
	switch (kind) {
	case ERR_NONE:
		return 0;
	case ERR_ROW:
	case ERR_FILE:
		return 65;
	case ERR_RETRY:
		return 75;
	case ERR_USAGE:
		return 64;
	case ERR_CONF:
		return 78;
	}
	return 70;
}

void
bug_at(const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "riscontro: bug at %s:%d: ", file, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}
