/*
 * Money is integer cents of euro. No floating point touches it.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/out.h"

typedef int64_t money;

/* The largest amount any official format here can carry: 999,999,999.99 euro. */
#define MONEY_MOST ((money)99999999999)

enum money_fault {
	MONEY_OK,
	MONEY_EMPTY,
	MONEY_NOT_A_NUMBER,
	MONEY_THIRD_DECIMAL, /* more than two significant decimals: nothing is rounded */
	MONEY_AMBIGUOUS,     /* "1.234" or "1,234": thousands or decimals? */
	MONEY_GROUPING,      /* thousands marks not in groups of three */
	MONEY_TOO_LARGE,     /* beyond MONEY_MOST */
	MONEY_EXPONENT, /* scientific notation: a spreadsheet has already lost digits */
};

/* The decimal mark of the text, when the source is known to use one. MONEY_MARK_ANY takes
 * what people and spreadsheets write and refuses what could mean two things. */
enum money_mark { MONEY_MARK_ANY, MONEY_MARK_POINT, MONEY_MARK_COMMA };

/*
 * Text to cents: "1.234,56", "1234.56", "1 234,56", "150", "150,5", "€ 150,00", "150,00
 * EUR",
 * "-3,20", "1'234.50". Blanks around, no-break spaces and one currency mark are allowed;
 * a sign may be before or after. Trailing zeros beyond the second decimal ("150,0000")
 * are harmless. *cents is untouched unless MONEY_OK is returned.
 */
enum money_fault money_parse(struct str text, enum money_mark mark, money *cents);

/*
 * The decimal text of a number cell, to cents. Spreadsheets reckon in binary fractions
 * and store them with 17 digits, but a number of theirs has 15 (Excel's specifications
 * and limits, number precision): "150.29999999999998" is what 150,10 + 0,20 leaves, shows
 * as 150,30 and is that. A third decimal among the 15 is refused as in money_parse. From
 * ten million on Java writes a double as "1.2345678E7" (Double.toString), which is read.
 */
enum money_fault money_parse_number(struct str text, money *cents);

/* "1.234,56", as printed on paper in Italy. */
void money_write_italian(struct out *o, money cents);
/* "1234.56", for XML, CSV and English. */
void money_write_plain(struct out *o, money cents);

/* a + b; false on overflow, *sum untouched. */
bool money_add(money a, money b, money *sum);

#endif
