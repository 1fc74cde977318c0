/*
 * One pass over one file, for bench_read.py, which tells what the process cost:
 *
 *   bench_read make FILE ROWS   writes the CSV that is measured: ROWS x 20, the same on
 *                               every machine (';', CR LF, Italian dates and amounts,
 *                               one row in twenty with a quoted field)
 *   bench_read table FILE       reads it through the table interface
 *   bench_read typed FILE       ... two dates and an amount of each row parsed
 *   bench_read libcsv FILE      libcsv cuts it, which is all that libcsv does
 *   bench_read libcsv-typed FILE  ... and the same dates and amount are parsed
 *   bench_read floor FILE       every member of a zip unpacked, nothing else
 *
 * A line says what was seen, so that two ways can be compared.
 */
#include "base/date.h"
#include "base/money.h"
#include "formats/csv_write.h"
#include "formats/table.h"
#include "formats/zip_read.h"

#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { COLUMNS = 20, BORN = 4, AMOUNT = 16, DUE = 17 };

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
	    "Barcellona Pozzo di Gotto", "Sant'Arcangelo", "Trento", "Milano",
	    "Bolzano/Bozen", "Città di Castello"};
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

struct sums {
	uint64_t rows, fields, bytes, wrong;
	money cents;
	uint64_t column; /* of the next field, for libcsv */
	bool typed;
};

static void
check_date(struct sums *s, struct str text)
{
	struct date d;

	if (!date_parse(text, &d))
		s->wrong++;
}

static void
check_amount(struct sums *s, struct str text)
{
	money cents;

	if (money_parse(text, MONEY_MARK_COMMA, &cents) != MONEY_OK)
		s->wrong++;
	else
		s->cents += cents;
}

static int
read_table(struct sums *s, const struct input *in, struct arena *a, struct err *e)
{
	struct table *t;
	struct row row = {0};
	int got;

	if (table_open(&t, in, NULL, a, e) != 0)
		return -1;
	while ((got = table_next(t, &row, e)) > 0) {
		for (size_t i = 0; i < row.count; i++)
			s->bytes += row.cells[i].text.len;
		s->fields += row.width > 0 ? row.width : row.count;
		if (s->rows++ == 0 || !s->typed)
			continue;
		check_date(s, row.cells[BORN].text);
		check_date(s, row.cells[DUE].text);
		check_amount(s, row.cells[AMOUNT].text);
	}
	return got;
}

static void
take_field(void *text, size_t len, void *context)
{
	struct sums *s = context;
	struct str field = {text, len};

	s->fields++;
	s->bytes += len;
	if (s->typed && s->rows > 0 && s->column == AMOUNT)
		check_amount(s, field);
	else if (s->typed && s->rows > 0 && (s->column == BORN || s->column == DUE))
		check_date(s, field);
	s->column++;
}

static void
take_row(int end, void *context)
{
	struct sums *s = context;

	(void)end;
	s->rows++;
	s->column = 0;
}

static int
read_libcsv(struct sums *s, const struct input *in, struct err *e)
{
	struct csv_parser p;

	if (csv_init(&p, CSV_STRICT) != 0)
		return err_set(e, ERR_RETRY, "libcsv");
	csv_set_delim(&p, ';');
	csv_parse(&p, in->bytes.ptr, in->bytes.len, take_field, take_row, s);
	csv_fini(&p, take_field, take_row, s);
	csv_free(&p);
	return 0;
}

/* Every member unpacked and its CRC-32 compared. */
static int
unpack(struct sums *s, const struct input *in, struct arena *a, struct err *e)
{
	char to[64 * 1024];
	struct zip_reader *zip;
	struct zip_stream *member;
	size_t got;

	if (zip_reader_open(&zip, in, a, e) != 0)
		return -1;
	for (size_t i = 0; i < zip_reader_count(zip); i++) {
		int status =
		    zip_stream_open(&member, zip, zip_reader_member(zip, i), 0, a, e);

		if (status != 0)
			return -1;
		while ((status = zip_stream_read(member, to, sizeof to, &got, e)) == 1)
			s->bytes += got;
		if (status < 0)
			return -1;
	}
	return 0;
}

static int
read_file(const char *how, const char *path, struct arena *a, struct err *e)
{
	struct sums s = {.typed = strstr(how, "typed") != NULL};
	int fd = open(path, O_RDONLY | O_CLOEXEC), status;
	struct input in;

	if (fd < 0)
		return err_errno(e, "%s", path);
	if (input_map(&in, fd, str_of(path), UINT64_MAX, e) != 0)
		return -1;
	status = strcmp(how, "floor") == 0   ? unpack(&s, &in, a, e)
	    : strncmp(how, "libcsv", 6) == 0 ? read_libcsv(&s, &in, e)
					     : read_table(&s, &in, a, e);
	printf("%ju rows %ju fields %ju bytes %ju wrong %jd cents\n", (uintmax_t)s.rows,
	    (uintmax_t)s.fields, (uintmax_t)s.bytes, (uintmax_t)s.wrong,
	    (intmax_t)s.cents);
	return status;
}

/* What this process holds by itself, pages of mapped files apart. */
static void
print_own_memory(void)
{
	char line[256];
	FILE *status = fopen("/proc/self/status", "r");

	while (status != NULL && fgets(line, sizeof line, status) != NULL)
		if (strncmp(line, "RssAnon:", 8) == 0)
			fputs(line, stdout);
	if (status != NULL)
		fclose(status);
}

static int
write_file(const char *path, uint64_t rows, struct arena *a, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	struct out o;

	if (fd < 0)
		return err_errno(e, "%s", path);
	out_open_fd(&o, &fd, a, e);
	make_file(&o, rows);
	return out_flush(&o);
}

int
main(int argc, char **argv)
{
	struct arena a = {0};
	struct err e = {0};
	uint64_t rows;
	int status;

	if (argc == 4 && strcmp(argv[1], "make") == 0 &&
	    str_to_u64(str_of(argv[3]), &rows))
		status = write_file(argv[2], rows, &a, &e);
	else if (argc == 3)
		status = read_file(argv[1], argv[2], &a, &e);
	else
		return 64;
	if (status != 0)
		fprintf(stderr, "%s\n", e.text);
	print_own_memory();
	return status == 0 ? 0 : 1;
}
