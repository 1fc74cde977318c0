/* Requests to the Node's web services and what their statuses mean for a delivery. */
#include "spool/https.h"

#include "base/text.h"
#include "spool/net.h"
#include "spool/secret.h"

#include <stdio.h>

const struct courier_key https_node_keys[] = {
    {"single_base", KEY_TEXT, "", false, 0, 0, NULL,
	{"indirizzo delle posizioni singole (GPD v1), https://...; vuoto = solo "
	 "caricamenti massivi",
	    "address of single positions (GPD v1), https://...; empty = massive uploads "
	    "only"}},
    {"single_most", KEY_NUMBER, "10", false, 0, 1000, NULL,
	{"posizioni di un file che va a richieste singole, al massimo; 0 = mai",
	    "positions of a file that goes by single requests, at most; 0 = never"}},
    {"single_cancel", KEY_CHOICE, "delete", false, 0, 0, "delete invalidate",
	{"che cosa chiede un annullo singolo: delete come il massivo, o invalidate",
	    "what a single cancellation asks: delete, as the massive one, or "
	    "invalidate"}},
    /* From here on for all services: HTTPS_KEYS. */
    {"base", KEY_TEXT, NULL, true, 0, 0, NULL,
	{"indirizzo del servizio, https://...", "address of the service, https://..."}},
    {"key", KEY_SECRET, NULL, true, 0, 0, NULL,
	{"dove sta la chiave di sottoscrizione", "where the subscription key is kept"}},
    {"broker", KEY_TEXT, "", false, 0, 0, NULL,
	{"codice fiscale dell'intermediario", "fiscal code of the broker"}},
    {"organization", KEY_TEXT, "", false, 0, 0, NULL,
	{"codice fiscale dell'ente", "fiscal code of the creditor"}},
    {"ca_file", KEY_TEXT, "", false, 0, 0, NULL,
	{"certificati delle autorità, se non quelli del sistema",
	    "certificates of the authorities, if not the system's"}},
    {"most_answer", KEY_NUMBER, "67108864", false, 1024, 1073741824, NULL,
	{"byte di una risposta, al massimo", "bytes of an answer, at most"}},
    {"connect_timeout", KEY_NUMBER, "30", false, 1, 600, NULL,
	{"secondi per collegarsi", "seconds to connect"}},
    {"timeout", KEY_NUMBER, "120", false, 1, 3600, NULL,
	{"secondi senza risposta prima di rinunciare",
	    "seconds without an answer before giving up"}},
    {0},
};

enum { HEADERS_MOST = 8 };

struct https_link {
	struct net *net;
	struct net_options options;
	struct str base;
	char *key_header;
	uint64_t most_answer;
};

static int
make_key_header(struct courier_link *l, struct https_link *h, struct err *e)
{
	char *key;

	if (courier_secret(l, "key", &key, e) != 0)
		return -1;
	if (key == NULL || strpbrk(key, "\r\n") != NULL)
		return err_code(e, ERR_CONF, "COURIER_SECRET",
		    "courier %s: the subscription key is not one line", l->courier->name);
	h->key_header = arena_cstr(
	    l->arena, arena_format(l->arena, "Ocp-Apim-Subscription-Key: %s", key));
	secret_forget(key);
	return 0;
}

static int
read_address(struct courier_link *l, const char *setting, struct str *base, struct err *e)
{
	*base = courier_text(l, setting);
	if (!str_starts(*base, STR("https://")))
		return err_code(e, ERR_CONF, "COURIER_ADDRESS",
		    "courier %s: %s must begin with https://, not \"%.*s\"",
		    l->courier->name, setting, STR_ARG(str_slice(*base, 0, 120)));
	while (str_ends(*base, STR("/")))
		base->len--;
	return 0;
}

int
https_open(struct courier_link *l, struct err *e)
{
	struct https_link *h = arena_new(l->arena, struct https_link);

	if (read_address(l, "base", &h->base, e) != 0)
		return -1;
	h->most_answer = (uint64_t)courier_number(l, "most_answer");
	h->options = (struct net_options){
	    .ca_file = courier_cstr(l, "ca_file"),
	    .connect_seconds = (int)courier_number(l, "connect_timeout"),
	    .idle_seconds = (int)courier_number(l, "timeout"),
	};
	if (make_key_header(l, h, e) != 0 ||
	    net_open(&h->net, &h->options, l->arena, e) != 0)
		return -1;
	l->state = h;
	return 0;
}

