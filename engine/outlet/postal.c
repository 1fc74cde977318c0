/*
 * The outlet `postal`: what a printing house needs to post a batch of notices. Bundles by
 * number of sheets, each notice beginning on a sheet of its own; the list of addresses;
 * what cannot be posted, and why; ten notices to look at before the order is given.
 */
#include "outlet/outlet.h"

#include "formats/csv_write.h"
#include "model/finding.h"
#include "outlet/notice_paper.h"
#include "outlet/postal_address.h"

enum {
	SHEETS_MOST = 64,
	BUNDLE_MOST = 2000, /* notices: about 16 MB, what couriers and mail still carry */
	SAMPLE_MOST = 10,
};

/* A bundle of notices with the same number of sheets, being written. */
struct bundle {
	struct outlet_file file;
	struct notice_bundle *pages;
	int64_t count;
	unsigned page_count;
	unsigned number; /* of the bundles with so many sheets, from 1 */
	money cents;
	bool is_open;
};

/* A table being written. */
struct list {
	struct outlet_file file;
	struct csv_writer csv;
	int64_t count;
};

struct posting {
	struct outlet_run *run;
	struct notice_paper paper, proof;
	struct bundle bundles[SHEETS_MOST + 1];
	struct bundle sample;
	struct list addresses, left_out;
	struct out probe; /* where a notice is printed to count its pages */
	struct arena probe_arena;
	struct str lot;
};

static struct str
file_name(const struct posting *p, const char *ending)
{
	return arena_format(p->run->arena, "%.*s_%s", STR_ARG(p->lot), ending);
}

static int
open_bundle(struct posting *p, struct bundle *b, struct notice_paper *paper,
    struct str name, struct err *e)
{
	if (outlet_open(p->run, &b->file, name, e) != 0)
		return -1;
	b->pages =
	    notice_bundle_open(paper->press, b->file.name, p->run->day, &b->file.out);
	b->is_open = true;
	b->count = 0;
	b->page_count = 0;
	b->cents = 0;
	return 0;
}

static int
close_bundle(struct bundle *b, struct err *e)
{
	if (!b->is_open)
		return 0;
	b->is_open = false;
	notice_bundle_close(b->pages);
	return outlet_close(&b->file, b->count, b->cents, e);
}

static void
abandon_bundle(struct bundle *b)
{
	if (!b->is_open)
		return;
	b->is_open = false;
	notice_bundle_close(b->pages);
	outlet_abandon(&b->file);
}

static int
open_list(struct posting *p, struct list *l, const char *ending,
    const char *const *columns, struct err *e)
{
	if (outlet_open(p->run, &l->file, file_name(p, ending), e) != 0)
		return -1;
	l->csv = (struct csv_writer){
	    .out = &l->file.out, .delimiter = ';', .neutralise = true};
	for (size_t i = 0; columns[i] != NULL; i++)
		csv_write_text(&l->csv, str_of(columns[i]));
	csv_write_end(&l->csv);
	return 0;
}

/* What a printing house prices and prints by; no public layout exists, the names are
 * those of the postal services' own forms. */
static void
address_line(struct posting *p, const struct position *pos,
    const struct postal_address *address, const struct bundle *b, unsigned pages)
{
	struct csv_writer *csv = &p->addresses.csv;

	csv_write_text(csv, p->lot);
	csv_write_number(csv, ++p->addresses.count);
	csv_write_text(csv, str_of(pos->options[0].iuv));
	csv_write_text(csv, pos->debtor.fiscal_code);
	for (int i = 0; i < POSTAL_LINES; i++)
		csv_write_text(csv, address->lines[i]);
	csv_write_text(csv, address->cap);
	csv_write_text(csv, address->town);
	csv_write_text(csv, address->province);
	csv_write_text(csv, b->file.name);
	csv_write_number(csv, b->page_count + 1);
	csv_write_number(csv, pages);
	csv_write_number(csv, (pages + 1) / 2);
	csv_write_text(csv, STR("ORDINARIA"));
	csv_write_text(csv, STR("S"));
	csv_write_text(csv, STR("S"));
	csv_write_end(csv);
}

static void
leave_out(struct posting *p, const struct position *pos, const char *code)
{
	const struct finding_kind *kind = finding_find(str_of(code));
	const struct debtor *d = &pos->debtor;
	const struct str cells[] = {str_of(pos->options[0].iuv), d->fiscal_code, d->name,
	    d->street, d->civic, d->cap, d->city, d->province, d->country, str_of(code)};
	struct csv_writer *csv = &p->left_out.csv;

	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		csv_write_text(csv, cells[i]);
	csv_write_text(csv, str_of(say(&kind->what, p->run->conf->language)));
	csv_write_text(csv, str_of(say(&kind->next, p->run->conf->language)));
	csv_write_end(csv);
	p->left_out.count++;
}

static int
add_to_sample(struct posting *p, const struct notice *n, struct err *e)
{
	struct notice_result result;

	if (p->sample.count == SAMPLE_MOST)
		return 0;
	if (!p->sample.is_open) {
		if (notice_paper_open(&p->proof, p->run->creditor, true, e) != 0 ||
		    open_bundle(
			p, &p->sample, &p->proof, file_name(p, "campione.pdf"), e) != 0)
			return -1;
	}
	p->sample.count++;
	return notice_bundle_add(p->sample.pages, n, &result, e);
}

