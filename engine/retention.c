/* Old months of the archive are removed, a month at a time, when all of it is past the
 * retention. */
#include "retention.h"

#include "spool/folder.h"

#include <unistd.h>

/* The number that a folder's name is ("2026", "11"), or -1. */
static int
number_of(const char *name, size_t digits)
{
	struct str s = str_of(name);
	uint64_t number;

	return s.len == digits && str_to_u64(s, &number) ? (int)number : -1;
}

static bool
is_past(int year, int month, struct date today, int retention)
{
	int next_year = month == 12 ? year + 1 : year, next = month == 12 ? 1 : month + 1;
	struct date after = {
	    .year = (int16_t)next_year, .month = (uint8_t)next, .day = 1};

	return date_to_days(after) - 1 + retention < date_to_days(today);
}

/* The months of one year's folder. */
static int
clear_year(const struct engine *g, int folder, int year, struct date today,
    int64_t *removed, struct err *e)
{
	struct folder_list list;
	const char *name;
	int got;

	if (folder_list_open(&list, folder, e) != 0)
		return -1;
	while ((got = folder_list_next(&list, &name, e)) > 0) {
		int month = number_of(name, 2);

		if (month < 1 || month > 12 ||
		    !is_past(year, month, today, g->conf.retention))
			continue;
		if (folder_remove(folder, str_of(name), e) != 0) {
			got = -1;
			break;
		}
		++*removed;
	}
	folder_list_close(&list);
	return got < 0 ? -1 : 0;
}

static int
clear_archive(const struct engine *g, int archive, struct date today, int64_t *removed,
    struct err *e)
{
	struct folder_list list;
	const char *name;
	int got;

	if (folder_list_open(&list, archive, e) != 0)
		return -1;
	while ((got = folder_list_next(&list, &name, e)) > 0) {
		int year = number_of(name, 4), folder;

		if (year < 1900)
			continue;
		folder = folder_open(archive, str_of(name), FOLDER_MUST_BE, e);
		got = folder < 0 ? -1 : clear_year(g, folder, year, today, removed, e);
		if (folder >= 0)
			close(folder);
		if (got < 0)
			break;
	}
	folder_list_close(&list);
	return got < 0 ? -1 : 0;
}

int
retention_apply(
    const struct engine *g, struct date today, int64_t *removed, struct err *e)
{
	*removed = 0;
	for (size_t i = 0; g->conf.retention > 0 && i < g->conf.creditor_count; i++) {
		int base = engine_creditor_folder(g, &g->conf.creditors[i], e), archive,
		    status;

		if (base < 0)
			return -1;
		archive = folder_open(base, STR("archivio"), FOLDER_MAKE, e);
		close(base);
		if (archive < 0)
			return -1;
		status = clear_archive(g, archive, today, removed, e);
		close(archive);
		if (status != 0)
			return -1;
	}
	return 0;
}
