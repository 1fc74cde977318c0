/* What all notices of a creditor share is made here, once, and notices are printed. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/input.h"
#include "base/text.h"
#include "formats/notice_codes.h"
#include "formats/notice_sheet.h"
#include "formats/pdf_picture.h"

enum { FONT_MOST = 4 * 1024 * 1024, LOGO_SIDE = 2990, FAMILIES = 2 };

/* The guide's faces, and free ones that stand in when they are not installed. */
static const struct {
	const char *file;
	const char *name;
} fonts[FAMILIES][FACE_COUNT] = {
    {{"TitilliumWeb_400Regular.ttf", "TitilliumWeb-Regular"},
	{"TitilliumWeb_700Bold.ttf", "TitilliumWeb-Bold"},
	{"RobotoMono_400Regular.ttf", "RobotoMono-Regular"},
	{"RobotoMono_700Bold.ttf", "RobotoMono-Bold"}},
    {{"DejaVuSans.ttf", "DejaVuSans"}, {"DejaVuSans-Bold.ttf", "DejaVuSans-Bold"},
	{"DejaVuSansMono.ttf", "DejaVuSansMono"},
	{"DejaVuSansMono-Bold.ttf", "DejaVuSansMono-Bold"}},
};

static int
open_face(struct notice_press *press, struct pdf *p, int folder, int family, int face,
    struct err *e)
{
	static const char *const tags[FACE_COUNT] = {
	    "RISCAA", "RISCAB", "RISCAC", "RISCAD"};
	struct pdf_face *opened;
	struct input file;
	int result, fd = openat(folder, fonts[family][face].file, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(e, "%s", fonts[family][face].file);
	result = input_map(&file, fd, str_of(fonts[family][face].file), FONT_MOST, e);
	close(fd);
	if (result != 0)
		return -1;
	result = pdf_face_open(&opened, p, file.bytes,
	    face == FACE_MONO || face == FACE_MONO_BOLD ? FACE_PLAIN : FACE_EUROPE,
	    tags[face], fonts[family][face].name, e);
	input_unmap(&file);
	if (result != 0)
		return -1;
	press->faces[face] = opened;
	return 0;
}

static int
open_faces(
    struct notice_press *press, struct pdf *p, const char *font_folder, struct err *e)
{
	int family = 0;
	int folder = font_folder == NULL
	    ? -1
	    : open(font_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return err_set(e, ERR_CONF, "font folder %s: not there",
		    font_folder == NULL ? "(none)" : font_folder);
	while (
	    family < FAMILIES && faccessat(folder, fonts[family][0].file, R_OK, 0) != 0)
		family++;
	for (int face = 0; face < FACE_COUNT && family < FAMILIES; face++)
		if (open_face(press, p, folder, family, face, e) != 0)
			family = FAMILIES + 1;
	close(folder);
	if (family > FAMILIES)
		return -1;
	if (family == FAMILIES)
		return err_set(e, ERR_CONF,
		    "font folder %s: neither Titillium Web nor "
		    "DejaVu Sans is in it",
		    font_folder);
	press->has_fonts = family == 0;
	return 0;
}

/* A drawing as a form that fills the unit square. */
static unsigned
write_drawing(struct pdf *p, const struct artwork *art)
{
	unsigned number = pdf_reserve(p, 1);
	struct out operators;
	struct str entries = arena_format(p->arena,
	    "/Type/XObject/Subtype/Form/BBox[0 0 %d.%02d %d.%02d]"
	    "/Matrix[.%09lld 0 0 -.%09lld 0 1]",
	    art->width / 100, art->width % 100, art->height / 100, art->height % 100,
	    100000000000LL / art->width, 100000000000LL / art->height);

	out_open_memory(&operators, p->arena);
	for (size_t i = 0; i < ARTWORK_PIECES && art->operators[i] != NULL; i++)
		out_text(&operators, art->operators[i]);
	pdf_stream(p, number, entries.ptr, out_bytes_of(&operators), PDF_SMALL);
	return number;
}

/* The resources of all pages: faces /F0 ..., drawings and the logo /X0 ... */
static void
write_resources(struct notice_press *press, struct pdf *p, unsigned logo)
{
	unsigned drawings[ARTWORK_COUNT] = {0};

	for (int i = 0; i < ARTWORK_COUNT; i++)
		if (i < ARTWORK_POSTE || press->has_slip)
			drawings[i] = write_drawing(p, &notice_artwork[i]);
	press->resources = pdf_reserve(p, 1);
	pdf_object_begin(p, press->resources);
	out_text(p->out, "<</Font<<");
	for (int i = 0; i < FACE_COUNT; i++)
		out_format(p->out, "/F%d %u 0 R", i, press->faces[i]->object);
	out_text(p->out, ">>/XObject<<");
	for (int i = 0; i < ARTWORK_COUNT; i++)
		if (drawings[i] != 0)
			out_format(p->out, "/X%d %u 0 R", i, drawings[i]);
	if (logo != 0)
		out_format(p->out, "/X%d %u 0 R", RESOURCE_LOGO, logo);
	out_text(p->out, ">>>>");
	pdf_object_end(p);
}

static int
open_logo(struct notice_press *press, struct pdf *p, unsigned *object, struct err *e)
{
	struct pdf_picture picture;
	uint64_t side;

	*object = 0;
	if (press->look.logo.len == 0)
		return 0;
	if (pdf_picture_write(&picture, p, press->look.logo, e) != 0)
		return -1;
	side = picture.width > picture.height ? picture.width : picture.height;
	press->logo_width = (int)((uint64_t)LOGO_SIDE * picture.width / side);
	press->logo_height = (int)((uint64_t)LOGO_SIDE * picture.height / side);
	*object = picture.object;
	return 0;
}

static int
open_stock(struct notice_press *press, const char *font_folder, struct err *e)
{
	struct out *bytes = arena_new(press->arena, struct out);
	struct pdf p;
	unsigned logo;

	out_open_memory(bytes, press->arena);
	pdf_begin(&p, bytes, press->arena, press->packer, NULL);
	if (open_faces(press, &p, font_folder, e) != 0 ||
	    open_logo(press, &p, &logo, e) != 0)
		return -1;
	press->profile = pdf_profile(&p);
	write_resources(press, &p, logo);
	press->stock = pdf_take_stock(&p, press->arena);
	return 0;
}

/* "sul sito o app dell'ente": the creditor's own channels in a language. */
static struct str
own_channels(struct notice_press *press, enum notice_language language)
{
	static const char *const places[NOTICE_LANGUAGES][4] = {
	    [NOTICE_ITALIAN] = {"", "sul sito %s", "sull’app %s", "sul sito o app %s"},
	    [NOTICE_GERMAN] = {"", "auf der Website %s", "mit der App %s",
		"auf der Website oder App %s"},
	    [NOTICE_SLOVENE] = {"", "na spletnem mestu %s", "z aplikacijo %s",
		"na spletnem mestu ali z aplikacijo %s"},
	    [NOTICE_FRENCH] = {"", "sur le site %s", "sur l’application %s",
		"sur le site ou l’application %s"},
	    [NOTICE_ENGLISH] = {"", "with the website %s", "with the app %s",
		"with the website or app %s"},
	};
	static const char *const owners[NOTICE_LANGUAGES][2] = {
	    [NOTICE_ITALIAN] = {"dell’ente", "di "},
	    [NOTICE_GERMAN] = {"der Körperschaft", "von "},
	    [NOTICE_SLOVENE] = {"upravičenca", ""},
	    [NOTICE_FRENCH] = {"de l’organisme", "de "},
	    [NOTICE_ENGLISH] = {"of the payee", "of "},
	};
	const char *place = places[language][press->look.channels & 3];
	struct str before = str_slice(str_of(place), 0, str_find(str_of(place), '%'));
	struct str owner = press->look.channel_owner;

	if (owner.len == 0)
		return arena_format(
		    press->arena, "%.*s%s", STR_ARG(before), owners[language][0]);
	return arena_format(press->arena, "%.*s%s%.*s", STR_ARG(before),
	    owners[language][1], STR_ARG(owner));
}

static struct str
online_text(struct notice_press *press, enum notice_language language)
{
	bool own = (press->look.channels & (NOTICE_SITE | NOTICE_APP)) != 0;
	struct str text =
	    str_of(notice_word(language, own ? WORD_ONLINE_SITE_TEXT : WORD_ONLINE_TEXT));
	size_t at = str_find_str(text, STR("{ente}"));
	struct str before = str_slice(text, 0, at),
		   after = str_slice(text, at + 6, text.len);

	if (!own || at == text.len)
		return text;
	return arena_format(press->arena, "%.*s%.*s%.*s", STR_ARG(before),
	    STR_ARG(own_channels(press, language)), STR_ARG(after));
}

static void
open_texts(struct notice_press *press)
{
	enum notice_language first = press->look.language, second = press->look.second;

	for (int i = 0; i < WORD_COUNT; i++) {
		struct notice_text *text = &press->texts[i];

		text->plain = str_of(notice_word(first, (enum notice_word)i));
		text->capitals = text_upper(press->arena, text->plain);
		text->second = str_of(notice_word(second, (enum notice_word)i));
	}
	press->online = online_text(press, first);
	if (second < NOTICE_LANGUAGES)
		press->online_second = online_text(press, second);
}

static struct str
spell(struct notice_press *press, struct arena *a, struct str text, unsigned *replaced)
{
	struct str plain = pdf_face_spell(press->faces[FACE_REGULAR], text, a, replaced);

	return pdf_face_spell(press->faces[FACE_BOLD], plain, a, replaced);
}

static int
check_look(const struct notice_look *look, struct err *e)
{
	if (look->creditor_name.len == 0)
		return err_set(e, ERR_CONF, "notice: the creditor's name is missing");
	if (look->creditor_code.len != 11 || !str_all_digits(look->creditor_code))
		return err_set(e, ERR_CONF,
		    "notice: creditor's fiscal code %.*s is not 11 digits",
		    STR_ARG(look->creditor_code));
	if (look->language >= NOTICE_LANGUAGES || look->second > NOTICE_NO_LANGUAGE)
		return err_set(e, ERR_CONF, "notice: no such language");
	if (look->postal_account.len > 12 ||
	    (look->postal_account.len > 0 && !str_all_digits(look->postal_account)))
		return err_set(e, ERR_CONF,
		    "notice: postal account %.*s is not up to 12 digits",
		    STR_ARG(look->postal_account));
	return 0;
}

int
notice_press_open(struct notice_press **opened, const struct notice_look *look,
    const char *font_folder, struct arena *a, struct err *e)
{
	struct notice_press *press;
	struct str *texts[5];

	if (check_look(look, e) != 0)
		return -1;
	press = arena_new(a, struct notice_press);
	press->arena = a;
	press->look = *look;
	press->has_slip =
	    look->postal_account.len > 0 && look->postal_authorisation.len > 0;
	press->packer = pdf_packer_open(a);
	if (open_stock(press, font_folder, e) != 0) {
		pdf_packer_close(press->packer);
		return -1;
	}
	texts[0] = &press->look.creditor_name;
	texts[1] = &press->look.office;
	texts[2] = &press->look.contacts;
	texts[3] = &press->look.postal_holder;
	texts[4] = &press->look.channel_owner;
	for (size_t i = 0; i < 5; i++)
		*texts[i] = spell(press, a, *texts[i], &press->replaced);
	open_texts(press);
	*opened = press;
	return 0;
}

bool
notice_press_has_fonts(const struct notice_press *press)
{
	return press->has_fonts;
}

void
notice_press_close(struct notice_press *press)
{
	pdf_packer_close(press->packer);
	arena_close(&press->scratch);
}

static int
check_payment(const struct notice_payment *p, struct err *e)
{
	if (p->cents < 1 || p->cents > MONEY_MOST)
		return err_set(
		    e, ERR_ROW, "notice: amount of %lld cents", (long long)p->cents);
	if (memchr(p->nav, '\0', sizeof p->nav) != p->nav + 18 ||
	    !str_all_digits((struct str){p->nav, 18}))
		return err_set(
		    e, ERR_ROW, "notice: number %.18s is not 18 digits", p->nav);
	return 0;
}

static int
check_notice(const struct notice *n, struct err *e)
{
	if (n->debtor_name.len == 0 || n->subject.len == 0)
		return err_set(e, ERR_ROW, "notice: debtor or subject is missing");
	if (n->full == NULL && n->instalment_count == 0)
		return err_set(e, ERR_ROW, "notice: nothing to pay");
	if (n->instalment_count == 1 || n->instalment_count > NOTICE_INSTALMENTS_MOST)
		return err_set(e, ERR_ROW,
		    "notice: %zu instalments, 2 to %d can be printed",
		    n->instalment_count, NOTICE_INSTALMENTS_MOST);
	if (n->address_count > NOTICE_ADDRESS_MOST)
		return err_set(e, ERR_ROW, "notice: %zu lines of address, at most %d",
		    n->address_count, NOTICE_ADDRESS_MOST);
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

	copy.debtor_name = spell(press, a, n->debtor_name, &result->replaced);
	copy.subject = spell(press, a, n->subject, &result->replaced);
	copy.subject_second = spell(press, a, n->subject_second, &result->replaced);
	copy.debtor_code = text_ascii(a, n->debtor_code, '?');
	for (size_t i = 0; i < n->address_count; i++)
		address[i] = spell(press, a, n->address[i], &result->replaced);
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

static int
compose(struct sheet *s, bool slip, struct err *e)
{
	struct str name = s->press->texts[WORD_WHOLE].plain;

	sheet_page_begin(s);
	sheet_parties(s);
	sheet_amount_and_channels(s);
	if (s->notice->full != NULL && sheet_whole(s, e) != 0)
		return -1;
	if (slip && s->notice->full != NULL) {
		s->y += 396;
		if (sheet_slip(s, s->notice->full, name, false, e) != 0)
			return -1;
	}
	if (s->notice->instalment_count > 0 && sheet_instalments(s, e) != 0)
		return -1;
	sheet_page_end(s);
	return 0;
}

int
notice_print(struct notice_press *press, const struct notice *n, struct out *o,
    struct notice_result *result, struct err *e)
{
	struct arena *a = &press->scratch;
	struct notice text;
	struct page_tree tree;
	struct pdf p;
	struct pdf_facts facts;
	struct sheet s;
	const struct notice_payment *first = n->full != NULL ? n->full : n->instalments;

	arena_reset(a);
	*result = (struct notice_result){0};
	if (check_notice(n, e) != 0)
		return -1;
	text = printable(press, n, result);
	pdf_begin(&p, o, a, press->packer, &press->stock);
	page_tree_begin(&tree, &p, press->resources);
	s = (struct sheet){.press = press,
	    .look = &press->look,
	    .notice = &text,
	    .arena = a,
	    .tree = &tree,
	    .page = arena_new(a, struct page),
	    .result = result};
	if (compose(&s, has_slip(press, n), e) != 0)
		return -1;
	result->slip_left_out = press->has_slip && !has_slip(press, n);
	facts = (struct pdf_facts){
	    .title = arena_format(a, "%.*s %.*s - %.*s",
		STR_ARG(press->texts[WORD_TITLE].plain),
		STR_ARG(sheet_nav(&s, first->nav)), STR_ARG(text.subject)),
	    .author = press->look.creditor_name,
	    .language = str_of(notice_language_tag(press->look.language)),
	    .made = n->issued,
	};
	facts.identity = arena_format(
	    a, "%.*s %s %lld", STR_ARG(facts.title), first->nav, (long long)first->cents);
	page_tree_end(&tree, &facts, &press->stock, press->profile);
	return 0;
}
