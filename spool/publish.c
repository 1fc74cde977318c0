/* The one way in which files come into folders that others read. */
#include "spool/publish.h"

#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct publish_entry {
	const char *name; /* NULL once published */
	uint64_t number;
	enum publish_clash clash;
};

int
publish_open(struct publish_file *file, int folder, struct str name,
    enum publish_clash clash, struct err *e)
{
	struct publish_file f = {
	    .folder = folder, .number = temporary_next(), .clash = clash};
	struct temporary_name temporary = temporary_name(f.number);

	if (folder_name(name, f.name, e) != 0)
		return -1;
	f.fd = openat(folder, temporary.text,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (f.fd < 0)
		return err_errno(e, "%s: making it", f.name);
	*file = f;
	return 0;
}

static void
remove_temporary(int folder, uint64_t number)
{
	(void)unlinkat(folder, temporary_name(number).text, 0);
}

void
publish_abandon(struct publish_file *file)
{
	if (file->fd < 0)
		return;
	close(file->fd);
	file->fd = -1;
	remove_temporary(file->folder, file->number);
}

static ssize_t
read_block(int fd, char *block, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t n = read(fd, block + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

static bool
same_bytes(int one, int other)
{
	char a[16 * 1024], b[sizeof a];
	ssize_t n;

	do {
		n = read_block(one, a, sizeof a);
		if (n < 0 || read_block(other, b, sizeof b) != n ||
		    memcmp(a, b, (size_t)n) != 0)
			return false;
	} while (n > 0);
	return true;
}

static bool
same_file(int folder, const char *one, const char *other)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	int a = openat(folder, one, flags), b = openat(folder, other, flags);
	bool same = a >= 0 && b >= 0 && same_bytes(a, b);

	if (a >= 0)
		close(a);
	if (b >= 0)
		close(b);
	return same;
}

/* Gives the written and synced temporary file its name. */
static int
rename_one(int folder, const struct publish_entry *entry, struct err *e)
{
	struct temporary_name temporary = temporary_name(entry->number);
	int moved;

	if (entry->clash == PUBLISH_REPLACE) {
		if (renameat(folder, temporary.text, folder, entry->name) != 0)
			return err_errno(e, "%s: rename", entry->name);
		return 0;
	}
	moved = folder_move(folder, temporary.text, folder, entry->name, e);
	if (moved != FOLDER_CLASH)
		return moved == FOLDER_MOVED ? 0 : -1;
	if (entry->clash != PUBLISH_SAME ||
	    !same_file(folder, temporary.text, entry->name))
		return err_set(
		    e, ERR_FILE, "%s: a file of this name is there already", entry->name);
	remove_temporary(folder, entry->number);
	return 0;
}

/* close(2) may be the first to tell that a network share lost the bytes. */
static int
close_file(struct publish_file *file, struct err *e)
{
	int fd = file->fd;

	file->fd = -1;
	return close(fd) == 0 ? 0 : err_errno(e, "%s: close", file->name);
}

int
publish_close(struct publish_file *file, struct err *e)
{
	struct publish_entry entry = {file->name, file->number, file->clash};
	int result = 0;

	if (fsync(file->fd) != 0)
		result = err_errno(e, "%s: sync", file->name);
	if (close_file(file, result == 0 ? e : &(struct err){0}) != 0)
		result = -1;
	if (result == 0)
		result = rename_one(file->folder, &entry, e);
	if (result != 0) {
		remove_temporary(file->folder, file->number);
		return -1;
	}
	return folder_sync(file->folder, e);
}

int
publish_bytes(int folder, struct str name, enum publish_clash clash, struct str bytes,
    struct err *e)
{
	struct publish_file file;

	if (publish_open(&file, folder, name, clash, e) != 0)
		return -1;
	while (bytes.len > 0) {
		ssize_t n = write(file.fd, bytes.ptr, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_errno(e, "%s: write", file.name);
			publish_abandon(&file);
			return -1;
		}
		bytes = str_slice(bytes, (size_t)n, bytes.len);
	}
	return publish_close(&file, e);
}

void
publish_batch_open(struct publish_batch *batch, int folder, struct arena *a)
{
	*batch = (struct publish_batch){.arena = a, .folder = folder};
}

static struct publish_entry *
new_entry(struct publish_batch *batch)
{
	struct publish_entry *bigger;

	if (batch->count == batch->room) {
		batch->room = batch->room == 0 ? 64 : batch->room * 2;
		bigger = arena_new_array(batch->arena, batch->room, struct publish_entry);
		if (batch->count > 0)
			memcpy(bigger, batch->entries, batch->count * sizeof *bigger);
		batch->entries = bigger;
	}
	return &batch->entries[batch->count++];
}

int
publish_batch_add(struct publish_batch *batch, struct publish_file *file, struct err *e)
{
	if (file->folder != batch->folder)
		BUG("%s is not of the batch's folder", file->name);
	if (close_file(file, e) != 0) {
		remove_temporary(file->folder, file->number);
		return -1;
	}
	*new_entry(batch) = (struct publish_entry){
	    .name = arena_cstr(batch->arena, str_of(file->name)),
	    .number = file->number,
	    .clash = file->clash,
	};
	return 0;
}

void
publish_batch_abandon(struct publish_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		if (batch->entries[i].name != NULL)
			remove_temporary(batch->folder, batch->entries[i].number);
	batch->count = 0;
}

int
publish_batch_close(struct publish_batch *batch, struct err *e)
{
	int result = folder_sync_all(batch->folder, e);

	for (size_t i = 0; i < batch->count && result == 0; i++) {
		result = rename_one(batch->folder, &batch->entries[i], e);
		if (result == 0)
			batch->entries[i].name = NULL;
	}
	publish_batch_abandon(batch);
	if (result != 0) {
		struct err second;

		(void)folder_sync(batch->folder, &second);
		return -1;
	}
	return folder_sync(batch->folder, e);
}

int
publish_sweep(int folder, size_t *removed, struct err *e)
{
	return temporary_sweep(folder, removed, e);
}