/* The courier of uploads and of single positions. */
static int
open_node(struct courier_link *l, struct err *e)
{
	struct str single;

	if (courier_text(l, "single_base").len > 0 &&
	    read_address(l, "single_base", &single, e) != 0)
		return -1;
	return https_open(l, e);
}

void
https_close(struct courier_link *l)
{
	struct https_link *h = l->state;

	secret_forget(h->key_header);
	net_close(h->net);
}

static int
perform(struct courier_link *l, struct net_call *call, struct str base, struct str path,
    const char *const *more, struct https_answer *answer, bool *uncertain, struct err *e)
{
	struct https_link *h = l->state;
	const char **headers = arena_new_array(l->arena, HEADERS_MOST + 5, const char *);
	struct net_answer got;
	size_t n = 0;
	int failed;

	headers[n++] = h->key_header;
	headers[n++] = "Accept: */*";
	headers[n++] = "Expect:"; /* no waiting for 100 Continue */
	if (call->body.len > 0)
		headers[n++] = "Content-Type: application/json";
	for (size_t i = 0; more != NULL && more[i] != NULL && i < HEADERS_MOST; i++)
		headers[n++] = more[i];
	call->headers = headers;
	call->url = arena_format(l->arena, "%.*s%.*s", STR_ARG(base), STR_ARG(path)).ptr;
	call->fd = -1;
	call->most = h->most_answer;
	failed = net_do(h->net, call, &got, e);
	*uncertain = failed != 0 && got.sent;
	*answer = (struct https_answer){
	    .status = got.status,
	    .body = got.bytes,
	    .location = got.location,
	    .etag = got.etag,
	    .continuation = got.continuation,
	    .wait_ms = net_retry_ms(got.retry_after),
	};
	return failed;
}

static struct str
base_of(const struct courier_link *l)
{
	return ((const struct https_link *)l->state)->base;
}

int
https_request(struct courier_link *l, const char *method, struct str path,
    struct str body, const char *const *headers, struct https_answer *answer,
    bool *uncertain, struct err *e)
{
	struct net_call call = {.method = method, .body = body};

	return perform(l, &call, base_of(l), path, headers, answer, uncertain, e);
}

size_t
https_single_most(const struct courier_link *l)
{
	return l->courier != &courier_https || courier_text(l, "single_base").len == 0
	    ? 0
	    : (size_t)courier_number(l, "single_most");
}

bool
https_single_invalidates(const struct courier_link *l)
{
	return str_is(courier_text(l, "single_cancel"), "invalidate");
}

int
https_position(struct courier_link *l, enum position_action action, struct str id,
    struct str body, struct https_answer *answer, bool *uncertain, struct err *e)
{
	struct net_call call = {.body = body};
	struct str base, path;

	*uncertain = false;
	if (read_address(l, "single_base", &base, e) != 0)
		return -1;
	call.method = https_position_call(l, action, id, &path);
	return perform(l, &call, base, path, NULL, answer, uncertain, e);
}

/* One row a status. The catalogue explains the codes to people. */
static const struct {
	int status;
	enum delivery_state state;
	const char *code;
	bool stops, uncertain;
} status_rows[] = {
    {400, DELIVERY_PERMANENT, "NODE_FILE_REFUSED", false, false},
    {401, DELIVERY_TRANSIENT, "COURIER_AUTH", true, false},
    {403, DELIVERY_PERMANENT, "NODE_FORBIDDEN", false, false},
    {404, DELIVERY_PERMANENT, "NODE_NOT_FOUND", false, false},
    {409, DELIVERY_PERMANENT, "NODE_CONFLICT", false, false},
    {410, DELIVERY_PERMANENT, "NODE_NOT_FOUND", false, false},
    {413, DELIVERY_PERMANENT, "NODE_TOO_LARGE", false, false},
    {422, DELIVERY_PERMANENT, "NODE_POSITION_REFUSED", false, false},
    {425, DELIVERY_TRANSIENT, "NODE_NOT_READY", false, false},
    {429, DELIVERY_TRANSIENT, "NODE_BUSY", true, false},
    {500, DELIVERY_TRANSIENT, "NODE_ERROR", false, true},
    {502, DELIVERY_TRANSIENT, "NODE_ERROR", true, true},
    {503, DELIVERY_TRANSIENT, "NODE_BUSY", true, false},
    {504, DELIVERY_TRANSIENT, "NODE_ERROR", true, true},
};

