/* What couriers share: settings against a table, results, reading a parcel. */
#include "spool/courier.h"

#include "spool/secret.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static size_t
key_count(const struct courier *c)
{
	size_t n = 0;

	while (c->keys[n].name != NULL)
		n++;
	return n;
}

static size_t
key_index(const struct courier *c, struct str name)
{
	size_t n = key_count(c);

	for (size_t i = 0; i < n; i++)
		if (str_is(name, c->keys[i].name))
			return i;
	return n;
}

static bool
number_of(struct str value, int64_t *number)
{
	bool negative = str_starts(value, STR("-"));
	uint64_t u;

	if (!str_to_u64(str_slice(value, negative ? 1 : 0, value.len), &u) ||
	    u > INT64_MAX)
		return false;
	*number = negative ? -(int64_t)u : (int64_t)u;
	return true;
}

static bool
choice_has(const char *choices, struct str value)
{
	struct str rest = str_of(choices), word;

	while (str_cut(&rest, ' ', &word))
		if (str_equal(word, value))
			return true;
	return false;
}

/* What is wrong with the value, as the end of a sentence "NAME must be ...", or NULL. */
static const char *
value_fault(const struct courier_key *k, struct str value, struct arena *a)
{
	int64_t number;

	if (str_find(value, '\0') < value.len || str_find(value, '\n') < value.len)
		return "one line of text";
	if (k->type == KEY_FLAG && !str_is(value, "true") && !str_is(value, "false"))
		return "true or false";
	if (k->type == KEY_CHOICE && !choice_has(k->choices, value))
		return arena_format(a, "one of: %s", k->choices).ptr;
	if (k->type != KEY_NUMBER ||
	    (number_of(value, &number) && number >= k->least && number <= k->most))
		return NULL;
	return arena_format(
	    a, "a number from %lld to %lld", (long long)k->least, (long long)k->most)
	    .ptr;
}

static int
check_value(
    const struct courier *c, const struct courier_key *k, struct str value, struct err *e)
{
	struct arena a = {0};
	const char *fault = value_fault(k, value, &a);
	int failed = 0;

	if (k->type == KEY_SECRET)
		failed = secret_check(c->name, k->name, value, e);
	else if (fault != NULL)
		failed = err_set(e, ERR_CONF, "courier %s: %s must be %s, not \"%.*s\"",
		    c->name, k->name, fault, STR_ARG(str_slice(value, 0, 80)));
	arena_close(&a);
	return failed;
}

static int
check_mandatory(
    const struct courier *c, const struct setting *settings, size_t count, struct err *e)
{
	for (const struct courier_key *k = c->keys; k->name != NULL; k++) {
		bool given = !k->mandatory;

		for (size_t i = 0; i < count && !given; i++)
			given = str_is(settings[i].name, k->name) &&
			    settings[i].value.len > 0;
		if (!given)
			return err_set(
			    e, ERR_CONF, "courier %s: %s is missing", c->name, k->name);
	}
	return 0;
}

int
courier_check(
    const struct courier *c, const struct setting *settings, size_t count, struct err *e)
{
	size_t keys = key_count(c);

	for (size_t i = 0; i < count; i++) {
		size_t k = key_index(c, settings[i].name);
		int failed;

		if (k == keys)
			failed = err_set(e, ERR_CONF, "courier %s has no setting %.*s",
			    c->name, STR_ARG(settings[i].name));
		else
			failed = check_value(c, &c->keys[k], settings[i].value, e);
		if (failed != 0) {
			e->row = i + 1;
			return -1;
		}
	}
	return check_mandatory(c, settings, count, e);
}

int
courier_open(struct courier_link *l, const struct courier *c,
    const struct setting *settings, size_t count, struct arena *a, struct err *e)
{
	size_t keys = key_count(c);
	struct str *values;

	*l = (struct courier_link){0};
	if (courier_check(c, settings, count, e) != 0)
		return -1;
	values = arena_new_array(a, keys + 1, struct str);
	for (size_t k = 0; k < keys; k++)
		values[k] = str_of(c->keys[k].standard);
	for (size_t i = 0; i < count; i++)
		values[key_index(c, settings[i].name)] = settings[i].value;
	*l = (struct courier_link){.courier = c, .arena = a, .values = values};
	if (c->open(l, e) == 0)
		return 0;
	courier_close(l);
	return -1;
}

