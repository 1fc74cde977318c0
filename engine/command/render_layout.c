/* What a layout makes of a file, to be seen before anything is booked. */
#include "command/render_layout.h"

#include "base/json.h"
#include "command/check.h"
#include "formats/csv_write.h"
#include "intake/layout.h"
#include "intake/layout_library.h"
#include "intake/planned_table.h"
#include "intake/sources.h"
#include "model/enrolment.h"

#define RENDER_MOST_BYTES ((uint64_t)2 << 30)

struct rendering {
	struct out *out, *told;
	bool jsonl;
	enum lang lang;
	struct layout_plan plan;
	struct layout layout;
	struct sources sources;
	bool has_layout, has_header, refused;
	struct arena arena, row;
	struct findings findings;
	struct csv_writer csv;
	size_t instalments;
	int64_t wrong;
};

static bool
reads_quotas(const struct rendering *r)
{
	return r->plan.fields == quota_fields;
}

static void
tell(struct rendering *r)
{
	for (size_t i = 0; i < r->findings.count; i++) {
		const struct finding *f = &r->findings.items[i];

		r->refused |= f->kind->severity == FINDING_FILE;
		if (f->kind->severity > FINDING_NOTE)
			finding_print(r->told, f, r->lang);
	}
}

/* The field's value as text: amounts with a point, days as YYYY-MM-DD. */
static struct str
value_of(const struct field *f, const void *record, struct arena *a)
{
	const void *member = (const char *)record + f->offset;
	struct out o;

	out_open_memory(&o, a);
	switch (f->type) {
	case FIELD_MONEY:
		if (*(const money *)member != 0)
			money_write_plain(&o, *(const money *)member);
		break;
	case FIELD_DATE:
		date_write_iso(&o, *(const struct date *)member);
		break;
	case FIELD_YEAR:
		if (*(const int64_t *)member != 0)
			out_i64(&o, *(const int64_t *)member);
		break;
	default:
		out_str(&o, *(const struct str *)member);
		break;
	}
	return out_bytes_of(&o);
}

static void
json_line(struct rendering *r, const struct row *row, const void *record)
{
	struct json j;

	json_open(&j, r->out, 0);
	json_object(&j, NULL);
	if (r->sources.part > 0)
		json_str(&j, "file", r->sources.member);
	json_i64(&j, "row", (int64_t)row->number);
	for (const struct field *f = r->plan.fields; f->name != NULL; f++) {
		struct str text = value_of(f, record, &r->row);

		if (text.len == 0)
			continue;
		if (f->type == FIELD_MONEY || f->type == FIELD_YEAR)
			json_raw(&j, f->name, text);
		else
			json_str(&j, f->name, text);
	}
	if (reads_quotas(r)) {
		const struct quota *q = record;

		if (q->instalment_count > 0)
			json_array(&j, "rate");
		for (size_t i = 0; i < q->instalment_count; i++) {
			json_object(&j, NULL);
			json_money(&j, "importo", q->instalments[i].cents);
			json_date(&j, "scadenza", q->instalments[i].due);
			json_end(&j);
		}
		if (q->instalment_count > 0)
			json_end(&j);
	}
	json_end(&j);
	out_char(r->out, '\n');
}

/* The columns of instalments are those that the first table's layout binds. */
static void
csv_header(struct rendering *r)
{
	for (const struct field *f = r->plan.fields; f->name != NULL; f++)
		csv_write_text(&r->csv, str_of(f->name));
	for (size_t i = 0; i < r->layout.count; i++) {
		int number = r->layout.bindings[i].rule->instalment;

		if (number > 0 && (size_t)number > r->instalments)
			r->instalments = (size_t)number;
	}
	for (size_t i = 1; i <= r->instalments; i++) {
		csv_write_text(&r->csv, arena_format(&r->arena, "rata_%zu_importo", i));
		csv_write_text(&r->csv, arena_format(&r->arena, "rata_%zu_scadenza", i));
	}
	csv_write_end(&r->csv);
}

