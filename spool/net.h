/*
 * One transfer over HTTPS, SMTP, IMAP or FTP: the only user of libcurl. Certificates are
 * always verified; nothing is followed, guessed or repeated behind the caller's back. One
 * `struct net` keeps its connections between calls.
 */
#ifndef SPOOL_NET_H
#define SPOOL_NET_H

#include "spool/courier.h"

struct net;

struct net_options {
	const char *ca_file; /* PEM of the authorities; NULL: the system's */
	int connect_seconds;
	int idle_seconds;  /* below one byte a second for so long: COURIER_TIMEOUT */
	int total_seconds; /* 0: no limit on the whole transfer */
};

enum net_tls {
	NET_TLS_IMPLICIT, /* from the first byte: https, smtps, imaps, ftps */
	NET_TLS_EXPLICIT, /* STARTTLS or AUTH TLS, never without */
	NET_TLS_NONE,     /* only where a partner has nothing better, by name */
};

/* What is asked. The scheme of the URL chooses the protocol; fields of other protocols
 * stay zero. All text must be free of line ends (checked: BUG). */
struct net_call {
	const char *url;
	enum net_tls tls;
	const char *user, *password; /* SMTP, IMAP, FTP */

	const char *method;             /* HTTP; NULL: GET */
	const char *const *headers;     /* HTTP: "Name: value", closed by NULL */
	struct str body;                /* HTTP */
	const struct parcel *multipart; /* HTTP: sent as form field "file" */
	const char *multipart_name;     /* HTTP: its file name */
	const char *multipart_type;     /* HTTP: its media type */

	const struct parcel *upload; /* SMTP: the whole message; FTP: the file */
	uint64_t resume;             /* FTP: append from this offset */
	const char *mail_from, *mail_to;
	const char *command;      /* IMAP */
	const char *const *after; /* FTP: commands after the transfer, closed by NULL */
	bool size_only;           /* FTP: ask for the size, transfer nothing */

	int fd;        /* where received bytes go; -1: into the answer */
	uint64_t most; /* received bytes; more is COURIER_ANSWER_TOO_LARGE; 0: 4 MiB */
};

struct net_answer {
	int status;       /* HTTP status, SMTP or FTP reply code; 0 when there was none */
	struct str bytes; /* received, when .fd was -1 */
	uint64_t size;    /* bytes received, or the remote size with size_only */
	struct str reply; /* SMTP, FTP: the last line the server said */
	struct str location, retry_after, continuation, etag; /* HTTP headers */
	bool sent; /* the server had all of our request: without an answer, it may have
		      acted on it */
};

/* Options must outlive it. ERR_CONF when the file of authorities cannot be read. */
int net_open(
    struct net **n, const struct net_options *options, struct arena *a, struct err *e);
/* NULL is a no-op. */
void net_close(struct net *n);

/* 0 when the server has answered (for HTTP with any status), else -1 with *e sorted:
 * ERR_RETRY (COURIER_TIMEOUT, COURIER_UNREACHABLE, COURIER_LOST ...), ERR_CONF
 * (COURIER_CERTIFICATE, COURIER_AUTH), ERR_FILE. *answer is filled as far as known in
 * both cases, in the arena of net_open. */
int net_do(
    struct net *n, const struct net_call *call, struct net_answer *answer, struct err *e);

/* text with everything but letters, digits and "-._~" percent-encoded (RFC 3986). */
struct str net_escape(struct arena *a, struct str text);
/* "Retry-After" in milliseconds: seconds as the norm says (RFC 9110, 10.2.3), or GPD's
 * own "5000 ms"; 0 when it is neither. */
int64_t net_retry_ms(struct str value);

#endif
