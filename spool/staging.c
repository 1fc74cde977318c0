/* Where files are while the engine works on them. */
#include "spool/staging.h"

#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { ENTRIES_MOST = 1000000 };

static int
check_job(struct str job, char name[FOLDER_NAME_SIZE])
{
	struct err e;

	if (folder_name(job, name, &e) != 0 ||
	    !(char_is_alpha(name[0]) || char_is_digit(name[0])))
		BUG("'%.*s' is not the name of a job", STR_ARG(job));
	return 0;
}

int
staging_make(int work, struct str job, struct err *e)
{
	char name[FOLDER_NAME_SIZE];

	check_job(job, name);
	if (mkdirat(work, name, 0700) != 0)
		return err_set(
		    e, ERR_RETRY, "job %s: cannot be made: %s", name, strerror(errno));
	if (folder_sync(work, e) != 0)
		return -1;
	return staging_open(work, job, e);
}

int
staging_open(int work, struct str job, struct err *e)
{
	return folder_open(work, job, FOLDER_MUST_BE, e);
}

int
staging_remove(int work, struct str job, struct err *e)
{
	return folder_remove(work, job, e);
}

static int
by_name(const void *left, const void *right)
{
	const struct staging_entry *a = left, *b = right;

	return str_compare(a->name, b->name);
}

static int
oldest_first(const void *left, const void *right)
{
	const struct staging_entry *a = left, *b = right;

	if (a->changed.tv_sec != b->changed.tv_sec)
		return a->changed.tv_sec < b->changed.tv_sec ? -1 : 1;
	if (a->changed.tv_nsec != b->changed.tv_nsec)
		return a->changed.tv_nsec < b->changed.tv_nsec ? -1 : 1;
	return by_name(left, right);
}

static int
add(struct staging_list *list, size_t *room, const struct staging_entry *entry,
    struct arena *a, struct err *e)
{
	struct staging_entry *bigger;

	if (list->count == ENTRIES_MOST)
		return err_set(e, ERR_RETRY, ".work: more than %d entries", ENTRIES_MOST);
	if (list->count == *room) {
		*room = *room == 0 ? 16 : *room * 2;
		bigger = arena_new_array(a, *room, struct staging_entry);
		if (list->count > 0)
			memcpy(bigger, list->entries, list->count * sizeof *bigger);
		list->entries = bigger;
	}
	list->entries[list->count++] = *entry;
	return 0;
}

static int
read_entries(int folder, struct folder_list *names, mode_t kind, struct arena *a,
    struct staging_list *list, struct err *e)
{
	const char *name = NULL;
	struct stat st;
	size_t room = 0;
	int got;

	while ((got = folder_list_next(names, &name, e)) > 0) {
		struct staging_entry entry;

		if (*name == '.' ||
		    fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
		    (st.st_mode & S_IFMT) != kind)
			continue;
		entry = (struct staging_entry){
		    arena_str(a, str_of(name)), (uint64_t)st.st_size, st.st_mtim};
		if (add(list, &room, &entry, a, e) != 0)
			return -1;
	}
	return got;
}

static int
list_entries(int folder, mode_t kind, int (*order)(const void *, const void *),
    struct arena *a, struct staging_list *list, struct err *e)
{
	struct folder_list names;
	struct staging_list found = {0};
	int result;

	if (folder_list_open(&names, folder, e) != 0)
		return -1;
	result = read_entries(folder, &names, kind, a, &found, e);
	folder_list_close(&names);
	if (result != 0)
		return -1;
	if (found.count > 0)
		qsort(found.entries, found.count, sizeof *found.entries, order);
	*list = found;
	return 0;
}

int
staging_jobs(int work, struct arena *a, struct staging_list *list, struct err *e)
{
	return list_entries(work, S_IFDIR, by_name, a, list, e);
}

int
staging_files(int job, struct arena *a, struct staging_list *list, struct err *e)
{
	return list_entries(job, S_IFREG, oldest_first, a, list, e);
}

static int
sweep_job(int work, struct str name, struct err *e)
{
	int job = staging_open(work, name, e), result;

	if (job < 0)
		return -1;
	result = temporary_sweep(job, NULL, e);
	close(job);
	if (result != 0)
		return -1;
	if (unlinkat(work, name.ptr, AT_REMOVEDIR) != 0 && errno != ENOTEMPTY &&
	    errno != EEXIST)
		return err_errno(e, "job %s: removal", name.ptr);
	return 0;
}

int
staging_sweep(int work, struct err *e)
{
	struct arena a = {0};
	struct staging_list jobs;
	int result = temporary_sweep(work, NULL, e);

	if (result == 0)
		result = staging_jobs(work, &a, &jobs, e);
	for (size_t i = 0; result == 0 && i < jobs.count; i++)
		result = sweep_job(work, jobs.entries[i].name, e);
	arena_close(&a);
	return result;
}
