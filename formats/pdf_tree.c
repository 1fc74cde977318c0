/* Pages bound into a document: what several of them share is written once, and what each
 * says is listed for reading machines. */
#include "formats/pdf_tree.h"

enum { CATALOG, PAGES, INFORMATION, METADATA, STRUCTURE, DOCUMENT, PARENTS, FIXED };

void
page_tree_begin(struct page_tree *t, struct pdf *p, unsigned resources)
{
	*t = (struct page_tree){.pdf = p, .resources = resources, .room = 8};
	t->first = pdf_reserve(p, FIXED);
	t->pages = arena_new_array(p->arena, t->room, struct tree_page);
}

static struct tree_page *
new_page(struct page_tree *t)
{
	if (t->count == t->room) {
		struct tree_page *more =
		    arena_new_array(t->pdf->arena, 2 * (size_t)t->room, struct tree_page);

		memcpy(more, t->pages, t->count * sizeof *more);
		t->pages = more;
		t->room *= 2;
	}
	return &t->pages[t->count++];
}

static void
put_reference(struct out *o, unsigned number)
{
	out_u64(o, number);
	out_text(o, " 0 R");
}

/* The numbers of an element's parts: those of the own layer follow on the common ones. */
static void
put_parts(struct out *o, const struct page *g, const struct page_tag *tag)
{
	out_text(o, tag->part_count > 1 ? "/K[" : "/K ");
	for (unsigned i = 0; i < tag->part_count; i++) {
		const struct page_part *part = &tag->parts[i];

		if (i > 0)
			out_char(o, ' ');
		out_u64(o, part->number + (part->is_own ? g->common.mark_count : 0));
	}
	if (tag->part_count > 1)
		out_char(o, ']');
}

static void
write_tag(struct page_tree *t, const struct page *g, const struct page_tag *tag,
    unsigned number, unsigned page)
{
	struct out *o = t->pdf->out;

	pdf_object_begin(t->pdf, number);
	out_text(o, "<</S/");
	out_text(o, page_role_name(tag->role));
	out_text(o, "/P ");
	put_reference(o, t->first + DOCUMENT);
	out_text(o, "/Pg ");
	put_reference(o, page);
	put_parts(o, g, tag);
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
	pdf_object_end(t->pdf);
}

/* Writes the own layer's numbers into the room left for them. */
static void
number_marks(struct page *g)
{
	for (unsigned i = 0; g->is_layered && i < g->own.mark_count; i++) {
		unsigned number = g->common.mark_count + i;
		char *digits = g->own.content.buf + g->own.places[i];

		for (int d = 2; d >= 0; d--, number /= 10)
			digits[d] = (char)('0' + number % 10);
	}
}

/* The object of a common layer, written unless an earlier page has the same. */
static unsigned
write_common(struct page_tree *t, struct page_layer *l)
{
	struct str bytes = out_bytes_of(&l->content);
	unsigned object;

	for (unsigned i = 0; i < t->common_count; i++)
		if (str_equal(t->commons[i].bytes, bytes))
			return t->commons[i].object;
	object = pdf_reserve(t->pdf, 1);
	pdf_stream(t->pdf, object, "", bytes, t->pdf->effort);
	if (t->common_count < TREE_COMMON_MOST)
		t->commons[t->common_count++] =
		    (struct tree_common){.bytes = bytes, .object = object};
	return object;
}

/* The elements of the marked contents, in the order of their numbers. */
static void
list_marks(struct page_tree *t, struct tree_page *page, const struct page *g)
{
	unsigned count = g->common.mark_count;

	page->mark_count = count + g->own.mark_count;
	page->marks = arena_new_array(t->pdf->arena, page->mark_count, unsigned);
	for (unsigned i = 0; i < count; i++)
		page->marks[i] = page->first_tag + g->common.tag_of[i];
	for (unsigned i = 0; i < g->own.mark_count; i++)
		page->marks[count + i] = page->first_tag + g->own.tag_of[i];
}

static void
write_page(struct page_tree *t, unsigned page, unsigned common)
{
	struct out *o = t->pdf->out;

	pdf_object_begin(t->pdf, page);
	out_text(o, "<</Type/Page/Parent ");
	put_reference(o, t->first + PAGES);
	out_text(o, "/MediaBox[0 0 595.28 841.89]/Resources ");
	put_reference(o, t->resources);
	out_text(o, common == 0 ? "/Contents " : "/Contents[");
	if (common != 0) {
		put_reference(o, common);
		out_char(o, ' ');
	}
	put_reference(o, page + 1);
	out_text(o, common == 0 ? "/Tabs/S/StructParents " : "]/Tabs/S/StructParents ");
	out_u64(o, t->count - 1);
	out_text(o, ">>");
	pdf_object_end(t->pdf);
}

void
page_tree_add(struct page_tree *t, struct page *g)
{
	struct pdf *p = t->pdf;
	struct tree_page *page = new_page(t);

	page->object = pdf_reserve(p, 2);
	page->first_tag = pdf_reserve(p, g->tag_count);
	page->tag_count = g->tag_count;
	list_marks(t, page, g);
	number_marks(g);
	write_page(t, page->object, g->is_layered ? write_common(t, &g->common) : 0);
	pdf_stream(p, page->object + 1, "", out_bytes_of(&g->own.content), p->effort);
	for (unsigned i = 0; i < g->tag_count; i++)
		write_tag(t, g, &g->tags[i], page->first_tag + i, page->object);
}

void
page_tree_forget(struct page_tree *t)
{
	t->common_count = 0;
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
		for (unsigned k = 0; k < t->pages[i].tag_count; k++) {
			put_reference(o, t->pages[i].first_tag + k);
			out_char(o, ' ');
		}
	out_text(o, "]>>");
	pdf_object_end(p);
	pdf_object_begin(p, t->first + PARENTS);
	out_text(o, "<</Nums[");
	for (unsigned i = 0; i < t->count; i++) {
		out_u64(o, i);
		out_char(o, '[');
		for (unsigned k = 0; k < t->pages[i].mark_count; k++) {
			put_reference(o, t->pages[i].marks[k]);
			out_char(o, ' ');
		}
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
		put_reference(o, t->pages[i].object);
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
