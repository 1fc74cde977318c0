/* Packets in and out of one SSH channel, and requests that wait for their answer. */
#include "spool/sftp_session.h"

#include "base/sha256.h"
#include "base/text.h"

enum { IN_SIZE = SFTP_PACKET_MOST + 4 + 64 * 1024, WRITE_STEP = 32 * 1024 };

static int
broken(struct sftp *s, struct err *e)
{
	return err_code(e, ERR_RETRY, "COURIER_PROTOCOL",
	    "%s: the server sends something that is not SFTP", ssh_name(s->ssh));
}

static int
flush_some(struct sftp *s, struct err *e)
{
	while (s->out.from < s->out.to) {
		size_t len = s->out.to - s->out.from;
		int64_t n = ssh_write(s->ssh, s->out.buf + s->out.from,
		    len > WRITE_STEP ? WRITE_STEP : len, e);

		if (n < 0)
			return -1;
		if (n == 0)
			return 0;
		s->out.from += (size_t)n;
	}
	s->out.from = s->out.to = 0;
	return 0;
}

static int
fill_some(struct sftp *s, struct err *e)
{
	int64_t n;

	if (s->in_from > 0 && IN_SIZE - s->in_to < WRITE_STEP) {
		memmove(s->in, s->in + s->in_from, s->in_to - s->in_from);
		s->in_to -= s->in_from;
		s->in_from = 0;
	}
	if (s->in_to == IN_SIZE)
		return broken(s, e);
	n = ssh_read(s->ssh, s->in + s->in_to, IN_SIZE - s->in_to, e);
	if (n > 0)
		s->in_to += (size_t)n;
	return n < 0 ? -1 : n > 0;
}

static int
take_packet(struct sftp *s, struct sftp_packet *p, struct err *e)
{
	struct str in = {s->in + s->in_from, s->in_to - s->in_from};
	int found = sftp_packet_next(&in, p);

	if (found < 0)
		return broken(s, e);
	if (found > 0)
		s->in_from = s->in_to - in.len;
	if (s->in_from == s->in_to && found == 0)
		s->in_from = s->in_to = 0;
	return found;
}

int
sftp_pump(struct sftp *s, struct sftp_packet *p, struct err *e)
{
	int got = take_packet(s, p, e);

	if (got != 0)
		return got;
	if (flush_some(s, e) != 0)
		return -1;
	got = fill_some(s, e);
	return got <= 0 ? got : take_packet(s, p, e);
}

int
sftp_session_wait(struct sftp *s, struct err *e)
{
	return ssh_wait(s->ssh, e);
}

int
sftp_answer(struct sftp *s, struct sftp_packet *p, struct err *e)
{
	for (;;) {
		int got = sftp_pump(s, p, e);

		if (got < 0)
			return -1;
		if (got > 0)
			return p->id == SFTP_ASK_ID ? 0 : broken(s, e);
		if (sftp_session_wait(s, e) != 0)
			return -1;
	}
}

static void
learn_extensions(struct sftp *s, struct str body)
{
	struct str name, value;

	for (int i = 0;
	     i < 64 && wire_take_str(&body, &name) && wire_take_str(&body, &value); i++) {
		if (str_is(name, "posix-rename@openssh.com") && str_is(value, "1"))
			s->posix_rename = true;
		if (str_is(name, "statvfs@openssh.com") && str_is(value, "2"))
			s->statvfs = true;
	}
}

int
sftp_session_open(struct sftp **opened, struct ssh *ssh, struct arena *a, struct err *e)
{
	struct sftp *s = arena_new(a, struct sftp);
	struct sftp_packet p;
	int got;

	s->ssh = ssh;
	s->arena = a;
	s->out.buf = arena_alloc(a, SFTP_QUEUE);
	s->out.cap = SFTP_QUEUE;
	s->in = arena_alloc(a, IN_SIZE);
	map_open(&s->folders, a, 16);
	wire_begin(&s->out, SFTP_INIT, 3);
	wire_end(&s->out);
	while ((got = sftp_pump(s, &p, e)) == 0)
		if (sftp_session_wait(s, e) != 0)
			return -1;
	if (got < 0)
		return -1;
	if (p.type != SFTP_VERSION || p.id < 3)
		return broken(s, e);
	learn_extensions(s, p.body);
	*opened = s;
	return 0;
}

