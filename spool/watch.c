/* The watch's loop: hints in, scans when due, ready files out. */
#include "spool/watch.h"

#include "base/date.h"
#include "spool/watch_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

/* Names kept between two scans as seen renamed into place; others settle. */
enum { MOVED_MOST = 10000 };
/* Milliseconds between two scans that hints ask for: at least this, and five times what a
 * scan takes. */
enum { HINT_GAP = 100, HINT_FACTOR = 5 };

struct watch {
	struct watched *folders;
	size_t count;
	size_t turn; /* whose ready file comes next */
	int64_t scan;
	int hints; /* the inotify descriptor, -1 without */
};

static void
watched_open(struct watched *f, const struct watch_folder *folder, size_t index,
    const struct watch_options *options)
{
	*f = (struct watched){.folder = *folder,
	    .index = index,
	    .once = options->once,
	    .fd = -1,
	    .hint = -1,
	    .settle_due = INT64_MAX};
	map_open(&f->moved, &f->moved_arena, 16);
}

int
watch_open(struct watch **opened, const struct watch_folder *folders, size_t count,
    struct watch_options options, struct arena *a, struct err *e)
{
	struct watch *w = arena_new(a, struct watch);

	if (count > 10000)
		return err_set(e, ERR_CONF, "more than 10000 folders to watch");
	w->folders = arena_new_array(a, count * 2, struct watched);
	w->count = count * 2;
	w->scan = (int64_t)(options.scan < 1 ? 1 : options.scan) * 1000;
	w->hints = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	for (size_t i = 0; i < count; i++) {
		struct watched *f = &w->folders[2 * i];

		watched_open(f, &folders[i], i, &options);
		watched_open(f + 1, &folders[i], i, &options);
		f[1].folder.path =
		    arena_format(a, "%.*s/" WATCH_CHECK_FOLDER, STR_ARG(folders[i].path));
		f[1].check_only = true;
	}
	*opened = w;
	return 0;
}

void
watch_close(struct watch *w)
{
	for (size_t i = 0; i < w->count; i++) {
		struct watched *f = &w->folders[i];

		if (f->fd >= 0)
			close(f->fd);
		arena_close(&f->moved_arena);
		arena_close(&f->looks[0].arena);
		arena_close(&f->looks[1].arena);
	}
	if (w->hints >= 0)
		close(w->hints);
	w->hints = -1;
	w->count = 0;
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* When the folder is to be looked at next. */
static int64_t
due_at(const struct watch *w, const struct watched *f)
{
	int64_t due = earlier(f->scanned + w->scan, f->settle_due);
	int64_t gap = f->took * HINT_FACTOR > HINT_GAP ? f->took * HINT_FACTOR : HINT_GAP;

	if (f->scanned == 0)
		return 0;
	return f->hinted ? earlier(due, f->scanned + gap) : due;
}

void
watch_prepare(const struct watch *w, struct pollfd *poll, int64_t *wakeup)
{
	*poll = (struct pollfd){.fd = w->hints, .events = POLLIN};
	for (size_t i = 0; i < w->count; i++)
		*wakeup = earlier(*wakeup, due_at(w, &w->folders[i]));
}

static struct watched *
find_hinted(const struct watch *w, int hint)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->folders[i].hint == hint)
			return &w->folders[i];
	return NULL;
}

static void
take_hint(struct watch *w, const struct inotify_event *event)
{
	struct watched *f = find_hinted(w, event->wd);

	if ((event->mask & IN_Q_OVERFLOW) != 0)
		for (size_t i = 0; i < w->count; i++)
			w->folders[i].hinted = true;
	if (f == NULL)
		return;
	f->hinted = true;
	if (event->len == 0 || f->moved.count >= MOVED_MOST)
		return;
	*map_put(&f->moved, arena_str(&f->moved_arena, str_of(event->name)), NULL) =
	    (event->mask & IN_MOVED_TO) != 0;
}

