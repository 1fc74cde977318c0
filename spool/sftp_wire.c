/* SFTP packets: writing into a fixed queue, reading with every length checked. */
#include "spool/sftp_wire.h"

#include "base/err.h"

enum { ATTR_SIZE = 1, ATTR_OWNER = 2, ATTR_MODE = 4, ATTR_TIME = 8 };
#define ATTR_EXTENDED 0x80000000u
enum { ATTR_EXTENDED_MOST = 64 };

bool
wire_has_room(struct wire *w, size_t len)
{
	if (w->cap - w->to >= len)
		return true;
	if (w->from > 0) {
		memmove(w->buf, w->buf + w->from, w->to - w->from);
		w->to -= w->from;
		w->from = 0;
	}
	return w->cap - w->to >= len;
}

char *
wire_reserve(struct wire *w, size_t len)
{
	char *at = w->buf + w->to;

	if (w->cap - w->to < len)
		BUG("an SFTP packet is written without room for it");
	w->to += len;
	return at;
}

static void
put_u32(char *at, uint32_t value)
{
	at[0] = (char)(value >> 24);
	at[1] = (char)(value >> 16 & 0xff);
	at[2] = (char)(value >> 8 & 0xff);
	at[3] = (char)(value & 0xff);
}

void
wire_u32(struct wire *w, uint32_t value)
{
	put_u32(wire_reserve(w, 4), value);
}

void
wire_u64(struct wire *w, uint64_t value)
{
	wire_u32(w, (uint32_t)(value >> 32));
	wire_u32(w, (uint32_t)(value & 0xffffffffu));
}

void
wire_str(struct wire *w, struct str s)
{
	char *at;

	wire_u32(w, (uint32_t)s.len);
	at = wire_reserve(w, s.len);
	if (s.len > 0)
		memcpy(at, s.ptr, s.len);
}

void
wire_begin(struct wire *w, uint8_t type, uint32_t id)
{
	w->packet = w->to;
	wire_u32(w, 0);
	*wire_reserve(w, 1) = (char)type;
	wire_u32(w, id);
}

void
wire_end(struct wire *w)
{
	put_u32(w->buf + w->packet, (uint32_t)(w->to - w->packet - 4));
}

bool
wire_take_u32(struct str *body, uint32_t *value)
{
	const unsigned char *p = (const unsigned char *)body->ptr;

	if (body->len < 4)
		return false;
	*value = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	*body = str_slice(*body, 4, body->len);
	return true;
}

bool
wire_take_u64(struct str *body, uint64_t *value)
{
	uint32_t high, low;

	if (body->len < 8 || !wire_take_u32(body, &high) || !wire_take_u32(body, &low))
		return false;
	*value = (uint64_t)high << 32 | low;
	return true;
}

bool
wire_take_str(struct str *body, struct str *s)
{
	struct str rest = *body;
	uint32_t len;

	if (!wire_take_u32(&rest, &len) || len > rest.len)
		return false;
	*s = str_slice(rest, 0, len);
	*body = str_slice(rest, len, rest.len);
	return true;
}

int
sftp_packet_next(struct str *in, struct sftp_packet *p)
{
	struct str rest = *in;
	uint32_t len;

	if (!wire_take_u32(&rest, &len))
		return 0;
	if (len < 5 || len > SFTP_PACKET_MOST)
		return -1;
	if (rest.len < len)
		return 0;
	p->type = (uint8_t)rest.ptr[0];
	p->body = str_slice(rest, 1, len);
	if (!wire_take_u32(&p->body, &p->id))
		return -1;
	*in = str_slice(rest, len, rest.len);
	return 1;
}

static bool
skip_extended(struct str *body)
{
	uint32_t count;
	struct str ignored;

	if (!wire_take_u32(body, &count) || count > ATTR_EXTENDED_MOST)
		return false;
	for (uint32_t i = 0; i < 2 * count; i++)
		if (!wire_take_str(body, &ignored))
			return false;
	return true;
}

bool
wire_take_attributes(struct str *body, struct sftp_attributes *attributes)
{
	struct sftp_attributes a = {0};
	uint32_t flags, ignored;
	uint64_t owners; /* user and group: nobody's business here */

	if (!wire_take_u32(body, &flags))
		return false;
	a.has_size = (flags & ATTR_SIZE) != 0;
	a.has_mode = (flags & ATTR_MODE) != 0;
	a.has_time = (flags & ATTR_TIME) != 0;
	if (a.has_size && !wire_take_u64(body, &a.size))
		return false;
	if ((flags & ATTR_OWNER) != 0 && !wire_take_u64(body, &owners))
		return false;
	if (a.has_mode && !wire_take_u32(body, &a.mode))
		return false;
	if (a.has_time &&
	    (!wire_take_u32(body, &ignored) || !wire_take_u32(body, &a.modified)))
		return false;
	if ((flags & ATTR_EXTENDED) != 0 && !skip_extended(body))
		return false;
	*attributes = a;
	return true;
}

bool
sftp_status_of(const struct sftp_packet *p, uint32_t *status, struct str *text)
{
	struct str body = p->body;

	*text = STR("");
	if (p->type != SFTP_STATUS || !wire_take_u32(&body, status))
		return false;
	wire_take_str(&body, text);
	return true;
}
