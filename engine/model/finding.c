/* The catalogue of findings and the lists of them: one thing wrong, five parts, two
 * languages. */
#include "model/finding.h"

#include "base/text.h"

#include <string.h>

const struct finding_kind *const finding_families[] = {
    findings_input,
    findings_workbook,
    findings_table,
    findings_quota,
    findings_flow,
    findings_receipt,
    findings_statement,
    findings_money,
    findings_courier,
    findings_service,
    findings_notice,
    NULL,
};

const struct finding_kind *
finding_find(struct str code)
{
	for (size_t f = 0; finding_families[f] != NULL; f++)
		for (const struct finding_kind *k = finding_families[f]; k->code != NULL;
		     k++)
			if (str_equal_nocase(str_of(k->code), code))
				return k;
	return NULL;
}

const char *
severity_name(enum severity s)
{
	static const char *const names[] = {"note", "warning", "row", "file"};

	return names[s];
}

static struct finding *
new_finding(struct findings *list)
{
	if (list->count == list->room) {
		size_t room = list->room == 0 ? 8 : list->room * 2;
		struct finding *items =
		    arena_new_array(list->arena, room, struct finding);

		if (list->count > 0)
			memcpy(items, list->items, list->count * sizeof *items);
		list->items = items;
		list->room = room;
	}
	return &list->items[list->count++];
}

struct finding *
finding_add(struct findings *list, const char *code, struct place place, struct str seen)
{
	const struct finding_kind *kind = finding_find(str_of(code));
	struct finding *f;

	if (kind == NULL)
		BUG("finding %s is not in the catalogue", code);
	f = new_finding(list);
	*f = (struct finding){
	    .kind = kind,
	    .place = place,
	    .seen = arena_str(list->arena,
		text_cut(text_printable(list->arena, seen), FINDING_SEEN_MOST)),
	};
	return f;
}

struct finding *
finding_of_err(struct findings *list, const struct err *e, struct place place)
{
	bool known = e->code != NULL && finding_find(str_of(e->code)) != NULL;

	if (e->row != 0)
		place.row = e->row;
	if (e->column != 0)
		place.column = e->column;
	return finding_add(
	    list, known ? e->code : "FILE_UNREADABLE", place, str_of(e->text));
}

enum severity
findings_worst(const struct findings *list)
{
	enum severity worst = FINDING_NOTE;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind->severity > worst)
			worst = list->items[i].kind->severity;
	return worst;
}
