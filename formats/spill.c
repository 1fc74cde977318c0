/* Temporary files have no name, so nothing is left behind whatever happens. */
#include "formats/spill.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int
open_nameless(void)
{
	const char *folder = getenv("TMPDIR");
	int fd = open(folder == NULL || *folder != '/' ? "/tmp" : folder,
	    O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	return fd >= 0 ? fd : memfd_create("riscontro", MFD_CLOEXEC);
}

int
spill_open(struct spill *s, struct arena *a, struct err *e)
{
	s->fd = open_nameless();
	if (s->fd < 0)
		return err_errno(e, "temporary file");
	out_open_fd(&s->out, &s->fd, a, e);
	return 0;
}

int
spill_close(struct spill *s, struct input *in, struct str name, struct err *e)
{
	int result = -1;

	if (in != NULL && out_flush(&s->out) == 0)
		result = input_map(in, s->fd, name, UINT64_MAX, e);
	close(s->fd);
	return result;
}
