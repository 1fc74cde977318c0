/*
 * What the SFTP courier offers beside sending: showing and pinning a host key, and
 * fetching what a partner has left. A link is opened with courier_open(&courier_sftp).
 */
#ifndef SPOOL_SFTP_H
#define SPOOL_SFTP_H

#include "spool/courier.h"
#include "spool/hosts.h"

/* For `riscontro trust HOST`: the key the server shows now, and what the pins say of it.
 * Reads only the settings host, port, hosts, legacy and connect_timeout. */
int sftp_host_key(const struct setting *settings, size_t count, struct host_key *key,
    enum host_trust *trust, struct arena *a, struct err *e);
/* Pins it in the courier's file of hosts. */
int sftp_pin(const struct setting *settings, size_t count, const struct host_key *key,
    struct arena *a, struct err *e);

struct remote_file {
	struct str
	    name; /* without folder; never "." or "..", never with '/' or controls */
	uint64_t size;
	int64_t modified; /* seconds since 1970, 0 when not told */
};

struct remote_list {
	struct remote_file *items;
	size_t count;
};

enum { REMOTE_FILES_MOST = 100000 };

/* The ordinary files of a remote folder, by name. The list is in `a`. */
int sftp_list(struct courier_link *l, struct str folder, struct remote_list *list,
    struct arena *a, struct err *e);

/* The folders in a remote folder, by name; links are neither files nor folders. */
int sftp_list_folders(struct courier_link *l, struct str folder, struct remote_list *list,
    struct arena *a, struct err *e);
/* Size and time of a remote file as they are now: 1, 0 when it is not there, -1. */
int sftp_look(
    struct courier_link *l, struct str path, struct remote_file *file, struct err *e);

/* Fetches the file at `path` into an open file and syncs it. The size must be that of
 * *file, or the partner is still writing (ERR_RETRY, COURIER_STILL_WRITING). */
int sftp_fetch_into(struct courier_link *l, struct str path,
    const struct remote_file *file, int fd, uint64_t most_bytes, struct err *e);

/* Fetches one file of `folder` into the local folder `dirfd` under its own name: written
 * as a dot file, synced, renamed without replacing. The size must be what the listing
 * said, or the partner is still writing (ERR_RETRY, COURIER_STILL_WRITING). */
int sftp_fetch(struct courier_link *l, struct str folder, const struct remote_file *file,
    int dirfd, uint64_t most_bytes, struct err *e);

/* Lists, asks `wanted` about each file, and fetches those; after each, `fetched` learns
 * how it went (error NULL: it is there). A failure of the connection ends it with -1; a
 * failure of one file does not. Nothing is remembered: `wanted` must know what came
 * before. */
int sftp_fetch_all(struct courier_link *l, struct str folder, int dirfd,
    uint64_t most_bytes, bool (*wanted)(void *context, const struct remote_file *file),
    void (*fetched)(
	void *context, const struct remote_file *file, const struct err *error),
    void *context, struct err *e);

/* Removes a fetched file there, or moves it into another folder of the partner's. */
int sftp_remove(
    struct courier_link *l, struct str folder, struct str name, struct err *e);
int sftp_move(struct courier_link *l, struct str folder, struct str name,
    struct str to_folder, struct err *e);
/* The same under another name; never over another file. */
int sftp_move_as(struct courier_link *l, struct str folder, struct str name,
    struct str to_folder, struct str to_name, struct err *e);

#endif
