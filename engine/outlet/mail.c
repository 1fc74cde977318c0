/*
 * The outlet `mail`: for every position one message to each address of its debtor, with
 * the notice attached. The Message-ID is made of position, revision and recipient, so
 * that a message sent twice is seen to be one.
 */
#include "outlet/left_out.h"

#include "base/input.h"
#include "base/map.h"
#include "base/text.h"
#include "formats/mime.h"
#include "formats/template.h"
#include "outlet/notice_paper.h"
#include "outlet/share.h"

#include <fcntl.h>
#include <unistd.h>

enum { LETTER_MOST = 1 << 20, ID_SIZE = 16 };

/* The run of one batch. */
struct mailing {
	struct outlet_run *run;
	struct arena arena; /* as long as the run */
	struct notice_paper paper;
	struct str text, html; /* templates */
	struct str from;
	int64_t date;
	struct left_out left;
};

/* The sender: that of the first mail courier, since mailboxes take nobody else's. */
static int
find_sender(struct mailing *m, struct err *e)
{
	const struct conf_list *couriers = &m->run->outlet->couriers;

	for (size_t i = 0; i < couriers->count; i++) {
		const struct conf_courier *c =
		    conf_courier_find(m->run->conf, couriers->items[i]);

		if (c == NULL || !str_is(c->kind, "mail"))
			continue;
		for (const struct conf_setting *s = c->settings; s->name.len > 0; s++)
			if (str_is(s->name, "from") && mime_address_is_valid(s->value)) {
				m->from = s->value;
				return 0;
			}
	}
	return err_code(e, ERR_CONF, "MAIL_NO_SENDER", "outlet mail");
}

static int
read_letter(struct mailing *m, const char *ending, struct str *text, struct err *e)
{
	const char *folder = share_folder("letters", &m->arena),
		   *language = m->run->conf->language == LANG_IT ? "it" : "en";
	struct str path;
	struct input in;
	int fd, status;

	if (folder == NULL)
		return err_code(e, ERR_CONF, "MAIL_LETTERS", "RISCONTRO_LETTERS");
	path = arena_format(&m->arena, "%s/notice.%s.%s", folder, language, ending);
	fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_code(e, ERR_CONF, "MAIL_LETTERS", "%.*s", STR_ARG(path));
	status = input_map(&in, fd, path, LETTER_MOST, e);
	close(fd);
	if (status != 0)
		return -1;
	*text = arena_str(&m->arena, in.bytes);
	input_unmap(&in);
	return 0;
}

static struct str
money_text(money cents, struct arena *a)
{
	struct out o;

	out_open_memory(&o, a);
	money_write_italian(&o, cents);
	return out_bytes_of(&o);
}

static struct str
date_text_of(struct date d, struct arena *a)
{
	struct out o;

	out_open_memory(&o, a);
	date_write_italian(&o, d);
	return out_bytes_of(&o);
}

static int
fill_letters(struct mailing *m, const struct position *p, struct mime_mail *mail,
    struct arena *a, struct err *e)
{
	const struct conf_creditor *c = m->run->creditor;
	const struct template_field fields[] = {
	    {"nome", p->debtor.name},
	    {"ente", c->name},
	    {"causale", p->description},
	    {"importo", money_text(p->options[0].cents, a)},
	    {"scadenza", date_text_of(p->options[0].due, a)},
	    {"numero_avviso", str_of(p->options[0].nav)},
	    {"codice_fiscale_ente", c->fiscal_code},
	    {"contatti", c->contacts},
	    {NULL, {NULL, 0}},
	};
	struct out text, html;

	out_open_memory(&text, a);
	out_open_memory(&html, a);
	if (template_fill(&text, m->text, TEMPLATE_TEXT, fields, e) != 0 ||
	    template_fill(&html, m->html, TEMPLATE_HTML, fields, e) != 0)
		return -1;
	mail->text = out_bytes_of(&text);
	mail->html = out_bytes_of(&html);
	return 0;
}

/* "IUPD.REVISION.HASH@domain": the same for the same message, whenever it is made. */
static struct str
message_id(
    const struct mailing *m, const struct position *p, struct str to, struct arena *a)
{
	struct sha256_hex digest = sha256_of(to);
	size_t at = str_find(m->from, '@');

	return arena_format(a, "%s.%jd.%.*s@%.*s", p->iupd, (intmax_t)p->revision,
	    ID_SIZE, digest.text, STR_ARG(str_slice(m->from, at + 1, m->from.len)));
}

