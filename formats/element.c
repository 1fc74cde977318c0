/* One way to pull elements out of a document, whichever reader is behind it. */
#include "formats/element.h"

#include "formats/json_scan.h"
#include "formats/xml_sax.h"
#include "formats/xml_scan.h"

enum { HEAD = 65536 };

struct elements {
	struct element_names names;
	struct arena *arena;
	struct arena row;
	struct str bytes;
	bool json;
	struct xml_sax *sax; /* NULL while the fast scanner is at work */
	struct xml_scan xml;
	struct json_scan scan;
	uint64_t told; /* elements given to the caller */
};

void
element_names_open(struct element_names *n, const struct element_name *table)
{
	const size_t most = sizeof n->next - 1;
	size_t i;

	*n = (struct element_names){.table = table};
	for (i = 0; i < most && table[i].name != NULL; i++) {
		size_t len = strlen(table[i].name);

		if (len < sizeof n->first) {
			n->next[i + 1] = n->first[len];
			n->first[len] = (uint8_t)(i + 1);
		} else {
			BUG("%s is too long for a table of elements", table[i].name);
		}
	}
	if (i == most)
		BUG("the table of elements that begins with %s is too long",
		    table[0].name);
}

size_t
element_names_place(const struct element_names *n, struct str name)
{
	uint8_t i;

	if (name.len >= sizeof n->first)
		return 0;
	for (i = n->first[name.len]; i != 0; i = n->next[i])
		if (memcmp(n->table[i - 1].name, name.ptr, name.len) == 0)
			break;
	return i;
}

int
element_names_find(const struct element_names *n, struct str name)
{
	size_t place = element_names_place(n, name);

	return place == 0 ? 0 : n->table[place - 1].id;
}

/* The bytes behind a byte order mark and blanks. */
static struct str
without_mark(struct str bytes)
{
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_slice(bytes, 3, bytes.len);
	while (bytes.len > 0 && char_is_blank(bytes.ptr[0]))
		bytes = str_slice(bytes, 1, bytes.len);
	return bytes;
}

/* The bytes from the XML declaration or the first mark-up on: blanks and comments that
 * some producers put before the declaration are passed over. */
static struct str
xml_body(struct str bytes)
{
	struct str s = without_mark(bytes);

	for (int comments = 0; comments < 16 && str_starts(s, STR("<!--")); comments++) {
		size_t stop = str_find_str(s, STR("-->"));

		if (stop == s.len)
			return s;
		s = without_mark(str_slice(s, stop + 3, s.len));
	}
	return s;
}

/* UTF-16 and UTF-32 are told by their marks; libxml2 reads them. */
static bool
is_wide(struct str bytes)
{
	return str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff")) ||
	    (bytes.len >= 4 && memcmp(bytes.ptr, "<\0?\0", 4) == 0) ||
	    (bytes.len >= 4 && memcmp(bytes.ptr, "\0<\0?", 4) == 0);
}

bool
element_bytes_are_xml(struct str bytes)
{
	struct str s = xml_body(bytes);

	return is_wide(bytes) || (s.len > 1 && s.ptr[0] == '<' && s.ptr[1] != '<');
}

bool
element_bytes_are_json(struct str bytes)
{
	struct str s = without_mark(bytes);

	return s.len > 1 && (s.ptr[0] == '{' || s.ptr[0] == '[');
}

bool
element_head_holds(struct str bytes, const char *word)
{
	struct str head = str_slice(bytes, 0, HEAD), needle = str_of(word);
	char wide[128] = {0};

	if (str_find_str(head, needle) < head.len)
		return true;
	if (!is_wide(bytes) || needle.len == 0 || needle.len > sizeof wide / 2)
		return false;
	for (size_t i = 0; i < needle.len; i++)
		wide[2 * i] = word[i];
	return str_find_str(head, (struct str){wide, 2 * needle.len - 1}) < head.len;
}

int
elements_open(struct elements **result, struct str bytes,
    const struct element_name *table, bool careful, struct arena *a, struct err *e)
{
	struct elements *r;

	if (!element_bytes_are_xml(bytes) && !element_bytes_are_json(bytes))
		return err_file(e, "XML_NOT_FOUND", "neither XML nor JSON");
	r = arena_new(a, struct elements);
	r->arena = a;
	r->json = element_bytes_are_json(bytes);
	r->bytes = is_wide(bytes) ? bytes
	    : r->json             ? without_mark(bytes)
				  : xml_body(bytes);
	element_names_open(&r->names, table);
	if (r->json)
		json_scan_open(&r->scan, r->bytes, &r->names, &r->row);
	else if (careful || is_wide(bytes))
		r->sax = xml_sax_open(r->bytes, &r->names, &r->row, a);
	else
		xml_scan_open(&r->xml, r->bytes, &r->names, &r->row);
	*result = r;
	return 0;
}

/* libxml2 takes over: it begins again and passes over what has been told. */
static int
take_over(struct elements *r, struct element *el, struct err *e)
{
	uint64_t passed = 0;

	r->sax = xml_sax_open(r->bytes, &r->names, &r->row, r->arena);
	while (passed < r->told) {
		int got = xml_sax_next(r->sax, el, e);

		if (got < 0)
			return -1;
		if (got == 0)
			BUG("the fast scanner told more elements than libxml2");
		passed++;
	}
	return xml_sax_next(r->sax, el, e);
}

static int
next_xml(struct elements *r, struct element *el, struct err *e)
{
	enum xml_step step = xml_scan_next(&r->xml, el);

	if (step == XML_STEP_ELEMENT)
		return 1;
	return step == XML_STEP_DONE ? 0 : take_over(r, el, e);
}

int
elements_next(struct elements *r, struct element *el, struct err *e)
{
	int got = r->sax != NULL ? xml_sax_next(r->sax, el, e)
	    : r->json            ? json_scan_next(&r->scan, el, e)
				 : next_xml(r, el, e);

	r->told += got > 0;
	return got;
}

void
elements_release(struct elements *r)
{
	arena_reset(&r->row);
}

bool
elements_are_careful(const struct elements *r)
{
	return r->sax != NULL;
}

void
elements_close(struct elements *r)
{
	if (r == NULL)
		return;
	if (r->sax != NULL)
		xml_sax_close(r->sax);
	arena_close(&r->row);
}
