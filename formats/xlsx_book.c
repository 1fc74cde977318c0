/* From a package to one sheet of a workbook: what kind of document it is, which sheet is
 * meant, and the parts that its cells refer to. */
#include "formats/xlsx.h"

#include "base/text.h"
#include "formats/sheet_list.h"

#define MAIN_TRANSITIONAL "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define MAIN_STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"

enum { SHEETS_MOST = 10000 };

struct workbook_reading {
	struct xlsx_book *book;
	const struct xlsx_relations *relations;
	struct xml_stream *stream;
	struct sheet_list sheets; /* worksheets; charts and macros are none */
	size_t count;             /* of all */
	size_t depth;
};

bool
xlsx_is_main(struct str space)
{
	return str_is(space, MAIN_TRANSITIONAL) || str_is(space, MAIN_STRICT);
}

bool
xlsx_is(const struct xml_name *name, const char *local)
{
	return str_is(name->local, local) && xlsx_is_main(name->space);
}

/* What main parts of other documents declare, and how to call them. */
static int
check_content_type(struct str type, struct err *e)
{
	static const struct {
		const char *piece, *code, *kind;
	} others[] = {
	    {"sheet.binary", "FILE_XLSB", "a binary Excel workbook (.xlsb)"},
	    {"wordprocessingml", "FILE_NOT_A_WORKBOOK", "a Word document (.docx)"},
	    {"ms-word", "FILE_NOT_A_WORKBOOK", "a Word document (.docm)"},
	    {"presentationml", "FILE_NOT_A_WORKBOOK", "a presentation (.pptx)"},
	    {"ms-powerpoint", "FILE_NOT_A_WORKBOOK", "a presentation (.pptm)"},
	    {"visio", "FILE_NOT_A_WORKBOOK", "a drawing (.vsdx)"},
	};

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (str_find_str(type, str_of(others[i].piece)) < type.len)
			return err_file(
			    e, others[i].code, "the content is %s", others[i].kind);
	return 0;
}

static int
find_workbook(struct xlsx_book *book, struct str *part, struct err *e)
{
	struct xlsx_relations relations;
	const struct xlsx_relation *main_part;
	struct str type;

	if (xlsx_relations_read(book->zip, STR(""), &relations, book->arena, e) != 0)
		return -1;
	main_part = xlsx_relation_of_type(&relations, "/officeDocument");
	*part = main_part != NULL ? main_part->target : STR("xl/workbook.xml");
	if (zip_reader_find(book->zip, STR("[Content_Types].xml")) == NULL)
		return err_file(e, "FILE_NOT_A_WORKBOOK",
		    "the zip container holds no Office document");
	if (xlsx_content_type(book->zip, *part, &type, book->arena, e) != 0 ||
	    check_content_type(type, e) != 0)
		return -1;
	if (zip_reader_find(book->zip, *part) == NULL)
		return err_file(e, "FILE_NOT_A_WORKBOOK",
		    "the Office package holds no workbook part %.*s",
		    STR_ARG(text_printable(book->arena, *part)));
	return 0;
}

static void
add_sheet(struct workbook_reading *r, const struct xml_tag *tag)
{
	const struct xlsx_relation *relation;
	const struct zip_member *member;
	struct str name = {0}, id, state = {0};

	if (r->count++ == SHEETS_MOST) {
		xml_stream_refuse(
		    r->stream, "FILE_BOMB", "more than %d sheets", SHEETS_MOST);
		return;
	}
	(void)xml_attribute(tag, "name", &name);
	(void)xml_attribute(tag, "state", &state);
	if (!xml_attribute_in(tag, "/relationships", "id", &id))
		return;
	relation = xlsx_relation_of_id(r->relations, id);
	if (relation == NULL || !str_ends(relation->type, STR("/worksheet")))
		return;
	member = zip_reader_find(r->book->zip, relation->target);
	if (member == NULL)
		xml_stream_refuse(r->stream, "FILE_DAMAGED",
		    "sheet %.*s has no part in the package",
		    STR_ARG(text_printable(r->book->arena, name)));
	else
		sheet_list_add(&r->sheets, name,
		    str_equal_nocase(state, STR("hidden")) ||
			str_equal_nocase(state, STR("veryHidden")),
		    zip_reader_place(r->book->zip, member));
}

static void
workbook_start(void *context, const struct xml_tag *tag)
{
	struct workbook_reading *r = context;

	if (r->depth++ == 0 && !xlsx_is(&tag->name, "workbook"))
		xml_stream_refuse(r->stream, "FILE_NOT_A_WORKBOOK",
		    "its root is not a workbook of Office Open XML");
	else if (r->depth == 2 && xlsx_is(&tag->name, "workbookPr"))
		r->book->from_1904 = xml_attribute_is_true(tag, "date1904", false);
	else if (r->depth == 3 && xlsx_is(&tag->name, "sheet"))
		add_sheet(r, tag);
}

static void
workbook_end(void *context, struct xml_name name)
{
	struct workbook_reading *r = context;

	(void)name;
	r->depth--;
}

static int
choose_sheet(const struct workbook_reading *r, struct str name, struct err *e)
{
	const struct sheet_entry *sheet = sheet_list_choose(&r->sheets, name, e);

	if (sheet == NULL)
		return -1;
	r->book->sheet = zip_reader_member(r->book->zip, sheet->at);
	r->book->sheet_name = sheet->name;
	return 0;
}

static int
read_workbook(struct xlsx_book *book, struct str part, struct xlsx_relations *relations,
    struct str sheet, struct err *e)
{
	static const struct xml_handler handler = {workbook_start, workbook_end, NULL};
	struct workbook_reading reading = {
	    .book = book, .relations = relations, .sheets = {.arena = book->arena}};

	if (xlsx_part_read(book->zip, zip_reader_find(book->zip, part), &handler,
		&reading, &reading.stream, book->arena, e) != 0)
		return -1;
	return choose_sheet(&reading, sheet, e);
}

/* The part that the workbook's relationships of a type name; NULL when there is none. */
static const struct zip_member *
find_part(const struct xlsx_book *book, const struct xlsx_relations *relations,
    const char *type_end)
{
	const struct xlsx_relation *relation = xlsx_relation_of_type(relations, type_end);

	return relation == NULL ? NULL : zip_reader_find(book->zip, relation->target);
}

static int
read_styles(struct xlsx_book *book, const struct xlsx_relations *relations, struct err *e)
{
	const struct zip_member *styles = find_part(book, relations, "/styles");

	if (styles != NULL)
		return xlsx_styles_read(book, styles, e);
	book->lacks_styles = xlsx_relation_of_type(relations, "/styles") != NULL;
	return 0;
}

/* Where the strings are missing, a cell that wants one is refused. */
static int
read_strings(
    struct xlsx_book *book, const struct xlsx_relations *relations, struct err *e)
{
	const struct zip_member *strings = find_part(book, relations, "/sharedStrings");

	return strings == NULL ? 0 : xlsx_strings_read(book, strings, e);
}

int
xlsx_book_open(struct xlsx_book *book, struct str sheet, struct err *e)
{
	struct xlsx_relations relations;
	struct str part;

	if (zip_reader_open(&book->zip, book->in, book->arena, e) != 0 ||
	    find_workbook(book, &part, e) != 0 ||
	    xlsx_relations_read(book->zip, part, &relations, book->arena, e) != 0 ||
	    read_workbook(book, part, &relations, sheet, e) != 0 ||
	    read_styles(book, &relations, e) != 0 ||
	    read_strings(book, &relations, e) != 0)
		return -1;
	return 0;
}
