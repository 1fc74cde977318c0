/* PEC receipts out of daticert.xml (no namespace, no DTD). */
#include "formats/pec.h"

#include "base/date.h"
#include "formats/receipt_mail.h"
#include "formats/xml_stream.h"

enum field {
	FIELD_NONE,
	FIELD_RECIPIENT,
	FIELD_DAY,
	FIELD_HOUR,
	FIELD_ID,
	FIELD_MESSAGE,
	FIELD_DELIVERED_TO,
	FIELD_REASON,
	FIELDS,
};

/* Element names and what they hold. */
static const char *const field_names[FIELDS] = {
    [FIELD_RECIPIENT] = "destinatari",
    [FIELD_DAY] = "giorno",
    [FIELD_HOUR] = "ora",
    [FIELD_ID] = "identificativo",
    [FIELD_MESSAGE] = "msgid",
    [FIELD_DELIVERED_TO] = "consegna",
    [FIELD_REASON] = "errore-esteso",
};

enum { TEXT_MOST = 4096 };

struct daticert {
	struct arena *arena;
	struct xml_stream *stream;
	bool found; /* the root is postacert */
	int depth;
	enum field field;
	char text[TEXT_MOST];
	size_t text_len;
	struct str type, error, zone;
	struct str values[FIELDS];
	struct delivery_receipt recipients[RECEIPT_RECIPIENTS_MOST];
	size_t recipient_count;
	bool ordinary; /* of the recipient being read */
};

static const struct {
	const char *type;
	enum receipt_kind kind;
} kind_rows[] = {
    {"accettazione", RECEIPT_ACCEPTED},
    {"non-accettazione", RECEIPT_NOT_ACCEPTED},
    {"presa-in-carico", RECEIPT_TAKEN_OVER},
    {"avvenuta-consegna", RECEIPT_DELIVERED},
    {"errore-consegna", RECEIPT_FAILED},
    {"preavviso-errore-consegna", RECEIPT_DELAYED},
    {"rilevazione-virus", RECEIPT_FAILED},
    {"posta-certificata", RECEIPT_INCOMING},
};

const char *
receipt_kind_name(enum receipt_kind kind)
{
	static const char *const names[] = {"accepted", "not_accepted", "taken_over",
	    "delivered", "failed", "delayed", "incoming"};

	return names[kind];
}

static struct str
attribute(struct daticert *d, const struct xml_tag *tag, const char *name)
{
	struct str value;

	return xml_attribute(tag, name, &value) ? arena_str(d->arena, value) : STR("");
}

static enum field
field_of(struct str name)
{
	for (int f = FIELD_NONE + 1; f < FIELDS; f++)
		if (str_is(name, field_names[f]))
			return (enum field)f;
	return FIELD_NONE;
}

static void
on_start(void *context, const struct xml_tag *tag)
{
	struct daticert *d = context;

	d->depth++;
	d->text_len = 0;
	d->field = field_of(tag->name.local);
	if (d->depth == 1) {
		d->found = str_is(tag->name.local, "postacert");
		d->type = attribute(d, tag, "tipo");
		d->error = attribute(d, tag, "errore");
	}
	if (d->field == FIELD_RECIPIENT)
		d->ordinary = str_is(attribute(d, tag, "tipo"), "esterno");
	if (str_is(tag->name.local, "data"))
		d->zone = attribute(d, tag, "zona");
}

static void
on_text(void *context, struct str text)
{
	struct daticert *d = context;
	size_t room = sizeof d->text - d->text_len;

	if (d->field == FIELD_NONE)
		return;
	if (text.len > room) {
		xml_stream_refuse(d->stream, "PEC_UNREADABLE",
		    "an element of daticert.xml is longer than %d bytes", TEXT_MOST);
		return;
	}
	memcpy(d->text + d->text_len, text.ptr, text.len);
	d->text_len += text.len;
}

