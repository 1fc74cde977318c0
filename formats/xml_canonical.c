/* The one place where strangers' XML becomes a tree only to be shown: libxml2 parses it
 * with every door closed (no DTD, no entities, no network, its limits on) and writes it
 * back in canonical form. */
#include "formats/xml_canonical.h"

#include "base/text.h"
#include "formats/xml_burden.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

/* A tree takes some ten times its text; larger documents are read as streams elsewhere.
 */
enum { XML_MOST_BYTES = 16 << 20 };

/* What the nodes of a tree take at most, and together. */
enum {
	TAG_BYTES = 260, /* the node and the text behind it */
	ATTRIBUTE_BYTES = 220,
	TREE_MOST_BYTES = 150 << 20,
};

static const char *const table_names[] = {
    ".xlsx", ".xlsm", ".ods", ".xls", ".csv", ".tsv"};

static bool
has_table_name(struct str name)
{
	for (size_t i = 0; i < sizeof table_names / sizeof *table_names; i++)
		if (str_ends_nocase(name, str_of(table_names[i])))
			return true;
	return false;
}

bool
xml_is_likely(const struct input *in)
{
	struct str head = in->bytes;

	if (str_ends_nocase(in->name, STR(".xml")))
		return true;
	if (has_table_name(in->name))
		return false;
	if (str_starts(head, STR("\xEF\xBB\xBF")))
		head = str_slice(head, 3, head.len);
	head = str_trim(str_slice(head, 0, 1024));
	if (str_starts(head, STR("<?xml")) || str_starts(head, STR("<!")))
		return true;
	return head.len > 1 && head.ptr[0] == '<' && char_is_alpha(head.ptr[1]);
}

/* What the parser's hooks tell the caller. */
struct verdict {
	bool doctype;
	int line; /* of the first error, later ones only follow from it */
	char text[300];
};

/* Called at the DOCTYPE, before anything in it is looked at. */
static void
stop_at_doctype(void *context, const xmlChar *name, const xmlChar *external_id,
    const xmlChar *system_id)
{
	xmlParserCtxtPtr parser = context;
	struct verdict *verdict = parser->_private;

	(void)name;
	(void)external_id;
	(void)system_id;
	verdict->doctype = true;
	xmlStopParser(parser);
}

static int
refuse_malformed(const struct verdict *verdict, struct err *e)
{
	const char *text = verdict->text[0] == '\0' ? "no root element" : verdict->text;

	err_file(e, "XML_NOT_WELL_FORMED", "line %d: %s", verdict->line, text);
	e->row = verdict->line > 0 ? (uint64_t)verdict->line : 0;
	return -1;
}

/* libxml2 prints what nobody takes from it. */
static void
take_error(void *context, xmlErrorPtr error)
{
	struct verdict *verdict = context;
	struct str text;

	if (verdict->text[0] != '\0' || error->level < XML_ERR_ERROR ||
	    error->message == NULL)
		return;
	text = str_slice(str_trim(str_of(error->message)), 0, sizeof verdict->text - 1);
	verdict->line = error->line;
	memcpy(verdict->text, text.ptr, text.len);
	verdict->text[text.len] = '\0';
}

/* Refuses what would take too much memory or time as a tree. */
static int
check_size(struct str bytes, struct err *e)
{
	struct xml_burden burden;
	uint64_t tree;

	if (bytes.len > XML_MOST_BYTES)
		return err_file(e, "FILE_TOO_LARGE",
		    "%zu bytes of XML, at most %d are shown", bytes.len, XML_MOST_BYTES);
	burden = xml_burden_of(bytes);
	if (burden.most_attributes > XML_ATTRIBUTES_MOST)
		return err_file(e, "FILE_TOO_LARGE",
		    "an element with more than %d attributes", XML_ATTRIBUTES_MOST);
	tree = burden.tags * TAG_BYTES + burden.attributes * ATTRIBUTE_BYTES;
	if (tree > TREE_MOST_BYTES)
		return err_file(e, "FILE_TOO_LARGE",
		    "its elements and attributes would take %ju MiB",
		    (uintmax_t)tree >> 20);
	return 0;
}

/* The tree of the document, to be freed by the caller, or NULL with *e filled. */
static xmlDocPtr
parse(const struct input *in, struct verdict *verdict, struct err *e)
{
	xmlParserCtxtPtr parser = xmlNewParserCtxt();
	xmlDocPtr doc;

	if (parser == NULL) {
		err_set(e, ERR_RETRY, "no memory for the XML parser");
		return NULL;
	}
	parser->_private = verdict;
	parser->sax->internalSubset = stop_at_doctype;
	doc = xmlCtxtReadMemory(parser, in->bytes.ptr, (int)in->bytes.len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (verdict->doctype)
		err_file(e, "XML_DOCTYPE", "a DOCTYPE declaration");
	else if (doc == NULL || parser->nsWellFormed == 0)
		refuse_malformed(verdict, e);
	if (doc != NULL && (verdict->doctype || parser->nsWellFormed == 0)) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	xmlFreeParserCtxt(parser);
	return doc;
}

int
xml_canonical(struct out *o, const struct input *in, struct err *e)
{
	struct verdict verdict = {0};
	xmlDocPtr doc;
	xmlChar *text = NULL;
	int len;

	if (check_size(in->bytes, e) != 0)
		return -1;
	xmlSetStructuredErrorFunc(&verdict, take_error);
	doc = parse(in, &verdict, e);
	if (doc == NULL) {
		xmlSetStructuredErrorFunc(NULL, NULL);
		return -1;
	}
	len = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_0, NULL, 1, &text);
	xmlFreeDoc(doc);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (len < 0)
		return err_file(
		    e, "XML_NOT_WELL_FORMED", "the document has no canonical form");
	out_write(o, text, (size_t)len);
	xmlFree(text);
	return 0;
}
