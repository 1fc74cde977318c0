/* The lists of keys in riscontro.conf(5) are printed from the table, so that the page
 * cannot lag behind the program. */
#include "conf_write.h"

#include "conf_keys.h"

static const struct sentence type_names[] = {
    [CONF_TEXT] = {"testo", "text"},
    [CONF_PATH] = {"percorso", "path"},
    [CONF_CHOICE] = {"testo", "text"},
    [CONF_BOOL] = {"true o false", "true or false"},
    [CONF_INT] = {"numero", "number"},
    [CONF_INT64] = {"numero", "number"},
    [CONF_MONEY] = {"importo", "amount"},
    [CONF_DATE] = {"data", "date"},
    [CONF_LIST] = {"testi", "texts"},
    [CONF_GROUP] = {"gruppo", "group"},
    [CONF_GROUPS] = {"gruppi", "groups"},
};

/* A line of text, with what mdoc would read as a request escaped. */
static void
write_line(struct out *o, struct str s)
{
	if (s.len > 0 && (s.ptr[0] == '.' || s.ptr[0] == '\''))
		out_text(o, "\\&");
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\')
			out_text(o, "\\e");
		else if (s.ptr[i] == '.' && i + 1 < s.len && s.ptr[i + 1] == ' ')
			out_text(o, ".\\&"); /* not the end of a sentence */
		else
			out_char(o, s.ptr[i]);
	}
	out_char(o, '\n');
}

static void
write_choices(struct out *o, const struct conf_key *key, enum lang lang)
{
	out_text(o, lang == LANG_IT ? "Uno di:" : "One of:");
	for (size_t i = 0; key->choices[i] != NULL; i++)
		out_format(o, "%s \"%s\"", i == 0 ? "" : ",", key->choices[i]);
	out_text(o, ".\n");
}

static void
write_key(struct out *o, const struct conf_key *key, enum lang lang)
{
	out_format(
	    o, ".It Cm %s No = Ar %s\n", key->name, say(&type_names[key->type], lang));
	write_line(o, arena_format(o->arena, "%s.", say(&key->help, lang)));
	if (key->choices != NULL)
		write_choices(o, key, lang);
	if (key->type == CONF_INT || key->type == CONF_INT64)
		out_format(o, lang == LANG_IT ? "Da %jd a %jd.\n" : "From %jd to %jd.\n",
		    (intmax_t)key->least, (intmax_t)key->most);
	if (key->mandatory)
		out_text(o, lang == LANG_IT ? "Obbligatoria.\n" : "Mandatory.\n");
	if (key->standard != NULL)
		out_format(o, "%s: %s.\n", lang == LANG_IT ? "Predefinito" : "Default",
		    key->standard);
}

static void
write_section(struct out *o, const struct conf_section *s, enum lang lang)
{
	out_format(o, ".Ss %s\n",
	    s->name[0] != '\0'    ? s->name
		: lang == LANG_IT ? "Livello principale"
				  : "Top level");
	write_line(o, arena_format(o->arena, "%s.", say(&s->help, lang)));
	out_text(o, ".Bl -tag -width Ds\n");
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		write_key(o, key, lang);
	out_text(o, ".El\n");
}

/* The sections are a tree of our own making, three deep: each level after the one above.
 */
void
conf_write_manual(struct out *o, enum lang lang)
{
	const struct conf_section *waiting[16] = {&conf_section_top};
	size_t count = 1;

	for (size_t i = 0; i < count; i++) {
		write_section(o, waiting[i], lang);
		for (const struct conf_key *key = waiting[i]->keys; key->name != NULL;
		     key++)
			if (key->section != NULL && count < 16)
				waiting[count++] = key->section;
	}
}
