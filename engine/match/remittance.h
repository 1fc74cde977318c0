/*
 * What a bank's text says about a payment: the id of a flow or an IUV, out of what banks
 * leave of them (wrapped, cut, spaced, re-cased, glued to other text).
 *
 * The forms are those of SACI 1.x (/PUR/LGPE-RIVERSAMENTO/URI/id, /RFS/iuv/amount,
 * /RFB/iuv/amount), SACI 1.4 (text between keyword and URI), SACI 2 and 3 (/TXT/n/URI/),
 * SANP 2 (LGPE-INTEGRAZIONE, /TXT/Integrazione), and /PUR//URI/.
 */
#ifndef MATCH_REMITTANCE_H
#define MATCH_REMITTANCE_H

#include "base/arena.h"
#include "base/str.h"

enum remittance_kind {
	REMITTANCE_NONE,             /* no reference */
	REMITTANCE_FLOW,             /* the whole id of a flow */
	REMITTANCE_FLOW_DOUBTFUL,    /* a proposal: use it only if such a flow exists */
	REMITTANCE_FLOW_PARTIAL,     /* the beginning of an id: never a match by itself */
	REMITTANCE_FLOW_TOO_LONG,    /* more than 35 characters: not usable, no id */
	REMITTANCE_IUV,              /* a single payment */
	REMITTANCE_IUV_DOUBTFUL,     /* a proposal */
	REMITTANCE_INTEGRATION_FLOW, /* supplement to a flow settled in part */
	REMITTANCE_INTEGRATION_IUV,  /* supplement to a payment settled in part */
};

enum { REMITTANCE_OTHERS_MOST = 4, REMITTANCE_TEXT_MOST = 4096 };

struct remittance {
	enum remittance_kind kind;
	struct str id;    /* in the arena */
	const char *rule; /* which rule found it, in a few English words */
	size_t offset;    /* where the id begins in the text, in bytes */
	/* Other ids the text may mean: the same joined with what follows, a second flow.
	 * To be tried against the known flows, in this order, before giving up. */
	struct str others[REMITTANCE_OTHERS_MOST];
	size_t other_count;
};

/* Reads a text; bytes beyond REMITTANCE_TEXT_MOST are left aside. Never fails. */
struct remittance remittance_read(struct arena *a, struct str text);

/* "flow", "flow_doubtful" ... as in the answers of `riscontro remittance`. */
const char *remittance_kind_name(enum remittance_kind kind);

#endif
