/* The readers of tables, and the bid by which one of them is chosen. */
#include "formats/table.h"

static const struct table_reader *const readers[] = {
    &table_reader_csv,
    &table_reader_xlsx,
    &table_reader_ods,
    &table_reader_xls,
    &table_reader_gpd,
    &table_reader_stranger,
    NULL,
};

static const struct table_reader *
choose(const struct input *in)
{
	const struct table_reader *best = NULL;
	int highest = 0;

	for (size_t i = 0; readers[i] != NULL; i++) {
		int bid = readers[i]->bid(in);

		if (bid > highest) {
			highest = bid;
			best = readers[i];
		}
	}
	return best;
}

static const struct table_reader *
find_reader(struct str name)
{
	for (size_t i = 0; readers[i] != NULL; i++)
		if (str_is(name, readers[i]->name))
			return readers[i];
	return NULL;
}

/* A name that promises a spreadsheet must keep it: what is in another kind may be a wrong
 * export, so a person has a look instead of us. Other names promise nothing. */
static int
check_name(const struct table *t, struct err *e)
{
	static const struct {
		const char *ending, *reader;
	} promises[] = {{".xlsx", "xlsx"}, {".xlsm", "xlsx"}, {".xltx", "xlsx"},
	    {".ods", "ods"}, {".xls", "xls"}};

	for (size_t i = 0; i < sizeof promises / sizeof promises[0]; i++)
		if (t->options.reader.len == 0 &&
		    str_ends_nocase(t->in->name, str_of(promises[i].ending)) &&
		    strcmp(t->reader->name, promises[i].reader) != 0)
			return err_file(e, "FILE_MISNAMED",
			    "the name ends in %s, the content is %s", promises[i].ending,
			    t->reader->content);
	return 0;
}

bool
table_reader_is_known(struct str name)
{
	return find_reader(name) != NULL;
}

int
table_open(struct table **result, const struct input *in,
    const struct table_options *options, struct arena *a, struct err *e)
{
	const struct table_reader *reader;
	struct table *t;

	if (in->bytes.len == 0)
		return err_file(e, "FILE_EMPTY", "0 bytes");
	if (options != NULL && options->reader.len > 0) {
		reader = find_reader(options->reader);
		if (reader == NULL)
			return err_set(e, ERR_USAGE, "no reader is called %.*s",
			    STR_ARG(options->reader));
	} else {
		reader = choose(in);
	}
	if (reader == NULL)
		return err_file(e, "FILE_UNKNOWN_KIND", "no reader knows these bytes");
	t = arena_new(a, struct table);
	t->reader = reader;
	t->in = in;
	t->arena = a;
	t->options = options == NULL ? (struct table_options){0} : *options;
	if (t->options.most_rows == 0)
		t->options.most_rows = TABLE_MOST_ROWS;
	if (t->options.most_columns == 0)
		t->options.most_columns = TABLE_MOST_COLUMNS;
	t->facts.reader = reader->name;
	/* Anything may be text, but a reason to refuse it as text would mislead. */
	if (reader == &table_reader_csv && check_name(t, e) != 0)
		return -1;
	if (reader->open(t, e) != 0)
		return -1;
	if (check_name(t, e) != 0) {
		reader->close(t);
		return -1;
	}
	*result = t;
	return 0;
}

int
table_next(struct table *t, struct row *row, struct err *e)
{
	return t->reader->next(t, row, e);
}

const struct table_facts *
table_facts(const struct table *t)
{
	return &t->facts;
}

void
table_close(struct table *t)
{
	if (t != NULL)
		t->reader->close(t);
}
