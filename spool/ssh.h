/*
 * An SSH connection to a partner, as far as SFTP needs it: the host key checked against
 * the pins, the user authenticated, one channel with the "sftp" subsystem. Bytes go in
 * and out without blocking; the packets inside are sftp_wire's. The only user of libssh2.
 */
#ifndef SPOOL_SSH_H
#define SPOOL_SSH_H

#include "spool/hosts.h"

struct ssh_peer {
	const char *host;
	int port;
	const char *user;
	const char *hosts_path; /* the pins */
	const char *password;   /* or NULL */
	const char *key;        /* private key, PEM or OpenSSH text, or NULL */
	const char *passphrase; /* of the key, or NULL */
	bool agent;             /* ask $SSH_AUTH_SOCK */
	struct str legacy;      /* old algorithms allowed for this peer, by name */
	int connect_seconds;    /* until authenticated */
	int idle_seconds;       /* without a byte from the peer while we wait for one */
};

struct ssh;

/*
 * Connects as far as the channel. Failures: ERR_RETRY (COURIER_TIMEOUT,
 * COURIER_UNREACHABLE, COURIER_LOST), ERR_CONF (COURIER_HOST_UNKNOWN,
 * COURIER_HOST_CHANGED, COURIER_AUTH, COURIER_ALGORITHMS).
 */
int ssh_open(struct ssh **s, const struct ssh_peer *peer, struct arena *a, struct err *e);
/* Only asks the server for its host key; nothing is trusted and nobody logs in. */
int ssh_host_key(
    const struct ssh_peer *peer, struct host_key *key, struct arena *a, struct err *e);
void ssh_close(struct ssh *s);

/* Bytes taken, 0 when none can be now, -1 when the connection is gone. */
int64_t ssh_write(struct ssh *s, const char *bytes, size_t len, struct err *e);
/* Bytes read, 0 when there are none now, -1 when the connection is gone. */
int64_t ssh_read(struct ssh *s, char *buf, size_t most, struct err *e);
/* Waits until reading or (when asked) writing may go on: 0, or -1 with COURIER_TIMEOUT.
 */
int ssh_wait(struct ssh *s, struct err *e);
/* "host:port" for messages. */
const char *ssh_name(const struct ssh *s);

#endif
