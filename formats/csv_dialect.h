/* Which characters cut a CSV file, when nobody said: the pair under which its first
 * records have the most alike numbers of fields. */
#ifndef FORMATS_CSV_DIALECT_H
#define FORMATS_CSV_DIALECT_H

#include "base/str.h"

struct csv_dialect {
	char delimiter;
	char quote;
	const char *line_end; /* of the first record; "\n" when it has none */
};

/* Fills what is zero in *d from the head of `bytes` (ASCII compatible text). */
void csv_dialect_detect(struct csv_dialect *d, struct str bytes);

#endif
