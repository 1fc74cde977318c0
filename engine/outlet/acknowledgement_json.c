/* The acknowledgement for programs. */
#include "outlet/acknowledgement.h"

#include "base/text.h"
#include "outlet/acknowledgement_booked.h"

static void
tally_json(struct json *j, const char *name, struct tally t)
{
	json_object(j, name);
	json_i64(j, "rows", t.rows);
	json_money(j, "amount", t.cents);
	json_end(j);
}

static void
head_json(struct json *j, const struct outlet_run *r)
{
	const struct file_record *f = &r->cause;

	json_i64(j, "riscontro", 1);
	json_str(j, "file", text_printable(r->arena, f->name));
	json_str(j, "sha256", f->sha256);
	json_i64(j, "size", f->size);
	json_str(j, "creditor", r->creditor->fiscal_code);
	json_str(j, "channel", f->channel);
	json_str(j, "received", f->received_at);
	json_str(j, "booked", f->booked_at);
	json_str(j, "outcome", f->state);
	if (f->original != 0)
		json_i64(j, "original", f->original);
	json_str(j, "reader", f->reader);
	json_str(j, "encoding", f->encoding);
	json_str(j, "delimiter", f->delimiter);
	json_str(j, "sheet", f->sheet);
	json_object(j, "totals");
	tally_json(j, "read", f->read);
	tally_json(j, "booked", f->booked);
	tally_json(j, "refused", f->refused);
	tally_json(j, "unchanged", f->unchanged);
	json_end(j);
}

/* The tables of an archive; "file" of a row is one of these numbers. */
static int
files_json(struct json *j, const struct outlet_run *r, struct err *e)
{
	struct rows rows;
	bool begun = false;
	int got;

	if (file_members(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		if (!begun)
			json_array(j, "files");
		begun = true;
		json_object(j, NULL);
		json_i64(j, "file", row_int(&rows, 0));
		json_str(j, "name", row_text(&rows, 1));
		json_end(j);
	}
	if (begun)
		json_end(j);
	return got;
}

static void
option_json(struct json *j, const struct booked_row *b)
{
	if (!b->has_option)
		return;
	json_object(j, NULL);
	json_i64(j, "number", b->number);
	json_str(j, "iuv", b->iuv);
	json_str(j, "notice_number", b->nav);
	json_money(j, "amount", b->option_cents);
	json_date(j, "due", b->due);
	json_end(j);
}

static void
begin_booked(struct json *j, const struct booked_row *b)
{
	struct place place = place_of_row(b->row);

	json_object(j, NULL);
	if (place.part > 0)
		json_i64(j, "file", place.part);
	json_i64(j, "row", (int64_t)place.row);
	json_str(j, "key", b->key);
	json_str(j, "fiscal_code", b->fiscal_code);
	json_str(j, "name", b->name);
	json_money(j, "amount", b->cents);
	json_str(j, "state", b->state);
	if (b->iupd.len > 0) {
		json_str(j, "operation", b->operation);
		json_str(j, "iupd", b->iupd);
		json_str(j, "iuv", b->iuv);
		json_str(j, "notice_number", b->nav);
	}
	json_array(j, "options");
}

static int
quotas_json(struct json *j, const struct outlet_run *r, struct err *e)
{
	struct booked_row b;
	struct rows rows;
	int64_t open = 0;
	int got;

	if (booked_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		booked_row_read(&rows, &b);
		if (b.row != open) {
			if (open != 0) {
				json_end(j);
				json_end(j);
			}
			begin_booked(j, &b);
			open = b.row;
		}
		option_json(j, &b);
	}
	if (open != 0) {
		json_end(j);
		json_end(j);
	}
	return got;
}

static int
booked_json(struct json *j, const struct outlet_run *r, struct err *e)
{
	const struct booked_list *list = booked_list_find(r->cause.channel);
	int status;

	json_array(j, "booked");
	status = list != NULL ? booked_list_json(list, j, r, e) : quotas_json(j, r, e);
	json_end(j);
	return status;
}

/* The findings of one row into an array; those of earlier rows, and of the file, are
 * passed over. */
static int
row_findings(struct json *j, const struct outlet_run *r, struct finding_cursor *c,
    int64_t row, struct err *e)
{
	json_array(j, "findings");
	while (c->has && place_to_row(c->finding.place) <= row) {
		if (place_to_row(c->finding.place) == row)
			finding_json(j, &c->finding, r->conf->language);
		if (finding_cursor_next(c, e) != 0)
			return -1;
	}
	json_end(j);
	return 0;
}

static int
refused_json(struct json *j, const struct outlet_run *r, struct err *e)
{
	struct finding_cursor cursor = {.has = false};
	struct refused_row row;
	struct arena a = {0};
	struct rows rows;
	int got = -1;

	json_array(j, "refused");
	if (finding_cursor_open(&cursor, r->db, r->cause.id, e) != 0 ||
	    refused_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		arena_reset(&a);
		refused_row_read(&rows, &row, &a);
		json_object(j, NULL);
		if (place_of_row(row.row).part > 0)
			json_i64(j, "file", place_of_row(row.row).part);
		json_i64(j, "row", (int64_t)place_of_row(row.row).row);
		json_array(j, "cells");
		for (size_t i = 0; i < row.count; i++)
			json_str(j, NULL, row.cells[i].text);
		json_end(j);
		if (row_findings(j, r, &cursor, row.row, e) != 0)
			break;
		json_end(j);
	}
	rows_close(&rows);
	rows_close(&cursor.rows);
	arena_close(&a);
	json_end(j);
	return got;
}

/* Findings about the file, and warnings about rows that were booked all the same; those
 * that refused a row stand with it. */
static int
findings_json(struct json *j, const struct outlet_run *r, struct err *e)
{
	struct finding f;
	struct rows rows;
	int got;

	json_array(j, "findings");
	if (file_findings(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		file_finding_read(&rows, &f);
		if (f.kind->severity != FINDING_ROW)
			finding_json(j, &f, r->conf->language);
	}
	json_end(j);
	return got;
}

int
acknowledgement_json(struct outlet_run *r, struct outlet_file *f, struct err *e)
{
	struct json j;

	json_open(&j, &f->out, 1);
	json_object(&j, NULL);
	head_json(&j, r);
	if (files_json(&j, r, e) != 0 || booked_json(&j, r, e) != 0 ||
	    refused_json(&j, r, e) != 0 || findings_json(&j, r, e) != 0)
		return -1;
	json_end(&j);
	out_char(&f->out, '\n');
	return 0;
}
