/*
 * Preloaded into the engine: the process that forks workers takes its time whenever it
 * closes a file whose name has LATE_NAME in it, so that the workers end meanwhile.
 */
#include "named.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <time.h>

typedef int (*close_function)(int);

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
	if (has_workers() && is_named(fd, "LATE_NAME"))
		nanosleep(&half, NULL);
	return next(fd);
}
