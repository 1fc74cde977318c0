/* From a partner's thing to a file in the inbound folder and a row of the ledger. Between
 * the two power may go: then the thing is fetched again, and its digest tells that it is
 * here already. */
#include "fetching.h"

#include "base/log.h"
#include "ledger/audit.h"
#include "ledger/files.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HELD_MOST = 64 << 20 }; /* bytes of answers in memory: then a fresh process */

bool
fetching_may_go_on(struct fetching *f)
{
	bool may = f->tally.taken + f->tally.known < f->conf->most_files &&
	    f->held < HELD_MOST && clock_monotonic() < f->until;

	if (!may)
		f->tally.more = true;
	return may;
}

bool
fetching_is_lost(const struct err *why)
{
	static const char *const codes[] = {"COURIER_LOST", "COURIER_TIMEOUT",
	    "COURIER_PROTOCOL", "COURIER_UNREACHABLE", "NODE_BUSY"};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (why->code != NULL && strcmp(why->code, codes[i]) == 0)
			return true;
	return why->kind == ERR_CONF;
}

void
fetching_tell(struct fetching *f, struct str remote, const struct err *why)
{
	f->tally.failed++;
	f->looks.code = arena_str(&f->arena, str_of(why->code));
	f->looks.last_error = arena_format(
	    &f->arena, "%.*s: %s", STR_ARG(str_slice(remote, 0, 200)), why->text);
	log_warn("fetcher %.*s: %.*s", STR_ARG(f->conf->link.name),
	    STR_ARG(f->looks.last_error));
}

/* What the ledger is to remember of a thing. */
static struct fetched
row_of(const struct fetching *f, const struct fetch_item *item, int64_t version,
    const char *state)
{
	return (struct fetched){
	    .fetcher = f->conf->link.name,
	    .creditor = f->conf->creditor,
	    .channel = f->conf->channel,
	    .remote = item->remote,
	    .version = version,
	    .size = (int64_t)item->size,
	    .modified = item->modified,
	    .name = item->name,
	    .state = str_of(state),
	};
}

static int
note(struct fetching *f, struct fetched *row, const char *event, const char *detail,
    struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	struct audit audit;

	row->at = str_of(now.text);
	if (db_begin(f->db, e) != 0)
		return -1;
	if (fetched_insert(f->db, row, e) == 0 &&
	    audit_open(&audit, f->db, clock_now(), e) == 0 &&
	    audit_add(&audit, event, row->creditor, row->name, str_of(detail), e) == 0)
		return db_commit(f->db, e);
	db_rollback(f->db);
	return -1;
}

/* A thing beyond the limit is remembered without its bytes, and told once. */
static int
refuse_size(
    struct fetching *f, const struct fetch_item *item, int64_t version, struct err *e)
{
	struct fetched row = row_of(f, item, version, "refused");
	struct str detail = arena_format(&f->arena,
	    "fetcher %.*s, %.*s: %llu bytes, more than the %lld allowed",
	    STR_ARG(f->conf->link.name), STR_ARG(item->remote),
	    (unsigned long long)item->size, (long long)f->g->conf.most_file);
	struct err why;

	err_file(&why, "FETCH_TOO_LARGE", "%llu bytes, more than the %lld allowed",
	    (unsigned long long)item->size, (long long)f->g->conf.most_file);
	fetching_tell(f, item->remote, &why);
	return note(f, &row, "fetch.refused", detail.ptr, e);
}

static bool
has_changed(const struct fetched *known, const struct fetch_item *item)
{
	return (item->size != 0 && known->size != (int64_t)item->size) ||
	    (item->modified != 0 && known->modified != item->modified);
}

int
fetching_is_new(struct fetching *f, const struct fetch_item *item, struct err *e)
{
	struct fetched known = {.version = 0};
	int got =
	    fetched_find(f->db, f->conf->link.name, item->remote, &known, &f->arena, e);

	if (got < 0)
		return -1;
	if (got > 0 && !has_changed(&known, item))
		return 0;
	if (item->size > (uint64_t)f->g->conf.most_file)
		return refuse_size(f, item, known.version + 1, e);
	return 1;
}

int
fetching_open(struct fetching *f, const struct fetch_item *item,
    struct publish_file *file, struct err *e)
{
	return publish_open(file, f->folder, item->name, PUBLISH_SAME, e);
}

/* What stands in the inbound folder under a name: 1 the same bytes, 0 others, -1 nothing.
 */