void
sftp_session_close(struct sftp *s)
{
	if (s != NULL)
		ssh_close(s->ssh);
}

bool
sftp_is_lost(const struct err *e)
{
	static const char *const codes[] = {
	    "COURIER_LOST", "COURIER_TIMEOUT", "COURIER_PROTOCOL"};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (e->code != NULL && strcmp(e->code, codes[i]) == 0)
			return true;
	return false;
}

/* How the statuses are sorted. FAILURE says nothing: the world may be better tomorrow. */
static const struct {
	uint32_t status;
	enum err_kind kind;
	const char *code;
	const char *words;
} status_rows[] = {
    {SFTP_NO_SUCH_FILE, ERR_FILE, "COURIER_NO_FOLDER", "no such file or folder"},
    {SFTP_NO_SUCH_PATH, ERR_FILE, "COURIER_NO_FOLDER", "no such folder"},
    {SFTP_PERMISSION_DENIED, ERR_FILE, "COURIER_DENIED", "permission denied"},
    {SFTP_WRITE_PROTECT, ERR_FILE, "COURIER_DENIED", "the disk is write protected"},
    {SFTP_FILE_ALREADY_EXISTS, ERR_FILE, "COURIER_NAME_TAKEN", "the name is taken"},
    {SFTP_OP_UNSUPPORTED, ERR_FILE, "COURIER_UNSUPPORTED", "not offered by the server"},
    {SFTP_NO_SPACE, ERR_RETRY, "COURIER_DISK_FULL", "no space left"},
    {SFTP_QUOTA_EXCEEDED, ERR_RETRY, "COURIER_DISK_FULL", "quota exceeded"},
    {SFTP_NO_CONNECTION, ERR_RETRY, "COURIER_LOST", "no connection"},
    {SFTP_CONNECTION_LOST, ERR_RETRY, "COURIER_LOST", "connection lost"},
};

int
sftp_status_fail(struct sftp *s, uint32_t status, struct str text, const char *what,
    struct str path, struct err *e)
{
	struct str shown = text_printable(s->arena, str_slice(text, 0, 120));

	for (size_t i = 0; i < sizeof status_rows / sizeof status_rows[0]; i++)
		if (status_rows[i].status == status)
			return err_code(e, status_rows[i].kind, status_rows[i].code,
			    "%s: %s %.*s: %s", ssh_name(s->ssh), what, STR_ARG(path),
			    status_rows[i].words);
	return err_code(e, ERR_RETRY, "COURIER_REFUSED",
	    "%s: %s %.*s: the server answers \"%.*s\" (status %u)", ssh_name(s->ssh),
	    what, STR_ARG(path), STR_ARG(shown), status);
}

/* The STATUS that answers the queued request. */
static int
ask_status(
    struct sftp *s, const char *what, struct str path, uint32_t *status, struct err *e)
{
	struct sftp_packet p;
	struct str text;
	uint32_t value;

	if (sftp_answer(s, &p, e) != 0)
		return -1;
	if (!sftp_status_of(&p, &value, &text))
		return broken(s, e);
	if (status != NULL)
		*status = value;
	else if (value != SFTP_OK)
		return sftp_status_fail(s, value, text, what, path, e);
	return 0;
}

int
sftp_simple(struct sftp *s, uint8_t type, struct str path, const char *what,
    uint32_t *status, struct err *e)
{
	wire_begin(&s->out, type, SFTP_ASK_ID);
	wire_str(&s->out, path);
	if (type == SFTP_MKDIR)
		wire_u32(&s->out, 0);
	wire_end(&s->out);
	return ask_status(s, what, path, status, e);
}

int
sftp_rename(struct sftp *s, struct str from, struct str to, bool replace,
    uint32_t *status, struct err *e)
{
	bool posix = replace && s->posix_rename;

	wire_begin(&s->out, posix ? SFTP_EXTENDED : SFTP_RENAME, SFTP_ASK_ID);
	if (posix)
		wire_str(&s->out, STR("posix-rename@openssh.com"));
	wire_str(&s->out, from);
	wire_str(&s->out, to);
	wire_end(&s->out);
	return ask_status(s, "rename to", to, status, e);
}

