/* Reads a table and says how much it held and what that cost, or prints it as a grid:
 * table_read [--grid] FILE. */
#include "base/out.h"
#include "formats/table.h"

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

static int
read_table(struct table *t, struct out *grid, struct err *e)
{
	uint64_t rows = 0, cells = 0, bytes = 0, last = 0;
	struct rusage used;
	struct row row;
	int status;

	while ((status = table_next(t, &row, e)) == 1) {
		rows++;
		cells += row.count;
		for (size_t i = 0; i < row.count; i++)
			bytes += row.cells[i].text.len;
		if (grid != NULL)
			write_row(grid, &row, &last);
	}
	getrusage(RUSAGE_SELF, &used);
	if (grid == NULL && status == 0)
		printf("%ju rows %ju cells %ju bytes %.3f s CPU %ld MiB\n",
		    (uintmax_t)rows, (uintmax_t)cells, (uintmax_t)bytes,
		    (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
			(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
		    used.ru_maxrss / 1024);
	return status;
}

int
main(int argc, char **argv)
{
	bool as_grid = argc == 3 && strcmp(argv[1], "--grid") == 0;
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
		fprintf(stderr, "usage: table_read [--grid] FILE\n");
		return 64;
	}
	out_open_fd(&grid, &output, &a, &e);
	if (input_map(&in, fd, str_of(basename(path)), UINT64_MAX, &e) == 0 &&
	    table_open(&t, &in, NULL, &a, &e) == 0)
		status = read_table(t, as_grid ? &grid : NULL, &e);
	if (status == 0 && as_grid)
		status = out_flush(&grid);
	if (status != 0)
		fprintf(stderr, "%s: %s: %s\n", path, e.code, e.text);
	table_close(t);
	arena_close(&a);
	return err_exit_code(status == 0 ? ERR_NONE : e.kind);
}
