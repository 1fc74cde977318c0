/* Matching: a table of small worlds, one sentence each; and every world in every order.
 */
#include "match/match.h"

#include "test.h"

#include <stdio.h>

enum { MOST = 8 };

/* A world as a few words. Dates are days of November 2026; today is the 23rd. */
struct words {
	const char *sentence;
	struct {
		const char *id;
		int made, day, total; /* total in euro; 0: not told */
		const char *class;
	} flows[MOST];
	struct {
		int flow; /* from 1 */
		const char *iuv, *iur;
		int euro, outcome;
		const char *class;
	} lines[MOST];
	struct {
		int day, euro;
		char kind; /* f flow, p partial, i IUV, - none */
		const char *id, *other;
		const char *reference;
		const char *class;
	} movements[MOST];
	struct {
		const char *iuv, *iur;
		int euro, day;
		const char *class;
	} receipts[MOST];
	struct {
		const char *iuv;
		int euro;
		bool cancelled;
		const char *class;
	} positions[MOST];
	int waiting, matched; /* the proof of sums, in euro */
};

#define F1 "2026-11-19PSP-0001"
#define F2 "2026-11-20PSP-0002"
#define OLD "2026-10-01PSP-0009"
#define A "01000000000000144"
#define B "01000000000000245"

static const struct words worlds[] = {
    {"a credit equal to its flow, with receipt and position",
	.flows = {{F1, 1, 19, 10, "FLOW_SQUARE"}},
	.lines = {{1, A, "r1", 10, 0, "LINE_PAID"}},
	.movements = {{20, 10, 'f', F1, .class = "MOVEMENT_FLOW"}},
	.receipts = {{A, "r1", 10, 18, "RECEIPT_REPORTED"}},
	.positions = {{A, 10, false, "POSITION_PAID"}}, .matched = 10},
    {"the case and the marks of an id do not matter",
	.flows = {{F1, 1, 19, 10, "FLOW_SQUARE"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 10, 'f', "2026.11.19psp-0001", .class = "MOVEMENT_FLOW"}},
	.matched = 10},
    {"two ids that differ by their marks only are told apart, and never mixed",
	.flows = {{F1, 1, 19, 10, "FLOW_SQUARE"},
	    {"2026-11-19PSP0001", 1, 22, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"},
	    {2, "y", "r2", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 10, 'f', F1, .class = "MOVEMENT_FLOW"},
	    {20, 10, 'f', "2026-11-19psp0001", .class = "MOVEMENT_FLOW_MISSING"}},
	.matched = 10, .waiting = 10},
    {"a credit waits for its flow, then is late",
	.movements = {{20, 10, 'f', F1, .class = "MOVEMENT_FLOW_MISSING"},
	    {2, 10, 'f', OLD, .class = "MOVEMENT_FLOW_LATE"}},
	.waiting = 20},
    {"a flow waits for its credit, then is late",
	.flows = {{F1, 1, 20, 10, "FLOW_WAITING_CREDIT"},
	    {OLD, 1, 1, 10, "FLOW_NO_CREDIT"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"},
	    {2, "y", "r2", 10, 0, "LINE_NOT_OURS"}}},
    {"one flow in two credits", .flows = {{F1, 1, 19, 100, "FLOW_SQUARE"}},
	.lines = {{1, "x", "r1", 100, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 60, 'f', F1, .class = "MOVEMENT_PART_OF_FLOW"},
	    {21, 40, 'f', F1, .class = "MOVEMENT_PART_OF_FLOW"}},
	.matched = 100},
    {"only a part of a flow has come",
	.flows = {{F1, 1, 19, 100, "FLOW_PARTLY_CREDITED"}},
	.lines = {{1, "x", "r1", 100, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 60, 'f', F1, .class = "MOVEMENT_CREDIT_INCOMPLETE"}},
	.waiting = 60},
    {"two flows in one credit",
	.flows = {{F1, 1, 19, 10, "FLOW_SQUARE"}, {F2, 1, 20, 20, "FLOW_SQUARE"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"},
	    {2, "y", "r2", 20, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 30, 'f', F1, F2, .class = "MOVEMENT_SEVERAL_FLOWS"}},
	.matched = 30},
    {"two ids in the text, and the amount of one of them",
	.flows = {{F1, 1, 19, 10, "FLOW_WAITING_CREDIT"}, {F2, 1, 20, 20, "FLOW_SQUARE"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"},
	    {2, "y", "r2", 20, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 20, 'f', F1, F2, .class = "MOVEMENT_FLOW"}}, .matched = 20},
    {"more money than the flow tells", .flows = {{F1, 1, 19, 10, "FLOW_OVER_CREDITED"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 12, 'f', F1, .class = "MOVEMENT_FLOW_EXCEEDED"}},
	.waiting = 12},
    {"a wrong header, and lines that square",
	.flows = {{F1, 1, 19, 99, "FLOW_SQUARE_HEADER_WRONG"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 10, 'f', F1, .class = "MOVEMENT_FLOW"}}, .matched = 10},
    {"a credit of the header's total, which the lines do not explain",
	.flows = {{F1, 1, 19, 99, "FLOW_LINES_WRONG"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 99, 'f', F1, .class = "MOVEMENT_FLOW_DIFFERS"}},
	.waiting = 99},
    {"a credit of neither", .flows = {{F1, 1, 19, 99, "FLOW_NOT_SQUARE"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 50, 'f', F1, .class = "MOVEMENT_FLOW_DIFFERS"}},
	.waiting = 50},
    {"a cut id is proposed, never matched",
	.flows = {{F1, 1, 20, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 10, 'p', "2026-11-19PSP", .class = "MOVEMENT_PROPOSAL"}},
	.waiting = 10},
    {"a cut id that could be two flows is no proposal",
	.flows = {{F1, 1, 20, 10, "FLOW_WAITING_CREDIT"},
	    {"2026-11-19PSP-0007", 1, 20, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"},
	    {2, "y", "r2", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 10, 'p', "2026-11-19PSP", .class = "MOVEMENT_REFERENCE_CUT"}},
	.waiting = 10},
    {"a later version replaces the former and squares again",
	.flows = {{F1, 1, 19, 10, "FLOW_SUPERSEDED"}, {F1, 2, 19, 12, "FLOW_SQUARE"}},
	.lines = {{1, A, "r1", 10, 0, "LINE_SUPERSEDED"},
	    {2, A, "r1", 12, 0, "LINE_RECEIPT_MISSING"}},
	.movements = {{20, 12, 'f', F1, .class = "MOVEMENT_FLOW"}},
	.positions = {{A, 12, false, "POSITION_PAID"}}, .matched = 12},
    {"a reversal undoes the last credit before it, and the flow waits again",
	.flows = {{F1, 1, 19, 10, "FLOW_CREDIT_UNDONE"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 10, 'f', F1, .class = "MOVEMENT_REVERSED"},
	    {21, -10, 'f', F1, .class = "MOVEMENT_REVERSING"}}},
    {"after a reversal the money comes again", .flows = {{F1, 1, 19, 10, "FLOW_SQUARE"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_NOT_OURS"}},
	.movements = {{20, 10, 'f', F1, .class = "MOVEMENT_REVERSED"},
	    {21, -10, 'f', F1, .class = "MOVEMENT_REVERSING"},
	    {22, 10, 'f', F1, .class = "MOVEMENT_FLOW"}},
	.matched = 10},
    {"a reversal is known by the bank's reference, never by its amount",
	.movements = {{20, 10, '-', .reference = "B1", .class = "MOVEMENT_REVERSED"},
	    {20, 10, '-', .reference = "B2", .class = "MOVEMENT_NO_REFERENCE"},
	    {21, -10, 'r', .reference = "B1", .class = "MOVEMENT_REVERSING"},
	    {21, -10, 'r', .reference = "B3", .class = "MOVEMENT_REVERSAL_ALONE"}},
	.waiting = 0},
    {"a debit is no collection",
	.movements = {{20, -10, '-', .class = "MOVEMENT_OUTGOING"}}},
    {"a single payment credited alone",
	.movements = {{20, 10, 'i', A, .class = "MOVEMENT_SINGLE"},
	    {21, 10, 'i', A, .class = "MOVEMENT_SINGLE_REPEATED"},
	    {21, 11, 'i', B, .class = "MOVEMENT_SINGLE_DIFFERS"},
	    {21, 11, 'i', "zzz", .class = "MOVEMENT_SINGLE_MISSING"}},
	.receipts = {{A, "r1", 10, 18, "RECEIPT_CREDITED"}},
	.positions = {{A, 10, false, "POSITION_PAID"}, {B, 10, false, "POSITION_OPEN"}},
	.matched = 10, .waiting = 32},
    {"a flow of one payment credited under its IUV",
	.flows = {{F1, 1, 19, 10, "FLOW_SQUARE"}},
	.lines = {{1, A, "r1", 10, 9, "LINE_NO_RECEIPT_DUE"}},
	.movements = {{20, 10, 'i', A, .class = "MOVEMENT_FLOW"}},
	.positions = {{A, 10, false, "POSITION_PAID"}}, .matched = 10},
    {"two receipts for a single credit are ambiguous",
	.movements = {{20, 10, 'i', A, .class = "MOVEMENT_SINGLE_AMBIGUOUS"}},
	.receipts = {{A, "r1", 10, 20, "RECEIPT_WAITING_FLOW"},
	    {A, "r2", 10, 21, "RECEIPT_DOUBLE_PAYMENT"}},
	.positions = {{A, 10, false, "POSITION_OVERPAID"}}, .waiting = 10},
    {"outcomes without receipt: missing, later, not due",
	.flows = {{F1, 1, 19, 30, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 10, 0, "LINE_RECEIPT_MISSING"},
	    {1, B, "r2", 10, 4, "LINE_RECEIPT_LATER"},
	    {1, "01000000000000346", "r3", 10, 8, "LINE_POSITION_UNKNOWN"}},
	.positions = {{A, 10, false, "POSITION_PAID"}, {B, 10, false, "POSITION_PAID"}}},
    {"a receipt with another IUR is matched by its amount, and that is told",
	.flows = {{F1, 1, 20, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 10, 0, "LINE_PAID_LOOSELY"}},
	.receipts = {{A, "q9", 10, 18, "RECEIPT_REPORTED_LOOSELY"}},
	.positions = {{A, 10, false, "POSITION_PAID"}}},
    {"two payments and two receipts that nothing tells apart",
	.flows = {{F1, 1, 20, 20, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_RECEIPT_AMBIGUOUS"},
	    {1, "x", "r2", 10, 0, "LINE_RECEIPT_AMBIGUOUS"}},
	.receipts = {{"x", "q1", 10, 20, "RECEIPT_WAITING_FLOW"},
	    {"x", "q2", 10, 20, "RECEIPT_WAITING_FLOW"}}},
    {"amounts that differ from receipt or position",
	.flows = {{F1, 1, 20, 25, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 12, 0, "LINE_RECEIPT_DIFFERS"},
	    {1, B, "r2", 13, 0, "LINE_AMOUNT_DIFFERS"}},
	.receipts = {{A, "r1", 10, 18, "RECEIPT_AMOUNT_DIFFERS"}},
	.positions = {{A, 12, false, "POSITION_PAID"},
	    {B, 20, false, "POSITION_UNDERPAID"}}},
    {"a payment of a position not ours, with and without receipt",
	.flows = {{F1, 1, 20, 20, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, "x", "r1", 10, 0, "LINE_SPONTANEOUS"},
	    {1, "y", "r2", 10, 0, "LINE_NOT_OURS"}},
	.receipts = {{"x", "r1", 10, 18, "RECEIPT_REPORTED"}}},
    {"the same payment twice in a flow, and again in another",
	.flows = {{F1, 1, 19, 20, "FLOW_WAITING_CREDIT"},
	    {F2, 1, 20, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 10, 9, "LINE_NO_RECEIPT_DUE"},
	    {1, A, "r1", 10, 9, "LINE_REPEATED"},
	    {2, A, "r1", 10, 9, "LINE_REPORTED_BEFORE"}},
	.positions = {{A, 10, false, "POSITION_PAID"}}},
    {"a second payment of one IUV is to be refunded",
	.flows = {{F1, 1, 20, 20, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 10, 9, "LINE_NO_RECEIPT_DUE"},
	    {1, A, "r2", 10, 9, "LINE_DOUBLE_PAYMENT"}},
	.positions = {{A, 10, false, "POSITION_OVERPAID"}}},
    {"a revocation undoes its payment and the position is open again",
	.flows = {{F1, 1, 20, 10, "FLOW_WAITING_CREDIT"},
	    {F2, 1, 20, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 10, 0, "LINE_UNDONE"},
	    {2, A, "r1", 10, 3, "LINE_REVOCATION"},
	    {2, B, "r2", 10, 3, "LINE_REVOCATION_ALONE"}},
	.receipts = {{A, "r1", 10, 18, "RECEIPT_REVOKED"}},
	.positions = {{A, 10, false, "POSITION_REOPENED"},
	    {B, 10, false, "POSITION_OPEN"}}},
    {"a flow that squares once its revoked payment is taken off",
	.flows = {{F1, 1, 19, 30, "FLOW_SQUARE_LESS_REVOKED"}},
	.lines = {{1, "x", "r1", 20, 0, "LINE_NOT_OURS"},
	    {1, "y", "r2", 10, 3, "LINE_REVOCATION_ALONE"}},
	.movements = {{20, 10, 'f', F1, .class = "MOVEMENT_FLOW"}}, .matched = 10},
    {"an unknown outcome is not taken for a payment",
	.flows = {{F1, 1, 20, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 10, -1, "LINE_OUTCOME_UNKNOWN"}},
	.positions = {{A, 10, false, "POSITION_OPEN"}}},
    {"a cancelled position that was paid",
	.flows = {{F1, 1, 20, 10, "FLOW_WAITING_CREDIT"}},
	.lines = {{1, A, "r1", 10, 9, "LINE_POSITION_CANCELLED"}},
	.positions = {{A, 10, true, "POSITION_CANCELLED_PAID"},
	    {B, 10, true, "POSITION_CANCELLED"}}},
    {"receipts wait for their flow, then are late; the same one twice counts once",
	.receipts = {{A, "r1", 10, 20, "RECEIPT_WAITING_FLOW"},
	    {A, "r1", 10, 20, "RECEIPT_REPEATED"},
	    {B, "r2", 10, 2, "RECEIPT_NOT_REPORTED"}, {B, "r9", 0, 2, "RECEIPT_UNPAID"}},
	.positions = {{A, 10, false, "POSITION_PAID_UNREPORTED"},
	    {B, 10, false, "POSITION_PAID_UNREPORTED"}}},
    {"a text without reference",
	.movements = {{20, 10, '-', .class = "MOVEMENT_NO_REFERENCE"}}, .waiting = 10},
};

/* The arrays of a world, and the name of each thing's class for the comparison. */
struct built {
	struct match_world w;
	struct match_flow flows[MOST];
	struct match_line lines[MOST];
	struct match_movement movements[MOST];
	struct match_receipt receipts[MOST];
	struct match_due dues[MOST];
	struct match_position positions[MOST];
	struct str others[MOST];
	char keys[MOST * 2][16];
	int line_of[MOST]; /* place of each line of the words */
};

/* `order` gives the place of the i-th thing of each kind. */
static void
build_flows(struct built *b, const struct words *t, const int *order)
{
	uint32_t line = 0;

	for (int p = 0; p < MOST; p++)
		for (int i = 0; i < MOST && t->flows[i].id != NULL; i++) {
			struct match_flow *f = &b->flows[b->w.flow_count];

			if (order[i] != p)
				continue;
			*f = (struct match_flow){.id = str_of(t->flows[i].id),
			    .made = t->flows[i].made,
			    .settled = {2026, 11, (uint8_t)t->flows[i].day},
			    .total_told = t->flows[i].total != 0,
			    .declared_total = t->flows[i].total * 100,
			    .first = line};
			for (int k = 0; k < MOST && t->lines[k].flow != 0; k++) {
				if (t->lines[k].flow != i + 1)
					continue;
				b->line_of[k] = (int)line;
				b->lines[line++] =
				    (struct match_line){.iuv = str_of(t->lines[k].iuv),
					.iur = str_of(t->lines[k].iur),
					.cents = t->lines[k].euro * 100,
					.index = 1,
					.outcome = (int8_t)t->lines[k].outcome};
				f->count++;
			}
			b->w.flow_count++;
		}
	b->w.line_count = line;
}

static enum remittance_kind
kind_of(char word)
{
	return word == 'f' ? REMITTANCE_FLOW
	    : word == 'p'  ? REMITTANCE_FLOW_PARTIAL
	    : word == 'i'  ? REMITTANCE_IUV
			   : REMITTANCE_NONE;
}

static void
build_movements(struct built *b, const struct words *t, const int *order)
{
	for (int p = 0; p < MOST; p++)
		for (int i = 0; i < MOST && t->movements[i].class != NULL; i++) {
			struct match_movement *m = &b->movements[b->w.movement_count];

			if (order[i] != p)
				continue;
			b->others[i] = str_of(t->movements[i].other);
			snprintf(b->keys[i], sizeof b->keys[i], "m%d", i);
			*m = (struct match_movement){.key = str_of(b->keys[i]),
			    .date = {2026, 11, (uint8_t)t->movements[i].day},
			    .cents = t->movements[i].euro * 100,
			    .type = t->movements[i].kind == 'r' ? MOVEMENT_REVERSAL
				: t->movements[i].euro < 0      ? MOVEMENT_DEBIT
								: MOVEMENT_CREDIT,
			    .is_money = true,
			    .kind = kind_of(t->movements[i].kind),
			    .id = str_of(t->movements[i].id),
			    .others = &b->others[i],
			    .other_count = b->others[i].len > 0,
			    .reference = str_of(t->movements[i].reference)};
			b->w.movement_count++;
		}
}

static void
build_payments(struct built *b, const struct words *t, const int *order)
{
	for (int p = 0; p < MOST; p++)
		for (int i = 0; i < MOST; i++) {
			if (order[i] != p)
				continue;
			if (t->receipts[i].iuv != NULL) {
				snprintf(b->keys[MOST + i], sizeof b->keys[0], "c%d", i);
				b->receipts[b->w.receipt_count++] =
				    (struct match_receipt){
					.iuv = str_of(t->receipts[i].iuv),
					.iur = str_of(t->receipts[i].iur),
					.key = str_of(b->keys[MOST + i]),
					.cents = t->receipts[i].euro * 100,
					.paid = {2026, 11, (uint8_t)t->receipts[i].day},
					.index = 1};
			}
			if (t->positions[i].iuv != NULL) {
				b->dues[b->w.due_count++] =
				    (struct match_due){.iuv = str_of(t->positions[i].iuv),
					.cents = t->positions[i].euro * 100,
					.index = 1,
					.position = b->w.position_count};
				b->positions[b->w.position_count++] =
				    (struct match_position){
					.cents = t->positions[i].euro * 100,
					.cancelled = t->positions[i].cancelled};
			}
		}
}

static void
build(struct built *b, const struct words *t, const int *order)
{
	*b = (struct built){.w = {.flows = b->flows,
				.movements = b->movements,
				.lines = b->lines,
				.receipts = b->receipts,
				.dues = b->dues,
				.positions = b->positions,
				.segregation = STR("01"),
				.today = {2026, 11, 23}}};
	build_flows(b, t, order);
	build_movements(b, t, order);
	build_payments(b, t, order);
}

/* The place that the i-th of those present gets. */
static int
place(const int *order, int i, int count)
{
	int at = 0;

	for (int k = 0; k < count; k++)
		at += order[k] < order[i];
	return at;
}

/* How many rows of a list are filled in: the first whose member is zero ends it. */
#define COUNT(n, list, member)                                                           \
	for ((n) = 0; (n) < MOST && t->list[n].member != 0; (n)++)                       \
	continue

static void
expect(const char *what, int i, unsigned class, const char *wanted, const struct words *t)
{
	if (strcmp(match_classes[class].code, wanted) != 0)
		fail_msg("%s: %s %d is %s, not %s", t->sentence, what, i + 1,
		    match_classes[class].code, wanted);
}

static void
check(const struct words *t, const int *order)
{
	struct arena a = {0};
	struct built b;
	struct match_sums s;
	int n;

	build(&b, t, order);
	match_run(&b.w, &a);
	COUNT(n, flows, id);
	for (int i = 0; i < n; i++)
		expect(
		    "flow", i, b.flows[place(order, i, n)].class, t->flows[i].class, t);
	COUNT(n, lines, flow);
	for (int i = 0; i < n; i++)
		expect("line", i, b.lines[b.line_of[i]].class, t->lines[i].class, t);
	COUNT(n, movements, class);
	for (int i = 0; i < n; i++)
		expect("movement", i, b.movements[place(order, i, n)].class,
		    t->movements[i].class, t);
	COUNT(n, receipts, iuv);
	for (int i = 0; i < n; i++)
		expect("receipt", i, b.receipts[place(order, i, n)].class,
		    t->receipts[i].class, t);
	COUNT(n, positions, iuv);
	for (int i = 0; i < n; i++)
		expect("position", i, b.positions[place(order, i, n)].class,
		    t->positions[i].class, t);
	s = match_add(&b.w);
	assert_int_equal(s.waiting, t->waiting * 100);
	assert_int_equal(s.matched, t->matched * 100);
	assert_int_equal(s.arrived, s.matched + s.waiting);
	assert_int_equal(s.lines, s.matched);
	arena_close(&a);
}

static const int in_order[MOST] = {0, 1, 2, 3, 4, 5, 6, 7};

static void
test_world(void **state)
{
	check(*state, in_order);
}

static bool
next_permutation(int *list, int count)
{
	int i = count - 2, k = count - 1, swap;

	while (i >= 0 && list[i] > list[i + 1])
		i--;
	if (i < 0)
		return false;
	while (list[k] < list[i])
		k--;
	swap = list[i], list[i] = list[k], list[k] = swap;
	for (i++, k = count - 1; i < k; i++, k--)
		swap = list[i], list[i] = list[k], list[k] = swap;
	return true;
}

static void
test_every_order_ends_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
		int order[MOST];

		memcpy(order, in_order, sizeof order);
		do
			check(&worlds[i], order);
		while (next_permutation(order, 5));
	}
}

static void
test_matching_twice_changes_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
		struct arena a = {0};
		struct built b;
		struct match_sums once, twice;

		build(&b, &worlds[i], in_order);
		match_run(&b.w, &a);
		once = match_add(&b.w);
		b.w.links = NULL;
		b.w.link_count = 0;
		match_run(&b.w, &a);
		twice = match_add(&b.w);
		assert_memory_equal(&once, &twice, sizeof once);
		arena_close(&a);
	}
}

static void
test_every_class_is_published(void **state)
{
	(void)state;
	for (int i = 0; i < MATCH_CLASSES; i++) {
		assert_non_null(match_classes[i].code);
		assert_int_equal(match_class_find(str_of(match_classes[i].code)), i);
		assert_true(strlen(match_classes[i].what.it) > 10);
		assert_true(strlen(match_classes[i].what.en) > 10);
	}
	assert_int_equal(match_class_find(STR("NO_SUCH_CLASS")), MATCH_CLASSES);
}

int
main(void)
{
	enum { WORLDS = sizeof worlds / sizeof worlds[0] };
	struct CMUnitTest tests[WORLDS + 3];

	for (size_t i = 0; i < WORLDS; i++) {
		const void *words = &worlds[i];

		tests[i] = (struct CMUnitTest){
		    worlds[i].sentence, test_world, NULL, NULL, (void *)(uintptr_t)words};
	}
	tests[WORLDS] = (struct CMUnitTest)cmocka_unit_test(test_every_order_ends_alike);
	tests[WORLDS + 1] =
	    (struct CMUnitTest)cmocka_unit_test(test_matching_twice_changes_nothing);
	tests[WORLDS + 2] =
	    (struct CMUnitTest)cmocka_unit_test(test_every_class_is_published);
	return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
