/* One look at a folder, compared with the look before: what changed is not finished. */
#include "spool/watch_scan.h"

#include "base/date.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* More entries than this are left for a later scan; a note says so. */
enum { ENTRIES_MOST = 200000 };
/* Seconds after which waiting is worth a person's eye. */
enum { LASTING = 3600 };

static const struct name_rule settling = {NAME_WAIT, true, "settling",
    {"da poco depositato: si attende che non cambi più",
	"just dropped: it must be seen unchanged first"}};
static const struct name_rule in_use = {NAME_WAIT, true, "in-use",
    {"qualcuno lo ha aperto in un programma: chiuderlo",
	"somebody has it open in a program: close it"}};
static const struct name_rule no_done_file = {NAME_WAIT, true, "no-done-file",
    {"manca il file .ok che lo dichiara completo",
	"the .ok file that declares it complete is missing"}};
static const struct name_rule done_file_alone = {NAME_WAIT, true, "done-file-alone",
    {"file .ok senza il file che dichiara completo",
	".ok file without the file that it declares complete"}};
static const struct name_rule unreadable = {NAME_HOLD, true, "unreadable",
    {"non si può leggere: cambiare i permessi del file",
	"it cannot be read: change the file's permissions"}};
static const struct name_rule folder_away = {NAME_WAIT, true, "folder-away",
    {"la cartella non è raggiungibile: la condivisione è montata?",
	"the folder cannot be reached: is the share mounted?"}};
static const struct name_rule folder_other = {NAME_WAIT, true, "folder-other",
    {"la cartella è ora su un altro file system: la condivisione è stata smontata?",
	"the folder is now on another file system: was the share unmounted?"}};
static const struct name_rule folder_full = {NAME_WAIT, true, "folder-full",
    {"troppi file nella cartella: si procede a lotti",
	"too many files in the folder: they are taken in lots"}};

static struct watch_look *
look_now(struct watched *f)
{
	return &f->looks[f->current];
}

static struct watch_entry *
find(const struct watch_look *look, struct str name)
{
	const uint64_t *index = look->count == 0 ? NULL : map_find(&look->by_name, name);

	return index == NULL ? NULL : &look->entries[*index];
}

/* The note about the folder itself; repeated trouble is not fresh. */
static void
set_trouble(struct watched *f, const struct name_rule *rule)
{
	bool same = f->trouble.rule == rule;

	if (!same)
		f->trouble = (struct watch_entry){.rule = rule, .first_seen = time(NULL)};
	f->trouble.lasting = rule != NULL;
	f->trouble.fresh = rule != NULL && !same;
}

/* Opens the folder again. A folder that was replaced or mounted over is another inode;
 * the descriptor of before would show the wrong one for ever. */
static int
reopen(struct watched *f)
{
	struct err e;
	struct stat st;
	int fd =
	    folder_open_configured(f->folder.base, f->folder.path, FOLDER_MUST_BE, &e);

	if (fd < 0 || fstat(fd, &st) != 0) {
		if (fd >= 0)
			close(fd);
		if (f->fd >= 0)
			close(f->fd);
		f->fd = -1;
		return -1;
	}
	if (f->fd >= 0 && st.st_dev == f->device && st.st_ino == f->inode) {
		close(fd);
		return 0;
	}
	if (f->inode != 0 && st.st_dev != f->device)
		set_trouble(f, &folder_other);
	if (f->fd >= 0)
		close(f->fd);
	f->fd = fd;
	f->device = st.st_dev;
	f->inode = st.st_ino;
	f->hint = -1; /* watch.c asks for hints about the new one */
	return 0;
}

static struct watch_entry *
new_entry(struct watch_look *look)
{
	struct watch_entry *bigger;

	if (look->count == look->room) {
		look->room = look->room == 0 ? 64 : look->room * 2;
		bigger = arena_new_array(&look->arena, look->room, struct watch_entry);
		if (look->count > 0)
			memcpy(bigger, look->entries, look->count * sizeof *bigger);
		look->entries = bigger;
	}
	return &look->entries[look->count++];
}

