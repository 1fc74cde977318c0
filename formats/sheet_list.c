/* Which sheet is meant, in the same way for every kind of workbook. */
#include "formats/sheet_list.h"

#include "base/out.h"
#include "base/text.h"

enum { NAMES_TOLD = 12, NAME_TOLD = 60 };

void
sheet_list_add(struct sheet_list *l, struct str name, bool hidden, uint64_t at)
{
	l->entries =
	    arena_grown(l->arena, l->entries, l->count, &l->room, sizeof *l->entries);
	l->entries[l->count++] =
	    (struct sheet_entry){arena_str(l->arena, name), hidden, at};
}

static struct str
shown(const struct sheet_list *l, struct str name)
{
	return text_cut(text_printable(l->arena, name), NAME_TOLD);
}

static const struct sheet_entry *
first_visible(const struct sheet_list *l, struct err *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (!l->entries[i].hidden)
			return &l->entries[i];
	err_file(e, "SHEET_NONE", "none of %zu sheets is a visible worksheet", l->count);
	return NULL;
}

static void
not_found(const struct sheet_list *l, struct str name, struct err *e)
{
	struct out names;

	out_open_memory(&names, l->arena);
	for (size_t i = 0; i < l->count && i < NAMES_TOLD; i++)
		out_format(&names, "%s%.*s", i > 0 ? ", " : "",
		    STR_ARG(shown(l, l->entries[i].name)));
	err_file(e, "SHEET_NOT_FOUND", "there is no sheet called %.*s among: %.*s%s",
	    STR_ARG(shown(l, name)), STR_ARG(text_cut(out_bytes_of(&names), 500)),
	    l->count > NAMES_TOLD ? ", ..." : "");
}

const struct sheet_entry *
sheet_list_choose(const struct sheet_list *l, struct str name, struct err *e)
{
	const struct sheet_entry *same = NULL, *alike = NULL;
	size_t likenesses = 0;

	if (name.len == 0)
		return first_visible(l, e);
	for (size_t i = 0; i < l->count; i++) {
		const struct sheet_entry *sheet = &l->entries[i];

		if (str_equal(sheet->name, name)) {
			if (same != NULL) {
				err_file(e, "FILE_DAMAGED", "two sheets are called %.*s",
				    STR_ARG(shown(l, name)));
				return NULL;
			}
			same = sheet;
		} else if (str_equal_nocase(str_trim(sheet->name), str_trim(name))) {
			alike = sheet;
			likenesses++;
		}
	}
	if (same != NULL)
		return same;
	if (likenesses == 1)
		return alike;
	not_found(l, name, e);
	return NULL;
}
