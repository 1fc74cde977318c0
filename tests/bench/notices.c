/* notices FONTS COUNT [LOGO [FOLDER]]: prints COUNT notices with both codes, in memory or
 * as files, and says what one costs in CPU time and bytes. */
#include "base/input.h"
#include "formats/notice.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static struct arena arena;

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct str
read_all(const char *name)
{
	struct input in = {0};
	struct err e;
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		(void)input_map(&in, fd, str_of(name), 1 << 24, &e);
	close(fd);
	return in.bytes;
}

/* The i-th of many people. */
static struct notice
make_notice(size_t i, struct notice_payment *p, struct str lines[2], char text[3][64])
{
	static const char *const names[] = {"Mario Rossi", "Nicolò D'Angelo",
	    "Maria Grazia Forlì De Santis", "Giuseppe Verdi", "Anna Bianchi"};

	snprintf(p->nav, sizeof p->nav, "302%015zu", i * 97 % 1000000007);
	p->cents = (money)(5000 + i * 37 % 90000);
	p->due = (struct date){2026, 12, (uint8_t)(1 + i % 28)};
	snprintf(text[0], 64, "RSSMRA%02zuA01H%03zuU", i % 100, i % 1000);
	snprintf(text[1], 64, "Via Nazionale %zu", i % 300 + 1);
	snprintf(text[2], 64, "%05zu Roma (RM)", i % 99999);
	lines[0] = str_of(text[1]);
	lines[1] = str_of(text[2]);
	return (struct notice){.debtor_name = str_of(names[i % 5]),
	    .debtor_code = str_of(text[0]),
	    .address = lines,
	    .address_count = 2,
	    .subject = STR("Quota di iscrizione all’albo per l’anno 2026"),
	    .full = p,
	    .issued = {2026, 11, 23}};
}

static void
write_file(int folder, size_t i, const struct out *o)
{
	char name[32];
	int fd;

	snprintf(name, sizeof name, "%08zu.pdf", i);
	fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, o->buf, o->len) != (ssize_t)o->len)
		abort();
	close(fd);
}

int
main(int argc, char **argv)
{
	struct notice_look look = {.creditor_name = STR("Ordine degli Ingegneri di Roma"),
	    .creditor_code = STR("80034390585"),
	    .office = STR("Segreteria"),
	    .contacts = STR("segreteria@ordine.example · tel. 06 0000000"),
	    .cbill = STR("A1B2C"),
	    .channels = NOTICE_SITE,
	    .postal_account = STR("1234567"),
	    .postal_authorisation = STR("AUT. DB/SSIC/E 12345 DEL 01/02/2026"),
	    .second = NOTICE_NO_LANGUAGE};
	size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 20000, bytes = 0;
	int folder = argc > 4 ? open(argv[4], O_RDONLY | O_DIRECTORY) : -1;
	struct notice_press *press;
	struct rusage before, after;
	struct out out;
	struct err e;

	if (argc > 3 && argv[3][0] != '\0')
		look.logo = read_all(argv[3]);
	if (argc < 2 || notice_press_open(&press, &look, argv[1], &arena, &e) != 0) {
		fprintf(stderr, "notices: %s\n", argc < 2 ? "which fonts?" : e.text);
		return 1;
	}
	out_open_memory(&out, &arena);
	getrusage(RUSAGE_SELF, &before);
	for (size_t i = 0; i < count; i++) {
		struct notice_payment payment = {0};
		struct notice_result result;
		struct str lines[2];
		char text[3][64];
		struct notice n = make_notice(i, &payment, lines, text);

		out_reset(&out);
		if (notice_print(press, &n, &out, &result, &e) != 0) {
			fprintf(stderr, "notices: %s\n", e.text);
			return 1;
		}
		bytes += out.len;
		if (folder >= 0)
			write_file(folder, i, &out);
	}
	getrusage(RUSAGE_SELF, &after);
	printf("riscontro: %zu notices, %.0f/s of user CPU (%.1f us each; system %.1f "
	       "us), %zu "
	       "bytes each\n",
	    count, (double)count / (seconds(after.ru_utime) - seconds(before.ru_utime)),
	    (seconds(after.ru_utime) - seconds(before.ru_utime)) * 1e6 / (double)count,
	    (seconds(after.ru_stime) - seconds(before.ru_stime)) * 1e6 / (double)count,
	    bytes / count);
	notice_press_close(press);
	arena_close(&arena);
	return 0;
}
