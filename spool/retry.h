/*
 * When to try again: pure functions of a policy and of what has happened. The outbox
 * keeps the counts; nothing here looks at a clock. Hours are those of Europe/Rome.
 */
#ifndef SPOOL_RETRY_H
#define SPOOL_RETRY_H

#include "base/date.h"

struct retry_policy {
	int64_t first_ms;   /* wait after the first failure */
	int64_t most_ms;    /* the waits double up to this */
	int jitter_percent; /* each wait is longer by up to this, so that parcels that
			       failed together do not return together */
	uint32_t attempts;  /* after so many a person is asked; 0: never */
};

/* 1 minute doubling up to 1 hour, 20 % of jitter, 40 attempts: about a day and a half. */
extern const struct retry_policy retry_standard;

/* Milliseconds to wait after the `attempts`th failure (from 1). `seed` (the outbox id,
 * say) makes the jitter: the same seed and attempt give the same wait. A partner's own
 * wish (Retry-After) is honoured when it is longer, up to a day. */
int64_t retry_wait_ms(
    const struct retry_policy *p, uint32_t attempts, uint64_t seed, int64_t wish_ms);
/* True when no further try should be made without a person. */
bool retry_is_over(const struct retry_policy *p, uint32_t attempts);

/* Limits of a provider; 0 is none. */
struct throttle {
	uint32_t per_minute;
	uint32_t per_day;
};

/* What was sent: in the 60 seconds before now (the oldest of them at `minute_oldest`),
 * and since midnight in Rome. */
struct throttle_count {
	uint32_t minute;
	int64_t minute_oldest;
	uint32_t day;
};

/* The instant from which one more may be sent: now, or later. */
int64_t throttle_from(
    const struct throttle *t, const struct throttle_count *count, int64_t now);

/* Minutes since midnight in Rome. */
int rome_minute(int64_t instant);
/* The instant of a minute of a day in Rome. In the hour that summer time skips, the hour
 * after it. */
int64_t rome_instant(struct date day, int minute);

/* Hours in which nothing is sent, from <= minute < to; across midnight when from > to;
 * none when equal. */
struct quiet_hours {
	int from, to;
};

/* now when it is not quiet, else the end of the quiet hours. */
int64_t quiet_until(const struct quiet_hours *q, int64_t now);

/* The next cut-off at `minute` on an Italian bank day, at or after now: what is ready by
 * then is of that day for the bank. */
int64_t cutoff_next(int minute, int64_t now);
/* The bank day to which something ready now belongs. */
struct date cutoff_day(int minute, int64_t now);

#endif
