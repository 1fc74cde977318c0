/* Notices checked, composed of their modules and printed, alone or in a bundle. */
#include "formats/notice_codes.h"
#include "formats/notice_sheet.h"

static int
check_payment(const struct notice_payment *p, struct err *e)
{
	if (p->cents < 1 || p->cents > MONEY_MOST)
		return err_code(
		    e, ERR_ROW, "NOTICE_AMOUNT", "%lld cents", (long long)p->cents);
	if (memchr(p->nav, '\0', sizeof p->nav) != p->nav + 18 ||
	    !str_all_digits((struct str){p->nav, 18}))
		return err_code(e, ERR_ROW, "NOTICE_NUMBER", "%.18s", p->nav);
	return 0;
}

static int
check_notice(const struct notice *n, struct err *e)
{
	if (n->debtor_name.len == 0 || n->subject.len == 0)
		return err_code(
		    e, ERR_ROW, "NOTICE_INCOMPLETE", "debtor or subject is missing");
	if (n->full == NULL && n->instalment_count == 0)
		return err_code(e, ERR_ROW, "NOTICE_INCOMPLETE", "nothing to pay");
	if (n->instalment_count == 1 || n->instalment_count > NOTICE_INSTALMENTS_MOST)
		return err_code(e, ERR_ROW, "NOTICE_INSTALMENTS", "%zu instalments",
		    n->instalment_count);
	if (n->address_count > NOTICE_ADDRESS_MOST)
		return err_code(e, ERR_ROW, "NOTICE_INCOMPLETE",
		    "%zu lines of address, at most %d", n->address_count,
		    NOTICE_ADDRESS_MOST);
	if (n->full != NULL && check_payment(n->full, e) != 0)
		return -1;
	for (size_t i = 0; i < n->instalment_count; i++)
		if (check_payment(&n->instalments[i], e) != 0)
			return -1;
	return 0;
}

/* The notice with texts that the faces can draw. */
static struct notice
printable(
    struct notice_press *press, const struct notice *n, struct notice_result *result)
{
	struct arena *a = &press->scratch;
	struct notice copy = *n;
	struct str *address = arena_new_array(a, NOTICE_ADDRESS_MOST, struct str);

	copy.debtor_name = notice_spell(press, a, n->debtor_name, &result->replaced);
	copy.subject = notice_spell(press, a, n->subject, &result->replaced);
	copy.subject_second =
	    notice_spell(press, a, n->subject_second, &result->replaced);
	copy.debtor_code = notice_code_text(a, n->debtor_code);
	for (size_t i = 0; i < n->address_count; i++)
		address[i] = notice_spell(press, a, n->address[i], &result->replaced);
	copy.address = address;
	return copy;
}

static bool
has_slip(const struct notice_press *press, const struct notice *n)
{
	if (!press->has_slip)
		return false;
	if (n->full != NULL && n->full->cents > NBPA_MONEY_MOST)
		return false;
	for (size_t i = 0; i < n->instalment_count; i++)
		if (n->instalments[i].cents > NBPA_MONEY_MOST)
			return false;
	return true;
}

/* The whole amount and its slip, which may need a page of its own. */
static int
compose_whole(struct sheet *s, struct err *e)
{
	struct str name = s->press->texts[WORD_WHOLE].plain;

	if (sheet_whole(s, e) != 0)
		return -1;
	if (!s->has_slip)
		return 0;
	s->y += 396;
	if (sheet_is_beyond(s->y + sheet_slip_end(false)))
		sheet_page_turn(s);
	return sheet_slip(s, s->notice->full, name, false, e);
}

static int
compose(struct sheet *s, struct err *e)
{
	sheet_page_begin(s);
	sheet_parties(s);
	sheet_amount_and_channels(s);
	if (s->notice->full != NULL && compose_whole(s, e) != 0)
		return -1;
	if (s->notice->instalment_count > 0 && sheet_instalments(s, e) != 0)
		return -1;
	sheet_page_end(s);
	return 0;
}

/* The far letters of a notice, in the order of their codes. */
static void
gather_letters(const struct notice_press *press, const struct notice *n,
    struct face_letters *letters)
{
	letters->count = 0;
	notice_letters_add(press, letters, n->debtor_name);
	notice_letters_add(press, letters, n->subject);
	notice_letters_add(press, letters, n->subject_second);
	for (size_t i = 0; i < n->address_count; i++)
		notice_letters_add(press, letters, n->address[i]);
}

/* Loads what letters need and returns the number of the pages' resources, 0 on failure.
 */
static unsigned
load_letters(const struct notice_press *press, struct pdf *p,
    const struct face_letters *letters, struct err *e)
{
	if (letters->count == 0)
		return press->stock->resources;
	if (pdf_face_load(press->faces[FACE_REGULAR], p, letters, "RISCBA", e) != 0 ||
	    pdf_face_load(press->faces[FACE_BOLD], p, letters, "RISCBB", e) != 0)
		return 0;
	return notice_resources_write(press, p);
}

