/* One transfer, and the one place that knows libcurl and sorts its failures. */
#include "spool/net.h"

#include "base/out.h"
#include "base/text.h"

#include <curl/curl.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ANSWER_MOST = 4 * 1024 * 1024, REPLY_MOST = 512 };

struct net {
	CURL *curl;
	struct arena *arena;
	const struct net_options *options;
};

/* A transfer under way: what libcurl's callbacks need. */
struct transfer {
	struct net *net;
	const struct net_call *call;
	struct net_answer *answer;
	struct out received;
	const struct parcel *source;
	uint64_t offset;  /* next byte of the source */
	struct err error; /* of our side: reading the source, writing what comes */
	char message[CURL_ERROR_SIZE];
};

static size_t
read_source(char *buf, size_t size, size_t count, void *context)
{
	struct transfer *t = context;
	int64_t n = parcel_read(t->source, t->offset, buf, size * count, &t->error);

	if (n < 0)
		return CURL_READFUNC_ABORT;
	t->offset += (uint64_t)n;
	return (size_t)n;
}

static int
seek_source(void *context, curl_off_t offset, int origin)
{
	struct transfer *t = context;

	if (origin != SEEK_SET || offset < 0)
		return CURL_SEEKFUNC_CANTSEEK;
	t->offset = (uint64_t)offset;
	return CURL_SEEKFUNC_OK;
}

static size_t
write_fd(struct transfer *t, const char *bytes, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = write(t->call->fd, bytes + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_errno(&t->error, "write");
			return 0;
		}
		done += (size_t)n;
	}
	return len;
}

static size_t
take_bytes(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *t = context;
	size_t len = size * count;
	uint64_t most = t->call->most != 0 ? t->call->most : ANSWER_MOST;

	if (t->answer->size + len > most) {
		err_code(&t->error, ERR_RETRY, "COURIER_ANSWER_TOO_LARGE",
		    "the answer is larger than %llu bytes", (unsigned long long)most);
		return 0;
	}
	t->answer->size += len;
	if (t->call->fd >= 0)
		return write_fd(t, bytes, len);
	out_write(&t->received, bytes, len);
	return len;
}

static bool
take_header(struct net *n, struct str line, const char *name, struct str *value)
{
	struct str prefix = str_of(name);

	if (!str_starts_nocase(line, prefix) || line.len > REPLY_MOST * 4)
		return false;
	*value = arena_str(n->arena, str_trim(str_slice(line, prefix.len, line.len)));
	return true;
}

/* HTTP headers, and the lines that mail and FTP servers say. The types are libcurl's. */
static size_t
take_line(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *t = context;
	struct net_answer *answer = t->answer;
	struct str line = str_trim((struct str){bytes, size * count});

	if (str_starts(str_of(t->call->url), STR("http"))) {
		take_header(t->net, line, "Location:", &answer->location);
		take_header(t->net, line, "Retry-After:", &answer->retry_after);
		take_header(t->net, line, "ETag:", &answer->etag);
		take_header(t->net, line, "x-continuation-token:", &answer->continuation);
	} else if (line.len > 0 && !str_starts(line, STR("221"))) {
		/* 221 is the farewell after a refusal; the refusal matters. */
		answer->reply = text_printable(t->net->arena,
		    arena_str(t->net->arena, str_slice(line, 0, REPLY_MOST)));
	}
	return size * count;
}

static void
check_text(const char *text)
{
	if (text != NULL && strpbrk(text, "\r\n") != NULL)
		BUG("a line end in a value of a transfer");
}

static void
check_call(const struct net_call *call)
{
	check_text(call->url);
	check_text(call->mail_from);
	check_text(call->mail_to);
	check_text(call->command);
	check_text(call->multipart_name);
	for (const char *const *h = call->headers; h != NULL && *h != NULL; h++)
		check_text(*h);
	for (const char *const *c = call->after; c != NULL && *c != NULL; c++)
		check_text(*c);
}

static void
set_common(struct transfer *t)
{
	CURL *c = t->net->curl;
	const struct net_options *o = t->net->options;
	const struct net_call *call = t->call;

	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_URL, call->url);
	curl_easy_setopt(
	    c, CURLOPT_PROTOCOLS_STR, "https,smtp,smtps,imap,imaps,ftp,ftps");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (o->ca_file != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, o->ca_file);
	curl_easy_setopt(c, CURLOPT_USE_SSL,
	    call->tls == NET_TLS_NONE ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)o->connect_seconds);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)o->idle_seconds);
	curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)o->idle_seconds);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)o->total_seconds);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->message);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_line);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	if (call->user != NULL)
		curl_easy_setopt(c, CURLOPT_USERNAME, call->user);
	if (call->password != NULL)
		curl_easy_setopt(c, CURLOPT_PASSWORD, call->password);
}

static void
set_source(struct transfer *t, const struct parcel *source)
{
	t->source = source;
	t->offset = t->call->resume;
	curl_easy_setopt(t->net->curl, CURLOPT_READFUNCTION, read_source);
	curl_easy_setopt(t->net->curl, CURLOPT_READDATA, t);
	curl_easy_setopt(t->net->curl, CURLOPT_SEEKFUNCTION, seek_source);
	curl_easy_setopt(t->net->curl, CURLOPT_SEEKDATA, t);
}

