/*
 * Movements as rows for people and programs: the columns of `riscontro cat` on a
 * statement, as CSV (semicolons, CR LF, UTF-8) or as one JSON object a line.
 */
#ifndef FORMATS_MOVEMENT_WRITE_H
#define FORMATS_MOVEMENT_WRITE_H

#include "base/out.h"
#include "model/movement.h"

enum movement_style { MOVEMENT_CSV, MOVEMENT_JSONL };

/* The titles of the columns; nothing in JSON lines. */
void movement_write_header(struct out *o, enum movement_style style);
/* One movement as a row. Provvisori and details of a batch are told in JSON only. */
void movement_write(struct out *o, enum movement_style style, const struct movement *m);

#endif