static int
compare_taken(const struct fetching *f, const char *name, const struct sha256_hex *hex)
{
	int fd = openat(f->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct sha256_hex there;
	struct err ignored;
	int same;

	if (fd < 0)
		return -1;
	same =
	    sha256_of_fd(fd, &there, &ignored) == 0 && strcmp(there.text, hex->text) == 0;
	close(fd);
	return same;
}

/* "estratto.xml" -> "estratto-1a2b3c4d.xml": for other bytes under a taken name. */
static struct str
name_with_digest(struct arena *a, struct str name, const struct sha256_hex *hex)
{
	size_t dot = name.len;

	while (dot > 1 && name.ptr[dot - 1] != '.')
		dot--;
	dot = dot > 1 ? dot - 1 : name.len;
	return arena_format(a, "%.*s-%.8s%.*s", STR_ARG(str_slice(name, 0, dot)),
	    hex->text, STR_ARG(str_slice(name, dot, name.len)));
}

/* The time that the partner tells becomes the file's, as if it had been copied here. */
static void
set_time(const struct publish_file *file, int64_t modified)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = modified}};

	if (modified > 0 && modified <= clock_now())
		(void)futimens(file->fd, times);
}

/* Gives the file its name, another when that is taken; the row learns which. */
static int
drop(struct fetching *f, struct fetched *row, const struct sha256_hex *hex,
    struct publish_file *file, struct err *e)
{
	int taken = compare_taken(f, file->name, hex);

	if (taken == 0) {
		row->name = name_with_digest(&f->arena, row->name, hex);
		if (folder_name(row->name, file->name, e) != 0) {
			publish_abandon(file);
			return -1;
		}
	}
	set_time(file, row->modified);
	if (publish_close(file, e) != 0)
		return -1;
	f->tally.taken++;
	return f->channel->done_file
	    ? publish_bytes(f->folder,
		  arena_format(&f->arena, "%.*s.ok", STR_ARG(row->name)), PUBLISH_SAME,
		  STR(""), e)
	    : 0;
}

/* Drops the file unless its content is in the ledger already. */
static int
drop_if_new(struct fetching *f, struct fetched *row, const struct sha256_hex *hex,
    struct publish_file *file, struct err *e)
{
	int64_t id;
	int known = file_find_content(f->db, row->creditor, row->sha256, &id, e);

	if (known == 0)
		return drop(f, row, hex, file, e);
	publish_abandon(file);
	f->tally.known += known > 0;
	return known < 0 ? -1 : 0;
}

/* What is told of a thing that had been fetched before and is not the same any more. */
static void
tell_change(struct fetching *f, const struct fetched *known)
{
	struct err why;

	err_file(&why, "FETCH_CHANGED", "it is not what was fetched on %.*s",
	    STR_ARG(str_slice(known->at, 0, 10)));
	fetching_tell(f, known->remote, &why);
	f->tally.failed--;
}

static int
take(struct fetching *f, const struct fetch_item *item, const struct sha256_hex *hex,
    struct publish_file *file, struct err *e)
{
	struct fetched known = {.version = 0}, row;
	struct str detail;
	int got =
	    fetched_find(f->db, f->conf->link.name, item->remote, &known, &f->arena, e);

	if (got < 0 || (got > 0 && str_is(known.sha256, hex->text))) {
		publish_abandon(file);
		return got < 0 ? -1 : fetched_touch(f->db, known.id, item->modified, e);
	}
	if (got > 0)
		tell_change(f, &known);
	row = row_of(f, item, known.version + 1, "fetched");
	row.sha256 = str_of(hex->text);
	detail = arena_format(&f->arena, "fetcher %.*s, %.*s, %lld bytes, sha256 %s",
	    STR_ARG(f->conf->link.name), STR_ARG(item->remote), (long long)row.size,
	    hex->text);
	if (drop_if_new(f, &row, hex, file, e) != 0)
		return -1;
	return note(f, &row, got > 0 ? "fetch.changed" : "fetch.taken", detail.ptr, e);
}

int
fetching_take(struct fetching *f, const struct fetch_item *item,
    struct publish_file *file, struct err *e)
{
	struct fetch_item whole = *item;
	struct sha256_hex hex;
	struct stat st;
	int status;

	if (fstat(file->fd, &st) != 0) {
		err_errno(e, "%.*s", STR_ARG(item->name));
		publish_abandon(file);
		return -1;
	}
	if (whole.size == 0)
		whole.size = (uint64_t)st.st_size;
	if (sha256_of_fd(file->fd, &hex, e) != 0) {
		publish_abandon(file);
		return -1;
	}
	status = take(f, &whole, &hex, file, e);
	if (f->done != NULL)
		__atomic_store_n(
		    f->done, f->tally.taken + f->tally.known, __ATOMIC_RELAXED);
	return status;
}
