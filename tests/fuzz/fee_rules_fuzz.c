/* Any bytes as albo.rules: refused with file and line, or applied to members. */
#include "intake/fee_rules.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__asan_default_options(void);

/* libconfig 1.5 forgets its buffers when a text ends inside quotes. */
const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void
apply(const struct fee_rules *rules, struct arena *a)
{
	const struct enrolment members[] = {
	    {.category = STR("professionista"),
		.section = STR("A"),
		.state = STR("ISCRITTO"),
		.tipo = STR("ordinaria"),
		.enrolled = {2025, 2, 1}},
	    {.category = STR("STP"), .struck = {2026, 3, 1}},
	    {.tipo = STR("")},
	};

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		struct enrolment_fee fee =
		    fee_rules_apply(rules, &members[i], (struct date){2026, 11, 23}, a);

		if (fee.cents < 0 || fee.anno < 0)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct fee_rules rules;
	struct arena a = {0};
	struct err e = {0};

	if (fee_rules_parse(&rules, STR("albo.rules"),
		(struct str){(const char *)bytes, size}, &a, &e) == 0)
		apply(&rules, &a);
	else if (e.kind != ERR_CONF || e.text[0] == '\0')
		abort();
	arena_close(&a);
	return 0;
}
