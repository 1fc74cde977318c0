/* The queries of `riscontro search`: each begins where the narrowest thing asked for has
 * an index, and all end in the same conditions. */
#include "command/search_query.h"

/* The first movement that matching has found for a subject. */
#define FIRST_MOVEMENT(what, subject)                                                    \
	"(SELECT " what " FROM link l JOIN movement m ON m.id = l.movement"              \
	" WHERE l.current = 1 AND " subject " ORDER BY m.booked_on, m.id LIMIT 1)"

/* What a position of ours tells of an IUV. */
#define POSITION_OF(creditor, iuv)                                                       \
	" LEFT JOIN position s ON s.id = (SELECT y.position FROM payment_option y"       \
	" JOIN position z ON z.id = y.position WHERE y.iuv = " iuv                       \
	" AND z.current = 1 AND z.creditor = " creditor " LIMIT 1)"                      \
	" LEFT JOIN payment_option o ON o.position = s.id AND o.iuv = " iuv              \
	" LEFT JOIN debtor d ON d.id = s.debtor"

/* Whether a movement of the period asked for belongs to a subject. */
#define HAS_MOVEMENT(subject)                                                            \
	"EXISTS (SELECT 1 FROM link l JOIN movement m ON m.id = l.movement"              \
	" WHERE l.current = 1 AND " subject " AND (?7 = '' OR m.booked_on >= ?7)"        \
	" AND (?8 = '' OR m.booked_on <= ?8))"

/* Payments told by flows; `tables` names flow f and payment p, the narrower first. */
#define PAYMENTS(tables)                                                                 \
	"SELECT f.creditor, 'flow', p.iuv,"                                              \
	" COALESCE(o.nav, r.notice_number), p.cents,"                                    \
	" p.paid_on, CAST(p.outcome AS TEXT), COALESCE(d.fiscal_code, r.debtor_code),"   \
	" COALESCE(d.name, r.debtor_name), COALESCE(s.description, r.description),"      \
	" s.iupd, s.state, p.iur, r.receipt_id, f.flow_id, f.psp, f.settled_on,"         \
	" COALESCE(" FIRST_MOVEMENT("m.booked_on", "l.flow = f.id") ", " FIRST_MOVEMENT( \
	    "m.booked_on",                                                               \
	    "l.iuv = p.iuv") "),"                                                        \
			     " COALESCE(" FIRST_MOVEMENT("m.provvisorio",                \
				 "l.flow = f.id") ", " FIRST_MOVEMENT("m.provvisorio",   \
				 "l.iuv = p.iuv") "),"                                   \
						  " (SELECT c.code FROM class c WHERE "  \
						  "c.subject_kind = 'payment'"           \
						  " AND c.subject = p.id),"              \
						  " (SELECT CAST(v.year AS TEXT) || "    \
						  "'/' || CAST(v.number AS TEXT)"        \
						  " FROM reversale_line n JOIN "         \
						  "reversale v ON v.id = n.reversale"    \
						  " WHERE n.payment = p.id AND "         \
						  "n.current = 1 ORDER BY n.part LIMIT " \
						  "1)"                                   \
						  " FROM " tables POSITION_OF(           \
						      "f.creditor",                      \
						      "p.iuv") " LEFT JOIN receipt r "   \
							       "ON r.id = (SELECT "      \
							       "MIN(x.id) FROM receipt " \
							       "x"                       \
							       " WHERE x.iuv = p.iuv "   \
							       "AND x.creditor = "       \
							       "f.creditor AND "         \
							       "x.current = 1"           \
							       " AND x.outcome IN "      \
							       "('paid', "               \
							       "'partly_paid', "         \
							       "'timed_out_partly'))"

#define FLOW_FIRST                                                                       \
	"flow f CROSS JOIN payment p ON p.id BETWEEN f.first_payment AND f.last_payment"
#define PAYMENT_FIRST "payment p CROSS JOIN flow f ON f.id = p.flow"

#define PAYMENT_CONDITIONS                                                               \
	" AND f.current = 1 AND (?1 = '' OR f.creditor = ?1)"                            \
	" AND (?2 = '' OR d.fiscal_code = ?2 OR r.debtor_code = ?2)"                     \
	" AND (?3 = '' OR p.iuv = ?3) AND (?4 = '' OR f.flow_key = ?4)"                  \
	" AND (?5 = '' OR p.paid_on >= ?5) AND (?6 = '' OR p.paid_on <= ?6)"             \
	" AND ((?7 = '' AND ?8 = '') OR " HAS_MOVEMENT(                                  \
	    "l.flow = f.id") " OR " HAS_MOVEMENT("l.iuv = p.iuv") ")"                    \
								  " ORDER BY "           \
								  "f.creditor, "         \
								  "p.paid_on, p.id"

