/* Secrets are read where they are kept, checked for who else could read them, and wiped.
 */
#include "spool/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
has_source(struct str source, struct str prefix, struct str *rest)
{
	if (!str_starts(source, prefix) || source.len == prefix.len)
		return false;
	*rest = str_slice(source, prefix.len, source.len);
	return true;
}

int
secret_check(const char *courier, const char *setting, struct str source, struct err *e)
{
	struct str rest;

	if (source.len == 0 || has_source(source, STR("file:"), &rest) ||
	    has_source(source, STR("env:"), &rest) ||
	    has_source(source, STR("credential:"), &rest))
		return 0;
	return err_code(e, ERR_CONF, "COURIER_SECRET",
	    "courier %s: %s must name where the secret is kept (file:/path, env:NAME, "
	    "credential:NAME), not hold it",
	    courier, setting);
}

static int
check_private(int fd, const char *path, bool credential, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_errno(e, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_code(
		    e, ERR_CONF, "COURIER_SECRET", "%s is not a regular file", path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_code(e, ERR_CONF, "COURIER_SECRET",
		    "%s belongs to another user (uid %u)", path, (unsigned)st.st_uid);
	if (!credential && (st.st_mode & 077) != 0)
		return err_code(e, ERR_CONF, "COURIER_SECRET",
		    "%s can be read by others (mode %04o, wanted 0600)", path,
		    (unsigned)st.st_mode & 07777);
	if (st.st_size > SECRET_MOST)
		return err_code(e, ERR_CONF, "COURIER_SECRET",
		    "%s is larger than %d bytes", path, SECRET_MOST);
	return 0;
}

static void
cut_line_end(char *text, size_t len)
{
	if (len > 0 && text[len - 1] == '\n')
		text[--len] = '\0';
	if (len > 0 && text[len - 1] == '\r')
		text[len - 1] = '\0';
}

static int
read_all(int fd, const char *path, struct arena *a, char **secret, struct err *e)
{
	char *text = arena_alloc(a, SECRET_MOST + 1);
	size_t len = 0;

	while (len < SECRET_MOST) {
		ssize_t n = read(fd, text + len, SECRET_MOST - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "%s", path);
		if (n == 0)
			break;
		len += (size_t)n;
	}
	cut_line_end(text, len);
	*secret = text;
	return 0;
}

static int
read_file(
    const char *path, bool credential, struct arena *a, char **secret, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int failed;

	if (fd < 0)
		return err_code(
		    e, ERR_CONF, "COURIER_SECRET", "%s: %s", path, strerror(errno));
	failed = check_private(fd, path, credential, e);
	if (failed == 0)
		failed = read_all(fd, path, a, secret, e);
	close(fd);
	return failed;
}

static int
read_environment(const char *name, struct arena *a, char **secret, struct err *e)
{
	const char *value = getenv(name);

	if (value == NULL)
		return err_code(e, ERR_CONF, "COURIER_SECRET",
		    "environment variable %s is not set", name);
	*secret = arena_cstr(a, str_of(value));
	return 0;
}

static int
read_credential(struct str name, struct arena *a, char **secret, struct err *e)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	struct str path;

	if (folder == NULL || str_find(name, '/') < name.len)
		return err_code(e, ERR_CONF, "COURIER_SECRET", "credential %.*s: %s",
		    STR_ARG(name),
		    folder == NULL ? "CREDENTIALS_DIRECTORY is not set"
				   : "a name is wanted, not a path");
	path = arena_format(a, "%s/%.*s", folder, STR_ARG(name));
	return read_file(path.ptr, true, a, secret, e);
}

int
secret_read(struct str source, struct arena *a, char **secret, struct err *e)
{
	struct str rest;

	*secret = NULL;
	if (has_source(source, STR("file:"), &rest))
		return read_file(arena_cstr(a, rest), false, a, secret, e);
	if (has_source(source, STR("env:"), &rest))
		return read_environment(arena_cstr(a, rest), a, secret, e);
	if (has_source(source, STR("credential:"), &rest))
		return read_credential(rest, a, secret, e);
	return 0;
}

void
secret_forget(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
}
