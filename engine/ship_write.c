/* A batch's files in staging: written, copied for remote couriers, and written again when
 * some are lost. */
#include "shipment.h"
#include "spool/folder.h"
#include "spool/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The staging folder holds a mark of its own, so that "all files have left" and "the
 * folder is lost" can be told apart after a crash. */
static int
mark_staging(int staging, struct err *e)
{
	int fd =
	    openat(staging, ".batch", O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);

	if (fd < 0)
		return err_errno(e, ".batch");
	close(fd);
	return 0;
}

bool
shipment_is_folder(const struct shipment *s, struct str courier)
{
	const struct conf_courier *c = conf_courier_find(&s->g->conf, courier);

	return c != NULL && str_is(c->kind, "folder");
}

/* Whether remote couriers need the files that the folder's reader may take at once. */
static bool
needs_copies(const struct shipment *s)
{
	const struct conf_list *couriers = &s->run.outlet->couriers;
	size_t folders = 0;

	for (size_t i = 0; i < couriers->count; i++)
		folders += shipment_is_folder(s, couriers->items[i]);
	return folders > 0 && folders < couriers->count;
}

static int
copy_bytes(int from, int to, const char *name, struct err *e)
{
	char block[64 * 1024];
	ssize_t n;

	while ((n = read(from, block, sizeof block)) > 0)
		if (write(to, block, (size_t)n) != n)
			return err_errno(e, "%s: copy", name);
	return n == 0 ? 0 : err_errno(e, "%s: copy", name);
}

/* Nobody looks into keep/ before the batch is noted as made, and all of it is synced at
 * once before that: no sync here, which would cost more than all the rest. */
static int
keep_copy(int staging, struct str name, int keep, struct err *e)
{
	char text[FOLDER_NAME_SIZE];
	int from, to, status = -1;

	if (folder_name(name, text, e) != 0)
		return -1;
	from = openat(staging, text, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	to = openat(
	    keep, text, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (from < 0 || to < 0)
		err_errno(e, "%s: copy", text);
	else
		status = copy_bytes(from, to, text, e);
	if (from >= 0)
		close(from);
	if (to >= 0 && close(to) != 0 && status == 0)
		status = err_errno(e, "%s: copy", text);
	return status;
}

/* Copies what was written into keep/, where remote couriers look first. */
static int
keep_copies(struct shipment *s, struct err *e)
{
	int keep = folder_open(s->run.folder, STR("keep"), FOLDER_MAKE, e), status = 0;

	if (keep < 0)
		return -1;
	for (size_t i = 0; status == 0 && i < s->run.made_count; i++)
		status = keep_copy(s->run.folder, s->run.made[i].name, keep, e);
	close(keep);
	return status;
}

int
shipment_write(struct shipment *s, struct err *e)
{
	int status;

	if (staging_remove(s->g->work, str_of(s->staging), e) != 0)
		return -1;
	s->run.folder = staging_make(s->g->work, str_of(s->staging), e);
	if (s->run.folder < 0)
		return -1;
	status = mark_staging(s->run.folder, e);
	if (status == 0)
		status = outlet_find(s->run.batch.outlet)->write(&s->run, e);
	if (status == 0 && needs_copies(s))
		status = keep_copies(s, e);
	if (status == 0)
		status = folder_sync_all(s->run.folder, e);
	if (status == 0)
		status = folder_sync(s->run.folder, e);
	close(s->run.folder);
	return status;
}

/* True when a waiting file is neither in keep/ nor in staging itself. */
static bool
is_lost(struct shipment *s, int staging, const struct artefact *f)
{
	struct str kept = arena_format(&s->arena, "keep/%.*s", STR_ARG(f->name));
	struct stat st;

	return (fstatat(staging, kept.ptr, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
		   st.st_size != f->size) &&
	    (fstatat(staging, arena_cstr(&s->arena, f->name), &st, AT_SYMLINK_NOFOLLOW) !=
		    0 ||
		st.st_size != f->size);
}

/* Whether a remote courier waits for a file that is not there: 1, 0, -1. While the folder
 * waits too, what is gone may be what it took: it is served first. */
static int
misses_files(struct shipment *s, int staging, struct err *e)
{
	struct artefact f;
	struct rows rows;
	bool lost = false, folder_waits = false;
	int got;

	if (outbox_waiting(s->db, &rows, s->run.batch.id, INT64_MAX, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && !folder_waits) {
		folder_waits = shipment_is_folder(s, row_text(&rows, 1));
		artefact_read(&rows, &f, &s->arena);
		lost = lost || is_lost(s, staging, &f);
	}
	rows_close(&rows);
	return got < 0 ? -1 : lost && !folder_waits;
}

/* What was written again must be what the ledger noted: the configuration may have
 * changed since, and other bytes must not leave under the noted digest. */
static int
compare_with_noted(struct shipment *s, struct err *e)
{
	struct rows rows;
	struct artefact noted;
	size_t i = 0;
	int got;

	if (artefacts_of_batch(s->db, &rows, s->run.batch.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		artefact_read(&rows, &noted, &s->arena);
		if (i == s->run.made_count ||
		    !str_equal(noted.name, s->run.made[i].name) ||
		    strcmp(noted.sha256.text, s->run.made[i].sha256.text) != 0)
			break;
		i++;
	}
	rows_close(&rows);
	if (got < 0)
		return -1;
	if (got == 0)
		return 0;
	return err_code(e, ERR_CONF, "BATCH_OTHER_BYTES",
	    "batch %jd: %.*s would be written again with other bytes",
	    (intmax_t)s->run.batch.id, STR_ARG(noted.name));
}

static int
write_again(struct shipment *s, struct err *e)
{
	if (shipment_write(s, e) != 0)
		return -1;
	if (compare_with_noted(s, e) == 0)
		return 0;
	(void)staging_remove(s->g->work, str_of(s->staging), &(struct err){0});
	return -1;
}

int
shipment_mend(struct shipment *s, struct err *e)
{
	struct err ignored;
	int staging = staging_open(s->g->work, str_of(s->staging), &ignored), misses = 1;

	if (staging >= 0) {
		misses = misses_files(s, staging, e);
		close(staging);
	}
	return misses > 0 ? write_again(s, e) : misses;
}
