/* Records of a table by its bound layout. */
#include "intake/layout.h"

#include "base/text.h"
#include "intake/layout_cell.h"
#include "intake/layout_parts.h"

static struct str
text_at(const struct row *row, size_t column)
{
	return column < row->count ? str_trim(layout_text_bare(row->cells[column].text))
				   : STR("");
}

bool
layout_takes(
    struct layout *l, const struct row *row, struct findings *findings, struct place file)
{
	bool told;

	if (layout_row_is_dirt(l, row, &told)) {
		l->left_out += told;
		return false;
	}
	for (size_t i = 0; i < l->watch_count; i++) {
		const struct layout_choice *c = l->watches[i].choice;
		struct str text;

		if (c == NULL)
			continue;
		text = text_at(row, l->watches[i].column);
		if (layout_list_has(c->leave, c->leave_count, text) ||
		    (c->leave_count == 0 &&
			!layout_list_has(c->take, c->take_count, text))) {
			l->left_out++;
			return false;
		}
		if (c->take_count > 0 && !layout_list_has(c->take, c->take_count, text))
			layout_finding(findings, "ROW_KIND_UNKNOWN", file, row->number,
			    l->watches[i].column + 1, text);
	}
	return true;
}

/* The piece of a text that the rule wants: "Rossi, Mario" cut at ",". */
static struct str
split_text(const struct layout_rule *rule, struct str text)
{
	for (uint32_t part = 1; part < rule->part; part++) {
		size_t at = str_find_str(text, rule->split);

		if (at == text.len)
			return STR("");
		text = str_slice(text, at + rule->split.len, text.len);
	}
	return str_trim(str_slice(text, 0, str_find_str(text, rule->split)));
}

static bool
map_text(const struct layout_rule *rule, struct str *text)
{
	for (size_t i = 0; i < rule->map_count; i++)
		if (str_is(rule->map[i].from, "*") ||
		    str_equal_nocase(rule->map[i].from, str_trim(*text))) {
			*text = rule->map[i].to;
			return true;
		}
	return false;
}

static struct cell
join_cells(const struct layout_binding *b, const struct row *row, struct arena *a)
{
	struct out o;

	out_open_memory(&o, a);
	for (size_t i = 0; i < b->column_count; i++) {
		struct str text = text_at(row, b->columns[i]);

		if (text.len == 0)
			continue;
		if (out_bytes_of(&o).len > 0)
			out_str(&o, b->rule->join);
		out_str(&o, text);
	}
	return (struct cell){out_bytes_of(&o), CELL_TEXT};
}

/* The cell that the rule makes of the row, before its type is asked for. */
static struct cell
cell_of(const struct layout_binding *b, const struct row *row, struct arena *a)
{
	const struct layout_rule *rule = b->rule;
	struct cell cell = {STR(""), CELL_EMPTY};

	if (!b->has_column)
		return (struct cell){rule->value, CELL_TEXT};
	if (b->column_count > 0)
		cell = join_cells(b, row, a);
	else if (b->column < row->count)
		cell = row->cells[b->column];
	if (cell.kind == CELL_TEXT)
		cell.text = layout_text_bare(cell.text);
	if (rule->split.len > 0)
		cell = (struct cell){split_text(rule, cell.text), CELL_TEXT};
	if (rule->map_count > 0 && map_text(rule, &cell.text))
		cell.kind = CELL_TEXT;
	if (rule->otherwise.len > 0 && layout_cell_is_blank(&cell))
		cell = (struct cell){rule->otherwise, CELL_TEXT};
	return cell;
}

/* Whether the row says that it changes what was said before. */
static bool
is_change(const struct layout *l, const struct row *row, struct arena *a)
{
	static const char *const words[] = {"m", "modifica", "change", "aggiornamento"};

	for (size_t i = 0; i < l->count; i++) {
		const struct layout_binding *b = &l->bindings[i];
		struct str folded;

		if (b->rule->field == NULL ||
		    strcmp(b->rule->field->name, "operazione") != 0)
			continue;
		folded = text_fold(a, cell_of(b, row, a).text);
		for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
			if (str_is(folded, words[k]))
				return true;
	}
	return false;
}

