/* Archives: members given as inputs, and everything refused that could harm or mislead.
 */
#include "test.h"

#include "base/out.h"
#include "formats/archive.h"
#include "formats/inflate.h"

#include <stdio.h>

struct entry {
	const char *name;
	const char *content;
	uint16_t flags;
	uint16_t method;
	uint16_t mode; /* unix, 0: none */
	uint32_t crc_change;
};

static void
little(struct out *o, uint32_t value, int width)
{
	for (int i = 0; i < width; i++)
		out_char(o, (char)((uint64_t)value >> (8 * i)));
}

static void
write_common(struct out *o, const struct entry *e)
{
	struct str content = str_of(e->content);

	little(o, 20, 2);
	little(o, e->flags, 2);
	little(o, e->method, 2);
	little(o, 0, 4);
	little(o, inflate_crc32(0, content) ^ e->crc_change, 4);
	little(o, (uint32_t)content.len, 4);
	little(o, (uint32_t)content.len, 4);
	little(o, (uint32_t)strlen(e->name), 2);
	little(o, 0, 2);
}

static void
write_line(struct out *o, const struct entry *e, uint32_t offset)
{
	out_text(o, "PK\1\2");
	little(o, 20 | (e->mode != 0 ? 3U << 8 : 0), 2);
	write_common(o, e);
	little(o, 0, 2 + 2 + 2);
	little(o, (uint32_t)e->mode << 16, 4);
	little(o, offset, 4);
	out_text(o, e->name);
}

/* A .zip of stored members, ended by an entry without a name. */
static struct str
make_zip(struct arena *a, const struct entry *entries)
{
	struct out o;
	uint32_t offsets[8] = {0}, start;
	uint32_t count = 0;

	out_open_memory(&o, a);
	for (; entries[count].name != NULL; count++) {
		offsets[count] = (uint32_t)o.len;
		out_text(&o, "PK\3\4");
		write_common(&o, &entries[count]);
		out_text(&o, entries[count].name);
		out_text(&o, entries[count].content);
	}
	start = (uint32_t)o.len;
	for (uint32_t i = 0; i < count; i++)
		write_line(&o, &entries[i], offsets[i]);
	little(&o, 0x06054b50, 4);
	little(&o, 0, 4);
	little(&o, count, 2);
	little(&o, count, 2);
	little(&o, (uint32_t)o.len - start - 12, 4);
	little(&o, start, 4);
	little(&o, 0, 2);
	return out_bytes_of(&o);
}

/* All members as "name=content;", or the code of the refusal. */
static struct str
read_all(struct arena *a, struct str bytes, const struct archive_limits *limits)
{
	struct input in = {.name = STR("dati.bin"), .bytes = bytes};
	struct archive_reader *r;
	struct archive_member m;
	struct err e = {0};
	struct out o;
	int got;

	out_open_memory(&o, a);
	if (archive_reader_open(&r, &in, limits, NULL, a, &e) != 0)
		return str_of(e.code);
	while ((got = archive_reader_next(r, &m, &e)) > 0)
		out_format(
		    &o, "%.*s=%.*s;", STR_ARG(m.input.name), STR_ARG(m.input.bytes));
	archive_reader_close(r);
	return got < 0 ? str_of(e.code) : out_bytes_of(&o);
}

static void
gives_the_members_of_a_zip(void **state)
{
	static const struct entry entries[] = {
	    {.name = "cartella/", .content = "", .mode = 0xFFFF},
	    {.name = "cartella/a.csv", .content = "a;b\n"},
	    {.name = "__MACOSX/._a.csv", .content = "junk"},
	    {.name = ".DS_Store", .content = "junk"},
	    {.name = "vuoto.txt", .content = ""},
	    {0},
	};
	struct arena a = {0};
	struct str zip = make_zip(&a, entries);

	(void)state;
	assert_str(read_all(&a, zip, NULL), "a.csv=a;b\n;vuoto.txt=;");
	for (size_t len = 4; len < zip.len; len += 7)
		assert_str(read_all(&a, str_slice(zip, 0, len), NULL), "ARCHIVE_DAMAGED");
	arena_close(&a);
}

static void
refuses_hostile_zips(void **state)
{
	static const struct {
		struct entry entries[3];
		const char *code;
	} cases[] = {
	    {{{.name = "../a", .content = "x"}}, "ARCHIVE_TRAVERSAL"},
	    {{{.name = "a/../../b", .content = "x"}}, "ARCHIVE_TRAVERSAL"},
	    {{{.name = "a\\..\\b", .content = "x"}}, "ARCHIVE_TRAVERSAL"},
	    {{{.name = "/etc/passwd", .content = "x"}}, "ARCHIVE_TRAVERSAL"},
	    {{{.name = "C:\\a", .content = "x"}}, "ARCHIVE_TRAVERSAL"},
	    {{{.name = "~/a", .content = "x"}}, "ARCHIVE_TRAVERSAL"},
	    {{{.name = "l", .content = "/etc/passwd", .mode = 0xA1FF}}, "ARCHIVE_LINK"},
	    {{{.name = "d", .content = "", .mode = 0x61B6}}, "ARCHIVE_LINK"},
	    {{{.name = "a", .content = "x"}, {.name = "a", .content = "y"}},
		"ARCHIVE_DUPLICATE"},
	    {{{.name = "a", .content = "x", .flags = 1}}, "ARCHIVE_ENCRYPTED"},
	    {{{.name = "a", .content = "x", .method = 12}}, "ARCHIVE_METHOD"},
	    {{{.name = "a", .content = "x", .method = 8}}, "ARCHIVE_DAMAGED"},
	    {{{.name = "a", .content = "x", .crc_change = 1}}, "ARCHIVE_DAMAGED"},
	    {{{.name = "", .content = "x"}}, "ARCHIVE_DAMAGED"},
	    {{{0}}, "ARCHIVE_EMPTY"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};

		assert_str(
		    read_all(&a, make_zip(&a, cases[i].entries), NULL), cases[i].code);
		arena_close(&a);
	}
}

