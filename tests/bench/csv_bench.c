/*
 * Measures the CSV reader: a file of ROWS x 20 made the same on every machine (';', CR
 * LF, Italian dates and amounts, one row in twenty with a quoted field), read through the
 * table interface with two dates and one amount of each row parsed; the same bytes
 * through libcsv, which only cuts them, give the yardstick.
 *
 * csv_bench [ROWS [FILE]]; the file is kept when it is named. Prints CPU seconds, the
 * best of three.
 */
#include "base/date.h"
#include "base/money.h"
#include "formats/csv_write.h"
#include "formats/spill.h"
#include "formats/table.h"

#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { COLUMNS = 20, ROUNDS = 3, BORN = 4, AMOUNT = 16, DUE = 17 };

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static struct str
make_date(struct arena *a, uint64_t random, int first_year)
{
	return arena_format(a, "%02d/%02d/%d", (int)(random % 28) + 1,
	    (int)(random / 28 % 12) + 1, first_year + (int)(random / 336 % 40));
}

static void
make_row(struct csv_writer *w, struct arena *a, uint64_t row, uint64_t *state)
{
	static const char *const cities[] = {"Forlì", "Reggio nell'Emilia",
	    "Barcellona "
	    "Pozzo di Gotto",
	    "Sant'Arcangelo", "Trento", "Milano", "Bolzano/Bozen", "Città di Castello"};
	uint64_t r = next_random(state);

	csv_write_text(
	    w, arena_format(a, "RSSMRA%02dA01F%03dX", (int)(r % 100), (int)(r % 1000)));
	csv_write_text(w, arena_format(a, "COGNOME%ju", (uintmax_t)(r % 50000)));
	csv_write_text(w, arena_format(a, "NOME%ju", (uintmax_t)(r / 7 % 5000)));
	csv_write_text(w, STR("F"));
	csv_write_text(w, make_date(a, r, 1950));
	csv_write_text(w, str_of(cities[r % 8]));
	csv_write_text(
	    w, arena_format(a, "Via Giuseppe Garibaldi %ju", (uintmax_t)(r % 300)));
	csv_write_text(w, arena_format(a, "%05ju", (uintmax_t)(r % 99999)));
	csv_write_text(w, str_of(cities[r / 8 % 8]));
	csv_write_text(w, STR("TN"));
	csv_write_text(
	    w, arena_format(a, "iscritto%ju@posta.example.it", (uintmax_t)row));
	csv_write_text(w, arena_format(a, "+39 0461 %06ju", (uintmax_t)(r % 999999)));
	csv_write_text(w, arena_format(a, "%06ju", (uintmax_t)row));
	csv_write_text(w, STR("ATTIVO"));
	csv_write_text(w, arena_format(a, "0000000%010ju", (uintmax_t)row));
	csv_write_text(w,
	    row % 20 == 0 ? STR("quota \"ridotta\"; prima rata")
			  : STR("quota annuale 2026"));
	csv_write_text(
	    w, arena_format(a, "%ju,%02ju", (uintmax_t)(r % 2000), (uintmax_t)(r % 100)));
	csv_write_text(w, make_date(a, r, 2026));
	csv_write_text(w, STR("9/0101100IM/"));
	csv_write_text(w, r % 3 == 0 ? STR("") : STR("nessuna nota"));
	csv_write_end(w);
}

static void
make_file(struct out *o, uint64_t rows)
{
	struct csv_writer w = {.out = o};
	struct arena line = {0};
	uint64_t state = 88172645463325252U;

	for (int i = 0; i < COLUMNS; i++)
		csv_write_text(&w, arena_format(&line, "colonna_%d", i + 1));
	csv_write_end(&w);
	for (uint64_t row = 0; row < rows; row++) {
		make_row(&w, &line, row, &state);
		arena_reset(&line);
	}
	arena_close(&line);
}

