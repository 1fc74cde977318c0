/* Which column of a table fills which field. */
#include "intake/layout.h"

#include "base/text.h"
#include "intake/layout_parts.h"
#include "ledger/files.h"

struct finding *
layout_finding(struct findings *findings, const char *code, struct place file,
    uint64_t row, size_t column, struct str seen)
{
	file.row = row;
	file.column = (uint32_t)column;
	return finding_add(findings, code, file, seen);
}

/* What binding needs at hand. */
struct binder {
	struct layout *layout;
	const struct row *header;
	const struct str *folded;
	size_t columns; /* of the header, or more where the layout reads beyond it */
	bool *used;
	struct arena *arena;
	struct findings *findings;
	struct place file;
};

/* A second column of the same meaning is refused: which one counts would be a guess. */
static void
check_twice(struct binder *b, const struct layout_rule *rule, size_t first)
{
	for (size_t i = first + 1; i < b->header->count; i++)
		for (size_t k = 0; k < rule->header_count; k++)
			if (str_equal(b->folded[i], rule->headers[k])) {
				b->used[i] = true;
				layout_finding(b->findings, "COLUMN_TWICE", b->file,
				    b->header->number, i + 1, b->header->cells[i].text);
			}
}

static void
add_binding(struct binder *b, const struct layout_rule *rule, size_t column)
{
	struct layout_binding *binding = &b->layout->bindings[b->layout->count++];

	*binding = (struct layout_binding){.rule = rule};
	if (rule->value.len > 0)
		return;
	binding->has_column = true;
	binding->column = column;
	if (column < b->columns) {
		binding->header = b->layout->headers[column];
		b->used[column] = true;
	}
}

static void
bind_joined(struct binder *b, const struct layout_rule *rule)
{
	size_t *columns = arena_new_array(b->arena, rule->header_count, size_t);
	size_t count = 0;

	for (size_t k = 0; k < rule->header_count; k++)
		for (size_t i = 0; i < b->header->count; i++)
			if (str_equal(b->folded[i], rule->headers[k])) {
				columns[count++] = i;
				b->used[i] = true;
				break;
			}
	if (count == 0)
		return;
	add_binding(b, rule, columns[0]);
	b->layout->bindings[b->layout->count - 1].columns = columns;
	b->layout->bindings[b->layout->count - 1].column_count = count;
}

static void
bind_rule(struct binder *b, const struct layout_rule *rule)
{
	size_t column;

	if (rule->value.len > 0 || rule->position > 0) {
		add_binding(b, rule, rule->position - 1);
		return;
	}
	if (rule->joins) {
		bind_joined(b, rule);
		return;
	}
	column = layout_column_of(rule, b->folded, b->header->count);
	if (column < b->header->count) {
		add_binding(b, rule, column);
		check_twice(b, rule, column);
	} else if (rule->otherwise.len > 0) {
		add_binding(b, rule, SIZE_MAX);
	} else if (rule->mandatory) {
		layout_finding(b->findings, "COLUMN_MISSING", b->file, b->header->number,
		    0, rule->headers[0]);
	}
}

/* The instalment columns of the standard tracciato: rata_1_importo ... */
static void
bind_instalments(struct binder *b)
{
	for (size_t i = 0; i < b->header->count; i++) {
		bool is_due = false;
		int number = quota_instalment_column(b->folded[i], &is_due);
		struct layout_rule *rule;

		if (number == 0)
			continue;
		for (size_t k = 0; k < b->layout->count; k++) {
			if (b->layout->bindings[k].rule->instalment == number &&
			    b->layout->bindings[k].rule->is_due == is_due)
				layout_finding(b->findings, "COLUMN_TWICE", b->file,
				    b->header->number, i + 1, b->header->cells[i].text);
		}
		rule = arena_new(b->arena, struct layout_rule);
		rule->instalment = number;
		rule->is_due = is_due;
		if (!is_due)
			rule->form = b->layout->version->instalment_form;
		add_binding(b, rule, i);
	}
}

static bool
guard_matches(const struct layout_guard *g, struct str header)
{
	if (g->at_end)
		return header.len > g->header.len && str_ends(header, g->header);
	return g->at_start ? header.len > g->header.len && str_starts(header, g->header)
			   : str_equal(header, g->header);
}

static size_t
unless_column(const struct binder *b, const struct layout_guard *guard)
{
	for (size_t i = 0; guard != NULL && i < b->header->count; i++)
		if (guard->unless.len > 0 && str_equal(b->folded[i], guard->unless))
			return i;
	return SIZE_MAX;
}

