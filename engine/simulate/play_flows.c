/* From payments to flows, one a provider and a day, and to what the bank makes of them.
 */
#include "base/sha256.h"
#include "simulate/play.h"

#include <stdio.h>
#include <stdlib.h>

/* The provider pours on the next bank day. */
static struct date
settlement_day(struct date paid)
{
	do
		paid = date_add_days(paid, 1);
	while (!date_is_bank_day(paid));
	return paid;
}

static bool
goes_into_flow(const struct play_payment *x)
{
	return x->fate == FATE_USUAL || x->fate == FATE_LATE_RECEIPT;
}

static struct play_flow *
flow_of(struct play *p, const struct play_payment *x)
{
	struct date settled = settlement_day(x->day);
	struct play_flow *f;

	for (size_t i = 0; i < p->flow_count; i++)
		if (p->flows[i].psp == x->psp &&
		    date_compare(p->flows[i].settled, settled) == 0)
			return &p->flows[i];
	f = &p->flows[p->flow_count++];
	f->psp = x->psp;
	f->settled = settled;
	return f;
}

static void
add_payment(struct play *p, struct play_flow *f, const struct play_payment *x)
{
	if (f->count == f->room) {
		size_t room = f->room == 0 ? 8 : f->room * 2;
		const struct play_payment **grown =
		    arena_alloc(p->arena, room * sizeof *grown);

		if (f->count > 0)
			memcpy(grown, f->payments, f->count * sizeof *grown);
		f->payments = grown;
		f->room = room;
	}
	f->payments[f->count++] = x;
	f->cents += x->option->cents;
}

/* An id that no other play gives: its tail comes from the first payment's IUV. */
static void
name_flow(struct play_flow *f)
{
	struct sha256_hex hex = sha256_of(str_of(f->payments[0]->option->iuv));
	unsigned long long tail;

	hex.text[8] = '\0';
	tail = strtoull(hex.text, NULL, 16);
	snprintf(f->id, sizeof f->id, "%s%s-S%010llu", date_iso(f->settled).text,
	    f->psp->id, tail);
	snprintf(f->settlement, sizeof f->settlement, "%016llu489999999999IT", tail);
}

static int
by_day_and_psp(const void *a, const void *b)
{
	const struct play_flow *x = a, *y = b;
	int order = date_compare(x->settled, y->settled);

	return order != 0 ? order : strcmp(x->psp->id, y->psp->id);
}

void
play_group_flows(struct play *p)
{
	p->flows = arena_new_array(p->arena, p->payment_count, struct play_flow);
	for (size_t i = 0; i < p->payment_count; i++)
		if (goes_into_flow(&p->payments[i]))
			add_payment(p, flow_of(p, &p->payments[i]), &p->payments[i]);
	qsort(p->flows, p->flow_count, sizeof *p->flows, by_day_and_psp);
	for (size_t i = 0; i < p->flow_count; i++) {
		name_flow(&p->flows[i]);
		p->flows[i].credit =
		    i >= 1 && i <= 3 ? (enum play_credit)i : CREDIT_WHOLE;
		p->flows[i].revised = false;
	}
	for (size_t i = 0; i < p->flow_count; i++)
		if (p->flows[i].count > 1) {
			p->flows[i].revised = true;
			break;
		}
}

static void
move(struct play *p, struct date day, money cents, struct str text)
{
	if (p->movement_count == p->movement_room) {
		size_t room = p->movement_room == 0 ? 16 : p->movement_room * 2;
		struct play_movement *grown =
		    arena_new_array(p->arena, room, struct play_movement);

		if (p->movement_count > 0)
			memcpy(grown, p->movements, p->movement_count * sizeof *grown);
		p->movements = grown;
		p->movement_room = room;
	}
	p->movements[p->movement_count++] = (struct play_movement){day, cents, text};
}

/* How banks write what they were told: words around the id, and what their lines do to
 * it. */
