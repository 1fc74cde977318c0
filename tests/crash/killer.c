/*
 * Preloaded into the engine: whoever maps a file whose name has KILLER_NAME in it dies on
 * the spot, as a parser would that this file makes crash.
 */
#include "named.h"

#include <dlfcn.h>
#include <signal.h>
#include <sys/mman.h>

typedef void *(*map_function)(void *, size_t, int, int, int, off_t);

__attribute__((visibility("default"))) void *
mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	static map_function next;

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "mmap");
	if (fd >= 0 && is_named(fd, "KILLER_NAME"))
		raise(SIGSEGV);
	return next(at, size, protection, flags, fd, offset);
}
