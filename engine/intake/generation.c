/* Quotas become debt positions: filtered, grouped, numbered, booked. */
#include "intake/generation.h"

#include "base/input.h"
#include "ledger/quotas.h"
#include "model/iuv.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { EXCLUDE_FILE_MOST = 16 << 20 };

#define QUOTA_COLUMNS                                                                    \
	"SELECT q.id, q.debtor, d.fiscal_code, q.quota_key, q.anno, q.causale, q.cents," \
	" q.due, q.valid_to, q.category, q.accertamento_date, q.provenance, q.capitolo," \
	" q.taxonomy, q.iban, q.instalments FROM quota q JOIN debtor d ON d.id = "       \
	"q.debtor"
#define WAITING                                                                          \
	" WHERE q.file = ? AND q.current = 1 AND q.position IS NULL AND q.state = "      \
	"'open'"
static const char waiting_by_row[] = QUOTA_COLUMNS WAITING " ORDER BY q.row";
static const char waiting_by_debtor[] =
    QUOTA_COLUMNS WAITING " ORDER BY d.fiscal_code, q.row";
static const char sharing_quotas[] =
    QUOTA_COLUMNS " WHERE q.position = ? AND q.quota_key <> ? AND q.current = 1"
		  " AND q.state <> 'cancelled' ORDER BY q.id";

/* A quota read back from the ledger on its way to a position. */
struct candidate {
	int64_t id;
	int64_t debtor;
	struct quota quota;
};

/* The quotas that share one position: one, or up to TRANSFERS_MOST of the same debtor. */
struct group {
	struct candidate items[TRANSFERS_MOST];
	size_t count;
};

static void
exclude_lines(struct generation *g, struct str text)
{
	struct str line;

	while (text.len > 0 && str_cut(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.len > 0 && line.ptr[0] != '#')
			*map_put(&g->excluded, line, NULL) = 1;
	}
}

static int
read_exclude_file(struct generation *g, struct arena *a, struct err *e)
{
	const char *path = arena_cstr(a, g->profile->exclude_file);
	struct input in;
	int fd = open(path, O_RDONLY | O_CLOEXEC), got;

	if (fd < 0)
		return err_errno(e, "exclude_file %s", path);
	got = input_map(&in, fd, g->profile->exclude_file, EXCLUDE_FILE_MOST, e);
	close(fd);
	if (got == 0)
		exclude_lines(g, arena_str(a, in.bytes));
	input_unmap(&in);
	return got;
}

int
generation_open(struct generation *g, struct arena *a, struct err *e)
{
	map_open(&g->excluded, a, g->profile->exclude.count);
	for (size_t i = 0; i < g->profile->exclude.count; i++)
		*map_put(&g->excluded, g->profile->exclude.items[i], NULL) = 1;
	return g->profile->exclude_file.len == 0 ? 0 : read_exclude_file(g, a, e);
}

static bool
list_admits(struct conf_list list, struct str value)
{
	for (size_t i = 0; i < list.count; i++)
		if (str_equal_nocase(list.items[i], value))
			return true;
	return list.count == 0;
}

bool
generation_admits(const struct generation *g, const struct quota *q)
{
	const struct conf_generation *p = g->profile;

	if (!p->automatic || q->operation == QUOTA_CANCEL)
		return false;
	if ((p->least != 0 && q->cents < p->least) ||
	    (p->most != 0 && q->cents > p->most))
		return false;
	if (!date_is_none(p->from) && date_compare(q->accertamento_date, p->from) < 0)
		return false;
	if (!date_is_none(p->to) &&
	    (date_is_none(q->accertamento_date) ||
		date_compare(q->accertamento_date, p->to) > 0))
		return false;
	if (p->provenance.len > 0 && !str_equal(p->provenance, q->provenance))
		return false;
	return list_admits(p->categories, q->category) &&
	    list_admits(p->capitoli, q->capitolo) &&
	    map_find(&g->excluded, q->key) == NULL &&
	    map_find(&g->excluded, q->debtor.fiscal_code) == NULL;
}

static void
read_candidate(const struct rows *rows, struct candidate *c, struct arena *a)
{
	struct quota *q = &c->quota;
	struct instalment list[INSTALMENTS_MOST];

	*c = (struct candidate){.id = row_int(rows, 0), .debtor = row_int(rows, 1)};
	q->debtor.fiscal_code = arena_str(a, row_text(rows, 2));
	q->key = arena_str(a, row_text(rows, 3));
	q->anno = row_int(rows, 4);
	q->causale = arena_str(a, row_text(rows, 5));
	q->cents = row_int(rows, 6);
	q->due = row_date(rows, 7);
	q->valid_to = row_date(rows, 8);
	q->category = arena_str(a, row_text(rows, 9));
	q->accertamento_date = row_date(rows, 10);
	q->provenance = arena_str(a, row_text(rows, 11));
	q->capitolo = arena_str(a, row_text(rows, 12));
	q->taxonomy = arena_str(a, row_text(rows, 13));
	q->iban = arena_str(a, row_text(rows, 14));
	q->instalment_count =
	    instalments_parse(row_text(rows, 15), list, INSTALMENTS_MOST);
	q->instalments = arena_new_array(a, q->instalment_count, struct instalment);
	memcpy(q->instalments, list, q->instalment_count * sizeof *list);
}