void
courier_send(struct courier_link *l, struct parcel *parcels, size_t count)
{
	for (size_t i = 0; i < count; i++)
		parcels[i].result = (struct delivery){0};
	l->courier->send(l, parcels, count);
	for (size_t i = 0; i < count; i++)
		if (parcels[i].result.state == DELIVERY_WAITING)
			BUG("courier %s left parcel %.*s without a result",
			    l->courier->name, STR_ARG(parcels[i].name));
}

void
courier_close(struct courier_link *l)
{
	if (l->courier != NULL && l->state != NULL)
		l->courier->close(l);
	*l = (struct courier_link){0};
}

struct str
courier_text(const struct courier_link *l, const char *name)
{
	size_t k = key_index(l->courier, str_of(name));

	if (l->courier->keys[k].name == NULL)
		BUG("courier %s asks for setting %s", l->courier->name, name);
	return l->values[k];
}

char *
courier_cstr(const struct courier_link *l, const char *name)
{
	struct str value = courier_text(l, name);

	return value.len == 0 ? NULL : arena_cstr(l->arena, value);
}

int64_t
courier_number(const struct courier_link *l, const char *name)
{
	int64_t number = 0;

	if (!number_of(courier_text(l, name), &number))
		BUG("setting %s has no number", name);
	return number;
}

bool
courier_flag(const struct courier_link *l, const char *name)
{
	return str_is(courier_text(l, name), "true");
}

int
courier_secret(
    const struct courier_link *l, const char *name, char **secret, struct err *e)
{
	return secret_read(courier_text(l, name), l->arena, secret, e);
}

void
courier_done(struct parcel *p)
{
	p->result.state = DELIVERY_DONE;
}

void
courier_failed(struct parcel *p, const struct err *e)
{
	p->result.state = e->kind == ERR_RETRY ? DELIVERY_TRANSIENT : DELIVERY_PERMANENT;
	p->result.code = e->code;
	snprintf(p->result.text, sizeof p->result.text, "%.*s",
	    (int)sizeof p->result.text - 1, e->text);
}

void
courier_rest_failed(struct parcel *parcels, size_t count, const struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (parcels[i].result.state == DELIVERY_WAITING)
			courier_failed(&parcels[i], e);
}

const char *
delivery_name(enum delivery_state state)
{
	static const char *const names[] = {"waiting", "done", "transient", "permanent"};

	return names[state];
}

bool
delivery_is_held(const struct delivery *d)
{
	static const char *const codes[] = {"COURIER_AUTH", "COURIER_CERTIFICATE",
	    "COURIER_NO_TLS", "COURIER_ADDRESS", "COURIER_SECRET", "MAIL_SENDER_REFUSED"};

	if (d->state != DELIVERY_TRANSIENT || d->code == NULL)
		return false;
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(d->code, codes[i]) == 0)
			return true;
	return false;
}

static int64_t
read_fd(const struct parcel *p, uint64_t offset, char *buf, size_t most, struct err *e)
{
	for (;;) {
		ssize_t n = pread(p->fd, buf, most, (off_t)offset);

		if (n >= 0)
			return n;
		if (errno != EINTR)
			return err_errno(e, "%.*s", STR_ARG(p->name));
	}
}

int64_t
parcel_read(
    const struct parcel *p, uint64_t offset, char *buf, size_t most, struct err *e)
{
	uint64_t left = offset < p->size ? p->size - offset : 0;
	int64_t n;

	if (most > left)
		most = (size_t)left;
	if (most == 0)
		return 0;
	if (p->fd >= 0) {
		n = read_fd(p, offset, buf, most, e);
	} else {
		struct str part =
		    str_slice(p->bytes, (size_t)offset, (size_t)offset + most);

		if (part.len > 0)
			memcpy(buf, part.ptr, part.len);
		n = (int64_t)part.len;
	}
	if (n == 0)
		return err_set(e, ERR_FILE, "%.*s is shorter than its %llu bytes",
		    STR_ARG(p->name), (unsigned long long)p->size);
	return n;
}
