/* The settings of a courier that are the engine's: quiet, cutoff, per_minute, per_day. */
#include "delivery_plan.h"

static bool
minute_of(struct str text, int *minute)
{
	struct str rest = text, hour;
	uint64_t h, m;

	if (!str_cut(&rest, ':', &hour) || !str_to_u64(hour, &h) ||
	    !str_to_u64(rest, &m) || h > 24 || m > 59 || h * 60 + m > 1440)
		return false;
	*minute = (int)(h * 60 + m) % 1440;
	return true;
}

static int
read_quiet(struct delivery_plan *p, struct str value)
{
	struct str rest = value, from;

	return str_cut(&rest, '-', &from) && minute_of(str_trim(from), &p->quiet.from) &&
		minute_of(str_trim(rest), &p->quiet.to)
	    ? 0
	    : -1;
}

static int
read_cutoff(struct delivery_plan *p, struct str value)
{
	return minute_of(value, &p->cutoff) ? 0 : -1;
}

static int
read_limit(uint32_t *limit, struct str value)
{
	uint64_t number;

	if (!str_to_u64(value, &number) || number > 1000000)
		return -1;
	*limit = (uint32_t)number;
	return 0;
}

static int
read_per_minute(struct delivery_plan *p, struct str value)
{
	return read_limit(&p->throttle.per_minute, value);
}

static int
read_per_day(struct delivery_plan *p, struct str value)
{
	return read_limit(&p->throttle.per_day, value);
}

static const struct {
	const char *name;
	int (*read)(struct delivery_plan *p, struct str value);
	const char *right;
} own_settings[] = {
    {"quiet", read_quiet, "\"HH:MM-HH:MM\""},
    {"cutoff", read_cutoff, "\"HH:MM\""},
    {"per_minute", read_per_minute, "a number from 0 to 1000000"},
    {"per_day", read_per_day, "a number from 0 to 1000000"},
};

static bool
courier_has(const struct courier *c, struct str name)
{
	for (const struct courier_key *k = c->keys; k->name != NULL; k++)
		if (str_is(name, k->name))
			return true;
	return false;
}

/* 1 when the setting is the engine's, 0 when the courier's, -1 when it is wrong. */
static int
read_own(struct delivery_plan *p, const struct conf_courier *c,
    const struct conf_setting *s, struct err *e)
{
	for (size_t i = 0; i < sizeof own_settings / sizeof own_settings[0]; i++) {
		if (!str_is(s->name, own_settings[i].name))
			continue;
		if (own_settings[i].read(p, s->value) == 0)
			return 1;
		return err_set(e, ERR_CONF, "courier %.*s: %s must be %s, not \"%.*s\"",
		    STR_ARG(c->name), own_settings[i].name, own_settings[i].right,
		    STR_ARG(str_slice(s->value, 0, 80)));
	}
	return 0;
}

/* The path that a file's setting means. */
static struct str
path_below(struct str conf_path, struct str value, struct arena *a)
{
	struct str folder = conf_path;

	while (folder.len > 0 && folder.ptr[folder.len - 1] != '/')
		folder.len--;
	return value.len == 0 || str_starts(value, STR("/"))
	    ? value
	    : arena_format(a, "%.*s%.*s", STR_ARG(folder), STR_ARG(value));
}

static struct str
resolve(const struct conf_setting *s, struct str conf_path, struct arena *a)
{
	static const struct str file = {"file:", 5};

	if (str_is(s->name, "hosts") || str_is(s->name, "ca_file"))
		return path_below(conf_path, s->value, a);
	if (str_starts(s->value, file))
		return arena_format(a, "file:%.*s",
		    STR_ARG(path_below(
			conf_path, str_slice(s->value, file.len, s->value.len), a)));
	return s->value;
}

int
delivery_plan_read(struct delivery_plan *p, const struct conf_courier *c,
    const struct courier *courier, struct str conf_path, struct str hosts,
    struct arena *a, struct err *e)
{
	size_t room = 2;
	bool has_hosts = !courier_has(courier, STR("hosts"));

	for (const struct conf_setting *s = c->settings; s->name.len > 0; s++)
		room++;
	*p = (struct delivery_plan){
	    .cutoff = -1, .settings = arena_new_array(a, room, struct setting)};
	for (const struct conf_setting *s = c->settings; s->name.len > 0; s++) {
		int own = read_own(p, c, s, e);

		if (own < 0)
			return -1;
		if (own > 0 && !courier_has(courier, s->name))
			continue;
		has_hosts |= str_is(s->name, "hosts");
		p->settings[p->count++] =
		    (struct setting){s->name, resolve(s, conf_path, a)};
	}
	if (!has_hosts)
		p->settings[p->count++] = (struct setting){STR("hosts"), hosts};
	return 0;
}

/* What is ready after the cut-off belongs to the next bank day and waits for it. */
static int64_t
cutoff_from(int cutoff, int64_t now)
{
	struct date day;

	if (cutoff < 0)
		return now;
	day = cutoff_day(cutoff, now);
	return date_compare(day, date_of_instant(now)) == 0 ? now : rome_instant(day, 0);
}

int64_t
delivery_plan_from(
    const struct delivery_plan *p, const struct throttle_count *sent, int64_t now)
{
	int64_t at = throttle_from(&p->throttle, sent, now);

	/* The end of quiet hours may fall on a holiday, the first minute of a bank day
	 * into quiet hours. */
	for (int i = 0; i < 3; i++)
		at = quiet_until(&p->quiet, cutoff_from(p->cutoff, at));
	return at;
}
