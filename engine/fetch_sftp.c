/* Fetching from folders of an SFTP server: names by pattern, whole files only, none that
 * is still being written. */
#include "fetching.h"

#include "base/log.h"
#include "spool/name.h"
#include "spool/sftp.h"

#include <fnmatch.h>
#include <poll.h>

enum {
	FOLDERS_MOST = 1000, /* that patterns may stand for */
	OLD_SECONDS = 3600,  /* a file untouched for so long is complete; clocks differ */
	LEVELS_MOST = 32,
};

/* A list of folders that grows. */
struct folders {
	struct str *items;
	size_t count;
};

/* A file that may still be written. */
struct young {
	struct young *next;
	struct fetch_item item;
};

struct looking {
	struct fetching *f;
	struct arena arena; /* of the listings */
	struct young *young;
};

static struct str
joined(struct arena *a, struct str folder, struct str name)
{
	if (folder.len == 0)
		return name;
	return arena_format(a, "%.*s%s%.*s", STR_ARG(folder),
	    str_ends(folder, STR("/")) ? "" : "/", STR_ARG(name));
}

static bool
matches(struct arena *a, struct str pattern, struct str name)
{
	return fnmatch(arena_cstr(a, pattern), arena_cstr(a, name), FNM_PERIOD) == 0;
}

/* The folders below `folder` whose names match one part of a pattern. */
static int
expand_one(struct looking *k, struct str folder, struct str part, struct folders *out,
    struct err *e)
{
	struct remote_list list;

	if (sftp_list_folders(&k->f->link, folder, &list, &k->arena, e) != 0)
		return -1;
	for (size_t i = 0; i < list.count && out->count < FOLDERS_MOST; i++)
		if (matches(&k->arena, part, list.items[i].name))
			out->items[out->count++] =
			    joined(&k->arena, folder, list.items[i].name);
	return 0;
}

/* One part of a pattern further down: a plain name needs no listing. */
static int
expand_part(struct looking *k, struct folders *folders, struct str part, struct err *e)
{
	struct folders below = {arena_new_array(&k->arena, FOLDERS_MOST, struct str), 0};
	bool is_plain = str_find(part, '*') == part.len &&
	    str_find(part, '?') == part.len && str_find(part, '[') == part.len;

	for (size_t i = 0; i < folders->count; i++)
		if (is_plain)
			below.items[below.count++] =
			    joined(&k->arena, folders->items[i], part);
		else if (expand_one(k, folders->items[i], part, &below, e) != 0)
			return -1;
	*folders = below;
	return 0;
}

/* "/out/?/fdr" and the like, part by part. */
static int
expand(struct looking *k, struct str pattern, struct folders *folders, struct err *e)
{
	struct str rest = pattern, part;
	int levels = 0;

	folders->items = arena_new_array(&k->arena, 1, struct str);
	folders->items[0] = str_starts(pattern, STR("/")) ? STR("/") : STR("");
	folders->count = 1;
	while (str_cut(&rest, '/', &part))
		if (part.len > 0 && ++levels <= LEVELS_MOST &&
		    expand_part(k, folders, part, e) != 0)
			return -1;
	return 0;
}

static bool
is_wanted(struct looking *k, struct str name)
{
	const struct conf_list *patterns = &k->f->conf->patterns;
	bool wanted = patterns->count == 0;

	for (size_t i = 0; i < patterns->count && !wanted; i++)
		wanted = matches(&k->arena, patterns->items[i], name);
	/* What the inbound folder would ignore (half-written by its name) stays there. */
	return wanted && name_classify(name, NAME_ARCHIVES)->handling == NAME_PROCESS;
}

static int
fetch_file(struct fetching *f, const struct fetch_item *item, struct err *e)
{
	struct remote_file file = {item->name, item->size, item->modified}, after = file;
	struct publish_file local;
	int there;

	if (fetching_open(f, item, &local, e) != 0)
		return -1;
	there = sftp_fetch_into(
	    &f->link, item->remote, &file, local.fd, (uint64_t)f->g->conf.most_file, e);
	if (there == 0)
		there = sftp_look(&f->link, item->remote, &after, e) < 0 ? -1 : 0;
	if (there == 0 && (after.size != file.size || after.modified != file.modified))
		there = err_code(e, ERR_RETRY, "COURIER_STILL_WRITING",
		    "it changed while it was fetched");
	if (there != 0) {
		publish_abandon(&local);
		return -1;
	}
	return fetching_take(f, item, &local, e);
}

/* Fetches; only the end of the connection ends the look. */
static int
try_file(struct fetching *f, const struct fetch_item *item, struct err *e)
{
	struct err why;

	if (fetch_file(f, item, &why) == 0)
		return 0;
	if (fetching_is_lost(&why)) {
		*e = why;
		return -1;
	}
	fetching_tell(f, item->remote, &why);
	return 0;
}

