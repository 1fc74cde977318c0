/* Plans for servers that refuse a rename, hold another file of that name, or are full. */
#include "spool/sftp_trouble.h"

static void
fail(struct sftp_upload *u, const struct err *e)
{
	u->error = *e;
	u->failed = true;
}

static void
settle(struct sftp_upload *u)
{
	u->failed = false;
	u->settled = true;
}

static void
remove_quietly(struct sftp *s, struct str path)
{
	struct err ignored;
	uint32_t status;

	sftp_simple(s, SFTP_REMOVE, path, "remove", &status, &ignored);
}

/* 1 when the remote file has the parcel's content, 0 when not, -1. */
static int
has_content(struct sftp *s, struct str path, const struct parcel *p, struct err *e)
{
	struct sha256_hex hex;

	if (sftp_hash(s, path, &hex, e) != 0)
		return -1;
	return strcmp(hex.text, p->sha256.text) == 0;
}

static void
rename_written(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u)
{
	struct err e;

	if (sftp_rename(s, u->written, u->path, how->replace, &u->status, &e) != 0) {
		fail(u, &e);
		return;
	}
	if (u->status == SFTP_OK) {
		settle(u);
		return;
	}
	sftp_status_fail(s, u->status, STR(""), "rename to", u->path, &e);
	u->asked_last = UPLOAD_RENAME;
	fail(u, &e);
}

static void
verify(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u)
{
	struct err e;
	int same = has_content(s, u->written, u->parcel, &e);

	if (same < 0) {
		fail(u, &e);
		return;
	}
	if (same == 0) {
		err_code(&e, ERR_RETRY, "COURIER_SIZE",
		    "%s: %.*s has other content there than was sent", ssh_name(s->ssh),
		    STR_ARG(u->written));
		fail(u, &e);
		remove_quietly(s, u->written);
		return;
	}
	if (u->direct)
		settle(u);
	else
		rename_written(s, how, u);
}

/* The target is in the way: perhaps it is what we sent before the answer got lost. */
static void
meet_target(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u)
{
	struct err e;
	uint32_t status;
	int same = has_content(s, u->path, u->parcel, &e);

	if (same == 1) {
		remove_quietly(s, u->written);
		settle(u);
		return;
	}
	if (!how->replace) {
		err_code(&e, ERR_FILE, "COURIER_NAME_TAKEN",
		    "%s: %.*s is there already with other content", ssh_name(s->ssh),
		    STR_ARG(u->path));
		fail(u, &e);
		remove_quietly(s, u->written);
		return;
	}
	if (sftp_simple(s, SFTP_REMOVE, u->path, "remove", &status, &e) != 0)
		fail(u, &e);
	else
		rename_written(s, how, u);
}

/* The rename was refused with nothing in the way: the server does not rename. */
static void
plan_direct(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u)
{
	remove_quietly(s, u->written);
	if (how->rename == RENAME_REQUIRED) {
		struct err e;

		err_code(&e, ERR_FILE, "COURIER_NO_RENAME",
		    "%s: the server does not rename %.*s, and rename = required",
		    ssh_name(s->ssh), STR_ARG(u->path));
		fail(u, &e);
		return;
	}
	s->cannot_rename = true;
	u->direct = true;
	u->written = u->path;
	u->resume = 0;
	u->failed = false;
	u->whole = false;
	u->ended = false;
}

static bool
status_says_cannot(uint32_t status)
{
	return status == SFTP_OP_UNSUPPORTED || status == SFTP_PERMISSION_DENIED ||
	    status == SFTP_FAILURE;
}

static void
plan_rename(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u)
{
	struct sftp_attributes attributes;
	struct err e;
	int there = sftp_stat(s, u->path, &attributes, &e);

	if (there < 0)
		fail(u, &e);
	else if (there > 0)
		meet_target(s, how, u);
	if (!u->failed || there < 0 || u->asked_last != UPLOAD_RENAME ||
	    (there > 0 && !how->replace))
		return;
	if (status_says_cannot(u->status))
		plan_direct(s, how, u);
	else
		remove_quietly(s, u->written);
}

static struct str
folder_or_here(struct str path)
{
	while (path.len > 0 && path.ptr[path.len - 1] != '/')
		path.len--;
	return path.len == 0 ? STR(".") : path;
}

/* A bare "failure" while writing is most often a full disk: the server is asked. */
static void
plan_write(struct sftp *s, struct sftp_upload *u)
{
	struct sftp_attributes attributes = {0};
	struct err ignored;
	uint64_t need = u->parcel->size;

	if (u->status == SFTP_FAILURE &&
	    sftp_stat(s, u->written, &attributes, &ignored) == 1 &&
	    sftp_disk_is_full(s, folder_or_here(u->path),
		need > attributes.size ? need - attributes.size : 1))
		err_code(&u->error, ERR_RETRY, "COURIER_DISK_FULL",
		    "%s: no space left for the %llu bytes of %.*s", ssh_name(s->ssh),
		    (unsigned long long)need, STR_ARG(u->path));
	remove_quietly(s, u->written);
}

static int
settle_one(
    struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u, struct err *e)
{
	if (!u->failed && how->verify)
		verify(s, how, u);
	else if (!u->failed)
		settle(u);
	if (u->failed && u->asked_last == UPLOAD_RENAME && !u->settled)
		plan_rename(s, how, u);
	else if (u->failed && u->asked_last == UPLOAD_WRITE)
		plan_write(s, u);
	if (!u->failed || !sftp_is_lost(&u->error))
		return 0;
	*e = u->error;
	return -1;
}

/* Uploads that became direct go once more through the straight way. */
static int
send_direct(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *uploads,
    size_t count, struct arena *a, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any |= !uploads[i].ended;
	if (!any)
		return 0;
	for (size_t i = 0; i < count; i++)
		if (!uploads[i].ended)
			uploads[i].note = "COURIER_NO_RENAME";
	if (sftp_upload_all(s, how, uploads, count, a, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (uploads[i].note != NULL && settle_one(s, how, &uploads[i], e) != 0)
			return -1;
	return 0;
}

int
sftp_settle(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *uploads,
    size_t count, struct arena *a, struct err *e)
{
	/* The temporary files of a full disk go first: they may be what fills it. */
	for (size_t i = 0; i < count; i++)
		if (settle_one(s, how, &uploads[i], e) != 0)
			return -1;
	return send_direct(s, how, uploads, count, a, e);
}