static void
keeps_its_limits(void **state)
{
	static const struct entry entries[] = {{.name = "a", .content = "12345678"},
	    {.name = "b", .content = "12345678"}, {0}};
	struct archive_limits few = {.most_members = 1}, small = {.most_bytes = 7},
			      total = {.most_total = 15};
	struct arena a = {0};
	struct str zip = make_zip(&a, entries);

	(void)state;
	assert_str(read_all(&a, zip, &few), "ARCHIVE_TOO_MANY");
	assert_str(read_all(&a, zip, &small), "ARCHIVE_BOMB");
	assert_str(read_all(&a, zip, &total), "ARCHIVE_BOMB");
	arena_close(&a);
}

static void
inner_archives_share_the_limits(void **state)
{
	static const struct entry entries[] = {{.name = "a", .content = "12345678"}, {0}};
	struct archive_limits limits = {.most_depth = 2, .most_members = 2};
	struct arena a = {0};
	struct input in = {.name = STR("x.zip"), .bytes = make_zip(&a, entries)};
	struct archive_reader *outer, *inner, *third;
	struct archive_member m;
	struct err e = {0};

	(void)state;
	assert_int_equal(archive_reader_open(&outer, &in, &limits, NULL, &a, &e), 0);
	assert_int_equal(archive_reader_next(outer, &m, &e), 1);
	assert_int_equal(archive_reader_open(&inner, &in, NULL, outer, &a, &e), 0);
	assert_int_equal(archive_reader_open(&third, &in, NULL, inner, &a, &e), -1);
	assert_string_equal(e.code, "ARCHIVE_DEPTH");
	assert_int_equal(archive_reader_next(inner, &m, &e), 1);
	assert_int_equal(archive_reader_next(inner, &m, &e), 0);
	archive_reader_close(inner);
	assert_int_equal(archive_reader_open(&inner, &in, NULL, outer, &a, &e), -1);
	assert_string_equal(e.code, "ARCHIVE_TOO_MANY");
	archive_reader_close(outer);
	arena_close(&a);
}

/* One 512-byte header of the ustar format (POSIX.1-2017, pax, "ustar Interchange
 * Format"). */
static void
write_tar(struct out *o, const char *name, char type, const char *content)
{
	unsigned char block[512] = {0};
	size_t len = strlen(content);
	unsigned sum = 0;

	memcpy(block, name, strlen(name));
	memcpy(block + 100, "0000644", 7);
	snprintf((char *)block + 124, 12, "%011zo", len);
	memcpy(block + 148, "        ", 8);
	block[156] = (unsigned char)type;
	memcpy(block + 157, type == '2' ? "/etc" : "", type == '2' ? 4 : 0);
	memcpy(block + 257, "ustar\00000", 8);
	for (size_t i = 0; i < sizeof block; i++)
		sum += block[i];
	snprintf((char *)block + 148, 8, "%06o", sum);
	out_write(o, block, sizeof block);
	memset(block, 0, sizeof block);
	memcpy(block, content, len);
	if (len > 0)
		out_write(o, block, sizeof block);
}

static struct str
make_tar(struct arena *a, const char *name, char type)
{
	static const char end[1024];
	struct out o;

	out_open_memory(&o, a);
	write_tar(&o, name, type, type == '0' ? "x;y\n" : "");
	out_write(&o, end, sizeof end);
	return out_bytes_of(&o);
}

static void
reads_tar_and_compressed_files(void **state)
{
	/* printf 'a;b\n' | gzip -n */
	static const char gz[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\xb4\x4e\xe2\x02\0"
				 "\x30\xa5\xfe\x3d\x04\0\0";
	struct arena a = {0};
	struct input in = {.name = STR("dati.csv.gz"), .bytes = {gz, sizeof gz}};

	(void)state;
	assert_str(read_all(&a, make_tar(&a, "a.csv", '0'), NULL), "a.csv=x;y\n;");
	assert_str(read_all(&a, make_tar(&a, "a", '2'), NULL), "ARCHIVE_LINK");
	assert_str(read_all(&a, make_tar(&a, "a", '3'), NULL), "ARCHIVE_LINK");
	assert_str(read_all(&a, make_tar(&a, "../a", '0'), NULL), "ARCHIVE_TRAVERSAL");
	assert_str(read_all(&a, STR("not an archive at all"), NULL), "FILE_UNKNOWN_KIND");
	assert_true(archive_is_likely(&in));
	assert_str(read_all(&a, in.bytes, NULL), "dati=a;b\n;");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_the_members_of_a_zip),
	    cmocka_unit_test(refuses_hostile_zips),
	    cmocka_unit_test(keeps_its_limits),
	    cmocka_unit_test(inner_archives_share_the_limits),
	    cmocka_unit_test(reads_tar_and_compressed_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
