/*
 * Couriers carry outbound files to a partner: SFTP, FTP, mail, HTTPS. One descriptor
 * each, with the table of its settings. The outbox (states, attempts) is the ledger's; a
 * courier sends a batch once and says for every parcel what became of it.
 *
 * Whatever a partner answers is sorted here, once: *transient* (the outbox tries again),
 * *permanent* (this parcel will never pass as it is), and, for the whole courier, *held*:
 * no parcel is at fault and no retry helps until a person acts (unknown host key, wrong
 * password). courier_open tells held with ERR_CONF, transient with ERR_RETRY.
 */
#ifndef SPOOL_COURIER_H
#define SPOOL_COURIER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/sha256.h"

/* A setting as the configuration has it. */
struct setting {
	struct str name;
	struct str value;
};

enum courier_key_type {
	KEY_TEXT,
	KEY_NUMBER,
	KEY_FLAG,   /* true or false */
	KEY_SECRET, /* "file:/path", "env:NAME" or "credential:NAME"; see secret.h */
	KEY_CHOICE, /* one of the words of .choices */
};

/* A row of a courier's settings table, closed by a NULL name. */
struct courier_key {
	const char *name;
	enum courier_key_type type;
	const char *standard; /* value when it is not given; NULL: none */
	bool mandatory;
	int64_t least, most; /* KEY_NUMBER */
	const char *choices; /* KEY_CHOICE: words with one blank between */
	struct sentence help;
};

enum delivery_state {
	DELIVERY_WAITING,   /* not tried in this batch */
	DELIVERY_DONE,      /* the partner has it, whole */
	DELIVERY_TRANSIENT, /* try again later */
	DELIVERY_PERMANENT, /* never as it is */
};

struct delivery {
	enum delivery_state state;
	const char *code; /* of the catalogue; NULL when there is nothing to explain. A
			     done parcel may carry a code too: delivered, but look */
	char text[400];   /* one English line: what was seen */
	struct str reference; /* the partner's number for it (GPD file id, App IO message
				 id, the SMTP answer), in the link's arena */
	int64_t wait_ms;      /* the partner's own wish before the next try, or 0 */
	bool uncertain; /* transient, and the partner may hold it already: ask before
			   sending again */
};

/* Something to deliver. The courier reads fd from offset 0 with pread(2), or `bytes` when
 * fd is -1. */
struct parcel {
	struct str name; /* final name, '/' between folders: "2026/avvisi.zip" */
	int fd;
	struct str bytes;
	uint64_t size;
	struct sha256_hex sha256; /* of the content; names the temporary file */
	struct str recipient; /* mail: the one address; App IO: fiscal code; else empty */
	struct str method;    /* Node: "POST", "PUT" or "DELETE"; else empty */
	uint64_t rows;        /* records inside; 0 when not counted */
	bool again; /* tried before: a rest may lie there, an answer may be lost */
	struct delivery result;
};

struct courier;

/* A courier at work, between open and close. One process, one link. */
struct courier_link {
	const struct courier *courier;
	struct arena *arena;
	const struct str *values; /* beside courier->keys; ptr NULL: not given */
	void *state;
};

struct courier {
	const char *name;
	struct sentence help;
	const struct courier_key *keys;
	int (*open)(struct courier_link *l, struct err *e);
	/* Fills the result of every parcel. */
	void (*send)(struct courier_link *l, struct parcel *parcels, size_t count);
	void (*close)(struct courier_link *l);
};

extern const struct courier courier_sftp;
extern const struct courier courier_ftp;
extern const struct courier courier_mail;

/* Checks the settings against the courier's table (unknown name, wrong type, missing:
 * ERR_CONF naming it; *e.row is the index of the setting from one) without opening
 * anything. */
int courier_check(
    const struct courier *c, const struct setting *settings, size_t count, struct err *e);
/* Checks, then connects. The settings' text and `a` must outlive the link. */
int courier_open(struct courier_link *l, const struct courier *c,
    const struct setting *settings, size_t count, struct arena *a, struct err *e);
/* Every parcel has a result afterwards. */
void courier_send(struct courier_link *l, struct parcel *parcels, size_t count);
/* Harmless on a link that was never opened. */
void courier_close(struct courier_link *l);

/* Values for the couriers' own use; a name that is not in the table is a bug. */
struct str courier_text(const struct courier_link *l, const char *name);
/* NULL when empty */
char *courier_cstr(const struct courier_link *l, const char *name);
int64_t courier_number(const struct courier_link *l, const char *name);
bool courier_flag(const struct courier_link *l, const char *name);
/* The secret itself, read now; NULL when the setting is not given. */
int courier_secret(
    const struct courier_link *l, const char *name, char **secret, struct err *e);

/* Results. courier_failed sorts an error: ERR_RETRY is transient, the rest permanent. */
void courier_done(struct parcel *p);
void courier_failed(struct parcel *p, const struct err *e);
/* All parcels without a result get this error: the connection is gone. */
void courier_rest_failed(struct parcel *parcels, size_t count, const struct err *e);
const char *delivery_name(enum delivery_state state);
/* True for a transient result that no retry cures and no parcel caused (wrong password,
 * certificate, sender ...): couriers that connect only while sending learn it there. The
 * outbox holds the courier and tells a person, as for ERR_CONF of courier_open. */
bool delivery_is_held(const struct delivery *d);

/* Up to `most` bytes of the parcel's content at `offset`: the count (0 at the end), or -1
 * (ERR_RETRY; ERR_FILE when it is shorter than its size). */
int64_t parcel_read(
    const struct parcel *p, uint64_t offset, char *buf, size_t most, struct err *e);

#endif
