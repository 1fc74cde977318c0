/* Which number formats mean dates, told from their code as Excel tells it. */
#include "formats/number_format.h"

/* What a code was seen to show. */
struct shown {
	bool date;     /* y, d, or m that is no minute */
	bool time;     /* h, s, AM/PM */
	bool month;    /* an m: month or minute, told at the end */
	bool duration; /* [h], [mm], [ss] */
	bool digits;   /* 0 # ? */
};

static size_t
skip_quoted(struct str code, size_t at)
{
	size_t end = str_find(str_slice(code, at + 1, code.len), '"');

	return at + end + 2;
}

static bool
is_elapsed(struct str inside)
{
	char first = inside.len == 0 ? '\0' : char_lower(inside.ptr[0]);

	if (first != 'h' && first != 'm' && first != 's')
		return false;
	for (size_t i = 1; i < inside.len; i++)
		if (char_lower(inside.ptr[i]) != first)
			return false;
	return true;
}

/* [h] counts hours on; [Red], [$€-410], [>100], [DBNum1] say nothing about dates. */
static size_t
skip_bracket(struct str code, size_t at, struct shown *shown)
{
	size_t len = str_find(str_slice(code, at + 1, code.len), ']');

	if (is_elapsed(str_slice(code, at + 1, at + 1 + len)))
		shown->duration = true;
	return at + len + 2;
}

/* Words that hold letters of dates and mean none: 0 when there is no such word. */
static size_t
word_at(struct str rest, struct shown *shown)
{
	if (str_starts_nocase(rest, STR("General")))
		return 7;
	if (str_starts_nocase(rest, STR("AM/PM"))) {
		shown->time = true;
		return 5;
	}
	if (str_starts_nocase(rest, STR("A/P"))) {
		shown->time = true;
		return 3;
	}
	if (str_starts_nocase(rest, STR("E+")) || str_starts_nocase(rest, STR("E-")))
		return 2;
	return 0;
}

static void
letter_at(char c, struct shown *shown)
{
	switch (char_lower(c)) {
	case 'y':
	case 'd':
	case 'e':
	case 'g':
		shown->date = true;
		break;
	case 'm':
		shown->month = true;
		break;
	case 'h':
	case 's':
		shown->time = true;
		break;
	case '0':
	case '#':
	case '?':
		shown->digits = true;
		break;
	default:
		break;
	}
}

/* Looks at the first section: the one for positive numbers. */
static struct shown
look(struct str code)
{
	struct shown shown = {0};
	size_t at = 0;

	while (at < code.len && code.ptr[at] != ';') {
		size_t word = word_at(str_slice(code, at, code.len), &shown);

		if (word > 0) {
			at += word;
		} else if (code.ptr[at] == '"') {
			at = skip_quoted(code, at);
		} else if (code.ptr[at] == '[') {
			at = skip_bracket(code, at, &shown);
		} else if (code.ptr[at] == '\\' || code.ptr[at] == '_' ||
		    code.ptr[at] == '*') {
			at += 2;
		} else {
			letter_at(code.ptr[at], &shown);
			at++;
		}
	}
	return shown;
}

enum number_kind
number_format_kind(struct str code)
{
	struct shown shown;

	if (str_equal_nocase(code, STR("General")) ||
	    str_equal_nocase(code, STR("Standard")))
		return NUMBER_PLAIN;
	shown = look(code);
	if (shown.duration)
		return NUMBER_DURATION;
	if (shown.digits && !shown.time && !shown.month)
		return NUMBER_PLAIN;
	if (shown.date || (shown.month && !shown.time))
		return NUMBER_DATE;
	return shown.time ? NUMBER_TIME : NUMBER_PLAIN;
}

enum number_kind
number_format_builtin(uint32_t id)
{
	static const struct {
		uint32_t first, last;
		enum number_kind kind;
	} known[] = {
	    {14, 17, NUMBER_DATE},
	    {18, 21, NUMBER_TIME},
	    {22, 22, NUMBER_DATE},
	    {27, 31, NUMBER_DATE},
	    {32, 33, NUMBER_TIME},
	    {34, 36, NUMBER_DATE},
	    {45, 45, NUMBER_TIME},
	    {46, 46, NUMBER_DURATION},
	    {47, 47, NUMBER_TIME},
	    {50, 54, NUMBER_DATE},
	    {55, 56, NUMBER_DATE},
	    {57, 58, NUMBER_DATE},
	    {71, 74, NUMBER_DATE},
	    {75, 76, NUMBER_TIME},
	    {77, 77, NUMBER_DATE},
	    {78, 78, NUMBER_TIME},
	    {79, 79, NUMBER_DURATION},
	    {80, 80, NUMBER_TIME},
	    {81, 81, NUMBER_DATE},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (id >= known[i].first && id <= known[i].last)
			return known[i].kind;
	return NUMBER_PLAIN;
}
