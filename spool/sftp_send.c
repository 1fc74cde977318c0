/*
 * A batch of files over SFTP: under which names they are written, from where a former try
 * is taken up, and what the courier says of each. The way itself is sftp_upload.c's.
 */
#include "spool/sftp_send.h"

#include "spool/sftp_trouble.h"

/* Bytes of one file that may be unanswered: after a broken connection the rest can be
 * trusted only before them. */
#define RESUME_DOUBT ((uint64_t)SFTP_QUEUE * 4)

/* Where a former try has left off, minus what may have holes. */
static uint64_t
resume_at(struct sftp *s, const struct sftp_upload *u)
{
	struct sftp_attributes attributes;
	struct err ignored;

	if (u->direct || !u->parcel->again || u->parcel->size <= RESUME_DOUBT ||
	    sftp_stat(s, u->written, &attributes, &ignored) != 1 ||
	    !attributes.has_size || attributes.size > u->parcel->size ||
	    attributes.size <= RESUME_DOUBT)
		return 0;
	return (attributes.size - RESUME_DOUBT) / SFTP_CHUNK * SFTP_CHUNK;
}

/* The temporary name carries the content's hash, so that a rest of other content is never
 * taken up. */
static void
name_upload(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u,
    struct arena *a)
{
	struct str name = u->parcel->name;

	u->path = how->folder.len == 0
	    ? name
	    : arena_format(a, "%.*s/%.*s", STR_ARG(how->folder), STR_ARG(name));
	u->direct = how->rename == RENAME_NEVER || s->cannot_rename;
	u->written = u->direct ? u->path
			       : arena_format(a, "%.*s.%.8s%.*s", STR_ARG(u->path),
				     u->parcel->sha256.text, STR_ARG(how->temporary));
}

static struct str
folder_of(struct str path)
{
	size_t at = path.len;

	while (at > 0 && path.ptr[at - 1] != '/')
		at--;
	return str_slice(path, 0, at > 0 ? at - 1 : 0);
}

/* Names, folders and resume points: 0, or -1 when the connection is gone. */
static int
prepare(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *u,
    struct arena *a, struct err *e)
{
	struct err own = {0};

	name_upload(s, how, u, a);
	if (how->make_folders && sftp_make_folders(s, folder_of(u->path), &own) != 0) {
		sftp_upload_fail(u, &own);
		u->ended = true;
		if (sftp_is_lost(&own)) {
			*e = own;
			return -1;
		}
	} else {
		u->resume = resume_at(s, u);
	}
	return 0;
}

static int
send_batch(struct sftp *s, const struct sftp_sending *how, struct sftp_upload *uploads,
    size_t count, struct arena *a, struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (prepare(s, how, &uploads[i], a, e) != 0)
			return -1;
	if (sftp_upload_all(s, how, uploads, count, a, e) != 0)
		return -1;
	return sftp_settle(s, how, uploads, count, a, e);
}

void
sftp_send(struct sftp *s, const struct sftp_sending *how, struct parcel *parcels,
    size_t count, struct arena *a)
{
	struct sftp_upload *uploads = arena_new_array(a, count, struct sftp_upload);
	struct err e = {0};
	bool lost;

	for (size_t i = 0; i < count; i++)
		uploads[i].parcel = &parcels[i];
	lost = send_batch(s, how, uploads, count, a, &e) != 0;
	for (size_t i = 0; i < count; i++) {
		struct sftp_upload *u = &uploads[i];

		if (u->failed)
			courier_failed(u->parcel, &u->error);
		else if (u->ended && (!lost || u->settled))
			courier_done(u->parcel);
		if (u->note != NULL && u->parcel->result.state == DELIVERY_DONE)
			u->parcel->result.code = u->note;
	}
	if (lost)
		courier_rest_failed(parcels, count, &e);
}
