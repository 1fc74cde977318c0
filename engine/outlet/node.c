/*
 * The outlet `node`: positions as the massive upload of GPD wants them: one zip with one
 * JSON file, split by its compressed size; every field that the service defaults wrongly
 * is written out. Source: pagopa-gpd-upload (openapi v2), PaymentPositionModel of
 * pagopa-debt-position.
 */
#include "outlet/outlet.h"

#include "base/json.h"
#include "formats/zip_write.h"
#include "outlet/node_outcome.h"

enum {
	CONTENT_MOST = 100 * 1000 * 1000, /* unzipped limit of the service: 100 MiB */
	DELETES_MOST = 100000,            /* IUPDs of one delete file */
	ENDING = 512, /* what closes the JSON and the zip: brackets, directory, names */
};

/* The request file being written. */
struct request {
	struct outlet_run *run;
	struct outlet_file file;
	struct zip_writer *zip;
	struct out *content;
	struct json json;
	bool is_open;
	int number; /* of the file in the batch, from 1 */
	int64_t items;
	money cents;
	uint64_t looked_at;   /* raw bytes when the compressed size was last asked for */
	uint64_t looked_size; /* what it was then */
};

static struct str
request_name(const struct request *q, const char *extension)
{
	const struct outlet_run *r = q->run;

	return arena_format(r->arena, "GPD_%.*s_%04d%02d%02d_%06jd_%.*s_%03d.%s",
	    STR_ARG(r->creditor->fiscal_code), r->day.year, r->day.month, r->day.day,
	    (intmax_t)r->batch.file, STR_ARG(r->batch.operation), q->number, extension);
}

static bool
is_delete(const struct request *q)
{
	return str_is(q->run->batch.operation, "delete");
}

static int
begin(struct request *q, struct err *e)
{
	q->number++;
	if (outlet_open(q->run, &q->file, request_name(q, "zip"), e) != 0)
		return -1;
	q->zip = zip_write_open(&q->file.out, q->run->day, &q->file.arena);
	q->content = zip_write_member(q->zip, request_name(q, "json"));
	json_open(&q->json, q->content, 0);
	json_object(&q->json, NULL);
	json_array(&q->json, is_delete(q) ? "paymentPositionIUPDs" : "paymentPositions");
	q->is_open = true;
	q->items = 0;
	q->cents = 0;
	q->looked_at = q->looked_size = 0;
	return 0;
}

static int
end(struct request *q, struct err *e)
{
	if (!q->is_open)
		return 0;
	q->is_open = false;
	json_end(&q->json);
	json_end(&q->json);
	zip_write_member_end(q->zip);
	zip_write_finish(q->zip);
	return outlet_close(&q->file, q->items, q->cents, e);
}

/* No position takes more bytes than this: keys, numbers and codes, and texts, which
 * escaping may double. */
static uint64_t
position_most(const struct request *q, const struct position *p)
{
	const struct debtor *d = &p->debtor;
	uint64_t names = q->run->creditor->name.len + q->run->creditor->office.len,
		 size = 1024 +
	    2 * (names + d->name.len + d->street.len + d->city.len + d->email.len);

	for (size_t i = 0; i < p->option_count; i++) {
		const struct payment_option *o = &p->options[i];

		size += 512 + 2 * p->description.len;
		for (size_t k = 0; k < o->transfer_count; k++)
			size += 512 + 2 * (o->transfers[k].remittance.len + names);
	}
	return size;
}

/* Whether another `more` bytes could take the file beyond a limit. What was added since
 * the last look counts as if it could not be compressed; only when that is too much is
 * the compressed size asked for again, which costs a flush. */
static bool
is_full(struct request *q, uint64_t more)
{
	uint64_t content = zip_write_content(q->zip);
	uint64_t most = (uint64_t)q->run->outlet->most_bytes;

	more += ENDING;
	if (content + more > CONTENT_MOST)
		return true;
	if (q->looked_size + (content - q->looked_at) + more <= most)
		return false;
	q->looked_at = content;
	q->looked_size = zip_write_size(q->zip);
	return q->looked_size + more > most;
}

/* The end of an Italian day as GPD reads it: a date-time compared in UTC. 22:59:59Z is
 * the last second in winter and still the same calendar day in summer. */
static void
json_day_end(struct json *j, const char *name, struct date d)
{
	char text[40];
	struct date_text iso = date_iso(d);
	size_t len = strlen(iso.text);

	memcpy(text, iso.text, len);
	memcpy(text + len, "T22:59:59.000Z", sizeof "T22:59:59.000Z");
	json_text(j, name, text);
}

static void
json_filled(struct json *j, const char *name, struct str value)
{
	if (value.len > 0)
		json_str(j, name, value);
}

