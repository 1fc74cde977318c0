/*
 * What others prepare for the massive upload of GPD (paymentPositions of its model v1),
 * read as a table of our own columns, one position a row: the whole amount, then the
 * instalments in pairs. The names are those of the OpenAPI of pagopa-gpd-upload. Amounts
 * are cents.
 */
#include "formats/table.h"

#include "formats/element.h"

enum { INSTALMENTS_READ = 100 };

enum gpd_id {
	/* Columns, in the order of the header. */
	GPD_IUPD = 1,
	GPD_OPERATION,
	GPD_TYPE,
	GPD_FISCAL_CODE,
	GPD_FULL_NAME,
	GPD_STREET,
	GPD_CIVIC,
	GPD_POSTAL_CODE,
	GPD_CITY,
	GPD_PROVINCE,
	GPD_COUNTRY,
	GPD_EMAIL,
	GPD_AMOUNT,
	GPD_DUE_DATE,
	GPD_DESCRIPTION,
	GPD_NAV,
	GPD_IUV,
	GPD_ORGANIZATION,
	GPD_CATEGORY,
	GPD_IBAN,
	GPD_TRANSFERS, /* how many, when more than one */
	GPD_OPTIONS,   /* whole payments, when more than one */
	GPD_STAMP,     /* how many */
	GPD_COLUMNS,
	/* Structure. */
	GPD_POSITION,
	GPD_OPTION,
	GPD_TRANSFER,
	GPD_PARTIAL,
	GPD_DELETED,
	GPD_OTHER, /* groups whose members are not ours */
};

static const struct element_name gpd_names[] = {
    {"iupd", GPD_IUPD},
    {"type", GPD_TYPE},
    {"fiscalCode", GPD_FISCAL_CODE},
    {"fullName", GPD_FULL_NAME},
    {"streetName", GPD_STREET},
    {"civicNumber", GPD_CIVIC},
    {"postalCode", GPD_POSTAL_CODE},
    {"city", GPD_CITY},
    {"province", GPD_PROVINCE},
    {"country", GPD_COUNTRY},
    {"email", GPD_EMAIL},
    {"amount", GPD_AMOUNT},
    {"dueDate", GPD_DUE_DATE},
    {"description", GPD_DESCRIPTION},
    {"nav", GPD_NAV},
    {"iuv", GPD_IUV},
    {"organizationFiscalCode", GPD_ORGANIZATION},
    {"category", GPD_CATEGORY},
    {"iban", GPD_IBAN},
    {"stamp", GPD_STAMP},
    {"hashDocument", GPD_OTHER},
    {"paymentPositions", GPD_POSITION},
    {"paymentOption", GPD_OPTION},
    {"transfer", GPD_TRANSFER},
    {"isPartialPayment", GPD_PARTIAL},
    {"paymentPositionIUPDs", GPD_DELETED},
    {"transferMetadata", GPD_OTHER},
    {"paymentOptionMetadata", GPD_OTHER},
    {NULL, 0},
};

static const char *const titles[GPD_COLUMNS] = {[GPD_IUPD] = "iupd",
    [GPD_OPERATION] = "operation",
    [GPD_TYPE] = "type",
    [GPD_FISCAL_CODE] = "fiscalCode",
    [GPD_FULL_NAME] = "fullName",
    [GPD_STREET] = "streetName",
    [GPD_CIVIC] = "civicNumber",
    [GPD_POSTAL_CODE] = "postalCode",
    [GPD_CITY] = "city",
    [GPD_PROVINCE] = "province",
    [GPD_COUNTRY] = "country",
    [GPD_EMAIL] = "email",
    [GPD_AMOUNT] = "amount",
    [GPD_DUE_DATE] = "dueDate",
    [GPD_DESCRIPTION] = "description",
    [GPD_NAV] = "nav",
    [GPD_IUV] = "iuv",
    [GPD_ORGANIZATION] = "organizationFiscalCode",
    [GPD_CATEGORY] = "category",
    [GPD_IBAN] = "iban",
    [GPD_TRANSFERS] = "transfers",
    [GPD_OPTIONS] = "options",
    [GPD_STAMP] = "stamp"};

enum { FIXED = GPD_COLUMNS - 1, CELLS_MOST = FIXED + 2 * INSTALMENTS_READ };

