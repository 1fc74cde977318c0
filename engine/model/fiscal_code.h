/*
 * The Italian fiscal code: sixteen characters for a person, eleven digits for a body, a
 * company or a provisional code (DM 23/12/1976 and its check character).
 */
#ifndef MODEL_FISCAL_CODE_H
#define MODEL_FISCAL_CODE_H

#include "base/date.h"
#include "base/lang.h"

enum fiscal_code_fault {
	FISCAL_CODE_OK,
	FISCAL_CODE_EMPTY,
	FISCAL_CODE_CHARACTERS, /* something else than a letter or a digit */
	FISCAL_CODE_LENGTH,     /* neither 16 nor 11 characters */
	FISCAL_CODE_SHAPE,      /* letters and digits not where they belong */
	FISCAL_CODE_MONTH,      /* the letter of the month is none of the twelve */
	FISCAL_CODE_DAY,        /* no such day in that month */
	FISCAL_CODE_CHECK,      /* the last character is not the one expected */
	FISCAL_CODE_ALL_ZERO,   /* eleven zeros: passes the arithmetic, is nobody */
};

enum { FISCAL_CODE_SIZE = 17 };

struct fiscal_code {
	char text[FISCAL_CODE_SIZE]; /* upper case, blanks around removed, terminated */
	char expected;               /* check character that would be right, or 0 */
	bool is_person;              /* sixteen characters: F at the Node, else G */
	char sex;                    /* 'M' or 'F', 0 when not personal */
	uint8_t birth_year;          /* two digits, as in the code */
	uint8_t birth_month;         /* 1..12, 0 when not personal */
	uint8_t birth_day;
};

/* Checks a code in either form, any subset of omocodia letters included. Lower case,
 * blanks around and the IT of a VAT number are forgiven, nothing else is. *out is filled
 * when FISCAL_CODE_OK is returned; with FISCAL_CODE_CHECK only text and expected are. */
enum fiscal_code_fault fiscal_code_check(struct str code, struct fiscal_code *out);

/* What a fault means, as a clause without full stop. */
const struct sentence *fiscal_code_fault_sentence(enum fiscal_code_fault fault);

/* What would be right instead of a wrong code, "italiano / English", in `a`: the check
 * character, or the eleven digits of a code that lost its leading zeros in a cell of
 * numbers. It is told, never taken. */
struct str fiscal_code_hint(struct str code, struct arena *a);

/* The latest birth day that fits the two-digit year and is not after `today`; none for
 * codes that are not personal. Persons beyond a hundred years are taken for younger. */
struct date fiscal_code_birth(const struct fiscal_code *code, struct date today);

/* The three letters that stand for a surname or for a first name (accents dropped, other
 * characters than letters left aside). */
struct fiscal_code_letters {
	char text[4];
};
struct fiscal_code_letters fiscal_code_surname(struct arena *a, struct str surname);
struct fiscal_code_letters fiscal_code_name(struct arena *a, struct str name);

/* The code of a person as the register would build it, before any omocodia. `sex` is 'M'
 * or 'F', `place` the Belfiore code of four characters. False when one of them is not. */
bool fiscal_code_build(struct arena *a, struct str surname, struct str name, char sex,
    struct date birth, struct str place, char code[FISCAL_CODE_SIZE]);

/* The check letter over the characters of `s`, counted from the first as odd: fiscal
 * codes (15 characters) and the CIN of Italian accounts (22) share it. 0 when a character
 * is neither upper case letter nor digit. */
char fiscal_code_letter(struct str s);

#endif
