/*
 * What went wrong, graded by what the caller should do next. Functions that can fail
 * return 0 or -1 (readers 1, 0, -1 as read(2)) and take `struct err *e` last; on success
 * *e is untouched. A function either logs or returns an error, never both.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

enum err_kind {
	ERR_NONE,
	ERR_ROW,   /* this record is wrong: a finding, go on with the next */
	ERR_FILE,  /* this file is wrong: refuse it, exit 65 */
	ERR_RETRY, /* the world is wrong (disk, lock, host): leave it, try later, exit 75
		    */
	ERR_USAGE, /* the command line is wrong, exit 64 */
	ERR_CONF,  /* the configuration is wrong, exit 78 */
};

/* Where a thing stands, counted as an operator counts, from one; 0 or empty means "not
 * told". */
struct place {
	struct str file;
	uint32_t part; /* which member of an archive, from one; 0 when the file is none */
	struct str sheet;
	uint64_t row;
	uint32_t column;
};

struct err {
	enum err_kind kind;
	const char *code; /* the stable code of the finding catalogue (model/finding.h),
			     or NULL */
	uint64_t row;     /* where in the file, 0 when not told */
	uint32_t column;
	char text[768]; /* one English line, no full stop: what was seen, the thing named
			   first */
};

/* Fills *e and returns -1, so that `return err_set(...)` reads well. */
int err_set(struct err *e, enum err_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A file refused for the reason that the catalogue holds under `code`; the text says what
 * was seen. */
int err_file(struct err *e, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with another kind: what the world refuses for now (ERR_RETRY), or what waits
 * for a person (ERR_CONF), told by a code of the catalogue. */
int err_code(struct err *e, enum err_kind kind, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The failure of a system call: errno is sorted into ERR_RETRY (no space, busy,
 * interrupted, host away ...) or ERR_FILE, and its sentence is put after "thing: ". */
int err_errno(struct err *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The grade of an errno value: the one place that sorts them. */
enum err_kind err_kind_of_errno(int number);

/* The exit code of the program for a kind (sysexits(3)). */
int err_exit_code(enum err_kind kind);

/* We are wrong: prints file, line and reason, and aborts. */
_Noreturn void bug_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)

#endif
