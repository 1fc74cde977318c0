/* Removing a tree without recursion and without following a link: a stack of open
 * folders, one a level. */
#include "spool/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { LEVELS_MOST = 32, ENTRIES_MOST = 1000000 };

struct level {
	struct folder_list list;
	int fd; /* of this folder */
	char name[FOLDER_NAME_SIZE];
};

struct removal {
	struct level levels[LEVELS_MOST];
	int depth; /* levels in use */
	int root;  /* the folder that holds the first level; borrowed */
	int count;
};

static int
parent_of(const struct removal *r)
{
	return r->depth > 1 ? r->levels[r->depth - 2].fd : r->root;
}

static int
go_down(struct removal *r, int parent, struct str name, struct err *e)
{
	struct level *level = &r->levels[r->depth];

	if (r->depth == LEVELS_MOST)
		return err_set(e, ERR_RETRY, "removal: more than %d levels", LEVELS_MOST);
	if (folder_name(name, level->name, e) != 0)
		return -1;
	level->fd =
	    openat(parent, level->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (level->fd < 0)
		return err_errno(e, "removal of %s", level->name);
	if (folder_list_open(&level->list, level->fd, e) != 0) {
		close(level->fd);
		return -1;
	}
	r->depth++;
	return 0;
}

static void
close_level(struct removal *r)
{
	struct level *level = &r->levels[--r->depth];

	folder_list_close(&level->list);
	close(level->fd);
}

static int
go_up(struct removal *r, struct err *e)
{
	int parent = parent_of(r);

	close_level(r);
	if (unlinkat(parent, r->levels[r->depth].name, AT_REMOVEDIR) != 0)
		return err_errno(e, "removal of %s", r->levels[r->depth].name);
	return 0;
}

static int
remove_entry(struct removal *r, const char *name, struct err *e)
{
	int parent = r->depth > 0 ? r->levels[r->depth - 1].fd : r->root;

	if (++r->count > ENTRIES_MOST)
		return err_set(
		    e, ERR_RETRY, "removal: more than %d entries", ENTRIES_MOST);
	if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno == EISDIR || errno == EPERM) /* EPERM: POSIX's word for a folder */
		return go_down(r, parent, str_of(name), e);
	return err_errno(e, "removal of %s", name);
}

static int
step(struct removal *r, struct err *e)
{
	const char *name = NULL;
	int got = folder_list_next(&r->levels[r->depth - 1].list, &name, e);

	if (got < 0)
		return -1;
	return got > 0 ? remove_entry(r, name, e) : go_up(r, e);
}

int
folder_remove(int folder, struct str name, struct err *e)
{
	struct removal r = {.root = folder};
	char entry[FOLDER_NAME_SIZE];
	int result;

	if (folder_name(name, entry, e) != 0)
		return -1;
	result = remove_entry(&r, entry, e);
	while (result == 0 && r.depth > 0)
		result = step(&r, e);
	while (r.depth > 0)
		close_level(&r);
	return result;
}
