/* The mail courier: one message, one recipient, over SMTP with TLS. The parcel is the
 * whole message (formats/mime.h); its recipient is the envelope's. */
#include "spool/courier.h"
#include "spool/mail_reply.h"
#include "spool/net.h"
#include "spool/secret.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

static const struct courier_key mail_keys[] = {
    {"host", KEY_TEXT, NULL, true, 0, 0, NULL, {"server SMTP", "SMTP server"}},
    {"port", KEY_NUMBER, "465", false, 1, 65535, NULL, {"porta", "port"}},
    {"tls", KEY_CHOICE, "implicit", false, 0, 0, "implicit starttls none",
	{"cifratura: implicit (465), starttls (587), none",
	    "encryption: implicit (465), starttls (587), none"}},
    {"user", KEY_TEXT, "", false, 0, 0, NULL, {"utente", "user"}},
    {"password", KEY_SECRET, NULL, false, 0, 0, NULL,
	{"dove sta la password", "where the password is kept"}},
    {"from", KEY_TEXT, NULL, true, 0, 0, NULL,
	{"indirizzo del mittente, lo stesso della casella",
	    "sender's address, the mailbox's own"}},
    {"ca_file", KEY_TEXT, "", false, 0, 0, NULL,
	{"certificati delle autorità, se non quelli del sistema",
	    "certificates of the authorities, if not the system's"}},
    {"most_bytes", KEY_NUMBER, "30000000", false, 1000, 1000000000, NULL,
	{"dimensione massima di un messaggio (PEC: 30 MB per legge)",
	    "largest message (PEC: 30 MB by law)"}},
    {"per_minute", KEY_NUMBER, "60", false, 0, 100000, NULL,
	{"messaggi al minuto, 0 = senza limite", "messages a minute, 0 = no limit"}},
    {"connect_timeout", KEY_NUMBER, "30", false, 1, 600, NULL,
	{"secondi per collegarsi", "seconds to connect"}},
    {"timeout", KEY_NUMBER, "120", false, 1, 3600, NULL,
	{"secondi senza risposta prima di rinunciare",
	    "seconds without an answer before giving up"}},
    {0},
};

struct mail_link {
	struct net *net;
	struct net_options options;
	char *password;
	char *url, *user, *from;
	enum net_tls tls;
	uint64_t most_bytes;
	int64_t pause_ms;
};

static enum net_tls
tls_of(struct str word)
{
	if (str_is(word, "starttls"))
		return NET_TLS_EXPLICIT;
	return str_is(word, "none") ? NET_TLS_NONE : NET_TLS_IMPLICIT;
}

static int
open_link(struct courier_link *l, struct err *e)
{
	struct mail_link *m = arena_new(l->arena, struct mail_link);
	int64_t per_minute = courier_number(l, "per_minute");

	m->tls = tls_of(courier_text(l, "tls"));
	m->url = arena_cstr(l->arena,
	    arena_format(l->arena, "%s://%.*s:%lld/",
		m->tls == NET_TLS_IMPLICIT ? "smtps" : "smtp",
		STR_ARG(courier_text(l, "host")), (long long)courier_number(l, "port")));
	m->user = courier_cstr(l, "user");
	m->from = courier_cstr(l, "from");
	m->most_bytes = (uint64_t)courier_number(l, "most_bytes");
	m->pause_ms = per_minute > 0 ? 60000 / per_minute : 0;
	m->options = (struct net_options){
	    .ca_file = courier_cstr(l, "ca_file"),
	    .connect_seconds = (int)courier_number(l, "connect_timeout"),
	    .idle_seconds = (int)courier_number(l, "timeout"),
	};
	if (m->user != NULL && m->tls == NET_TLS_NONE)
		return err_code(e, ERR_CONF, "COURIER_NO_TLS",
		    "courier mail: a password never goes without TLS");
	if (courier_secret(l, "password", &m->password, e) != 0 ||
	    net_open(&m->net, &m->options, l->arena, e) != 0)
		return -1;
	l->state = m;
	return 0;
}