static curl_mime *
multipart_of(struct transfer *t)
{
	curl_mime *mime = curl_mime_init(t->net->curl);
	curl_mimepart *part = curl_mime_addpart(mime);

	set_source(t, t->call->multipart);
	curl_mime_name(part, "file");
	curl_mime_filename(part, t->call->multipart_name);
	curl_mime_type(part, t->call->multipart_type);
	curl_mime_data_cb(
	    part, (curl_off_t)t->source->size, read_source, seek_source, NULL, t);
	curl_easy_setopt(t->net->curl, CURLOPT_MIMEPOST, mime);
	return mime;
}

static void
set_http(struct transfer *t, curl_mime **mime)
{
	CURL *c = t->net->curl;
	const struct net_call *call = t->call;

	if (call->multipart != NULL) {
		*mime = multipart_of(t);
	} else if (call->body.len > 0) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, call->body.ptr);
		curl_easy_setopt(
		    c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.len);
	}
	if (call->method != NULL)
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, call->method);
}

static void
set_upload(struct transfer *t)
{
	CURL *c = t->net->curl;
	const struct net_call *call = t->call;

	set_source(t, call->upload);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(
	    c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)(call->upload->size - call->resume));
	if (call->resume > 0)
		curl_easy_setopt(c, CURLOPT_APPEND, 1L);
	curl_easy_setopt(
	    c, CURLOPT_FTP_CREATE_MISSING_DIRS, (long)CURLFTP_CREATE_DIR_RETRY);
}

static struct curl_slist *
list_of(const char *const *words)
{
	struct curl_slist *list = NULL;

	for (; words != NULL && *words != NULL; words++)
		list = curl_slist_append(list, *words);
	return list;
}

/* What libcurl says, sorted. Codes that are not here are transient. */
static const struct {
	CURLcode result;
	enum err_kind kind;
	const char *code;
} result_rows[] = {
    {CURLE_COULDNT_RESOLVE_HOST, ERR_RETRY, "COURIER_UNREACHABLE"},
    {CURLE_COULDNT_RESOLVE_PROXY, ERR_RETRY, "COURIER_UNREACHABLE"},
    {CURLE_COULDNT_CONNECT, ERR_RETRY, "COURIER_UNREACHABLE"},
    {CURLE_OPERATION_TIMEDOUT, ERR_RETRY, "COURIER_TIMEOUT"},
    {CURLE_FTP_ACCEPT_TIMEOUT, ERR_RETRY, "COURIER_TIMEOUT"},
    {CURLE_PEER_FAILED_VERIFICATION, ERR_CONF, "COURIER_CERTIFICATE"},
    {CURLE_SSL_CACERT_BADFILE, ERR_CONF, "COURIER_CERTIFICATE"},
    {CURLE_SSL_ISSUER_ERROR, ERR_CONF, "COURIER_CERTIFICATE"},
    {CURLE_USE_SSL_FAILED, ERR_CONF, "COURIER_NO_TLS"},
    {CURLE_LOGIN_DENIED, ERR_CONF, "COURIER_AUTH"},
    {CURLE_URL_MALFORMAT, ERR_CONF, "COURIER_ADDRESS"},
    {CURLE_UNSUPPORTED_PROTOCOL, ERR_CONF, "COURIER_ADDRESS"},
    {CURLE_REMOTE_ACCESS_DENIED, ERR_FILE, "COURIER_DENIED"},
    {CURLE_REMOTE_FILE_NOT_FOUND, ERR_FILE, "COURIER_NO_FOLDER"},
    {CURLE_REMOTE_DISK_FULL, ERR_RETRY, "COURIER_DISK_FULL"},
    {CURLE_QUOTE_ERROR, ERR_FILE, "COURIER_REFUSED"},
    {CURLE_UPLOAD_FAILED, ERR_RETRY, "COURIER_REFUSED"},
};

/* "host:port" of the URL, for messages: no path, no query. */
static struct str
place_of(const char *url)
{
	struct str rest = str_of(url);
	size_t scheme = str_find_str(rest, STR("://"));

	rest = str_slice(rest, scheme == rest.len ? 0 : scheme + 3, rest.len);
	return str_slice(rest, 0, str_find(rest, '/'));
}

static int
sort_failure(struct transfer *t, CURLcode result, struct err *e)
{
	struct str place = place_of(t->call->url);
	const char *message =
	    t->message[0] != '\0' ? t->message : curl_easy_strerror(result);
	struct str reply = t->answer->reply;

	if (t->error.kind != ERR_NONE) {
		*e = t->error;
		return -1;
	}
	/* A login refused with 4xx (454, busy) is no wrong password. */
	if (result == CURLE_LOGIN_DENIED && reply.len > 0 && reply.ptr[0] == '4')
		return err_code(e, ERR_RETRY, "COURIER_REFUSED", "%.*s: %.*s",
		    STR_ARG(place), STR_ARG(reply));
	for (size_t i = 0; i < sizeof result_rows / sizeof result_rows[0]; i++)
		if (result_rows[i].result == result)
			return err_code(e, result_rows[i].kind, result_rows[i].code,
			    "%.*s: %s%s%.*s", STR_ARG(place), message,
			    reply.len > 0 ? ": " : "", STR_ARG(reply));
	return err_code(
	    e, ERR_RETRY, "COURIER_LOST", "%.*s: %s", STR_ARG(place), message);
}

