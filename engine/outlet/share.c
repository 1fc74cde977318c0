/* The program finds what it was installed with from where it stands. */
#include "outlet/share.h"

#include <stdlib.h>
#include <unistd.h>

static const char *
from_environment(const char *name, struct arena *a)
{
	char *variable = arena_cstr(a, arena_format(a, "RISCONTRO_%s", name));

	for (char *at = variable; *at != '\0'; at++)
		*at = char_upper(*at);
	return getenv(variable);
}

const char *
share_folder(const char *name, struct arena *a)
{
	static const char *const places[] = {"../share/riscontro/", "../../conf/"};
	const char *named = from_environment(name, a);
	char program[4096];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program);
	struct str folder = {program, len < 0 ? 0 : (size_t)len};

	if (named != NULL && access(named, R_OK | X_OK) == 0)
		return named;
	while (folder.len > 0 && folder.ptr[folder.len - 1] != '/')
		folder.len--;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		const char *path =
		    arena_format(a, "%.*s%s%s", STR_ARG(folder), places[i], name).ptr;

		if (access(path, R_OK | X_OK) == 0)
			return path;
	}
	return NULL;
}
