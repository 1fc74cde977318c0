/* Which flow a page of payments belongs to that does not tell it. */
#include "intake/flow_puzzle.h"

/* Whether a name holds an id, letters and digits compared alone. */
static bool
name_holds(struct str name, struct str id)
{
	for (size_t from = 0; from < name.len; from++) {
		size_t at = from, k = 0;

		while (k < id.len && at < name.len) {
			if (!char_is_alpha(id.ptr[k]) && !char_is_digit(id.ptr[k]))
				k++;
			else if (!char_is_alpha(name.ptr[at]) &&
			    !char_is_digit(name.ptr[at]))
				at++;
			else if (char_upper(name.ptr[at]) == char_upper(id.ptr[k]))
				at++, k++;
			else
				break;
		}
		if (k == id.len)
			return true;
	}
	return false;
}

static void
assign(struct piece *page, const struct piece *header)
{
	page->part.flow.id = header->part.flow.id;
	page->assigned = true;
}

/* The header whose id the name of the page's file holds; the longest such id. */
static const struct piece *
header_by_name(const struct puzzle *z, const struct piece *page)
{
	const struct piece *best = NULL;

	for (size_t i = 0; i < z->count; i++) {
		const struct piece *h = &z->list[i];

		if (h->part.is_header && name_holds(page->part.name, h->part.flow.id) &&
		    (best == NULL || h->part.flow.id.len > best->part.flow.id.len))
			best = h;
	}
	return best;
}

/* The only header that came in this very file. */
static const struct piece *
header_beside(const struct puzzle *z)
{
	const struct piece *only = NULL;

	for (size_t i = 0; i < z->count; i++)
		if (z->list[i].part.is_header && z->list[i].read != NULL) {
			if (only != NULL)
				return NULL;
			only = &z->list[i];
		}
	return only;
}

static bool
is_free_page(const struct piece *p)
{
	return !p->part.is_header && !p->part.used && p->part.flow.id.len == 0;
}

/* Free pages of one number of pages that together have the count and the sum of a header:
 * theirs, when each page is there once. */
static void
assign_by_sums(struct puzzle *z, const struct piece *header, uint64_t pages)
{
	const struct flow *f = &header->part.flow;
	uint64_t count = 0, covered = 0;
	money cents = 0;

	for (size_t i = 0; i < z->count; i++)
		if (is_free_page(&z->list[i]) && z->list[i].part.pages == pages) {
			count += (uint64_t)z->list[i].part.payments;
			cents += z->list[i].part.cents;
			covered++;
		}
	if (covered == 0 || !f->count_told || !f->total_told ||
	    count != f->declared_count || cents != f->declared_total)
		return;
	for (size_t i = 0; i < z->count; i++)
		if (is_free_page(&z->list[i]) && z->list[i].part.pages == pages)
			assign(&z->list[i], header);
}

static bool
has_pages(const struct puzzle *z, struct str id)
{
	for (size_t i = 0; i < z->count; i++)
		if (!z->list[i].part.is_header && str_equal(z->list[i].part.flow.id, id))
			return true;
	return false;
}

void
puzzle_assign_pages(struct puzzle *z)
{
	const struct piece *beside = header_beside(z);

	for (size_t i = 0; i < z->count; i++) {
		struct piece *p = &z->list[i];
		const struct piece *h = is_free_page(p) ? header_by_name(z, p) : NULL;

		if (h == NULL && is_free_page(p) && p->read != NULL)
			h = beside;
		if (h != NULL)
			assign(p, h);
	}
	for (size_t i = 0; i < z->count; i++)
		for (size_t k = 0; k < z->count && z->list[i].part.is_header &&
		     !has_pages(z, z->list[i].part.flow.id);
		     k++)
			if (is_free_page(&z->list[k]))
				assign_by_sums(z, &z->list[i], z->list[k].part.pages);
}
