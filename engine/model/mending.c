/* "Da correggere (csv)": a sheet's name that tells how its rows are to be read. */
#include "model/mending.h"

static const struct sentence titles = {"Da correggere (", "To be mended ("};

struct str
mending_sheet(struct str reader, enum lang lang, struct arena *a)
{
	return arena_format(a, "%s%.*s)", say(&titles, lang), STR_ARG(reader));
}

struct str
mending_reader(struct str sheet)
{
	for (enum lang lang = LANG_IT; lang <= LANG_EN; lang++) {
		struct str title = str_of(say(&titles, lang));

		if (str_starts(sheet, title) && str_ends(sheet, STR(")")) &&
		    sheet.len > title.len)
			return str_slice(sheet, title.len, sheet.len - 1);
	}
	return STR("");
}
