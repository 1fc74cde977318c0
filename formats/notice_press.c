/* The press of a creditor: its texts made ready once, then notices checked and printed.
 */
#include "base/text.h"
#include "formats/notice_sheet.h"

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

struct str
notice_spell(const struct notice_press *press, struct arena *a, struct str text,
    unsigned *replaced)
{
	struct str plain = pdf_face_spell(press->faces[FACE_REGULAR], text, a, replaced);

	return pdf_face_spell(press->faces[FACE_BOLD], plain, a, replaced);
}

static int
check_look(const struct notice_look *look, struct err *e)
{
	if (look->creditor_name.len == 0)
		return err_code(
		    e, ERR_CONF, "NOTICE_LOOK", "the creditor's name is missing");
	if (look->creditor_code.len != 11 || !str_all_digits(look->creditor_code))
		return err_code(e, ERR_CONF, "NOTICE_LOOK",
		    "creditor's fiscal code %.*s is not 11 digits",
		    STR_ARG(look->creditor_code));
	if (look->language >= NOTICE_LANGUAGES || look->second > NOTICE_NO_LANGUAGE)
		return err_code(e, ERR_CONF, "NOTICE_LOOK", "no such language");
	if (look->postal_account.len > 12 ||
	    (look->postal_account.len > 0 && !str_all_digits(look->postal_account)))
		return err_code(e, ERR_CONF, "NOTICE_LOOK",
		    "postal account %.*s is not up to 12 digits",
		    STR_ARG(look->postal_account));
	return 0;
}

void
notice_letters_add(
    const struct notice_press *press, struct face_letters *letters, struct str text)
{
	face_letters_add(letters, press->faces[FACE_REGULAR], text);
}

struct str
notice_code_text(struct arena *a, struct str code)
{
	char *text = arena_cstr(a, code);

	for (size_t i = 0; i < code.len; i++) {
		text[i] = char_upper(text[i]);
		if (!char_is_upper(text[i]) && !char_is_digit(text[i]) && text[i] != ' ')
			text[i] = '-';
	}
	return (struct str){text, code.len};
}

enum { LOOK_TEXTS = 6 };

/* The creditor's own texts. */
static void
list_texts(struct notice_look *look, struct str *texts[LOOK_TEXTS])
{
	texts[0] = &look->creditor_name;
	texts[1] = &look->office;
	texts[2] = &look->contacts;
	texts[3] = &look->postal_holder;
	texts[4] = &look->channel_owner;
	texts[5] = &look->postal_authorisation;
}

/* The braces of names to be filled in are never drawn. */
struct str
notice_press_letters(const struct notice_press *press)
{
	struct notice_look look = press->look;
	struct str *own[LOOK_TEXTS];
	struct out o;

	list_texts(&look, own);
	out_open_memory(&o, press->arena);
	for (size_t i = 0; i < LOOK_TEXTS; i++)
		out_str(&o, *own[i]);
	for (size_t i = 0; i < WORD_COUNT; i++) {
		out_str(&o, press->texts[i].plain);
		out_str(&o, press->texts[i].capitals);
		out_str(&o, press->texts[i].second);
	}
	out_str(&o, press->online);
	out_str(&o, press->online_second);
	for (size_t i = 0; i < o.len; i++)
		if (o.buf[i] == '{' || o.buf[i] == '}')
			o.buf[i] = ' ';
	return out_bytes_of(&o);
}

/* The creditor's texts with what the faces lack spelled in ASCII. */
static void
spell_look(struct notice_press *press)
{
	struct str *own[LOOK_TEXTS];

	list_texts(&press->look, own);
	for (size_t i = 0; i < LOOK_TEXTS; i++)
		*own[i] = notice_spell(press, press->arena, *own[i], &press->replaced);
	press->online =
	    notice_spell(press, press->arena, press->online, &press->replaced);
	press->online_second =
	    notice_spell(press, press->arena, press->online_second, &press->replaced);
}

int
notice_press_open(struct notice_press **opened, const struct notice_look *look,
    const char *font_folder, struct arena *a, struct err *e)
{
	struct notice_press *press;

	if (check_look(look, e) != 0)
		return -1;
	press = arena_new(a, struct notice_press);
	press->arena = a;
	press->look = *look;
	press->has_slip =
	    look->postal_account.len > 0 && look->postal_authorisation.len > 0;
	press->look.cbill = notice_code_text(a, look->cbill);
	open_texts(press);
	press->packer = pdf_packer_open(a);
	if (notice_stock_open(press, font_folder, e) != 0) {
		pdf_packer_close(press->packer);
		return -1;
	}
	spell_look(press);
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
	notice_stock_close(press);
	pdf_packer_close(press->packer);
	arena_close(&press->scratch);
}
