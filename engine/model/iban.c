/* Money sent to a mistyped account is hard to get back: both checks of an IBAN are made.
 */
#include "model/iban.h"

#include "base/str.h"
#include "model/fiscal_code.h"

#include <stdio.h>

enum { ITALIAN_LENGTH = 27, SHORTEST = 15, LONGEST = IBAN_SIZE - 1 };

const struct sentence *
iban_fault_sentence(enum iban_fault fault)
{
	static const struct sentence sentences[] = {
	    [IBAN_OK] = {"l'IBAN è giusto", "the IBAN is right"},
	    [IBAN_EMPTY] = {"l'IBAN manca", "the IBAN is missing"},
	    [IBAN_CHARACTERS] = {"contiene segni che non sono lettere o cifre",
		"it holds signs that are neither letters nor digits"},
	    [IBAN_SHAPE] = {"lettere e cifre non sono al loro posto",
		"letters and digits are not in their places"},
	    [IBAN_LENGTH] = {"la lunghezza è sbagliata (27 caratteri per l'Italia)",
		"the length is wrong (27 characters for Italy)"},
	    [IBAN_CHECK] = {"le due cifre di controllo sono sbagliate",
		"the two check digits are wrong"},
	    [IBAN_CIN] = {"la lettera di controllo CIN è sbagliata",
		"the control letter CIN is wrong"},
	};

	return &sentences[fault];
}

unsigned
iban_mod97(struct str s, unsigned rest)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (char_is_digit(c))
			rest = (rest * 10 + (unsigned)(c - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned)(c - 'A' + 10)) % 97;
	}
	return rest;
}

/* Blanks out, upper case in. */
static enum iban_fault
normalise(struct str s, struct iban *iban, size_t *len)
{
	*len = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (char_is_blank(c))
			continue;
		if (!char_is_alpha(c) && !char_is_digit(c))
			return IBAN_CHARACTERS;
		if (*len == LONGEST)
			return IBAN_LENGTH;
		iban->text[(*len)++] = char_upper(c);
	}
	return *len == 0 ? IBAN_EMPTY : IBAN_OK;
}

static enum iban_fault
check_digits(struct iban *iban, size_t len)
{
	struct str text = {iban->text, len};
	unsigned rest = iban_mod97(str_slice(text, 4, len), 0);
	unsigned check;

	rest = iban_mod97(str_slice(text, 0, 2), rest);
	check = 98 - iban_mod97(STR("00"), rest);
	snprintf(iban->expected, sizeof iban->expected, "%02u", check % 100);
	return memcmp(iban->expected, iban->text + 2, 2) == 0 ? IBAN_OK : IBAN_CHECK;
}

static enum iban_fault
check_italian(struct iban *iban)
{
	struct str text = {iban->text, ITALIAN_LENGTH};
	char cin = fiscal_code_letter(str_slice(text, 5, ITALIAN_LENGTH));

	if (cin != iban->text[4]) {
		iban->expected[0] = cin;
		iban->expected[1] = '\0';
		return IBAN_CIN;
	}
	iban->is_italian = true;
	iban->cin = cin;
	memcpy(iban->abi, iban->text + 5, 5);
	memcpy(iban->cab, iban->text + 10, 5);
	memcpy(iban->account, iban->text + 15, 12);
	iban->is_postal = memcmp(iban->abi, "07601", 5) == 0;
	if (iban->is_postal)
		snprintf(iban->postal_account, sizeof iban->postal_account, "%s",
		    iban->account + strspn(iban->account, "0"));
	return IBAN_OK;
}

static enum iban_fault
check_shape(const struct iban *iban, size_t len)
{
	struct str text = {iban->text, len};
	bool italian = str_starts(text, STR("IT"));

	if (italian ? len != ITALIAN_LENGTH : len < SHORTEST)
		return IBAN_LENGTH;
	if (!char_is_upper(iban->text[0]) || !char_is_upper(iban->text[1]) ||
	    !str_all_digits(str_slice(text, 2, 4)))
		return IBAN_SHAPE;
	if (italian &&
	    (!char_is_upper(iban->text[4]) || !str_all_digits(str_slice(text, 5, 15))))
		return IBAN_SHAPE;
	return IBAN_OK;
}

enum iban_fault
iban_check(struct str iban, struct iban *out)
{
	struct iban seen = {0};
	size_t len;
	enum iban_fault fault = normalise(iban, &seen, &len);

	if (fault == IBAN_OK)
		fault = check_shape(&seen, len);
	if (fault == IBAN_OK)
		fault = check_digits(&seen, len);
	if (fault == IBAN_OK && memcmp(seen.text, "IT", 2) == 0)
		fault = check_italian(&seen);
	if (fault == IBAN_OK || fault == IBAN_CHECK || fault == IBAN_CIN)
		*out = seen;
	return fault;
}