/* Mandatory fields must be filled; a cancellation needs only its key. */
static void
require_fields(const struct layout *l, const struct row *row, struct findings *findings,
    struct place place, bool cancels, struct arena *a)
{
	for (const struct field *f = l->plan->fields; f->name != NULL; f++) {
		struct finding *missing;
		bool bound = false, filled = false;
		struct str header = str_of(f->name);

		if (!f->mandatory || (cancels && strcmp(f->name, "chiave_quota") != 0))
			continue;
		place.column = 0;
		for (size_t i = 0; i < l->count && !filled; i++) {
			const struct layout_binding *b = &l->bindings[i];
			struct cell cell;

			if (b->rule->field != f)
				continue;
			cell = cell_of(b, row, a);
			filled = !layout_cell_is_blank(&cell);
			if (!bound && b->has_column && b->column < l->width) {
				place.column = (uint32_t)b->column + 1;
				if (b->header.len > 0)
					header = b->header;
			}
			bound = true;
		}
		if (filled)
			continue;
		missing = finding_add(findings,
		    is_change(l, row, a) ? "CHANGE_PARTIAL" : "VALUE_MISSING", place,
		    STR(""));
		missing->column_name = header;
	}
}

/* Whether a guarded column may have this value in this row. */
static bool
is_harmless(const struct layout_watch *w, const struct row *row, struct str text)
{
	const struct layout_guard *g = w->guard;

	if (w->unless != SIZE_MAX && text_at(row, w->unless).len > 0)
		return true;
	return layout_list_has(g->except, g->except_count, text) ||
	    (str_all_digits(text) &&
		layout_list_has(g->except, g->except_count, STR("#")));
}

/* Cells beyond the header, and cells that ask for what cannot be done. */
static void
check_rest(const struct layout *l, const struct row *row, struct findings *findings,
    struct place place)
{
	for (size_t i = l->width; l->width > 0 && i < row->count; i++)
		if (!layout_cell_is_blank(&row->cells[i]))
			layout_finding(findings, "ROW_RAGGED", place, row->number, i + 1,
			    row->cells[i].text);
	for (size_t i = 0; i < l->watch_count; i++) {
		const struct layout_watch *w = &l->watches[i];
		struct str text = text_at(row, w->column);

		if (w->guard == NULL || text.len == 0 || is_harmless(w, row, text))
			continue;
		layout_finding(
		    findings, w->guard->code, place, row->number, w->column + 1, text)
		    ->column_name = l->headers[w->column];
	}
}

void
layout_read_record(const struct layout *l, const struct row *row, void *record,
    struct arena *a, struct findings *findings, struct place file)
{
	file.row = row->number;
	for (size_t i = 0; i < l->count; i++) {
		const struct layout_binding *b = &l->bindings[i];
		struct layout_cell c = {
		    .rule = b->rule,
		    .cell = cell_of(b, row, a),
		    .record = record,
		    .today = l->today,
		    .arena = a,
		    .findings = findings,
		    .place = file,
		    .header = b->header,
		};

		if (layout_cell_is_blank(&c.cell))
			continue;
		if (b->has_column && b->column != SIZE_MAX)
			c.place.column = (uint32_t)b->column + 1;
		layout_cell_read(&c);
	}
	check_rest(l, row, findings, file);
}

void
layout_read(const struct layout *l, const struct row *row, struct quota *q,
    struct arena *a, struct findings *findings, struct place file)
{
	*q = (struct quota){0};
	layout_read_record(l, row, q, a, findings, file);
	file.row = row->number;
	q->operation = str_is(q->operation_text, "A") ? QUOTA_CANCEL : QUOTA_SET;
	require_fields(l, row, findings, file, q->operation == QUOTA_CANCEL, a);
}

struct place
layout_place(const struct layout *l, struct place row, const void *member,
    const void *record, struct str *column_name)
{
	size_t offset = (size_t)((const char *)member - (const char *)record);

	for (size_t i = 0; i < l->count; i++) {
		const struct layout_binding *b = &l->bindings[i];

		if (b->rule->field == NULL || b->rule->field->offset != offset ||
		    !b->has_column || b->column == SIZE_MAX)
			continue;
		row.column = (uint32_t)b->column + 1;
		*column_name = b->header;
	}
	return row;
}