static void
on_end(void *context, struct xml_name name)
{
	struct daticert *d = context;
	struct str text = str_trim((struct str){d->text, d->text_len});

	(void)name;
	d->depth--;
	if (d->field == FIELD_RECIPIENT && d->recipient_count < RECEIPT_RECIPIENTS_MOST)
		d->recipients[d->recipient_count++] = (struct delivery_receipt){
		    .recipient = receipt_address(d->arena, text),
		    .ordinary = d->ordinary,
		};
	else if (d->field != FIELD_NONE)
		d->values[d->field] = arena_str(d->arena, text);
	d->field = FIELD_NONE;
}

/* "14/11/2014", "18:26:32", "+0100" */
static int64_t
instant_of(const struct daticert *d)
{
	struct str clock = d->values[FIELD_HOUR], part, zone = d->zone;
	uint64_t hour, minute, second = 0, offset = 0;
	struct date day;
	int64_t at;

	if (!date_parse(d->values[FIELD_DAY], &day) || !str_cut(&clock, ':', &part) ||
	    !str_to_u64(part, &hour) || !str_cut(&clock, ':', &part) ||
	    !str_to_u64(part, &minute) || hour > 23 || minute > 59)
		return 0;
	if (clock.ptr != NULL)
		str_to_u64(clock, &second);
	if (zone.len != 5 || !str_to_u64(str_slice(zone, 1, 5), &offset))
		offset = 0;
	at = date_to_days(day) * 86400 +
	    (int64_t)(hour * 3600 + minute * 60 + second % 61);
	offset = offset / 100 * 3600 + offset % 100 * 60;
	return str_starts(zone, STR("-")) ? at + (int64_t)offset : at - (int64_t)offset;
}

/* A warning whose cause says that the 24 hours are over is final (the providers' coded
 * causes: 5.4.1). */
static enum receipt_kind
final_kind(const struct daticert *d, enum receipt_kind kind)
{
	if (kind == RECEIPT_DELAYED && str_starts(d->values[FIELD_REASON], STR("5.4.1")))
		return RECEIPT_FAILED;
	return kind;
}

static bool
is_per_recipient(enum receipt_kind kind)
{
	return kind == RECEIPT_DELIVERED || kind == RECEIPT_FAILED ||
	    kind == RECEIPT_DELAYED;
}

/* Deliveries and failures speak of one recipient ("consegna"); the rest of all. */
static void
make_receipts(struct daticert *d, enum receipt_kind kind, struct delivery_receipts *list)
{
	struct delivery_receipt one = {
	    .recipient = receipt_address(d->arena, d->values[FIELD_DELIVERED_TO])};
	struct delivery_receipt *from = d->recipients;
	size_t count = d->recipient_count;

	if ((is_per_recipient(kind) && one.recipient.len > 0) || count == 0) {
		from = &one;
		count = 1;
	}
	list->items = arena_new_array(d->arena, count, struct delivery_receipt);
	list->count = count;
	for (size_t i = 0; i < count; i++) {
		struct delivery_receipt *r = &list->items[i];

		*r = from[i];
		r->kind = final_kind(d, kind);
		r->message_id = receipt_id(d->arena, d->values[FIELD_MESSAGE]);
		r->provider_id = d->values[FIELD_ID];
		r->at = instant_of(d);
		r->reason = d->values[FIELD_REASON];
		r->error = str_is(d->error, "nessuno") ? STR("") : d->error;
		r->is_pec = true;
	}
}

int
pec_daticert_read(
    struct delivery_receipts *list, struct arena *a, struct str bytes, struct err *e)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct daticert *d = arena_new(a, struct daticert);
	int failed;

	d->arena = a;
	d->stream = xml_stream_open(STR("daticert.xml"), &handler, d, a);
	failed = xml_stream_feed(d->stream, bytes, true, e);
	xml_stream_close(d->stream);
	if (failed != 0)
		return -1;
	for (size_t i = 0; d->found && i < sizeof kind_rows / sizeof kind_rows[0]; i++)
		if (str_is(d->type, kind_rows[i].type)) {
			make_receipts(d, kind_rows[i].kind, list);
			return 0;
		}
	return err_file(e, "PEC_UNREADABLE", "daticert.xml is of type \"%.*s\"",
	    STR_ARG(str_slice(d->type, 0, 60)));
}