static struct transfer
transfer_of(const struct quota *q, money cents)
{
	return (struct transfer){.cents = cents,
	    .iban = q->iban,
	    .taxonomy = q->taxonomy,
	    .remittance = q->causale};
}

/* The options that a quota alone asks for: the whole amount, then its instalments. */
static void
options_of_quota(struct position *p, const struct quota *q, struct arena *a)
{
	p->option_count = 1 + q->instalment_count;
	p->options = arena_new_array(a, p->option_count, struct payment_option);
	for (size_t i = 0; i < p->option_count; i++) {
		struct payment_option *o = &p->options[i];

		o->number = (int)i;
		o->cents = i == 0 ? q->cents : q->instalments[i - 1].cents;
		o->due = i == 0 ? q->due : q->instalments[i - 1].due;
		o->transfers[0] = transfer_of(q, o->cents);
		o->transfer_count = 1;
	}
}

static struct str
group_description(const struct generation *g, const struct group *group)
{
	if (group->count > 1 && g->profile->group_description.len > 0)
		return g->profile->group_description;
	return group->items[0].quota.causale;
}

/* Adds the second and later quotas of a group to the position of the first. */
static void
merge_group(struct position *p, const struct group *group)
{
	struct payment_option *whole = &p->options[0];

	for (size_t i = 1; i < group->count; i++) {
		const struct quota *q = &group->items[i].quota;

		whole->transfers[whole->transfer_count++] = transfer_of(q, q->cents);
		whole->cents += q->cents;
		if (date_compare(q->due, whole->due) < 0)
			whole->due = q->due;
		if (date_compare(q->valid_to, p->valid_to) > 0)
			p->valid_to = q->valid_to;
		if (q->anno > p->anno)
			p->anno = q->anno;
	}
	p->cents = whole->cents;
}

/* Gives IUV and notice number to the options from `from` on. */
static int
number_options(struct generation *g, struct position *p, size_t from, struct err *e)
{
	int64_t base, count = (int64_t)(p->option_count - from);

	if (count <= 0)
		return 0;
	if (iuv_take(g->db, g->creditor->fiscal_code, g->creditor->segregation,
		g->creditor->iuv_first, count, &base, e) != 0)
		return -1;
	for (size_t i = from; i < p->option_count; i++, base++) {
		char digits[24];
		int len = snprintf(digits, sizeof digits, "%013jd", (intmax_t)base);

		if (!nav_build(g->creditor->segregation,
			(struct str){digits, (size_t)len}, p->options[i].nav,
			p->options[i].iuv))
			BUG("no IUV for segregation %.*s and base %s",
			    STR_ARG(g->creditor->segregation), digits);
	}
	return 0;
}

static int
book_position(struct generation *g, struct position *p, const char *operation,
    int64_t replaces, struct err *e)
{
	struct arena a = {0};
	struct str detail;
	int status;

	if (position_insert(
		g->db, g->creditor->id, p, operation, replaces, g->file, g->now, e) != 0)
		return -1;
	detail = arena_format(&a, "revision %jd, %zu options, %jd cents",
	    (intmax_t)p->revision, p->option_count, (intmax_t)p->cents);
	status =
	    audit_add(g->audit, operation, g->creditor->id, str_of(p->iupd), detail, e);
	arena_close(&a);
	return status;
}

static int
generate_group(
    struct generation *g, const struct group *group, struct arena *a, struct err *e)
{
	const struct candidate *first = &group->items[0];
	const struct candidate *last = &group->items[group->count - 1];
	struct position p = {
	    .revision = 1,
	    .state = STR("open"),
	    .debtor_id = last->debtor, /* the newest of its addresses */
	    .description = group_description(g, group),
	    .anno = first->quota.anno,
	    .cents = first->quota.cents,
	    .valid_to = first->quota.valid_to,
	};

	options_of_quota(&p, &first->quota, a);
	merge_group(&p, group);
	if (number_options(g, &p, 0, e) != 0)
		return -1;
	snprintf(p.iupd, sizeof p.iupd, "RIS-%s", p.options[0].nav);
	if (book_position(g, &p, "create", 0, e) != 0)
		return -1;
	for (size_t i = 0; i < group->count; i++)
		if (quota_set_position(g->db, group->items[i].id, p.id, e) != 0)
			return -1;
	g->created++;
	return 0;
}

