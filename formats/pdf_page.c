/* The drawing and tagging of pages, with integer geometry so that every machine gives the
 * same bytes. */
#include "formats/pdf_page.h"

static const char *const inks[] = {
    [INK_BLACK] = "0 g\n",
    [INK_GREY] = ".486 g\n",
    [INK_BAR] = ".925 g\n",
    [INK_MARK] = ".851 g\n",
    [INK_BLUE] = "0 .4 .8 rg\n",
    [INK_WHITE] = "1 g\n",
};

const char *
page_role_name(enum page_role role)
{
	static const char *const names[] = {
	    [ROLE_TITLE] = "H1",
	    [ROLE_HEADING] = "H2",
	    [ROLE_TEXT] = "P",
	    [ROLE_FIGURE] = "Figure",
	};

	return names[role];
}

static void
begin_layer(struct page_layer *l, struct arena *a)
{
	out_open_memory(&l->content, a);
	l->font = -1;
	l->size = 0;
	l->ink = INK_BLACK;
	l->is_marked = false;
	l->mark_count = 0;
}

void
page_begin(
    struct page *g, struct arena *a, struct pdf_face *const *faces, bool is_layered)
{
	g->faces = faces;
	begin_layer(&g->common, a);
	begin_layer(&g->own, a);
	/* Each layer is a stream of its own that begins in black. */
	g->own.ink = is_layered ? INK_NONE : INK_BLACK;
	g->layer = is_layered ? &g->common : &g->own;
	g->is_layered = is_layered;
	g->tag_count = 0;
	g->in_tag = false;
}

void
page_set_own(struct page *g, bool is_own)
{
	g->layer = is_own || !g->is_layered ? &g->own : &g->common;
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
	if (g->layer->ink != ink)
		out_text(&g->layer->content, inks[ink]);
	g->layer->ink = ink;
}

/* Opens the element's part in the layer that is drawn on. How many parts the common layer
 * has is known at the end: room is left for their sum. */
static void
mark(struct page *g)
{
	struct page_layer *l = g->layer;
	struct page_tag *tag = &g->tags[g->tag_count - 1];
	bool is_own = l == &g->own;

	if (!g->in_tag || l->is_marked)
		return;
	out_char(&l->content, '/');
	out_text(&l->content, page_role_name(tag->role));
	out_text(&l->content, "<</MCID ");
	l->places[l->mark_count] = l->content.len;
	if (is_own && g->is_layered)
		out_text(&l->content, "000");
	else
		out_u64(&l->content, l->mark_count);
	out_text(&l->content, ">>BDC\n");
	tag->parts[tag->part_count++] =
	    (struct page_part){.is_own = is_own, .number = l->mark_count};
	l->tag_of[l->mark_count++] = g->tag_count - 1;
	l->is_marked = true;
}

static void
open_tag(struct page *g, struct page_tag tag)
{
	if (g->tag_count >= PAGE_TAGS_MOST)
		BUG("a page of more than %d elements", PAGE_TAGS_MOST);
	g->tags[g->tag_count++] = tag;
	g->in_tag = true;
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

static void
end_mark(struct page_layer *l)
{
	if (l->is_marked)
		out_text(&l->content, "EMC\n");
	l->is_marked = false;
}

void
page_tag_end(struct page *g)
{
	end_mark(&g->common);
	end_mark(&g->own);
	if (g->tags[g->tag_count - 1].part_count == 0)
		g->tag_count--;
	g->in_tag = false;
}

static void
use_font(struct page *g, int font, int size)
{
	struct out *o = &g->layer->content;

	if (g->layer->font == font && g->layer->size == size)
		return;
	out_text(o, "/F");
	out_u64(o, (uint64_t)font);
	out_char(o, ' ');
	out_u64(o, (uint64_t)size);
	out_text(o, " Tf\n");
	g->layer->font = font;
	g->layer->size = size;
}

void
page_text(struct page *g, int face, int size, enum page_ink ink, int x, int baseline,
    struct str text)
{
	struct out *o = &g->layer->content;
	struct str rest = text;
	bool is_far;

	if (text.len == 0)
		return;
	mark(g);
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
	struct out *o = &g->layer->content;
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
	struct out *o = &g->layer->content;

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
	struct out *o = &g->layer->content;
	unsigned bytes = (s->size + 7) / 8;
	char rows[SYMBOL_MOST * 8];
	size_t len = 0;

	for (unsigned r = 0; r < s->size; r++)
		for (unsigned b = 0; b < bytes; b++)
			rows[len++] = (char)(s->rows[r] >> (56 - 8 * b) & 0xff);
	mark(g);
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
	struct out *o = &g->layer->content;

	mark(g);
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
