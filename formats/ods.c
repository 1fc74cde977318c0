/* The reader of OpenDocument spreadsheets (.ods) behind the interface of tables. */
#include "formats/ods.h"

#include "base/text.h"
#include "formats/xlsx_package.h"

enum { MIMETYPE_MOST = 200, AMPLIFICATION_MOST = 250 };
#define AMPLIFICATION_FREE ((uint64_t)256 << 20)
#define MIMETYPE "application/vnd.oasis.opendocument."

static int
ods_bid(const struct input *in)
{
	struct arena scratch = {0};
	struct zip_reader *zip;
	struct err ignored;
	int bid = 0;

	if (!zip_reader_knows(in->bytes))
		return 0;
	if (zip_reader_open(&zip, in, &scratch, &ignored) == 0 &&
	    zip_reader_find(zip, STR("content.xml")) != NULL &&
	    (zip_reader_find(zip, STR("META-INF/manifest.xml")) != NULL ||
		zip_reader_find(zip, STR("mimetype")) != NULL))
		bid = 80;
	arena_close(&scratch);
	return bid;
}

/* The member `mimetype` names the kind of document in plain letters. */
static int
check_mimetype(const struct zip_reader *zip, struct arena *a, struct err *e)
{
	const struct zip_member *member = zip_reader_find(zip, STR("mimetype"));
	char bytes[MIMETYPE_MOST];
	struct zip_stream *stream;
	struct str type;
	size_t got;

	if (member == NULL)
		return 0;
	if (zip_stream_open(&stream, zip, member, 0, a, e) != 0 ||
	    zip_stream_read(stream, bytes, sizeof bytes, &got, e) < 0)
		return -1;
	type = str_trim((struct str){bytes, got});
	if (str_starts(type, STR(MIMETYPE "spreadsheet")))
		return 0;
	return err_file(e, "FILE_NOT_A_WORKBOOK",
	    "the content is a document of type %.*s",
	    STR_ARG(text_cut(text_printable(a, type), 80)));
}

static void
manifest_start(void *context, const struct xml_tag *tag)
{
	bool *encrypted = context;

	if (str_is(tag->name.local, "encryption-data") ||
	    str_is(tag->name.local, "EncryptedKey"))
		*encrypted = true;
}

static int
check_manifest(const struct zip_reader *zip, struct arena *a, struct err *e)
{
	static const struct xml_handler handler = {.start = manifest_start};
	const struct zip_member *member =
	    zip_reader_find(zip, STR("META-INF/manifest.xml"));
	bool encrypted = false;
	struct xml_stream *stream;

	if (member == NULL)
		return 0;
	if (xlsx_part_read(zip, member, &handler, &encrypted, &stream, a, e) != 0)
		return -1;
	if (encrypted)
		return err_file(e, "FILE_ENCRYPTED",
		    "the content is an OpenDocument file with a password");
	return 0;
}

static int
open_content(struct ods_sheet *s, const struct zip_reader *zip, struct err *e)
{
	const struct zip_member *member = zip_reader_find(zip, STR("content.xml"));

	if (member == NULL)
		return err_file(
		    e, "FILE_DAMAGED", "there is no content.xml in the package");
	if (zip_stream_open(
		&s->source, zip, member, s->limits->most_bytes, s->arena, e) != 0)
		return -1;
	map_open(&s->hidden_styles, s->arena, 0);
	out_open_memory(&s->text, s->arena);
	s->xml = xml_stream_open(member->name, &ods_handler, s, s->arena);
	return 0;
}

/* Reads on to the chosen table's beginning. When no sheet is spelled as the name is, all
 * have been seen: the one that is meant all the same is looked for from the beginning. */
static int
find_table(struct ods_sheet *s, const struct zip_reader *zip, struct err *e)
{
	for (;;) {
		const struct sheet_entry *meant;

		if (xml_stream_run(s->xml, xlsx_read_stream, s->source, e) < 0)
			return -1;
		if (s->chosen)
			return 0;
		meant = sheet_list_choose(&s->sheets, s->wanted, e);
		if (meant == NULL)
			return -1;
		s->wanted = meant->name;
		s->sheets.count = 0;
		xml_stream_close(s->xml);
		if (open_content(s, zip, e) != 0)
			return -1;
	}
}

static int
ods_open(struct table *t, struct err *e)
{
	struct ods_sheet *s = arena_new(t->arena, struct ods_sheet);
	struct zip_reader *zip;

	s->limits = &t->options;
	s->arena = t->arena;
	s->wanted = t->options.sheet;
	s->sheets.arena = t->arena;
	s->file_size = t->in->bytes.len;
	if (zip_reader_open(&zip, t->in, t->arena, e) != 0 ||
	    check_mimetype(zip, t->arena, e) != 0 ||
	    check_manifest(zip, t->arena, e) != 0 || open_content(s, zip, e) != 0)
		return -1;
	if (find_table(s, zip, e) != 0) {
		xml_stream_close(s->xml);
		return -1;
	}
	t->facts.sheet = s->sheet_name;
	t->state = s;
	return 0;
}

/* Passes over rows of which nothing is said; a row repeated is given as often. */
static int
give_row(struct ods_sheet *s, struct row *row, struct err *e)
{
	if (s->row.count == 0) {
		s->given += s->left;
		s->left = 0;
		return 0;
	}
	if (s->given >= s->limits->most_rows)
		return err_file(e, "FILE_TOO_LARGE", "the sheet has more than %ju rows",
		    (uintmax_t)s->limits->most_rows);
	if (s->delivered > AMPLIFICATION_FREE &&
	    s->delivered / AMPLIFICATION_MOST > s->file_size)
		return err_file(e, "FILE_BOMB", "long texts are repeated without end");
	s->left--;
	s->row.number = ++s->given;
	*row = s->row;
	return 1;
}

static int
ods_next(struct table *t, struct row *row, struct err *e)
{
	struct ods_sheet *s = t->state;

	for (;;) {
		int status;

		if (s->left > 0) {
			status = give_row(s, row, e);
			if (status != 0)
				return status;
		}
		status = xml_stream_run(s->xml, xlsx_read_stream, s->source, e);
		if (status < 0)
			return -1;
		if (status == 0 && s->left == 0)
			return 0;
	}
}

static void
ods_close(struct table *t)
{
	struct ods_sheet *s = t->state;

	if (s == NULL)
		return;
	xml_stream_close(s->xml);
	arena_close(&s->row_arena);
}

const struct table_reader table_reader_ods = {
    .name = "ods",
    .help = "OpenDocument spreadsheets (.ods): the first visible sheet, or the one named",
    .content = "an OpenDocument spreadsheet (.ods)",
    .bid = ods_bid,
    .open = ods_open,
    .next = ods_next,
    .close = ods_close,
};
