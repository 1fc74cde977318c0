/* Who pays what, when and where. */
#include "simulate/play.h"

#include "base/sha256.h"

#include <stdio.h>

/* Invented ones. */
static const struct play_psp psps[] = {
    {"FANTITM1XXX", "B", "Banca Fantasia S.p.A."},
    {"ABI98765", "A", "Cassa di Esempio"},
    {"ESEMITT2XXX", "B", "Istituto di Pagamento Esemplare"},
};

enum { PSPS = sizeof psps / sizeof psps[0], SPECIAL_LEAST = 6, DAYS_BACK = 4 };

uint64_t
play_dice(struct play *p, uint64_t most)
{
	uint64_t x = p->state += 0x9E3779B97F4A7C15U;

	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
	return (x ^ (x >> 31)) % most;
}

const struct play_psp *
play_psp_find(struct str id)
{
	for (size_t i = 0; i < PSPS; i++)
		if (str_is(id, psps[i].id))
			return &psps[i];
	return &psps[0];
}

void
play_receipt_id(struct str iuv, char id[33])
{
	struct sha256_hex hex = sha256_of(iuv);

	snprintf(id, 33, "%.32s", hex.text);
}

/* One in three of those who may pay by instalments pays the first of them. */
static const struct payment_option *
choose_option(struct play *p, const struct position *position)
{
	bool first = position->option_count > 1 && play_dice(p, 3) == 0;

	return &position->options[first ? 1 : 0];
}

static struct date
later(struct date a, struct date b)
{
	return date_compare(a, b) > 0 ? a : b;
}

/* Days that are past when the position is old enough, else those from its own day on. */
static void
pay(struct play *p, const struct position *position, struct date since, unsigned days)
{
	struct play_payment *x = &p->payments[p->payment_count++];
	struct date from = date_add_days(p->today, -(int)(DAYS_BACK + days - 1));

	x->position = position;
	x->option = choose_option(p, position);
	x->psp = &psps[play_dice(p, PSPS)];
	x->since = since;
	x->day = date_add_days(later(from, since), (int)play_dice(p, days));
	x->minute = (int)play_dice(p, (uint64_t)24 * 60);
	play_receipt_id(str_of(x->option->iuv), x->receipt_id);
}

/* Things that happen once in a play of some length. */
static void
give_fates(struct play *p)
{
	if (p->payment_count < SPECIAL_LEAST)
		return;
	p->payments[1].fate = FATE_LATE_RECEIPT;
	p->payments[2].fate = FATE_ALONE;
	p->payments[p->payment_count - 1].fate = FATE_UNREPORTED;
	p->payments[p->payment_count - 1].day =
	    later(date_add_days(p->today, -1), p->payments[p->payment_count - 1].since);
}

void
play_make(struct play *p, const struct position *positions, const struct date *since,
    size_t count, const struct play_options *options, struct arena *a)
{
	*p = (struct play){.arena = a, .state = options->seed, .today = options->today};
	p->payments = arena_new_array(a, count, struct play_payment);
	for (size_t i = 0; i < count; i++)
		if (positions[i].option_count > 0 && play_dice(p, 100) < options->share)
			pay(p, &positions[i], since[i], options->days);
	give_fates(p);
	play_group_flows(p);
	play_credit_flows(p);
}