/* What name and kind say; the settle time is not yet looked at. */
static const struct name_rule *
rule_of(const struct watched *f, const char *name, const struct stat *st)
{
	const struct name_rule *by_name = name_classify(str_of(name), f->folder.policy);
	const struct name_rule *by_kind = name_classify_mode(st->st_mode);

	if (by_name->handling == NAME_IGNORE && !by_name->told)
		return by_name;
	if (by_kind != NULL)
		return by_kind;
	if (by_name->handling != NAME_PROCESS)
		return by_name;
	if (faccessat(f->fd, name, R_OK, AT_EACCESS) != 0 && errno == EACCES)
		return &unreadable;
	return NULL;
}

static bool
is_unchanged(const struct watch_entry *a, const struct watch_entry *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	    a->changed.tv_sec == b->changed.tv_sec &&
	    a->changed.tv_nsec == b->changed.tv_nsec;
}

static void
compare_with_before(struct watched *f, struct watch_entry *entry)
{
	const struct watch_entry *before = find(&f->looks[!f->current], entry->name);
	const uint64_t *moved = map_find(&f->moved, entry->name);

	entry->first_seen = before != NULL ? before->first_seen : time(NULL);
	entry->unchanged_since = clock_monotonic();
	entry->moved = moved != NULL && *moved == 1;
	if (before != NULL && is_unchanged(before, entry)) {
		entry->unchanged_since = before->unchanged_since;
		entry->moved = entry->moved || before->moved;
	} else if (before != NULL) {
		entry->grew = true;
	}
}

