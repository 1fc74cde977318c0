/*
 * What a layout says, before any file is seen: for each version which column, constant or
 * combination of columns fills which field, in which form. Read from a file in the syntax
 * of layout(5) and tested at once, or built from a table of fields (the standard one).
 */
#ifndef INTAKE_LAYOUT_PLAN_H
#define INTAKE_LAYOUT_PLAN_H

#include "base/arena.h"
#include "base/err.h"
#include "model/quota.h"

enum layout_form {
	FORM_ANY,          /* what people write, refused when it could mean two things */
	FORM_POINT,        /* money: decimal point */
	FORM_COMMA,        /* money: decimal comma */
	FORM_CENTS,        /* money: whole cents */
	FORM_MARKS,        /* date with marks between: never eight digits */
	FORM_YYYYMMDD,     /* date without marks, year first */
	FORM_DDMMYYYY,     /* date without marks, day first */
	FORM_YEAR_OF_DATE, /* year: of a date in any form */
	FORM_CAPITALS,     /* text: in capitals */
};

struct layout_pair {
	struct str from; /* as the file has it, letter case aside; "*" is any other */
	struct str to;
};

/* One `column` of a layout. */
struct layout_rule {
	const struct field *field; /* NULL: an instalment */
	int instalment;            /* 1.., else 0 */
	bool is_due;
	const struct str *headers; /* folded: synonyms, or with `join` the parts */
	size_t header_count;
	uint32_t position; /* from one, 0: by header */
	bool mandatory;    /* the header must be there for the version to be this one */
	bool negative;     /* the amount counts less (Dare beside Avere) */
	enum layout_form form;
	struct str value;     /* constant, when nothing else is told */
	struct str otherwise; /* when the cell is empty; "today" for a year or a date */
	struct str split;     /* the cell is cut at this text ... */
	uint32_t part;        /* ... and this piece taken, from one */
	bool joins;           /* several columns are put together ... */
	struct str join;      /* ... with this between */
	const struct layout_pair *map;
	size_t map_count;
	int line;
};

/* Columns whose values have no place here: refused or told. */
struct layout_guard {
	struct str header; /* folded; "*_2" and "x*" match by end and beginning */
	bool at_start, at_end;
	bool refuse;              /* else a warning */
	const char *code;         /* of the finding */
	const struct str *except; /* values that are harmless, letter case aside; "#" is
				     any whole number */
	size_t except_count;
	struct str unless; /* folded: harmless when that column is filled */
};

/* Which rows are read. */
struct layout_choice {
	struct str header; /* folded, empty: by position */
	uint32_t position;
	const struct str *take; /* letter case aside */
	size_t take_count;
	const struct str *leave;
	size_t leave_count;
};

struct layout_version {
	struct str name;   /* "1.4" */
	struct str layout; /* "mypay" */
	struct str file;   /* the file's name must have this in it; empty: any */
	struct str reader; /* "csv", "xlsx" ...; empty: any */
	bool headless;     /* no header row: columns by position */
	bool others;       /* columns that are not named are no concern: no note */
	bool instalments;  /* columns rata_N_importo and rata_N_scadenza are read ... */
	enum layout_form instalment_form; /* ... with amounts in this form */
	uint64_t skip;                    /* rows before the header */
	const struct str *first; /* folded: what the header's first cell may be */
	size_t first_count;
	const struct layout_rule *rules;
	size_t rule_count;
	const struct layout_guard *guards;
	size_t guard_count;
	const struct layout_choice *rows;
	size_t row_count;
};

struct layout_output;

/* A layout, or several tried in order. */
struct layout_plan {
	const struct field *fields;
	struct layout_version *versions;
	size_t count;
	/* How strangers' tables are written, when the layout fixes it. */
	char delimiter, quote;
	struct str encoding, sheet;
	/* What goes back to the register, of the first layout that tells; or NULL. */
	const struct layout_output *output;
};

/* The layout of a table of fields: columns by name and synonym. Lives in `a`. */
void layout_plan_standard(
    struct layout_plan *plan, const struct field *fields, struct arena *a);

/* Reads the text of the layout file called `path` for messages and adds its versions to
 * *plan, whose fields are the ones it may name. ERR_CONF with "file:line: what; what
 * would be right". */
int layout_plan_read(struct layout_plan *plan, struct str path, struct str text,
    struct arena *a, struct err *e);

#endif
