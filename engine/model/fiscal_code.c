/* A wrong fiscal code sends a claim to nobody: every character is checked before it is
 * believed. */
#include "model/fiscal_code.h"

#include "base/text.h"

enum { PERSON_LENGTH = 16, BODY_LENGTH = 11 };

static const char months[] = "ABCDEHLMPRST";
static const char omocodia[] = "LMNPQRSTUV";

const struct sentence *
fiscal_code_fault_sentence(enum fiscal_code_fault fault)
{
	static const struct sentence sentences[] = {
	    [FISCAL_CODE_OK] = {"il codice fiscale è giusto", "the fiscal code is right"},
	    [FISCAL_CODE_EMPTY] = {"il codice fiscale manca",
		"the fiscal code is missing"},
	    [FISCAL_CODE_CHARACTERS] = {"contiene segni che non sono lettere o cifre",
		"it holds signs that are neither letters nor digits"},
	    [FISCAL_CODE_LENGTH] = {"non ha né 16 né 11 caratteri",
		"it has neither 16 nor 11 characters"},
	    [FISCAL_CODE_SHAPE] = {"lettere e cifre non sono al loro posto",
		"letters and digits are not in their places"},
	    [FISCAL_CODE_MONTH] = {"la lettera del mese di nascita non esiste",
		"the letter of the birth month does not exist"},
	    [FISCAL_CODE_DAY] = {"il giorno di nascita non esiste in quel mese",
		"the birth day does not exist in that month"},
	    [FISCAL_CODE_CHECK] = {"il carattere di controllo è sbagliato",
		"the check character is wrong"},
	    [FISCAL_CODE_ALL_ZERO] = {"è fatto di soli zeri", "it is made of zeros only"},
	};

	return &sentences[fault];
}

