/*
 * The pipelined upload. Each file is a small state machine (open, write, stat, close,
 * rename); requests of up to `window` files are under way together, so that a round trip
 * is paid once for many files and not three times for each.
 *
 * What the straight way cannot finish (a rename that the server refuses, a disk that may
 * be full) is left to sftp_trouble.c, which works one file at a time afterwards.
 */
#include "spool/sftp_trouble.h"

/* What a request takes beside paths and content: its head, a handle, an extension's name.
 */
enum { REQUEST_ROOM = SFTP_HANDLE_MOST + 256 };

enum step {
	STEP_FREE,
	STEP_OPENING,
	STEP_WRITING,
	STEP_CLOSING,
	STEP_CLOSED, /* waits for room to ask for the rename */
	STEP_RENAMING,
};
enum request { ASKED_OPEN, ASKED_WRITE, ASKED_STAT, ASKED_CLOSE, ASKED_RENAME, REQUESTS };

struct slot {
	struct sftp_upload *upload;
	enum step step;
	unsigned pending; /* requests without an answer */
	uint64_t offset;  /* next byte to be written */
	char handle[SFTP_HANDLE_MOST];
	size_t handle_len;
};

struct sending {
	struct sftp *s;
	const struct sftp_sending *how;
	struct sftp_upload *uploads;
	size_t count;
	size_t next; /* first upload not begun */
	struct slot *slots;
	size_t slot_count;
	size_t busy;
};

static struct str
slot_handle(const struct slot *slot)
{
	return (struct str){slot->handle, slot->handle_len};
}

static void
request_begin(struct sending *sending, struct slot *slot, uint8_t type, enum request what)
{
	uint32_t id = (uint32_t)(slot - sending->slots) * REQUESTS + (uint32_t)what;

	wire_begin(&sending->s->out, type, id);
	slot->pending++;
}

static void
ask_open(struct sending *sending, struct slot *slot)
{
	struct wire *w = &sending->s->out;
	uint32_t truncate = slot->offset == 0 ? SFTP_OPEN_TRUNCATE : 0;

	request_begin(sending, slot, SFTP_OPEN, ASKED_OPEN);
	wire_str(w, slot->upload->written);
	wire_u32(w, SFTP_OPEN_WRITE | SFTP_OPEN_CREATE | truncate);
	wire_u32(w, 0);
	wire_end(w);
	slot->step = STEP_OPENING;
}

static void
ask_with_handle(
    struct sending *sending, struct slot *slot, uint8_t type, enum request what)
{
	request_begin(sending, slot, type, what);
	wire_str(&sending->s->out, slot_handle(slot));
	wire_end(&sending->s->out);
}

static void
ask_rename(struct sending *sending, struct slot *slot)
{
	struct wire *w = &sending->s->out;
	bool posix = sending->how->replace && sending->s->posix_rename;

	request_begin(sending, slot, posix ? SFTP_EXTENDED : SFTP_RENAME, ASKED_RENAME);
	if (posix)
		wire_str(w, STR("posix-rename@openssh.com"));
	wire_str(w, slot->upload->written);
	wire_str(w, slot->upload->path);
	wire_end(w);
	slot->step = STEP_RENAMING;
}

void
sftp_upload_fail(struct sftp_upload *u, const struct err *e)
{
	if (!u->failed)
		u->error = *e;
	u->failed = true;
}

static void
slot_free(struct sending *sending, struct slot *slot)
{
	struct sftp_upload *u = slot->upload;

	u->ended = true;
	u->settled = u->whole && !u->failed && !sending->how->verify;
	slot->step = STEP_FREE;
	slot->upload = NULL;
	sending->busy--;
}

/* The next block of the file, read straight into the queue; false when the queue is full
 * or there is nothing more to write. */
static bool
write_block(struct sending *sending, struct slot *slot)
{
	struct sftp_upload *u = slot->upload;
	struct wire *w = &sending->s->out;
	uint64_t left = u->parcel->size - slot->offset;
	size_t len = left > SFTP_CHUNK ? SFTP_CHUNK : (size_t)left;
	struct err e;
	size_t got = 0;
	char *at;

	if (len == 0 || u->failed || !wire_has_room(w, len + REQUEST_ROOM))
		return false;
	request_begin(sending, slot, SFTP_WRITE, ASKED_WRITE);
	wire_str(w, slot_handle(slot));
	wire_u64(w, slot->offset);
	wire_u32(w, (uint32_t)len);
	at = wire_reserve(w, len);
	while (got < len) {
		int64_t n =
		    parcel_read(u->parcel, slot->offset + got, at + got, len - got, &e);

		if (n <= 0) {
			/* The packet must go on: zeros, in a file that will be removed.
			 */
			memset(at + got, 0, len - got);
			u->asked_last = UPLOAD_WRITE;
			sftp_upload_fail(u, &e);
			break;
		}
		got += (size_t)n;
	}
	wire_end(w);
	slot->offset += len;
	return true;
}

static void
slot_write(struct sending *sending, struct slot *slot)
{
	while (write_block(sending, slot))
		;
	if ((slot->offset < slot->upload->parcel->size && !slot->upload->failed) ||
	    !wire_has_room(&sending->s->out, 2 * REQUEST_ROOM))
		return;
	ask_with_handle(sending, slot, SFTP_FSTAT, ASKED_STAT);
	ask_with_handle(sending, slot, SFTP_CLOSE, ASKED_CLOSE);
	slot->step = STEP_CLOSING;
}

/* All answers of the writing phase are in. */
static void
slot_close_done(struct sending *sending, struct slot *slot)
{
	struct sftp_upload *u = slot->upload;

	u->whole = !u->failed;
	if (u->failed || u->direct || sending->how->verify)
		slot_free(sending, slot);
	else
		slot->step = STEP_CLOSED;
}

