/* Files are read through a mapping: slices instead of copies, and no buffer to size. */
#include "base/input.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FORGET_EVERY = 8 << 20 };

int
input_map(struct input *in, int fd, struct str name, uint64_t most, struct err *e)
{
	struct stat st;
	void *bytes;

	if (fstat(fd, &st) != 0)
		return err_errno(e, "%.*s", STR_ARG(name));
	if (!S_ISREG(st.st_mode))
		return err_file(
		    e, "FILE_NOT_REGULAR", "%.*s is not a regular file", STR_ARG(name));
	if ((uint64_t)st.st_size > most)
		return err_file(e, "FILE_TOO_LARGE",
		    "%.*s: %jd bytes, at most %ju are read", STR_ARG(name),
		    (intmax_t)st.st_size, (uintmax_t)most);
	if (st.st_size == 0) {
		*in = (struct input){.name = name};
		return 0;
	}
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return err_errno(e, "%.*s", STR_ARG(name));
	(void)madvise(bytes, (size_t)st.st_size, MADV_SEQUENTIAL);
	*in = (struct input){name, {bytes, (size_t)st.st_size}};
	return 0;
}

void
input_unmap(struct input *in)
{
	union {
		const char *borrowed;
		void *mapped;
	} bytes = {in->bytes.ptr};

	if (in->bytes.len > 0)
		munmap(bytes.mapped, in->bytes.len);
	in->bytes = (struct str){0};
}

void
input_forget(const struct input *in, size_t at)
{
	union {
		const char *borrowed;
		void *mapped;
	} bytes = {in->bytes.ptr};
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (at > in->bytes.len)
		at = in->bytes.len;
	at = at / page * page;
	if (at > 0)
		(void)madvise(bytes.mapped, at, MADV_DONTNEED);
}

void
input_forget_behind(const struct input *in, size_t at, size_t *forgotten)
{
	if (at - *forgotten < FORGET_EVERY)
		return;
	input_forget(in, at);
	*forgotten = at;
}