struct bank_form {
	const char *before; /* the provider's name */
	const char *after;  /* it, up to the id */
	size_t cut;         /* where a line ends within the id */
	const char *gap;    /* what stands there */
};

static const struct bank_form forms[] = {
    {"BONIFICO SEPA DA ", " SERVIZIO PAGOPA /PUR/LGPE-RIVERSAMENTO/URI/", 0, ""},
    {"Ordinante: ", " Causale: /PUR/LGPE-RIVERSAMENTO/TXT/0/URI/", 0, ""},
    {"ACCREDITO ", "\n/PUR/LGPE-RIVERSAMENTO/URI/", 17, "\n"},
    {"", " /PUR/LGPE-RIVERSAMENTO/URI/", 10, " "},
    {"ACCREDITO DISPOSTO DA ", " /PUR//URI/", 0, ""},
};

static struct str
remittance_text(struct play *p, const struct play_flow *f, size_t way)
{
	const struct bank_form *form = &forms[way % (sizeof forms / sizeof forms[0])];
	struct str id = str_of(f->id);
	struct out o;

	out_open_memory(&o, p->arena);
	out_text(&o, form->before);
	out_text(&o, f->psp->name);
	out_text(&o, form->after);
	if (f->credit == CREDIT_CUT)
		id.len -= 3;
	out_str(&o, str_slice(id, 0, form->cut));
	out_text(&o, form->gap);
	out_str(&o, str_slice(id, form->cut, id.len));
	return out_bytes_of(&o);
}

static void
credit_flow(struct play *p, const struct play_flow *f, size_t way)
{
	struct str text = remittance_text(p, f, way);
	money part = f->cents / 3;

	switch (f->credit) {
	case CREDIT_SPLIT:
		move(p, f->settled, f->cents - part, text);
		move(p, f->settled, part,
		    arena_format(p->arena, "%s /PUR/LGPE-INTEGRAZIONE/URI/%s",
			f->psp->name, f->id));
		break;
	case CREDIT_REVERSED:
		move(p, f->settled, f->cents, text);
		move(p, f->settled, -f->cents,
		    arena_format(p->arena, "STORNO %.*s", STR_ARG(text)));
		move(p, f->settled, f->cents, text);
		break;
	case CREDIT_WHOLE:
	case CREDIT_CUT:
		move(p, f->settled, f->cents, text);
	}
}

static void
credit_payment(struct play *p, const struct play_payment *x)
{
	struct out o;

	out_open_memory(&o, p->arena);
	out_format(&o, "BONIFICO DA %s /RFB/%s/", x->psp->name, x->option->iuv);
	money_write_plain(&o, x->option->cents);
	move(p, settlement_day(x->day), x->option->cents, out_bytes_of(&o));
}

/* Equal days stay in the order of making: a reversal comes after what it undoes. */
static void
sort_movements(struct play *p)
{
	for (size_t i = 1; i < p->movement_count; i++) {
		struct play_movement m = p->movements[i];
		size_t at = i;

		for (; at > 0 && date_compare(p->movements[at - 1].day, m.day) > 0; at--)
			p->movements[at] = p->movements[at - 1];
		p->movements[at] = m;
	}
}

void
play_credit_flows(struct play *p)
{
	for (size_t i = 0; i < p->flow_count; i++)
		credit_flow(p, &p->flows[i], i);
	for (size_t i = 0; i < p->payment_count; i++)
		if (p->payments[i].fate == FATE_ALONE)
			credit_payment(p, &p->payments[i]);
	if (p->movement_count == 0)
		return;
	sort_movements(p);
	move(
	    p, p->movements[p->movement_count - 1].day, -350, STR("COMMISSIONI E SPESE"));
	move(p, p->movements[p->movement_count - 1].day, 8000,
	    STR("BONIFICO DA ROSSI MARIA RIMBORSO SPESE CONVEGNO"));
}