static const char *
code_of_400(struct str body)
{
	if (str_find_str(body, STR("INVALID DEBT POSITIONS")) < body.len)
		return "NODE_POSITION_REFUSED";
	return "NODE_FILE_REFUSED";
}

static void
say_answer(struct delivery *d, const struct https_answer *answer)
{
	struct arena a = {0};
	struct str body = text_printable(&a, str_slice(answer->body, 0, 250));

	snprintf(d->text, sizeof d->text, "the service answers %d%s%.*s", answer->status,
	    body.len > 0 ? ": " : "", STR_ARG(body));
	arena_close(&a);
}

struct delivery
https_sort(const struct https_answer *answer, bool upload, bool *stops)
{
	struct delivery d = {
	    .state = DELIVERY_PERMANENT,
	    .code = "NODE_ANSWER",
	    .wait_ms = answer->wait_ms,
	};

	*stops = false;
	if (answer->status >= 200 && answer->status < 300) {
		d.state = DELIVERY_DONE;
		d.code = NULL;
		return d;
	}
	for (size_t i = 0; i < sizeof status_rows / sizeof status_rows[0]; i++) {
		if (status_rows[i].status != answer->status)
			continue;
		d.state = status_rows[i].state;
		d.code = status_rows[i].code;
		d.uncertain = status_rows[i].uncertain;
		*stops = status_rows[i].stops;
	}
	if (answer->status == 400)
		d.code = code_of_400(answer->body);
	if (upload && answer->status == 403) {
		d.state = DELIVERY_TRANSIENT;
		d.code = "COURIER_AUTH";
		*stops = true;
	}
	say_answer(&d, answer);
	return d;
}

/* "brokers/B/organizations/O/debtpositions/file/ID/status" -> ID */
static struct str
id_of_location(struct str location)
{
	size_t at = str_find_str(location, STR("/file/"));
	struct str id;

	if (at == location.len)
		return STR("");
	id = str_slice(location, at + 6, location.len);
	return str_slice(id, 0, str_find(id, '/'));
}

static void
no_answer(struct parcel *p, const struct err *e, bool uncertain)
{
	courier_failed(p, e);
	p->result.state = DELIVERY_TRANSIENT;
	p->result.uncertain = uncertain;
}

/* True when the rest of the batch should wait. */
static bool
upload(struct courier_link *l, struct parcel *p, struct err *e)
{
	struct net_call call = {
	    .method = p->method.len == 0 ? "POST" : arena_cstr(l->arena, p->method),
	    .multipart = p,
	    .multipart_name = "positions.zip",
	    .multipart_type = "application/zip",
	};
	struct https_answer answer;
	bool uncertain, stops;

	if (perform(l, &call, base_of(l), https_path_upload(l), NULL, &answer, &uncertain,
		e) != 0) {
		no_answer(p, e, uncertain);
		return true;
	}
	p->result = https_sort(&answer, true, &stops);
	if (p->result.state == DELIVERY_DONE) {
		p->result.reference = id_of_location(answer.location);
		if (p->result.reference.len == 0) {
			p->result.state = DELIVERY_TRANSIENT;
			p->result.code = "NODE_ANSWER";
			p->result.uncertain = true;
			say_answer(&p->result, &answer);
		}
		return false;
	}
	err_code(e, ERR_RETRY, p->result.code, "%s", p->result.text);
	return stops;
}

static void
send_parcels(struct courier_link *l, struct parcel *parcels, size_t count)
{
	struct err e = {0};

	for (size_t i = 0; i < count; i++)
		if (upload(l, &parcels[i], &e)) {
			e.kind = ERR_RETRY;
			courier_rest_failed(parcels + i, count - i, &e);
			return;
		}
}

const struct courier courier_https = {
    .name = "https",
    .help = {"caricamento massivo GPD: file zip di posizioni",
	"GPD massive upload: zip files of positions"},
    .keys = https_node_keys,
    .open = open_node,
    .send = send_parcels,
    .close = https_close,
};
