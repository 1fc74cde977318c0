/* Writing mail messages that every server takes as they are. */
#include "formats/mime.h"

#include "base/base64.h"
#include "base/date.h"
#include "base/sha256.h"
#include "base/text.h"

#include <stdio.h>

enum { LINE_MOST = 76, WORD_BYTES_MOST = 36, LOCAL_MOST = 64, ADDRESS_MOST = 254 };

static bool
is_atom(char c)
{
	return char_is_alpha(c) || char_is_digit(c) ||
	    (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Words of `allowed` characters with single dots between. */
static bool
is_dotted(struct str s, bool (*allowed)(char))
{
	struct str part;

	if (s.len == 0)
		return false;
	while (str_cut(&s, '.', &part)) {
		if (part.len == 0)
			return false;
		for (size_t i = 0; i < part.len; i++)
			if (!allowed(part.ptr[i]))
				return false;
	}
	return true;
}

static bool
is_domain(char c)
{
	return char_is_alpha(c) || char_is_digit(c) || c == '-';
}

bool
mime_address_is_valid(struct str address)
{
	size_t at = str_find(address, '@');

	return address.len <= ADDRESS_MOST && at <= LOCAL_MOST &&
	    is_dotted(str_slice(address, 0, at), is_atom) &&
	    is_dotted(str_slice(address, at + 1, address.len), is_domain);
}

/* Printable ASCII that needs no encoding in an unstructured header. */
static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < ' ' || s.ptr[i] > '~')
			return false;
	return str_find_str(s, STR("=?")) == s.len;
}

/* One line: controls and bidi marks gone, blanks single. */
static struct str
one_line(struct arena *a, struct str s)
{
	return text_clean(a, s);
}

/* RFC 2047 encoded words in base64, each of whole characters, folded one a line. */
static void
write_words(struct out *o, struct arena *a, struct str s)
{
	for (size_t from = 0; from < s.len;) {
		size_t to = from;

		while (to < s.len) {
			size_t next = to;

			text_next(s, &next);
			if (next - from > WORD_BYTES_MOST)
				break;
			to = next;
		}
		if (from > 0)
			out_text(o, "\r\n ");
		out_text(o, "=?UTF-8?B?");
		out_str(o, base64_encode(a, str_slice(s, from, to)));
		out_text(o, "?=");
		from = to;
	}
}

/* Plain text folded at blanks. */
static void
write_folded(struct out *o, struct str s, size_t column)
{
	struct str word;
	bool first = true;

	while (str_cut(&s, ' ', &word)) {
		if (!first && column + 1 + word.len > LINE_MOST) {
			out_text(o, "\r\n ");
			column = 1;
		} else if (!first) {
			out_char(o, ' ');
			column++;
		}
		out_str(o, word);
		column += word.len;
		first = false;
	}
}

/* A plain word can be longer than a line may be (998, RFC 5322 2.1.1): encoded then. */
static bool
has_long_word(struct str s)
{
	struct str word;

	while (str_cut(&s, ' ', &word))
		if (word.len > LINE_MOST)
			return true;
	return false;
}

static void
write_text_header(struct out *o, struct arena *a, struct str name, struct str value)
{
	value = one_line(a, value);
	out_format(o, "%.*s: ", STR_ARG(name));
	if (is_plain(value) && !has_long_word(value))
		write_folded(o, value, name.len + 2);
	else
		write_words(o, a, value);
	out_text(o, "\r\n");
}

static void
write_quoted(struct out *o, struct str s)
{
	out_char(o, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"' || s.ptr[i] == '\\')
			out_char(o, '\\');
		out_char(o, s.ptr[i]);
	}
	out_char(o, '"');
}

static void
write_address_header(
    struct out *o, struct arena *a, const char *name, const struct mime_address *address)
{
	struct str display = one_line(a, address->name);

	out_format(o, "%s: ", name);
	if (display.len > 0 && is_plain(display) && display.len < LINE_MOST)
		write_quoted(o, display);
	else
		write_words(o, a, display);
	if (display.len > 0)
		out_text(o, "\r\n ");
	out_format(o, "<%.*s>\r\n", STR_ARG(address->address));
}

