/* Names that say who is writing, so that what the dead leave can be told from what the
 * living make. */
#include "spool/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { FOREIGN_SECONDS = 24 * 60 * 60 };

struct writer {
	uint32_t realm;
	uint64_t process;
	uint64_t start; /* clock ticks since boot, proc(5) field 22 */
};

static const char prefix[] = ".riscontro-";
static const char suffix[] = ".tmp";

/* The start of a small file below /proc; the number of bytes, 0 when it cannot be read.
 */
static size_t
read_proc(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* When the process began, 0 when there is none or only its remains. Its name may hold
 * blanks and brackets: fields are counted from the last ')'. */
static uint64_t
start_of(uint64_t process)
{
	char path[48], text[1024];
	struct str rest, field = {0};
	uint64_t start = 0;
	char *bracket;

	snprintf(path, sizeof path, "/proc/%" PRIu64 "/stat", process);
	if (read_proc(path, text, sizeof text) == 0)
		return 0;
	bracket = strrchr(text, ')');
	if (bracket == NULL)
		return 0;
	rest = str_of(bracket);
	for (int i = 2; i <= 22; i++) {
		if (!str_cut(&rest, ' ', &field))
			return 0;
		if (i == 3 && (str_is(field, "Z") || str_is(field, "X")))
			return 0;
	}
	return str_to_u64(field, &start) ? start : 0;
}

static uint32_t
mix(uint32_t hash, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ p[i]) * 16777619U; /* FNV-1a */
	return hash;
}

static uint32_t
realm_now(void)
{
	char boot[64];
	struct stat st = {0};
	size_t len = read_proc("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
	uint32_t hash = mix(2166136261U, boot, len);

	(void)stat("/proc/self/ns/pid", &st);
	return mix(hash, &st.st_ino, sizeof st.st_ino);
}

/* Looked up once a process: a fork is another writer. */
static const struct writer *
writer_self(void)
{
	static struct writer self;
	uint64_t process = (uint64_t)getpid();

	if (self.process != process)
		self = (struct writer){realm_now(), process, start_of(process)};
	return &self;
}

struct temporary_name
temporary_name(uint64_t n)
{
	const struct writer *w = writer_self();
	struct temporary_name name;

	snprintf(name.text, sizeof name.text,
	    "%s%08" PRIx32 "-%" PRIu64 "-%" PRIu64 "-%" PRIu64 "%s", prefix, w->realm,
	    w->process, w->start, n, suffix);
	return name;
}

uint64_t
temporary_next(void)
{
	static uint64_t last;

	return ++last;
}

static bool
parse_realm(struct str text, uint32_t *realm)
{
	uint32_t value = 0;

	if (text.len != 8)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!char_is_digit(c) && (c < 'a' || c > 'f'))
			return false;
		value =
		    value * 16 + (uint32_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	*realm = value;
	return true;
}

static bool
parse(struct str name, struct writer *w)
{
	struct str rest, part;
	uint64_t n;

	if (!str_starts(name, STR(prefix)) || !str_ends(name, STR(suffix)) ||
	    name.len < sizeof prefix + sizeof suffix - 2)
		return false;
	rest = str_slice(name, sizeof prefix - 1, name.len - (sizeof suffix - 1));
	return str_cut(&rest, '-', &part) && parse_realm(part, &w->realm) &&
	    str_cut(&rest, '-', &part) && str_to_u64(part, &w->process) &&
	    str_cut(&rest, '-', &part) && str_to_u64(part, &w->start) &&
	    str_cut(&rest, '-', &part) && str_to_u64(part, &n) && rest.ptr == NULL;
}

bool
temporary_is(struct str name)
{
	struct writer w;

	return parse(name, &w);
}

bool
temporary_is_dead(struct str name, const struct stat *st)
{
	struct writer w;

	if (!parse(name, &w))
		return false;
	if (w.realm == writer_self()->realm)
		return start_of(w.process) != w.start;
	return st->st_mtime < time(NULL) - FOREIGN_SECONDS;
}

int
temporary_sweep(int folder, size_t *removed, struct err *e)
{
	struct folder_list list;
	const char *name = NULL;
	struct stat st;
	size_t count = 0;
	int got;

	if (folder_list_open(&list, folder, e) != 0)
		return -1;
	while ((got = folder_list_next(&list, &name, e)) > 0)
		if (temporary_is(str_of(name)) &&
		    fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    temporary_is_dead(str_of(name), &st) &&
		    unlinkat(folder, name, 0) == 0)
			count++;
	folder_list_close(&list);
	if (removed != NULL)
		*removed = count;
	return got;
}
