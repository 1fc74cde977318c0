/*
 * The payment notice (avviso di pagamento pagoPA) on paper: the modules of PagoPA's guide
 * "L'avviso di pagamento analogico" 3.x, with Poste's slip (bollettino postale PA) when
 * the creditor has a postal account. A press is opened once per creditor and prints any
 * number of notices; the same data give the same bytes.
 */
#ifndef FORMATS_NOTICE_H
#define FORMATS_NOTICE_H

#include "base/date.h"
#include "base/money.h"

enum notice_language {
	NOTICE_ITALIAN,
	NOTICE_GERMAN,
	NOTICE_SLOVENE,
	NOTICE_FRENCH,
	NOTICE_ENGLISH,
	NOTICE_LANGUAGES,
	NOTICE_NO_LANGUAGE = NOTICE_LANGUAGES
};

/* By its two letters ("it", "de", "sl", "fr", "en"); NOTICE_NO_LANGUAGE for others. */
enum notice_language notice_language_find(struct str letters);

/* Where the creditor itself takes payments online: a set of bits. */
enum notice_channel { NOTICE_SITE = 1, NOTICE_APP = 2 };

/* What all notices of a creditor share. Texts are clean UTF-8 (text_clean), borrowed
 * until notice_press_close; empty means none unless said otherwise. */
struct notice_look {
	struct str creditor_name; /* mandatory, at most 100 characters */
	struct str creditor_code; /* mandatory: its fiscal code, 11 digits */
	struct str office;        /* at most 50 */
	struct str contacts;      /* at most 100, parts separated by " · " */
	struct str cbill;         /* the interbank code */
	unsigned channels;        /* enum notice_channel */
	struct str channel_owner; /* "sul sito di ...": empty prints "dell'ente" */
	struct str logo;          /* the bytes of a PNG or JPEG */
	/* The slip is printed when account and authorisation are both given. */
	struct str postal_account;       /* up to 12 digits */
	struct str postal_holder;        /* empty: the creditor's name */
	struct str postal_authorisation; /* "AUT. ..." as Poste gave it */
	enum notice_language language;   /* the first language */
	enum notice_language second;     /* in grey beside it; NOTICE_NO_LANGUAGE */
	/* A proof to look at: FAC-SIMILE across each page, zeros for numbers, no codes.
	 */
	bool is_proof;
};

/* One way to pay: the whole or an instalment. */
struct notice_payment {
	money cents;     /* 1 to MONEY_MOST */
	struct date due; /* may be none */
	char nav[19];    /* the notice number, 18 digits */
};

enum { NOTICE_INSTALMENTS_MOST = 100, NOTICE_ADDRESS_MOST = 8 };

struct notice {
	struct str debtor_name;    /* mandatory */
	struct str debtor_code;    /* fiscal code; may be empty */
	const struct str *address; /* lines: street and number, postal code town (PR) */
	size_t address_count;
	struct str subject;                /* mandatory, what is paid */
	struct str subject_second;         /* in the second language, may be empty */
	const struct notice_payment *full; /* NULL: instalments only */
	const struct notice_payment *instalments; /* two or more, or none */
	size_t instalment_count;
	struct date issued; /* the document's date in its metadata; may be none */
};

struct notice_result {
	unsigned pages;
	unsigned replaced;  /* letters that the font lacks, spelled in ASCII */
	bool slip_left_out; /* an amount is too large for Poste's slip */
};

struct notice_press;

/* Makes what is shared: fonts cut down, logo, drawings. `font_folder` has the guide's
 * TitilliumWeb_400Regular.ttf and the like, or else the free DejaVuSans.ttf and its
 * siblings. The press lives in the arena, which must not be reset before
 * notice_press_close. -1: ERR_CONF for the look, the logo or the fonts. */
int notice_press_open(struct notice_press **press, const struct notice_look *look,
    const char *font_folder, struct arena *a, struct err *e);
/* True when the guide's own fonts were found. */
bool notice_press_has_fonts(const struct notice_press *press);
/* Prints one notice as a PDF of its own. -1: ERR_ROW, and nothing is written, when the
 * notice cannot be right (no amount, a number that is not 18 digits ...). */
int notice_print(struct notice_press *press, const struct notice *n, struct out *o,
    struct notice_result *result, struct err *e);
void notice_press_close(struct notice_press *press);

/* Several notices in one PDF, for printing houses: open, add each, close. */
struct notice_bundle;
struct notice_bundle *notice_bundle_open(
    struct notice_press *press, struct str title, struct date issued, struct out *o);
int notice_bundle_add(struct notice_bundle *bundle, const struct notice *n,
    struct notice_result *result, struct err *e);
/* An empty page, so that the next notice begins on a sheet of its own. */
void notice_bundle_blank(struct notice_bundle *bundle);
void notice_bundle_close(struct notice_bundle *bundle);

#endif