static void
write_date(struct out *o, int64_t instant)
{
	static const char *const days[] = {
	    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t day = instant / 86400, second = instant % 86400;
	struct date d = date_from_days(day);

	out_format(o, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
	    days[date_weekday(d)], d.day, months[d.month - 1], d.year,
	    (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

/* Quoted-printable (RFC 2045, 6.7) of a text with any line ends. */
static void
write_quoted_printable(struct out *o, struct str s)
{
	size_t column = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		bool last = i + 1 == s.len || s.ptr[i + 1] == '\n' ||
		    (s.ptr[i + 1] == '\r' && i + 2 < s.len && s.ptr[i + 2] == '\n');
		bool plain = (c >= ' ' && c <= '~' && c != '=' && !(c == ' ' && last) &&
				 !(c == '.' && column == 0)) ||
		    (c == '\t' && !last);

		if (c == '\r' && i + 1 < s.len && s.ptr[i + 1] == '\n')
			continue;
		if (c == '\n') {
			out_text(o, "\r\n");
			column = 0;
			continue;
		}
		if (column + (plain ? 1 : 3) > LINE_MOST - 1) {
			out_text(o, "=\r\n");
			column = 0;
			plain = plain && c != '.';
		}
		if (plain)
			out_char(o, (char)c);
		else
			out_format(o, "=%02X", c);
		column += plain ? 1 : 3;
	}
	out_text(o, "\r\n");
}

static void
write_text_part(struct out *o, const char *type, struct str text)
{
	out_format(o,
	    "Content-Type: %s; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    type);
	write_quoted_printable(o, text);
}

/* The name in the form of RFC 2231, in pieces that fit a line. */
static void
write_extended_name(struct out *o, struct str name)
{
	for (size_t i = 0, part = 0; i < name.len; part++) {
		out_format(o, "%s\r\n filename*%zu*=%s", part > 0 ? ";" : "", part,
		    part == 0 ? "UTF-8''" : "");
		for (size_t column = 0; i < name.len && column < 48; i++) {
			char c = name.ptr[i];
			bool plain = char_is_alpha(c) || char_is_digit(c) ||
			    (c != '\0' && strchr(".-_", c) != NULL);

			if (plain)
				out_char(o, c);
			else
				out_format(o, "%%%02X", (unsigned)(unsigned char)c);
			column += plain ? 1 : 3;
		}
	}
	out_text(o, "\r\n");
}

/* Readers that do not know RFC 2231 find an ASCII name in the type. */
static void
write_attachment(struct out *o, struct arena *a, const struct mime_attachment *attachment)
{
	struct str name = one_line(a, attachment->name);
	struct str ascii = text_ascii(a, name, '_');

	out_format(o, "Content-Type: %.*s;\r\n name=", STR_ARG(attachment->type));
	write_quoted(o, str_slice(ascii, 0, 60));
	out_text(o,
	    "\r\nContent-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment;");
	if (str_equal(ascii, name) && name.len <= 60) {
		out_text(o, "\r\n filename=");
		write_quoted(o, name);
		out_text(o, "\r\n");
	} else {
		write_extended_name(o, name);
	}
	out_text(o, "\r\n");
	base64_write(o, attachment->bytes, LINE_MOST);
	out_text(o, "\r\n");
}

static void
write_alternative(struct out *o, const struct mime_mail *mail, const char *boundary)
{
	if (mail->html.len == 0) {
		write_text_part(o, "text/plain", mail->text);
		return;
	}
	out_format(o,
	    "Content-Type: multipart/alternative;\r\n boundary=\"a-%s\"\r\n\r\n"
	    "--a-%s\r\n",
	    boundary, boundary);
	write_text_part(o, "text/plain", mail->text);
	out_format(o, "--a-%s\r\n", boundary);
	write_text_part(o, "text/html", mail->html);
	out_format(o, "--a-%s--\r\n", boundary);
}

static void
write_body(
    struct out *o, struct arena *a, const struct mime_mail *mail, const char *boundary)
{
	if (mail->attachment_count == 0) {
		write_alternative(o, mail, boundary);
		return;
	}
	out_format(o,
	    "Content-Type: multipart/mixed;\r\n boundary=\"m-%s\"\r\n\r\n--m-%s\r\n",
	    boundary, boundary);
	write_alternative(o, mail, boundary);
	for (size_t i = 0; i < mail->attachment_count; i++) {
		out_format(o, "--m-%s\r\n", boundary);
		write_attachment(o, a, &mail->attachments[i]);
	}
	out_format(o, "--m-%s--\r\n", boundary);
}

static int
check_address(struct str address, struct err *e)
{
	if (mime_address_is_valid(address))
		return 0;
	return err_code(e, ERR_ROW, "MAIL_ADDRESS_INVALID", "%.*s",
	    STR_ARG(str_slice(address, 0, 120)));
}

static bool
is_type(struct str type)
{
	for (size_t i = 0; i < type.len; i++)
		if (!is_atom(type.ptr[i]) && type.ptr[i] != '.')
			return false;
	return str_find(type, '/') < type.len;
}

static int
check_mail(const struct mime_mail *mail, struct err *e)
{
	if (check_address(mail->from.address, e) != 0 ||
	    check_address(mail->to.address, e) != 0 ||
	    check_address(mail->message_id, e) != 0 ||
	    (mail->reply_to.address.len > 0 &&
		check_address(mail->reply_to.address, e) != 0))
		return -1;
	for (size_t i = 0; i < mail->attachment_count; i++)
		if (!is_type(mail->attachments[i].type))
			BUG("media type %.*s", STR_ARG(mail->attachments[i].type));
	for (size_t i = 0; i < mail->header_count; i++)
		if (!is_dotted(mail->headers[i].name, is_domain))
			BUG("header name %.*s", STR_ARG(mail->headers[i].name));
	return 0;
}

int
mime_write(struct out *o, const struct mime_mail *mail, struct err *e)
{
	struct arena a = {0};
	struct sha256_hex hash;

	if (check_mail(mail, e) != 0)
		return -1;
	hash = sha256_of(mail->message_id);
	hash.text[32] = '\0';
	write_date(o, mail->date);
	write_address_header(o, &a, "From", &mail->from);
	write_address_header(o, &a, "To", &mail->to);
	if (mail->reply_to.address.len > 0)
		write_address_header(o, &a, "Reply-To", &mail->reply_to);
	write_text_header(o, &a, STR("Subject"), mail->subject);
	out_format(o, "Message-ID: <%.*s>\r\n", STR_ARG(mail->message_id));
	for (size_t i = 0; i < mail->header_count; i++)
		write_text_header(o, &a, mail->headers[i].name, mail->headers[i].value);
	out_text(o, "MIME-Version: 1.0\r\n");
	write_body(o, &a, mail, hash.text);
	arena_close(&a);
	return 0;
}
