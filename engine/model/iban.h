/*
 * International bank account numbers (ISO 13616), with the Italian inside: CIN, ABI, CAB
 * and account, and the accounts of Poste Italiane.
 */
#ifndef MODEL_IBAN_H
#define MODEL_IBAN_H

#include "base/lang.h"
#include "base/str.h"

enum iban_fault {
	IBAN_OK,
	IBAN_EMPTY,
	IBAN_CHARACTERS, /* something else than a letter or a digit */
	IBAN_SHAPE,  /* not country, check digits, account; or not the Italian order */
	IBAN_LENGTH, /* Italian: not 27 characters; others: not 15 to 34 */
	IBAN_CHECK,  /* the check digits (mod 97) are wrong */
	IBAN_CIN,    /* Italian: the control letter before the ABI is wrong */
};

enum { IBAN_SIZE = 35 };

struct iban {
	char text[IBAN_SIZE]; /* blanks removed, upper case, terminated */
	bool is_italian;
	bool is_postal; /* Italian with ABI 07601 */
	char cin;       /* these four only when Italian */
	char abi[6];
	char cab[6];
	char account[13];        /* twelve characters, zeros in front kept */
	char postal_account[13]; /* the number of the conto corrente postale without the
				    zeros in front; empty when not postal */
	char expected[3];        /* the check digits, or CIN, that would be right */
};

/* Blanks anywhere and lower case are forgiven. *out is filled when IBAN_OK is returned;
 * with IBAN_CHECK and IBAN_CIN only text and expected are. */
enum iban_fault iban_check(struct str iban, struct iban *out);

/* What a fault means, as a clause without full stop. */
const struct sentence *iban_fault_sentence(enum iban_fault fault);

/* The remainder by 97 of the text read as ISO 7064 does (digits as they are, A = 10 ... Z
 * = 35), going on from `rest`, which is 0 at first. The text holds only digits and upper
 * case letters. */
unsigned iban_mod97(struct str s, unsigned rest);

#endif
