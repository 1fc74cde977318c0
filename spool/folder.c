/* Folders step by step: each step opened without following a link. One way for all
 * kernels: openat2(2) could check a path at once but cannot make what is missing. */
#include "spool/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC, STEPS_MOST = 64 };

/* A missing or strange folder is the world's fault, not that of a file. */
static int
world_error(struct err *e, struct str path)
{
	return err_set(e, ERR_RETRY, "folder %.*s: %s", STR_ARG(path), strerror(errno));
}

static int
make_and_open(int base, const char *step, enum folder_missing missing)
{
	int fd = openat(base, step, FLAGS | O_NOFOLLOW);

	if (fd >= 0 || errno != ENOENT || missing != FOLDER_MAKE)
		return fd;
	if (mkdirat(base, step, 0777) != 0 && errno != EEXIST)
		return -1;
	if (fsync(base) != 0)
		return -1;
	return openat(base, step, FLAGS | O_NOFOLLOW);
}

/* O_NOFOLLOW with O_DIRECTORY says ENOTDIR of a link; people deserve the better word. */
static int
step_error(int base, const char *step, struct str path, struct err *e)
{
	int number = errno;
	struct stat st;

	if (fstatat(base, step, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
		return err_set(e, ERR_RETRY,
		    "folder %.*s: %s is a link, which is not followed", STR_ARG(path),
		    step);
	errno = number;
	return world_error(e, path);
}

static int
open_step(int base, struct str step, struct str path, enum folder_missing missing,
    struct err *e)
{
	char name[FOLDER_NAME_SIZE];
	int fd;

	if (folder_name(step, name, e) != 0)
		return err_set(e, ERR_CONF,
		    "folder %.*s: '%.*s' cannot be a step of the path", STR_ARG(path),
		    STR_ARG(step));
	fd = make_and_open(base, name, missing);
	if (fd < 0)
		return step_error(base, name, path, e);
	return fd;
}

int
folder_open(int base, struct str path, enum folder_missing missing, struct err *e)
{
	struct str rest = path, step;
	int fd, next;

	if (path.len > 0 && path.ptr[0] == '/')
		return err_set(
		    e, ERR_CONF, "folder %.*s: must be relative here", STR_ARG(path));
	fd = openat(base, ".", FLAGS);
	if (fd < 0)
		return world_error(e, path);
	for (int i = 0; str_cut(&rest, '/', &step); i++) {
		if (step.len == 0 || str_is(step, "."))
			continue;
		next = i >= STEPS_MOST
		    ? err_set(e, ERR_CONF, "folder %.*s: too deep", STR_ARG(path))
		    : open_step(fd, step, path, missing, e);
		close(fd);
		if (next < 0)
			return -1;
		fd = next;
	}
	return fd;
}

/* mkdir -p of a path that is trusted, links and all. */
static int
make_path(char *path)
{
	for (char *p = path + 1;; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			return -1;
		*p = c;
		if (c == '\0')
			return 0;
	}
}

int
folder_open_root(struct str path, enum folder_missing missing, struct err *e)
{
	char name[4096];
	int fd;

	if (path.len == 0 || path.len >= sizeof name)
		return err_set(e, ERR_CONF, "folder '%.*s': not a usable path",
		    (int)(path.len > 80 ? 80 : path.len),
		    path.ptr == NULL ? "" : path.ptr);
	memcpy(name, path.ptr, path.len);
	name[path.len] = '\0';
	fd = open(name, FLAGS);
	if (fd < 0 && errno == ENOENT && missing == FOLDER_MAKE && make_path(name) == 0)
		fd = open(name, FLAGS);
	return fd < 0 ? world_error(e, path) : fd;
}

int
folder_open_configured(
    int base, struct str path, enum folder_missing missing, struct err *e)
{
	if (path.len > 0 && path.ptr[0] == '/')
		return folder_open_root(path, FOLDER_MUST_BE, e);
	return folder_open(base, path, missing, e);
}

int
folder_sync(int folder, struct err *e)
{
	/* Some network file systems cannot sync a folder and say so with EINVAL. */
	if (fsync(folder) != 0 && errno != EINVAL)
		return err_errno(e, "sync of a folder");
	return 0;
}

int
folder_sync_all(int folder, struct err *e)
{
	if (syncfs(folder) != 0)
		return err_errno(e, "sync of a file system");
	return 0;
}

int
folder_name(struct str name, char copy[FOLDER_NAME_SIZE], struct err *e)
{
	if (name.len == 0 || name.len >= FOLDER_NAME_SIZE || str_is(name, ".") ||
	    str_is(name, "..") || str_find(name, '/') < name.len ||
	    str_find(name, '\0') < name.len)
		return err_set(e, ERR_FILE, "'%.*s' is not the name of a file",
		    (int)(name.len > 300 ? 300 : name.len),
		    name.ptr == NULL ? "" : name.ptr);
	memcpy(copy, name.ptr, name.len);
	copy[name.len] = '\0';
	return 0;
}

static bool
is_same_inode(int from, const char *old, int to, const char *new)
{
	struct stat a, b;
	int number = errno;
	bool same = fstatat(from, old, &a, AT_SYMLINK_NOFOLLOW) == 0 &&
	    fstatat(to, new, &b, AT_SYMLINK_NOFOLLOW) == 0 && a.st_dev == b.st_dev &&
	    a.st_ino == b.st_ino;

	errno = number;
	return same;
}

/* The second half of a move by link. Without the old name another mover was faster, and
 * the file is theirs. */
static int
drop_old_name(int from, const char *old, int to, const char *new)
{
	int number;

	if (unlinkat(from, old, 0) == 0)
		return 0;
	number = errno;
	(void)unlinkat(to, new, 0);
	errno = number;
	return -1;
}

/* Renaming where renameat2(2) cannot refuse to replace. 0 or -1 with errno. The same file
 * under the new name is what a crash left between the two halves: the move goes on. */
static int
move_by_link(int from, const char *old, int to, const char *new)
{
	struct stat st;

	if (linkat(from, old, to, new, 0) == 0 ||
	    (errno == EEXIST && is_same_inode(from, old, to, new)))
		return drop_old_name(from, old, to, new);
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
		return -1;
	if (fstatat(to, new, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	return errno == ENOENT ? renameat(from, old, to, new) : -1;
}

int
folder_move(int from, const char *old, int to, const char *new, struct err *e)
{
	int result = renameat2(from, old, to, new, RENAME_NOREPLACE);

	if (result != 0 && (errno == EINVAL || errno == ENOSYS))
		result = move_by_link(from, old, to, new);
	if (result == 0)
		return FOLDER_MOVED;
	if (errno == EEXIST)
		return FOLDER_CLASH;
	if (errno == EXDEV)
		return FOLDER_OTHER_DEVICE;
	return err_errno(e, "%s: rename", old);
}

int
folder_list_open(struct folder_list *list, int folder, struct err *e)
{
	int fd = openat(folder, ".", FLAGS);

	if (fd < 0)
		return err_set(e, ERR_RETRY, "folder: %s", strerror(errno));
	list->stream = fdopendir(fd);
	if (list->stream == NULL) {
		int number = errno;

		close(fd);
		return err_set(e, ERR_RETRY, "folder: %s", strerror(number));
	}
	return 0;
}

int
folder_list_next(struct folder_list *list, const char **name, struct err *e)
{
	for (;;) {
		const struct dirent *entry;

		errno = 0;
		entry = readdir(list->stream);
		if (entry == NULL && errno != 0)
			return err_set(e, ERR_RETRY, "folder: %s", strerror(errno));
		if (entry == NULL)
			return 0;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		*name = entry->d_name;
		return 1;
	}
}

void
folder_list_close(struct folder_list *list)
{
	if (list->stream != NULL)
		closedir(list->stream);
	list->stream = NULL;
}
