/* Whoever adapts a layout is told which row came nearest to its header, and which titles
 * it lacks: the rest is typing. */
#include "base/text.h"
#include "intake/layout_parts.h"

static bool
has_title(const struct layout_rule *rule, const struct row *row, struct arena *a)
{
	for (size_t i = 0; i < row->count; i++)
		for (size_t k = 0; k < rule->header_count; k++)
			if (str_equal(text_fold(a, row->cells[i].text), rule->headers[k]))
				return true;
	return false;
}

/* The titles (of mandatory columns only, when those are wanted) that the row has or
 * lacks, with commas between. */
static struct str
titles(const struct layout_version *v, const struct row *row, bool there, size_t *count,
    struct arena *a)
{
	struct out o;

	*count = 0;
	out_open_memory(&o, a);
	for (size_t i = 0; i < v->rule_count; i++) {
		const struct layout_rule *rule = &v->rules[i];

		if (rule->header_count == 0 || has_title(rule, row, a) != there ||
		    (!there && !rule->mandatory))
			continue;
		if ((*count)++ > 0)
			out_text(&o, ", ");
		out_str(&o, rule->headers[0]);
	}
	return arena_str(a, out_bytes_of(&o));
}

void
layout_nearest_take(struct layout_nearest *n, const struct layout_plan *plan,
    const struct row *row, struct arena *a)
{
	for (size_t i = 0; row->count > 0 && i < plan->count; i++) {
		size_t known, missing;
		struct arena scratch = {0};
		struct str has = titles(&plan->versions[i], row, true, &known, &scratch);
		struct str lacks =
		    titles(&plan->versions[i], row, false, &missing, &scratch);

		if (known > n->known) {
			n->known = known;
			n->row = row->number;
			n->has = arena_str(a, has);
			n->lacks = arena_str(a, lacks);
		}
		arena_close(&scratch);
	}
}

struct str
layout_nearest_tell(const struct layout_nearest *n, struct arena *a)
{
	if (n->known == 0)
		return STR("");
	if (n->lacks.len == 0)
		return arena_format(a,
		    "una riga con almeno tre titoli del tracciato; la riga %ju ha solo "
		    "%.*s "
		    "/ a row with three titles of the tracciato at least; row %ju has "
		    "only "
		    "%.*s",
		    (uintmax_t)n->row, STR_ARG(n->has), (uintmax_t)n->row,
		    STR_ARG(n->has));
	return arena_format(a,
	    "una riga con i titoli del tracciato; la più vicina è la riga %ju, che ha "
	    "%.*s e "
	    "a cui mancano %.*s / a row with the titles of the tracciato; the nearest is "
	    "row "
	    "%ju, which has %.*s and lacks %.*s",
	    (uintmax_t)n->row, STR_ARG(n->has), STR_ARG(n->lacks), (uintmax_t)n->row,
	    STR_ARG(n->has), STR_ARG(n->lacks));
}
