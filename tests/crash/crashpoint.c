/*
 * A preloaded library that kills a run at its Nth disk call, so that every moment at
 *which the power may fail can be tried; and that notices files renamed into place before
 *their bytes were synced. What it counts lies in a file shared by all processes of the
 *run:
 *
 *	CRASHPOINT_FILE  the shared file, made by crash.py; without it the library is idle
 *	CRASHPOINT_TORN  set: a write at the point is done by half
 *	CRASHPOINT_OLD_RENAME  set: renameat2 knows no flags, as on NFS and SMB
 *
 * At the point the process group is killed, before the call is done. The library calls
 *the kernel by number: what it intercepts is libc's name for it. Writes inside stdio
 *cannot be seen; its flushes and closes are counted in their stead.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SLOTS = 65536, NOTE_SIZE = 512 };

/* A file with unsynced bytes: device and inode mixed into a key. */
struct slot {
	_Atomic uint64_t key;    /* 0 = free; never freed, so that probing stays right */
	_Atomic uint64_t device; /* plus one; 0 = all its bytes are synced */
};

/* The layout is known to crash.py: four numbers, then the note. */
struct shared {
	_Atomic uint64_t calls;
	uint64_t point; /* the call that is not done; 0 = none */
	_Atomic uint64_t dead;
	_Atomic uint64_t unsynced; /* renames of files with unsynced bytes */
	char note[NOTE_SIZE];      /* the first such name */
	struct slot slots[SLOTS];
};

static struct shared *shared;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("CRASHPOINT_FILE");
	int fd = path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR);
	void *map;

	if (fd < 0)
		return;
	map = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	syscall(SYS_close, fd);
	if (map != MAP_FAILED)
		shared = map;
}

static _Noreturn void
die(void)
{
	long process = syscall(SYS_getpid);

	syscall(SYS_kill, 0, SIGKILL); /* the group; a fenced worker may only */
	syscall(SYS_tgkill, process, syscall(SYS_gettid), SIGKILL); /* end itself */
	for (;;)
		pause();
}

/* Counts a disk call. True when it is the point; once that was reached, all die. */
static bool
is_point(void)
{
	uint64_t call;

	if (shared == NULL)
		return false;
	if (atomic_load(&shared->dead) != 0)
		die();
	call = atomic_fetch_add(&shared->calls, 1) + 1;
	if (call != shared->point)
		return false;
	atomic_store(&shared->dead, 1);
	return true;
}

static void
count(void)
{
	if (is_point())
		die();
}

static uint64_t
key_of(const struct stat *st)
{
	uint64_t key = (uint64_t)st->st_dev * 0x9E3779B97F4A7C15U ^
	    (uint64_t)st->st_ino * 0xC2B2AE3D27D4EB4FU;

	return key == 0 ? 1 : key;
}

static bool
stat_fd(int fd, struct stat *st)
{
	return syscall(SYS_newfstatat, fd, "", st, AT_EMPTY_PATH) == 0;
}

static bool
is_file(int fd)
{
	struct stat st;

	return shared != NULL && stat_fd(fd, &st) && S_ISREG(st.st_mode);
}

/* The slot of a key, taken when `take` and new; NULL when there is none. */
static struct slot *
slot_of(uint64_t key, bool take)
{
	for (uint64_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &shared->slots[(key + i) % SLOTS];
		uint64_t found = atomic_load(&slot->key);

		if (found == 0 && take)
			(void)atomic_compare_exchange_strong(&slot->key, &found, key);
		if (found == key || (found == 0 && take))
			return slot;
		if (found == 0)
			return NULL;
	}
	return NULL;
}

static void
set_dirty(int fd, bool dirty)
{
	struct stat st;
	struct slot *slot;

	if (shared == NULL || !stat_fd(fd, &st) || !S_ISREG(st.st_mode))
		return;
	slot = slot_of(key_of(&st), dirty);
	if (slot != NULL)
		atomic_store(&slot->device, dirty ? (uint64_t)st.st_dev + 1 : 0);
}

static void
clean_device(int fd)
{
	struct stat st;

	if (shared == NULL || !stat_fd(fd, &st))
		return;
	for (size_t i = 0; i < SLOTS; i++)
		if (atomic_load(&shared->slots[i].device) == (uint64_t)st.st_dev + 1)
			atomic_store(&shared->slots[i].device, 0);
}

