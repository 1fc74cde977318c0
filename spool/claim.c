/* How a dropped file becomes ours: one rename, or on another file system a checked copy.
 */
#include "spool/claim.h"

#include "spool/copy.h"
#include "spool/name.h"
#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Above so many files one sync of the file system is cheaper than one a file. */
enum { SYNC_EACH_MOST = 4 };

static const int read_flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

static bool
is_missing(int folder, const char *name)
{
	struct stat st;

	return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

static int
not_regular(const char *name, struct err *e)
{
	return err_file(e, "FILE_NOT_REGULAR", "%s is not a regular file", name);
}

/* Opens what must be a regular file; the look before keeps us from opening a device.
 * CLAIM_TAKEN with *fd and *st, CLAIM_GONE or -1. */
static int
open_regular(int in, const char *name, int *fd, struct stat *st, struct err *e)
{
	if (fstatat(in, name, st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? CLAIM_GONE : err_errno(e, "%s", name);
	if (!S_ISREG(st->st_mode))
		return not_regular(name, e);
	*fd = openat(in, name, read_flags);
	if (*fd < 0 && errno == ENOENT)
		return CLAIM_GONE;
	if (*fd < 0 && (errno == ELOOP || errno == ENXIO))
		return not_regular(name, e);
	if (*fd < 0)
		return err_errno(e, "%s", name);
	if (fstat(*fd, st) == 0 && S_ISREG(st->st_mode))
		return CLAIM_TAKEN;
	close(*fd);
	return not_regular(name, e);
}

static void
fill(struct claimed *c, const struct stat *st)
{
	c->size = (uint64_t)st->st_size;
	c->changed = st->st_mtim;
}

/* What came with the rename may be another thing than what was looked at. */
static int
check_moved(int in, int job, struct claimed *c, struct err *e)
{
	struct stat st;

	if (fstatat(job, c->name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return err_errno(e, "%s", c->name);
	if (!S_ISREG(st.st_mode)) {
		(void)folder_move(job, c->name, in, c->name, e);
		return not_regular(c->name, e);
	}
	fill(c, &st);
	return CLAIM_TAKEN;
}

static int
take_copy(int fd, int job, uint64_t most, struct claimed *c, struct err *e)
{
	if (c->size > most)
		return err_file(e, "FILE_TOO_LARGE",
		    "%s: %ju bytes, at most %ju are copied from another file system",
		    c->name, (uintmax_t)c->size, (uintmax_t)most);
	c->copied = true;
	c->number = temporary_next();
	return copy_file(fd, job, c->number, false, e) == 0 ? CLAIM_TAKEN : -1;
}

static int
take_open(int fd, int in, int job, uint64_t most, struct claimed *c, struct err *e)
{
	int moved = folder_move(in, c->name, job, c->name, e);

	switch (moved) {
	case FOLDER_MOVED:
		return check_moved(in, job, c, e);
	case FOLDER_OTHER_DEVICE:
		return take_copy(fd, job, most, c, e);
	case FOLDER_CLASH:
		return err_set(e, ERR_RETRY, "%s: the job holds this name", c->name);
	default:
		return is_missing(in, c->name) ? CLAIM_GONE : -1;
	}
}

int
claim_take(int in, struct str name, int job, bool done_file, uint64_t most_copied,
    struct claimed *c, struct err *e)
{
	struct claimed taken = {.done_file = done_file};
	struct stat st;
	int fd = -1, result;

	if (folder_name(name, taken.name, e) != 0)
		return -1;
	result = open_regular(in, taken.name, &fd, &st, e);
	if (result != CLAIM_TAKEN)
		return result;
	fill(&taken, &st);
	result = take_open(fd, in, job, most_copied, &taken, e);
	close(fd);
	if (result == CLAIM_TAKEN)
		*c = taken;
	return result;
}

static int
sync_one(int folder, const char *name, struct err *e)
{
	int fd = openat(folder, name, read_flags);
	int result = fd < 0 || fsync(fd) != 0 ? err_errno(e, "%s: sync", name) : 0;

	if (fd >= 0)
		close(fd);
	return result;
}

/* The bytes that the sender may never have synced, and those of our copies. */
static int
sync_bytes(int job, const struct claimed *list, size_t count, struct err *e)
{
	if (count > SYNC_EACH_MOST)
		return folder_sync_all(job, e);
	for (size_t i = 0; i < count; i++) {
		struct temporary_name temporary = temporary_name(list[i].number);

		if (sync_one(job, list[i].copied ? temporary.text : list[i].name, e) != 0)
			return -1;
	}
	return 0;
}

static int
name_copies(int job, const struct claimed *list, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		struct temporary_name temporary = temporary_name(list[i].number);

		if (list[i].copied &&
		    renameat(job, temporary.text, job, list[i].name) != 0)
			return err_errno(e, "%s: rename", list[i].name);
	}
	return folder_sync(job, e);
}

/* The original of a copy goes; when it changed or went meanwhile, the copy goes. */
static int
remove_original(int in, int job, struct claimed *c, struct err *e)
{
	struct stat st;
	bool same = fstatat(in, c->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    (uint64_t)st.st_size == c->size && st.st_mtim.tv_sec == c->changed.tv_sec &&
	    st.st_mtim.tv_nsec == c->changed.tv_nsec;

	if (same && unlinkat(in, c->name, 0) == 0)
		return 0;
	if (same && errno != ENOENT)
		return err_errno(e, "%s: removal", c->name);
	c->gone = true;
	if (unlinkat(job, c->name, 0) != 0)
		return err_errno(e, "%s: removal", c->name);
	return 0;
}

static int
remove_done(int in, const char *name, struct err *e)
{
	char done[FOLDER_NAME_SIZE];

	if (!name_done(str_of(name), done) || unlinkat(in, done, 0) == 0 ||
	    errno == ENOENT)
		return 0;
	return err_errno(e, "%s: removal", done);
}

int
claim_commit(int in, int job, struct claimed *list, size_t count, struct err *e)
{
	bool left = false;

	if (sync_bytes(job, list, count, e) != 0 || name_copies(job, list, count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (list[i].copied && remove_original(in, job, &list[i], e) != 0)
			return -1;
		if (list[i].done_file && !list[i].gone &&
		    remove_done(in, list[i].name, e) != 0)
			return -1;
		left = left || list[i].copied || list[i].done_file;
	}
	return left || count <= SYNC_EACH_MOST ? folder_sync(in, e) : 0;
}

void
claim_commit_jobs(int work, const int *ins, const int *jobs, struct claimed *list,
    size_t count, int *results, struct err *errors)
{
	struct err ignored;
	bool synced = count > SYNC_EACH_MOST && folder_sync_all(work, &ignored) == 0;

	for (size_t i = 0; i < count; i++)
		results[i] = synced && !list[i].copied && !list[i].done_file
		    ? 0
		    : claim_commit(ins[i], jobs[i], &list[i], 1, &errors[i]);
}

static bool
is_original(int in, int job, const char *name)
{
	struct stat there, here;

	if (fstatat(in, name, &there, AT_SYMLINK_NOFOLLOW) != 0 ||
	    fstatat(job, name, &here, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (there.st_dev == here.st_dev)
		return there.st_ino == here.st_ino; /* moved by link (NFS) */
	return there.st_mtim.tv_sec == here.st_mtim.tv_sec &&
	    copy_is_same(in, name, job, name);
}

int
claim_recover(int in, int job, struct str name, bool done_file, struct err *e)
{
	char entry[FOLDER_NAME_SIZE];

	if (folder_name(name, entry, e) != 0)
		return -1;
	if (is_original(in, job, entry) && unlinkat(in, entry, 0) != 0 && errno != ENOENT)
		return err_errno(e, "%s: removal", entry);
	/* A new file of that name brings its own done-file: then this one is not ours. */
	if (done_file && is_missing(in, entry) && remove_done(in, entry, e) != 0)
		return -1;
	return folder_sync(in, e);
}
