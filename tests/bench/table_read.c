/* Reads a table and says how much it held and what that cost, or prints it as a grid, or
 * only unpacks it, which is the floor: table_read [--grid|--floor] FILE. */
#include "base/out.h"
#include "formats/table.h"
#include "formats/zip_read.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static void
write_field(struct out *o, struct str text)
{
	bool quote = false;

	for (size_t i = 0; i < text.len; i++)
		quote |= strchr(",\"\r\n", text.ptr[i]) != NULL && text.ptr[i] != '\0';
	if (quote)
		out_char(o, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			out_char(o, '"');
		out_char(o, text.ptr[i]);
	}
	if (quote)
		out_char(o, '"');
}

static void
write_row(struct out *o, const struct row *row, uint64_t *last)
{
	while (*last + 1 < row->number && row->count > 0) {
		out_char(o, '\n');
		++*last;
	}
	if (row->count == 0)
		return;
	for (size_t i = 0; i < row->count; i++) {
		if (i > 0)
			out_char(o, ',');
		write_field(o, row->cells[i].text);
	}
	out_char(o, '\n');
	*last = row->number;
}

static void
print_cost(const char *what)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	printf("%s %.3f s CPU %ld MiB\n", what,
	    (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
	    used.ru_maxrss / 1024);
}

static int
read_table(struct table *t, struct out *grid, struct err *e)
{
	uint64_t rows = 0, cells = 0, bytes = 0, last = 0;
	struct row row;
	char what[128];
	int status;

	while ((status = table_next(t, &row, e)) == 1) {
		rows++;
		cells += row.count;
		for (size_t i = 0; i < row.count; i++)
			bytes += row.cells[i].text.len;
		if (grid != NULL)
			write_row(grid, &row, &last);
	}
	snprintf(what, sizeof what, "%ju rows %ju cells %ju bytes", (uintmax_t)rows,
	    (uintmax_t)cells, (uintmax_t)bytes);
	if (grid == NULL && status == 0)
		print_cost(what);
	return status;
}

/* Every member unpacked and its CRC-32 compared, nothing else. */
static int
unpack(const struct input *in, struct arena *a, struct err *e)
{
	struct zip_reader *zip;
	struct zip_stream *s;
	char to[64 * 1024];
	int status = 0;
	size_t got;

	if (zip_reader_open(&zip, in, a, e) != 0)
		return -1;
	for (size_t i = 0; i < zip_reader_count(zip) && status == 0; i++) {
		status = zip_stream_open(&s, zip, zip_reader_member(zip, i), 0, a, e);
		while (status == 0 || status == 1) {
			status = zip_stream_read(s, to, sizeof to, &got, e);
			if (status != 1)
				break;
		}
	}
	print_cost("unpacked");
	return status;
}

int
main(int argc, char **argv)
{
	bool as_grid = argc == 3 && strcmp(argv[1], "--grid") == 0;
	bool floor_only = argc == 3 && strcmp(argv[1], "--floor") == 0;
	const char *path = argv[argc - 1];
	struct arena a = {0};
	struct input in = {0};
	struct table *t = NULL;
	struct err e = {0};
	struct out grid;
	int output = STDOUT_FILENO;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int status = -1;

	if (fd < 0 || argc < 2) {
		fprintf(stderr, "usage: table_read [--grid|--floor] FILE\n");
		return 64;
	}
	out_open_fd(&grid, &output, &a, &e);
	status = input_map(&in, fd, str_of(basename(path)), UINT64_MAX, &e);
	if (status == 0 && floor_only)
		status = unpack(&in, &a, &e);
	else if (status == 0 && (status = table_open(&t, &in, NULL, &a, &e)) == 0)
		status = read_table(t, as_grid ? &grid : NULL, &e);
	if (status == 0 && as_grid)
		status = out_flush(&grid);
	if (status != 0)
		fprintf(stderr, "%s: %s: %s\n", path, e.code, e.text);
	table_close(t);
	arena_close(&a);
	return err_exit_code(status == 0 ? ERR_NONE : e.kind);
}
