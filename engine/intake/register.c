/* The members of an export, read and judged. */
#include "intake/register.h"

#include "base/map.h"
#include "base/text.h"
#include "intake/layout.h"
#include "intake/layout_library.h"
#include "intake/planned_table.h"
#include "intake/register_compare.h"
#include "model/address.h"
#include "model/fiscal_code.h"

struct read_members {
	struct member *first, *last;
	struct layout_plan plan;
	struct fee_rules rules;
	struct map persons; /* fiscal codes: the first member */
	struct map places;  /* fiscal codes with a place */
};

static int
open_content(struct booking *b, struct err *e)
{
	struct read_members *list;

	if (b->content != NULL)
		return 0;
	list = arena_new(b->in->arena, struct read_members);
	map_open(&list->persons, b->in->arena, 0);
	map_open(&list->places, b->in->arena, 0);
	if (layout_plan_open(&list->plan, b->in->conf, b->in->channel, b->in->arena, e) !=
		0 ||
	    fee_rules_read(&list->rules, b->in->conf, b->in->arena, e) != 0)
		return -1;
	b->content = list;
	return 0;
}

/* What the export leaves open is told by what it says. */
static void
complete(struct enrolment *m, struct arena *a)
{
	bool company = m->debtor.fiscal_code.len == 11;

	m->debtor.province = address_province_code(m->debtor.province, a);
	m->debtor.country = address_country_code(m->debtor.country, a);
	if (m->category.len == 0)
		m->category = company ? STR("STP") : STR("professionista");
	if (m->state.len == 0)
		m->state = date_is_none(m->struck) ? STR("ISCRITTO") : STR("CANCELLATO");
	if (m->debtor.name.len == 0)
		m->debtor.name =
		    text_cut(str_trim(arena_format(a, "%.*s %.*s", STR_ARG(m->surname),
				 STR_ARG(m->given_name))),
			70);
}

/* Puts a member behind the other enrolments of its person; false when there are too many.
 */
static bool
join_person(struct read_members *list, struct member *member)
{
	bool is_new;
	uint64_t *slot =
	    map_put(&list->persons, member->enrolment.debtor.fiscal_code, &is_new);
	size_t count = 1;

	if (is_new) {
		*slot = (uintptr_t)member;
		return true;
	}
	for (struct member *m = (struct member *)(uintptr_t)*slot;;
	     m = m->also, count++) {
		if (count == REGISTER_PERSON_MOST)
			return false;
		if (m->also != NULL)
			continue;
		m->also = member;
		member->is_further = true;
		return true;
	}
}

/* A person's enrolment stands once in an export. */
static void
judge_place(struct booking *b, struct read_members *list, struct member *member,
    struct findings *findings, struct place place)
{
	struct arena *a = b->in->arena;
	const struct enrolment *m = &member->enrolment;
	struct str known = arena_format(a, "%.*s %.*s", STR_ARG(m->debtor.fiscal_code),
	    STR_ARG(register_place_of(m, a)));
	bool is_new;

	(void)map_put(&list->places, known, &is_new);
	if (!is_new || !join_person(list, member))
		finding_add(findings, "ENROLMENT_TWICE", place, known);
}

/* Adds a finding of the row at hand when the member cannot be compared for certain. */
static void
judge(struct booking *b, struct read_members *list, struct member *member,
    struct findings *findings, struct place place)
{
	struct enrolment *m = &member->enrolment;
	struct fiscal_code code = {0};

	if (m->debtor.fiscal_code.len == 0 || m->number.len == 0) {
		finding_add(findings, "VALUE_MISSING", place, STR(""))->column_name =
		    m->number.len == 0 ? STR("numero_iscrizione") : STR("codice_fiscale");
		return;
	}
	if (fiscal_code_check(m->debtor.fiscal_code, &code) == FISCAL_CODE_OK)
		m->debtor.fiscal_code = arena_str(b->in->arena, str_of(code.text));
	else
		finding_add(findings, "FISCAL_CODE_INVALID", place, m->debtor.fiscal_code)
		    ->expected = fiscal_code_hint(m->debtor.fiscal_code, findings->arena);
	judge_place(b, list, member, findings, place);
}

