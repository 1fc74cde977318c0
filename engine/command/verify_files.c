/* Files on disk against what the ledger says of them, by sha256. */
#include "command/verify_files.h"

#include "base/sha256.h"
#include "spool/folder.h"
#include "spool/name.h"

#include <fcntl.h>
#include <unistd.h>

enum { NUMBERED_MOST = 50 };

static const char select_files[] =
    "SELECT creditor, name, sha256, state, booked_at FROM file ORDER BY id";
static const char select_artefacts[] =
    "SELECT b.creditor, b.outlet, a.name, a.sha256 FROM artefact a JOIN batch b ON b.id "
    "= a.batch"
    " WHERE b.state = 'sent' AND a.id = (SELECT MAX(x.id) FROM artefact x"
    " JOIN batch y ON y.id = x.batch WHERE x.name = a.name AND y.creditor = b.creditor"
    " AND y.outlet = b.outlet AND y.state = 'sent') ORDER BY a.id";

/* Whether the entry has the content; *there tells whether it is there at all. */
static bool
has_content(int folder, const char *name, struct str sha256, bool *there)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct sha256_hex hex = {""};
	struct err e;

	*there = fd >= 0;
	if (fd < 0)
		return false;
	if (sha256_of_fd(fd, &hex, &e) != 0)
		hex.text[0] = '\0';
	close(fd);
	return str_is(sha256, hex.text);
}

/* Whether `name`, or a numbered form of it, lies in the folder with this content. */
static bool
is_kept(int folder, struct str name, struct str sha256)
{
	char numbered[FOLDER_NAME_SIZE];
	bool there = true;

	for (unsigned n = 1; n <= NUMBERED_MOST && there; n++) {
		name_numbered(name, n, numbered);
		if (has_content(folder, numbered, sha256, &there))
			return true;
	}
	return false;
}

static bool
is_archived(const struct engine *g, const struct rows *rows, struct arena *a)
{
	struct str booked = row_text(rows, 4), path = STR("scarti");
	int base, folder;
	bool kept;
	struct err e;

	if (!str_is(row_text(rows, 3), "refused"))
		path = arena_format(a, "archivio/%.*s/%.*s",
		    STR_ARG(str_slice(booked, 0, 4)), STR_ARG(str_slice(booked, 5, 7)));
	base = folder_open(g->root, row_text(rows, 0), FOLDER_MUST_BE, &e);
	if (base < 0)
		return false;
	folder = folder_open(base, path, FOLDER_MUST_BE, &e);
	close(base);
	if (folder < 0)
		return false;
	kept = is_kept(folder, row_text(rows, 1), row_text(rows, 2));
	close(folder);
	return kept;
}

/* Refused files are taken back by people; old ones may be gone after the retention time.
 */
static bool
is_expected(const struct engine *g, const struct rows *rows)
{
	struct date day;

	if (str_is(row_text(rows, 3), "refused") || !date_parse(row_text(rows, 4), &day))
		return false;
	return g->conf.retention == 0 ||
	    date_to_days(clock_today()) - date_to_days(day) <= g->conf.retention;
}

int
verify_archive(const struct engine *g, struct db *db, int64_t *missing, struct err *e)
{
	struct arena a = {0};
	struct rows rows;
	int got;

	*missing = 0;
	if (db_query(db, &rows, select_files, DB_NONE, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		arena_reset(&a);
		if (is_expected(g, &rows) && !is_archived(g, &rows, &a))
			++*missing;
	}
	arena_close(&a);
	return got;
}

/* The folder of an outlet, kept open while rows stay with it. */
struct outlet_folder {
	struct str creditor, outlet;
	int fd;
	struct arena arena;
};

static void
close_folder(struct outlet_folder *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	arena_close(&f->arena);
}

static void
open_folder(const struct engine *g, struct outlet_folder *f, struct str creditor,
    struct str outlet)
{
	const struct conf_creditor *c;
	const struct conf_outlet *o;
	struct err e;
	int base;

	if (str_equal(f->creditor, creditor) && str_equal(f->outlet, outlet))
		return;
	close_folder(f);
	f->creditor = arena_str(&f->arena, creditor);
	f->outlet = arena_str(&f->arena, outlet);
	c = conf_creditor_find(&g->conf, creditor);
	o = c == NULL ? NULL : conf_outlet_find(c, outlet);
	base = o == NULL ? -1 : folder_open(g->root, creditor, FOLDER_MUST_BE, &e);
	if (base < 0)
		return;
	f->fd = folder_open_configured(
	    base, engine_outlet_path(o, &f->arena), FOLDER_MUST_BE, &e);
	close(base);
}

int
verify_outbound(const struct engine *g, struct db *db, int64_t *changed, struct err *e)
{
	struct outlet_folder folder = {.fd = -1};
	struct arena a = {0};
	struct rows rows;
	int got;

	*changed = 0;
	if (db_query(db, &rows, select_artefacts, DB_NONE, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		bool there = false;

		arena_reset(&a);
		open_folder(g, &folder, row_text(&rows, 0), row_text(&rows, 1));
		if (folder.fd >= 0 &&
		    !has_content(folder.fd, arena_cstr(&a, row_text(&rows, 2)),
			row_text(&rows, 3), &there) &&
		    there)
			++*changed;
	}
	close_folder(&folder);
	arena_close(&a);
	return got;
}
