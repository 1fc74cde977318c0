/* The numbered migrations of the ledger, oldest first, closed by an empty text. */
#ifndef LEDGER_SCHEMA_H
#define LEDGER_SCHEMA_H

struct migration {
	int number;
	const char *what;
	const char *sql;
};

extern const struct migration migrations[];

#endif
