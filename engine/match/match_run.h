/* What the steps of one run of matching share. Only the match_*.c files include it. */
#ifndef MATCH_RUN_H
#define MATCH_RUN_H

#include "match/match.h"
#include "match/match_index.h"

/* Marks the item by which a ring is visited. */
#define RING_LEADS (UINT32_C(1) << 31)

/* Lines, receipts and dues are items of one numbering, in this order; all items of one
 * IUV are a ring. */
struct match_run {
	struct match_world *world;
	struct arena *arena; /* results */
	struct arena work;   /* given back at the end */
	uint32_t *rank;      /* of each flow in the canonical order */
	uint32_t *by_first;  /* flows by their first line, to find the flow of a line */
	struct match_index flows; /* by folded id */
	struct str *folded;       /* id of each flow: letters and digits, capitals */
	uint32_t *alike;          /* flow: the next one with the same folded id */
	struct match_index iuvs;
	uint32_t *next; /* item: the next one in its ring */
	uint32_t receipt_base, due_base, item_count;
	size_t link_room;
	struct date report_late; /* receipts paid before it should have been reported */
	struct arena ring;       /* of the ring at hand */
};

/* Whether a flow of this class is explained to the cent. */
static inline bool match_is_square(enum match_class class)
{
	return match_classes[class].state == MATCH_MATCHED;
}

/* The next item of a ring. */
static inline uint32_t
match_next(const struct match_run *r, uint32_t item)
{
	return r->next[item] & ~RING_LEADS;
}

/* The flow that a line belongs to. */
uint32_t match_flow_of_line(const struct match_run *r, uint32_t line);
/* Notes that cents of a movement belong to a flow. Links of one movement follow each
 * other. */
void match_add_link(
    struct match_run *r, uint32_t movement, uint32_t flow, money cents, bool proposal);

/* The steps, in this order. */
void match_prepare(struct match_run *r);
void match_link_flows(struct match_run *r);
void match_pair_reversals(struct match_run *r);
void match_link_singles(struct match_run *r);
void match_class_flows(struct match_run *r);
void match_class_movements(struct match_run *r);
void match_resolve_payments(struct match_run *r);
void match_class_positions(struct match_run *r);

/* The things of one IUV, as numbers of the world's arrays. */
struct ring {
	struct match_run *run;
	uint32_t *lines, *receipts, *dues;
	uint32_t line_count, receipt_count, due_count;
};

/* Sorts a list of numbers of the world. */
void match_sort(uint32_t *list, uint32_t count,
    int (*compare)(const void *, const void *, void *), struct match_run *r);
/* Lines in canonical order: by flow, then by place in the file. Receipts (as for qsort_r
 * with the run): by IUR, index and key. */
int match_compare_rank(const struct match_run *r, uint32_t a, uint32_t b);
int match_compare_receipts(const void *a, const void *b, void *run);

/* The lines of a ring get the class of their outcome, LINE_PAID where they may be
 * payments; repeated receipts are marked; then lines find their receipts. */
void match_sort_out_lines(struct ring *g);
void match_sort_out_receipts(struct ring *g);
void match_join_receipts(struct ring *g);

#endif