static void
take_hints(struct watch *w)
{
	_Alignas(struct inotify_event) char block[16 * 1024];
	ssize_t n;

	while ((n = read(w->hints, block, sizeof block)) > 0)
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *event = (const void *)(block + at);

			take_hint(w, event);
			at += (ssize_t)(sizeof *event + event->len);
		}
}

/* Asks for hints about the folder as it is now; without them the scan does it all. */
static void
ask_for_hints(const struct watch *w, struct watched *f)
{
	char path[48];

	if (w->hints < 0 || f->fd < 0 || f->hint >= 0)
		return;
	snprintf(path, sizeof path, "/proc/self/fd/%d", f->fd);
	f->hint = inotify_add_watch(
	    w->hints, path, IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR);
}

void
watch_hurry(struct watch *w)
{
	struct pollfd hints = {.fd = w->hints, .revents = POLLIN};

	for (size_t i = 0; i < w->count; i++)
		w->folders[i].scanned = 0;
	watch_go_on(w, &hints);
}

void
watch_go_on(struct watch *w, const struct pollfd *poll)
{
	if (w->hints >= 0 && (poll->revents & POLLIN) != 0)
		take_hints(w);
	for (size_t i = 0; i < w->count; i++) {
		struct watched *f = &w->folders[i];

		if (due_at(w, f) > clock_monotonic())
			continue;
		watch_scan(f);
		ask_for_hints(w, f);
	}
}

static bool
next_of(struct watched *f, struct watch_ready *ready)
{
	const struct watch_look *look = &f->looks[f->current];
	const struct watch_entry *entry;

	if (f->next_ready == look->ready_count)
		return false;
	entry = look->ready[f->next_ready++];
	*ready = (struct watch_ready){
	    .folder = f->index,
	    .check_only = f->check_only,
	    .done_file = entry->done_file,
	    .fd = f->fd,
	    .name = entry->name,
	    .size = entry->size,
	    .changed = entry->changed.tv_sec,
	};
	return true;
}

bool
watch_next(struct watch *w, struct watch_ready *ready)
{
	for (size_t tried = 0; tried < w->count; tried++) {
		struct watched *f = &w->folders[w->turn];

		w->turn = (w->turn + 1) % w->count;
		if (next_of(f, ready))
			return true;
	}
	return false;
}

bool
watch_pending(const struct watch *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct watched *f = &w->folders[i];
		const struct watch_look *look = &f->looks[f->current];

		if (f->settle_due == INT64_MAX)
			continue;
		for (size_t j = 0; j < look->count; j++)
			if (look->entries[j].rule != NULL && !look->entries[j].grew &&
			    strcmp(look->entries[j].rule->key, "settling") == 0)
				return true;
	}
	return false;
}

static bool
is_note(const struct watch_entry *entry)
{
	return entry->rule != NULL && entry->rule->told;
}

/* *at counts the folder's own note and its entries, folder after folder. */
bool
watch_note_next(const struct watch *w, size_t *at, struct watch_note *note)
{
	size_t skipped = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct watched *f = &w->folders[i];
		const struct watch_look *look = &f->looks[f->current];

		for (; *at - skipped <= look->count; ++*at) {
			const struct watch_entry *entry = *at == skipped
			    ? &f->trouble
			    : &look->entries[*at - skipped - 1];

			if (!is_note(entry))
				continue;
			*note = (struct watch_note){f->index, f->check_only, entry->name,
			    entry->rule, entry->first_seen, entry->lasting, entry->fresh};
			++*at;
			return true;
		}
		skipped += look->count + 1;
	}
	return false;
}

void
watch_notes_told(struct watch *w)
{
	for (size_t i = 0; i < w->count; i++) {
		struct watched *f = &w->folders[i];
		struct watch_look *look = &f->looks[f->current];

		f->trouble.fresh = false;
		for (size_t j = 0; j < look->count; j++)
			look->entries[j].fresh = false;
	}
}