static void
learn(struct transfer *t)
{
	CURL *c = t->net->curl;
	struct net_answer *answer = t->answer;
	curl_off_t sent = 0, size = -1;
	long status = 0, head = 0;
	uint64_t whole =
	    t->source != NULL ? t->source->size - t->call->resume : t->call->body.len;

	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(c, CURLINFO_SIZE_UPLOAD_T, &sent);
	answer->status = (int)status;
	curl_easy_getinfo(c, CURLINFO_REQUEST_SIZE, &head);
	/* A request without a body is whole with its head. */
	answer->sent = whole > 0 ? (uint64_t)sent >= whole : head > 0;
	if (t->call->size_only &&
	    curl_easy_getinfo(c, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size) == CURLE_OK &&
	    size >= 0)
		answer->size = (uint64_t)size;
	answer->bytes = out_bytes_of(&t->received);
}

/* Lists hold secrets (keys in headers): they are overwritten before they are freed. */
static void
forget_list(struct curl_slist *list)
{
	for (struct curl_slist *i = list; i != NULL; i = i->next)
		explicit_bzero(i->data, strlen(i->data));
	curl_slist_free_all(list);
}

int
net_do(
    struct net *n, const struct net_call *call, struct net_answer *answer, struct err *e)
{
	struct transfer t = {.net = n, .call = call, .answer = answer};
	struct curl_slist *headers = list_of(call->headers),
			  *after = list_of(call->after), *recipient = NULL;
	curl_mime *mime = NULL;
	CURLcode result;

	check_call(call);
	*answer = (struct net_answer){0};
	out_open_memory(&t.received, n->arena);
	set_common(&t);
	if (str_starts(str_of(call->url), STR("https:")))
		set_http(&t, &mime);
	if (call->upload != NULL)
		set_upload(&t);
	if (headers != NULL)
		curl_easy_setopt(n->curl, CURLOPT_HTTPHEADER, headers);
	if (after != NULL)
		curl_easy_setopt(n->curl, CURLOPT_POSTQUOTE, after);
	if (call->command != NULL)
		curl_easy_setopt(n->curl, CURLOPT_CUSTOMREQUEST, call->command);
	if (call->size_only)
		curl_easy_setopt(n->curl, CURLOPT_NOBODY, 1L);
	if (call->mail_from != NULL)
		curl_easy_setopt(n->curl, CURLOPT_MAIL_FROM, call->mail_from);
	if (call->mail_to != NULL)
		recipient = curl_slist_append(NULL, call->mail_to);
	if (recipient != NULL)
		curl_easy_setopt(n->curl, CURLOPT_MAIL_RCPT, recipient);
	result = curl_easy_perform(n->curl);
	learn(&t);
	curl_easy_reset(n->curl);
	curl_mime_free(mime);
	forget_list(headers);
	curl_slist_free_all(after);
	curl_slist_free_all(recipient);
	return result == CURLE_OK ? 0 : sort_failure(&t, result, e);
}

int
net_open(struct net **opened, const struct net_options *options, struct arena *a,
    struct err *e)
{
	struct net *n = arena_new(a, struct net);

	signal(SIGPIPE, SIG_IGN);
	*n = (struct net){.arena = a, .options = options, .curl = curl_easy_init()};
	if (n->curl == NULL)
		return err_set(e, ERR_RETRY, "libcurl does not start");
	if (options->ca_file != NULL && access(options->ca_file, R_OK) != 0) {
		curl_easy_cleanup(n->curl);
		return err_code(e, ERR_CONF, "COURIER_CERTIFICATE", "%s: %s",
		    options->ca_file, strerror(errno));
	}
	*opened = n;
	return 0;
}

void
net_close(struct net *n)
{
	if (n != NULL)
		curl_easy_cleanup(n->curl);
}

struct str
net_escape(struct arena *a, struct str text)
{
	struct out o;

	out_open_memory(&o, a);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (char_is_alpha(c) || char_is_digit(c) || strchr("-._~", c) != NULL)
			out_char(&o, c);
		else
			out_format(&o, "%%%02X", (unsigned)(unsigned char)c);
	}
	return arena_str(a, out_bytes_of(&o));
}

int64_t
net_retry_ms(struct str value)
{
	bool milliseconds = str_ends_nocase(value, STR("ms"));
	uint64_t number;

	if (milliseconds)
		value.len -= 2;
	if (!str_to_u64(str_trim(value), &number) || number > 7 * 86400000ull)
		return 0;
	return (int64_t)(milliseconds ? number : number * 1000);
}