/* The bundle of notices with so many sheets, with room for another. */
static struct bundle *
bundle_for(struct posting *p, unsigned sheets, struct err *e)
{
	struct bundle *b = &p->bundles[sheets];
	struct str name;

	if (b->is_open && b->count == BUNDLE_MOST && close_bundle(b, e) != 0)
		return NULL;
	if (b->is_open)
		return b;
	name = arena_format(p->run->arena, "%.*s_%u-%s_%03u.pdf", STR_ARG(p->lot), sheets,
	    sheets == 1 ? "foglio" : "fogli", ++b->number);
	return open_bundle(p, b, &p->paper, name, e) == 0 ? b : NULL;
}

static int
add_to_bundle(struct posting *p, const struct position *pos, const struct notice *n,
    const struct postal_address *address, unsigned pages, struct err *e)
{
	struct notice_result result;
	struct bundle *b = bundle_for(p, (pages + 1) / 2, e);

	if (b == NULL || notice_bundle_add(b->pages, n, &result, e) != 0)
		return -1;
	if (pages % 2 == 1)
		notice_bundle_blank(b->pages);
	address_line(p, pos, address, b, pages);
	b->page_count += pages + pages % 2;
	b->count++;
	b->cents += pos->cents;
	return add_to_sample(p, n, e);
}

static int
post_notice(struct posting *p, const struct position *pos, struct arena *a, struct err *e)
{
	struct notice n = notice_of_position(pos, p->run->day, a);
	struct notice_result result;
	struct postal_address address;
	const char *code = postal_address_make(&address, &pos->debtor, a);

	if (code != NULL) {
		leave_out(p, pos, code);
		return 0;
	}
	out_reset(&p->probe);
	if (notice_print(p->paper.press, &n, &p->probe, &result, e) != 0) {
		if (e->kind != ERR_ROW || e->code == NULL)
			return -1;
		leave_out(p, pos, e->code);
		return 0;
	}
	if (result.pages > 2 * SHEETS_MOST)
		BUG("a notice of %u pages", result.pages);
	return add_to_bundle(p, pos, &n, &address, result.pages, e);
}

static int
post_all(struct posting *p, struct err *e)
{
	struct outlet_run *r = p->run;
	struct arena row = {0};
	struct position pos;
	struct rows rows;
	int64_t done = 0;
	int got, status = 0;

	if (positions_of_file(r->db, &rows, r->batch.file,
		arena_cstr(r->arena, r->batch.operation), e) != 0)
		return -1;
	while (status == 0 && (got = rows_next(&rows, e)) > 0) {
		arena_reset(&row);
		status = position_read(r->db, &rows, &pos, &row, e);
		if (status == 0)
			status = post_notice(p, &pos, &row, e);
		if (r->progress != NULL && ++done % 64 == 0)
			r->progress(r->progress_context, done);
	}
	rows_close(&rows);
	arena_close(&row);
	return status != 0 || got < 0 ? -1 : 0;
}

static int
open_lists(struct posting *p, struct err *e)
{
	static const char *const addresses[] = {"id_lotto", "progressivo", "riferimento",
	    "codice_fiscale", "riga_1", "riga_2", "riga_3", "riga_4", "riga_5", "riga_6",
	    "cap", "comune", "provincia", "nome_file_pdf", "prima_pagina", "pagine",
	    "fogli", "tipo_servizio", "colore", "fronte_retro", NULL};
	static const char *const left_out[] = {"riferimento", "codice_fiscale",
	    "denominazione", "indirizzo", "civico", "cap", "comune", "provincia", "stato",
	    "codice", "motivo", "da_fare", NULL};

	if (open_list(p, &p->addresses, "indirizzi.csv", addresses, e) != 0)
		return -1;
	if (open_list(p, &p->left_out, "non-spedibili.csv", left_out, e) == 0)
		return 0;
	outlet_abandon(&p->addresses.file);
	return -1;
}

static int
close_all(struct posting *p, struct err *e)
{
	int status = 0;

	for (int i = 1; status == 0 && i <= SHEETS_MOST; i++)
		status = close_bundle(&p->bundles[i], e);
	/* The sample repeats notices of the bundles: it counts for nothing. */
	p->sample.count = 0;
	if (status == 0)
		status = close_bundle(&p->sample, e);
	return status;
}

static void
abandon_all(struct posting *p)
{
	for (int i = 1; i <= SHEETS_MOST; i++)
		abandon_bundle(&p->bundles[i]);
	abandon_bundle(&p->sample);
}

static int
write_bundles(struct posting *p, struct err *e)
{
	int status = notice_paper_open(&p->paper, p->run->creditor, false, e);

	out_open_memory(&p->probe, &p->probe_arena);
	if (status == 0)
		status = post_all(p, e);
	if (status == 0)
		status = close_all(p, e);
	if (status != 0)
		abandon_all(p);
	notice_paper_close(&p->proof);
	notice_paper_close(&p->paper);
	arena_close(&p->probe_arena);
	return status;
}

int
postal_write(struct outlet_run *r, struct err *e)
{
	struct posting *p = arena_new(r->arena, struct posting);
	int status;

	p->run = r;
	p->lot = arena_format(r->arena, "postale_%04d%02d%02d_%06jd_%.*s", r->day.year,
	    r->day.month, r->day.day, (intmax_t)r->batch.file,
	    STR_ARG(r->batch.operation));
	if (open_lists(p, e) != 0)
		return -1;
	status = write_bundles(p, e);
	if (status != 0) {
		outlet_abandon(&p->addresses.file);
		outlet_abandon(&p->left_out.file);
		return -1;
	}
	if (outlet_close(&p->addresses.file, 0, 0, e) != 0) {
		outlet_abandon(&p->left_out.file);
		return -1;
	}
	if (outlet_close(&p->left_out.file, 0, 0, e) != 0)
		return -1;
	return outlet_manifest(r, file_name(p, "manifest.json"), e);
}
