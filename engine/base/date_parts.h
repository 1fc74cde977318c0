/* The parts that days and instants are read from; for date.c and instant.c alone. */
#ifndef BASE_DATE_PARTS_H
#define BASE_DATE_PARTS_H

#include "base/str.h"

/* `least` to `most` digits at the start of *s as a number, moving *s behind them; -1 when
 * there are fewer or more. */
int date_take_number(struct str *s, size_t least, size_t most);
/* Whether *s begins with c; then *s is moved behind it. */
bool date_take_char(struct str *s, char c);
/* Hours, minutes and seconds at the start of *s ("8:00", "08:00:30.125") as seconds of
 * the day, moving *s behind them; false when there are none. */
bool date_take_time(struct str *s, int64_t *second);

#endif
