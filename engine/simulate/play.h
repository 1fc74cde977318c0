/*
 * A play of what the world does with open positions: debtors pay some of them through
 * several providers, the Node sends receipts and flows, the bank credits what the flows
 * tell, and a few things go as they sometimes do. The same seed and the same positions
 * give the same play.
 */
#ifndef SIMULATE_PLAY_H
#define SIMULATE_PLAY_H

#include "base/arena.h"
#include "base/date.h"
#include "model/position.h"

struct play_psp {
	const char *id;   /* as flow ids carry it */
	const char *type; /* A or B */
	const char *name;
};

enum play_fate {
	FATE_USUAL,        /* receipt, flow, credit */
	FATE_LATE_RECEIPT, /* told by a flow with outcome 4; its receipt comes with the
			      next play */
	FATE_ALONE,        /* credited by itself, no flow */
	FATE_UNREPORTED,   /* paid yesterday: a receipt, its flow is still to come */
};

struct play_payment {
	const struct position *position;
	const struct payment_option *option;
	const struct play_psp *psp;
	enum play_fate fate;
	struct date since; /* the day of its position: nobody pays before it */
	struct date day;
	int minute; /* of the day */
	char receipt_id[33];
};

enum play_credit {
	CREDIT_WHOLE,
	CREDIT_SPLIT,    /* in two movements */
	CREDIT_REVERSED, /* credited, reversed, credited again */
	CREDIT_CUT,      /* the bank has cut the end of the id */
};

struct play_flow {
	const struct play_psp *psp;
	struct date settled;
	char id[36];
	char settlement[31];
	const struct play_payment **payments;
	size_t count, room;
	money cents;
	bool revised; /* sent first without its last payment */
	enum play_credit credit;
};

struct play_movement {
	struct date day;
	money cents;
	struct str text;
};

struct play {
	struct arena *arena;
	uint64_t state; /* of the dice */
	struct date today;
	struct play_payment *payments;
	size_t payment_count;
	struct play_flow *flows;
	size_t flow_count;
	struct play_movement *movements; /* by day */
	size_t movement_count, movement_room;
};

struct play_options {
	uint64_t seed;
	unsigned share; /* of the positions that are paid, percent */
	unsigned days;  /* that payments are spread over */
	struct date today;
};

/* Plays on `count` open positions, which must outlive it; since tells the day on which
 * each was made. Young positions are paid in the days that follow: then the play runs
 * ahead of the calendar. */
void play_make(struct play *p, const struct position *positions, const struct date *since,
    size_t count, const struct play_options *options, struct arena *a);
/* A receipt id for an IUV: 32 hexadecimal digits, always the same. */
void play_receipt_id(struct str iuv, char id[33]);

/* A number below `most` (above 0). */
uint64_t play_dice(struct play *p, uint64_t most);
/* From payments to flows, and from flows to movements: parts of play_make. */
void play_group_flows(struct play *p);
void play_credit_flows(struct play *p);

/* The provider with an id, or the first. */
const struct play_psp *play_psp_find(struct str id);

#endif
