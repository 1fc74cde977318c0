/*
 * An SFTP session: packets over an SSH channel, and the single requests (stat, mkdir,
 * rename ...) that wait for their answer. Pipelined transfers drive sftp_pump themselves.
 */
#ifndef SPOOL_SFTP_SESSION_H
#define SPOOL_SFTP_SESSION_H

#include "base/map.h"
#include "base/sha256.h"
#include "spool/sftp_wire.h"
#include "spool/ssh.h"

enum { SFTP_QUEUE = 1024 * 1024 };

struct sftp {
	struct ssh *ssh;
	struct arena *arena;
	struct wire out;
	char *in;
	size_t in_from, in_to;
	bool posix_rename;  /* posix-rename@openssh.com: replaces the target at once */
	bool statvfs;       /* statvfs@openssh.com: free space can be asked */
	bool cannot_rename; /* learnt on the way: files are written under their name */
	struct map folders; /* known to exist */
};

/* Exchanges versions over an open SSH channel, which the session takes over. */
int sftp_session_open(struct sftp **s, struct ssh *ssh, struct arena *a, struct err *e);
void sftp_session_close(struct sftp *s);

/* Sends what can be sent and gives the next answer: 1 with *p (its body is good until the
 * next call), 0 when none is complete yet and waiting is needed (sftp_session_wait), -1
 * when the connection is gone. */
int sftp_pump(struct sftp *s, struct sftp_packet *p, struct err *e);
int sftp_session_wait(struct sftp *s, struct err *e);

/* Waits for the answer to the request that was just queued with SFTP_ASK_ID; nothing else
 * may be under way. */
#define SFTP_ASK_ID 0xfffffff0u
int sftp_answer(struct sftp *s, struct sftp_packet *p, struct err *e);

/* True for errors after which the session is of no more use. */
bool sftp_is_lost(const struct err *e);

/* Turns a bad status into an error, sorted: `what` is done to `path`. */
int sftp_status_fail(struct sftp *s, uint32_t status, struct str text, const char *what,
    struct str path, struct err *e);

/* Single requests on absolute or home-relative paths: 0, or -1 with *e; the STATUS goes
 * to *status when it is not NULL, and then a status other than OK is no error. */
int sftp_simple(struct sftp *s, uint8_t type, struct str path, const char *what,
    uint32_t *status, struct err *e);
int sftp_rename(struct sftp *s, struct str from, struct str to, bool replace,
    uint32_t *status, struct err *e);
/* 1 with attributes (of the link itself), 0 when there is no such file, -1. */
int sftp_stat(
    struct sftp *s, struct str path, struct sftp_attributes *attributes, struct err *e);
/* Opens a file for reading, or a folder: *handle is copied. */
int sftp_open_read(
    struct sftp *s, struct str path, bool folder, struct str *handle, struct err *e);
void sftp_close_handle(struct sftp *s, struct str handle);
/* The folder and those above it are made when they are not there. */
int sftp_make_folders(struct sftp *s, struct str path, struct err *e);
/* True when the file system of `path` tells that it has less than `need` bytes free. */
bool sftp_disk_is_full(struct sftp *s, struct str path, uint64_t need);
/* SHA-256 of a remote file, read back. */
int sftp_hash(struct sftp *s, struct str path, struct sha256_hex *hex, struct err *e);
/* Reads a whole remote file with several requests under way; `take` gets the blocks in
 * order. More than `most` bytes are refused. */
int sftp_read(struct sftp *s, struct str path, uint64_t most,
    int (*take)(void *context, struct str block, struct err *e), void *context,
    struct err *e);

#endif