static void
csv_line(struct rendering *r, const void *record)
{
	const struct quota *q = record;

	for (const struct field *f = r->plan.fields; f->name != NULL; f++)
		csv_write_text(&r->csv, value_of(f, record, &r->row));
	for (size_t i = 0; i < r->instalments; i++) {
		struct out cents, due;

		out_open_memory(&cents, &r->row);
		out_open_memory(&due, &r->row);
		if (i < q->instalment_count) {
			money_write_plain(&cents, q->instalments[i].cents);
			date_write_iso(&due, q->instalments[i].due);
		}
		csv_write_text(&r->csv, out_bytes_of(&cents));
		csv_write_text(&r->csv, out_bytes_of(&due));
	}
	csv_write_end(&r->csv);
}

static struct place
place_of(const struct rendering *r, uint64_t row)
{
	return (struct place){.file = r->sources.name,
	    .part = r->sources.part,
	    .sheet = table_facts(r->sources.table)->sheet,
	    .row = row};
}

static void
render_row(struct rendering *r, const struct row *row)
{
	struct quota q;
	struct enrolment m = {.number = {0}};
	const void *record = reads_quotas(r) ? (const void *)&q : (const void *)&m;

	arena_reset(&r->row);
	r->findings = (struct findings){.arena = &r->row};
	if (!layout_takes(&r->layout, row, &r->findings, place_of(r, row->number)))
		return;
	if (reads_quotas(r))
		layout_read(&r->layout, row, &q, &r->row, &r->findings, place_of(r, 0));
	else
		layout_read_record(
		    &r->layout, row, &m, &r->row, &r->findings, place_of(r, 0));
	tell(r);
	if (findings_worst(&r->findings) >= FINDING_ROW)
		r->wrong++;
	else if (r->jsonl)
		json_line(r, row, record);
	else
		csv_line(r, record);
}

static void
begin_table(
    struct rendering *r, const struct layout_version *version, const struct row *row)
{
	r->findings = (struct findings){.arena = &r->sources.tables};
	r->layout.today = date_of_instant(clock_now());
	layout_bind(&r->layout, &r->plan, version, row, &r->sources.tables, &r->findings,
	    place_of(r, 0));
	r->has_layout = true;
	tell(r);
	if (!r->refused && !r->jsonl && !r->has_header)
		csv_header(r);
	r->has_header = true;
}

static int
render_table_rows(struct rendering *r, struct err *e)
{
	struct layout_origin origin =
	    planned_table_origin(r->sources.table, r->sources.name);
	struct layout_nearest nearest = {.known = 0};
	struct row row;
	int got;

	r->has_layout = false;
	while ((got = table_next(r->sources.table, &row, e)) > 0 && !r->refused) {
		const struct layout_version *version;

		if (row.count == 0)
			continue;
		if (r->has_layout) {
			render_row(r, &row);
			continue;
		}
		version = layout_find(&r->plan, &row, &origin);
		if (version == NULL) {
			if (row.number <= LAYOUT_PREAMBLE_MOST)
				layout_nearest_take(&nearest, &r->plan, &row, &r->arena);
			continue;
		}
		begin_table(r, version, &row);
		if (version->headless && !r->refused)
			render_row(r, &row);
	}
	if (got == 0 && !r->has_layout) {
		r->findings = (struct findings){.arena = &r->arena};
		finding_add(&r->findings, "HEADER_NOT_FOUND", place_of(r, 0), STR(""))
		    ->expected = layout_nearest_tell(&nearest, &r->arena);
		tell(r);
	}
	return got < 0 ? -1 : 0;
}

int
render_layout(struct out *o, struct out *findings, const struct input *in,
    const struct layout_plan *plan, const struct table_options *options, bool jsonl,
    enum lang lang, int64_t *wrong, struct err *e)
{
	struct rendering r = {
	    .out = o, .told = findings, .jsonl = jsonl, .lang = lang, .csv = {.out = o}};
	struct table_options fixed = *options;
	int got;

	r.plan = *plan;
	r.csv.delimiter = ';';
	layout_plan_options(plan, &fixed);
	sources_open(&r.sources, in, in->name, &fixed, RENDER_MOST_BYTES, &r.arena);
	r.sources.is_strict = options->sheet.len > 0 || options->encoding.len > 0;
	while ((got = sources_next(&r.sources, e)) > 0)
		if (render_table_rows(&r, e) != 0 || r.refused)
			break;
	*wrong = r.wrong + r.refused;
	sources_close(&r.sources);
	arena_close(&r.row);
	arena_close(&r.arena);
	return got == 0 || r.refused ? 0 : -1;
}
