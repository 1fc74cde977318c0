/* Back-off, throttles, quiet hours and cut-offs, as arithmetic. */
#include "spool/retry.h"

enum { DAY = 86400, DAY_MS = 86400000, BANK_DAYS_SEARCHED = 30 };

const struct retry_policy retry_standard = {
    .first_ms = 60 * 1000,
    .most_ms = 60 * 60 * 1000,
    .jitter_percent = 20,
    .attempts = 40,
};

/* splitmix64 (Steele, Lea, Flood 2014): spreads neighbouring seeds over all values. */
static uint64_t
spread(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

int64_t
retry_wait_ms(
    const struct retry_policy *p, uint32_t attempts, uint64_t seed, int64_t wish_ms)
{
	int64_t wait = p->first_ms, jitter;

	for (uint32_t i = 1; i < attempts && wait < p->most_ms; i++)
		wait *= 2;
	if (wait > p->most_ms)
		wait = p->most_ms;
	jitter = wait * p->jitter_percent / 100;
	if (jitter > 0)
		wait += (int64_t)(spread(seed ^ (uint64_t)attempts << 40) %
		    (uint64_t)(jitter + 1));
	if (wish_ms > DAY_MS)
		wish_ms = DAY_MS;
	return wish_ms > wait ? wish_ms : wait;
}

bool
retry_is_over(const struct retry_policy *p, uint32_t attempts)
{
	return p->attempts != 0 && attempts >= p->attempts;
}

int64_t
throttle_from(const struct throttle *t, const struct throttle_count *count, int64_t now)
{
	int64_t from = now;

	if (t->per_minute != 0 && count->minute >= t->per_minute &&
	    count->minute_oldest + 60 > from)
		from = count->minute_oldest + 60;
	if (t->per_day != 0 && count->day >= t->per_day) {
		int64_t tomorrow =
		    rome_instant(date_add_days(date_of_instant(now), 1), 0);

		if (tomorrow > from)
			from = tomorrow;
	}
	return from;
}

int
rome_minute(int64_t instant)
{
	int64_t local = instant + clock_offset(instant);

	return (int)((local % DAY + DAY) % DAY / 60);
}

int64_t
rome_instant(struct date day, int minute)
{
	int64_t local = date_to_days(day) * DAY + (int64_t)minute * 60;

	/* Asked twice: the first guess may lie on the other side of a change. */
	return local - clock_offset(local - clock_offset(local));
}

static bool
is_quiet(const struct quiet_hours *q, int minute)
{
	if (q->from <= q->to)
		return minute >= q->from && minute < q->to;
	return minute >= q->from || minute < q->to;
}

int64_t
quiet_until(const struct quiet_hours *q, int64_t now)
{
	struct date day = date_of_instant(now);
	int64_t end;

	if (!is_quiet(q, rome_minute(now)))
		return now;
	end = rome_instant(day, q->to);
	return end > now ? end : rome_instant(date_add_days(day, 1), q->to);
}

struct date
cutoff_day(int minute, int64_t now)
{
	struct date day = date_of_instant(now);

	if (rome_minute(now) > minute)
		day = date_add_days(day, 1);
	for (int i = 0; i < BANK_DAYS_SEARCHED && !date_is_bank_day(day); i++)
		day = date_add_days(day, 1);
	return day;
}

int64_t
cutoff_next(int minute, int64_t now)
{
	return rome_instant(cutoff_day(minute, now), minute);
}
