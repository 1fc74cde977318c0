/*
 * A streaming JSON writer whose calls read like the document. Output is compact UTF-8;
 * commas and nesting are the writer's; amounts are printed from cents and never pass
 * through a double. Invalid UTF-8 is written as U+FFFD. Reading JSON is jansson's job
 * (formats).
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/date.h"
#include "base/money.h"

enum { JSON_DEPTH = 32 };

struct json {
	struct out *out;
	bool comma[JSON_DEPTH];
	char close[JSON_DEPTH];
	int depth;
	int indent; /* 0 compact; otherwise blanks a level, one member a line */
};

/* Writing goes to *o, whose failure is asked for with out_flush. indent 0 is compact. */
void json_open(struct json *j, struct out *o, int indent);

/* `name` is NULL inside arrays and at the top. */
void json_object(struct json *j, const char *name);
void json_array(struct json *j, const char *name);
/* Closes the innermost object or array. */
void json_end(struct json *j);
void json_str(struct json *j, const char *name, struct str value);
void json_text(
    struct json *j, const char *name, const char *value); /* NULL writes null */
void json_i64(struct json *j, const char *name, int64_t value);
void json_bool(struct json *j, const char *name, bool value);
void json_null(struct json *j, const char *name);
void json_date(
    struct json *j, const char *name, struct date d); /* "YYYY-MM-DD", null when none */
/* Euros as a decimal number with two digits: 150.00 */
void json_money(struct json *j, const char *name, money cents);
/* Bytes that are JSON already. */
void json_raw(struct json *j, const char *name, struct str value);

/* s with JSON quoting, quotes included. */
void json_quote(struct out *o, struct str s);

#endif
