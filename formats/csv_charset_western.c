/* Every byte beyond ASCII speaks for or against CP1252 by its neighbours; a few that
 * speak against it are typing errors, more are another code page. */
#include "formats/csv_charset_western.h"

#include "base/text.h"

/* The characters of CP1252 beyond ASCII, by where they stand in Western text. */
enum sort {
	SORT_ABSENT = '.',  /* CP1252 has none */
	SORT_LETTER = 'L',  /* in words, of their case */
	SORT_INSIDE = 'i',  /* anywhere, in words too: apostrophes, blanks */
	SORT_SYMBOL = 'S',  /* anywhere but within a word */
	SORT_OPENING = 'o', /* never right behind a letter: a bullet, an opening mark */
	SORT_CLOSING = 'c', /* behind a letter it says nothing, within a word never */
	SORT_DASH = 'd',    /* joins two words or stands by itself */
	SORT_RARE = 'r',    /* says nothing, and never stands at a letter */
};

static enum sort
sort_of(unsigned char byte)
{
	static const char low[] = "S.rrocrrrrLrL.L."
				  ".iiccoddrSLrL.Lr"
				  "iorSorrSrSSoriSr"
				  "SSSSiSrdrSSSSSSo";

	if (byte >= 0xC0)
		return byte == 0xD7                ? SORT_SYMBOL
		    : byte == 0xF7 || byte == 0xFF ? SORT_RARE
						   : SORT_LETTER;
	return (enum sort)low[byte - 0x80];
}

static bool
byte_is_letter(char c)
{
	return char_is_alpha(c) ||
	    ((unsigned char)c >= 0x80 && sort_of((unsigned char)c) == SORT_LETTER);
}

static bool
is_capital(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte == 0x8A || byte == 0x8C || byte == 0x8E ||
	    (byte >= 0xC0 && byte <= 0xDE) || (c >= 'A' && c <= 'Z');
}

static bool
is_one_of(char c, const char *letters)
{
	return c != '\0' && strchr(letters, c) != NULL;
}

/* The bytes around a place, line ends beyond the file. */
struct around {
	char two_before, before, after;
};

static struct around
around(struct str bytes, size_t from, size_t to)
{
	return (struct around){
	    .two_before = from < 2 ? '\n' : bytes.ptr[from - 2],
	    .before = from < 1 ? '\n' : bytes.ptr[from - 1],
	    .after = to < bytes.len ? bytes.ptr[to] : '\n',
	};
}

/* A small letter among capitals is what Italian, French and German keyboards give with
 * the capitals locked: NICOLò, FRANçOIS, STRAßE. */
static bool
is_typed_small(char c)
{
	return is_one_of(c, "\xE0\xE8\xE9\xEC\xF2\xF9\xE7\xDF");
}

/* A letter right behind an ASCII letter: +1 where its case fits the word's. */
static int
judge_case(char letter, struct around near)
{
	bool capitals = is_capital(near.before) &&
	    (is_capital(near.two_before) ||
		(char_is_alpha(near.after) && is_capital(near.after)));

	if (is_capital(letter)) {
		if (!is_capital(near.before))
			return -1;
		/* Of the words in capitals none ends so: È, Ì of CP850, À of the Mac. */
		return !byte_is_letter(near.after) && is_one_of(letter, "\xD4\xDE\xCB")
		    ? -1
		    : 1;
	}
	if (capitals && !is_typed_small(letter))
		return -1;
	/* "n° 5" of CP850 */
	if (letter == '\xF8' && is_one_of(near.before, "nN") &&
	    !byte_is_letter(near.two_before) && !byte_is_letter(near.after))
		return -1;
	return 1;
}

/* The word of letters beyond ASCII [from, to): +1 when it stands as in Western text, -1
 * when it does not, 0 when it says nothing. */
static int
judge_letters(struct str bytes, size_t from, size_t to)
{
	struct around near = around(bytes, from, to);

	if (to - from > 2 || char_is_digit(near.before) || char_is_digit(near.after))
		return -1;
	if (char_is_alpha(near.before))
		return judge_case(bytes.ptr[from], near);
	if (char_is_alpha(near.after) || near.before == '\'')
		return 1;
	return is_one_of(near.before, " \n\r") && near.after == ' ' &&
	    is_one_of(bytes.ptr[from], "\xE0\xE8\xE9\xEC\xF2\xF3\xC0\xC8\xC9\xD2\xD3");
}

