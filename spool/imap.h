/*
 * Receipts are fetched from a mailbox over IMAP (RFC 9051) into .eml files. A link is
 * opened with courier_open(&courier_imap); nothing can be sent through it, and nothing is
 * remembered here: the caller keeps the last UID and the mailbox's UIDVALIDITY.
 */
#ifndef SPOOL_IMAP_H
#define SPOOL_IMAP_H

#include "spool/courier.h"

extern const struct courier courier_imap;

struct imap_list {
	uint32_t validity; /* UIDVALIDITY: another value means that UIDs begin anew */
	uint32_t *uids;    /* ascending */
	size_t count;
};

/* The messages with a UID above `after` (0: all). */
int imap_list(struct courier_link *l, uint32_t after, struct imap_list *list,
    struct arena *a, struct err *e);
/* The mailbox's UIDVALIDITY: UIDs mean what they meant as long as it is the same. */
int imap_validity(struct courier_link *l, uint32_t *validity, struct err *e);
/* The messages that meet the criteria of a SEARCH (RFC 9051, 6.4.4). */
int imap_search(struct courier_link *l, struct str criteria, struct imap_list *list,
    struct arena *a, struct err *e);
/* Whether a message is marked seen, and its size: 1, 0 when it is not there, -1. */
int imap_look(
    struct courier_link *l, uint32_t uid, bool *seen, uint64_t *size, struct err *e);

/* Fetches one message into an open file and syncs it. The server marks it seen by this.
 */
int imap_fetch_into(
    struct courier_link *l, uint32_t uid, int fd, uint64_t most_bytes, struct err *e);
/* Fetches one message into dirfd as `name`, whole or not at all (dot file, fsync, rename
 * without replacing). */
int imap_fetch(struct courier_link *l, uint32_t uid, int dirfd, const char *name,
    uint64_t most_bytes, struct err *e);

/* Marks a message seen, or not seen, for servers and people who look at the mailbox. */
int imap_mark(struct courier_link *l, uint32_t uid, bool seen, struct err *e);
int imap_mark_seen(struct courier_link *l, uint32_t uid, struct err *e);
/* Takes a message away there, or into another mailbox, which must exist. */
int imap_delete(struct courier_link *l, uint32_t uid, struct err *e);
int imap_move(struct courier_link *l, uint32_t uid, struct str mailbox, struct err *e);

#endif
