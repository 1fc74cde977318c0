/* What a document says of itself: title, author, dates, in the information dictionary and
 * in XMP. */
#include "formats/pdf.h"

#include "base/text.h"
#include "formats/xml_write.h"

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