struct gpd {
	struct elements *elements;
	struct arena row;
	struct cell cells[CELLS_MOST];
	size_t instalments; /* the most that a position of this file has */
	uint64_t given;     /* rows, the header too */
	/* The position at hand. */
	struct str values[GPD_COLUMNS];
	struct str parts[INSTALMENTS_READ][2]; /* amount, due date */
	size_t part_count;
	uint64_t whole, transfers, most_transfers, stamps;
	/* The option at hand. */
	struct str option[GPD_COLUMNS];
	bool in_position, in_option, in_transfer, is_partial;
};

static int
gpd_bid(const struct input *in)
{
	if (!element_bytes_are_json(in->bytes))
		return 0;
	return element_head_holds(in->bytes, "\"paymentPositions\"") ||
		element_head_holds(in->bytes, "\"paymentPositionIUPDs\"")
	    ? 85
	    : 0;
}

/* A position holds no other: what is at hand would be two rows at once. */
static int
refuse_nested(const struct gpd *g, struct err *e)
{
	return g->in_position
	    ? err_file(e, "JSON_MALFORMED", "a position inside a position")
	    : 0;
}

static int
begin_position(struct gpd *g, bool is_deleted, struct err *e)
{
	if (refuse_nested(g, e) != 0)
		return -1;
	memset(g->values, 0, sizeof g->values);
	g->in_position = !is_deleted;
	g->in_option = g->in_transfer = false;
	g->part_count = 0;
	g->whole = g->most_transfers = g->stamps = 0;
	return 0;
}

static void
begin_option(struct gpd *g)
{
	memset(g->option, 0, sizeof g->option);
	g->in_option = true;
	g->is_partial = false;
	g->transfers = 0;
}

/* Columns that the options tell, of the first option and then of the whole amount. */
static void
take_option(struct gpd *g, bool over)
{
	for (int id = GPD_AMOUNT; id < GPD_TRANSFERS; id++)
		if (over || g->values[id].len == 0)
			g->values[id] = g->option[id];
}

static int
end_option(struct gpd *g, struct err *e)
{
	g->in_option = false;
	if (g->transfers > g->most_transfers)
		g->most_transfers = g->transfers;
	if (!g->is_partial) {
		take_option(g, ++g->whole == 1);
		return 0;
	}
	if (g->part_count == INSTALMENTS_READ)
		return err_file(
		    e, "INSTALMENT_SUM", "more than %d instalments", INSTALMENTS_READ);
	g->parts[g->part_count][0] = g->option[GPD_AMOUNT];
	g->parts[g->part_count++][1] = g->option[GPD_DUE_DATE];
	if (g->whole == 0)
		take_option(g, false);
	return 0;
}

/* Instalments without a whole amount: their sum is due, at the last date. */
static void
sum_instalments(struct gpd *g)
{
	uint64_t sum = 0, cents;

	if (g->whole > 0 || g->part_count == 0)
		return;
	for (size_t i = 0; i < g->part_count; i++) {
		if (!str_to_u64(g->parts[i][0], &cents) || cents > UINT32_MAX * 100ULL)
			return;
		sum += cents;
	}
	g->values[GPD_AMOUNT] = arena_format(&g->row, "%ju", (uintmax_t)sum);
	g->values[GPD_DUE_DATE] = g->parts[g->part_count - 1][1];
	g->values[GPD_NAV] = g->values[GPD_IUV] = (struct str){0};
}

static void
tell_counts(struct gpd *g)
{
	const struct {
		int id;
		uint64_t count, most;
	} counts[] = {{GPD_TRANSFERS, g->most_transfers, 1}, {GPD_OPTIONS, g->whole, 1},
	    {GPD_STAMP, g->stamps, 0}};

	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		g->values[counts[i].id] = counts[i].count > counts[i].most
		    ? arena_format(&g->row, "%ju", (uintmax_t)counts[i].count)
		    : (struct str){0};
}

static struct str
kept(struct gpd *g, struct str text)
{
	return arena_str(&g->row, text);
}

static void
take_leaf(struct gpd *g, int id, struct str text)
{
	if (g->in_transfer) {
		if (g->transfers == 1 && id >= GPD_ORGANIZATION && id <= GPD_IBAN)
			g->option[id] = kept(g, text);
		else if (id == GPD_OTHER && text.len > 0)
			g->stamps++;
	} else if (g->in_option) {
		if (id == GPD_PARTIAL)
			g->is_partial = str_is(text, "true");
		else if (id >= GPD_AMOUNT && id <= GPD_IUV)
			g->option[id] = kept(g, text);
	} else if (id >= GPD_IUPD && id < GPD_AMOUNT) {
		g->values[id] = kept(g, text);
	}
}