static void
add(struct watched *f, const char *name)
{
	struct watch_look *look = look_now(f);
	struct watch_entry *entry;
	struct stat st;

	if (fstatat(f->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return; /* gone since the folder was read */
	if (!f->check_only && S_ISDIR(st.st_mode) &&
	    strcmp(name, WATCH_CHECK_FOLDER) == 0)
		return;
	entry = new_entry(look);
	*entry = (struct watch_entry){
	    .name = arena_str(&look->arena, str_of(name)),
	    .device = st.st_dev,
	    .inode = st.st_ino,
	    .size = (uint64_t)st.st_size,
	    .changed = st.st_mtim,
	    .rule = rule_of(f, name, &st),
	};
	compare_with_before(f, entry);
	/* The time of the inode cannot be set by the sender, that of the content can. */
	entry->lasting = st.st_ctim.tv_sec < time(NULL) - LASTING;
	*map_put(&look->by_name, entry->name, NULL) = look->count - 1;
}

static void
mark_those_in_use(struct watch_look *look)
{
	for (size_t i = 0; i < look->count; i++) {
		struct str marked = name_marked(look->entries[i].name);
		struct watch_entry *other = marked.len == 0 ? NULL : find(look, marked);

		if (other != NULL && other->rule == NULL)
			other->rule = &in_use;
	}
}

static void
pair_done_file(struct watch_look *look, struct watch_entry *entry)
{
	struct str of = name_done_for(entry->name);
	char done[FOLDER_NAME_SIZE];

	if (of.len > 0 && find(look, of) == NULL &&
	    entry->rule->handling == NAME_IGNORE && !entry->rule->told)
		entry->rule = &done_file_alone;
	if (entry->rule != NULL)
		return;
	entry->done_file =
	    name_done(entry->name, done) && find(look, str_of(done)) != NULL;
	if (!entry->done_file)
		entry->rule = &no_done_file;
}

/* When the entry will have settled. In a single run its own time of last change counts
 * too: nobody has touched an old file for as long as the channel asks. A time in the
 * future says nothing, so such a file is watched. */
static int64_t
settles_at(const struct watched *f, const struct watch_entry *entry)
{
	int64_t seen = entry->unchanged_since + (int64_t)f->folder.settle * 1000;
	int64_t age = time(NULL) - entry->changed.tv_sec, by_age;

	if (!f->once || age < 0)
		return seen;
	if (age >= f->folder.settle)
		return 0;
	by_age = clock_monotonic() + (f->folder.settle - age) * 1000;
	return by_age < seen ? by_age : seen;
}

static void
settle(struct watched *f, struct watch_entry *entry)
{
	int64_t due;

	if (entry->rule != NULL || entry->done_file || entry->moved)
		return;
	due = settles_at(f, entry);
	if (due <= clock_monotonic())
		return;
	entry->rule = &settling;
	if (due < f->settle_due)
		f->settle_due = due;
}

/* Held entries at once, waiting ones after a while; fresh only the first time. */
static void
decide_note(const struct watch_look *before, struct watch_entry *entry)
{
	const struct watch_entry *old = find(before, entry->name);

	if (entry->rule == NULL || !entry->rule->told)
		entry->lasting = false;
	else if (entry->rule->handling != NAME_WAIT)
		entry->lasting = true;
	entry->fresh =
	    entry->lasting && (old == NULL || !old->lasting || old->rule != entry->rule);
}

static int
older_first(const void *left, const void *right)
{
	const struct watch_entry *a = *(struct watch_entry *const *)left;
	const struct watch_entry *b = *(struct watch_entry *const *)right;

	if (a->changed.tv_sec != b->changed.tv_sec)
		return a->changed.tv_sec < b->changed.tv_sec ? -1 : 1;
	if (a->changed.tv_nsec != b->changed.tv_nsec)
		return a->changed.tv_nsec < b->changed.tv_nsec ? -1 : 1;
	return str_compare(a->name, b->name);
}

static void
decide(struct watched *f)
{
	struct watch_look *look = look_now(f);

	mark_those_in_use(look);
	look->ready = arena_new_array(&look->arena, look->count, struct watch_entry *);
	for (size_t i = 0; i < look->count; i++) {
		struct watch_entry *entry = &look->entries[i];

		if (f->folder.done_file)
			pair_done_file(look, entry);
		settle(f, entry);
		decide_note(&f->looks[!f->current], entry);
		if (entry->rule == NULL)
			look->ready[look->ready_count++] = entry;
	}
	qsort(look->ready, look->ready_count, sizeof *look->ready, older_first);
}

static void
read_folder(struct watched *f)
{
	struct folder_list list;
	const char *name = NULL;
	struct err e;
	int got = -1;

	if (folder_list_open(&list, f->fd, &e) != 0) {
		set_trouble(f, &folder_away);
		return;
	}
	while (look_now(f)->count < ENTRIES_MOST &&
	    (got = folder_list_next(&list, &name, &e)) > 0)
		add(f, name);
	folder_list_close(&list);
	if (got < 0)
		set_trouble(f, &folder_away);
	else if (got > 0)
		set_trouble(f, &folder_full);
	else if (f->trouble.rule != &folder_other ||
	    f->trouble.first_seen < time(NULL) - LASTING)
		set_trouble(f, NULL);
}

static void
look_open(struct watch_look *look)
{
	struct arena arena = look->arena;

	arena_reset(&arena);
	*look = (struct watch_look){.arena = arena};
	map_open(&look->by_name, &look->arena, 64);
}

void
watch_scan(struct watched *f)
{
	int64_t begun = clock_monotonic();

	f->current = !f->current;
	f->next_ready = 0;
	f->settle_due = INT64_MAX;
	f->hinted = false;
	f->trouble.fresh = false;
	look_open(look_now(f));
	if (reopen(f) != 0) {
		/* A channel need not have a folder for checks. */
		if (!f->check_only)
			set_trouble(f, &folder_away);
	} else {
		read_folder(f);
		decide(f);
	}
	arena_reset(&f->moved_arena);
	map_open(&f->moved, &f->moved_arena, 16);
	f->scanned = clock_monotonic();
	f->took = f->scanned - begun;
}
