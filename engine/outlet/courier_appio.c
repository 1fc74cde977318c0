/* App IO: profile first, message then (io-functions-services, messages API 2.1.9). */
#include "outlet/courier_appio.h"

#include "formats/node_answer.h"
#include "spool/https.h"
#include "spool/net.h"

enum { MESSAGE_MOST = 64 * 1024 };

static void
refuse(struct parcel *p, const char *code, const char *text)
{
	struct err e;

	err_code(&e, ERR_FILE, code, "%.*s: %s", STR_ARG(p->recipient), text);
	courier_failed(p, &e);
}

/* A request about the parcel; false when the parcel has its result already. */
static bool
ask(struct courier_link *l, struct parcel *p, const char *method, const char *path,
    struct str body, struct https_answer *answer, bool *stops)
{
	struct str where = arena_format(
	    l->arena, "%s%.*s", path, STR_ARG(net_escape(l->arena, p->recipient)));
	bool uncertain;
	struct err e;

	*stops = false;
	if (https_request(l, method, where, body, NULL, answer, &uncertain, &e) != 0) {
		courier_failed(p, &e);
		p->result.state = DELIVERY_TRANSIENT;
		p->result.uncertain = uncertain && body.len > 0;
		*stops = true;
		return false;
	}
	if (answer->status >= 200 && answer->status < 300)
		return true;
	p->result = https_sort(answer, false, stops);
	p->result.uncertain &= body.len > 0;
	return false;
}

static bool
may_receive(struct courier_link *l, struct parcel *p, bool *stops)
{
	struct https_answer answer;
	bool allowed = false;
	struct err e;

	*stops = false;
	if (p->recipient.len != 16) {
		refuse(p, "APPIO_NO_PROFILE", "only persons have App IO");
		return false;
	}
	if (!ask(l, p, "GET", "/profiles/", STR(""), &answer, stops)) {
		if (p->result.code != NULL &&
		    strcmp(p->result.code, "NODE_NOT_FOUND") == 0)
			refuse(p, "APPIO_NO_PROFILE", "has no App IO");
		return false;
	}
	if (appio_profile_read(&allowed, answer.body, &e) != 0) {
		struct err why = e;

		err_code(&e, ERR_RETRY, "NODE_ANSWER",
		    "the service's answer makes no sense: %s", why.text);
		courier_failed(p, &e);
	} else if (!allowed)
		refuse(p, "APPIO_NOT_ALLOWED", "does not accept this service's messages");
	return allowed;
}

static int
read_body(struct courier_link *l, const struct parcel *p, struct str *body, struct err *e)
{
	char *bytes;
	size_t len = 0;

	if (p->size == 0 || p->size > MESSAGE_MOST)
		return err_code(e, ERR_FILE, "NODE_TOO_LARGE",
		    "%.*s: a message of %llu bytes", STR_ARG(p->name),
		    (unsigned long long)p->size);
	bytes = arena_alloc(l->arena, (size_t)p->size);
	while (len < p->size) {
		int64_t n = parcel_read(p, len, bytes + len, (size_t)p->size - len, e);

		if (n < 0)
			return -1;
		len += (size_t)n;
	}
	*body = (struct str){bytes, len};
	return 0;
}

static void
send_one(struct courier_link *l, struct parcel *p, bool *stops)
{
	struct https_answer answer;
	struct str body;
	struct err e;

	if (!may_receive(l, p, stops))
		return;
	if (read_body(l, p, &body, &e) != 0) {
		courier_failed(p, &e);
		return;
	}
	if (!ask(l, p, "POST", "/messages/", body, &answer, stops))
		return;
	courier_done(p);
	if (appio_message_read(&p->result.reference, l->arena, answer.body, &e) != 0)
		p->result.reference = STR("");
}

static void
send_parcels(struct courier_link *l, struct parcel *parcels, size_t count)
{
	bool stops = false;

	for (size_t i = 0; i < count; i++) {
		send_one(l, &parcels[i], &stops);
		if (stops) {
			struct err e;

			err_code(&e, ERR_RETRY, parcels[i].result.code, "%s",
			    parcels[i].result.text);
			courier_rest_failed(parcels + i, count - i, &e);
			return;
		}
	}
}

const struct courier courier_appio = {
    .name = "appio",
    .help = {"messaggi App IO", "App IO messages"},
    .keys = HTTPS_KEYS,
    .open = https_open,
    .send = send_parcels,
    .close = https_close,
};
