/*
 * Passwords and keys come from outside the configuration: a file that only its owner can
 * read, an environment variable, or a systemd credential. The value is never logged and
 * never part of an error.
 */
#ifndef SPOOL_SECRET_H
#define SPOOL_SECRET_H

#include "base/arena.h"
#include "base/err.h"

enum { SECRET_MOST = 64 * 1024 };

/* That the text names a source ("file:/path", "env:NAME", "credential:NAME") and is not
 * the secret itself: ERR_CONF without showing it. */
int secret_check(
    const char *courier, const char *setting, struct str source, struct err *e);
/* Reads it: terminated, without its last line end; NULL for an empty source. A file must
 * be regular, owned by this user or root, and closed to group and others (0600 or 0400).
 * ERR_CONF with COURIER_SECRET otherwise. credential:NAME is the file NAME in
 * $CREDENTIALS_DIRECTORY (systemd.exec(5)). */
int secret_read(struct str source, struct arena *a, char **secret, struct err *e);
/* Overwrites a secret; NULL is a no-op. */
void secret_forget(char *secret);

#endif
