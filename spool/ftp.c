/* The FTP courier: FTPS by default, temporary name then rename, sizes checked, rests
 * taken up. One file after the other: FTP has one data connection at a time. */
#include "base/out.h"
#include "spool/courier.h"
#include "spool/net.h"
#include "spool/secret.h"

static const struct courier_key ftp_keys[] = {
    {"host", KEY_TEXT, NULL, true, 0, 0, NULL, {"server FTP", "FTP server"}},
    {"port", KEY_NUMBER, "21", false, 1, 65535, NULL, {"porta", "port"}},
    {"tls", KEY_CHOICE, "explicit", false, 0, 0, "explicit implicit none",
	{"cifratura: explicit (AUTH TLS), implicit (990), none",
	    "encryption: explicit (AUTH TLS), implicit (990), none"}},
    {"user", KEY_TEXT, NULL, true, 0, 0, NULL, {"utente", "user"}},
    {"password", KEY_SECRET, NULL, true, 0, 0, NULL,
	{"dove sta la password", "where the password is kept"}},
    {"folder", KEY_TEXT, "", false, 0, 0, NULL,
	{"cartella sul server", "folder on the server"}},
    {"temporary", KEY_TEXT, ".part", false, 0, 0, NULL,
	{"fine del nome finché il file non è intero",
	    "ending of the name until the file is whole"}},
    {"rename", KEY_CHOICE, "auto", false, 0, 0, "auto required never",
	{"nome provvisorio e poi rinomina: auto, sempre, mai",
	    "temporary name then rename: auto, required, never"}},
    {"ca_file", KEY_TEXT, "", false, 0, 0, NULL,
	{"certificati delle autorità, se non quelli del sistema",
	    "certificates of the authorities, if not the system's"}},
    {"connect_timeout", KEY_NUMBER, "30", false, 1, 600, NULL,
	{"secondi per collegarsi", "seconds to connect"}},
    {"timeout", KEY_NUMBER, "60", false, 1, 3600, NULL,
	{"secondi senza risposta prima di rinunciare",
	    "seconds without an answer before giving up"}},
    {0},
};

struct ftp_link {
	struct net *net;
	struct net_options options;
	struct net_call base; /* user, password, TLS */
	char *password;
	struct str address; /* "ftp://host:port/folder" */
	struct str temporary;
	bool direct;   /* no temporary names */
	bool required; /* never direct */
};

static struct str
escape_path(struct arena *a, struct str path)
{
	struct out o;
	struct str part;

	out_open_memory(&o, a);
	while (str_cut(&path, '/', &part)) {
		out_char(&o, '/');
		/* "//x" would be the root of the server: a leading '/' is %2F. */
		if (part.len == 0)
			out_text(&o, out_bytes_of(&o).len == 1 ? "%2F" : "");
		out_str(&o, net_escape(a, part));
	}
	return arena_str(a, out_bytes_of(&o));
}

static int
open_link(struct courier_link *l, struct err *e)
{
	struct ftp_link *f = arena_new(l->arena, struct ftp_link);
	struct str tls = courier_text(l, "tls"), folder = courier_text(l, "folder");
	bool implicit = str_is(tls, "implicit");

	f->address =
	    arena_format(l->arena, "%s://%.*s:%lld%.*s", implicit ? "ftps" : "ftp",
		STR_ARG(courier_text(l, "host")), (long long)courier_number(l, "port"),
		STR_ARG(folder.len == 0 ? folder : escape_path(l->arena, folder)));
	f->temporary = courier_text(l, "temporary");
	f->direct = str_is(courier_text(l, "rename"), "never");
	f->required = str_is(courier_text(l, "rename"), "required");
	f->options = (struct net_options){
	    .ca_file = courier_cstr(l, "ca_file"),
	    .connect_seconds = (int)courier_number(l, "connect_timeout"),
	    .idle_seconds = (int)courier_number(l, "timeout"),
	};
	if (courier_secret(l, "password", &f->password, e) != 0 ||
	    net_open(&f->net, &f->options, l->arena, e) != 0)
		return -1;
	f->base = (struct net_call){
	    .tls = str_is(tls, "none") ? NET_TLS_NONE
		: implicit             ? NET_TLS_IMPLICIT
				       : NET_TLS_EXPLICIT,
	    .user = courier_cstr(l, "user"),
	    .password = f->password,
	    .fd = -1,
	};
	l->state = f;
	return 0;
}

static struct str
base_name(struct str path)
{
	size_t at = path.len;

	while (at > 0 && path.ptr[at - 1] != '/')
		at--;
	return str_slice(path, at, path.len);
}

/* FTP replies say more than libcurl's result: 452 and 552 are a full disk. */
static int
sort_reply(const struct net_answer *answer, struct err *e)
{
	if (str_starts(answer->reply, STR("452")) ||
	    str_starts(answer->reply, STR("552"))) {
		e->kind = ERR_RETRY;
		e->code = "COURIER_DISK_FULL";
	} else if (str_starts(answer->reply, STR("550")) ||
	    str_starts(answer->reply, STR("553"))) {
		e->kind = ERR_FILE;
		e->code = "COURIER_DENIED";
	}
	return -1;
}

