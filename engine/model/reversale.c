/* The arithmetic of a reversale, which no schema checks and every treasurer does. */
#include "model/reversale.h"

static int
differs(
    const struct reversale *r, const char *what, money sum, money wanted, struct err *e)
{
	return err_file(e, "REVERSALE_SUM_DIFFERS",
	    "reversale %u: %s %lld cents, amount %lld", r->number, what, (long long)sum,
	    (long long)wanted);
}

static int
check_payer(const struct reversale *r, const struct reversale_payer *p, struct err *e)
{
	money classes = 0, provvisori = 0;
	bool good = true;

	for (size_t i = 0; i < p->class_count; i++)
		good = good && money_add(classes, p->classes[i].cents, &classes);
	for (size_t i = 0; i < p->provvisorio_count; i++)
		good = good && money_add(provvisori, p->provvisori[i].cents, &provvisori);
	if (!good || (p->class_count > 0 && classes != p->cents))
		return differs(r, "classification of a payer", classes, p->cents, e);
	if (provvisori > p->cents ||
	    (p->collection == COLLECTION_SETTLEMENT && provvisori != p->cents))
		return differs(r, "provvisori of a payer", provvisori, p->cents, e);
	return 0;
}

int
reversale_check(const struct reversale *r, struct err *e)
{
	money payers = 0, budgets = 0;
	bool good = true;

	for (size_t i = 0; i < r->payer_count; i++) {
		if (check_payer(r, &r->payers[i], e) != 0)
			return -1;
		good = good && money_add(payers, r->payers[i].cents, &payers);
	}
	for (size_t i = 0; i < r->budget_count; i++)
		good = good && money_add(budgets, r->budgets[i].cents, &budgets);
	if (!good || payers != r->cents)
		return differs(r, "payers", payers, r->cents, e);
	if (r->budget_count > 0 && budgets != r->cents)
		return differs(r, "bilancio", budgets, r->cents, e);
	return 0;
}
