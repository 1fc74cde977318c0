/* Whole messages that tell what became of other messages. */
#include "formats/receipt_mail.h"

#include "formats/mime_read.h"
#include "formats/pec.h"

struct str
receipt_id(struct arena *a, struct str text)
{
	text = str_trim(text);
	if (str_starts(text, STR("<")))
		text = str_slice(text, 1, str_find(text, '>'));
	return arena_str(a, text);
}

struct str
receipt_address(struct arena *a, struct str text)
{
	char *out;

	text = str_trim(text);
	if (str_starts_nocase(text, STR("rfc822;")))
		text = str_trim(str_slice(text, 7, text.len));
	if (str_starts(text, STR("<")))
		text = str_slice(text, 1, str_find(text, '>'));
	out = arena_alloc(a, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		out[i] = char_lower(text.ptr[i]);
	return (struct str){out, text.len};
}

static const struct mime_part *
part_named(const struct mime_message *m, const char *name, const char *type)
{
	for (size_t i = 0; i < m->count; i++)
		if (!m->parts[i].inside_message &&
		    (name == NULL || str_equal_nocase(m->parts[i].name, str_of(name))) &&
		    (type == NULL || str_is(m->parts[i].type, type)))
			return &m->parts[i];
	return NULL;
}

/* The Message-ID of the message that came back: attached whole or as headers. */
static struct str
returned_id(struct arena *a, const struct mime_message *m)
{
	const struct mime_part *part = part_named(m, NULL, "text/rfc822-headers");

	if (part != NULL)
		return receipt_id(a, mime_header_of(a, part->body, "Message-ID"));
	for (size_t i = 0; i < m->count; i++)
		if (m->parts[i].inside_message)
			return receipt_id(
			    a, mime_header_of(a, m->parts[i].headers, "Message-ID"));
	return STR("");
}

static bool
action_kind(struct str action, enum receipt_kind *kind)
{
	if (str_starts_nocase(action, STR("failed")))
		*kind = RECEIPT_FAILED;
	else if (str_starts_nocase(action, STR("delayed")))
		*kind = RECEIPT_DELAYED;
	else if (str_starts_nocase(action, STR("delivered")) ||
	    str_starts_nocase(action, STR("relayed")) ||
	    str_starts_nocase(action, STR("expanded")))
		*kind = RECEIPT_DELIVERED;
	else
		return false;
	return true;
}

/* The group of fields at the start of *rest, up to an empty line. */
static struct str
group_next(struct str *rest)
{
	struct str all = *rest;
	size_t at = 0;

	while (at < all.len) {
		struct str line = str_slice(all, at, all.len);
		size_t len = str_find(line, '\n');

		if (str_trim(str_slice(line, 0, len)).len == 0 && at > 0)
			break;
		at += len < line.len ? len + 1 : len;
	}
	*rest = str_slice(all, at, all.len);
	return str_slice(all, 0, at);
}

static void
read_status(struct delivery_receipts *list, struct arena *a, const struct mime_message *m,
    struct str body)
{
	struct str id = returned_id(a, m);

	list->items =
	    arena_new_array(a, RECEIPT_RECIPIENTS_MOST, struct delivery_receipt);
	list->count = 0;
	while (body.len > 0 && list->count < RECEIPT_RECIPIENTS_MOST) {
		struct str group = group_next(&body), skip;
		struct delivery_receipt r = {.message_id = id};

		while (body.len > 0 && (body.ptr[0] == '\n' || body.ptr[0] == '\r')) {
			skip = str_slice(body, 1, body.len);
			body = skip;
		}
		r.recipient =
		    receipt_address(a, mime_header_of(a, group, "Original-Recipient"));
		if (r.recipient.len == 0)
			r.recipient = receipt_address(
			    a, mime_header_of(a, group, "Final-Recipient"));
		if (r.recipient.len == 0 ||
		    !action_kind(mime_header_of(a, group, "Action"), &r.kind))
			continue;
		r.error = mime_header_of(a, group, "Status");
		r.reason = mime_header_of(a, group, "Diagnostic-Code");
		list->items[list->count++] = r;
	}
}

/* daticert.xml may lack the id of our message; the provider's header has it then. */
static void
complete(struct delivery_receipts *list, struct arena *a, struct str headers)
{
	struct str id =
	    receipt_id(a, mime_header_of(a, headers, "X-Riferimento-Message-ID"));

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].message_id.len == 0)
			list->items[i].message_id = id;
}

int
receipt_message_read(
    struct delivery_receipts *list, struct arena *a, struct str bytes, struct err *e)
{
	struct mime_message m;
	const struct mime_part *part;
	struct str body;

	mime_read(&m, a, bytes);
	part = part_named(&m, "daticert.xml", NULL);
	if (part != NULL) {
		if (!mime_body_of(a, part, &body))
			return err_file(
			    e, "PEC_UNREADABLE", "daticert.xml is damaged (base64)");
		if (pec_daticert_read(list, a, body, e) != 0)
			return -1;
		complete(list, a, m.parts[0].headers);
		return 1;
	}
	part = part_named(&m, NULL, "message/delivery-status");
	if (part == NULL || !mime_body_of(a, part, &body))
		return 0;
	read_status(list, a, &m, body);
	return list->count > 0;
}
