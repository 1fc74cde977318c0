/*
 * The outlet `notices`: one PDF per position, named after debtor, year and IUV, with an
 * index and a manifest beside them.
 */
#include "outlet/outlet.h"

#include "base/map.h"
#include "formats/csv_write.h"
#include "outlet/notice_paper.h"

/* The run of one batch: the press, the index, the names given so far. */
struct printing {
	struct outlet_run *run;
	struct notice_paper paper;
	struct map names;
	struct arena names_arena; /* given back before the files are booked */
	struct outlet_file index;
	struct csv_writer csv;
};

/* A name that no other notice of the batch bears: clashes are numbered. */
static struct str
unique_name(struct printing *p, struct str name, struct arena *a)
{
	bool is_new;
	uint64_t *times = map_put(&p->names, arena_str(&p->names_arena, name), &is_new);
	struct str stem =
	    str_ends(name, STR(".pdf")) ? str_slice(name, 0, name.len - 4) : name;

	++*times;
	if (is_new)
		return name;
	return arena_format(a, "%.*s (%ju).pdf", STR_ARG(stem), (uintmax_t)*times);
}

/* What a person should know of a notice that was printed: codes of the catalogue. */
static struct str
remarks_of(const struct notice_result *result)
{
	if (result->slip_left_out)
		return result->replaced > 0
		    ? STR("NOTICE_SLIP_LEFT_OUT NOTICE_LETTERS_SPELLED")
		    : STR("NOTICE_SLIP_LEFT_OUT");
	return result->replaced > 0 ? STR("NOTICE_LETTERS_SPELLED") : STR("");
}

static void
index_line(struct printing *p, const struct position *pos, struct str name,
    unsigned pages, struct str remarks)
{
	csv_write_text(&p->csv, name);
	csv_write_text(&p->csv, pos->debtor.fiscal_code);
	csv_write_text(&p->csv, pos->debtor.name);
	csv_write_number(&p->csv, pos->anno);
	csv_write_text(&p->csv, str_of(pos->options[0].iuv));
	csv_write_text(&p->csv, str_of(pos->options[0].nav));
	csv_write_money(&p->csv, pos->cents);
	csv_write_date(&p->csv, pos->options[0].due);
	csv_write_text(&p->csv, pos->description);
	csv_write_text(&p->csv, pos->debtor.email);
	csv_write_text(&p->csv, pos->debtor.pec);
	csv_write_number(&p->csv, pages);
	csv_write_text(&p->csv, remarks);
	csv_write_end(&p->csv);
}

/* A notice that cannot be right has its line in the index, without a file: it must not
 * keep the others waiting. */
static int
left_out(struct printing *p, const struct position *pos, const struct err *e)
{
	if (e->kind != ERR_ROW || e->code == NULL)
		return -1;
	index_line(p, pos, STR(""), 0, str_of(e->code));
	return 0;
}

static int
write_notice(
    struct printing *p, const struct position *pos, struct arena *a, struct err *e)
{
	struct str name =
	    unique_name(p, notice_file_name(p->run->outlet->file_name, pos, a), a);
	struct notice n = notice_of_position(pos, p->run->day, a);
	struct notice_result result;
	struct outlet_file f;

	if (outlet_open(p->run, &f, name, e) != 0)
		return -1;
	if (notice_print(p->paper.press, &n, &f.out, &result, e) != 0) {
		outlet_abandon(&f);
		return left_out(p, pos, e);
	}
	index_line(p, pos, name, result.pages, remarks_of(&result));
	if (p->run->progress != NULL && p->run->made_count % 64 == 0)
		p->run->progress(p->run->progress_context, (int64_t)p->run->made_count);
	f.position = pos->id;
	return outlet_close(&f, 1, pos->cents, e);
}

static struct str
batch_name(const struct outlet_run *r, const char *ending)
{
	return arena_format(r->arena, "avvisi_%04d%02d%02d_%06jd_%.*s.%s", r->day.year,
	    r->day.month, r->day.day, (intmax_t)r->batch.file,
	    STR_ARG(r->batch.operation), ending);
}

static int
open_index(struct printing *p, struct err *e)
{
	static const char *const names[] = {"file", "codice_fiscale", "denominazione",
	    "anno", "iuv", "numero_avviso", "importo", "scadenza", "causale", "email",
	    "pec", "pagine", "segnalazioni"};

	if (outlet_open(p->run, &p->index, batch_name(p->run, "indice.csv"), e) != 0)
		return -1;
	p->csv = (struct csv_writer){
	    .out = &p->index.out, .delimiter = ';', .neutralise = true};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		csv_write_text(&p->csv, str_of(names[i]));
	csv_write_end(&p->csv);
	return 0;
}

static int
write_all(struct printing *p, struct err *e)
{
	struct outlet_run *r = p->run;
	struct arena row = {0};
	struct position pos;
	struct rows rows;
	int got, status = 0;

	if (positions_of_file(r->db, &rows, r->batch.file,
		arena_cstr(r->arena, r->batch.operation), e) != 0)
		return -1;
	while (status == 0 && (got = rows_next(&rows, e)) > 0) {
		arena_reset(&row);
		status = position_read(r->db, &rows, &pos, &row, e);
		if (status == 0)
			status = write_notice(p, &pos, &row, e);
	}
	rows_close(&rows);
	arena_close(&row);
	return status != 0 || got < 0 ? -1 : 0;
}

int
notices_write(struct outlet_run *r, struct err *e)
{
	struct printing p = {.run = r};
	int status;

	map_open(&p.names, &p.names_arena, 0);
	if (open_index(&p, e) != 0)
		return -1;
	status = notice_paper_open(&p.paper, r->creditor, false, e);
	if (status == 0)
		status = write_all(&p, e);
	if (status == 0)
		status = outlet_close(&p.index, 0, 0, e);
	else
		outlet_abandon(&p.index);
	notice_paper_close(&p.paper);
	arena_close(&p.names_arena);
	return status == 0 ? outlet_manifest(r, batch_name(r, "manifest.json"), e) : -1;
}
