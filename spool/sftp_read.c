/* Reading a remote file with several requests under way, blocks handed on in order. */
#include "spool/sftp_session.h"

enum { READS = 32 };

struct reading {
	struct str handle;
	struct str path;
	uint64_t asked; /* offset of the next request */
	uint64_t got;   /* offset of the next block in order */
	uint64_t most;
	unsigned first; /* id of the oldest request under way */
	unsigned pending;
	bool ended;
};

static void
ask_block(struct sftp *s, struct reading *r, uint64_t offset, uint32_t len)
{
	wire_begin(&s->out, SFTP_READ, r->first + r->pending);
	wire_str(&s->out, r->handle);
	wire_u64(&s->out, offset);
	wire_u32(&s->out, len);
	wire_end(&s->out);
	r->pending++;
}

static void
ask_ahead(struct sftp *s, struct reading *r)
{
	while (!r->ended && r->pending < READS && wire_has_room(&s->out, 1024)) {
		ask_block(s, r, r->asked, SFTP_CHUNK);
		r->asked += SFTP_CHUNK;
	}
}

/* Servers answer in the order of the requests; one that does not, or that gives a short
 * block in the middle, is read on from the gap once all is in. */
static int
take_answer(struct sftp *s, struct reading *r, struct sftp_packet *p,
    int (*take)(void *, struct str, struct err *), void *context, struct err *e)
{
	struct str block = STR(""), text;
	uint32_t status;

	if (p->id != r->first)
		return err_code(e, ERR_RETRY, "COURIER_PROTOCOL",
		    "%s: the server answers out of order", ssh_name(s->ssh));
	r->first++;
	r->pending--;
	if (p->type == SFTP_DATA) {
		if (!wire_take_str(&p->body, &block) || block.len > SFTP_CHUNK ||
		    block.len == 0)
			return err_code(e, ERR_RETRY, "COURIER_PROTOCOL",
			    "%s: a block of the wrong size", ssh_name(s->ssh));
	} else if (!sftp_status_of(p, &status, &text) || status != SFTP_EOF) {
		return sftp_status_fail(s, status, text, "read", r->path, e);
	} else {
		r->ended = true;
		return 0;
	}
	if (r->ended)
		return 0;
	r->got += block.len;
	if (r->got > r->most)
		return err_code(e, ERR_FILE, "FILE_TOO_LARGE",
		    "%s: %.*s is larger than %llu bytes", ssh_name(s->ssh),
		    STR_ARG(r->path), (unsigned long long)r->most);
	if (block.len < SFTP_CHUNK)
		r->ended = true;
	return take(context, block, e);
}

/* After a short block everything else under way is dropped; then one request after the
 * other until the server says that it is the end. */
static int
read_tail(struct sftp *s, struct reading *r,
    int (*take)(void *, struct str, struct err *), void *context, struct err *e)
{
	struct sftp_packet p;

	for (;;) {
		uint64_t before = r->got;

		r->ended = false;
		r->first = SFTP_ASK_ID;
		r->pending = 0;
		ask_block(s, r, r->got, SFTP_CHUNK);
		if (sftp_answer(s, &p, e) != 0 ||
		    take_answer(s, r, &p, take, context, e) != 0)
			return -1;
		if (r->got == before)
			return 0;
	}
}

static int
read_blocks(struct sftp *s, struct reading *r,
    int (*take)(void *, struct str, struct err *), void *context, struct err *e)
{
	struct sftp_packet p;
	int failed = 0;

	for (;;) {
		int got;

		if (failed == 0)
			ask_ahead(s, r);
		if (r->pending == 0)
			return failed != 0 ? -1 : read_tail(s, r, take, context, e);
		got = sftp_pump(s, &p, failed == 0 ? e : &(struct err){0});
		if (got < 0 || (got == 0 && sftp_session_wait(s, e) != 0))
			return -1;
		if (got == 0)
			continue;
		if (failed != 0) {
			r->pending--; /* its answers must not meet the next request */
		} else if (take_answer(s, r, &p, take, context, e) != 0) {
			failed = -1;
			r->ended = true;
		}
	}
}

int
sftp_read(struct sftp *s, struct str path, uint64_t most,
    int (*take)(void *context, struct str block, struct err *e), void *context,
    struct err *e)
{
	struct reading r = {.path = path, .most = most};
	int failed;

	if (sftp_open_read(s, path, false, &r.handle, e) != 0)
		return -1;
	failed = read_blocks(s, &r, take, context, e);
	sftp_close_handle(s, r.handle);
	return failed;
}