static const char payments_by_iuv[] =
    PAYMENTS(PAYMENT_FIRST) " WHERE p.iuv = ?3" PAYMENT_CONDITIONS;
static const char payments_by_debtor[] = PAYMENTS(
    PAYMENT_FIRST) " WHERE p.iuv IN (SELECT u.iuv FROM debtor w JOIN position t ON "
		   "t.debtor = w.id"
		   " JOIN payment_option u ON u.position = t.id WHERE w.fiscal_code = ?2"
		   " UNION SELECT iuv FROM receipt WHERE debtor_code = "
		   "?2)" PAYMENT_CONDITIONS;
static const char payments_by_flow[] =
    PAYMENTS(FLOW_FIRST) " WHERE f.flow_key = ?4" PAYMENT_CONDITIONS;
static const char payments_by_day[] =
    PAYMENTS(FLOW_FIRST) " WHERE (?5 = '' OR f.paid_to >= ?5) AND (?6 = '' OR "
			 "f.paid_from <= ?6)" PAYMENT_CONDITIONS;

/* Receipts of which no flow has told yet. A movement may have come for the IUV alone. */
static const char receipts_alone[] =
    "SELECT r.creditor, 'receipt', r.iuv, r.notice_number,"
    " (SELECT SUM(t.cents) FROM receipt_transfer t WHERE t.receipt = r.id AND t.ours = 1"
    " AND t.stamp = 0),"
    " r.paid_on, r.outcome, COALESCE(d.fiscal_code, r.debtor_code),"
    " COALESCE(d.name, r.debtor_name), COALESCE(s.description, r.description),"
    " s.iupd, s.state, NULL, r.receipt_id, NULL, r.psp, r.settled_on,"
    " " FIRST_MOVEMENT("m.booked_on",
	"l.iuv = r.iuv") ","
			 " " FIRST_MOVEMENT("m.provvisorio",
			     "l.iuv = r.iuv") ","
					      " (SELECT c.code FROM class c WHERE "
					      "c.subject_kind = 'receipt'"
					      " AND c.subject = r.id),"
					      " (SELECT CAST(v.year AS TEXT) || '/' || "
					      "CAST(v.number AS TEXT)"
					      " FROM reversale_line n JOIN reversale v "
					      "ON v.id = n.reversale"
					      " WHERE n.receipt = r.id AND n.payment IS "
					      "NULL AND n.current = 1 ORDER BY n.part"
					      " LIMIT 1)"
					      " FROM receipt r" POSITION_OF("r.creditor",
						  "r.iuv") " WHERE r.current = 1 AND "
							   "r.outcome IN ('paid', "
							   "'partly_paid', "
							   "'timed_out_partly')"
							   " AND ?4 = '' AND NOT EXISTS "
							   "(SELECT 1 FROM payment p "
							   "JOIN flow f ON f.id = p.flow"
							   " WHERE p.iuv = r.iuv AND "
							   "f.creditor = r.creditor AND "
							   "f.current = 1)"
							   " AND (?1 = '' OR r.creditor "
							   "= ?1)"
							   " AND (?2 = '' OR "
							   "d.fiscal_code = ?2 OR "
							   "r.debtor_code = ?2)"
							   " AND (?3 = '' OR r.iuv = ?3)"
							   " AND (?5 = '' OR r.paid_on "
							   ">= ?5) AND (?6 = '' OR "
							   "r.paid_on <= ?6)"
							   " AND ((?7 = '' AND ?8 = '') "
							   "OR " HAS_MOVEMENT(
							       "l.iuv = r.iuv") ")"
										" ORDER "
										"BY "
										"r."
										"creditor"
										", "
										"r.paid_"
										"on, "
										"r.id";

const char *
search_payments_query(const struct str values[SEARCH_CONDITIONS])
{
	if (values[SEARCH_BY_IUV].len > 0)
		return payments_by_iuv;
	if (values[SEARCH_BY_FLOW].len > 0)
		return payments_by_flow;
	if (values[SEARCH_BY_DEBTOR].len > 0)
		return payments_by_debtor;
	return payments_by_day;
}

const char *
search_receipts_query(void)
{
	return receipts_alone;
}