static void
sleep_ms(int64_t ms)
{
	struct timespec left = {
	    .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

static void
too_large(struct mail_link *m, struct parcel *p)
{
	struct err e;

	err_code(&e, ERR_FILE, "MAIL_TOO_LARGE", "%.*s has %llu bytes, at most %llu pass",
	    STR_ARG(p->name), (unsigned long long)p->size,
	    (unsigned long long)m->most_bytes);
	courier_failed(p, &e);
}

/* What could break the envelope never reaches the server. */
static bool
is_addressable(struct str recipient)
{
	for (size_t i = 0; i < recipient.len; i++)
		if ((unsigned char)recipient.ptr[i] <= ' ' ||
		    strchr("<>,;\"\\", recipient.ptr[i]) != NULL)
			return false;
	return str_find(recipient, '@') < recipient.len;
}

static void
bad_address(struct parcel *p)
{
	struct err e;

	err_code(&e, ERR_FILE, "MAIL_ADDRESS_INVALID", "%.*s: not an address",
	    STR_ARG(p->name));
	courier_failed(p, &e);
}

/* True when the failure is the server's word about the message, and not the line's. */
static bool
is_refusal(const struct net_answer *answer, const struct err *e)
{
	return answer->reply.len >= 3 &&
	    (answer->reply.ptr[0] == '4' || answer->reply.ptr[0] == '5') &&
	    e->kind != ERR_CONF &&
	    (e->code == NULL || strcmp(e->code, "COURIER_TIMEOUT") != 0);
}

/* Sends one; true when the rest of the batch should wait too, with *e. */
static bool
send_one(struct courier_link *l, struct parcel *p, struct err *e)
{
	struct mail_link *m = l->state;
	struct net_call call = {
	    .url = m->url,
	    .tls = m->tls,
	    .user = m->user,
	    .password = m->password,
	    .mail_from = m->from,
	    .mail_to = arena_cstr(l->arena, p->recipient),
	    .upload = p,
	    .fd = -1,
	};
	struct net_answer answer;
	struct mail_refusal refusal;

	if (net_do(m->net, &call, &answer, e) == 0) {
		courier_done(p);
		p->result.reference = answer.reply;
		return false;
	}
	if (!is_refusal(&answer, e)) {
		courier_failed(p, e);
		p->result.state = DELIVERY_TRANSIENT; /* the line's or our own trouble */
		p->result.uncertain = answer.sent;
		return true;
	}
	refusal = mail_reply_sort(answer.reply);
	err_code(e, refusal.state == DELIVERY_PERMANENT ? ERR_FILE : ERR_RETRY,
	    refusal.code, "%.*s: the server answers \"%.*s\"", STR_ARG(p->recipient),
	    STR_ARG(answer.reply));
	courier_failed(p, e);
	return refusal.stops;
}

static void
send_parcels(struct courier_link *l, struct parcel *parcels, size_t count)
{
	struct mail_link *m = l->state;
	struct err e = {0};
	bool first = true;

	for (size_t i = 0; i < count; i++) {
		if (parcels[i].size > m->most_bytes) {
			too_large(m, &parcels[i]);
			continue;
		}
		if (!is_addressable(parcels[i].recipient)) {
			bad_address(&parcels[i]);
			continue;
		}
		if (!first)
			sleep_ms(m->pause_ms);
		first = false;
		if (send_one(l, &parcels[i], &e)) {
			e.kind = ERR_RETRY;
			courier_rest_failed(parcels + i, count - i, &e);
			return;
		}
	}
}

static void
close_link(struct courier_link *l)
{
	struct mail_link *m = l->state;

	secret_forget(m->password);
	net_close(m->net);
}

const struct courier courier_mail = {
    .name = "mail",
    .help = {"posta elettronica e PEC: un messaggio per destinatario",
	"mail and PEC: one message a recipient"},
    .keys = mail_keys,
    .open = open_link,
    .send = send_parcels,
    .close = close_link,
};
