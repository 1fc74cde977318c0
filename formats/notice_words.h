/* The fixed texts of a notice in the languages of the guide. */
#ifndef FORMATS_NOTICE_WORDS_H
#define FORMATS_NOTICE_WORDS_H

#include "formats/notice.h"

/* In the texts, {n} is a number, {ente} the creditor, and *stars* make bold. */
enum notice_word {
	WORD_TITLE,
	WORD_CREDITOR,
	WORD_DEBTOR,
	WORD_HOW_MUCH_AND_WHEN,
	WORD_HOW_MUCH,
	WORD_WHERE,
	WORD_GO_TO,
	WORD_AMOUNT,
	WORD_BY,
	WORD_BY_CAPITAL,
	WORD_EURO,
	WORD_ONLINE,
	WORD_ONLINE_TEXT,
	WORD_ONLINE_SITE_TEXT,
	WORD_LOCAL,
	WORD_LOCAL_TEXT,
	WORD_DETAILS,
	WORD_WHOLE,
	WORD_INSTALMENT,
	WORD_WHOLE_OR_INSTALMENTS,
	WORD_INSTALMENTS_ONLY,
	WORD_MANY_INSTALMENTS,
	WORD_LEGAL,
	WORD_HINT_WHOLE,
	WORD_HINT_INSTALMENT,
	WORD_SUBJECT,
	WORD_CBILL,
	WORD_NOTICE_CODE,
	WORD_CREDITOR_CODE,
	WORD_COUNT
};

/* The text in a language; NULL where the guide has none. */
const char *notice_word(enum notice_language language, enum notice_word word);
/* The language's name for machines: "it-IT". */
const char *notice_language_tag(enum notice_language language);

#endif
