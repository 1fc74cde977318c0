/* The sections of `riscontro show`: queries that take the same word, private to
 * command/show*.c. */
#ifndef COMMAND_SHOW_SECTION_H
#define COMMAND_SHOW_SECTION_H

#include "base/lang.h"
#include "ledger/sending.h"
#include "model/words.h"

enum { SHOW_COLUMNS_MOST = 16 };

/* JSON has what the ledger has; a person reads SHOW_WORD in their language, SHOW_WHEN by
 * a clock in Rome, SHOW_YES as yes or no. SHOW_CLASS: the code of a class, told as its
 * sentence to both. */
enum show_kind {
	SHOW_TEXT,
	SHOW_COUNT,
	SHOW_MONEY,
	SHOW_CLASS,
	SHOW_WHEN,
	SHOW_YES,
	SHOW_WORD, /* + one of enum words: whose word it is */
};

struct show_column {
	const char *name; /* in JSON */
	struct sentence title;
	unsigned kind; /* enum show_kind */
};

struct show_section {
	const char *name;
	struct sentence title;
	const char *sql; /* takes the word once or more, as ?1 */
	struct show_column columns[SHOW_COLUMNS_MOST];
};

/* Flows, payments, receipts, movements, reversali; closed by a NULL name. */
extern const struct show_section show_money_sections[];

#endif
