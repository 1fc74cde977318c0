/* The courier `folder`: files leave staging by a rename, the manifest last. */
#include "shipment.h"
#include "spool/folder.h"
#include "spool/publish.h"
#include "spool/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Copies a file to another folder, where it appears whole. */
static int
copy_file(int staging, const char *name, int out, struct err *e)
{
	struct publish_file file;
	char block[64 * 1024];
	ssize_t n = 0;
	int from = openat(staging, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), status = 0;

	if (from < 0)
		return err_errno(e, "%s", name);
	if (publish_open(&file, out, str_of(name), PUBLISH_REPLACE, e) != 0) {
		close(from);
		return -1;
	}
	while (status == 0 && (n = read(from, block, sizeof block)) > 0)
		if (write(file.fd, block, (size_t)n) != n)
			status = err_errno(e, "%s", name);
	if (status == 0 && n < 0)
		status = err_errno(e, "%s", name);
	close(from);
	if (status != 0) {
		publish_abandon(&file);
		return -1;
	}
	return publish_close(&file, e);
}

/* A folder on another file system gets a copy. */
static int
copy_out(int staging, const char *name, int out, struct err *e)
{
	if (copy_file(staging, name, out, e) != 0)
		return -1;
	return unlinkat(staging, name, 0) == 0 ? 0 : err_errno(e, "%s", name);
}

/* Moves one staged file into the outlet's folder. One that is no longer staged was moved
 * before a crash: it has arrived, and its reader may have taken it already. */
static int
move_out(int staging, struct str name, int out, struct err *e)
{
	char text[FOLDER_NAME_SIZE];

	if (folder_name(name, text, e) != 0)
		return -1;
	if (renameat(staging, text, out, text) == 0 || errno == ENOENT)
		return 0;
	return errno == EXDEV ? copy_out(staging, text, out, e)
			      : err_errno(e, "%s", text);
}

int
shipment_to_folder(
    struct shipment *s, const struct folder_delivery *list, size_t count, struct err *e)
{
	int base, out, staging, status = 0;

	base = engine_creditor_folder(s->g, s->run.creditor, e);
	if (base < 0)
		return -1;
	out = folder_open_configured(
	    base, engine_outlet_path(s->run.outlet, &s->arena), FOLDER_MAKE, e);
	close(base);
	if (out < 0)
		return -1;
	staging = staging_open(s->g->work, str_of(s->staging), e);
	for (size_t i = 0; staging >= 0 && status == 0 && i < count; i++) {
		if (i + 1 == count)
			status = folder_sync(out, e);
		if (status == 0)
			status = move_out(staging, list[i].artefact.name, out, e);
	}
	if (staging < 0)
		status = -1;
	else
		close(staging);
	if (status == 0)
		status = folder_sync(out, e);
	close(out);
	return status;
}
