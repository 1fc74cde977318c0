/* Fetching receipts from a mailbox. */
#include "spool/imap.h"

#include "base/out.h"
#include "spool/imap_name.h"
#include "spool/net.h"
#include "spool/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct courier_key imap_keys[] = {
    {"host", KEY_TEXT, NULL, true, 0, 0, NULL, {"server IMAP", "IMAP server"}},
    {"port", KEY_NUMBER, "993", false, 1, 65535, NULL, {"porta", "port"}},
    {"tls", KEY_CHOICE, "implicit", false, 0, 0, "implicit starttls",
	{"cifratura: implicit (993), starttls (143)",
	    "encryption: implicit (993), starttls (143)"}},
    {"user", KEY_TEXT, NULL, true, 0, 0, NULL, {"utente", "user"}},
    {"password", KEY_SECRET, NULL, true, 0, 0, NULL,
	{"dove sta la password", "where the password is kept"}},
    {"mailbox", KEY_TEXT, "INBOX", false, 0, 0, NULL, {"cartella", "mailbox"}},
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

struct imap_link {
	struct net *net;
	struct net_options options;
	struct net_call base;
	char *password;
	struct str server; /* "imaps://host:port" */
	struct str mailbox;
	uint32_t validity; /* as it was told first; 0: not asked yet */
};

static int
open_link(struct courier_link *l, struct err *e)
{
	struct imap_link *m = arena_new(l->arena, struct imap_link);
	bool implicit = str_is(courier_text(l, "tls"), "implicit");

	m->server = arena_format(l->arena, "%s://%.*s:%lld", implicit ? "imaps" : "imap",
	    STR_ARG(courier_text(l, "host")), (long long)courier_number(l, "port"));
	m->mailbox = imap_mailbox_name(l->arena, courier_text(l, "mailbox"));
	m->options = (struct net_options){
	    .ca_file = courier_cstr(l, "ca_file"),
	    .connect_seconds = (int)courier_number(l, "connect_timeout"),
	    .idle_seconds = (int)courier_number(l, "timeout"),
	};
	if (courier_secret(l, "password", &m->password, e) != 0 ||
	    net_open(&m->net, &m->options, l->arena, e) != 0)
		return -1;
	m->base = (struct net_call){
	    .tls = implicit ? NET_TLS_IMPLICIT : NET_TLS_EXPLICIT,
	    .user = courier_cstr(l, "user"),
	    .password = m->password,
	    .fd = -1,
	};
	l->state = m;
	return 0;
}

static void
close_link(struct courier_link *l)
{
	struct imap_link *m = l->state;

	secret_forget(m->password);
	net_close(m->net);
}

/* Mail is sent by the mail courier. */
static void
send_nothing(struct courier_link *l, struct parcel *parcels, size_t count)
{
	struct err e;

	(void)l;
	err_code(&e, ERR_FILE, "COURIER_UNSUPPORTED", "a mailbox only receives");
	courier_rest_failed(parcels, count, &e);
}

const struct courier courier_imap = {
    .name = "imap",
    .help = {"casella da cui si leggono le ricevute (IMAP)",
	"mailbox that receipts are read from (IMAP)"},
    .keys = imap_keys,
    .open = open_link,
    .send = send_nothing,
    .close = close_link,
};

/* The mailbox, as its UIDs were told to mean it: libcurl refuses one that was made anew
 * since, whose UIDs are those of other messages. */
static struct str
url_of(struct courier_link *l)
{
	const struct imap_link *m = l->state;
	struct str url = arena_format(l->arena, "%.*s/%.*s", STR_ARG(m->server),
	    STR_ARG(net_escape(l->arena, m->mailbox)));

	return m->validity == 0
	    ? url
	    : arena_format(l->arena, "%.*s;UIDVALIDITY=%u", STR_ARG(url), m->validity);
}

/* A command in the mailbox (`selected`) or outside; its untagged answers. */
static int
command(struct courier_link *l, bool selected, const char *text, struct str *answer,
    struct err *e)
{
	struct imap_link *m = l->state;
	struct net_call call = m->base;
	struct net_answer got;

