/* The category of a transfer decides how the Node counts it: its form is checked before
 * it leaves. */
#include "model/taxonomy.h"

enum { FIXED_LENGTH = 12 };

const struct taxonomy_service taxonomy_services[] = {
    {"9/0401100TS/", {"Prima iscrizione", "First enrolment"}},
    {"9/0401101TS/", {"Quota trasferimento", "Transfer fee"}},
    {"9/0401102TS/", {"Iscrizione albo", "Enrolment in the register"}},
    {"9/0401103TS/", {"Iscrizione corsi", "Enrolment in courses"}},
    {"9/0401104TS/", {"Diritti di segreteria", "Secretariat fees"}},
    {"9/0401105TS/", {"Utilizzo locali", "Use of premises"}},
    {"9/0401106TS/", {"Rilascio tesserino", "Issue of the membership card"}},
    {"9/0401107TS/", {"Quota Albo", "Annual fee of the register"}},
    {"9/0401108AP/", {"Contributi vari", "Sundry contributions"}},
    {"9/0401109SA/",
	{"Accertamento quota di rinnovo annuale", "Penalty on the annual renewal"}},
    {"9/0401110TS/", {"Bollo", "Stamp duty"}},
    {0},
};

static bool
is_reason(struct str s)
{
	static const char *const reasons[] = {"IM", "TS", "SP", "SA", "AP"};

	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (str_is(s, reasons[i]))
			return true;
	return false;
}

bool
taxonomy_check(struct str code)
{
	if (code.len < FIXED_LENGTH || code.len > TAXONOMY_MOST ||
	    !str_starts(code, STR("9/")) || !str_all_digits(str_slice(code, 2, 9)) ||
	    !is_reason(str_slice(code, 9, 11)) || code.ptr[11] != '/')
		return false;
	for (size_t i = FIXED_LENGTH; i < code.len; i++)
		if ((unsigned char)code.ptr[i] <= ' ' || code.ptr[i] == 0x7f)
			return false;
	return true;
}

const struct taxonomy_service *
taxonomy_find(struct str code)
{
	struct str fixed = str_slice(code, 0, FIXED_LENGTH);

	for (const struct taxonomy_service *s = taxonomy_services; s->code != NULL; s++)
		if (str_is(fixed, s->code))
			return s;
	return NULL;
}
