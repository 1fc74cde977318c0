/* flock(2), since it ends with its holder: a machine that lost its power leaves no lock.
 */
#include "spool/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static const char lock_name[] = "lock";

/* Milliseconds: how long the workers of a dead engine are waited for, and how often they
 * are asked after. */
enum { LOCK_WAIT = 2000, LOCK_STEP = 10 };

static int64_t
written_number(int fd)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof text, 0);
	uint64_t number = 0;

	if (n > 0)
		(void)str_to_u64(str_trim((struct str){text, (size_t)n}), &number);
	return number > INT64_MAX ? 0 : (int64_t)number;
}

static int
write_number(int fd, struct err *e)
{
	char text[32];
	int len = snprintf(text, sizeof text, "%jd\n", (intmax_t)getpid());

	if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)len, 0) != len)
		return err_set(e, ERR_RETRY, "lock of the spool: %s", strerror(errno));
	return 0;
}

static int
refused(int fd, int why, struct err *e)
{
	if (why != EWOULDBLOCK)
		return err_set(e, ERR_RETRY, "lock of the spool: %s", strerror(why));
	return err_set(e, ERR_RETRY,
	    "another engine is at work on this spool: process %jd, or a worker of it",
	    (intmax_t)written_number(fd));
}

/* The engine that wrote its number is no more: its workers end with it (their kernel
 * kills them), if not in the same instant. */
static bool
is_orphaned(int fd)
{
	int64_t number = written_number(fd);

	return number > 0 && number <= INT32_MAX && kill((pid_t)number, 0) != 0 &&
	    errno == ESRCH;
}

static int
take(int fd, struct err *e)
{
	for (int waited = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; waited += LOCK_STEP) {
		int why = errno;

		if (why != EWOULDBLOCK || waited >= LOCK_WAIT || !is_orphaned(fd))
			return refused(fd, why, e);
		(void)poll(NULL, 0, LOCK_STEP);
	}
	return write_number(fd, e);
}

int
lock_open(struct lock *lock, int work, struct err *e)
{
	int fd = openat(work, lock_name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);

	if (fd < 0)
		return err_set(e, ERR_RETRY, "lock of the spool: %s", strerror(errno));
	if (take(fd, e) != 0) {
		close(fd);
		return -1;
	}
	lock->fd = fd;
	return 0;
}

void
lock_close(struct lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	lock->fd = -1;
}

int64_t
lock_holder(int work)
{
	int fd = openat(work, lock_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	int64_t holder = 0;

	if (fd < 0)
		return 0;
	if (flock(fd, LOCK_SH | LOCK_NB) != 0)
		holder = written_number(fd);
	close(fd);
	return holder;
}