static void
take_member(struct booking *b, const struct layout *l, const struct row *row)
{
	struct read_members *list = b->content;
	struct arena *a = b->in->arena;
	struct member *mine = arena_new(a, struct member);
	struct findings findings = {.arena = a};
	struct place place = {.row = row->number};
	struct str *cells = arena_new_array(a, row->count, struct str);

	layout_read_record(l, row, &mine->enrolment, a, &findings, place);
	complete(&mine->enrolment, a);
	judge(b, list, mine, &findings, place);
	tally_add(&b->read, 0);
	for (size_t i = 0; i < findings.count; i++)
		booking_take_finding(b, &findings.items[i]);
	mine->row = booking_row(b, row->number);
	for (size_t i = 0; i < row->count; i++)
		cells[i] = row->cells[i].text;
	if (findings_worst(&findings) >= FINDING_ROW) {
		booking_refuse_row(b, row->number, cells, row->count, 0);
		return;
	}
	if (list->last == NULL)
		list->first = mine;
	else
		list->last->next = mine;
	list->last = mine;
}

/* Rows live until the next is read; what is kept of them must not. */
static void
keep_row(struct row *row, struct arena *a)
{
	struct cell *cells = arena_new_array(a, row->count, struct cell);

	for (size_t i = 0; i < row->count; i++)
		cells[i] =
		    (struct cell){arena_str(a, row->cells[i].text), row->cells[i].kind};
	row->cells = cells;
}

static void
give_findings(struct booking *b, struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		booking_take_finding(b, &findings->items[i]);
	findings->count = 0;
}

static int
read_rows(struct booking *b, struct table *t, struct err *e)
{
	struct read_members *list = b->content;
	struct layout layout = {.today = b->in->today};
	struct layout_origin origin = planned_table_origin(t, b->in->file.name);
	const struct layout_version *version = NULL;
	struct findings findings = {.arena = b->in->arena};
	struct layout_nearest nearest = {.known = 0};
	struct row row;
	int got;

	while ((got = table_next(t, &row, e)) > 0) {
		if (row.count == 0)
			continue;
		keep_row(&row, b->in->arena);
		if (version != NULL) {
			if (layout_takes(&layout, &row, &findings, (struct place){0}))
				take_member(b, &layout, &row);
			give_findings(b, &findings);
			continue;
		}
		version = layout_find(&list->plan, &row, &origin);
		if (version == NULL) {
			if (row.number <= LAYOUT_PREAMBLE_MOST)
				layout_nearest_take(
				    &nearest, &list->plan, &row, b->in->arena);
			continue;
		}
		layout_bind(&layout, &list->plan, version, &row, b->in->arena, &findings,
		    (struct place){0});
		give_findings(b, &findings);
		if (b->file_refused)
			return 0;
	}
	if (got == 0 && layout.left_out > 0)
		finding_add(&findings, "ROWS_LEFT_OUT", (struct place){0},
		    arena_format(b->in->arena, "%jd", (intmax_t)layout.left_out));
	if (got == 0 && version == NULL)
		finding_add(&findings, "HEADER_NOT_FOUND", (struct place){0}, STR(""))
		    ->expected = layout_nearest_tell(&nearest, b->in->arena);
	give_findings(b, &findings);
	return got;
}

static int
read_register(struct booking *b, const struct input *in, struct err *e)
{
	struct table_options options = {.most_bytes = (uint64_t)b->in->conf->most_memory};
	const struct read_members *list;
	struct table *t;
	int status;

	if (open_content(b, e) != 0)
		return -1;
	list = b->content;
	layout_plan_options(&list->plan, &options);
	if (planned_table_open(&t, in, &options, b->in->arena, e) != 0)
		return -1;
	planned_table_note(t, &b->in->file, b->in->arena);
	status = read_rows(b, t, e);
	table_close(t);
	if (status == 0 && b->refused.rows > 0 && !b->file_refused) {
		booking_finding(b, "REGISTER_ROWS_WRONG", 0,
		    arena_format(b->in->arena, "%jd", (intmax_t)b->refused.rows));
		b->file_refused = true;
	}
	return status;
}

static int
place_register(struct booking *b, struct err *e)
{
	const struct read_members *list = b->content;

	return register_compare(b, list->first, &list->rules, e);
}

static const struct booking_kind kind = {read_register, place_register};

int
register_check(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	return booking_check(in, &kind, sink, e);
}

int
register_judge(struct intake *in, struct err *e)
{
	return booking_judge(in, &kind, e);
}

int
register_book(struct intake *in, struct err *e)
{
	return booking_book(in, e);
}
