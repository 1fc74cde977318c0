/* Where files are while the engine works on them. */
#include "spool/staging.h"

#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

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
list_open(struct staging_list *list, int folder, mode_t kind, struct err *e)
{
	*list = (struct staging_list){.folder = folder, .kind = kind};
	return folder_list_open(&list->entries, folder, e);
}

int
staging_jobs(struct staging_list *list, int work, struct err *e)
{
	return list_open(list, work, S_IFDIR, e);
}

int
staging_files(struct staging_list *list, int job, struct err *e)
{
	return list_open(list, job, S_IFREG, e);
}

int
staging_next(struct staging_list *list, const char **name, struct err *e)
{
	struct stat st;
	int got;

	while ((got = folder_list_next(&list->entries, name, e)) > 0)
		if (**name != '.' &&
		    fstatat(list->folder, *name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    (st.st_mode & S_IFMT) == list->kind)
			return 1;
	return got;
}

void
staging_close(struct staging_list *list)
{
	folder_list_close(&list->entries);
}

static int
sweep_job(int work, const char *name, struct err *e)
{
	int job = staging_open(work, str_of(name), e), result;

	if (job < 0)
		return -1;
	result = temporary_sweep(job, NULL, e);
	close(job);
	if (result != 0)
		return -1;
	if (unlinkat(work, name, AT_REMOVEDIR) != 0 && errno != ENOTEMPTY &&
	    errno != EEXIST)
		return err_errno(e, "job %s: removal", name);
	return 0;
}

int
staging_sweep(int work, struct err *e)
{
	struct staging_list jobs;
	const char *name = NULL;
	int got;

	if (temporary_sweep(work, NULL, e) != 0 || staging_jobs(&jobs, work, e) != 0)
		return -1;
	while ((got = staging_next(&jobs, &name, e)) > 0)
		if (sweep_job(work, name, e) != 0) {
			got = -1;
			break;
		}
	staging_close(&jobs);
	return got;
}
