/* What the ledger holds of a movement beside what its bank said: decisions of persons,
 * and other statements that tell the same money. */
#include "match/scope_run.h"

#include <stdlib.h>

static const char select_any[] =
    "SELECT EXISTS (SELECT 1 FROM ruling WHERE creditor = ? AND current = 1) + 2 * EXISTS"
    " (SELECT 1 FROM movement_twin WHERE creditor = ?)";
static const char select_rulings[] =
    "SELECT kind, reference FROM ruling WHERE movement = "
    "? AND current = 1 ORDER BY id";
static const char select_root[] =
    "SELECT root, certain FROM movement_twin WHERE movement = ?1 UNION ALL SELECT root, 1"
    " FROM movement_twin WHERE root = ?1 LIMIT 1";
static const char select_twins[] =
    "SELECT movement FROM movement_twin WHERE root = ?1 UNION SELECT ?1";
static const char select_linked_flows[] =
    "SELECT flow FROM link WHERE movement = ? AND current = 1 AND flow IS NOT NULL";
static const char select_linked_iuvs[] =
    "SELECT iuv FROM link WHERE movement = ? AND current = 1 AND iuv IS NOT NULL";

enum opinion { OPINION_NONE, OPINION_SAME, OPINION_DISTINCT };

/* A movement that other statements may tell too. */
struct twin {
	uint32_t movement; /* in the world */
	int64_t id, root;
	bool certain;
	enum opinion opinion;
};

struct scope_decisions {
	bool rulings, twins; /* the creditor has any */
	struct twin *list;
	size_t count, room;
};

static int
open_decisions(struct scope *s, struct err *e)
{
	int64_t any = 0;

	if (s->decisions != NULL)
		return 0;
	if (db_number(
		s->db, select_any, DB(db_t(s->creditor), db_t(s->creditor)), &any, e) < 0)
		return -1;
	s->decisions = arena_new(s->arena, struct scope_decisions);
	s->decisions->rulings = (any & 1) != 0;
	s->decisions->twins = (any & 2) != 0;
	return 0;
}

static void
add_text(struct scope *s, const struct str **list, uint32_t *count, struct str text)
{
	struct str *more = arena_new_array(s->arena, *count + 1, struct str);

	if (*count > 0)
		memcpy(more, *list, *count * sizeof *more);
	more[(*count)++] = arena_str(s->arena, text);
	*list = more;
}

/* The first flow or IUV that a person names takes the place of what the text says; more
 * flows stand beside it. */
static void
take_name(struct scope *s, struct match_movement *m, enum remittance_kind kind,
    struct str reference)
{
	if (m->decided) {
		add_text(s, &m->others, &m->other_count, reference);
		return;
	}
	m->decided = true;
	m->kind = kind;
	m->id = arena_str(s->arena, reference);
	m->others = NULL;
	m->other_count = 0;
}

