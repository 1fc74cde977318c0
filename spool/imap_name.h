/* The names of mailboxes as IMAP servers know them. */
#ifndef SPOOL_IMAP_NAME_H
#define SPOOL_IMAP_NAME_H

#include "base/arena.h"

/* A name in UTF-8 in IMAP's modified UTF-7 (RFC 3501, 5.1.3): "Ricevute già lette" is
 * "Ricevute gi&AOA- lette", and "&" is "&-". */
struct str imap_mailbox_name(struct arena *a, struct str name);

#endif
