/*
 * Preloaded into the engine: the process that forks workers takes its time whenever it
 * closes a file whose name ends in LATE_NAME, so that the workers end meanwhile.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef int (*close_function)(int);

static int
is_late(int fd)
{
	const char *name = getenv("LATE_NAME");
	char link[64], target[4096];
	ssize_t len;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	len = readlink(link, target, sizeof target - 1);
	if (name == NULL || len < (ssize_t)strlen(name))
		return 0;
	target[len] = '\0';
	return strcmp(target + len - strlen(name), name) == 0;
}

static int
has_workers(void)
{
	siginfo_t info;

	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

__attribute__((visibility("default"))) int
close(int fd)
{
	static close_function next;
	struct timespec half = {.tv_nsec = 500000000};

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "close");
	if (has_workers() && is_late(fd))
		nanosleep(&half, NULL);
	return next(fd);
}
