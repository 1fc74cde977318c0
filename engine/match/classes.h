/*
 * The published table of classes: every flow, movement, line of a flow, receipt and
 * position ends in exactly one of them, each with a sentence that says why. The
 * distinctions are those of reference 7.7 and of the tables of MyPivot, Piattaforma
 * Unitaria and GovPay (docs/riconciliazione.md tells which is which).
 */
#ifndef MATCH_CLASSES_H
#define MATCH_CLASSES_H

#include "base/lang.h"
#include "base/str.h"

enum match_state {
	MATCH_MATCHED, /* explained to the cent */
	MATCH_WAITING, /* something is still to come, or a person to confirm */
	MATCH_ANOMALY, /* somebody must act; its money counts as waiting */
	MATCH_ASIDE,   /* no part of the sums: replaced, undone, not money, not ours */
};

enum match_subject {
	SUBJECT_FLOW,
	SUBJECT_MOVEMENT,
	SUBJECT_LINE,
	SUBJECT_RECEIPT,
	SUBJECT_POSITION,
};

enum match_class {
	FLOW_SQUARE,
	FLOW_SQUARE_HEADER_WRONG,
	FLOW_SQUARE_COUNT_WRONG,
	FLOW_SQUARE_LESS_REVOKED,
	FLOW_WAITING_CREDIT,
	FLOW_PARTLY_CREDITED,
	FLOW_CREDIT_UNDONE,
	FLOW_NO_CREDIT,
	FLOW_OVER_CREDITED,
	FLOW_LINES_WRONG,
	FLOW_NOT_SQUARE,
	FLOW_SUPERSEDED,

	MOVEMENT_FLOW,
	MOVEMENT_SEVERAL_FLOWS,
	MOVEMENT_PART_OF_FLOW,
	MOVEMENT_SINGLE,
	MOVEMENT_CREDIT_INCOMPLETE,
	MOVEMENT_FLOW_MISSING,
	MOVEMENT_PROPOSAL,
	MOVEMENT_REFERENCE_CUT,
	MOVEMENT_SINGLE_MISSING,
	MOVEMENT_NO_REFERENCE,
	MOVEMENT_FLOW_LATE,
	MOVEMENT_FLOW_DIFFERS,
	MOVEMENT_FLOW_EXCEEDED,
	MOVEMENT_SINGLE_DIFFERS,
	MOVEMENT_SINGLE_AMBIGUOUS,
	MOVEMENT_SINGLE_REPEATED,
	MOVEMENT_REVERSAL_PARTIAL,
	MOVEMENT_REVERSAL_ALONE,
	MOVEMENT_REVERSED,
	MOVEMENT_REVERSING,
	MOVEMENT_OUTGOING,
	MOVEMENT_NOT_MONEY,

	LINE_PAID,
	LINE_PAID_LOOSELY,
	LINE_NO_RECEIPT_DUE,
	LINE_SPONTANEOUS,
	LINE_NOT_OURS,
	LINE_REVOCATION,
	LINE_RECEIPT_MISSING,
	LINE_RECEIPT_LATER,
	LINE_RECEIPT_DIFFERS,
	LINE_RECEIPT_AMBIGUOUS,
	LINE_AMOUNT_DIFFERS,
	LINE_DOUBLE_PAYMENT,
	LINE_REPEATED,
	LINE_REPORTED_BEFORE,
	LINE_POSITION_UNKNOWN,
	LINE_POSITION_CANCELLED,
	LINE_REVOCATION_ALONE,
	LINE_OUTCOME_UNKNOWN,
	LINE_AMOUNT_UNREADABLE,
	LINE_UNDONE,
	LINE_SUPERSEDED,

	RECEIPT_REPORTED,
	RECEIPT_REPORTED_LOOSELY,
	RECEIPT_CREDITED,
	RECEIPT_WAITING_FLOW,
	RECEIPT_NOT_REPORTED,
	RECEIPT_AMOUNT_DIFFERS,
	RECEIPT_DOUBLE_PAYMENT,
	RECEIPT_REVOKED,
	RECEIPT_REPEATED,
	RECEIPT_UNPAID,
	RECEIPT_STAMP,
	RECEIPT_OTHER_CREDITOR,

	POSITION_PAID,
	POSITION_PAID_UNREPORTED,
	POSITION_OPEN,
	POSITION_PARTLY,
	POSITION_REOPENED,
	POSITION_UNDERPAID,
	POSITION_OVERPAID,
	POSITION_CANCELLED_PAID,
	POSITION_CANCELLED,

	MATCH_CLASSES,
};

struct match_class_row {
	const char *code; /* UPPER_SNAKE, never changed once published */
	enum match_subject subject;
	enum match_state state;
	struct sentence what;
};

/* By enum match_class. */
extern const struct match_class_row match_classes[MATCH_CLASSES];

/* The class of a code, or MATCH_CLASSES. */
enum match_class match_class_find(struct str code);

/* "matched", "waiting", "anomaly", "aside". */
const char *match_state_name(enum match_state state);

#endif