/* Adds a notice's pages to a document. */
static int
print_pages(struct notice_press *press, const struct notice *text, struct page_tree *tree,
    struct notice_result *result, struct err *e)
{
	struct arena *a = &press->scratch;
	struct face_letters letters;
	struct sheet s = {.press = press,
	    .look = &press->look,
	    .notice = text,
	    .arena = a,
	    .tree = tree,
	    .page = arena_new(a, struct page),
	    .result = result,
	    .has_slip = has_slip(press, text),
	    .is_layered = text->instalment_count > 3};
	int status;

	page_tree_forget(tree);
	gather_letters(press, text, &letters);
	tree->resources = load_letters(press, tree->pdf, &letters, e);
	status = tree->resources == 0 ? -1 : compose(&s, e);
	pdf_face_unload(press->faces[FACE_REGULAR], &letters);
	pdf_face_unload(press->faces[FACE_BOLD], &letters);
	result->slip_left_out = press->has_slip && !s.has_slip;
	return status;
}

/* "Avviso di pagamento 3010... - Quota 2026" by the creditor. */
static struct pdf_facts
facts_of(struct notice_press *press, const struct notice *n)
{
	const struct notice_payment *first = n->full != NULL ? n->full : n->instalments;
	struct arena *a = &press->scratch;
	struct pdf_facts facts = {.author = press->look.creditor_name,
	    .language = str_of(notice_language_tag(press->look.language)),
	    .made = n->issued};

	facts.title = arena_format(a, "%.*s %s - %.*s",
	    STR_ARG(press->texts[WORD_TITLE].plain), first->nav, STR_ARG(n->subject));
	facts.identity = arena_format(a, "%.*s %.*s %lld", STR_ARG(facts.title),
	    STR_ARG(n->debtor_code), (long long)first->cents);
	return facts;
}

int
notice_print_document(struct notice_press *press, const struct notice *text,
    struct pdf *p, struct notice_result *result, struct err *e)
{
	struct pdf_facts facts;
	struct page_tree tree;

	page_tree_begin(&tree, p, press->stock->resources);
	if (print_pages(press, text, &tree, result, e) != 0)
		return -1;
	facts = facts_of(press, text);
	page_tree_end(&tree, &facts, &press->stock->pdf, press->stock->profile);
	return 0;
}

int
notice_print_file(struct notice_press *press, const struct notice *text, struct out *o,
    struct notice_result *result, struct err *e)
{
	struct pdf p;

	pdf_begin(&p, o, &press->scratch, press->packer, &press->stock->pdf);
	if (text->instalment_count > 0)
		p.effort = PDF_TIGHT;
	return notice_print_document(press, text, &p, result, e);
}

int
notice_print(struct notice_press *press, const struct notice *n, struct out *o,
    struct notice_result *result, struct err *e)
{
	struct notice text;

	arena_reset(&press->scratch);
	*result = (struct notice_result){0};
	if (check_notice(n, e) != 0)
		return -1;
	text = printable(press, n, result);
	if (n->instalment_count > 0 || press->look.second != NOTICE_NO_LANGUAGE)
		return notice_print_spare(press, &text, o, result, e);
	return notice_print_file(press, &text, o, result, e);
}

struct notice_bundle {
	struct notice_press *press;
	struct arena arena; /* offsets and numbers, until the end */
	struct pdf pdf;
	struct page_tree tree;
	struct pdf_facts facts;
};

struct notice_bundle *
notice_bundle_open(
    struct notice_press *press, struct str title, struct date issued, struct out *o)
{
	struct notice_bundle *b = arena_new(press->arena, struct notice_bundle);

	b->press = press;
	b->facts = (struct pdf_facts){.title = title,
	    .author = press->look.creditor_name,
	    .language = str_of(notice_language_tag(press->look.language)),
	    .made = issued,
	    .identity = title};
	pdf_begin(&b->pdf, o, &b->arena, press->packer, &press->full.pdf);
	b->pdf.scratch = &press->scratch;
	page_tree_begin(&b->tree, &b->pdf, press->full.resources);
	return b;
}

int
notice_bundle_add(struct notice_bundle *b, const struct notice *n,
    struct notice_result *result, struct err *e)
{
	struct notice text;

	arena_reset(&b->press->scratch);
	*result = (struct notice_result){0};
	if (check_notice(n, e) != 0)
		return -1;
	text = printable(b->press, n, result);
	return print_pages(b->press, &text, &b->tree, result, e);
}

void
notice_bundle_blank(struct notice_bundle *b)
{
	struct page *page;

	arena_reset(&b->press->scratch);
	page = arena_new(&b->press->scratch, struct page);
	page_begin(page, &b->press->scratch, b->press->faces, false);
	page_tree_add(&b->tree, page);
}

void
notice_bundle_close(struct notice_bundle *b)
{
	arena_reset(&b->press->scratch);
	page_tree_end(&b->tree, &b->facts, &b->press->full.pdf, b->press->full.profile);
	arena_close(&b->arena);
}