/* The next position is in g->values: 1, 0 at the end, -1. */
static int
next_position(struct gpd *g, struct err *e)
{
	struct element el;
	int got;

	elements_release(g->elements);
	arena_reset(&g->row);
	g->in_position = false;
	while ((got = elements_next(g->elements, &el, e)) > 0) {
		if (el.opens) {
			if ((el.id == GPD_POSITION || el.id == GPD_DELETED) &&
			    begin_position(g, el.id == GPD_DELETED, e) != 0)
				return -1;
			if (el.id == GPD_OPTION)
				begin_option(g);
			else if (el.id == GPD_TRANSFER) {
				g->in_transfer = true;
				g->transfers++;
			}
			continue;
		}
		if (el.id == GPD_TRANSFER)
			g->in_transfer = false;
		else if (el.id == GPD_OPTION && end_option(g, e) != 0)
			return -1;
		else if (el.id == GPD_DELETED) {
			if (refuse_nested(g, e) != 0)
				return -1;
			g->values[GPD_IUPD] = kept(g, el.text);
			g->values[GPD_OPERATION] = STR("A");
			return 1;
		} else if (el.id == GPD_POSITION) {
			sum_instalments(g);
			tell_counts(g);
			return 1;
		} else if (el.id != GPD_OPTION)
			take_leaf(g, el.id, el.text);
	}
	return got;
}

/* Reads the document once: it must be well-formed to its end before a row is given. */
static int
measure(struct table *t, struct gpd *g, struct err *e)
{
	int got;

	if (elements_open(&g->elements, t->in->bytes, gpd_names, false, t->arena, e) != 0)
		return -1;
	while ((got = next_position(g, e)) > 0)
		if (g->part_count > g->instalments)
			g->instalments = g->part_count;
	elements_close(g->elements);
	g->elements = NULL;
	return got;
}

static int
gpd_open(struct table *t, struct err *e)
{
	struct gpd *g = arena_new(t->arena, struct gpd);

	t->facts.encoding = "UTF-8";
	t->state = g;
	if (measure(t, g, e) != 0) {
		arena_close(&g->row);
		return -1;
	}
	return elements_open(&g->elements, t->in->bytes, gpd_names, false, t->arena, e);
}

static void
set_cell(struct gpd *g, size_t at, struct str text)
{
	g->cells[at] = (struct cell){text, text.len > 0 ? CELL_TEXT : CELL_EMPTY};
}

static void
header_cells(struct gpd *g)
{
	for (size_t i = 0; i < FIXED; i++)
		set_cell(g, i, str_of(titles[i + 1]));
	for (size_t i = 0; i < g->instalments; i++) {
		set_cell(
		    g, FIXED + 2 * i, arena_format(&g->row, "rata_%zu_importo", i + 1));
		set_cell(g, FIXED + 2 * i + 1,
		    arena_format(&g->row, "rata_%zu_scadenza", i + 1));
	}
}

static void
position_cells(struct gpd *g)
{
	for (size_t i = 0; i < FIXED; i++)
		set_cell(g, i, g->values[i + 1]);
	for (size_t i = 0; i < g->instalments; i++)
		for (size_t half = 0; half < 2; half++)
			set_cell(g, FIXED + 2 * i + half,
			    i < g->part_count ? g->parts[i][half] : STR(""));
}

static int
gpd_next(struct table *t, struct row *row, struct err *e)
{
	struct gpd *g = t->state;
	size_t count = FIXED + 2 * g->instalments;
	int got = 1;

	if (g->given == 0)
		header_cells(g);
	else if ((got = next_position(g, e)) > 0)
		position_cells(g);
	if (got <= 0)
		return got;
	if (g->given >= t->options.most_rows)
		return err_file(e, "FILE_TOO_LARGE", "more than %ju positions",
		    (uintmax_t)t->options.most_rows);
	while (count > 0 && g->cells[count - 1].kind == CELL_EMPTY)
		count--;
	*row = (struct row){.number = ++g->given, .cells = g->cells, .count = count};
	return 1;
}

static void
gpd_close(struct table *t)
{
	struct gpd *g = t->state;

	elements_close(g->elements);
	arena_close(&g->row);
}

const struct table_reader table_reader_gpd = {
    .name = "gpd",
    .help = "positions of the massive upload of GPD (JSON)",
    .content = "positions of GPD (JSON)",
    .bid = gpd_bid,
    .open = gpd_open,
    .next = gpd_next,
    .close = gpd_close,
};