static int
take_handle(struct sending *sending, struct slot *slot, struct sftp_packet *p)
{
	struct str handle;

	(void)sending;
	if (p->type != SFTP_HANDLE || !wire_take_str(&p->body, &handle) ||
	    handle.len > SFTP_HANDLE_MOST)
		return -1;
	memcpy(slot->handle, handle.ptr, handle.len);
	slot->handle_len = handle.len;
	slot->step = STEP_WRITING;
	return 0;
}

/* The size that the server has counted must be ours. */
static void
take_size(struct sending *sending, struct slot *slot, struct sftp_packet *p)
{
	struct sftp_upload *u = slot->upload;
	struct sftp_attributes attributes;
	struct err e;

	if (!wire_take_attributes(&p->body, &attributes) || !attributes.has_size ||
	    attributes.size == u->parcel->size || u->failed)
		return;
	err_code(&e, ERR_RETRY, "COURIER_SIZE", "%s: %.*s has %llu bytes there, not %llu",
	    ssh_name(sending->s->ssh), STR_ARG(u->written),
	    (unsigned long long)attributes.size, (unsigned long long)u->parcel->size);
	u->asked_last = UPLOAD_WRITE;
	sftp_upload_fail(u, &e);
}

static void
take_bad_status(struct sending *sending, struct slot *slot, enum request what,
    uint32_t status, struct str text)
{
	static const char *const verbs[] = {
	    "open", "write", "look at", "close", "rename to"};
	struct sftp_upload *u = slot->upload;
	struct err e;

	if (what == ASKED_STAT)
		return; /* a server that cannot say the size does not lose the file */
	u->asked_last = what == ASKED_RENAME ? UPLOAD_RENAME : UPLOAD_WRITE;
	u->status = status;
	sftp_status_fail(sending->s, status, text, verbs[what],
	    what == ASKED_RENAME ? u->path : u->written, &e);
	sftp_upload_fail(u, &e);
}

static int
take_answer(struct sending *sending, struct sftp_packet *p)
{
	uint32_t index = p->id / REQUESTS, status = SFTP_OK;
	enum request what = (enum request)(p->id % REQUESTS);
	struct slot *slot;
	struct str text;

	if (index >= sending->slot_count || sending->slots[index].pending == 0)
		return -1;
	slot = &sending->slots[index];
	slot->pending--;
	if (p->type == SFTP_STATUS && !sftp_status_of(p, &status, &text))
		return -1;
	if (p->type == SFTP_STATUS && status != SFTP_OK)
		take_bad_status(sending, slot, what, status, text);
	else if (what == ASKED_OPEN && take_handle(sending, slot, p) != 0)
		return -1;
	else if (what == ASKED_STAT && p->type == SFTP_ATTRS)
		take_size(sending, slot, p);
	if (slot->pending > 0)
		return 0;
	if (slot->step == STEP_CLOSING)
		slot_close_done(sending, slot);
	else if (slot->step == STEP_RENAMING || slot->step == STEP_OPENING)
		slot_free(sending, slot);
	return 0;
}

static void
begin_uploads(struct sending *sending)
{
	for (size_t i = 0; i < sending->slot_count && sending->next < sending->count;
	     i++) {
		struct slot *slot = &sending->slots[i];

		if (slot->step != STEP_FREE)
			continue;
		while (sending->next < sending->count &&
		    sending->uploads[sending->next].ended)
			sending->next++;
		if (sending->next == sending->count ||
		    !wire_has_room(&sending->s->out,
			sending->uploads[sending->next].written.len + REQUEST_ROOM))
			return;
		*slot = (struct slot){.upload = &sending->uploads[sending->next++]};
		slot->offset = slot->upload->resume;
		sending->busy++;
		ask_open(sending, slot);
	}
}

/* On a slow line the queue may be full of other files' bytes when a file is closed. */
static void
rename_uploads(struct sending *sending)
{
	for (size_t i = 0; i < sending->slot_count; i++) {
		struct slot *slot = &sending->slots[i];
		const struct sftp_upload *u = slot->upload;

		if (slot->step == STEP_CLOSED &&
		    wire_has_room(
			&sending->s->out, u->written.len + u->path.len + REQUEST_ROOM))
			ask_rename(sending, slot);
	}
}

static void
write_uploads(struct sending *sending)
{
	for (size_t i = 0; i < sending->slot_count; i++)
		if (sending->slots[i].step == STEP_WRITING)
			slot_write(sending, &sending->slots[i]);
}

static int
pump_all(struct sending *sending, struct err *e)
{
	struct sftp_packet p;

	for (;;) {
		int got;

		rename_uploads(sending);
		begin_uploads(sending);
		if (sending->busy == 0)
			return 0;
		write_uploads(sending);
		got = sftp_pump(sending->s, &p, e);
		if (got == 0 && sftp_session_wait(sending->s, e) != 0)
			return -1;
		/* Answers that are here already are taken before more is queued. */
		for (; got > 0; got = sftp_pump(sending->s, &p, e))
			if (take_answer(sending, &p) != 0)
				return err_code(e, ERR_RETRY, "COURIER_PROTOCOL",
				    "%s: an answer to nothing that was asked",
				    ssh_name(sending->s->ssh));
		if (got < 0)
			return -1;
	}
}

int
sftp_upload_all(struct sftp *s, const struct sftp_sending *how,
    struct sftp_upload *uploads, size_t count, struct arena *a, struct err *e)
{
	struct sending sending = {
	    .s = s,
	    .how = how,
	    .uploads = uploads,
	    .count = count,
	    .slot_count = how->window,
	};

	sending.slots = arena_new_array(a, sending.slot_count, struct slot);
	return pump_all(&sending, e);
}