static int
consider(
    struct looking *k, struct str folder, const struct remote_file *file, struct err *e)
{
	struct fetching *f = k->f;
	struct fetch_item item = {
	    .remote = joined(&f->arena, folder, arena_str(&f->arena, file->name)),
	    .name = arena_str(&f->arena, file->name),
	    .size = file->size,
	    .modified = file->modified,
	};
	int is_new = fetching_is_new(f, &item, e);

	if (is_new <= 0)
		return is_new;
	if (f->channel->settle > 0 && file->modified > clock_now() - OLD_SECONDS) {
		struct young *y = arena_new(&k->arena, struct young);

		*y = (struct young){k->young, item};
		k->young = y;
		return 0;
	}
	return try_file(f, &item, e);
}

static int
look_into(struct looking *k, struct str folder, struct err *e)
{
	struct remote_list list;

	if (sftp_list(&k->f->link, folder, &list, &k->arena, e) != 0) {
		if (fetching_is_lost(e))
			return -1;
		fetching_tell(k->f, folder, e);
		return 0;
	}
	for (size_t i = 0; i < list.count && fetching_may_go_on(k->f); i++)
		if (is_wanted(k, list.items[i].name) &&
		    consider(k, folder, &list.items[i], e) != 0)
			return -1;
	return 0;
}

static int
look_by(struct looking *k, struct str pattern, struct err *e)
{
	struct folders folders;

	if (expand(k, pattern, &folders, e) != 0) {
		if (fetching_is_lost(e))
			return -1;
		fetching_tell(k->f, pattern, e);
		return 0;
	}
	for (size_t i = 0; i < folders.count && fetching_may_go_on(k->f); i++)
		if (!str_equal(folders.items[i], k->f->conf->moved) &&
		    look_into(k, folders.items[i], e) != 0)
			return -1;
	return 0;
}

/* Files that were touched lately are taken when they are the same a little later. */
static int
take_young(struct looking *k, struct err *e)
{
	if (k->young == NULL)
		return 0;
	(void)poll(NULL, 0, k->f->channel->settle * 1000);
	for (struct young *y = k->young; y != NULL && fetching_may_go_on(k->f);
	     y = y->next) {
		struct remote_file now = {.size = 0};
		int got = sftp_look(&k->f->link, y->item.remote, &now, e);

		if (got < 0 && fetching_is_lost(e))
			return -1;
		if (got < 0)
			fetching_tell(k->f, y->item.remote, e);
		if (got > 0 && now.size == y->item.size &&
		    now.modified == y->item.modified && try_file(k->f, &y->item, e) != 0)
			return -1;
	}
	return 0;
}

static int
look(struct fetching *f, struct err *e)
{
	struct looking k = {.f = f};
	const struct conf_list *folders = &f->conf->folders;
	int status = folders->count == 0 ? look_into(&k, STR(""), e) : 0;

	for (size_t i = 0; status == 0 && i < folders->count; i++)
		status = look_by(&k, folders->items[i], e);
	if (status == 0)
		status = take_young(&k, e);
	arena_close(&k.arena);
	return status;
}

/* The folder of a remote path, and the name in it. */
static struct str
folder_of(struct str path, struct str *name)
{
	size_t end = path.len;

	while (end > 0 && path.ptr[end - 1] != '/')
		end--;
	*name = str_slice(path, end, path.len);
	return str_slice(path, 0, end > 1 ? end - 1 : end);
}

/* Moves it; one of that name may be there from another day. */
static int
move(struct fetching *f, const struct fetch_decided *d, struct err *e)
{
	struct str name, folder = folder_of(d->remote, &name),
			 to = str_starts(f->conf->moved, STR("/"))
	    ? f->conf->moved
	    : joined(&f->arena, folder, f->conf->moved);
	struct str other =
	    arena_format(&f->arena, "%.8s-%.*s", d->sha256.ptr, STR_ARG(name));

	if (sftp_move(&f->link, folder, name, to, e) == 0)
		return 0;
	return fetching_is_lost(e) ? -1
				   : sftp_move_as(&f->link, folder, name, to, other, e);
}

/* What is not there any more, or is another now, is not ours to tidy. */
static int
tidy(struct fetching *f, const struct fetch_decided *d, struct err *e)
{
	struct remote_file now = {.size = 0};
	struct str name, folder = folder_of(d->remote, &name);
	int got;

	if (str_is(f->conf->after, "keep"))
		return 0;
	got = sftp_look(&f->link, d->remote, &now, e);
	if (got <= 0)
		return got;
	if (now.size != (uint64_t)d->size || now.modified != d->modified)
		return 0;
	return str_is(f->conf->after, "move") ? move(f, d, e)
					      : sftp_remove(&f->link, folder, name, e);
}

const struct fetch_kind fetch_sftp = {
    .name = "sftp", .courier = &courier_sftp, .look = look, .tidy = tidy};
