/* Which version of a layout a table is of. */
#include "intake/layout.h"

#include "base/text.h"
#include "intake/layout_parts.h"

enum { KNOWN_LEAST = 3 };

struct match {
	size_t known;  /* rules whose column is there */
	size_t missed; /* mandatory ones that are not */
	bool keyed;    /* the fiscal code or the key is among them */
};

size_t
layout_column_of(const struct layout_rule *rule, const struct str *folded, size_t width)
{
	for (size_t i = 0; i < width; i++)
		for (size_t k = 0; k < rule->header_count; k++)
			if (str_equal(folded[i], rule->headers[k]))
				return i;
	return width;
}

bool
layout_is_key(const struct field *f)
{
	return f != NULL &&
	    (strcmp(f->name, "codice_fiscale") == 0 ||
		strcmp(f->name, "chiave_quota") == 0 ||
		strcmp(f->name, "data_contabile") == 0);
}

static struct match
match_version(const struct layout_version *v, const struct str *folded, size_t width)
{
	struct match m = {0};

	for (size_t i = 0; i < v->rule_count; i++) {
		const struct layout_rule *rule = &v->rules[i];
		bool there = rule->header_count > 0 &&
		    layout_column_of(rule, folded, width) < width;

		m.known += there;
		m.missed += rule->mandatory && rule->header_count > 0 && !there;
		m.keyed |= there && layout_is_key(rule->field);
	}
	return m;
}

bool
layout_list_has(const struct str *list, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal_nocase(list[i], text))
			return true;
	return false;
}

static bool
is_for(const struct layout_version *v, const struct layout_origin *o)
{
	return (v->file.len == 0 || str_find_str(o->file, v->file) < o->file.len) &&
	    (v->reader.len == 0 || str_equal(v->reader, o->reader));
}

/* The rows before the header; where mended rows come back the first is always one. */
static uint64_t
rows_skipped(const struct layout_version *v, const struct layout_origin *o)
{
	return o->is_mended ? v->headless : v->skip;
}

static size_t
last_position(const struct layout_version *v)
{
	size_t last = 0;

	for (size_t i = 0; i < v->rule_count; i++)
		if (v->rules[i].mandatory && v->rules[i].position > last)
			last = v->rules[i].position;
	return last;
}

struct str *
layout_folded(const struct row *row, struct arena *a)
{
	struct str *folded = arena_new_array(a, row->count, struct str);

	for (size_t i = 0; i < row->count; i++)
		folded[i] = text_fold(a, row->cells[i].text);
	return folded;
}

const struct layout_version *
layout_find(const struct layout_plan *plan, const struct row *row,
    const struct layout_origin *origin)
{
	const struct layout_version *likely = NULL, *headless = NULL, *found = NULL;
	struct arena a = {0};
	struct str *folded = layout_folded(row, &a);
	size_t most = 0;

	for (size_t i = 0; found == NULL && i < plan->count; i++) {
		const struct layout_version *v = &plan->versions[i];
		struct match m;

		if (row->count == 0 || !is_for(v, origin) ||
		    row->number <= rows_skipped(v, origin))
			continue;
		if (v->headless && headless == NULL && row->count >= last_position(v))
			headless = v;
		if (v->headless ||
		    (v->first_count > 0 &&
			!layout_list_has(v->first, v->first_count, folded[0])))
			continue;
		m = match_version(v, folded, row->count);
		if (m.known < KNOWN_LEAST || !m.keyed)
			continue;
		if (m.missed == 0)
			found = v;
		else if (m.known > most) {
			most = m.known;
			likely = v;
		}
	}
	arena_close(&a);
	return found != NULL ? found : likely != NULL ? likely : headless;
}
