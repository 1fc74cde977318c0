/* All couriers but `folder`, by the kind that the configuration names; and their
 * settings, explained for the manual. */
#ifndef OUTLET_COURIERS_H
#define OUTLET_COURIERS_H

#include "base/out.h"
#include "spool/courier.h"

/* Closed by NULL: sftp, ftp, mail, https, appio, imap. */
extern const struct courier *const couriers[];

/* The courier of a kind, or NULL. */
const struct courier *courier_find(struct str kind);

/* "name  standard  help" of every setting, a line each. */
void courier_explain(struct out *o, const struct courier *c, enum lang lang);

#endif
