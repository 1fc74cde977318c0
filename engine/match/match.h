/*
 * Matching: movements of the bank, flows, their lines, receipts and positions of one
 * creditor, brought together. A pure function of the arrays it is given: whatever their
 * order, the same things end in the same classes with the same links, because everything
 * is put into a canonical order first. Nothing is guessed: what is not certain is a
 * proposal, in a class of its own.
 *
 * Rules: reference/flows-and-matching.md sections 4.4, 5.5, 7.7 and 8.
 */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "base/arena.h"
#include "base/date.h"
#include "base/money.h"
#include "match/classes.h"
#include "match/remittance.h"
#include "model/flow.h"
#include "model/movement.h"

/* "None" where an index of another array stands. */
#define MATCH_NONE UINT32_MAX

/* How a line found its receipt. */
enum match_rule {
	RULE_NONE,
	RULE_EXACT,        /* IUV, IUR and index */
	RULE_INDEX_AMOUNT, /* IUV, index and amount, the only one */
	RULE_AMOUNT,       /* IUV and amount, the only one */
};

struct match_flow {
	struct str id;
	int64_t made;      /* dataOraFlusso, an instant */
	uint64_t revision; /* of the provider, 0 when not told */
	struct str digest; /* decides between two versions that say the same of both */
	struct date settled;
	bool count_told, total_told;
	uint64_t declared_count;
	money declared_total;
	uint32_t first, count; /* its lines, in the order of the file */
	bool partial; /* only some of its lines are here, and none of its movements:
			 total and revoked are given, its class means nothing */
	/* What is found out. */
	bool standing;       /* no later version is known */
	bool shares_fold;    /* another id has the same letters and digits */
	bool undone;         /* a credit of it was reversed */
	money total;         /* of the lines as written */
	money revoked;       /* the part of it with outcome 3, as written */
	money credited;      /* by movements, reversals taken off */
	uint32_t credits;    /* movements linked to it, whatever their sign */
	int8_t revoked_sign; /* how revoked lines count in the credit: +1, 0, -1 */
	enum match_class class;
};

struct match_movement {
	struct str key; /* unique among the movements; decides between equal ones */
	struct str account;
	struct date date;
	money cents; /* signed */
	enum movement_type type;
	bool is_money; /* movement_is_money */
	enum remittance_kind kind;
	struct str id;            /* flow id or IUV, as remittance_read gives it */
	const struct str *others; /* candidates beside it */
	uint32_t other_count;
	struct str reference;   /* of the bank or end to end: pairs a reversal */
	struct str provvisorio; /* with its year in front: likewise */
	bool decided;           /* a person gave kind and id */
	uint8_t apart; /* the class that a person, or another statement, gives it:
			  it takes no part; 0: none */
	const struct str *rejected; /* flow ids that a person said it is not */
	uint32_t rejected_count;
	/* What is found out. */
	uint32_t first_link, link_count; /* in match_world.links */
	uint32_t partner;                /* the credit that a reversal undoes, and back */
	uint32_t due, receipt;           /* a single payment: what it pays */
	enum match_class class;
};

/* A line of a flow. Kept small: there are millions. */
struct match_line {
	struct str iuv, iur;
	money cents;
	uint32_t receipt; /* found: its receipt, its due */
	uint32_t due;
	int8_t outcome; /* enum flow_outcome */
	uint8_t index;
	bool unreadable; /* the amount */
	uint8_t rule;    /* enum match_rule */
	uint8_t class;   /* enum match_class */
};

/* One transfer of a receipt. */
struct match_receipt {
	struct str iuv, iur;
	struct str key; /* unique among receipts; decides between equal ones */
	money cents;
	struct date paid;
	uint8_t index;
	bool unpaid; /* a negative outcome */
	bool stamp, other_creditor;
	/* What is found out. */
	bool pays; /* counts as the payment of its due */
	uint8_t class;
	uint32_t line;     /* MATCH_NONE: not reported */
	uint32_t movement; /* that credits it alone, or MATCH_NONE */
};

/* One transfer of one payment option of a position: what is due under a IUV. */
struct match_due {
	struct str iuv;
	money cents;
	uint32_t position;
	uint8_t index;
	bool is_paid; /* found: by a line, a credit of its own or a receipt */
};

struct match_position {
	money cents;
	money paid; /* found: all that came in for it, double payments too */
	bool cancelled;
	/* What is found out. */
	bool unreported;  /* a part of it is known from receipts only */
	bool undone;      /* a payment of it was revoked */
	bool falls_short; /* something was paid with less than was due */
	uint8_t class;
};

/* Cents of a movement that belong to a flow; a proposal is none of the money. To be read
 * through first_link and link_count of the movements: a reversed credit has none. */
struct match_link {
	uint32_t movement, flow;
	money cents;
	bool proposal;
};

struct match_world {
	struct match_flow *flows;
	struct match_movement *movements;
	struct match_line *lines;
	struct match_receipt *receipts;
	struct match_due *dues;
	struct match_position *positions;
	uint32_t flow_count, movement_count, line_count, receipt_count, due_count,
	    position_count;
	struct str segregation; /* our IUVs of 17 digits begin so; empty: not known */
	struct date today;
	/* Made by match_run, in the arena. */
	struct match_link *links;
	uint32_t link_count;
};

/* Bank days that may pass before something is late (SACI 2, SANP 3). */
enum {
	MATCH_CREDIT_DAYS = 2, /* from the flow's settlement day to its credit */
	MATCH_FLOW_DAYS = 4,   /* from a credit to its flow: D+4 */
	MATCH_REPORT_DAYS = 3, /* from a payment to the flow that tells it: D+2, and the
				  day of the flow */
};

/* What happened before this day is late when it may take `days` bank days. */
struct date match_late_before(struct date today, int days);

/* Fills the "found" members of everything, and the links. Working memory comes from `a`.
 * Sums are checked on the way; one that overflows is a bug (amounts are at most
 * MONEY_MOST each). */
void match_run(struct match_world *w, struct arena *a);

/* Letters and digits of a flow id or a reference, in capitals. */
struct str match_fold(struct str id, struct arena *a);

/* The cents of a line as the flow's credit holds them: 0 or negative when revoked lines
 * count so. */
money match_line_cents(const struct match_flow *f, const struct match_line *l);

/* True when a line of this class, in a flow that squares, is money to be booked. */
bool match_line_is_money(enum match_class class);

/* The sums of all movements that are money: arrived = matched + waiting. */
struct match_sums {
	money arrived;
	money matched;
	money waiting;
	money lines; /* of flows that square, and of single payments: equals `matched` */
};
struct match_sums match_add(const struct match_world *w);

#endif
