/*
 * Which dropped files are finished. The periodic scan is the truth, since network shares
 * tell nothing; inotify only says when a look is worth while.
 *
 *	watch_prepare(w, &polls[0], &wakeup);
 *	poll(polls, n, ...);
 *	watch_go_on(w, &polls[0]);
 *	while (workers are free && watch_next(w, &ready))
 *		claim_take(ready.fd, ready.name, ...);
 */
#ifndef SPOOL_WATCH_H
#define SPOOL_WATCH_H

#include "base/arena.h"
#include "spool/name.h"

#include <poll.h>

/* Files dropped in this folder of a channel are only checked. */
#define WATCH_CHECK_FOLDER "verifica"

struct watch_folder {
	int base;        /* what the path is relative to; stays the caller's */
	struct str path; /* as folder_open_configured takes it */
	int settle;      /* seconds that a file must be unchanged */
	bool done_file;  /* a file is ready when NAME.ok is there, and only then */
	enum name_policy policy;
};

struct watch_options {
	int scan;  /* seconds between scans */
	bool once; /* for a single run: a file is also ready when its time of last change
		      is `settle` seconds ago */
};

struct watch_ready {
	size_t folder;   /* index in the list given to watch_open */
	bool check_only; /* from its folder verifica/ */
	bool done_file;  /* NAME.ok is there */
	int fd;          /* of the folder; name and fd are good until watch_go_on */
	struct str name;
	uint64_t size;
	int64_t changed; /* time of last change, seconds since 1970 */
};

/* An entry that is not simply ready, or a folder with a problem (empty name). */
struct watch_note {
	size_t folder;
	bool check_only;
	struct str name;              /* raw; show it with name_printable */
	const struct name_rule *rule; /* the reason; NAME_WAIT when time may cure it */
	int64_t since;                /* first seen so, seconds since 1970 */
	bool lasting; /* worth a person's eye: held, or waiting for long */
	bool fresh;   /* became lasting at the last scan and was not told: to be logged */
};

struct watch;

/* Starts to watch; everything lives in `a` and in arenas of its own until watch_close.
 * Folders that are not there are notes, not failures. -1 only without descriptors. */
int watch_open(struct watch **w, const struct watch_folder *folders, size_t count,
    struct watch_options options, struct arena *a, struct err *e);
void watch_close(struct watch *w);

/* Fills the poll entry (fd -1 when the kernel has no inotify to give) and lowers *wakeup,
 * milliseconds of clock_monotonic, to when watch_go_on has something to do. */
void watch_prepare(const struct watch *w, struct pollfd *poll, int64_t *wakeup);

/* Scans every folder now: somebody knows that there is something new. */
void watch_hurry(struct watch *w);

/* Takes in the hints and scans the folders that are due. */
void watch_go_on(struct watch *w, const struct pollfd *poll);

/* The next ready file: oldest first in a folder, the folders in turn. Each is given once
 * a scan; a file that was not taken comes again with the next. */
bool watch_next(struct watch *w, struct watch_ready *ready);

/* True when some file needs only its settle time to be ready: a single run waits for it.
 * Files that grew between two looks do not count. */
bool watch_pending(const struct watch *w);

/* The notes of the last scan, by folder: start with *at = 0. False at the end. */
bool watch_note_next(const struct watch *w, size_t *at, struct watch_note *note);
/* The notes have been told: none is fresh until a scan finds another. */
void watch_notes_told(struct watch *w);

#endif
