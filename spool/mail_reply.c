/* One table from reply codes and enhanced codes to what should happen next. */
#include "spool/mail_reply.h"

/* The first row that fits decides. `basic` is a reply code's beginning; `enhanced` the
 * subject and detail of RFC 3463 (x.SUBJECT.DETAIL), "" for any, "." for none given. */
static const struct {
	const char *basic;
	const char *enhanced;
	struct mail_refusal refusal;
} reply_rows[] = {
    {"2", "", {DELIVERY_DONE, NULL, false}},
    {"421", "", {DELIVERY_TRANSIENT, "MAIL_LATER", true}},
    {"454", "", {DELIVERY_TRANSIENT, "MAIL_LATER", true}},
    {"53", "", {DELIVERY_TRANSIENT, "COURIER_AUTH", true}},
    {"4", "2.2", {DELIVERY_TRANSIENT, "MAIL_MAILBOX_FULL", false}},
    {"4", "7.", {DELIVERY_TRANSIENT, "MAIL_LATER", true}},
    {"4", "3.", {DELIVERY_TRANSIENT, "MAIL_LATER", true}},
    {"4", "", {DELIVERY_TRANSIENT, "MAIL_LATER", false}},
    {"5", "1.1", {DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false}},
    {"5", "1.10", {DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false}},
    {"5", "1.2", {DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false}},
    {"5", "1.3", {DELIVERY_PERMANENT, "MAIL_ADDRESS_INVALID", false}},
    {"5", "1.6", {DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false}},
    {"5", "1.7", {DELIVERY_TRANSIENT, "MAIL_SENDER_REFUSED", true}},
    {"5", "1.8", {DELIVERY_TRANSIENT, "MAIL_SENDER_REFUSED", true}},
    {"5", "2.1", {DELIVERY_PERMANENT, "MAIL_MAILBOX_DISABLED", false}},
    {"5", "2.2", {DELIVERY_PERMANENT, "MAIL_MAILBOX_FULL", false}},
    {"5", "2.3", {DELIVERY_PERMANENT, "MAIL_TOO_LARGE", false}},
    {"5", "3.4", {DELIVERY_PERMANENT, "MAIL_TOO_LARGE", false}},
    {"5", "4.4", {DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false}},
    {"5", "7.8", {DELIVERY_TRANSIENT, "COURIER_AUTH", true}},
    {"551", ".", {DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false}},
    {"552", ".", {DELIVERY_PERMANENT, "MAIL_TOO_LARGE", false}},
    {"553", ".", {DELIVERY_PERMANENT, "MAIL_ADDRESS_INVALID", false}},
    {"5", "", {DELIVERY_PERMANENT, "MAIL_REFUSED", false}},
};

static size_t
digits(struct str s)
{
	size_t n = 0;

	while (n < s.len && char_is_digit(s.ptr[n]))
		n++;
	return n;
}

/* "5.1.1 text" -> "1.1"; empty when the text does not begin so. */
static struct str
enhanced_of(struct str text)
{
	size_t subject, detail;

	if (text.len < 5 || text.ptr[1] != '.' || strchr("245", text.ptr[0]) == NULL)
		return STR("");
	text = str_slice(text, 2, text.len);
	subject = digits(text);
	if (subject == 0 || subject > 3 || subject >= text.len ||
	    text.ptr[subject] != '.')
		return STR("");
	detail = digits(str_slice(text, subject + 1, text.len));
	return detail == 0 || detail > 3 ? STR("")
					 : str_slice(text, 0, subject + 1 + detail);
}

static bool
enhanced_fits(const char *wanted, struct str enhanced)
{
	size_t len = strlen(wanted);

	if (len == 0)
		return true;
	if (strcmp(wanted, ".") == 0)
		return enhanced.len == 0;
	return wanted[len - 1] == '.' ? str_starts(enhanced, str_of(wanted))
				      : str_is(enhanced, wanted);
}

struct mail_refusal
mail_reply_sort(struct str reply)
{
	struct str text = str_trim(str_slice(reply, 4, reply.len)), enhanced;

	if (digits(reply) != 3)
		return (struct mail_refusal){DELIVERY_TRANSIENT, "COURIER_LOST", false};
	enhanced = enhanced_of(text);
	for (size_t i = 0; i < sizeof reply_rows / sizeof reply_rows[0]; i++)
		if (str_starts(reply, str_of(reply_rows[i].basic)) &&
		    enhanced_fits(reply_rows[i].enhanced, enhanced))
			return reply_rows[i].refusal;
	return (struct mail_refusal){DELIVERY_TRANSIENT, "MAIL_LATER", false};
}
