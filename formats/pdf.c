/* The file structure of PDF: objects, streams, cross-references, metadata. */
#include "formats/pdf.h"

#include <libdeflate.h>

#include "base/sha256.h"
#include "base/text.h"
#include "formats/xml_write.h"

struct pdf_packer {
	struct libdeflate_compressor *fast;
	struct libdeflate_compressor *small;
};

struct pdf_packer *
pdf_packer_open(struct arena *a)
{
	struct pdf_packer *packer = arena_new(a, struct pdf_packer);

	packer->fast = libdeflate_alloc_compressor(1);
	packer->small = libdeflate_alloc_compressor(12);
	if (packer->fast == NULL || packer->small == NULL)
		arena_full(0);
	return packer;
}

void
pdf_packer_close(struct pdf_packer *packer)
{
	libdeflate_free_compressor(packer->fast);
	libdeflate_free_compressor(packer->small);
}

static uint64_t
written(const struct pdf *p)
{
	return p->out->total + p->out->len - p->base;
}

void
pdf_begin(struct pdf *p, struct out *o, struct arena *a, struct pdf_packer *packer,
    const struct pdf_stock *stock)
{
	*p = (struct pdf){.out = o, .arena = a, .scratch = a, .packer = packer};
	p->base = written(p);
	p->room = 256 + (stock == NULL ? 0 : stock->count);
	p->offsets = arena_new_array(a, p->room, uint64_t);
	if (stock == NULL) {
		out_text(o, "%PDF-1.7\n%\xC3\xA0\xC3\xA8\n");
		return;
	}
	out_str(o, stock->bytes);
	p->count = stock->count;
	memcpy(p->offsets, stock->offsets, ((size_t)stock->count + 1) * sizeof(uint64_t));
}

/* A number of exactly `digits` digits. */
static void
put_padded(char *text, uint64_t value, int digits)
{
	while (digits-- > 0) {
		text[digits] = (char)('0' + value % 10);
		value /= 10;
	}
}

static void
write_row(struct out *o, uint64_t offset)
{
	char row[20] = "0000000000 00000 n \n";

	put_padded(row, offset, 10);
	out_write(o, row, sizeof row);
}

struct pdf_stock
pdf_take_stock(const struct pdf *p, struct arena *a)
{
	struct pdf_stock stock = {.bytes = out_bytes_of(p->out), .count = p->count};
	uint64_t *offsets = arena_new_array(a, (size_t)p->count + 1, uint64_t);
	struct out table;

	memcpy(offsets, p->offsets, ((size_t)p->count + 1) * sizeof *offsets);
	stock.offsets = offsets;
	out_open_memory(&table, a);
	for (unsigned i = 1; i <= p->count; i++)
		write_row(&table, p->offsets[i]);
	stock.table = out_bytes_of(&table);
	return stock;
}

unsigned
pdf_reserve(struct pdf *p, unsigned how_many)
{
	unsigned first = p->count + 1;

	if (p->count + how_many >= p->room) {
		unsigned room = 2 * (p->room + how_many);
		uint64_t *more = arena_new_array(p->arena, room, uint64_t);

		memcpy(more, p->offsets, ((size_t)p->count + 1) * sizeof *more);
		p->offsets = more;
		p->room = room;
	}
	p->count += how_many;
	return first;
}

void
pdf_object_begin(struct pdf *p, unsigned number)
{
	p->offsets[number] = written(p);
	out_u64(p->out, number);
	out_text(p->out, " 0 obj\n");
}

void
pdf_object_end(struct pdf *p)
{
	out_text(p->out, "\nendobj\n");
}

static void
write_stream(struct pdf *p, unsigned number, const char *entries, struct str bytes)
{
	pdf_object_begin(p, number);
	out_text(p->out, "<<");
	out_text(p->out, entries);
	out_text(p->out, "/Length ");
	out_u64(p->out, bytes.len);
	out_text(p->out, ">>\nstream\n");
	out_str(p->out, bytes);
	out_text(p->out, "\nendstream");
	pdf_object_end(p);
}

void
pdf_stream_raw(struct pdf *p, unsigned number, const char *entries, struct str bytes)
{
	write_stream(p, number, entries, bytes);
}

void
pdf_stream(struct pdf *p, unsigned number, const char *entries, struct str bytes,
    enum pdf_effort effort)
{
	struct libdeflate_compressor *c =
	    effort == PDF_FAST ? p->packer->fast : p->packer->small;
	size_t room = libdeflate_zlib_compress_bound(c, bytes.len);
	char *packed = arena_alloc(p->scratch, room);
	size_t len = libdeflate_zlib_compress(c, bytes.ptr, bytes.len, packed, room);
	struct str all = arena_format(p->scratch, "%s/Filter/FlateDecode", entries);

