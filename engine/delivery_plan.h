/*
 * When a courier may work: its quiet hours, its cut-off on Italian bank days, its limits
 * a minute and a day. These settings are the engine's own; the others are handed to the
 * courier. Pure but for the counts, which the caller brings.
 */
#ifndef DELIVERY_PLAN_H
#define DELIVERY_PLAN_H

#include "conf.h"
#include "spool/courier.h"
#include "spool/retry.h"

struct delivery_plan {
	struct quiet_hours quiet;
	int cutoff; /* minute of the day after which files wait for the next bank day; -1:
		       none */
	struct throttle throttle;
	struct setting *settings; /* the courier's own */
	size_t count;
};

/* Sorts a courier's settings; relative paths of files stand below the configuration's
 * folder, and pins of host keys in `hosts` unless the configuration says where. -1
 * (ERR_CONF) for a setting that is not well formed. */
int delivery_plan_read(struct delivery_plan *p, const struct conf_courier *c,
    const struct courier *courier, struct str conf_path, struct str hosts,
    struct arena *a, struct err *e);

/* The first instant from `now` on at which the courier may work. */
int64_t delivery_plan_from(
    const struct delivery_plan *p, const struct throttle_count *sent, int64_t now);

#endif
