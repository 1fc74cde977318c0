/* A folder of its own for a test, and the few things that tests do in it. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include "spool/folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A new folder below $SCRATCH (else /tmp), or below `parent` when given; its descriptor.
 */
static inline int
scratch_open(const char *parent)
{
	const char *base = parent != NULL ? parent : getenv("SCRATCH");
	char path[4096];
	int fd;

	snprintf(path, sizeof path, "%s/scratch-XXXXXX", base != NULL ? base : "/tmp");
	assert_non_null(mkdtemp(path));
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

/* Removes what the folder holds and the folder itself. */
static inline void
scratch_close(int fd)
{
	struct err e = {0};
	char link[64], path[4096];
	ssize_t n;
	struct str parent;
	int above;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	assert_true(n > 0);
	path[n] = '\0';
	above = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	parent = str_of(strrchr(path, '/') + 1);
	if (folder_remove(above, parent, &e) != 0)
		fail_msg("%s", e.text);
	close(above);
	close(fd);
}

static inline void
scratch_write(int folder, const char *name, const char *text)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* The file's text in a buffer of its own that the next call takes; NULL when missing. */
static inline const char *
scratch_read(int folder, const char *name)
{
	static char text[8192];
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return NULL;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static inline int
scratch_make(int folder, const char *name)
{
	int fd;

	assert_int_equal(mkdirat(folder, name, 0777), 0);
	fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

/* How many entries the folder has. */
static inline size_t
scratch_count(int folder)
{
	struct folder_list list;
	const char *name;
	struct err e;
	size_t count = 0;

	assert_int_equal(folder_list_open(&list, folder, &e), 0);
	while (folder_list_next(&list, &name, &e) > 0)
		count++;
	folder_list_close(&list);
	return count;
}

#endif
