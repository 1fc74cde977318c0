/* The report of positions that an outlet of messages could not write to: a CSV beside the
 * messages, made only when there is one to tell of. */
#ifndef OUTLET_LEFT_OUT_H
#define OUTLET_LEFT_OUT_H

#include "formats/csv_write.h"
#include "outlet/outlet.h"

struct left_out {
	struct outlet_run *run;
	const char *name; /* the outlet's, for the file's name */
	struct outlet_file file;
	struct csv_writer csv;
	int64_t count;
	money cents;
};

/* A row: the position and the code of the catalogue that says why. Zeroed before but for
 * `run` and `name`. */
int left_out_add(struct left_out *l, const struct position *p, const char *code,
    struct str seen, struct err *e);
/* Ends the report, if there is one; or gives it up. */
int left_out_close(struct left_out *l, struct err *e);
void left_out_abandon(struct left_out *l);

#endif
