/* Fetching what a partner has left in a folder: whole files only, under their own names.
 */
#include "spool/sftp.h"

#include "base/out.h"
#include "spool/sftp_link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_KIND = 0170000, MODE_FILE = 0100000, MODE_FOLDER = 0040000, NAME_MOST = 250 };

static struct sftp *
session_of(struct courier_link *l)
{
	return ((struct sftp_link *)l->state)->session;
}

/* A stranger's name becomes a name in our folder: only a plain one. */
static bool
name_is_plain(struct str name)
{
	if (name.len == 0 || name.len > NAME_MOST || name.ptr[0] == '.')
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '/' || (unsigned char)name.ptr[i] < ' ' ||
		    name.ptr[i] == 0x7f)
			return false;
	return true;
}

static struct remote_file *
list_grow(struct remote_list *list, size_t *room, struct arena *a)
{
	if (list->count == *room) {
		size_t more = *room == 0 ? 64 : *room * 2;
		struct remote_file *items = arena_new_array(a, more, struct remote_file);

		if (list->count > 0)
			memcpy(items, list->items, list->count * sizeof *items);
		list->items = items;
		*room = more;
	}
	return &list->items[list->count++];
}

/* What is asked of a folder: its ordinary files, or the folders in it. */
struct listing {
	struct str folder, handle;
	uint32_t kind; /* MODE_FILE or MODE_FOLDER */
	struct remote_list list;
	size_t room;
	struct arena *arena;
};

/* A server that tells no mode tells files only. */
static bool
is_asked_for(const struct listing *l, const struct sftp_attributes *attributes)
{
	if (!attributes->has_mode)
		return l->kind == MODE_FILE && attributes->has_size;
	return (attributes->mode & MODE_KIND) == l->kind &&
	    (l->kind == MODE_FOLDER || attributes->has_size);
}

/* The entries of one NAME packet; false when it is malformed. */
static bool
take_names(struct listing *l, struct str body)
{
	uint32_t count;

	if (!wire_take_u32(&body, &count))
		return false;
	for (uint32_t i = 0; i < count && l->list.count < REMOTE_FILES_MOST; i++) {
		struct str name, ignored;
		struct sftp_attributes attributes;

		if (!wire_take_str(&body, &name) || !wire_take_str(&body, &ignored) ||
		    !wire_take_attributes(&body, &attributes))
			return false;
		if (!name_is_plain(name) || !is_asked_for(l, &attributes))
			continue;
		*list_grow(&l->list, &l->room, l->arena) = (struct remote_file){
		    .name = arena_str(l->arena, name),
		    .size = attributes.size,
		    .modified = attributes.modified,
		};
	}
	return true;
}

static int
list_step(struct sftp *s, struct listing *l, struct err *e)
{
	struct sftp_packet p;
	struct str text;
	uint32_t status = SFTP_BAD_MESSAGE;

	wire_begin(&s->out, SFTP_READDIR, SFTP_ASK_ID);
	wire_str(&s->out, l->handle);
	wire_end(&s->out);
	if (sftp_answer(s, &p, e) != 0)
		return -1;
	if (p.type == SFTP_NAME && take_names(l, p.body))
		return 1;
	if (sftp_status_of(&p, &status, &text) && status == SFTP_EOF)
		return 0;
	return sftp_status_fail(s, status, STR(""), "list", l->folder, e);
}

static int
compare_names(const void *a, const void *b)
{
	const struct remote_file *x = a, *y = b;

	return str_compare(x->name, y->name);
}

static int
list_kind(struct courier_link *l, struct str folder, uint32_t kind,
    struct remote_list *list, struct arena *a, struct err *e)
{
	struct sftp *s = session_of(l);
	struct listing found = {
	    .folder = folder.len == 0 ? STR(".") : folder, .kind = kind, .arena = a};
	int more;

	if (sftp_open_read(s, found.folder, true, &found.handle, e) != 0)
		return -1;
	do
		more = list_step(s, &found, e);
	while (more > 0 && found.list.count < REMOTE_FILES_MOST);
	if (more < 0)
		return -1;
	sftp_close_handle(s, found.handle);
	if (found.list.count > 1)
		qsort(found.list.items, found.list.count, sizeof found.list.items[0],
		    compare_names);
	*list = found.list;
	return 0;
}

int
sftp_list(struct courier_link *l, struct str folder, struct remote_list *list,
    struct arena *a, struct err *e)
{
	return list_kind(l, folder, MODE_FILE, list, a, e);
}

int
sftp_list_folders(struct courier_link *l, struct str folder, struct remote_list *list,
    struct arena *a, struct err *e)
{
	return list_kind(l, folder, MODE_FOLDER, list, a, e);
}

