/*
 * The pinned host keys of SFTP partners, in a file of our own with OpenSSH's known_hosts
 * lines (sshd(8)): "host ssh-ed25519 AAAA..." or "[host]:2222 ...". A partner is trusted
 * only through `riscontro trust`; nothing is added behind anyone's back.
 */
#ifndef SPOOL_HOSTS_H
#define SPOOL_HOSTS_H

#include "base/arena.h"
#include "base/err.h"

enum { HOSTS_MOST = 1024 * 1024 };

struct host_key {
	struct str type;        /* "ssh-ed25519" */
	struct str key;         /* the blob in base64, as in known_hosts */
	struct str fingerprint; /* "SHA256:..." as ssh-keygen -lf shows it */
};

enum host_trust {
	HOST_UNKNOWN, /* no line for this host and port */
	HOST_KNOWN,   /* this very key is pinned */
	HOST_CHANGED, /* another key is pinned */
};

/* The key of a blob as the wire carries it (RFC 4253, 6.6); false when it has no type. */
bool host_key_of_blob(struct arena *a, struct str blob, struct host_key *key);

/* The whole file; a file that is not there is empty. */
int hosts_read(const char *path, struct arena *a, struct str *file, struct err *e);
enum host_trust hosts_trust(
    struct str file, struct str host, int port, const struct host_key *key);
/* The first pinned key of the host, for messages and to ask the server for that type;
 * false when there is none. */
bool hosts_find(
    struct arena *a, struct str file, struct str host, int port, struct host_key *key);
/* Pins the key, in the place of others of that host and port; the file is replaced
 * whole (mode 0600). */
int hosts_pin(const char *path, struct str host, int port, const struct host_key *key,
    struct arena *a, struct err *e);

#endif