	call.url = selected ? url_of(l).ptr
			    : arena_format(l->arena, "%.*s/", STR_ARG(m->server)).ptr;
	call.command = text;
	if (net_do(m->net, &call, &got, e) != 0) {
		if (e->code != NULL && strcmp(e->code, "COURIER_NO_FOLDER") == 0) {
			e->kind = ERR_RETRY;
			e->code = "COURIER_PROTOCOL";
		}
		return -1;
	}
	*answer = got.bytes;
	return 0;
}

/* The number behind `word` in an answer; false when it is not there. */
static bool
number_after(struct str answer, const char *word, uint32_t *number)
{
	size_t at = str_find_str(answer, str_of(word)), end;
	uint64_t value;

	if (at == answer.len)
		return false;
	at += strlen(word);
	for (end = at; end < answer.len && char_is_digit(answer.ptr[end]); end++)
		;
	if (!str_to_u64(str_slice(answer, at, end), &value) || value > UINT32_MAX)
		return false;
	*number = (uint32_t)value;
	return true;
}

/* A mailbox name as a quoted string (RFC 9051, 4.3). */
static struct str
quoted(struct arena *a, struct str name)
{
	struct out o;

	out_open_memory(&o, a);
	out_char(&o, '"');
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == '"' || name.ptr[i] == '\\')
			out_char(&o, '\\');
		out_char(&o, name.ptr[i]);
	}
	out_char(&o, '"');
	return arena_str(a, out_bytes_of(&o));
}

static int
compare_uids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* "* SEARCH 3 5 8": not more than the answer has room for, which is limited. */
static void
take_uids(struct imap_list *list, struct str answer)
{
	struct str line, word;
	uint64_t uid;

	while (str_cut(&answer, '\n', &line)) {
		line = str_trim(line);
		if (!str_starts_nocase(line, STR("* SEARCH")))
			continue;
		line = str_slice(line, 8, line.len);
		while (str_cut(&line, ' ', &word))
			if (str_to_u64(word, &uid) && uid > 0 && uid <= UINT32_MAX)
				list->uids[list->count++] = (uint32_t)uid;
	}
}

int
imap_validity(struct courier_link *l, uint32_t *validity, struct err *e)
{
	struct imap_link *m = l->state;
	struct str answer,
	    status = arena_format(l->arena, "STATUS %.*s (UIDVALIDITY)",
		STR_ARG(quoted(l->arena, m->mailbox)));

	if (command(l, false, status.ptr, &answer, e) != 0)
		return -1;
	if (!number_after(answer, "UIDVALIDITY ", validity))
		return err_code(e, ERR_RETRY, "COURIER_PROTOCOL",
		    "%.*s: the mailbox has no UIDVALIDITY", STR_ARG(m->server));
	m->validity = *validity;
	return 0;
}

int
imap_search(struct courier_link *l, struct str criteria, struct imap_list *list,
    struct arena *a, struct err *e)
{
	struct str answer,
	    search = arena_format(l->arena, "UID SEARCH %.*s", STR_ARG(criteria));
	struct imap_list found = {0};

	if (imap_validity(l, &found.validity, e) != 0)
		return -1;
	if (command(l, true, search.ptr, &answer, e) != 0)
		return -1;
	found.uids = arena_new_array(a, answer.len / 2 + 1, uint32_t);
	take_uids(&found, answer);
	if (found.count > 1)
		qsort(found.uids, found.count, sizeof found.uids[0], compare_uids);
	*list = found;
	return 0;
}

int
imap_list(struct courier_link *l, uint32_t after, struct imap_list *list, struct arena *a,
    struct err *e)
{
	struct imap_list found;
	size_t older = 0;

	if (imap_search(l, arena_format(l->arena, "UID %lu:*", (unsigned long)after + 1),
		&found, a, e) != 0)
		return -1;
	/* Servers may answer n:* with the last message although it is older. */
	while (older < found.count && found.uids[older] <= after)
		older++;
	found.uids += older;
	found.count -= older;
	*list = found;
	return 0;
}

/* The answer about one message; what a server tells unasked of others is passed over. */
static struct str
answer_about(struct str answer, uint32_t uid)
{
	struct str line, text, rest;
	char word[32];

	snprintf(word, sizeof word, "UID %u", uid);
	text = str_of(word);
	while (str_cut(&answer, '\n', &line)) {
		size_t at = str_find_str(line, text);

		rest = str_slice(line, at + text.len, line.len);
		if (at < line.len && (rest.len == 0 || !char_is_digit(rest.ptr[0])))
			return line;
	}
	return STR("");
}

