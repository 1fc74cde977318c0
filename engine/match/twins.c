/* One movement in two statements, or two movements: what their references say. */
#include "match/twins.h"

#include "match/match.h"

enum {
	REFERENCE_LEAST = 8, /* letters and digits; shorter ones are counters and codes */
	DIGITS_LEAST = 4,
	WITHIN_LEAST = 10, /* of a reference found in the other's text */
	TEXT_LEAST = 20,
	CUT_LEAST = 14,    /* of a cut flow id: its day and six letters of its provider */
	ACCOUNT_LEAST = 6, /* the end of an IBAN that banks call the account */
	REFERENCES = 3
};

static bool
holds(struct str text, struct str part)
{
	for (size_t i = 0; i + part.len <= text.len; i++)
		if (memcmp(text.ptr + i, part.ptr, part.len) == 0)
			return true;
	return false;
}

static struct str
without_zeros(struct str text)
{
	while (text.len > 0 && text.ptr[0] == '0')
		text = str_slice(text, 1, text.len);
	return text;
}

static bool
ends_with(struct str text, struct str end)
{
	return end.len >= ACCOUNT_LEAST && text.len >= end.len &&
	    memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0;
}

/* A CSV may tell no account, an old format the end of the IBAN only. */
static bool
accounts_differ(struct str a, struct str b, struct arena *arena)
{
	struct str x = match_fold(a, arena), y = match_fold(b, arena);

	if (x.len == 0 || y.len == 0 || str_equal(without_zeros(x), without_zeros(y)))
		return false;
	return !ends_with(x, y) && !ends_with(y, x);
}

static struct remittance
read_name(const struct twin_side *s, struct arena *a)
{
	struct remittance r = remittance_read(a, s->remittance);

	return r.kind != REMITTANCE_NONE ? r : remittance_read(a, s->text);
}

static bool
is_whole(enum remittance_kind kind)
{
	return kind == REMITTANCE_FLOW || kind == REMITTANCE_INTEGRATION_FLOW ||
	    kind == REMITTANCE_IUV || kind == REMITTANCE_INTEGRATION_IUV;
}

static bool
names_agree(const struct remittance *x, const struct remittance *y, struct arena *a)
{
	for (size_t i = 0; i <= x->other_count; i++)
		for (size_t k = 0; k <= y->other_count; k++)
			if (str_equal(match_fold(i == 0 ? x->id : x->others[i - 1], a),
				match_fold(k == 0 ? y->id : y->others[k - 1], a)))
				return true;
	return false;
}

static bool
is_telling(struct str folded)
{
	size_t digits = 0;

	for (size_t i = 0; i < folded.len; i++)
		digits += char_is_digit(folded.ptr[i]);
	return folded.len >= REFERENCE_LEAST && digits >= DIGITS_LEAST;
}

static void
fold_references(const struct twin_side *s, struct str list[REFERENCES], struct arena *a)
{
	list[0] = match_fold(s->reference, a);
	list[1] = match_fold(s->customer_reference, a);
	list[2] = match_fold(s->end_to_end, a);
}

/* A reference of one that the other has too, as a reference or within its text. */
static bool
references_agree(
    const struct twin_side *a, const struct twin_side *b, struct arena *arena)
{
	struct str mine[REFERENCES], theirs[REFERENCES];
	struct str my_text = match_fold(a->text, arena),
		   their_text = match_fold(b->text, arena);

	fold_references(a, mine, arena);
	fold_references(b, theirs, arena);
	for (int i = 0; i < REFERENCES; i++)
		for (int k = 0; k < REFERENCES; k++)
			if (is_telling(mine[i]) && str_equal(mine[i], theirs[k]))
				return true;
	for (int i = 0; i < REFERENCES; i++)
		if ((is_telling(mine[i]) && mine[i].len >= WITHIN_LEAST &&
			holds(their_text, mine[i])) ||
		    (is_telling(theirs[i]) && theirs[i].len >= WITHIN_LEAST &&
			holds(my_text, theirs[i])))
			return true;
	return false;
}

static bool
texts_agree(const struct twin_side *a, const struct twin_side *b, struct arena *arena)
{
	struct str x = match_fold(a->remittance.len > 0 ? a->remittance : a->text, arena);
	struct str y = match_fold(b->remittance.len > 0 ? b->remittance : b->text, arena);

	return x.len >= TEXT_LEAST && y.len >= TEXT_LEAST &&
	    (x.len > y.len ? holds(x, y) : holds(y, x));
}

static bool
cut_agrees(struct str x, struct str y)
{
	return x.len >= CUT_LEAST && y.len >= CUT_LEAST &&
	    (x.len > y.len ? str_starts(x, y) : str_starts(y, x));
}

/* What both tell and tell otherwise. */
static bool
is_contradicted(const struct twin_side *a, const struct twin_side *b, struct arena *arena)
{
	if (accounts_differ(a->account, b->account, arena) ||
	    (!date_is_none(a->booking) && !date_is_none(b->booking) &&
		date_compare(a->booking, b->booking) != 0))
		return true;
	if (a->provvisorio.len > 0 && b->provvisorio.len > 0 &&
	    (!str_equal(a->provvisorio, b->provvisorio) || !str_equal(a->year, b->year)))
		return true;
	return a->end_to_end.len > 0 && b->end_to_end.len > 0 &&
	    !str_equal(
		match_fold(a->end_to_end, arena), match_fold(b->end_to_end, arena));
}

enum twin_verdict
twins_compare(const struct twin_side *a, const struct twin_side *b, const char **how,
    struct arena *arena)
{
	struct remittance x = read_name(a, arena), y = read_name(b, arena);

	*how = "account, day and amount";
	if (is_contradicted(a, b, arena))
		return TWIN_DISTINCT;
	if (is_whole(x.kind) && is_whole(y.kind)) {
		*how = "flow or IUV";
		return names_agree(&x, &y, arena) ? TWIN_CERTAIN : TWIN_DISTINCT;
	}
	if (a->provvisorio.len > 0 && b->provvisorio.len > 0) {
		*how = "provvisorio";
		return TWIN_CERTAIN;
	}
	if (references_agree(a, b, arena)) {
		*how = "reference";
		return TWIN_CERTAIN;
	}
	if (x.kind != REMITTANCE_NONE || y.kind != REMITTANCE_NONE) {
		if (cut_agrees(match_fold(x.id, arena), match_fold(y.id, arena))) {
			*how = "beginning of the flow id";
			return TWIN_CERTAIN;
		}
	} else if (texts_agree(a, b, arena)) {
		*how = "text";
		return TWIN_CERTAIN;
	}
	return a->is_collection && b->is_collection ? TWIN_PERHAPS : TWIN_DISTINCT;
}
