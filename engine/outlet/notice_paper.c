/* The creditor's look from the configuration, and what each position puts on it. */
#include "outlet/notice_paper.h"

#include "base/input.h"
#include "base/text.h"
#include "model/iban.h"
#include "outlet/share.h"

#include <fcntl.h>
#include <unistd.h>

enum {
	LOGO_MOST = 4 << 20,
	CREDITOR_MOST = 100,
	OFFICE_MOST = 50,
	CONTACTS_MOST = 100,
	SUBJECT_MOST = 90
};

/* The guide's fonts; when they are nowhere a free font of the system stands in. */
static const char *
font_folder(struct arena *a)
{
	const char *fonts = share_folder("fonts", a);

	if (fonts == NULL && access("/usr/share/fonts/truetype/dejavu", R_OK | X_OK) == 0)
		return "/usr/share/fonts/truetype/dejavu";
	return fonts;
}

/* The logo's bytes, read whole; a logo that cannot be read is the configuration's fault.
 */
static int
read_logo(struct notice_paper *p, struct str path, struct str *bytes, struct err *e)
{
	struct input in;
	int fd, status;

	*bytes = (struct str){0};
	if (path.len == 0)
		return 0;
	fd = open(arena_cstr(&p->arena, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_code(e, ERR_CONF, "NOTICE_LOGO", "logo %.*s cannot be opened",
		    STR_ARG(path));
	status = input_map(&in, fd, path, LOGO_MOST, e);
	close(fd);
	if (status != 0)
		return -1;
	*bytes = arena_str(&p->arena, in.bytes);
	input_unmap(&in);
	return 0;
}

/* The first account that Poste has authorised, if any: its slip is printed. */
static void
set_slip(struct notice_look *look, const struct conf_creditor *c, struct arena *a)
{
	struct iban iban;

	for (size_t i = 0; i < c->account_count; i++) {
		const struct conf_account *account = &c->accounts[i];

		if (account->postal_authorisation.len == 0 ||
		    iban_check(account->iban, &iban) != IBAN_OK || !iban.is_postal)
			continue;
		look->postal_account = arena_str(a, str_of(iban.postal_account));
		look->postal_holder = account->holder;
		look->postal_authorisation = account->postal_authorisation;
		return;
	}
}

int
notice_paper_open(
    struct notice_paper *p, const struct conf_creditor *c, bool is_proof, struct err *e)
{
	struct notice_look look = {
	    .creditor_name = text_cut(c->name, CREDITOR_MOST),
	    .creditor_code = c->fiscal_code,
	    .office = text_cut(c->office, OFFICE_MOST),
	    .contacts = text_cut(c->contacts, CONTACTS_MOST),
	    .cbill = c->cbill,
	    .channels = (c->website.len > 0 ? NOTICE_SITE : 0u) |
		(c->app.len > 0 ? NOTICE_APP : 0u),
	    .channel_owner = c->website.len > 0 ? c->website : c->app,
	    .language = notice_language_find(c->notice_language),
	    .second = notice_language_find(c->notice_second_language),
	    .is_proof = is_proof,
	};

	*p = (struct notice_paper){.press = NULL};
	set_slip(&look, c, &p->arena);
	if (read_logo(p, c->logo, &look.logo, e) != 0 ||
	    notice_press_open(&p->press, &look, font_folder(&p->arena), &p->arena, e) !=
		0) {
		arena_close(&p->arena);
		return -1;
	}
	return 0;
}

void
notice_paper_close(struct notice_paper *p)
{
	if (p->press != NULL)
		notice_press_close(p->press);
	p->press = NULL;
	arena_close(&p->arena);
}

struct str
notice_file_name(struct str pattern, const struct position *p, struct arena *a)
{
	struct out o;
	size_t at = 0;

	out_open_memory(&o, a);
	while (at < pattern.len) {
		struct str rest = str_slice(pattern, at, pattern.len), field;
		size_t close;

		if (pattern.ptr[at] != '{' || (close = str_find(rest, '}')) == rest.len) {
			out_char(&o, pattern.ptr[at] == '/' ? '-' : pattern.ptr[at]);
			at++;
			continue;
		}
		field = str_slice(rest, 1, close);
		if (str_is(field, "codice_fiscale"))
			out_str(&o, p->debtor.fiscal_code);
		else if (str_is(field, "anno"))
			out_i64(&o, p->anno);
		else if (str_is(field, "iuv"))
			out_text(&o, p->options[0].iuv);
		else if (str_is(field, "numero_avviso"))
			out_text(&o, p->options[0].nav);
		else if (str_is(field, "iupd"))
			out_text(&o, p->iupd);
		else
			out_str(&o, str_slice(rest, 0, close + 1));
		at += close + 1;
	}
	return out_bytes_of(&o);
}

/* The lines of the address, as an envelope has them. */
static size_t
address_lines(const struct debtor *d, struct str lines[3], struct arena *a)
{
	size_t count = 0;
	struct str town;

	if (d->street.len > 0)
		lines[count++] = str_trim(
		    arena_format(a, "%.*s %.*s", STR_ARG(d->street), STR_ARG(d->civic)));
	town = str_trim(arena_format(a, "%.*s %.*s", STR_ARG(d->cap), STR_ARG(d->city)));
	if (d->province.len > 0)
		town =
		    arena_format(a, "%.*s (%.*s)", STR_ARG(town), STR_ARG(d->province));
	if (town.len > 0)
		lines[count++] = town;
	if (d->country.len > 0 && !str_is(d->country, "IT"))
		lines[count++] = d->country;
	return count;
}

static struct notice_payment
payment_of(const struct payment_option *o)
{
	struct notice_payment p = {.cents = o->cents, .due = o->due};

	memcpy(p.nav, o->nav, sizeof p.nav);
	return p;
}

struct notice
notice_of_position(const struct position *pos, struct date day, struct arena *a)
{
	struct notice_payment *ways =
	    arena_new_array(a, pos->option_count, struct notice_payment);
	struct str *lines = arena_new_array(a, 3, struct str);
	/* The guide has no notice with a single instalment. */
	bool in_parts = pos->option_count > 2;

	for (size_t i = 0; i < pos->option_count; i++)
		ways[i] = payment_of(&pos->options[i]);
	return (struct notice){
	    .debtor_name = pos->debtor.name,
	    .debtor_code = pos->debtor.fiscal_code,
	    .address = lines,
	    .address_count = address_lines(&pos->debtor, lines, a),
	    .subject = text_cut(pos->description, SUBJECT_MOST),
	    .full = pos->option_count > 0 ? &ways[0] : NULL,
	    .instalments = ways + 1,
	    .instalment_count = in_parts ? pos->option_count - 1 : 0,
	    .issued = day,
	};
}
