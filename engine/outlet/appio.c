/*
 * The outlet `appio`: one message of App IO per position whose debtor is a person, with
 * the data that let it be paid there. The fiscal code is the artefact's recipient, not
 * part of the message. Source: io-functions-services, messages API 2.1.9 (NewMessage);
 * subjects 10 to 120 characters, texts 80 to 10000.
 */
#include "outlet/left_out.h"

#include "base/json.h"
#include "base/text.h"

enum { SUBJECT_MOST = 100, PERSON_CODE = 16 };

/* The words of a message; the fields stand between them in this order. */
struct message_words {
	struct sentence subject, issued, reason, amount, due, number, how;
};

static const struct message_words words = {
    .subject = {"Avviso di pagamento: ", "Payment notice: "},
    .issued = {" ha emesso un avviso di pagamento.\n\n",
	" has issued a payment notice.\n\n"},
    .reason = {"- Causale: ", "- Reason: "},
    .amount = {"\n- Importo: ", "\n- Amount: "},
    .due = {" euro\n- Scadenza: ", " euro\n- Due date: "},
    .number = {"\n- Numero avviso: ", "\n- Notice number: "},
    .how = {"\n\nSi può pagare da questo messaggio, oppure con la propria banca, alle "
	    "Poste e presso tutti i punti abilitati a pagoPA.\n",
	"\n\nIt can be paid from this message, or through one's bank, at post offices "
	"and "
	"wherever pagoPA is accepted.\n"},
};

static enum lang
language_of(const struct outlet_run *r)
{
	return str_is(r->outlet->language, "en") ? LANG_EN : LANG_IT;
}

static struct str
subject_of(const struct outlet_run *r, const struct position *p, struct arena *a)
{
	return text_cut(arena_format(a, "%s%.*s", say(&words.subject, language_of(r)),
			    STR_ARG(p->description)),
	    SUBJECT_MOST);
}

static struct str
text_of(const struct outlet_run *r, const struct position *p, struct arena *a)
{
	enum lang lang = language_of(r);
	struct out o;

	out_open_memory(&o, a);
	out_str(&o, r->creditor->name);
	out_text(&o, say(&words.issued, lang));
	out_text(&o, say(&words.reason, lang));
	out_str(&o, p->description);
	out_text(&o, say(&words.amount, lang));
	money_write_italian(&o, p->options[0].cents);
	out_text(&o, say(&words.due, lang));
	date_write_italian(&o, p->options[0].due);
	out_text(&o, say(&words.number, lang));
	out_text(&o, p->options[0].nav);
	out_text(&o, say(&words.how, lang));
	return out_bytes_of(&o);
}

static void
write_payment(struct json *j, const struct outlet_run *r, const struct position *p)
{
	const struct payment_option *o = &p->options[0];

	json_object(j, "payment_data");
	json_i64(j, "amount", o->cents);
	json_text(j, "notice_number", o->nav);
	json_bool(j, "invalid_after_due_date", date_compare(p->valid_to, o->due) <= 0);
	json_object(j, "payee");
	json_str(j, "fiscal_code", r->creditor->fiscal_code);
	json_end(j);
	json_end(j);
}

static void
write_content(
    struct json *j, const struct outlet_run *r, const struct position *p, struct arena *a)
{
	json_object(j, NULL);
	json_object(j, "content");
	json_str(j, "subject", subject_of(r, p, a));
	json_str(j, "markdown", text_of(r, p, a));
	write_payment(j, r, p);
	json_str(j, "due_date",
	    arena_format(a, "%s%s", date_iso(p->options[0].due).text, "T22:59:59.000Z"));
	json_end(j);
	json_end(j);
}

static int
write_message(
    struct outlet_run *r, const struct position *p, struct arena *a, struct err *e)
{
	struct str name =
	    arena_format(a, "IO_%s_r%jd.json", p->iupd, (intmax_t)p->revision);
	struct outlet_file f;
	struct json j;

	if (outlet_open(r, &f, name, e) != 0)
		return -1;
	json_open(&j, &f.out, 0);
	write_content(&j, r, p, a);
	f.recipient = arena_str(r->arena, p->debtor.fiscal_code);
	f.position = p->id;
	return outlet_close(&f, 1, p->options[0].cents, e);
}

static int
write_all(struct outlet_run *r, struct left_out *left, struct err *e)
{
	struct arena row = {0};
	struct position p;
	struct rows rows;
	int got = 0, status = 0;

	if (positions_of_file(r->db, &rows, r->batch.file,
		arena_cstr(r->arena, r->batch.operation), e) != 0)
		return -1;
	while (status == 0 && (got = rows_next(&rows, e)) > 0) {
		arena_reset(&row);
		status = position_read(r->db, &rows, &p, &row, e);
		if (status == 0)
			status = p.debtor.fiscal_code.len == PERSON_CODE
			    ? write_message(r, &p, &row, e)
			    : left_out_add(
				  left, &p, "APPIO_NO_PERSON", p.debtor.fiscal_code, e);
	}
	rows_close(&rows);
	arena_close(&row);
	return status != 0 || got < 0 ? -1 : 0;
}

int
appio_write(struct outlet_run *r, struct err *e)
{
	struct left_out left = {.run = r, .name = "appio"};

	if (write_all(r, &left, e) != 0) {
		left_out_abandon(&left);
		return -1;
	}
	return left_out_close(&left, e);
}
