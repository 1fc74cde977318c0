/* Tables as layouts ask, and those of mended rows. */
#include "intake/planned_table.h"

#include "model/mending.h"

/* The reader of the file whose rows the table gives back; empty: it is no such table. */
static struct str
mended_from(const struct table *t)
{
	struct str reader = mending_reader(table_facts(t)->sheet);

	return table_reader_is_known(reader) ? reader : STR("");
}

/* A byte order mark says more than a layout: the file was saved in another encoding. */
static bool
has_mark(struct str bytes)
{
	return str_starts(bytes, STR("\xef\xbb\xbf")) ||
	    str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"));
}

static bool
open_mended(struct table **t, const struct input *in, const struct table_options *options,
    struct arena *a)
{
	struct table_options any = *options;
	struct err e;

	any.sheet = STR("");
	if (table_open(t, in, &any, a, &e) != 0)
		return false;
	if (mended_from(*t).len > 0)
		return true;
	table_close(*t);
	return false;
}

int
planned_table_open(struct table **t, const struct input *in,
    const struct table_options *options, struct arena *a, struct err *e)
{
	struct table_options asked = {.delimiter = '\0'};

	if (options != NULL)
		asked = *options;
	if (has_mark(in->bytes))
		asked.encoding = STR("");
	if (table_open(t, in, &asked, a, e) == 0)
		return 0;
	return asked.sheet.len > 0 && open_mended(t, in, &asked, a) ? 0 : -1;
}

struct layout_origin
planned_table_origin(const struct table *t, struct str file)
{
	struct str reader = mended_from(t);

	return reader.len > 0
	    ? (struct layout_origin){file, reader, true}
	    : (struct layout_origin){file, str_of(table_facts(t)->reader), false};
}

void
planned_table_note(const struct table *t, struct file_record *record, struct arena *a)
{
	const struct table_facts *facts = table_facts(t);

	if (record->reader.len > 0) {
		if (!str_is(record->reader, facts->reader))
			record->reader = STR(FILE_READERS);
		return;
	}
	record->reader = str_of(facts->reader);
	record->encoding = str_of(facts->encoding);
	record->sheet = arena_str(a, facts->sheet);
	if (facts->delimiter != '\0')
		record->delimiter = arena_str(a, (struct str){&facts->delimiter, 1});
}
