/*
 * The table by which a register's members get their quotas: albo.rules beside the
 * configuration, in the same syntax. The first rule that fits a member counts.
 */
#ifndef INTAKE_FEE_RULES_H
#define INTAKE_FEE_RULES_H

#include "conf.h"
#include "ledger/enrolments.h"

struct fee_rule {
	struct conf_list category, section, state, fee; /* empty: any */
	int64_t years_below; /* enrolled for fewer years on 1 January; 0: any */
	int on_1_january;    /* 1 a member on that day, 0 not yet, -1 any */
	money cents;         /* 0: no quota */
	int64_t reduction;   /* percent taken off */
	struct str tipo, causale;
	struct str name;
};

struct fee_rules {
	int64_t anno; /* 0: the year of the day */
	struct date due;
	bool each; /* a fee for each enrolment of a person, not the largest alone */
	const struct fee_rule *rules;
	size_t count;
};

/* Reads them; without a file there are none. ERR_CONF with file and line. */
int fee_rules_read(
    struct fee_rules *rules, const struct conf *conf, struct arena *a, struct err *e);

/* Reads the text of such a file; `path` is named in what is refused. Texts live in `a`.
 */
int fee_rules_parse(struct fee_rules *rules, struct str path, struct str text,
    struct arena *a, struct err *e);

/* The quota of a member. Amounts are rounded down to the cent. Texts live in `a`. */
struct enrolment_fee fee_rules_apply(const struct fee_rules *rules,
    const struct enrolment *m, struct date today, struct arena *a);

#endif
