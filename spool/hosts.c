/* Pinned host keys: read, compared byte for byte, replaced whole. */
#include "spool/hosts.h"

#include "base/base64.h"
#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SSH_PORT = 22 };

static struct str
raw_of_hex(struct arena *a, const char *hex)
{
	char *raw = arena_alloc(a, SHA256_SIZE);

	for (size_t i = 0; i < SHA256_SIZE; i++) {
		unsigned value = 0;

		for (size_t k = 0; k < 2; k++) {
			char c = char_lower(hex[2 * i + k]);

			value = value * 16 +
			    (unsigned)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
		}
		raw[i] = (char)value;
	}
	return (struct str){raw, SHA256_SIZE};
}

static struct str
fingerprint_of(struct arena *a, struct str blob)
{
	struct sha256_hex hex = sha256_of(blob);
	struct str text = base64_encode(a, raw_of_hex(a, hex.text));

	while (str_ends(text, STR("=")))
		text.len--;
	return arena_format(a, "SHA256:%.*s", STR_ARG(text));
}

static bool
type_is_plain(struct str type)
{
	for (size_t i = 0; i < type.len; i++)
		if (type.ptr[i] <= ' ' || type.ptr[i] > '~')
			return false;
	return type.len > 0 && type.len < 64;
}

bool
host_key_of_blob(struct arena *a, struct str blob, struct host_key *key)
{
	const unsigned char *p = (const unsigned char *)blob.ptr;
	size_t len;
	struct str type;

	if (blob.len < 4)
		return false;
	len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	if (len > blob.len - 4)
		return false;
	type = str_slice(blob, 4, 4 + len);
	if (!type_is_plain(type))
		return false;
	*key = (struct host_key){
	    .type = arena_str(a, type),
	    .key = base64_encode(a, blob),
	    .fingerprint = fingerprint_of(a, blob),
	};
	return true;
}

static int
read_fd(int fd, const char *path, char *bytes, size_t *len, struct err *e)
{
	*len = 0;
	for (;;) {
		ssize_t n = read(fd, bytes + *len, HOSTS_MOST - *len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "%s", path);
		if (n == 0)
			return 0;
		*len += (size_t)n;
		if (*len == HOSTS_MOST)
			return err_set(
			    e, ERR_CONF, "%s is larger than %d bytes", path, HOSTS_MOST);
	}
}

int
hosts_read(const char *path, struct arena *a, struct str *file, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *bytes;
	size_t len;
	int failed;

	*file = STR("");
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return err_set(e, ERR_CONF, "%s: %s", path, strerror(errno));
	bytes = arena_alloc(a, HOSTS_MOST);
	failed = read_fd(fd, path, bytes, &len, e);
	close(fd);
	if (failed == 0)
		*file = (struct str){bytes, len};
	return failed;
}

/* "host" or "[host]:port", as known_hosts names it. */
static bool
name_matches(struct str names, struct str host, int port)
{
	char wanted[512];
	struct str name;

	snprintf(wanted, sizeof wanted, port == SSH_PORT ? "%.*s" : "[%.*s]:%d",
	    STR_ARG(host), port);
	while (str_cut(&names, ',', &name))
		if (str_equal_nocase(name, str_of(wanted)))
			return true;
	return false;
}

/* The next line of *file as name, type and key; false at the end. Comments and broken
 * lines are skipped. */
static bool
line_next(struct str *file, struct str *line, struct str *names, struct host_key *key)
{
	while (str_cut(file, '\n', line)) {
		struct str rest = str_trim(*line);

		if (rest.len == 0 || rest.ptr[0] == '#' || rest.ptr[0] == '@')
			continue;
		*key = (struct host_key){0};
		if (str_cut(&rest, ' ', names) && str_cut(&rest, ' ', &key->type) &&
		    str_cut(&rest, ' ', &key->key))
			return true;
	}
	return false;
}

enum host_trust
hosts_trust(struct str file, struct str host, int port, const struct host_key *key)
{
	enum host_trust trust = HOST_UNKNOWN;
	struct str line, names;
	struct host_key pinned;

	while (line_next(&file, &line, &names, &pinned)) {
		if (!name_matches(names, host, port))
			continue;
		if (str_equal(pinned.type, key->type) && str_equal(pinned.key, key->key))
			return HOST_KNOWN;
		trust = HOST_CHANGED;
	}
	return trust;
}

bool
hosts_find(
    struct arena *a, struct str file, struct str host, int port, struct host_key *key)
{
	struct str line, names, blob;
	struct host_key pinned;

	while (line_next(&file, &line, &names, &pinned))
		if (name_matches(names, host, port) &&
		    base64_decode(a, pinned.key, &blob) && host_key_of_blob(a, blob, key))
			return true;
	return false;
}

/* The lines of the file that are not of this host, comments too, and the new one. */
static struct str
file_with(struct arena *a, struct str file, struct str host, int port,
    const struct host_key *key)
{
	struct str rest = file, line, names;
	struct host_key pinned;
	struct out o;

	out_open_memory(&o, a);
	while (str_cut(&rest, '\n', &line)) {
		struct str one = line, whole;

		if (line.len == 0 ||
		    (line_next(&one, &whole, &names, &pinned) &&
			name_matches(names, host, port)))
			continue;
		out_str(&o, line);
		out_char(&o, '\n');
	}
	if (port == SSH_PORT)
		out_str(&o, host);
	else
		out_format(&o, "[%.*s]:%d", STR_ARG(host), port);
	out_format(&o, " %.*s %.*s\n", STR_ARG(key->type), STR_ARG(key->key));
	return out_bytes_of(&o);
}

static int
write_new(const char *path, struct str bytes, struct arena *a, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct out o;
	int failed;

	if (fd < 0)
		return err_errno(e, "%s", path);
	out_open_fd(&o, &fd, a, e);
	out_str(&o, bytes);
	failed = out_flush(&o);
	if (failed == 0 && fsync(fd) != 0)
		failed = err_errno(e, "%s", path);
	close(fd);
	return failed;
}

int
hosts_pin(const char *path, struct str host, int port, const struct host_key *key,
    struct arena *a, struct err *e)
{
	struct str file, temporary = arena_format(a, "%s.new", path);

	if (str_find(host, ' ') < host.len || str_find(host, '\n') < host.len)
		return err_set(e, ERR_USAGE, "a host name has no blanks");
	if (hosts_read(path, a, &file, e) != 0 ||
	    write_new(temporary.ptr, file_with(a, file, host, port, key), a, e) != 0)
		return -1;
	if (rename(temporary.ptr, path) != 0)
		return err_errno(e, "%s", path);
	return 0;
}