	write_stream(p, number, all.ptr, (struct str){packed, len});
}

static void
put_hex(struct out *o, unsigned value, int digits)
{
	static const char hex[] = "0123456789ABCDEF";

	while (digits-- > 0)
		out_char(o, hex[value >> 4 * digits & 15]);
}

static bool
is_printable_ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < ' ' || text.ptr[i] > '~')
			return false;
	return true;
}

/* Plain ASCII as it is, which is also shorter; anything else as UTF-16. */
void
pdf_text_string(struct out *o, struct str text)
{
	size_t at = 0;

	if (is_printable_ascii(text)) {
		out_char(o, '(');
		for (; at < text.len; at++) {
			if (strchr("()\\", text.ptr[at]) != NULL)
				out_char(o, '\\');
			out_char(o, text.ptr[at]);
		}
		out_char(o, ')');
		return;
	}
	out_text(o, "<FEFF");
	while (at < text.len) {
		uint32_t c = text_next(text, &at);

		if (c >= 0x10000) {
			put_hex(o, 0xd800 + ((c - 0x10000) >> 10), 4);
			c = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		put_hex(o, c, 4);
	}
	out_char(o, '>');
}

static void
write_date(struct out *o, struct date d)
{
	out_format(o, "%04d%02d%02d", d.year, d.month, d.day);
}

/* ISO 19005-2 6.6.2: the XMP packet says what the information dictionary says. */
static void
write_xmp(struct out *o, const struct pdf_facts *facts)
{
	out_text(o,
	    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
	    "rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
	    "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
	    "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
	    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
	    "<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li "
	    "xml:lang=\"x-default\">");
	xml_write_text(o, facts->title);
	out_text(o, "</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>");
	xml_write_text(o, facts->author);
	out_text(o, "</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>");
	xml_write_text(o, facts->language);
	out_text(o,
	    "</rdf:li></rdf:Bag></dc:language><pdf:Producer>Riscontro " RISCONTRO_VERSION
	    "</pdf:Producer>");
	if (!date_is_none(facts->made))
		out_format(o, "<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>",
		    date_iso(facts->made).text);
	out_text(o, "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
}

void
pdf_facts_write(
    struct pdf *p, const struct pdf_facts *facts, unsigned information, unsigned metadata)
{
	struct out xmp;

	pdf_object_begin(p, information);
	out_text(p->out, "<</Title");
	pdf_text_string(p->out, facts->title);
	out_text(p->out, "/Author");
	pdf_text_string(p->out, facts->author);
	out_text(p->out, "/Producer(Riscontro " RISCONTRO_VERSION ")");
	if (!date_is_none(facts->made)) {
		out_text(p->out, "/CreationDate(D:");
		write_date(p->out, facts->made);
		out_text(p->out, "000000Z)");
	}
	out_text(p->out, ">>");
	pdf_object_end(p);
	out_open_memory(&xmp, p->scratch);
	write_xmp(&xmp, facts);
	pdf_stream_raw(p, metadata, "/Type/Metadata/Subtype/XML", out_bytes_of(&xmp));
}

void
pdf_end(struct pdf *p, const struct pdf_facts *facts, const struct pdf_stock *stock,
    unsigned catalog, unsigned information)
{
	uint64_t table = written(p);
	unsigned first = stock == NULL ? 1 : stock->count + 1;
	struct sha256_hex digest = sha256_of(facts->identity);

	out_text(p->out, "xref\n0 ");
	out_u64(p->out, p->count + 1);
	out_text(p->out, "\n0000000000 65535 f \n");
	if (stock != NULL)
		out_str(p->out, stock->table);
	for (unsigned i = first; i <= p->count; i++)
		write_row(p->out, p->offsets[i]);
	out_text(p->out, "trailer\n<</Size ");
	out_u64(p->out, p->count + 1);
	out_text(p->out, "/Root ");
	out_u64(p->out, catalog);
	out_text(p->out, " 0 R/Info ");
	out_u64(p->out, information);
	out_format(
	    p->out, " 0 R/ID[<%.32s><%.32s>]>>\nstartxref\n", digest.text, digest.text);
	out_u64(p->out, table);
	out_text(p->out, "\n%%EOF\n");
}
