/* The few calls by which XML is written. */
#include "formats/xml_write.h"

void
xml_write_text(struct out *o, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.ptr[i]) {
		case '&':
			out_text(o, "&amp;");
			break;
		case '<':
			out_text(o, "&lt;");
			break;
		case '>':
			out_text(o, "&gt;");
			break;
		default:
			out_char(o, text.ptr[i]);
		}
	}
}

static void
begin(struct out *o, const char *name)
{
	out_format(o, "<%s>", name);
}

void
xml_write_open(struct out *o, const char *name)
{
	begin(o, name);
	out_char(o, '\n');
}

void
xml_write_close(struct out *o, const char *name)
{
	out_format(o, "</%s>\n", name);
}

void
xml_write_element(struct out *o, const char *name, struct str text)
{
	begin(o, name);
	xml_write_text(o, text);
	xml_write_close(o, name);
}

void
xml_write_number(struct out *o, const char *name, int64_t number)
{
	begin(o, name);
	out_i64(o, number);
	xml_write_close(o, name);
}

void
xml_write_money(struct out *o, const char *name, money cents)
{
	begin(o, name);
	money_write_plain(o, cents);
	xml_write_close(o, name);
}

void
xml_write_day(struct out *o, const char *name, struct date d)
{
	begin(o, name);
	date_write_iso(o, d);
	xml_write_close(o, name);
}