static void
add_watch(struct binder *b, const struct layout_guard *guard,
    const struct layout_choice *choice, size_t column)
{
	b->layout->watches[b->layout->watch_count++] =
	    (struct layout_watch){guard, choice, column, unless_column(b, guard)};
	b->used[column] = true;
}

static void
bind_watches(struct binder *b)
{
	const struct layout_version *v = b->layout->version;
	size_t width = b->header->count;

	b->layout->watches = arena_new_array(
	    b->arena, v->row_count + width * (v->guard_count > 0), struct layout_watch);
	for (size_t i = 0; i < v->row_count; i++) {
		const struct layout_choice *c = &v->rows[i];
		size_t at = c->position > 0 ? c->position - 1 : 0;

		while (c->position == 0 && at < width &&
		    !str_equal(b->folded[at], c->header))
			at++;
		if (c->position > 0 || at < width)
			add_watch(b, NULL, c, at);
	}
	for (size_t i = 0; v->guard_count > 0 && i < b->layout->width; i++)
		for (size_t k = 0; k < v->guard_count; k++)
			if (guard_matches(&v->guards[k], b->folded[i])) {
				add_watch(b, &v->guards[k], NULL, i);
				break;
			}
}

static bool
has_field(const struct layout *l, const char *name)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->bindings[i].rule->field != NULL &&
		    strcmp(l->bindings[i].rule->field->name, name) == 0)
			return true;
	return false;
}

static size_t
columns_read(const struct layout_version *v, size_t header)
{
	size_t columns = header;

	for (size_t i = 0; i < v->rule_count; i++)
		if (v->rules[i].position > columns)
			columns = v->rules[i].position;
	for (size_t i = 0; i < v->row_count; i++)
		if (v->rows[i].position > columns)
			columns = v->rows[i].position;
	return columns;
}

/* A table is as wide as its last title or the last column that is read: what stands
 * behind them is no part of it. */
static void
end_width(struct binder *b)
{
	struct layout *l = b->layout;

	l->width = l->version->headless ? 0 : b->columns;
	while (
	    l->width > 0 && !b->used[l->width - 1] && l->headers[l->width - 1].len == 0)
		l->width--;
}

static void
tell_unknown(struct binder *b)
{
	const struct layout *l = b->layout;

	for (size_t i = 0; !l->version->others && i < l->width; i++)
		if (!b->used[i])
			layout_finding(b->findings, "COLUMN_UNKNOWN", b->file,
			    b->header->number, i + 1, l->headers[i]);
	if (l->plan->fields == quota_fields && has_field(l, "codice_fiscale") &&
	    !has_field(l, "denominazione") && !has_field(l, "cognome"))
		layout_finding(b->findings, "COLUMN_MISSING", b->file, b->header->number,
		    0, STR("denominazione"));
}

void
layout_bind(struct layout *l, const struct layout_plan *plan,
    const struct layout_version *version, const struct row *header, struct arena *a,
    struct findings *findings, struct place file)
{
	size_t room = version->rule_count + (version->instalments ? header->count : 0);
	size_t columns = columns_read(version, header->count);
	struct binder b = {.layout = l,
	    .header = header,
	    .folded = layout_folded(header, a),
	    .columns = columns,
	    .used = arena_new_array(a, columns, bool),
	    .arena = a,
	    .findings = findings,
	    .file = file};

	*l = (struct layout){.plan = plan,
	    .version = version,
	    .today = l->today,
	    .bindings = arena_new_array(a, room, struct layout_binding),
	    .headers = arena_new_array(a, columns, struct str),
	    .width = version->headless ? 0 : header->count};
	for (size_t i = 0; i < l->width; i++)
		l->headers[i] = arena_str(a, text_clean(a, header->cells[i].text));
	for (size_t i = 0; i < version->rule_count; i++)
		bind_rule(&b, &version->rules[i]);
	if (version->instalments)
		bind_instalments(&b);
	bind_watches(&b);
	end_width(&b);
	tell_unknown(&b);
}

struct str
layout_titles(const struct layout *l, struct arena *a)
{
	struct out o;

	out_open_memory(&o, a);
	for (size_t i = 0; i < l->width; i++) {
		if (i > 0)
			out_char(&o, CELL_BREAK);
		out_str(&o, l->headers[i]);
	}
	return out_bytes_of(&o);
}
