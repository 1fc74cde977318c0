/* Who joined, left, moved or changed, person by person. */
#include "intake/register_compare.h"

#include "base/text.h"

/* What is told as REGISTER_SHRUNK: so many enrolments gone, and so many in a hundred. */
enum { SHRUNK_LEAST = 10, SHRUNK_PERCENT = 10 };

/* The enrolments of a person, and those of the export before. */
struct person {
	const struct member *members[REGISTER_PERSON_MOST];
	struct enrolment_row rows[REGISTER_PERSON_MOST];
	struct enrolment_fee fees[REGISTER_PERSON_MOST];
	size_t count;
	struct enrolment_row before[REGISTER_PERSON_MOST];
	bool met[REGISTER_PERSON_MOST];
	size_t before_count;
};

static struct str
joined(struct arena *a, const struct str *texts, size_t count)
{
	struct out o;
	bool begun = false;

	out_open_memory(&o, a);
	for (size_t i = 0; i < count; i++) {
		if (texts[i].len == 0)
			continue;
		if (begun)
			out_text(&o, ", ");
		out_str(&o, texts[i]);
		begun = true;
	}
	return out_bytes_of(&o);
}

struct str
register_place_of(const struct enrolment *m, struct arena *a)
{
	const struct str place[] = {m->settore, m->section, m->number};

	return joined(a, place, sizeof place / sizeof place[0]);
}

static struct enrolment_row
row_of(const struct member *member, struct arena *a)
{
	const struct enrolment *m = &member->enrolment;
	const struct debtor *d = &m->debtor;
	const struct str facts[] = {m->state, m->category, d->name, m->tipo, d->street,
	    d->civic, d->cap, d->city, d->province, d->country, d->email, d->pec};

	return (struct enrolment_row){.row = member->row,
	    .fiscal_code = d->fiscal_code,
	    .name = d->name,
	    .place = register_place_of(m, a),
	    .facts = joined(a, facts, sizeof facts / sizeof facts[0]),
	    .change = STR("joined")};
}

static void
gather(struct person *p, const struct member *first, const struct fee_rules *rules,
    struct date today, struct arena *a)
{
	p->count = p->before_count = 0;
	for (const struct member *m = first; m != NULL; m = m->also) {
		p->members[p->count] = m;
		p->rows[p->count] = row_of(m, a);
		p->fees[p->count++] = fee_rules_apply(rules, &m->enrolment, today, a);
	}
	memset(p->met, 0, sizeof p->met);
}

/* Enrolments that stand where they stood. */
static void
meet_at_place(struct person *p)
{
	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; k < p->before_count; k++) {
			struct enrolment_row *r = &p->rows[i];

			if (!str_equal(r->place, p->before[k].place))
				continue;
			p->met[k] = true;
			r->change = STR("same");
			if (!str_equal(r->facts, p->before[k].facts)) {
				r->change = STR("changed");
				r->before = p->before[k].facts;
			}
		}
}

/* The others, in their order: one that is gone and one that is new are one that moved. */
static void
meet_moved(struct person *p)
{
	size_t k = 0;

	for (size_t i = 0; i < p->count; i++) {
		struct enrolment_row *r = &p->rows[i];

		if (!str_is(r->change, "joined"))
			continue;
		while (k < p->before_count && p->met[k])
			k++;
		if (k == p->before_count)
			return;
		p->met[k] = true;
		r->change = STR("moved");
		r->before = p->before[k].place;
	}
}

/* Whether the first of two enrolments that ask for a fee goes before the other: by the
 * larger fee where only one is asked for, by the older enrolment where each is. */
static bool
goes_before(const struct person *p, size_t i, size_t k, bool each)
{
	const struct enrolment *a = &p->members[i]->enrolment;
	const struct enrolment *b = &p->members[k]->enrolment;

	if (!each && p->fees[i].cents != p->fees[k].cents)
		return p->fees[i].cents > p->fees[k].cents;
	if (date_compare(a->enrolled, b->enrolled) != 0)
		return date_compare(a->enrolled, b->enrolled) < 0;
	return str_compare(p->rows[i].place, p->rows[k].place) < 0;
}

/* A text with nothing in it that a key may not have. */
static void
key_add(struct out *key, struct str text)
{
	struct str plain = text_ascii(key->arena, text, '_');

	if (plain.len > 0)
		out_char(key, '-');
	for (size_t i = 0; i < plain.len; i++)
		out_char(key, quota_key_has(plain.ptr[i]) ? plain.ptr[i] : '_');
}