int
sftp_stat(
    struct sftp *s, struct str path, struct sftp_attributes *attributes, struct err *e)
{
	struct sftp_packet p;
	struct str text;
	uint32_t status;

	wire_begin(&s->out, SFTP_LSTAT, SFTP_ASK_ID);
	wire_str(&s->out, path);
	wire_end(&s->out);
	if (sftp_answer(s, &p, e) != 0)
		return -1;
	if (p.type == SFTP_ATTRS)
		return wire_take_attributes(&p.body, attributes) ? 1 : broken(s, e);
	if (!sftp_status_of(&p, &status, &text))
		return broken(s, e);
	if (status == SFTP_NO_SUCH_FILE || status == SFTP_NO_SUCH_PATH)
		return 0;
	return sftp_status_fail(s, status, text, "look at", path, e);
}

int
sftp_open_read(
    struct sftp *s, struct str path, bool folder, struct str *handle, struct err *e)
{
	struct sftp_packet p;
	struct str text;
	uint32_t status;

	wire_begin(&s->out, folder ? SFTP_OPENDIR : SFTP_OPEN, SFTP_ASK_ID);
	wire_str(&s->out, path);
	if (!folder) {
		wire_u32(&s->out, SFTP_OPEN_READ);
		wire_u32(&s->out, 0);
	}
	wire_end(&s->out);
	if (sftp_answer(s, &p, e) != 0)
		return -1;
	if (p.type == SFTP_HANDLE && wire_take_str(&p.body, &text) &&
	    text.len <= SFTP_HANDLE_MOST) {
		*handle = arena_str(s->arena, text);
		return 0;
	}
	if (!sftp_status_of(&p, &status, &text))
		return broken(s, e);
	return sftp_status_fail(s, status, text, "open", path, e);
}

void
sftp_close_handle(struct sftp *s, struct str handle)
{
	struct err ignored;
	uint32_t status;

	sftp_simple(s, SFTP_CLOSE, handle, "close", &status, &ignored);
}

static int
make_folder(struct sftp *s, struct str path, struct err *e)
{
	struct sftp_attributes attributes;
	int there = sftp_stat(s, path, &attributes, e);

	if (there != 0)
		return there < 0 ? -1 : 0;
	return sftp_simple(s, SFTP_MKDIR, path, "make folder", NULL, e);
}

int
sftp_make_folders(struct sftp *s, struct str path, struct err *e)
{
	struct sftp_attributes attributes;
	int there;

	if (path.len == 0 || map_find(&s->folders, path) != NULL)
		return 0;
	there = sftp_stat(s, path, &attributes, e);
	if (there < 0)
		return -1;
	for (size_t i = 1; there == 0 && i <= path.len; i++)
		if ((i == path.len || path.ptr[i] == '/') &&
		    make_folder(s, str_slice(path, 0, i), e) != 0)
			return -1;
	map_put(&s->folders, arena_str(s->arena, path), NULL);
	return 0;
}

bool
sftp_disk_is_full(struct sftp *s, struct str path, uint64_t need)
{
	struct err ignored;
	struct sftp_packet p;
	uint64_t block, fragment, blocks, free_blocks, available;

	if (!s->statvfs)
		return false;
	wire_begin(&s->out, SFTP_EXTENDED, SFTP_ASK_ID);
	wire_str(&s->out, STR("statvfs@openssh.com"));
	wire_str(&s->out, path);
	wire_end(&s->out);
	if (sftp_answer(s, &p, &ignored) != 0 || p.type != SFTP_EXTENDED_REPLY)
		return false;
	if (!wire_take_u64(&p.body, &block) || !wire_take_u64(&p.body, &fragment) ||
	    !wire_take_u64(&p.body, &blocks) || !wire_take_u64(&p.body, &free_blocks) ||
	    !wire_take_u64(&p.body, &available) || fragment == 0)
		return false;
	return available < need / fragment + 1;
}

static int
hash_block(void *context, struct str block, struct err *e)
{
	(void)e;
	sha256_add(context, block.ptr, block.len);
	return 0;
}

int
sftp_hash(struct sftp *s, struct str path, struct sha256_hex *hex, struct err *e)
{
	struct sha256 *hash = sha256_open();
	int failed = sftp_read(s, path, UINT64_MAX, hash_block, hash, e);

	*hex = sha256_finish(hash);
	return failed;
}
