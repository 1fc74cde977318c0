/* The members of an export, judged and compared with the export before. */
#include "intake/register.h"

#include "base/map.h"
#include "base/text.h"
#include "intake/booking.h"
#include "intake/fee_rules.h"
#include "intake/layout.h"
#include "intake/layout_library.h"
#include "model/fiscal_code.h"

/* A member read, waiting to be booked. */
struct read_member {
	struct read_member *next;
	struct enrolment member;
	int64_t row; /* as the ledger keeps it */
};

struct read_members {
	struct read_member *first, *last;
	struct layout_plan plan;
	struct fee_rules rules;
	struct map codes; /* fiscal codes already seen */
};

static int
open_content(struct booking *b, struct err *e)
{
	struct read_members *list;

	if (b->content != NULL)
		return 0;
	list = arena_new(b->in->arena, struct read_members);
	map_open(&list->codes, b->in->arena, 0);
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

/* Adds a finding of the row at hand when the member cannot be compared for certain. */
static void
judge(struct booking *b, struct read_members *list, struct enrolment *m,
    struct findings *findings, struct place place)
{
	struct fiscal_code code = {0};
	bool is_new = true;

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
	(void)map_put(
	    &list->codes, arena_str(b->in->arena, m->debtor.fiscal_code), &is_new);
	if (!is_new)
		finding_add(findings, "KEY_TWICE", place, m->debtor.fiscal_code);
}

static void
take_member(struct booking *b, const struct layout *l, const struct row *row)
{
	struct read_members *list = b->content;
	struct arena *a = b->in->arena;
	struct read_member *mine = arena_new(a, struct read_member);
	struct findings findings = {.arena = a};
	struct place place = {.row = row->number};
	struct str *cells = arena_new_array(a, row->count, struct str);

	layout_read_record(l, row, &mine->member, a, &findings, place);
	complete(&mine->member, a);
	judge(b, list, &mine->member, &findings, place);
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
		version = layout_find(
		    &list->plan, &row, b->in->file.name, str_of(table_facts(t)->reader));
		if (version == NULL) {
			if (row.number <= LAYOUT_PREAMBLE_MOST)
				layout_nearest_take(
				    &nearest, &list->plan, &row, b->in->arena);
			continue;
		}
		layout_bind(&layout, &list->plan, version, &row, b->in->arena, &findings,
		    (struct place){0});
		b->in->file.header = intake_joined_cells(&row, b->in->arena);
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
	if (table_open(&t, in, &options, b->in->arena, e) != 0)
		return -1;
	b->in->file.reader = str_of(table_facts(t)->reader);
	status = read_rows(b, t, e);
	table_close(t);
	if (status == 0 && b->refused.rows > 0 && !b->file_refused) {
		booking_finding(b, "REGISTER_ROWS_WRONG", 0,
		    arena_format(b->in->arena, "%jd", (intmax_t)b->refused.rows));
		b->file_refused = true;
	}
	return status;
}

static struct str
joined(struct arena *a, const struct str *texts, size_t count)
{
	struct out o;
	bool begun = false;

	out_open_memory(&o, a);
	for (size_t i = 0; i < count; i++) {
		if (texts[i].len == 0)
			continue;
		if (begun)
			out_text(&o, ", ");
		out_str(&o, texts[i]);
		begun = true;
	}
	return out_bytes_of(&o);
}

static struct enrolment_row
row_of(const struct read_member *r, struct arena *a)
{
	const struct enrolment *m = &r->member;
	const struct debtor *d = &m->debtor;
	const struct str place[] = {m->settore, m->section, m->number};
	const struct str facts[] = {m->state, m->category, d->name, m->tipo, d->street,
	    d->civic, d->cap, d->city, d->province, d->country, d->email, d->pec};

	return (struct enrolment_row){.row = (int64_t)r->row,
	    .fiscal_code = d->fiscal_code,
	    .name = d->name,
	    .place = joined(a, place, sizeof place / sizeof place[0]),
	    .facts = joined(a, facts, sizeof facts / sizeof facts[0])};
}

static void
compare(struct enrolment_row *r, const struct enrolment_row *before, bool known)
{
	r->change = STR("same");
	if (!known)
		r->change = STR("joined");
	else if (!str_equal(r->place, before->place)) {
		r->change = STR("moved");
		r->before = before->place;
	} else if (!str_equal(r->facts, before->facts)) {
		r->change = STR("changed");
		r->before = before->facts;
	}
}

static int
place_register(struct booking *b, struct err *e)
{
	const struct read_members *list = b->content;
	struct intake *in = b->in;
	int64_t last = 0;

	if (in->db != NULL && enrolment_last_file(in->db, in->creditor->id, &last, e) < 0)
		return -1;
	for (const struct read_member *m = list->first; m != NULL; m = m->next) {
		struct enrolment_row row = row_of(m, in->arena), before = {.row = 0};
		struct enrolment_fee fee =
		    fee_rules_apply(&list->rules, &m->member, in->today, in->arena);
		int known = last == 0 ? 0
				      : enrolment_find(in->db, last, row.fiscal_code,
					    &before, in->arena, e);

		if (known < 0)
			return -1;
		compare(&row, &before, known > 0);
		tally_add(str_is(row.change, "same") ? &b->unchanged : &b->booked, 0);
		if (b->writes &&
		    enrolment_insert(in->db, in->creditor->id, in->file.id, &m->member,
			&row, &fee, e) != 0)
			return -1;
	}
	return b->writes && last != 0 ? enrolment_mark_left(in->db, last, in->file.id, e)
				      : 0;
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
