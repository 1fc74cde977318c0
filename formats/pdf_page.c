/* The drawing and tagging of pages, with integer geometry so that every machine gives the
 * same bytes. */
#include "formats/pdf_page.h"

enum { CATALOG, PAGES, INFORMATION, METADATA, STRUCTURE, DOCUMENT, PARENTS, FIXED };

static const char *const role_names[] = {
    [ROLE_TITLE] = "H1",
    [ROLE_HEADING] = "H2",
    [ROLE_TEXT] = "P",
    [ROLE_FIGURE] = "Figure",
};

static const char *const inks[] = {
    [INK_BLACK] = "0 g\n",
    [INK_GREY] = ".486 g\n",
    [INK_BAR] = ".925 g\n",
    [INK_MARK] = ".851 g\n",
    [INK_BLUE] = "0 .4 .8 rg\n",
    [INK_WHITE] = "1 g\n",
};

void
page_begin(struct page *g, struct arena *a, struct pdf_face *const *faces)
{
	g->faces = faces;
	g->font = -1;
	g->size = 0;
	g->ink = INK_BLACK;
	g->tag_count = 0;
	out_open_memory(&g->content, a);
}

/* Hundredths of a millimetre as points with two decimals and a blank after. */
static void
put_length(struct out *o, int length)
{
	int64_t hundredths = (int64_t)length * 360;
	char text[16];
	size_t at = sizeof text;
	uint64_t value;

	hundredths = (hundredths + (hundredths < 0 ? -63 : 63)) / 127;
	value = (uint64_t)(hundredths < 0 ? -hundredths : hundredths);
	text[--at] = ' ';
	if (value % 100 != 0) {
		if (value % 10 != 0)
			text[--at] = (char)('0' + value % 10);
		text[--at] = (char)('0' + value / 10 % 10);
		text[--at] = '.';
	}
	value /= 100;
	do {
		text[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value != 0);
	if (hundredths < 0)
		text[--at] = '-';
	out_write(o, text + at, sizeof text - at);
}

static void
put_y(struct out *o, int y)
{
	put_length(o, PAGE_HEIGHT - y);
}

static void
use_ink(struct page *g, enum page_ink ink)
{
	if (g->ink != ink)
		out_text(&g->content, inks[ink]);
	g->ink = ink;
}

static void
open_tag(struct page *g, struct page_tag tag)
{
	if (g->tag_count >= PAGE_TAGS_MOST)
		BUG("a page of more than %d elements", PAGE_TAGS_MOST);
	out_char(&g->content, '/');
	out_text(&g->content, role_names[tag.role]);
	out_text(&g->content, "<</MCID ");
	out_u64(&g->content, g->tag_count);
	out_text(&g->content, ">>BDC\n");
	g->tags[g->tag_count++] = tag;
}

void
page_tag(struct page *g, enum page_role role)
{
	open_tag(g, (struct page_tag){.role = role});
}

void
page_tag_figure(struct page *g, struct str instead)
{
	open_tag(g, (struct page_tag){.role = ROLE_FIGURE, .instead = instead});
}

void
page_tag_language(struct page *g, enum page_role role, const char *language)
{
	open_tag(g, (struct page_tag){.role = role, .language = language});
}

void
page_tag_end(struct page *g)
{
	out_text(&g->content, "EMC\n");
}

static void
use_font(struct page *g, int font, int size)
{
	struct out *o = &g->content;

	if (g->font == font && g->size == size)
		return;
	out_text(o, "/F");
	out_u64(o, (uint64_t)font);
	out_char(o, ' ');
	out_u64(o, (uint64_t)size);
	out_text(o, " Tf\n");
	g->font = font;
	g->size = size;
}

void
page_text(struct page *g, int face, int size, enum page_ink ink, int x, int baseline,
    struct str text)
{
	struct out *o = &g->content;
	struct str rest = text;
	bool is_far;

	if (text.len == 0)
		return;
	use_ink(g, ink);
	out_text(o, "BT\n");
	put_length(o, x);
	put_y(o, baseline);
	out_text(o, "Td\n");
	while (rest.len > 0) {
		struct str run = pdf_face_run(g->faces[face], &rest, &is_far);

		use_font(g, is_far ? face + PAGE_FAR_FONT : face, size);
		pdf_face_write(g->faces[face], o, run);
		out_text(o, "Tj\n");
	}
	out_text(o, "ET\n");
}

int
page_width(const struct page *g, int face, int size, struct str text)
{
	return pdf_face_width(g->faces[face], size, text);
}

void
page_text_right(struct page *g, int face, int size, enum page_ink ink, int x,
    int baseline, struct str text)
{
	page_text(
	    g, face, size, ink, x - page_width(g, face, size, text), baseline, text);
}

/* Up the diagonal of A4 (54.7 degrees), centred. */
void
page_stamp(struct page *g, int face, struct str text)
{
	enum { SIZE = 120, COSINE = 578, SINE = 816 };
	struct out *o = &g->content;
	int width = page_width(g, face, SIZE, text), drop = SIZE * 2540 / 72 / 3;
	int x = PAGE_WIDTH / 2 - width * COSINE / 2000 + drop * SINE / 1000;
	int y = PAGE_HEIGHT / 2 + width * SINE / 2000 + drop * COSINE / 1000;

	out_text(o, "/Artifact BMC\n");
	use_ink(g, INK_MARK);
	use_font(g, face, SIZE);
	out_text(o, "BT\n.578 .816 -.816 .578 ");
	put_length(o, x);
	put_y(o, y);
	out_text(o, "Tm\n");
	pdf_face_write(g->faces[face], o, text);
	out_text(o, "Tj\nET\nEMC\n");
}

void
page_bar(struct page *g, enum page_ink ink, int x, int y, int width, int height)
{
	struct out *o = &g->content;

	out_text(o, "/Artifact BMC\n");
	use_ink(g, ink);
	put_length(o, x);
	put_y(o, y + height);
	put_length(o, width);
	put_length(o, height);
	out_text(o, "re f\nEMC\n");
}

void
page_symbol(struct page *g, const struct symbol *s, int x, int y, int size)
{
	struct out *o = &g->content;
	unsigned bytes = (s->size + 7) / 8;
	char rows[SYMBOL_MOST * 8];
	size_t len = 0;

	for (unsigned r = 0; r < s->size; r++)
		for (unsigned b = 0; b < bytes; b++)
			rows[len++] = (char)(s->rows[r] >> (56 - 8 * b) & 0xff);
	use_ink(g, INK_BLACK);
	out_text(o, "q\n");
	put_length(o, size);
	out_text(o, "0 0 ");
	put_length(o, size);
	put_length(o, x);
	put_y(o, y + size);
	out_text(o, "cm\nBI\n/W ");
	out_u64(o, s->size);
	out_text(o, "/H ");
	out_u64(o, s->size);
	out_text(o, "/IM true/D[1 0]\nID ");
	out_write(o, rows, len);
	out_text(o, "\nEI\nQ\n");
}

void
page_image(struct page *g, unsigned number, int x, int y, int width, int height)
{
	struct out *o = &g->content;

	out_text(o, "q\n");
	put_length(o, width);
	out_text(o, "0 0 ");
	put_length(o, height);
	put_length(o, x);
	put_y(o, y + height);
	out_text(o, "cm\n/X");
	out_u64(o, number);
	out_text(o, " Do\nQ\n");
}

void
page_tree_begin(struct page_tree *t, struct pdf *p, unsigned resources)
{
	*t = (struct page_tree){.pdf = p, .resources = resources, .room = 8};
	t->first = pdf_reserve(p, FIXED);
	t->pages = arena_new_array(p->arena, t->room, unsigned);
	t->first_tags = arena_new_array(p->arena, t->room, unsigned);
	t->tag_counts = arena_new_array(p->arena, t->room, unsigned);
}

static unsigned *
twice(struct arena *a, const unsigned *list, unsigned count)
{
	unsigned *more = arena_new_array(a, 2 * (size_t)count, unsigned);

	memcpy(more, list, count * sizeof *more);
	return more;
}

static void
put_reference(struct out *o, unsigned number)
{
	out_u64(o, number);
	out_text(o, " 0 R");
}

static void
write_tag(struct pdf *p, const struct page_tag *tag, unsigned number, unsigned parent,
    unsigned page, unsigned marked)
{
	struct out *o = p->out;

	pdf_object_begin(p, number);
	out_text(o, "<</S/");
	out_text(o, role_names[tag->role]);
	out_text(o, "/P ");
	put_reference(o, parent);
	out_text(o, "/Pg ");
	put_reference(o, page);
	out_text(o, "/K ");
	out_u64(o, marked);
	if (tag->instead.len > 0) {
		out_text(o, "/Alt");
		pdf_text_string(o, tag->instead);
	}
	if (tag->language != NULL) {
		out_text(o, "/Lang(");
		out_text(o, tag->language);
		out_char(o, ')');
	}
	out_text(o, ">>");
	pdf_object_end(p);
}

void
page_tree_add(struct page_tree *t, struct page *g)
{
	struct pdf *p = t->pdf;
	unsigned page = pdf_reserve(p, 2), tags = pdf_reserve(p, g->tag_count);

	if (t->count == t->room) {
		t->pages = twice(p->arena, t->pages, t->room);
		t->first_tags = twice(p->arena, t->first_tags, t->room);
		t->tag_counts = twice(p->arena, t->tag_counts, t->room);
		t->room *= 2;
	}
	t->pages[t->count] = page;
	t->first_tags[t->count] = tags;
	t->tag_counts[t->count] = g->tag_count;
	pdf_object_begin(p, page);
	out_text(p->out, "<</Type/Page/Parent ");
	put_reference(p->out, t->first + PAGES);
	out_text(p->out, "/MediaBox[0 0 595.28 841.89]/Resources ");
	put_reference(p->out, t->resources);
	out_text(p->out, "/Contents ");
	put_reference(p->out, page + 1);
	out_text(p->out, "/Tabs/S/StructParents ");
	out_u64(p->out, t->count);
	out_text(p->out, ">>");
	pdf_object_end(p);
	pdf_stream(p, page + 1, "", out_bytes_of(&g->content), PDF_FAST);
	for (unsigned i = 0; i < g->tag_count; i++)
		write_tag(p, &g->tags[i], tags + i, t->first + DOCUMENT, page, i);
	t->count++;
}

static void
write_tags_of(struct out *o, const struct page_tree *t, unsigned page)
{
	for (unsigned i = 0; i < t->tag_counts[page]; i++) {
		put_reference(o, t->first_tags[page] + i);
		out_char(o, ' ');
	}
}

static void
write_structure(const struct page_tree *t)
{
	struct pdf *p = t->pdf;
	struct out *o = p->out;

	pdf_object_begin(p, t->first + STRUCTURE);
	out_text(o, "<</Type/StructTreeRoot/K ");
	put_reference(o, t->first + DOCUMENT);
	out_text(o, "/ParentTree ");
	put_reference(o, t->first + PARENTS);
	out_text(o, "/ParentTreeNextKey ");
	out_u64(o, t->count);
	out_text(o, ">>");
	pdf_object_end(p);
	pdf_object_begin(p, t->first + DOCUMENT);
	out_text(o, "<</Type/StructElem/S/Document/P ");
	put_reference(o, t->first + STRUCTURE);
	out_text(o, "/K[");
	for (unsigned i = 0; i < t->count; i++)
		write_tags_of(o, t, i);
	out_text(o, "]>>");
	pdf_object_end(p);
	pdf_object_begin(p, t->first + PARENTS);
	out_text(o, "<</Nums[");
	for (unsigned i = 0; i < t->count; i++) {
		out_u64(o, i);
		out_char(o, '[');
		write_tags_of(o, t, i);
		out_char(o, ']');
	}
	out_text(o, "]>>");
	pdf_object_end(p);
}

void
page_tree_end(struct page_tree *t, const struct pdf_facts *facts,
    const struct pdf_stock *stock, unsigned profile)
{
	struct pdf *p = t->pdf;
	struct out *o = p->out;

	pdf_object_begin(p, t->first + PAGES);
	out_text(o, "<</Type/Pages/Count ");
	out_u64(o, t->count);
	out_text(o, "/Kids[");
	for (unsigned i = 0; i < t->count; i++) {
		put_reference(o, t->pages[i]);
		out_char(o, ' ');
	}
	out_text(o, "]>>");
	pdf_object_end(p);
	write_structure(t);
	pdf_object_begin(p, t->first + CATALOG);
	out_text(o, "<</Type/Catalog/Pages ");
	put_reference(o, t->first + PAGES);
	out_text(o, "/Metadata ");
	put_reference(o, t->first + METADATA);
	out_text(o, "/StructTreeRoot ");
	put_reference(o, t->first + STRUCTURE);
	out_text(o, "/MarkInfo<</Marked true>>/Lang(");
	out_str(o, facts->language);
	out_text(o,
	    ")/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type"
	    "/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
	    "/DestOutputProfile ");
	put_reference(o, profile);
	out_text(o, ">>]>>");
	pdf_object_end(p);
	pdf_facts_write(p, facts, t->first + INFORMATION, t->first + METADATA);
	pdf_end(p, facts, stock, t->first + CATALOG, t->first + INFORMATION);
}