int
sftp_look(
    struct courier_link *l, struct str path, struct remote_file *file, struct err *e)
{
	struct sftp_attributes attributes;
	int got = sftp_stat(session_of(l), path, &attributes, e);

	if (got > 0) {
		file->size = attributes.size;
		file->modified = attributes.modified;
	}
	return got;
}

struct fetching {
	int fd;
	uint64_t size;
};

static int
write_block(void *context, struct str block, struct err *e)
{
	struct fetching *f = context;

	while (block.len > 0) {
		ssize_t n = write(f->fd, block.ptr, block.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "write");
		f->size += (uint64_t)n;
		block = str_slice(block, (size_t)n, block.len);
	}
	return 0;
}

static struct str
path_of(struct arena *a, struct str folder, struct str name)
{
	if (folder.len == 0)
		return arena_str(a, name);
	return arena_format(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

int
sftp_fetch_into(struct courier_link *l, struct str path, const struct remote_file *file,
    int fd, uint64_t most_bytes, struct err *e)
{
	struct sftp *s = session_of(l);
	struct fetching f = {.fd = fd};

	if (sftp_read(s, path, most_bytes, write_block, &f, e) != 0)
		return -1;
	if (f.size != file->size)
		return err_code(e, ERR_RETRY, "COURIER_STILL_WRITING",
		    "%s: %.*s had %llu bytes when listed and %llu when fetched",
		    ssh_name(s->ssh), STR_ARG(path), (unsigned long long)file->size,
		    (unsigned long long)f.size);
	if (fsync(fd) != 0)
		return err_errno(e, "%.*s", STR_ARG(path));
	return 0;
}

/* The rename that never replaces: a file of that name is somebody else's. */
static int
publish(int dirfd, const char *temporary, const char *name, struct err *e)
{
	if (renameat2(dirfd, temporary, dirfd, name, RENAME_NOREPLACE) != 0 &&
	    (errno != EINVAL || linkat(dirfd, temporary, dirfd, name, 0) != 0 ||
		unlinkat(dirfd, temporary, 0) != 0))
		return err_errno(e, "%s", name);
	if (fsync(dirfd) != 0)
		return err_errno(e, "%s", name);
	return 0;
}

int
sftp_fetch(struct courier_link *l, struct str folder, const struct remote_file *file,
    int dirfd, uint64_t most_bytes, struct err *e)
{
	struct arena a = {0};
	const char *name = arena_cstr(&a, file->name);
	const char *temporary = arena_format(&a, ".%s.part", name).ptr;
	struct str path = path_of(&a, folder, file->name);
	int fd = openat(dirfd, temporary,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	int failed;

	if (fd < 0) {
		failed = err_errno(e, "%s", temporary);
	} else {
		failed = sftp_fetch_into(l, path, file, fd, most_bytes, e);
		close(fd);
		if (failed == 0)
			failed = publish(dirfd, temporary, name, e);
		if (failed != 0)
			unlinkat(dirfd, temporary, 0);
	}
	arena_close(&a);
	return failed;
}

int
sftp_fetch_all(struct courier_link *l, struct str folder, int dirfd, uint64_t most_bytes,
    bool (*wanted)(void *, const struct remote_file *),
    void (*fetched)(void *, const struct remote_file *, const struct err *),
    void *context, struct err *e)
{
	struct arena a = {0};
	struct remote_list list;
	int failed = sftp_list(l, folder, &list, &a, e);

	for (size_t i = 0; failed == 0 && i < list.count; i++) {
		const struct remote_file *file = &list.items[i];
		struct err own = {0};

		if (!wanted(context, file))
			continue;
		if (sftp_fetch(l, folder, file, dirfd, most_bytes, &own) == 0) {
			fetched(context, file, NULL);
			continue;
		}
		fetched(context, file, &own);
		if (sftp_is_lost(&own)) {
			*e = own;
			failed = -1;
		}
	}
	arena_close(&a);
	return failed;
}

int
sftp_remove(struct courier_link *l, struct str folder, struct str name, struct err *e)
{
	struct arena a = {0};
	int failed = sftp_simple(
	    session_of(l), SFTP_REMOVE, path_of(&a, folder, name), "remove", NULL, e);

	arena_close(&a);
	return failed;
}

int
sftp_move_as(struct courier_link *l, struct str folder, struct str name,
    struct str to_folder, struct str to_name, struct err *e)
{
	struct arena a = {0};
	int failed = sftp_make_folders(session_of(l), to_folder, e);

	if (failed == 0)
		failed = sftp_rename(session_of(l), path_of(&a, folder, name),
		    path_of(&a, to_folder, to_name), false, NULL, e);
	arena_close(&a);
	return failed;
}

int
sftp_move(struct courier_link *l, struct str folder, struct str name,
    struct str to_folder, struct err *e)
{
	return sftp_move_as(l, folder, name, to_folder, name, e);
}