char
fiscal_code_letter(struct str s)
{
	static const uint8_t odd_digit[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
	static const uint8_t odd_letter[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18,
	    20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
	unsigned sum = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (char_is_digit(c))
			sum += i % 2 == 0 ? odd_digit[c - '0'] : (unsigned)(c - '0');
		else if (char_is_upper(c))
			sum += i % 2 == 0 ? odd_letter[c - 'A'] : (unsigned)(c - 'A');
		else
			return 0;
	}
	return (char)('A' + sum % 26);
}

/* The digit of a place where omocodia may have put a letter, or -1. */
static int
digit_of(char c)
{
	const char *letter;

	if (char_is_digit(c))
		return c - '0';
	letter = c == '\0' ? NULL : strchr(omocodia, c);
	return letter == NULL ? -1 : (int)(letter - omocodia);
}

/* Sixteen characters: A wants a letter, 0 a digit or its omocodia letter. */
static bool
has_shape(const char *text)
{
	static const char shape[] = "AAAAAA00A00A000A";

	for (size_t i = 0; i < PERSON_LENGTH; i++)
		if (shape[i] == 'A' ? !char_is_upper(text[i]) : digit_of(text[i]) < 0)
			return false;
	return true;
}

static enum fiscal_code_fault
check_person(struct fiscal_code *code)
{
	const char *text = code->text, *month;
	int year, day;

	if (!has_shape(text))
		return FISCAL_CODE_SHAPE;
	month = strchr(months, text[8]);
	if (month == NULL)
		return FISCAL_CODE_MONTH;
	year = digit_of(text[6]) * 10 + digit_of(text[7]);
	day = digit_of(text[9]) * 10 + digit_of(text[10]);
	code->sex = day > 40 ? 'F' : 'M';
	day -= day > 40 ? 40 : 0;
	/* A year ending in 00 is taken as 2000, which was leap: 29 February is believed.
	 */
	if (!date_is_valid(2000 + year, (int)(month - months) + 1, day))
		return FISCAL_CODE_DAY;
	code->birth_year = (uint8_t)year;
	code->birth_month = (uint8_t)(month - months + 1);
	code->birth_day = (uint8_t)day;
	code->expected = fiscal_code_letter((struct str){text, PERSON_LENGTH - 1});
	return code->expected == text[PERSON_LENGTH - 1] ? FISCAL_CODE_OK
							 : FISCAL_CODE_CHECK;
}

static enum fiscal_code_fault
check_body(struct fiscal_code *code)
{
	const char *text = code->text;
	int sum = 0;

	if (!str_all_digits((struct str){text, BODY_LENGTH}))
		return FISCAL_CODE_SHAPE;
	if (strspn(text, "0") == BODY_LENGTH)
		return FISCAL_CODE_ALL_ZERO;
	for (size_t i = 0; i < BODY_LENGTH - 1; i++) {
		int digit = text[i] - '0';

		if (i % 2 == 1)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	code->expected = (char)('0' + (10 - sum % 10) % 10);
	return code->expected == text[BODY_LENGTH - 1] ? FISCAL_CODE_OK
						       : FISCAL_CODE_CHECK;
}

enum fiscal_code_fault
fiscal_code_check(struct str code, struct fiscal_code *out)
{
	struct fiscal_code seen = {0};
	struct str s = str_trim(code);
	enum fiscal_code_fault fault;

	/* A VAT number as it is written abroad, "IT" in front (directive 2006/112/EC,
	 * article 215). */
	if (s.len == 2 + BODY_LENGTH && str_starts_nocase(s, STR("IT")) &&
	    str_all_digits(str_slice(s, 2, s.len)))
		s = str_slice(s, 2, s.len);
	if (s.len == 0)
		return FISCAL_CODE_EMPTY;
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_digit(s.ptr[i]) && !char_is_alpha(s.ptr[i]))
			return FISCAL_CODE_CHARACTERS;
	if (s.len != PERSON_LENGTH && s.len != BODY_LENGTH)
		return FISCAL_CODE_LENGTH;
	for (size_t i = 0; i < s.len; i++)
		seen.text[i] = char_upper(s.ptr[i]);
	seen.is_person = s.len == PERSON_LENGTH;
	fault = seen.is_person ? check_person(&seen) : check_body(&seen);
	if (fault == FISCAL_CODE_OK || fault == FISCAL_CODE_CHECK)
		*out = seen;
	return fault;
}

/* "1114601006" is "01114601006" in a cell of numbers: the code when its check digit is
 * right, else empty. */
static struct str
with_zeros(struct str code, struct arena *a)
{
	struct fiscal_code whole;
	struct str padded;

	if (code.len < BODY_LENGTH - 4 || code.len >= BODY_LENGTH ||
	    !str_all_digits(code))
		return STR("");
	padded = arena_format(
	    a, "%.*s%.*s", (int)(BODY_LENGTH - code.len), "0000", STR_ARG(code));
	return fiscal_code_check(padded, &whole) == FISCAL_CODE_OK ? padded : STR("");
}

struct str
fiscal_code_hint(struct str code, struct arena *a)
{
	struct fiscal_code seen = {0};
	enum fiscal_code_fault fault = fiscal_code_check(code, &seen);
	const struct sentence *why = fiscal_code_fault_sentence(fault);
	struct str whole = with_zeros(str_trim(code), a);

	if (whole.len > 0)
		return arena_format(a,
		    "11 cifre: %.*s, se la cella ha perso gli zeri iniziali / 11 digits: "
		    "%.*s, if the cell lost its leading zeros",
		    STR_ARG(whole), STR_ARG(whole));
	if (fault == FISCAL_CODE_CHECK && seen.expected != 0)
		return arena_format(a, "carattere di controllo %c / check character %c",
		    seen.expected, seen.expected);
	return arena_format(a, "%s / %s", why->it, why->en);
}

struct date
fiscal_code_birth(const struct fiscal_code *code, struct date today)
{
	struct date birth = {.month = code->birth_month, .day = code->birth_day};
	int year = today.year / 100 * 100 + code->birth_year;

	if (birth.month == 0)
		return birth;
	for (; year > 0; year -= 100) {
		birth.year = (int16_t)year;
		if (date_is_valid(year, birth.month, birth.day) &&
		    date_compare(birth, today) <= 0)
			return birth;
	}
	return (struct date){0};
}

static bool
is_vowel(char c)
{
	return c == 'A' || c == 'E' || c == 'I' || c == 'O' || c == 'U';
}

/* Three letters out of a name: consonants, then vowels, then X. A first name with four
 * consonants or more leaves the second out. */
static struct fiscal_code_letters
three_letters(struct arena *a, struct str name, bool skip_second)
{
	struct str plain = text_ascii(a, name, ' ');
	struct fiscal_code_letters letters = {"XXX"};
	size_t consonants = 0, taken = 0;

	for (size_t i = 0; i < plain.len; i++) {
		char c = char_upper(plain.ptr[i]);

		consonants += char_is_upper(c) && !is_vowel(c);
	}
	skip_second = skip_second && consonants >= 4;
	for (int vowels = 0; vowels < 2; vowels++) {
		size_t seen = 0;

		for (size_t i = 0; i < plain.len && taken < 3; i++) {
			char c = char_upper(plain.ptr[i]);

			if (!char_is_upper(c) || is_vowel(c) != (vowels == 1))
				continue;
			seen++;
			if (vowels == 1 || seen != 2 || !skip_second)
				letters.text[taken++] = c;
		}
	}
	return letters;
}

struct fiscal_code_letters
fiscal_code_surname(struct arena *a, struct str surname)
{
	return three_letters(a, surname, false);
}

struct fiscal_code_letters
fiscal_code_name(struct arena *a, struct str name)
{
	return three_letters(a, name, true);
}

bool
fiscal_code_build(struct arena *a, struct str surname, struct str name, char sex,
    struct date birth, struct str place, char code[FISCAL_CODE_SIZE])
{
	struct fiscal_code built;
	struct str text;

	if ((sex != 'M' && sex != 'F') || place.len != 4 ||
	    !date_is_valid(birth.year, birth.month, birth.day))
		return false;
	text = arena_format(a, "%s%s%02d%c%02d%.*s", fiscal_code_surname(a, surname).text,
	    fiscal_code_name(a, name).text, birth.year % 100, months[birth.month - 1],
	    birth.day + (sex == 'F' ? 40 : 0), STR_ARG(place));
	text = arena_format(a, "%.*s%c", STR_ARG(text), fiscal_code_letter(text));
	if (fiscal_code_check(text, &built) != FISCAL_CODE_OK)
		return false;
	memcpy(code, built.text, FISCAL_CODE_SIZE);
	return true;
}
