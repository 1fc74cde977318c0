/*
 * The rules of a quota: one row each. A rule looks at one meaning (the debtor's code, the
 * amount, the dates ...), adds findings, and puts in what the configuration says for what
 * the row leaves open.
 */
#ifndef INTAKE_RULES_H
#define INTAKE_RULES_H

#include "conf.h"
#include "intake/layout.h"

struct rule_context {
	const struct conf_creditor *creditor;
	const struct conf_generation *generation;
	struct date today;
	const struct layout *layout;
	struct place row;
	struct arena *arena; /* the row arena */
	struct findings *findings;
};

struct rule {
	const char *name;
	void (*apply)(struct rule_context *c, struct quota *q);
};

/* In the order in which they run, closed by a NULL name. */
extern const struct rule quota_rules[];

/* Applies them all. A cancellation is only asked for its key. */
void rules_apply(struct rule_context *c, struct quota *q);

#endif
