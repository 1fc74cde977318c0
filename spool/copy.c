/* A copy that may stand for its original: verified, sparse where the original is. */
#include "spool/copy.h"

#include "base/sha256.h"
#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { BLOCK = 128 * 1024 };

static int
write_at(int to, const char *bytes, size_t len, off_t at)
{
	while (len > 0) {
		ssize_t n = pwrite(to, bytes, len, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		len -= (size_t)n;
		at += n;
	}
	return 0;
}

/* The bytes [at, end). 0 or -1 with errno. */
static int
copy_stretch(int from, int to, off_t at, off_t end)
{
	char block[BLOCK];

	while (at < end) {
		size_t want = end - at < BLOCK ? (size_t)(end - at) : BLOCK;
		ssize_t n = pread(from, block, want, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || write_at(to, block, (size_t)n, at) != 0)
			return -1;
		if (n == 0) {
			errno = EAGAIN; /* it became shorter under our hands */
			return -1;
		}
		at += n;
	}
	return 0;
}

/* Stretch after stretch of data, the holes between them left out. */
static int
copy_bytes(int from, int to, off_t size)
{
	off_t at = 0;

	while (at < size) {
		off_t data = lseek(from, at, SEEK_DATA);
		off_t hole;

		if (data < 0 && errno == ENXIO)
			break;
		if (data < 0)
			data = at; /* no knowledge of holes: all of it is data */
		hole = lseek(from, data, SEEK_HOLE);
		if (hole < 0 || hole > size)
			hole = size;
		if (copy_stretch(from, to, data, hole) != 0)
			return -1;
		at = hole;
	}
	return ftruncate(to, size);
}

static bool
is_unchanged(int fd, const struct stat *before)
{
	struct stat now;

	return fstat(fd, &now) == 0 && now.st_size == before->st_size &&
	    now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

static bool
same_digest(int one, int other)
{
	struct sha256_hex a, b;
	struct err e;

	return sha256_of_fd(one, &a, &e) == 0 && sha256_of_fd(other, &b, &e) == 0 &&
	    strcmp(a.text, b.text) == 0;
}

static int
copy_and_check(int from, int to, bool sync, struct err *e)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}};
	struct stat st;

	if (fstat(from, &st) != 0 || copy_bytes(from, to, st.st_size) != 0)
		return err_errno(e, "copy to another file system");
	if (!is_unchanged(from, &st) || !same_digest(from, to) ||
	    !is_unchanged(from, &st))
		return err_set(e, ERR_RETRY, "the file changed while it was copied");
	times[1] = st.st_mtim;
	if (futimens(to, times) != 0 || (sync && fsync(to) != 0))
		return err_errno(e, "copy to another file system");
	return 0;
}

int
copy_file(int from, int folder, uint64_t number, bool sync, struct err *e)
{
	struct temporary_name temporary = temporary_name(number);
	int to = openat(folder, temporary.text,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	int result;

	if (to < 0)
		return err_errno(e, "copy to another file system");
	result = copy_and_check(from, to, sync, e);
	if (close(to) != 0 && result == 0)
		result = err_errno(e, "copy to another file system");
	if (result != 0)
		(void)unlinkat(folder, temporary.text, 0);
	return result;
}

bool
copy_is_same(int folder, const char *name, int other_folder, const char *other)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	int a = openat(folder, name, flags), b = openat(other_folder, other, flags);
	struct stat sa, sb;
	bool same = a >= 0 && b >= 0 && fstat(a, &sa) == 0 && fstat(b, &sb) == 0 &&
	    S_ISREG(sa.st_mode) && S_ISREG(sb.st_mode) && sa.st_size == sb.st_size &&
	    same_digest(a, b);

	if (a >= 0)
		close(a);
	if (b >= 0)
		close(b);
	return same;
}