/* The same for one that is no letter. */
static int
judge_mark(struct str bytes, size_t at)
{
	struct around near = around(bytes, at, at + 1);
	bool left = byte_is_letter(near.before), right = byte_is_letter(near.after);

	switch (sort_of((unsigned char)bytes.ptr[at])) {
	case SORT_OPENING:
		return left ? -1 : 1;
	case SORT_CLOSING:
		return !left ? 1 : right ? -1 : 0;
	case SORT_DASH:
		/* as the last byte of a file it joins nothing */
		if (at + 1 == bytes.len)
			return 0;
		return left && !right ? -1 : 1;
	case SORT_RARE:
		return left || right ? -1 : 0;
	case SORT_SYMBOL:
		return left && right ? -1 : 1;
	default:
		return 1;
	}
}

static bool
is_control(char c)
{
	return ((unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r' &&
		   c != '\f') ||
	    c == '\x7F';
}

/* 0xFF fills broken records far more often than it is the letter of a French name. */
static bool
is_real_y(struct around near)
{
	return char_is_alpha(near.before) ||
	    (char_is_blank(near.before) && char_is_blank(near.after));
}

/* Bytes that no text in CP1252 has, at least not here. */
static bool
is_foreign(struct str bytes, size_t at)
{
	unsigned char byte = (unsigned char)bytes.ptr[at];

	if (byte < 0x80)
		return is_control(bytes.ptr[at]) &&
		    !(byte == 0x1A && at + 1 == bytes.len);
	return sort_of(byte) == SORT_ABSENT ||
	    (byte == 0xFF && !is_real_y(around(bytes, at, at + 1)));
}

static bool
reads_as_western(const struct input *in)
{
	struct str bytes = in->bytes;
	size_t good = 0, bad = 0, mute = 0, forgotten = 0, to;

	for (size_t at = 0; at < bytes.len; at = to) {
		int verdict;

		input_forget_behind(in, at, &forgotten);
		to = at + 1;
		if (is_foreign(bytes, at))
			return false;
		if ((unsigned char)bytes.ptr[at] < 0x80)
			continue;
		if (sort_of((unsigned char)bytes.ptr[at]) == SORT_LETTER) {
			while (to < bytes.len && (unsigned char)bytes.ptr[to] >= 0x80 &&
			    sort_of((unsigned char)bytes.ptr[to]) == SORT_LETTER)
				to++;
			verdict = judge_letters(bytes, at, to);
		} else {
			verdict = judge_mark(bytes, at);
		}
		good += verdict > 0;
		bad += verdict < 0;
		mute += verdict == 0;
	}
	return good > 0 && bad * 8 <= good && mute <= good * 4;
}

/* True where a currency sign stands: beside an amount, or alone in brackets. */
static bool
is_currency(struct str bytes, size_t at)
{
	struct around near = around(bytes, at, at + 1);
	char before = near.before, after = near.after;

	if (before == ' ' && at > 1)
		before = near.two_before;
	if (after == ' ')
		after = around(bytes, at, at + 2).after;
	return char_is_digit(before) || char_is_digit(after) ||
	    (before == '(' && after == ')');
}

/* CP1252 and ISO-8859-15 differ in eight signs; 0xA4 is the euro of the one and a sign
 * that nobody writes in the other, and only CP1252 has characters in 0x80 to 0x9F. */
static const struct csv_charset *
choose_western(const struct input *in)
{
	struct str bytes = in->bytes;
	size_t forgotten = 0;
	bool euro = false;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = (unsigned char)bytes.ptr[i];

		input_forget_behind(in, i, &forgotten);
		if (byte >= 0x80 && byte < 0xA0)
			return csv_charset_find(STR("CP1252"));
		if (byte == 0xA4 && is_currency(bytes, i))
			euro = true;
	}
	return csv_charset_find(euro ? STR("ISO-8859-15") : STR("CP1252"));
}

const struct csv_charset *
csv_charset_western(const struct input *in)
{
	return reads_as_western(in) ? choose_western(in) : NULL;
}
