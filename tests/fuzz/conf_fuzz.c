/* Any bytes as a configuration: refused with a place, or printed back and read the same.
 */
#include "conf.h"
#include "conf_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__asan_default_options(void);

/* libconfig 1.5 forgets its buffers when a text ends inside quotes. */
const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

static int
read_bytes(struct conf *conf, struct str bytes, struct arena *a, struct err *e)
{
	int fd = memfd_create("riscontro.conf", MFD_CLOEXEC), result;
	char path[64];

	if (fd < 0 || write(fd, bytes.ptr, bytes.len) != (ssize_t)bytes.len)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	result = conf_read(conf, path, a, e);
	close(fd);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena a = {0};
	struct conf conf, again;
	struct err e = {0};
	struct out o;

	if (read_bytes(&conf, (struct str){(const char *)bytes, size}, &a, &e) == 0) {
		out_open_memory(&o, &a);
		conf_write(&o, &conf, LANG_IT);
		if (read_bytes(&again, out_bytes_of(&o), &a, &e) != 0)
			BUG("%s", e.text);
	} else if (e.kind != ERR_CONF || e.text[0] == '\0') {
		BUG("refused without a reason");
	}
	arena_close(&a);
	return 0;
}
