/* The options of `riscontro cat`; what would be left aside in silence is refused. */
#include "command/cat_request.h"

#include "formats/csv_charset.h"

static bool
find_form(const char *name, enum cat_form *form)
{
	static const char *const names[] = {"", "grid", "csv", "jsonl", "entries"};

	for (size_t i = 1; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0) {
			*form = (enum cat_form)i;
			return true;
		}
	return false;
}

/* "comma", "tab" and the like, or one character. */
static bool
find_delimiter(const char *name, char *delimiter)
{
	static const struct {
		const char *name;
		char delimiter;
	} names[] = {{"tab", '\t'}, {"\\t", '\t'}, {"comma", ','}, {"semicolon", ';'},
	    {"pipe", '|'}, {"space", ' '}, {"colon", ':'}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equal_nocase(str_of(name), str_of(names[i].name))) {
			*delimiter = names[i].delimiter;
			return true;
		}
	*delimiter = name[0];
	return name[0] != '\0' && name[1] == '\0' && (signed char)name[0] > 0 &&
	    name[0] != '\n' && name[0] != '\r';
}

static bool
find_quote(const char *name, char *quote)
{
	if (strcmp(name, "none") == 0) {
		*quote = TABLE_NO_QUOTE;
		return true;
	}
	return find_delimiter(name, quote);
}

static bool
take_type(struct cat_request *r, const char *value)
{
	r->xml = strcmp(value, "xml") == 0;
	if (strcmp(value, "statement") == 0)
		r->statement = true;
	else if (!r->xml)
		r->options.reader = str_of(value);
	return r->options.reader.len == 0 || table_reader_is_known(r->options.reader);
}

static bool
take_columns(struct cat_request *r, const char *value)
{
	r->fixed = statement_columns_parse(&r->columns, str_of(value));
	r->statement = true;
	return r->fixed;
}

static bool
take_sheet(struct cat_request *r, const char *value)
{
	r->options.sheet = str_of(value);
	return true;
}

static bool
take_encoding(struct cat_request *r, const char *value)
{
	r->options.encoding = str_of(value);
	return csv_charset_find(r->options.encoding) != NULL;
}

static bool
take_layout(struct cat_request *r, const char *value)
{
	r->layout = str_of(value);
	return value[0] != '\0';
}

static bool
take_form(struct cat_request *r, const char *value)
{
	return find_form(value, &r->form);
}

static bool
take_delimiter(struct cat_request *r, const char *value)
{
	return find_delimiter(value, &r->options.delimiter);
}

static bool
take_quote(struct cat_request *r, const char *value)
{
	return find_quote(value, &r->options.quote);
}

static const struct option {
	const char *name;
	bool (*take)(struct cat_request *r, const char *value);
} cat_options[] = {
    {"--as", take_form},
    {"--layout", take_layout},
    {"--type", take_type},
    {"--sheet", take_sheet},
    {"--encoding", take_encoding},
    {"--delimiter", take_delimiter},
    {"--quote", take_quote},
    {"--columns", take_columns},
};

/* 1 taken, 0 not an option of cat, -1 wrong. */
static int
take_option(struct cat_request *r, int argc, char **argv, int *i)
{
	for (size_t k = 0; k < sizeof cat_options / sizeof *cat_options; k++) {
		const char *value = NULL;
		int found = command_option(argc, argv, i, cat_options[k].name, &value);

		if (found < 0)
			return -1;
		if (found > 0)
			return cat_options[k].take(r, value) ? 1 : -1;
	}
	return 0;
}

/* Options that ask for two things at once: what the first makes, the second does not
 * apply to. NULL when all go together. */
static const char *
conflict(const struct cat_request *r, const char **with)
{
	bool table = r->options.sheet.len > 0 || r->options.encoding.len > 0 ||
	    r->options.delimiter != '\0' || r->options.quote != '\0' ||
	    r->options.reader.len > 0;
	const struct {
		bool is_wrong;
		const char *first, *second;
	} pairs[] = {
	    {r->layout.len > 0 && r->fixed, "--layout", "--columns"},
	    {r->layout.len > 0 && r->statement, "--layout", "--type statement"},
	    {r->layout.len > 0 && r->xml, "--layout", "--type xml"},
	    {r->layout.len > 0 && r->form == CAT_GRID, "--layout", "--as grid"},
	    {r->layout.len > 0 && r->form == CAT_ENTRIES, "--layout", "--as entries"},
	    {r->statement && r->xml, "--columns", "--type xml"},
	    {r->statement && r->options.reader.len > 0, "--columns", "--type"},
	    {r->statement && r->form == CAT_GRID, "--type statement", "--as grid"},
	    {r->statement && r->form == CAT_ENTRIES, "--type statement", "--as entries"},
	    {r->xml && r->form != CAT_DEFAULT, "--type xml", "--as"},
	    {r->xml && table, "--type xml", "--sheet, --encoding, --delimiter, --quote"},
	    {r->form == CAT_ENTRIES && table, "--as entries",
		"--type, --sheet, --encoding, --delimiter, --quote"},
	    {r->options.delimiter != '\0' && r->options.delimiter == r->options.quote,
		"--delimiter", "--quote"},
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].is_wrong) {
			*with = pairs[i].second;
			return pairs[i].first;
		}
	return NULL;
}

/* The words of the command line into *r. */
static int
take_arguments(const struct context *c, struct cat_request *r, int argc, char **argv)
{
	bool words_only = false;

	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		int taken = words_only ? 0 : take_option(r, argc, argv, &i);

		if (taken < 0)
			return command_usage(c, "cat",
			    c->lang == LANG_IT ? "%s: valore mancante o sbagliato"
					       : "%s: missing or wrong value",
			    word);
		if (taken > 0)
			continue;
		if (!words_only && strcmp(word, "--") == 0)
			words_only = true;
		else if ((!words_only && word[0] == '-') || r->path != NULL)
			return command_unexpected(c, "cat", word);
		else
			r->path = word;
	}
	if (r->path == NULL)
		return command_usage(
		    c, "cat", c->lang == LANG_IT ? "manca il file" : "no file is named");
	return 0;
}

int
cat_request_read(const struct context *c, struct cat_request *r, int argc, char **argv)
{
	const char *first, *second = NULL;
	int usage = take_arguments(c, r, argc, argv);

	if (usage != 0)
		return usage;
	first = conflict(r, &second);
	if (first != NULL)
		return command_usage(c, "cat",
		    c->lang == LANG_IT ? "%s e %s non vanno insieme"
				       : "%s and %s do not go together",
		    first, second);
	return 0;
}

int
cat_request_judge(
    const struct context *c, const struct cat_request *r, const struct table_facts *facts)
{
	bool text = facts->delimiter != '\0';
	const char *useless = NULL;

	if (r->options.sheet.len > 0 && facts->sheet.len == 0)
		useless = "--sheet";
	else if (!text && r->options.encoding.len > 0)
		useless = "--encoding";
	else if (!text && r->options.delimiter != '\0')
		useless = "--delimiter";
	else if (!text && r->options.quote != '\0')
		useless = "--quote";
	if (useless == NULL)
		return 0;
	return command_usage(c, "cat",
	    c->lang == LANG_IT ? "%s: %s non serve, il file è di tipo %s"
			       : "%s: %s has no use, the file is of type %s",
	    r->path, useless, facts->reader);
}