/* Whether a quota may join the group: the same debtor, no instalments, room left. */
static bool
joins(const struct generation *g, const struct group *group, const struct candidate *c)
{
	return g->profile->group_by_debtor && group->count > 0 &&
	    group->count < TRANSFERS_MOST &&
	    str_equal(
		group->items[0].quota.debtor.fiscal_code, c->quota.debtor.fiscal_code) &&
	    c->quota.instalment_count == 0 && group->items[0].quota.instalment_count == 0;
}

static int
flush_group(struct generation *g, struct group *group, struct arena *a, struct err *e)
{
	int status = group->count == 0 ? 0 : generate_group(g, group, a, e);

	group->count = 0;
	return status;
}

int
generation_run(struct generation *g, struct err *e)
{
	struct arena rooms[2] = {
	    {0}, {0}}; /* the open group's, and the next candidate's */
	struct group group = {.count = 0};
	struct candidate next;
	struct rows rows;
	int got, turn = 0;

	if (db_query(g->db, &rows,
		g->profile->group_by_debtor ? waiting_by_debtor : waiting_by_row,
		DB(db_i(g->file)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		read_candidate(&rows, &next, &rooms[turn]);
		if (!generation_admits(g, &next.quota)) {
			if (group.count == 0)
				arena_reset(&rooms[turn]);
			continue;
		}
		if (!joins(g, &group, &next)) {
			if (flush_group(g, &group, &rooms[1 - turn], e) != 0)
				break;
			arena_reset(&rooms[1 - turn]);
			turn = 1 - turn;
		}
		group.items[group.count++] = next;
	}
	rows_close(&rows);
	if (got == 0)
		got = flush_group(g, &group, &rooms[0], e);
	arena_close(&rooms[0]);
	arena_close(&rooms[1]);
	return got == 0 ? 0 : -1;
}

/* The position as it stands in the ledger. */
static int
read_position(
    struct generation *g, int64_t id, struct position *p, struct arena *a, struct err *e)
{
	struct rows rows;
	int got, status = 0;

	if (position_by_id(g->db, &rows, id, e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		status = position_read(g->db, &rows, p, a, e);
	rows_close(&rows);
	if (got == 0)
		BUG("position %jd is not in the ledger", (intmax_t)id);
	return got < 0 ? -1 : status;
}

/* The other quotas that still share the position, in their order, and the changed one at
 * the end. */
static int
read_sharers(struct generation *g, int64_t position, const struct quota *changed,
    int64_t debtor, struct group *group, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(g->db, &rows, sharing_quotas, DB(db_i(position), db_t(changed->key)),
		e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && group->count < TRANSFERS_MOST)
		read_candidate(&rows, &group->items[group->count++], a);
	rows_close(&rows);
	if (got < 0)
		return -1;
	if (changed->operation != QUOTA_CANCEL && group->count < TRANSFERS_MOST)
		group->items[group->count++] =
		    (struct candidate){.debtor = debtor, .quota = *changed};
	return 0;
}

/* What the position becomes: its quotas as they are now, or the cancellation of what it
 * was. */
static void
revise_content(
    struct generation *g, struct position *p, const struct group *group, struct arena *a)
{
	const struct candidate *last =
	    &group->items[group->count == 0 ? 0 : group->count - 1];

	p->revision++;
	if (group->count == 0) {
		p->state = STR("cancelled");
		return;
	}
	p->debtor_id = last->debtor;
	p->description = group_description(g, group);
	p->anno = group->items[0].quota.anno;
	p->cents = group->items[0].quota.cents;
	p->valid_to = group->items[0].quota.valid_to;
	options_of_quota(p, &group->items[0].quota, a);
	merge_group(p, group);
}

int
generation_revise(struct generation *g, int64_t before, const struct quota *q,
    int64_t debtor, struct arena *row, int64_t *id, struct err *e)
{
	struct group group = {.count = 0};
	struct position old, p;
	size_t kept;

	if (read_position(g, before, &old, row, e) != 0 ||
	    read_sharers(g, before, q, debtor, &group, row, e) != 0)
		return -1;
	p = old;
	revise_content(g, &p, &group, row);
	kept = p.option_count < old.option_count ? p.option_count : old.option_count;
	for (size_t i = 0; i < kept; i++) {
		memcpy(p.options[i].iuv, old.options[i].iuv, sizeof p.options[i].iuv);
		memcpy(p.options[i].nav, old.options[i].nav, sizeof p.options[i].nav);
	}
	if (number_options(g, &p, kept, e) != 0 ||
	    book_position(g, &p, group.count == 0 ? "delete" : "update", before, e) != 0)
		return -1;
	for (size_t i = 0; i < group.count; i++)
		if (group.items[i].id != 0 &&
		    quota_set_position(g->db, group.items[i].id, p.id, e) != 0)
			return -1;
	*id = p.id;
	if (group.count == 0)
		g->cancelled++;
	else
		g->updated++;
	return 0;
}
