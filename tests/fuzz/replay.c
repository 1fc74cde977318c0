/*
 * Every fuzz target without a fuzzer: `fuzz-replay TARGET FILE...` gives it each file as
 * it is, cut short and with bytes changed, always in the same way. So a target that no
 * longer builds, or a reader that no longer stands what it stood, is seen by every
 * `make check`.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 1 << 16, CUTS = 8, CHANGES = 40, BYTES_CHANGED = 6 };

typedef int target_run(const uint8_t *data, size_t size);

#define TARGET(name) target_run name;
#include "fuzz_targets.inc"
#undef TARGET

static const struct {
	const char *name;
	target_run *run;
} targets[] = {
#define TARGET(name) {#name, name},
#include "fuzz_targets.inc"
#undef TARGET
};

__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);

/* libconfig 1.5 forgets its buffers when a text ends inside quotes. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so\n";
}

/* Numbers that are the same on every machine (Marsaglia's xorshift). */
static uint32_t
next_number(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* The bytes in a room of exactly their size, so that a step beyond is seen. */
static void
run_on(target_run *run, const uint8_t *bytes, size_t size)
{
	uint8_t *exact = malloc(size > 0 ? size : 1);

	if (exact == NULL)
		abort();
	memcpy(exact, bytes, size);
	run(exact, size);
	free(exact);
}

static void
replay(target_run *run, uint8_t *bytes, size_t size)
{
	uint32_t numbers = 20261123;

	run_on(run, bytes, size);
	for (size_t i = 0; i < CUTS && size > 0; i++)
		run_on(run, bytes, next_number(&numbers) % size);
	for (size_t i = 0; i < CHANGES && size > 0; i++) {
		uint8_t was[BYTES_CHANGED];
		size_t at[BYTES_CHANGED];

		for (size_t k = 0; k < BYTES_CHANGED; k++) {
			at[k] = next_number(&numbers) % size;
			was[k] = bytes[at[k]];
			bytes[at[k]] = (uint8_t)next_number(&numbers);
		}
		run_on(run, bytes, size);
		for (size_t k = BYTES_CHANGED; k-- > 0;)
			bytes[at[k]] = was[k];
	}
}

static int
replay_file(target_run *run, const char *path)
{
	static uint8_t bytes[MOST];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t size = 0;
	ssize_t n = -1;

	if (fd >= 0) {
		while ((n = read(fd, bytes + size, MOST - size)) > 0)
			size += (size_t)n;
		close(fd);
	}
	if (n < 0) {
		perror(path);
		return -1;
	}
	replay(run, bytes, size);
	return 0;
}

int
main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		if (argc == 1)
			puts(targets[i].name);
		if (argc < 3 || strcmp(targets[i].name, argv[1]) != 0)
			continue;
		for (int k = 2; k < argc; k++)
			if (replay_file(targets[i].run, argv[k]) != 0)
				return 66;
		return 0;
	}
	return argc == 1 ? 0 : 64;
}