/* True when the number says which of the enrolments that pay it is, the first aside. */
static bool
is_told_by_number(const struct person *p, size_t which, size_t first)
{
	for (size_t i = 0; i < p->count; i++)
		if (i != which && i != first && p->fees[i].cents > 0 &&
		    str_equal(p->members[i]->enrolment.number,
			p->members[which]->enrolment.number))
			return false;
	return true;
}

/* ALBO-year-code; of an enrolment that is not the first its number stands behind, and
 * where two have one number, as in two registers, section and register too. */
static struct str
key_of(const struct person *p, size_t which, size_t first, struct arena *a)
{
	const struct enrolment *m = &p->members[which]->enrolment;
	struct out key;

	out_open_memory(&key, a);
	out_format(&key, "ALBO-%jd-", (intmax_t)p->fees[which].anno);
	out_str(&key, p->rows[which].fiscal_code);
	if (which != first && p->fees[which].cents > 0) {
		key_add(&key, m->number);
		if (!is_told_by_number(p, which, first)) {
			key_add(&key, m->section);
			key_add(&key, m->settore);
		}
	}
	return text_cut(out_bytes_of(&key), QUOTA_KEY_MOST);
}

/* Keys of the fees. A person is asked for one fee, the largest; or for one each, where
 * the rules say so: then the oldest enrolment has the plain key, whatever comes later. */
static void
settle_fees(struct person *p, bool each, struct arena *a)
{
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < p->count; i++)
		if (p->fees[i].cents > 0 &&
		    (first == SIZE_MAX || goes_before(p, i, first, each)))
			first = i;
	for (size_t i = 0; i < p->count; i++)
		p->fees[i].key = key_of(p, i, first, a);
	for (size_t i = 0; i < p->count; i++)
		if (p->fees[i].cents > 0 && i != first && !each) {
			p->fees[i].cents = 0;
			p->fees[i].rule = STR(ENROLMENT_FEE_ONCE);
		}
}

static int
write_person(struct booking *b, const struct person *p, struct err *e)
{
	struct intake *in = b->in;

	for (size_t i = 0; i < p->count; i++) {
		tally_add(
		    str_is(p->rows[i].change, "same") ? &b->unchanged : &b->booked, 0);
		if (b->writes &&
		    enrolment_insert(in->db, in->creditor->id, in->file.id,
			&p->members[i]->enrolment, &p->rows[i], &p->fees[i], e) != 0)
			return -1;
	}
	return 0;
}

/* Enrolments of the export before that this one has too. */
static int64_t
still_there(const struct person *p)
{
	int64_t count = 0;

	for (size_t k = 0; k < p->before_count; k++)
		count += p->met[k];
	return count;
}

/* Members strike themselves off by ones and twos; when many are missing at once the
 * export was filtered or cut short. */
static int
tell_shrunk(struct booking *b, int64_t last, int64_t there, struct err *e)
{
	int64_t before, left;

	if (enrolment_count(b->in->db, last, &before, e) != 0)
		return -1;
	left = before - there;
	if (left >= SHRUNK_LEAST && left * 100 >= before * SHRUNK_PERCENT)
		booking_finding(b, "REGISTER_SHRUNK", 0,
		    arena_format(
			b->in->arena, "%jd / %jd", (intmax_t)left, (intmax_t)before));
	return 0;
}

int
register_compare(struct booking *b, const struct member *first,
    const struct fee_rules *rules, struct err *e)
{
	struct intake *in = b->in;
	struct person *p = arena_new(in->arena, struct person);
	int64_t last = 0, there = 0;

	if (in->db != NULL && enrolment_last_file(in->db, in->creditor->id, &last, e) < 0)
		return -1;
	for (const struct member *m = first; m != NULL; m = m->next) {
		if (m->is_further)
			continue;
		gather(p, m, rules, in->today, in->arena);
		if (last != 0 &&
		    enrolments_of_person(in->db, last, p->rows[0].fiscal_code, p->before,
			REGISTER_PERSON_MOST, &p->before_count, in->arena, e) != 0)
			return -1;
		meet_at_place(p);
		meet_moved(p);
		there += still_there(p);
		settle_fees(p, rules->each, in->arena);
		if (write_person(b, p, e) != 0)
			return -1;
	}
	if (last == 0)
		return 0;
	if (tell_shrunk(b, last, there, e) != 0)
		return -1;
	return b->writes ? enrolment_mark_left(in->db, last, in->file.id, e) : 0;
}
