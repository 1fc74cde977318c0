/* One answer for each text of a bank: the best of the references found in it. */
#include "match/remittance.h"

#include "match/remittance_text.h"

enum { REFERENCES_MOST = 8 };

struct references {
	struct remittance items[REFERENCES_MOST];
	size_t count;
};

static bool
is_whole(enum remittance_kind kind)
{
	return kind == REMITTANCE_FLOW || kind == REMITTANCE_INTEGRATION_FLOW ||
	    kind == REMITTANCE_IUV || kind == REMITTANCE_INTEGRATION_IUV;
}

/* Whole ids first, then proposals, then what is cut, then what cannot be used. */
static int
rank(enum remittance_kind kind)
{
	if (is_whole(kind))
		return 4;
	if (kind == REMITTANCE_FLOW_DOUBTFUL || kind == REMITTANCE_IUV_DOUBTFUL)
		return 3;
	if (kind == REMITTANCE_FLOW_PARTIAL)
		return 2;
	return kind == REMITTANCE_FLOW_TOO_LONG ? 1 : 0;
}

static void
gather_flows(const struct remittance_text *t, struct references *found)
{
	size_t letter = 0;

	while (found->count < REFERENCES_MOST &&
	    remittance_find_flow(t, &letter, &found->items[found->count]))
		found->count++;
	if (found->count == 0 && remittance_find_bare(t, &found->items[0]))
		found->count = 1;
}

static void
gather_iuvs(const struct remittance_text *t, struct references *found)
{
	size_t at = 0;

	while (found->count < REFERENCES_MOST &&
	    remittance_find_iuv(t, &at, &found->items[found->count]))
		found->count++;
}

/* Banks repeat a reference, whole or cut, in several fields. */
static bool
is_repetition(const struct remittance *of, const struct remittance *r)
{
	return str_starts(of->id, r->id);
}

/* The first of the best; another whole one beside it makes both doubtful. */
static struct remittance
choose(const struct references *found)
{
	struct remittance best = {0};
	bool rival = false;

	for (size_t i = 0; i < found->count; i++)
		if (rank(found->items[i].kind) > rank(best.kind))
			best = found->items[i];
	for (size_t i = 0; i < found->count; i++) {
		const struct remittance *r = &found->items[i];

		if (r->id.len == 0 || is_repetition(&best, r))
			continue;
		if (best.other_count < REMITTANCE_OTHERS_MOST)
			best.others[best.other_count++] = r->id;
		rival |= is_whole(r->kind);
	}
	if (rival && is_whole(best.kind)) {
		best.kind =
		    best.kind == REMITTANCE_IUV || best.kind == REMITTANCE_INTEGRATION_IUV
		    ? REMITTANCE_IUV_DOUBTFUL
		    : REMITTANCE_FLOW_DOUBTFUL;
		best.rule = "several references";
	}
	return best;
}

struct remittance
remittance_read(struct arena *a, struct str text)
{
	struct references found = {0};
	struct remittance_text t;

	remittance_text_open(&t, a, text);
	gather_flows(&t, &found);
	if (found.count == 0)
		gather_iuvs(&t, &found);
	return choose(&found);
}

const char *
remittance_kind_name(enum remittance_kind kind)
{
	static const char *const names[] = {"none", "flow", "flow_doubtful",
	    "flow_partial", "flow_too_long", "iuv", "iuv_doubtful", "integration_flow",
	    "integration_iuv"};

	return names[kind];
}