/* A name given to bytes that a power failure would take away. */
static void
check_synced(int folder, const char *name)
{
	struct stat st;
	struct slot *slot;

	if (shared == NULL ||
	    syscall(SYS_newfstatat, folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return;
	slot = slot_of(key_of(&st), false);
	if (slot == NULL || atomic_load(&slot->device) == 0)
		return;
	if (atomic_fetch_add(&shared->unsynced, 1) == 0)
		strncpy(shared->note, name, NOTE_SIZE - 1);
}

/* Before bytes go to a file: at the point, half of them do when torn writes are wanted.
 */
static void
before_write(int fd, const void *bytes, size_t len, off_t at)
{
	if (!is_file(fd))
		return;
	if (is_point()) {
		if (getenv("CRASHPOINT_TORN") != NULL && len > 1) {
			if (at < 0)
				syscall(SYS_write, fd, bytes, len / 2);
			else
				syscall(SYS_pwrite64, fd, bytes, len / 2, at);
		}
		die();
	}
	set_dirty(fd, true);
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	before_write(fd, bytes, len, -1);
	return syscall(SYS_write, fd, bytes, len);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	before_write(fd, bytes, len, at);
	return syscall(SYS_pwrite64, fd, bytes, len, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	return pwrite(fd, bytes, len, at);
}

ssize_t
writev(int fd, const struct iovec *parts, int part_count)
{
	before_write(fd, NULL, 0, -1);
	return syscall(SYS_writev, fd, parts, part_count);
}

ssize_t
copy_file_range(
    int from, off64_t *from_at, int to, off64_t *to_at, size_t len, unsigned flags)
{
	before_write(to, NULL, 0, -1);
	return syscall(SYS_copy_file_range, from, from_at, to, to_at, len, flags);
}

int
ftruncate(int fd, off_t len)
{
	before_write(fd, NULL, 0, -1);
	return (int)syscall(SYS_ftruncate, fd, len);
}

int
ftruncate64(int fd, off64_t len)
{
	return ftruncate(fd, len);
}

static int
sync_by(long call, int fd)
{
	int result;

	count();
	result = (int)syscall(call, fd);
	if (result == 0)
		set_dirty(fd, false);
	return result;
}

int
fsync(int fd)
{
	return sync_by(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return sync_by(SYS_fdatasync, fd);
}

int
syncfs(int fd)
{
	int result;

	count();
	result = (int)syscall(SYS_syncfs, fd);
	if (result == 0)
		clean_device(fd);
	return result;
}

int
renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
	count();
	if (flags != 0 && getenv("CRASHPOINT_OLD_RENAME") != NULL) {
		errno = EINVAL;
		return -1;
	}
	check_synced(from, old);
	return (int)syscall(SYS_renameat2, from, old, to, new, flags);
}

int
renameat(int from, const char *old, int to, const char *new)
{
	return renameat2(from, old, to, new, 0);
}

int
rename(const char *old, const char *new)
{
	return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int
linkat(int from, const char *old, int to, const char *new, int flags)
{
	count();
	check_synced(from, old);
	return (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int
link(const char *old, const char *new)
{
	return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int
symlinkat(const char *target, int folder, const char *name)
{
	count();
	return (int)syscall(SYS_symlinkat, target, folder, name);
}

int
symlink(const char *target, const char *name)
{
	return symlinkat(target, AT_FDCWD, name);
}

int
unlinkat(int folder, const char *name, int flags)
{
	count();
	return (int)syscall(SYS_unlinkat, folder, name, flags);
}

int
unlink(const char *name)
{
	return unlinkat(AT_FDCWD, name, 0);
}

int
rmdir(const char *name)
{
	return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

int
mkdirat(int folder, const char *name, mode_t mode)
{
	count();
	return (int)syscall(SYS_mkdirat, folder, name, mode);
}

int
mkdir(const char *name, mode_t mode)
{
	return mkdirat(AT_FDCWD, name, mode);
}

static bool
may_make(int flags)
{
	return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

/* Only opening that makes or empties a file is a disk call. */
static int
open_counted(int folder, const char *name, int flags, va_list args)
{
	mode_t mode = may_make(flags) ? va_arg(args, mode_t) : 0;

	if (may_make(flags) || (flags & O_TRUNC) != 0)
		count();
	return (int)syscall(SYS_openat, folder, name, flags | O_LARGEFILE, mode);
}

#define OPEN(name)                                                                       \
	int name(const char *path, int flags, ...)                                       \
	{                                                                                \
		va_list args;                                                            \
		int fd;                                                                  \
                                                                                         \
		va_start(args, flags);                                                   \
		fd = open_counted(AT_FDCWD, path, flags, args);                          \
		va_end(args);                                                            \
		return fd;                                                               \
	}

#define OPENAT(name)                                                                     \
	int name(int folder, const char *path, int flags, ...)                           \
	{                                                                                \
		va_list args;                                                            \
		int fd;                                                                  \
                                                                                         \
		va_start(args, flags);                                                   \
		fd = open_counted(folder, path, flags, args);                            \
		va_end(args);                                                            \
		return fd;                                                               \
	}

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int
creat(const char *path, mode_t mode)
{
	count();
	return (int)syscall(
	    SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode);
}

/* stdio writes when it flushes and when it closes. */
static int
end_of_buffer(const char *function, FILE *file)
{
	void *symbol = dlsym(RTLD_NEXT, function);
	int (*next)(FILE *);

	memcpy(&next, &symbol, sizeof next); /* ISO C has no such cast */
	if (file != NULL && __fwritable(file) && __fpending(file) > 0)
		before_write(fileno(file), NULL, 0, -1);
	return next(file);
}

int
fflush(FILE *file)
{
	return end_of_buffer("fflush", file);
}

int
fclose(FILE *file)
{
	return end_of_buffer("fclose", file);
}