static int
write_message(struct mailing *m, const struct position *p, const struct mime_mail *mail,
    const char *kind, struct arena *a, struct err *e)
{
	struct outlet_file f;

	if (outlet_open(m->run, &f,
		arena_format(
		    a, "avviso_%s_r%jd_%s.eml", p->iupd, (intmax_t)p->revision, kind),
		e) != 0)
		return -1;
	if (mime_write(&f.out, mail, e) != 0) {
		outlet_abandon(&f);
		return -1;
	}
	f.recipient = arena_str(m->run->arena, mail->to.address);
	f.message_id = arena_str(m->run->arena, mail->message_id);
	f.position = p->id;
	return outlet_close(&f, 1, p->options[0].cents, e);
}

/* One message to one address; an address that no server takes is a row of the report. */
static int
mail_to(struct mailing *m, const struct position *p, struct mime_mail *mail,
    struct str address, const char *kind, struct arena *a, struct err *e)
{
	struct mime_header receipt = {STR("X-TipoRicevuta"), STR("breve")};
	bool is_pec = strcmp(kind, "pec") == 0;
	int status;

	if (!mime_address_is_valid(address))
		return left_out_add(&m->left, p, "MAIL_ADDRESS_INVALID", address, e);
	mail->to = (struct mime_address){p->debtor.name, address};
	mail->message_id = message_id(m, p, address, a);
	mail->headers = &receipt;
	mail->header_count = is_pec;
	status = write_message(m, p, mail, kind, a, e);
	mail->headers = NULL;
	mail->header_count = 0;
	return status;
}

static bool
wants(const struct mailing *m, const char *kind)
{
	return str_is(m->run->outlet->addresses, kind) ||
	    str_is(m->run->outlet->addresses, "both");
}

static int
mail_position(struct mailing *m, const struct position *p, struct arena *a, struct err *e)
{
	struct str email = wants(m, "email") ? p->debtor.email : (struct str){0},
		   pec = wants(m, "pec") ? p->debtor.pec : (struct str){0};
	struct mime_attachment notice = {
	    .name = arena_format(a, "avviso_%s.pdf", p->options[0].nav),
	    .type = STR("application/pdf")};
	struct mime_mail mail = {
	    .from = {m->run->creditor->name, m->from},
	    .subject = arena_format(a, "%.*s: avviso di pagamento %s",
		STR_ARG(text_cut(m->run->creditor->name, 60)), p->options[0].nav),
	    .date = m->date,
	    .attachments = &notice,
	    .attachment_count = 1,
	};
	struct notice n = notice_of_position(p, m->run->day, a);
	struct notice_result result;
	struct out pdf;

	if (email.len == 0 && pec.len == 0)
		return left_out_add(&m->left, p, "MAIL_NO_ADDRESS", STR(""), e);
	out_open_memory(&pdf, a);
	if (fill_letters(m, p, &mail, a, e) != 0)
		return -1;
	if (notice_print(m->paper.press, &n, &pdf, &result, e) != 0)
		return e->kind == ERR_ROW && e->code != NULL
		    ? left_out_add(&m->left, p, e->code, str_of(e->text), e)
		    : -1;
	notice.bytes = out_bytes_of(&pdf);
	if (email.len > 0 && mail_to(m, p, &mail, email, "email", a, e) != 0)
		return -1;
	if (pec.len == 0 || str_equal_nocase(pec, email))
		return 0;
	return mail_to(m, p, &mail, pec, "pec", a, e);
}

static int
mail_all(struct mailing *m, struct err *e)
{
	struct outlet_run *r = m->run;
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
			status = mail_position(m, &p, &row, e);
		if (r->progress != NULL && r->made_count % 64 == 0)
			r->progress(r->progress_context, (int64_t)r->made_count);
	}
	rows_close(&rows);
	arena_close(&row);
	return status != 0 || got < 0 ? -1 : 0;
}

int
mail_write(struct outlet_run *r, struct err *e)
{
	struct mailing m = {.run = r, .left = {.run = r, .name = "mail"}};
	int status = -1;

	if (!instant_parse(r->batch.created_at, &m.date))
		BUG("batch %jd has no instant", (intmax_t)r->batch.id);
	if (find_sender(&m, e) == 0 && read_letter(&m, "txt", &m.text, e) == 0 &&
	    read_letter(&m, "html", &m.html, e) == 0 &&
	    notice_paper_open(&m.paper, r->creditor, false, e) == 0)
		status = mail_all(&m, e);
	if (m.paper.press != NULL)
		notice_paper_close(&m.paper);
	if (status == 0)
		status = left_out_close(&m.left, e);
	else
		left_out_abandon(&m.left);
	arena_close(&m.arena);
	return status;
}
