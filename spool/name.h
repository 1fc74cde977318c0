/*
 * What the name of an entry says about it, before anything is opened. Folders that people
 * and programs share are full of half-written copies, locks, caches and conflicts; each
 * pattern is a row of a table with its reason.
 */
#ifndef SPOOL_NAME_H
#define SPOOL_NAME_H

#include "base/arena.h"
#include "base/lang.h"
#include "spool/folder.h"

enum name_handling {
	NAME_PROCESS, /* an ordinary input */
	NAME_WAIT,    /* not complete yet: look again, tell when it lasts */
	NAME_IGNORE,  /* never open, move or delete; no alarm */
	NAME_HOLD,    /* leave it in place and report it: a person decides */
};

struct name_rule {
	enum name_handling handling;
	bool told;       /* of ignored ones: listed once for people */
	const char *key; /* stable word for JSON and tests, "owner-file" */
	struct sentence reason;
};

/* What this channel takes although the cautious rule would hold it. */
enum name_policy {
	NAME_CAUTIOUS = 0,
	NAME_ARCHIVES = 1, /* archives are unpacked (with limits): process them */
};

/* The rule that a name falls under; never NULL. Pure: looks at the bytes alone. */
const struct name_rule *name_classify(struct str name, enum name_policy policy);

/* The rule of an entry that is no regular file (link, folder, device, pipe, socket), or
 * NULL when it is one. */
const struct name_rule *name_classify_mode(mode_t mode);

/* What follows the last dot; empty without one, or when the dot is first or last. */
struct str name_extension(struct str name);

/* When `name` marks another file as being in use (Excel's "~$x", LibreOffice's
 * ".~lock.x#", vim's ".x.swp", emacs' ".#x"), the name of that file; else empty. */
struct str name_marked(struct str name);

/* When `name` is a done-file ("x.ok"), the name that it stands for; else empty. */
struct str name_done_for(struct str name);

/* The name of the done-file of `name`; false when it would be too long. */
bool name_done(struct str name, char done[FOLDER_NAME_SIZE]);

/* The n-th name for the same file: 1 is the name itself, 2 is "name (2).ext"; cut on a
 * character's boundary so that it stays within 255 bytes. */
void name_numbered(struct str name, unsigned n, char numbered[FOLDER_NAME_SIZE]);

/* A name for logs and lists: controls, invalid bytes and bidi marks as \xHH. */
struct str name_printable(struct arena *a, struct str name);

#endif