static int
take_rulings(struct scope *s, struct match_movement *m, int64_t id, enum opinion *opinion,
    struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, select_rulings, DB(db_i(id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct str kind = row_text(&rows, 0), reference = row_text(&rows, 1);

		if (str_is(kind, "flow"))
			take_name(s, m, REMITTANCE_FLOW, reference);
		else if (str_is(kind, "iuv"))
			take_name(s, m, REMITTANCE_IUV, reference);
		else if (str_is(kind, "other"))
			m->apart = MOVEMENT_NOT_PAGOPA;
		else if (str_is(kind, "reject"))
			add_text(s, &m->rejected, &m->rejected_count, reference);
		else
			*opinion = str_is(kind, "same") ? OPINION_SAME : OPINION_DISTINCT;
	}
	return got;
}

static int
take_twin(struct scope *s, int64_t id, enum opinion opinion, struct err *e)
{
	struct scope_decisions *d = s->decisions;
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, select_root, DB(db_i(id)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		d->list =
		    arena_grown(s->arena, d->list, d->count, &d->room, sizeof *d->list);
		d->list[d->count++] =
		    (struct twin){.movement = s->world.movement_count - 1,
			.id = id,
			.root = row_int(&rows, 0),
			.certain = row_int(&rows, 1) != 0,
			.opinion = opinion};
	}
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
scope_take_decisions(struct scope *s, int64_t movement, struct err *e)
{
	struct match_movement *m = &s->world.movements[s->world.movement_count - 1];
	enum opinion opinion = OPINION_NONE;

	if (open_decisions(s, e) != 0)
		return -1;
	if (s->decisions->rulings && take_rulings(s, m, movement, &opinion, e) != 0)
		return -1;
	return s->decisions->twins ? take_twin(s, movement, opinion, e) : 0;
}

/* Movements whose numbers a query gives for one value. */
static int
add_movements(struct scope *s, const char *sql, int64_t value,
    int (*add)(struct scope *, int64_t, struct err *), struct err *e)
{
	int64_t *ids = NULL;
	size_t count = 0, room = 0;
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, sql, DB(db_i(value)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		ids = arena_grown(s->arena, ids, count, &room, sizeof *ids);
		ids[count++] = row_int(&rows, 0);
	}
	for (size_t i = 0; i < count && got == 0; i++)
		got = add(s, ids[i], e);
	return got;
}

int
scope_follow_twins(struct scope *s, size_t at, struct err *e)
{
	const struct scope_decisions *d = s->decisions;

	for (size_t i = 0; i < d->count; i++)
		if (d->list[i].movement == at)
			return add_movements(
			    s, select_twins, d->list[i].root, scope_add_movement, e);
	return 0;
}

int
scope_add_links(struct scope *s, int64_t movement, struct err *e)
{
	struct rows rows;
	int got;

	if (add_movements(s, select_linked_flows, movement, scope_add_flow, e) != 0 ||
	    db_query(s->db, &rows, select_linked_iuvs, DB(db_i(movement)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		scope_add_iuv(s, row_text(&rows, 0));
	return got;
}

/* How much a movement says: what a person decided first, then a whole flow id, a whole
 * IUV, a cut one; with a provvisorio before without. */
static int
strength(const struct match_movement *m)
{
	int provvisorio = m->provvisorio.len > 0;

	if (m->decided)
		return 8 + provvisorio;
	switch (m->kind) {
	case REMITTANCE_FLOW:
	case REMITTANCE_INTEGRATION_FLOW:
		return 6 + provvisorio;
	case REMITTANCE_IUV:
	case REMITTANCE_INTEGRATION_IUV:
		return 4 + provvisorio;
	case REMITTANCE_FLOW_DOUBTFUL:
	case REMITTANCE_FLOW_PARTIAL:
	case REMITTANCE_IUV_DOUBTFUL:
		return 2 + provvisorio;
	default:
		return provvisorio;
	}
}

/* By group; those that a person set apart from it last; the strongest first. */
static int
compare_twins(const void *a, const void *b, void *movements)
{
	const struct twin *x = a, *y = b;
	const struct match_movement *list = movements;
	const struct match_movement *m = &list[x->movement], *n = &list[y->movement];
	bool out = x->opinion == OPINION_DISTINCT, also = y->opinion == OPINION_DISTINCT;

	if (x->root != y->root)
		return x->root < y->root ? -1 : 1;
	if (out != also)
		return out - also;
	if (strength(m) != strength(n))
		return strength(n) - strength(m);
	return str_compare(m->key, n->key);
}

void
scope_judge_twins(struct scope *s)
{
	struct scope_decisions *d = s->decisions;
	const struct twin *first = NULL;

	if (d == NULL || d->count == 0)
		return;
	qsort_r(d->list, d->count, sizeof *d->list, compare_twins, s->world.movements);
	for (size_t i = 0; i < d->count; i++) {
		const struct twin *t = &d->list[i];
		struct match_movement *m = &s->world.movements[t->movement];
		bool sure;

		if (first == NULL || t->root != first->root) {
			first = t;
			continue;
		}
		if (t->opinion == OPINION_DISTINCT || m->apart != 0)
			continue;
		/* The root is as certain as the one that stands for it. */
		sure = t->opinion == OPINION_SAME || first->opinion == OPINION_SAME ||
		    (t->id == t->root ? first->certain : t->certain);
		m->apart = sure ? MOVEMENT_TOLD_AGAIN : MOVEMENT_PERHAPS_TWICE;
	}
}
