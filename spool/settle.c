/* How a file leaves its job: to the archive, to the refused, or back. Never over another.
 */
#include "spool/claim.h"

#include "spool/copy.h"
#include "spool/name.h"
#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { NUMBERS_MOST = 10000 };

struct leaving {
	int job;
	const char *name;
	int folder;
	char *settled; /* the name tried, in the end the name it has */
};

/* The first free name for `old` of folder `from`. FOLDER_MOVED, FOLDER_OTHER_DEVICE or
 * -1. A clash with the same bytes counts as moved when `same` says so: it is what a crash
 * left between copy and removal. */
static int
move_numbered(
    const struct leaving *l, int from, const char *old, bool same, struct err *e)
{
	for (unsigned n = 1; n < NUMBERS_MOST; n++) {
		int moved;

		name_numbered(str_of(l->name), n, l->settled);
		moved = folder_move(from, old, l->folder, l->settled, e);
		if (moved != FOLDER_CLASH)
			return moved;
		if (same && copy_is_same(from, old, l->folder, l->settled)) {
			(void)unlinkat(from, old, 0);
			return FOLDER_MOVED;
		}
	}
	return err_set(
	    e, ERR_RETRY, "%s: %d files of this name are there", l->name, NUMBERS_MOST);
}

static int
copy_out(const struct leaving *l, struct err *e)
{
	uint64_t number = temporary_next();
	struct temporary_name temporary = temporary_name(number);
	int fd = openat(l->job, l->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int result;

	if (fd < 0)
		return err_errno(e, "%s", l->name);
	result = copy_file(fd, l->folder, number, true, e);
	close(fd);
	if (result != 0)
		return -1;
	if (move_numbered(l, l->folder, temporary.text, true, e) != FOLDER_MOVED) {
		(void)unlinkat(l->folder, temporary.text, 0);
		return -1;
	}
	if (folder_sync(l->folder, e) != 0)
		return -1;
	if (unlinkat(l->job, l->name, 0) != 0)
		return err_errno(e, "%s: removal", l->name);
	return folder_sync(l->job, e);
}

int
claim_settle(
    int job, struct str name, int folder, char settled[FOLDER_NAME_SIZE], struct err *e)
{
	char entry[FOLDER_NAME_SIZE], found[FOLDER_NAME_SIZE];
	struct leaving l = {job, entry, folder, found};
	int moved, result = 0;

	if (folder_name(name, entry, e) != 0)
		return -1;
	moved = move_numbered(&l, job, entry, false, e);
	if (moved < 0)
		return -1;
	if (moved == FOLDER_OTHER_DEVICE)
		result = copy_out(&l, e);
	if (result == 0)
		memcpy(settled, found, sizeof found);
	return result;
}

int
claim_return(
    int job, struct str name, int in, char returned[FOLDER_NAME_SIZE], struct err *e)
{
	return claim_settle(job, name, in, returned, e) == 0 ? folder_sync(in, e) : -1;
}
