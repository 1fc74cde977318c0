/* What phones and post offices read from a notice, letter by letter. */
#include "formats/notice_codes.h"

#include "base/text.h"
#include "model/iuv.h"

enum { NAME_LENGTH = 40, SUBJECT_LENGTH = 110, CODE_LENGTH = 16, ACCOUNT_LENGTH = 12 };

struct str
notice_qr_text(struct arena *a, const char *nav, struct str creditor_code, money cents)
{
	char text[QR_TEXT_SIZE];

	if (!qr_text(str_of(nav), creditor_code, cents, text))
		BUG("a payment that was checked has no QR text");
	return arena_str(a, str_of(text));
}

static char
slip_sign(char c)
{
	c = char_upper(c);
	if (char_is_upper(c) || char_is_digit(c) ||
	    (c != '\0' && strchr(" &'-.:_,", c) != NULL))
		return c;
	return ' ';
}

/* Letters are spelled in capitals, signs outside the set become blanks, and signs beyond
 * ASCII are dropped. */
static struct str
plain(struct arena *a, struct str text)
{
	struct out clean;

	out_open_memory(&clean, a);
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		uint32_t c = text_next(text, &at);
		struct str letters;

		if (c < 0x80) {
			out_char(&clean, slip_sign((char)c));
			continue;
		}
		letters = text_ascii(a, str_slice(text, from, at), ' ');
		for (size_t i = 0; i < letters.len; i++)
			if (char_is_alpha(letters.ptr[i]) ||
			    char_is_digit(letters.ptr[i]))
				out_char(&clean, char_upper(letters.ptr[i]));
	}
	return out_bytes_of(&clean);
}

/* The text in a field of blanks, cut to its width. */
static void
put_left(char *field, size_t width, struct str text)
{
	memset(field, ' ', width);
	memcpy(
	    field, text.ptr == NULL ? "" : text.ptr, text.len < width ? text.len : width);
}

static void
put_digits(char *field, size_t width, struct str digits)
{
	memset(field, '0', width);
	if (digits.len > width)
		digits = str_slice(digits, digits.len - width, digits.len);
	if (digits.len > 0)
		memcpy(field + width - digits.len, digits.ptr, digits.len);
}

struct str
notice_slip_text(struct arena *a, const struct notice_look *look, const struct notice *n,
    const struct notice_payment *payment)
{
	char *t = arena_alloc(a, NBPA_LENGTH + 1);
	struct str cents = arena_format(a, "%lld", (long long)payment->cents);

	memset(t, ' ', NBPA_LENGTH);
	memcpy(t, "codfase=NBPA;18", 15);
	memcpy(t + 15, payment->nav, 18);
	memcpy(t + 33, "12", 2);
	put_digits(t + 35, ACCOUNT_LENGTH, look->postal_account);
	memcpy(t + 47, "10", 2);
	put_digits(t + 49, 10, cents);
	memcpy(t + 59, "38961P1", 7);
	put_digits(t + 66, 11, look->creditor_code);
	put_left(t + 77, CODE_LENGTH, plain(a, n->debtor_code));
	put_left(t + 93, NAME_LENGTH, plain(a, n->debtor_name));
	put_left(t + 133, SUBJECT_LENGTH, plain(a, n->subject));
	t[NBPA_LENGTH - 1] = 'A';
	return (struct str){t, NBPA_LENGTH};
}
