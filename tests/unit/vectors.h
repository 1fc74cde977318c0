/* Reads the public test vectors when they are at hand; a test that needs them is skipped
 * when they are not. */
#ifndef VECTORS_H
#define VECTORS_H

#include "test.h"

#include <stdio.h>
#include <stdlib.h>

enum { VECTOR_FIELDS = 8 };

struct vector {
	char line[512];
	struct str field[VECTOR_FIELDS];
};

/* $SHARED/reference/vectors/<name>, its header line read; skips the test without it. */
static inline FILE *
vectors_open(const char *name)
{
	const char *shared = getenv("SHARED");
	char path[1024], header[512];
	FILE *f;

	snprintf(
	    path, sizeof path, "%s/reference/vectors/%s", shared ? shared : ".", name);
	f = fopen(path, "r");
	if (f == NULL || fgets(header, sizeof header, f) == NULL)
		skip();
	return f;
}

/* The next row, fields cut at semicolons; false and the file closed at the end. */
static inline bool
vectors_next(FILE *f, struct vector *v)
{
	struct str rest;

	if (fgets(v->line, sizeof v->line, f) == NULL) {
		fclose(f);
		return false;
	}
	memset(v->field, 0, sizeof v->field);
	rest = (struct str){v->line, strcspn(v->line, "\r\n")};
	for (size_t i = 0; i < VECTOR_FIELDS && str_cut(&rest, ';', &v->field[i]); i++)
		;
	return true;
}

#endif
