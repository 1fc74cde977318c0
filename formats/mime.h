/*
 * Mail messages as bytes: RFC 5322 headers, RFC 2047 and 2231 for what is not ASCII, a
 * text with an HTML twin, attachments in base64, lines of at most 76 characters ended by
 * CR LF, 7 bit throughout. The same message gives the same bytes: date, Message-ID and
 * therefore boundaries come from the caller.
 */
#ifndef FORMATS_MIME_H
#define FORMATS_MIME_H

#include "base/err.h"
#include "base/out.h"

struct mime_address {
	struct str name; /* may be empty */
	struct str address;
};

struct mime_attachment {
	struct str name;
	struct str type; /* "application/pdf" */
	struct str bytes;
};

struct mime_header {
	struct str name, value;
};

struct mime_mail {
	struct mime_address from, to;
	struct mime_address reply_to; /* may be empty */
	struct str subject;
	struct str message_id; /* "key@domain", without angle brackets */
	int64_t date;          /* instant */
	struct str text;       /* UTF-8, any line ends */
	struct str html;       /* UTF-8, may be empty */
	const struct mime_attachment *attachments;
	size_t attachment_count;
	/* Further headers: X-TipoRicevuta: breve (PEC, DM 2/11/2005) ... */
	const struct mime_header *headers;
	size_t header_count;
};

/* local@domain in the ASCII form that every server takes (RFC 5321, 4.1.2, dot-atoms
 * only): at most 64 and 254 characters. */
bool mime_address_is_valid(struct str address);

/* Writes the whole message to a memory writer or a file. Control characters in names,
 * subject and header values become blanks, so nothing can begin another header. -1
 * (ERR_ROW, MAIL_ADDRESS_INVALID) when an address or the Message-ID is not well formed;
 * nothing is written then. */
int mime_write(struct out *o, const struct mime_mail *mail, struct err *e);

#endif
