/* Who gets no message is a row of a report, never silence. */
#include "outlet/left_out.h"

#include "model/finding.h"

static int
begin(struct left_out *l, struct err *e)
{
	static const char *const names[] = {"codice_fiscale", "denominazione",
	    "numero_avviso", "importo", "codice", "perche", "visto", "che_cosa_fare"};
	const struct outlet_run *r = l->run;
	struct str name = arena_format(r->arena, "%s_%04d%02d%02d_%06jd_%.*s_esclusi.csv",
	    l->name, r->day.year, r->day.month, r->day.day, (intmax_t)r->batch.file,
	    STR_ARG(r->batch.operation));

	if (outlet_open(l->run, &l->file, name, e) != 0)
		return -1;
	l->csv = (struct csv_writer){
	    .out = &l->file.out, .delimiter = ';', .neutralise = true};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		csv_write_text(&l->csv, str_of(names[i]));
	csv_write_end(&l->csv);
	return 0;
}

int
left_out_add(struct left_out *l, const struct position *p, const char *code,
    struct str seen, struct err *e)
{
	const struct finding_kind *kind = finding_find(str_of(code));
	enum lang lang = l->run->conf->language;

	if (kind == NULL)
		BUG("code %s is not in the catalogue", code);
	if (l->count == 0 && begin(l, e) != 0)
		return -1;
	l->count++;
	l->cents += p->cents;
	csv_write_text(&l->csv, p->debtor.fiscal_code);
	csv_write_text(&l->csv, p->debtor.name);
	csv_write_text(&l->csv, str_of(p->options[0].nav));
	csv_write_money(&l->csv, p->cents);
	csv_write_text(&l->csv, str_of(code));
	csv_write_text(&l->csv, str_of(say(&kind->what, lang)));
	csv_write_text(&l->csv, seen);
	csv_write_text(&l->csv, str_of(say(&kind->next, lang)));
	csv_write_end(&l->csv);
	return 0;
}

int
left_out_close(struct left_out *l, struct err *e)
{
	l->file.is_closing = true;
	return l->count == 0 ? 0 : outlet_close(&l->file, l->count, l->cents, e);
}

void
left_out_abandon(struct left_out *l)
{
	if (l->count > 0)
		outlet_abandon(&l->file);
}