int
imap_look(struct courier_link *l, uint32_t uid, bool *seen, uint64_t *size, struct err *e)
{
	struct str answer,
	    text = arena_format(l->arena, "UID FETCH %u (FLAGS RFC822.SIZE)", uid);
	uint32_t number;

	if (command(l, true, text.ptr, &answer, e) != 0)
		return -1;
	answer = answer_about(answer, uid);
	if (!number_after(answer, "RFC822.SIZE ", &number))
		return 0;
	*seen = str_find_str(answer, STR("\\Seen")) < answer.len;
	*size = number;
	return 1;
}

int
imap_fetch_into(
    struct courier_link *l, uint32_t uid, int fd, uint64_t most_bytes, struct err *e)
{
	struct imap_link *m = l->state;
	struct net_call call = m->base;
	struct net_answer got;

	call.url = arena_format(l->arena, "%.*s/;UID=%u", STR_ARG(url_of(l)), uid).ptr;
	call.fd = fd;
	call.most = most_bytes;
	if (net_do(m->net, &call, &got, e) != 0)
		return -1;
	if (got.size == 0)
		return err_code(e, ERR_RETRY, "COURIER_PROTOCOL",
		    "%.*s: message %u came empty", STR_ARG(m->server), uid);
	if (fsync(fd) != 0)
		return err_errno(e, "message %u", uid);
	return 0;
}

int
imap_fetch(struct courier_link *l, uint32_t uid, int dirfd, const char *name,
    uint64_t most_bytes, struct err *e)
{
	const char *temporary = arena_format(l->arena, ".%s.part", name).ptr;
	int fd = openat(dirfd, temporary,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	int failed;

	if (fd < 0)
		return err_errno(e, "%s", temporary);
	failed = imap_fetch_into(l, uid, fd, most_bytes, e);
	close(fd);
	if (failed == 0 &&
	    renameat2(dirfd, temporary, dirfd, name, RENAME_NOREPLACE) != 0)
		failed = err_errno(e, "%s", name);
	if (failed == 0 && fsync(dirfd) != 0)
		failed = err_errno(e, "%s", name);
	if (failed != 0)
		unlinkat(dirfd, temporary, 0);
	return failed;
}

/* A command that is answered with no more than OK. */
static int
tell(struct courier_link *l, struct str text, struct err *e)
{
	struct str ignored;

	return command(l, true, text.ptr, &ignored, e);
}

int
imap_mark(struct courier_link *l, uint32_t uid, bool seen, struct err *e)
{
	return tell(l,
	    arena_format(
		l->arena, "UID STORE %u %cFLAGS.SILENT (\\Seen)", uid, seen ? '+' : '-'),
	    e);
}

int
imap_mark_seen(struct courier_link *l, uint32_t uid, struct err *e)
{
	return imap_mark(l, uid, true, e);
}

/* Only this message is expunged (RFC 4315, UIDPLUS); where the server cannot, it stays
 * marked as deleted: an EXPUNGE would take away what others have marked. */
int
imap_delete(struct courier_link *l, uint32_t uid, struct err *e)
{
	struct err unable;

	if (tell(l,
		arena_format(
		    l->arena, "UID STORE %u +FLAGS.SILENT (\\Seen \\Deleted)", uid),
		e) != 0)
		return -1;
	if (tell(l, arena_format(l->arena, "UID EXPUNGE %u", uid), &unable) == 0 ||
	    unable.code == NULL || strcmp(unable.code, "COURIER_REFUSED") == 0)
		return 0;
	*e = unable;
	return -1;
}

int
imap_move(struct courier_link *l, uint32_t uid, struct str mailbox, struct err *e)
{
	struct str to = quoted(l->arena, imap_mailbox_name(l->arena, mailbox));
	struct err unable;

	if (tell(l, arena_format(l->arena, "UID MOVE %u %.*s", uid, STR_ARG(to)),
		&unable) == 0)
		return 0;
	/* No MOVE (RFC 6851), or no such mailbox: a copy tells which. */
	if (tell(l, arena_format(l->arena, "UID COPY %u %.*s", uid, STR_ARG(to)), e) != 0)
		return -1;
	return imap_delete(l, uid, e);
}