static double
cpu_seconds(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

struct sums {
	uint64_t rows;
	uint64_t fields;
	uint64_t wrong;
	money cents;
};

static void
check_row(struct sums *s, const struct row *row)
{
	struct date d;
	money cents;

	if (!date_parse(row->cells[BORN].text, &d) ||
	    !date_parse(row->cells[DUE].text, &d))
		s->wrong++;
	if (money_parse(row->cells[AMOUNT].text, MONEY_MARK_COMMA, &cents) != MONEY_OK)
		s->wrong++;
	else
		s->cents += cents;
}

static int
read_ours(struct sums *s, const struct input *in, struct err *e)
{
	struct arena a = {0};
	struct table *t;
	struct row row = {0};
	int got;

	if (table_open(&t, in, NULL, &a, e) != 0)
		return -1;
	while ((got = table_next(t, &row, e)) > 0) {
		if (s->rows++ > 0)
			check_row(s, &row);
		s->fields += row.width;
	}
	table_close(t);
	arena_close(&a);
	return got;
}

static void
count_field(void *text, size_t len, void *context)
{
	struct sums *s = context;

	(void)text;
	(void)len;
	s->fields++;
}

static void
count_row(int end, void *context)
{
	struct sums *s = context;

	(void)end;
	s->rows++;
}

static int
read_libcsv(struct sums *s, const struct input *in, struct err *e)
{
	struct csv_parser p;

	if (csv_init(&p, CSV_STRICT) != 0)
		return err_set(e, ERR_RETRY, "libcsv");
	csv_set_delim(&p, ';');
	csv_parse(&p, in->bytes.ptr, in->bytes.len, count_field, count_row, s);
	csv_fini(&p, count_field, count_row, s);
	csv_free(&p);
	return 0;
}

static double
measure(const char *name,
    int (*read_all)(struct sums *, const struct input *, struct err *),
    const struct input *in)
{
	double best = 1e9;

	for (int i = 0; i < ROUNDS; i++) {
		struct sums s = {0};
		struct err e = {0};
		double start = cpu_seconds(), took;

		if (read_all(&s, in, &e) != 0) {
			fprintf(stderr, "%s: %s\n", name, e.text);
			exit(1);
		}
		took = cpu_seconds() - start;
		if (took < best)
			best = took;
		if (i == 0)
			printf("%-8s %ju rows, %ju fields, %ju wrong, %jd cents\n", name,
			    (uintmax_t)s.rows, (uintmax_t)s.fields, (uintmax_t)s.wrong,
			    (intmax_t)s.cents);
	}
	printf("%-8s %.3f s CPU\n", name, best);
	return best;
}

static int
open_file(struct input *in, uint64_t rows, const char *path, struct err *e)
{
	struct arena a = {0};
	struct spill spill;
	int fd;

	if (path == NULL) {
		if (spill_open(&spill, &a, e) != 0)
			return -1;
		make_file(&spill.out, rows);
		return spill_close(&spill, in, STR("bench.csv"), e);
	}
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		return err_errno(e, "%s", path);
	if (lseek(fd, 0, SEEK_END) == 0) {
		struct out o;

		out_open_fd(&o, &fd, &a, e);
		make_file(&o, rows);
		if (out_flush(&o) != 0)
			return -1;
	}
	return input_map(in, fd, str_of(path), UINT64_MAX, e);
}

int
main(int argc, char **argv)
{
	uint64_t rows = 1000000;
	struct err e = {0};
	struct input in;
	double ours, yardstick;

	if (argc > 1 && !str_to_u64(str_of(argv[1]), &rows))
		return 64;
	if (open_file(&in, rows, argc > 2 ? argv[2] : NULL, &e) != 0) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	printf("%zu bytes\n", in.bytes.len);
	ours = measure("ours", read_ours, &in);
	yardstick = measure("libcsv", read_libcsv, &in);
	printf("ours / libcsv = %.3f\n", ours / yardstick);
	return 0;
}
