/* What the tests of statements share: a text read as a statement, and what came out. */
#ifndef STATEMENT_CASE_H
#define STATEMENT_CASE_H

#include "test.h"

#include "intake/statement_layout.h"

enum { CASE_MOVEMENTS = 32 };

/* A movement copied out of the row arena, as far as tests look. */
struct seen {
	money cents;
	enum movement_type type;
	enum movement_state state;
	char booking[16], value[16];
	char code[32];
	char provvisorio[32];
	char party[64];
	char end_to_end[64];
	char remittance[512];
	size_t details;
};

struct outcome {
	struct arena arena;
	struct findings findings;
	struct seen seen[CASE_MOVEMENTS];
	size_t count;
	char refusal[64]; /* code, empty when the text was read */
	const struct statement *first;
};

static inline void
keep(char *to, size_t room, struct str s)
{
	size_t len = s.len < room - 1 ? s.len : room - 1;

	if (len > 0)
		memcpy(to, s.ptr, len);
	to[len] = '\0';
}

static inline void
keep_movement(struct outcome *o, const struct movement *m)
{
	struct seen *s;

	assert_true(o->count < CASE_MOVEMENTS);
	s = &o->seen[o->count++];
	s->cents = m->cents;
	s->type = m->type;
	s->state = m->state;
	s->details = m->detail_count;
	keep(s->booking, sizeof s->booking, str_of(date_iso(m->booking).text));
	keep(s->value, sizeof s->value, str_of(date_iso(m->value).text));
	keep(s->code, sizeof s->code, m->code);
	keep(s->provvisorio, sizeof s->provvisorio, m->provvisorio);
	keep(s->party, sizeof s->party, m->party);
	keep(s->end_to_end, sizeof s->end_to_end, m->end_to_end);
	keep(s->remittance, sizeof s->remittance, m->remittance);
}

/* Reads `bytes`, which must outlive *o. Close with outcome_close. */
static inline void
read_case(struct outcome *o, struct str bytes, const struct statement_columns *fixed)
{
	static struct input in;
	struct statement_file *f = NULL;
	struct movement m;
	struct err e = {0};
	int got = -1;

	*o = (struct outcome){0};
	o->findings.arena = &o->arena;
	in = (struct input){.name = STR("sample"), .bytes = bytes};
	if (statement_source_open(&f, &in, fixed, NULL, &o->findings, &o->arena, &e) == 0)
		while ((got = statement_next(f, &m, &e)) == 1)
			keep_movement(o, &m);
	if (got < 0) {
		assert_non_null(e.code);
		assert_non_null(finding_find(str_of(e.code)));
		keep(o->refusal, sizeof o->refusal, str_of(e.code));
	}
	o->first = f == NULL ? NULL : statement_first(f);
	statement_close(f);
}

static inline void
outcome_close(struct outcome *o)
{
	arena_close(&o->arena);
}

/* The codes of the findings, blank between. */
static inline struct str
codes_of(struct outcome *o)
{
	struct str codes = {0};

	for (size_t i = 0; i < o->findings.count; i++)
		codes = arena_format(&o->arena, "%.*s%s%s", STR_ARG(codes),
		    i > 0 ? " " : "", o->findings.items[i].kind->code);
	return codes;
}

#endif
