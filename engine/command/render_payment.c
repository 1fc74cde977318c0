/* `riscontro cat` on a flow or a receipt: the rows that the engine would book. */
#include "command/render_payment.h"

#include "base/json.h"
#include "base/log.h"
#include "formats/csv_write.h"
#include "formats/flow.h"
#include "formats/receipt.h"

enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_MONEY, VALUE_DATE };

/* One column of one row. */
struct value {
	const char *name;
	enum value_kind kind;
	struct str text;
	int64_t number; /* cents for VALUE_MONEY */
	struct date date;
};

enum { COLUMNS_MOST = 24 };

struct line {
	struct value values[COLUMNS_MOST];
	size_t count;
};

struct renderer {
	struct out *out; /* NULL while the file is only checked */
	bool jsonl;
	bool header_written;
	struct arena row;
};

static void
add_text(struct line *l, const char *name, struct str text)
{
	l->values[l->count++] =
	    (struct value){.name = name, .kind = VALUE_TEXT, .text = text};
}

static void
add_number(struct line *l, const char *name, int64_t number)
{
	l->values[l->count++] =
	    (struct value){.name = name, .kind = VALUE_NUMBER, .number = number};
}

static void
add_money(struct line *l, const char *name, money cents)
{
	l->values[l->count++] =
	    (struct value){.name = name, .kind = VALUE_MONEY, .number = cents};
}

static void
add_date(struct line *l, const char *name, struct date date)
{
	l->values[l->count++] =
	    (struct value){.name = name, .kind = VALUE_DATE, .date = date};
}

static void
write_jsonl(struct renderer *r, const struct line *l)
{
	struct json j;

	json_open(&j, r->out, 0);
	json_object(&j, NULL);
	for (size_t i = 0; i < l->count; i++) {
		const struct value *v = &l->values[i];

		if (v->kind == VALUE_TEXT)
			json_str(&j, v->name, v->text);
		else if (v->kind == VALUE_NUMBER)
			json_i64(&j, v->name, v->number);
		else if (v->kind == VALUE_MONEY)
			json_money(&j, v->name, v->number);
		else
			json_date(&j, v->name, v->date);
	}
	json_end(&j);
	out_char(r->out, '\n');
}

static void
write_csv_value(struct csv_writer *w, struct renderer *r, const struct value *v)
{
	struct out text;

	out_open_memory(&text, &r->row);
	if (v->kind == VALUE_TEXT)
		out_str(&text, v->text);
	else if (v->kind == VALUE_NUMBER)
		out_i64(&text, v->number);
	else if (v->kind == VALUE_MONEY)
		money_write_plain(&text, v->number);
	else
		date_write_iso(&text, v->date);
	csv_write_text(w, out_bytes_of(&text));
}

static void
write_csv(struct renderer *r, const struct line *l)
{
	struct csv_writer w = {.out = r->out, .delimiter = ',', .line_end = "\n"};

	if (!r->header_written) {
		for (size_t i = 0; i < l->count; i++)
			csv_write_text(&w, str_of(l->values[i].name));
		csv_write_end(&w);
		r->header_written = true;
	}
	for (size_t i = 0; i < l->count; i++)
		write_csv_value(&w, r, &l->values[i]);
	csv_write_end(&w);
	arena_reset(&r->row);
}

static void
write_line(struct renderer *r, const struct line *l)
{
	if (r->jsonl)
		write_jsonl(r, l);
	else
		write_csv(r, l);
}

static void
tell(const struct renderer *r, const struct findings *findings)
{
	for (size_t i = 0; r->out != NULL && i < findings->count; i++) {
		const struct finding *f = &findings->items[i];

		log_warn("%.*s, payment %ju: %s: %.*s", STR_ARG(f->place.file),
		    (uintmax_t)f->place.row, f->kind->code, STR_ARG(f->seen));
	}
}

static void
write_payment(struct renderer *r, const struct flow *f, const struct flow_payment *p)
{
	struct line l = {.count = 0};

	add_text(&l, "flow", f->id);
	add_number(&l, "revision", (int64_t)f->revision);
	add_text(&l, "made", f->made_text);
	add_text(&l, "settlement", f->settlement);
	add_date(&l, "settled", f->settled);
	add_text(&l, "sender", f->sender.code);
	add_text(&l, "creditor", flow_creditor(f));
	add_number(&l, "number", (int64_t)p->number);
	add_text(&l, "iuv", p->iuv);
	add_text(&l, "iur", p->iur);
	add_number(&l, "index", p->index);
	add_money(&l, "amount", p->amount);
	add_number(&l, "outcome", p->outcome);
	add_date(&l, "date", p->date);
	write_line(r, &l);
}

static int
render_flow(struct renderer *r, const struct input *in, struct arena *a, struct err *e)
{
	struct flow_reader *reader;
	struct flow_payment payment;
	int got;

	if (flow_open(&reader, in, NULL, a, e) != 0)
		return -1;
	while ((got = flow_next(reader, &payment, e)) > 0)
		if (r->out != NULL)
			write_payment(r, flow_header(reader), &payment);
	tell(r, flow_findings(reader));
	flow_close(reader);
	return got;
}

static void
write_transfer(
    struct renderer *r, const struct receipt *t, const struct receipt_transfer *x)
{
	struct line l = {.count = 0};

	add_text(&l, "receipt", t->id);
	add_text(&l, "iuv", t->iuv);
	add_text(&l, "notice", t->notice_number);
	add_text(&l, "domain", t->domain);
	add_number(&l, "outcome", t->outcome);
	add_money(&l, "total", t->total);
	add_money(&l, "fee", t->fee);
	add_date(&l, "paid", t->paid_on);
	add_text(&l, "psp", t->psp.code);
	add_text(&l, "debtor", t->debtor.code);
	add_text(&l, "debtor_name", t->debtor.name);
	add_number(&l, "index", x->index);
	add_money(&l, "amount", x->amount);
	add_text(&l, "iur", x->iur);
	add_text(&l, "creditor", x->creditor);
	add_text(&l, "iban", x->iban);
	add_text(&l, "category", x->category);
	add_text(&l, "remittance", x->remittance);
	write_line(r, &l);
}

static int
render_receipts(
    struct renderer *r, const struct input *in, struct arena *a, struct err *e)
{
	struct receipt_reader *reader;
	struct receipt receipt;
	int got;

	if (receipt_open(&reader, in, a, e) != 0)
		return -1;
	while ((got = receipt_next(reader, &receipt, e)) > 0)
		for (size_t i = 0; r->out != NULL && i < receipt.transfer_count; i++)
			write_transfer(r, &receipt, &receipt.transfers[i]);
	tell(r, receipt_findings(reader));
	receipt_close(reader);
	return got;
}

bool
render_payment_is_likely(const struct input *in)
{
	return flow_bid(in) > 0 || receipt_bid(in) > 0;
}

int
render_payment(
    struct out *o, const struct input *in, bool jsonl, struct arena *a, struct err *e)
{
	bool flow = flow_bid(in) >= receipt_bid(in);
	struct renderer r = {.jsonl = jsonl};
	int got = 0;

	for (int round = 0; round < 2 && got == 0; round++) {
		r.out = round == 0 ? NULL : o;
		got = flow ? render_flow(&r, in, a, e) : render_receipts(&r, in, a, e);
	}
	arena_close(&r.row);
	return got;
}