/* The size of a remote file, or 0 when it is not there or the server does not say. */
static uint64_t
remote_size(struct ftp_link *f, const char *url)
{
	struct net_call call = f->base;
	struct net_answer answer;
	struct err ignored;

	call.url = url;
	call.size_only = true;
	return net_do(f->net, &call, &answer, &ignored) == 0 ? answer.size : 0;
}

static int
upload(struct ftp_link *f, const char *url, struct parcel *p, bool resume, struct err *e)
{
	struct net_call call = f->base;
	struct net_answer answer;
	uint64_t there;

	call.url = url;
	call.upload = p;
	if (resume) {
		there = remote_size(f, url);
		if (there > 0 && there < p->size)
			call.resume = there;
	}
	if (net_do(f->net, &call, &answer, e) != 0)
		return sort_reply(&answer, e);
	return 0;
}

static int
check_size(struct ftp_link *f, const char *url, const struct parcel *p,
    const char *const *after, struct net_answer *answer, struct err *e)
{
	struct net_call call = f->base;

	call.url = url;
	call.size_only = true;
	call.after = after;
	if (net_do(f->net, &call, answer, e) != 0)
		return -1;
	if (answer->size == 0 || answer->size == p->size)
		return 0;
	return err_code(e, ERR_RETRY, "COURIER_SIZE",
	    "%.*s has %llu bytes there, not %llu", STR_ARG(p->name),
	    (unsigned long long)answer->size, (unsigned long long)p->size);
}

static const char *
url_of(struct courier_link *l, struct str path)
{
	struct ftp_link *f = l->state;

	return arena_format(l->arena, "%.*s%.*s", STR_ARG(f->address),
	    STR_ARG(escape_path(l->arena, path)))
	    .ptr;
}

static int
send_direct(struct courier_link *l, struct parcel *p, struct err *e)
{
	struct ftp_link *f = l->state;
	const char *url = url_of(l, p->name);
	struct net_answer answer;

	if (upload(f, url, p, false, e) != 0)
		return -1;
	return check_size(f, url, p, NULL, &answer, e);
}

/* The rename was refused: this server does not rename. */
static int
plan_direct(struct courier_link *l, struct parcel *p, const char *url,
    const char *temporary, struct err *e)
{
	struct ftp_link *f = l->state;
	const char *after[] = {arena_format(l->arena, "DELE %s", temporary).ptr, NULL};
	struct net_answer answer;
	struct err ignored;

	check_size(f, url, p, after, &answer, &ignored);
	if (f->required)
		return err_code(e, ERR_FILE, "COURIER_NO_RENAME",
		    "the server does not rename %.*s, and rename = required",
		    STR_ARG(p->name));
	f->direct = true;
	if (send_direct(l, p, e) != 0)
		return -1;
	p->result.code = "COURIER_NO_RENAME";
	return 0;
}

static int
send_renamed(struct courier_link *l, struct parcel *p, struct err *e)
{
	struct ftp_link *f = l->state;
	struct str part = arena_format(l->arena, "%.*s.%.8s%.*s", STR_ARG(p->name),
	    p->sha256.text, STR_ARG(f->temporary));
	const char *temporary = arena_cstr(l->arena, base_name(part));
	const char *url = url_of(l, part);
	const char *after[] = {
	    arena_format(l->arena, "RNFR %s", temporary).ptr,
	    arena_format(l->arena, "RNTO %.*s", STR_ARG(base_name(p->name))).ptr,
	    NULL,
	};
	struct net_answer answer;

	if (upload(f, url, p, p->again, e) != 0)
		return -1;
	if (check_size(f, url, p, after, &answer, e) == 0)
		return 0;
	if (answer.reply.len == 0 || answer.reply.ptr[0] != '5')
		return -1;
	return plan_direct(l, p, url, temporary, e);
}

/* Trouble that the next file would meet as well. */
static bool
ends_batch(const struct err *e)
{
	static const char *const codes[] = {"COURIER_UNREACHABLE", "COURIER_TIMEOUT",
	    "COURIER_AUTH", "COURIER_CERTIFICATE", "COURIER_NO_TLS"};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (e->code != NULL && strcmp(e->code, codes[i]) == 0)
			return true;
	return false;
}

static void
send_parcels(struct courier_link *l, struct parcel *parcels, size_t count)
{
	struct ftp_link *f = l->state;

	for (size_t i = 0; i < count; i++) {
		struct err e = {0};
		int failed = f->direct ? send_direct(l, &parcels[i], &e)
				       : send_renamed(l, &parcels[i], &e);

		if (failed == 0) {
			courier_done(&parcels[i]);
		} else if (ends_batch(&e)) {
			e.kind = ERR_RETRY;
			courier_rest_failed(parcels + i, count - i, &e);
			return;
		} else {
			courier_failed(&parcels[i], &e);
		}
	}
}

static void
close_link(struct courier_link *l)
{
	struct ftp_link *f = l->state;

	secret_forget(f->password);
	net_close(f->net);
}

const struct courier courier_ftp = {
    .name = "ftp",
    .help = {"FTP con TLS: i file compaiono interi", "FTP with TLS: files appear whole"},
    .keys = ftp_keys,
    .open = open_link,
    .send = send_parcels,
    .close = close_link,
};
