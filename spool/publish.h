/*
 * How a file appears to others: whole or not at all. It is written under a temporary dot
 * name in the same folder, synced, renamed, and the folder is synced. A crash leaves only
 * dot names, which publish_sweep takes away.
 *
 *	struct publish_file file;
 *	if (publish_open(&file, folder, name, PUBLISH_SAME, e) != 0)
 *		return -1;
 *	out_open_fd(&o, &file.fd, arena, e);
 *	...
 *	if (out_flush(&o) != 0) {
 *		publish_abandon(&file);
 *		return -1;
 *	}
 *	return publish_close(&file, e);
 */
#ifndef SPOOL_PUBLISH_H
#define SPOOL_PUBLISH_H

#include "base/arena.h"
#include "spool/folder.h"

/* What to do when the name is taken. */
enum publish_clash {
	PUBLISH_NEW,     /* fail (ERR_FILE) */
	PUBLISH_REPLACE, /* take its place */
	PUBLISH_SAME,    /* well when its bytes are the same, else fail: making an output
			    twice is harmless */
};

struct publish_file {
	int fd; /* to be written by the caller, closed here */
	int folder;
	uint64_t number; /* of the temporary name */
	enum publish_clash clash;
	char name[FOLDER_NAME_SIZE];
};

/* Opens a temporary file that will become `name` in the folder, which must stay open. */
int publish_open(struct publish_file *file, int folder, struct str name,
    enum publish_clash clash, struct err *e);
/* Syncs, renames, syncs the folder. The file is closed and its temporary name gone
 * whether this fails or not. */
int publish_close(struct publish_file *file, struct err *e);
/* Gives the file up; nothing was there for others to see. */
void publish_abandon(struct publish_file *file);

/* Both at once, for bytes in memory. */
int publish_bytes(int folder, struct str name, enum publish_clash clash, struct str bytes,
    struct err *e);

/* Many files of one folder with two syncs in all. */
struct publish_batch {
	struct arena *arena;
	int folder;
	struct publish_entry *entries;
	size_t count;
	size_t room;
};

/* An empty batch for files of one folder, whose descriptor stays the caller's. */
void publish_batch_open(struct publish_batch *batch, int folder, struct arena *a);
/* Takes over a written file (opened with publish_open in the batch's folder) and closes
 * its descriptor. On failure the file is abandoned. */
int publish_batch_add(
    struct publish_batch *batch, struct publish_file *file, struct err *e);
/* Syncs everything once, renames in the order of adding, syncs the folder. What could not
 * be published is abandoned. */
int publish_batch_close(struct publish_batch *batch, struct err *e);
/* Gives up what was added. */
void publish_batch_abandon(struct publish_batch *batch);

/* Removes temporary files of dead writers in the folder; *removed (may be NULL) counts.
 */
int publish_sweep(int folder, size_t *removed, struct err *e);

#endif