static struct str
postal_iban(const struct transfer *t)
{
	/* IT kk X 07601: the ABI of Poste stands at the sixth character (MEF, BBAN of
	 * Italy). */
	return str_is(str_slice(t->iban, 5, 10), "07601") ? t->iban : (struct str){0};
}

static void
write_transfer(struct request *q, const struct transfer *t, int64_t number)
{
	const char id[2] = {(char)('0' + number), '\0'};
	struct json *j = &q->json;

	json_object(j, NULL);
	json_text(j, "idTransfer", id);
	json_i64(j, "amount", t->cents);
	json_str(j, "organizationFiscalCode", q->run->creditor->fiscal_code);
	json_str(j, "remittanceInformation", t->remittance);
	json_str(j, "category", t->taxonomy);
	json_str(j, "iban", t->iban);
	json_filled(j, "postalIban", postal_iban(t));
	json_str(j, "companyName", q->run->creditor->name);
	json_array(j, "transferMetadata");
	json_end(j);
	json_end(j);
}

static void
write_option(struct request *q, const struct position *p, const struct payment_option *o)
{
	struct json *j = &q->json;
	bool retained = date_compare(p->valid_to, o->due) >= 0;

	json_object(j, NULL);
	json_text(j, "nav", o->nav);
	json_text(j, "iuv", o->iuv);
	json_i64(j, "amount", o->cents);
	json_str(j, "description", p->description);
	json_bool(j, "isPartialPayment", o->number > 0);
	json_day_end(j, "dueDate", o->due);
	json_day_end(j, "retentionDate", retained ? p->valid_to : o->due);
	json_array(j, "transfer");
	for (size_t i = 0; i < o->transfer_count; i++)
		write_transfer(q, &o->transfers[i], (int64_t)i + 1);
	json_end(j);
	json_array(j, "paymentOptionMetadata");
	json_end(j);
	json_end(j);
}

static void
write_debtor(struct json *j, const struct debtor *d)
{
	json_str(j, "type", d->type);
	json_str(j, "fiscalCode", d->fiscal_code);
	json_str(j, "fullName", d->name);
	json_filled(j, "streetName", d->street);
	json_filled(j, "civicNumber", d->civic);
	json_filled(j, "postalCode", d->cap);
	json_filled(j, "city", d->city);
	json_filled(j, "province", d->province);
	json_filled(j, "country", d->country);
	json_filled(j, "email", d->email);
}

static void
write_position(struct request *q, const struct position *p)
{
	const struct conf_creditor *c = q->run->creditor;
	struct json *j = &q->json;

	json_object(j, NULL);
	json_text(j, "iupd", p->iupd);
	json_bool(j, "payStandIn", c->stand_in);
	write_debtor(j, &p->debtor);
	json_bool(j, "switchToExpired", c->switch_to_expired);
	json_str(j, "companyName", c->name);
	json_filled(j, "officeName", c->office);
	json_array(j, "paymentOption");
	for (size_t i = 0; i < p->option_count; i++)
		write_option(q, p, &p->options[i]);
	json_end(j);
	json_end(j);
}

static int
add_position(struct request *q, const struct position *p, struct err *e)
{
	uint64_t more = is_delete(q) ? sizeof p->iupd + 4 : position_most(q, p);

	if (q->is_open &&
	    ((is_delete(q) && q->items >= DELETES_MOST) || is_full(q, more)) &&
	    end(q, e) != 0)
		return -1;
	if (!q->is_open && begin(q, e) != 0)
		return -1;
	if (is_delete(q))
		json_text(&q->json, NULL, p->iupd);
	else
		write_position(q, p);
	q->items++;
	q->cents += p->cents;
	if (q->run->progress != NULL && q->items % 1024 == 0)
		q->run->progress(q->run->progress_context, q->items);
	return 0;
}

int
node_write(struct outlet_run *r, struct err *e)
{
	struct request q = {.run = r};
	struct arena row = {0};
	struct position p;
	struct rows rows;
	int got;

	if (str_starts(r->batch.operation, STR("outcome-")))
		return node_outcome_write(r, e);
	if (positions_of_file(r->db, &rows, r->batch.file,
		arena_cstr(r->arena, r->batch.operation), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		arena_reset(&row);
		if (position_read(r->db, &rows, &p, &row, e) != 0 ||
		    add_position(&q, &p, e) != 0)
			break;
	}
	rows_close(&rows);
	arena_close(&row);
	if (got == 0)
		got = end(&q, e);
	else if (q.is_open)
		outlet_abandon(&q.file);
	if (got != 0)
		return -1;
	q.number = 0;
	return outlet_manifest(r, request_name(&q, "manifest.json"), e);
}
