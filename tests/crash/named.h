/* What the preloaded programs share: which file a descriptor is of. */
#ifndef CRASH_NAMED_H
#define CRASH_NAMED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether the file's name has the text of that environment variable in it. */
static inline int
is_named(int fd, const char *variable)
{
	const char *name = getenv(variable);
	char link[64], target[4096];
	ssize_t len;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	len = readlink(link, target, sizeof target - 1);
	if (name == NULL || len <= 0)
		return 0;
	target[len] = '\0';
	return strstr(target, name) != NULL;
}

#endif
