/* One look at one watched folder: the inside of watch.c. */
#ifndef SPOOL_WATCH_SCAN_H
#define SPOOL_WATCH_SCAN_H

#include "base/map.h"
#include "spool/watch.h"

/* What is remembered of an entry from one scan to the next. */
struct watch_entry {
	struct str name;
	dev_t device;
	ino_t inode;
	uint64_t size;
	struct timespec changed;
	const struct name_rule *rule; /* NULL: ready */
	int64_t unchanged_since;      /* clock_monotonic */
	int64_t first_seen;           /* seconds since 1970 */
	bool moved;                   /* came by rename: whole from the start */
	bool grew;                    /* differs from the look before */
	bool done_file;
	bool lasting;
	bool fresh;
};

/* The entries of one scan, all in one arena. */
struct watch_look {
	struct arena arena;
	struct map by_name; /* index of the entry */
	struct watch_entry *entries;
	size_t count;
	size_t room;
	struct watch_entry **ready; /* oldest first */
	size_t ready_count;
};

struct watched {
	struct watch_folder folder;
	size_t index; /* of the folder in the caller's list */
	bool check_only;
	bool once;
	int fd; /* -1 while the folder is away */
	dev_t device;
	ino_t inode;
	int hint; /* inotify's number, -1 without */
	bool hinted;
	struct arena moved_arena;
	struct map moved; /* names that inotify saw renamed into place: 1 */
	struct watch_look looks[2];
	int current; /* which look is the last one */
	size_t next_ready;
	int64_t scanned; /* clock_monotonic at the last scan's end, 0 before the first */
	int64_t took;    /* milliseconds of the last scan */
	int64_t settle_due;         /* when an entry will have settled; INT64_MAX: none */
	struct watch_entry trouble; /* the folder's own note; rule NULL: none */
};

/* Looks at the folder again, opening it anew: a share may have come or gone. */
void watch_scan(struct watched *f);

#endif
