/* Any bytes as a layout: refused with file and line, or bound to a table and read. What
 * stands behind a NUL is the table, else it is one of ours. */
#include "intake/layout.h"
#include "intake/statement_layout.h"
#include "intake/statement_plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__asan_default_options(void);

/* libconfig 1.5 forgets its buffers when a text ends inside quotes. */
const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

static const char quotas[] =
    "chiave_quota;codice_fiscale;denominazione;anno;causale;importo;scadenza;CF;Avere;"
    "Dare;Tipo\n"
    "A-1;RSSMRA80A01H501U;Rossi, Mario;2026;Quota;150,00;31/03/2027;X;1;2;D\n";
static const char movements[] = "Data;Dare;Avere;Causale\n20/01/2026;;5,00;a\n";

static void
read_table(const struct layout_plan *plan, struct str table, struct arena *a)
{
	struct input in = {STR("quote-1_4.csv"), table};
	struct layout_origin origin = {in.name, STR("csv"), false};
	const struct layout_version *version = NULL;
	struct findings findings = {.arena = a};
	struct table_options options = {.reader = STR("csv")};
	struct place place = {.file = in.name};
	struct layout layout = {.today = {2026, 11, 23}};
	union {
		struct quota quota;
		char room[4096];
	} record = {.room = {0}};
	struct table *t;
	struct err e;
	struct row row;

	if (table_open(&t, &in, &options, a, &e) != 0)
		return;
	while (table_next(t, &row, &e) > 0) {
		if (version == NULL) {
			version = layout_find(plan, &row, &origin);
			if (version != NULL)
				layout_bind(
				    &layout, plan, version, &row, a, &findings, place);
			continue;
		}
		if (!layout_takes(&layout, &row, &findings, place))
			continue;
		if (plan->fields == quota_fields)
			layout_read(&layout, &row, &record.quota, a, &findings, place);
		else
			layout_read_record(&layout, &row, &record, a, &findings, place);
	}
	table_close(t);
}

static void
read_statement(const struct layout_plan *plan, struct str table, struct arena *a)
{
	struct input in = {STR("movimenti.csv"), table};
	struct statement_columns columns = {.plan = plan};
	struct findings findings = {.arena = a};
	struct statement_file *f;
	struct movement m;
	struct err e;

	if (statement_layout_open(&f, &in, &columns, NULL, &findings, a, &e) != 0)
		return;
	while (statement_next(f, &m, &e) > 0)
		continue;
	statement_close(f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str all = {(const char *)bytes, size};
	struct str text = str_slice(all, 0, str_find(all, '\0'));
	struct str table = str_slice(all, text.len + 1, all.len);
	struct arena a = {0};
	struct layout_plan plan = {.fields = NULL};
	struct err e = {0};

	if (layout_plan_read(&plan, STR("fuzz.layout"), text, &a, &e) != 0) {
		if (e.kind != ERR_CONF || e.row == 0)
			BUG("refused without a place");
	} else if (plan.fields == statement_fields) {
		read_statement(&plan, table.len > 0 ? table : str_of(movements), &a);
	} else {
		read_table(&plan, table.len > 0 ? table : str_of(quotas), &a);
	}
	arena_close(&a);
	return 0;
}
