/* Where files are while the engine works on them. */
#include "spool/staging.h"

#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { ENTRIES_MOST = 1000000 };

struct staging_entry {
	const char *name;
	struct timespec changed;
};

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
staging_make_unsynced(int work, struct str job, struct err *e)
{
	char name[FOLDER_NAME_SIZE];

	check_job(job, name);
	if (mkdirat(work, name, 0700) != 0)
		return err_set(
		    e, ERR_RETRY, "job %s: cannot be made: %s", name, strerror(errno));
	return staging_open(work, job, e);
}

int
staging_make(int work, struct str job, struct err *e)
{
	int folder = staging_make_unsynced(work, job, e);

	if (folder >= 0 && folder_sync(work, e) != 0) {
		close(folder);
		return -1;
	}
	return folder;
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

int
staging_leave(int work, struct str job, struct err *e)
{
	char name[FOLDER_NAME_SIZE];

	check_job(job, name);
	if (unlinkat(work, name, AT_REMOVEDIR) == 0 || errno == ENOTEMPTY ||
	    errno == EEXIST || errno == ENOENT)
		return 0;
	return err_errno(e, "job %s: removal", name);
}

static int
by_name(const void *left, const void *right)
{
	const struct staging_entry *a = left, *b = right;

	return strcmp(a->name, b->name);
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

static void
add(struct staging_list *list, const char *name, const struct stat *st)
{
	struct staging_entry *bigger;

	if (list->count == list->room) {
		list->room = list->room == 0 ? 16 : list->room * 2;
		bigger = arena_new_array(&list->arena, list->room, struct staging_entry);
		if (list->count > 0)
			memcpy(bigger, list->entries, list->count * sizeof *bigger);
		list->entries = bigger;
	}
	list->entries[list->count++] =
	    (struct staging_entry){arena_cstr(&list->arena, str_of(name)), st->st_mtim};
}

static int
read_entries(struct staging_list *list, int folder, struct folder_list *names,
    mode_t kind, struct err *e)
{
	const char *name = NULL;
	struct stat st;
	int got;

	while ((got = folder_list_next(names, &name, e)) > 0) {
		if (*name == '.' ||
		    fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
		    (st.st_mode & S_IFMT) != kind)
			continue;
		if (list->count == ENTRIES_MOST)
			return err_set(
			    e, ERR_RETRY, ".work: more than %d entries", ENTRIES_MOST);
		add(list, name, &st);
	}
	return got;
}

static int
list_open(struct staging_list *list, int folder, mode_t kind,
    int (*order)(const void *, const void *), struct err *e)
{
	struct folder_list names;
	int result;

	*list = (struct staging_list){0};
	if (folder_list_open(&names, folder, e) != 0)
		return -1;
	result = read_entries(list, folder, &names, kind, e);
	folder_list_close(&names);
	if (result != 0) {
		staging_close(list);
		return -1;
	}
	if (list->count > 0)
		qsort(list->entries, list->count, sizeof *list->entries, order);
	return 0;
}

int
staging_jobs(struct staging_list *list, int work, struct err *e)
{
	return list_open(list, work, S_IFDIR, by_name, e);
}

int
staging_files(struct staging_list *list, int job, struct err *e)
{
	return list_open(list, job, S_IFREG, oldest_first, e);
}

int
staging_next(struct staging_list *list, const char **name, struct err *e)
{
	(void)e;
	if (list->next == list->count)
		return 0;
	*name = list->entries[list->next++].name;
	return 1;
}

void
staging_close(struct staging_list *list)
{
	arena_close(&list->arena);
	*list = (struct staging_list){0};
}

static int
sweep_job(int work, const char *name, struct err *e)
{
	int job = staging_open(work, str_of(name), e), result;

	if (job < 0)
		return -1;
	result = temporary_sweep(job, NULL, e);
	close(job);
	return result == 0 ? staging_leave(work, str_of(name), e) : -1;
}

int
staging_sweep(int work, struct err *e)
{
	struct staging_list jobs;
	const char *name = NULL;
	int result = 0;

	if (temporary_sweep(work, NULL, e) != 0 || staging_jobs(&jobs, work, e) != 0)
		return -1;
	while (result == 0 && staging_next(&jobs, &name, e) > 0)
		result = sweep_job(work, name, e);
	staging_close(&jobs);
	return result;
}
