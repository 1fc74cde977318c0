/* The reader that reads nothing: it knows what people drop by mistake where a table is
 * wanted, and refuses it by its name instead of as noise. */
#include "formats/table.h"

enum { LOOK_AT = 4096, LOCK_FILE_SIZE = 165, LOCK_NAME_MOST = 54, SYLK_LINE_MOST = 60 };

struct stranger {
	const char *code;
	const char *kind; /* "a PDF document" */
};

#define NOT_A_WORKBOOK "FILE_NOT_A_WORKBOOK"

static const struct {
	struct str magic;
	const char *kind;
} magics[] = {
    {{"%PDF-", 5}, "a PDF document"},
    {{"\x89PNG", 4}, "a picture (PNG)"},
    {{"\xFF\xD8\xFF", 3}, "a picture (JPEG)"},
    {{"GIF8", 4}, "a picture (GIF)"},
    {{"II*\0", 4}, "a picture (TIFF)"},
    {{"MM\0*", 4}, "a picture (TIFF)"},
    {{"{\\rtf", 5}, "a text document (RTF)"},
    {{"Rar!\x1A\x07", 6}, "a RAR archive"},
    {{"7z\xBC\xAF\x27\x1C", 6}, "a 7z archive"},
    {{"\x1F\x8B", 2}, "a gzip archive"},
    {{"BZh", 3}, "a bzip2 archive"},
    {{"\xFD\x37zXZ\0", 6}, "an xz archive"},
    {{"\x28\xB5\x2F\xFD", 4}, "a zstd archive"},
    {{"\x7F\x45LF", 4}, "a program"},
    {{"MIME-Version:", 13}, "a web archive (.mht)"},
    {{"SQLite format 3", 15}, "an SQLite database"},
};

static bool
looks_html(struct str text)
{
	static const char *const beginnings[] = {"<!doctype html", "<html", "<head",
	    "<meta", "<body", "<table", "<style", "<div"};

	for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
		if (str_starts_nocase(text, str_of(beginnings[i])))
			return true;
	return false;
}

/* SYLK begins as many a CSV with a column ID may: its second line and its last tell. */
static bool
looks_sylk(struct str bytes)
{
	struct str last = str_trim(bytes), second;
	size_t end = 0;

	while (end < bytes.len && bytes.ptr[end] != '\r' && bytes.ptr[end] != '\n')
		end++;
	if (!str_starts(bytes, STR("ID;P")) || end > SYLK_LINE_MOST)
		return false;
	second = str_trim(str_slice(bytes, end, end + 8));
	return second.len > 2 && second.ptr[1] == ';' &&
	    strchr("PFBCO", second.ptr[0]) != NULL &&
	    (str_ends(last, STR("\nE")) || str_ends(last, STR("\rE")));
}

/* Office keeps a user's name here while a document is open: its length, the name padded
 * with blanks, and both again in UTF-16. */
static bool
looks_lock_file(const struct input *in)
{
	unsigned char len = in->bytes.len == 0 ? 0 : (unsigned char)in->bytes.ptr[0];

	return in->bytes.len == LOCK_FILE_SIZE && len > 0 && len <= LOCK_NAME_MOST &&
	    (unsigned char)in->bytes.ptr[LOCK_NAME_MOST + 1] == len &&
	    in->bytes.ptr[LOCK_NAME_MOST + 2] == '\0';
}

static struct stranger
xml_stranger(struct str head)
{
	if (str_find_str(head, STR("urn:schemas-microsoft-com:office:spreadsheet")) <
	    head.len)
		return (struct stranger){
		    NOT_A_WORKBOOK, "an XML Spreadsheet of Excel 2003 (.xml)"};
	if (str_find_str(head, STR("urn:oasis:names:tc:opendocument")) < head.len)
		return (struct stranger){
		    NOT_A_WORKBOOK, "a flat OpenDocument file (.fods)"};
	if (str_find_str(head, STR("<html")) < head.len)
		return (struct stranger){NOT_A_WORKBOOK, "an HTML page"};
	return (struct stranger){NOT_A_WORKBOOK, "an XML document"};
}

static struct stranger
recognise(const struct input *in)
{
	struct str head = str_slice(in->bytes, 0, LOOK_AT);

	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (str_starts(head, magics[i].magic))
			return (struct stranger){NOT_A_WORKBOOK, magics[i].kind};
	if (looks_lock_file(in))
		return (struct stranger){"FILE_LOCK", "a lock file of Office"};
	if (looks_sylk(in->bytes))
		return (struct stranger){NOT_A_WORKBOOK, "a SYLK table (.slk)"};
	if (str_starts(head, STR("\xEF\xBB\xBF")))
		head = str_slice(head, 3, head.len);
	head = str_trim(head);
	if (str_starts(head, STR("<?xml")))
		return xml_stranger(head);
	if (looks_html(head))
		return (struct stranger){NOT_A_WORKBOOK, "an HTML page"};
	return (struct stranger){NULL, NULL};
}

static int
stranger_bid(const struct input *in)
{
	return recognise(in).code == NULL ? 0 : 60;
}

static int
stranger_open(struct table *t, struct err *e)
{
	struct stranger s = recognise(t->in);

	return err_file(e, s.code, "the content is %s", s.kind);
}

static int
stranger_next(struct table *t, struct row *row, struct err *e)
{
	(void)t;
	(void)row;
	(void)e;
	return 0;
}

static void
stranger_close(struct table *t)
{
	(void)t;
}

const struct table_reader table_reader_stranger = {
    .name = "stranger",
    .help = "documents, pictures and pages dropped by mistake: refused by name",
    .content = "no table",
    .bid = stranger_bid,
    .open = stranger_open,
    .next = stranger_next,
    .close = stranger_close,
};
