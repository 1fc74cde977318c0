/*
 * What `riscontro cat` was asked: its options, and which of them do not go together.
 */
#ifndef COMMAND_CAT_REQUEST_H
#define COMMAND_CAT_REQUEST_H

#include "command/command.h"
#include "intake/statement_columns.h"

enum cat_form { CAT_DEFAULT, CAT_GRID, CAT_CSV, CAT_JSONL, CAT_ENTRIES };

struct cat_request {
	const char *path;
	enum cat_form form;
	struct str layout; /* --layout */
	bool xml;          /* --type xml */
	bool statement;    /* --type statement, or --columns */
	bool fixed;        /* --columns */
	struct statement_columns columns;
	struct table_options options;
};

/* Reads the command line: 0, or the exit code after a message. */
int cat_request_read(
    const struct context *c, struct cat_request *r, int argc, char **argv);

/* An option that the file's kind has no use for: 64 after a message, else 0. `reader` is
 * the kind, NULL when the file is no table. */
int cat_request_judge(const struct context *c, const struct cat_request *r,
    const struct table_facts *facts);

#endif
