/* Filling letters with fields; an unknown field is an error, never an empty place. */
#include "formats/template.h"

static const struct template_field *
field_find(const struct template_field *fields, struct str name)
{
	for (; fields->name != NULL; fields++)
		if (str_is(name, fields->name))
			return fields;
	return NULL;
}

static void
write_escaped(struct out *o, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.ptr[i]) {
		case '&':
			out_text(o, "&amp;");
			break;
		case '<':
			out_text(o, "&lt;");
			break;
		case '>':
			out_text(o, "&gt;");
			break;
		case '"':
			out_text(o, "&quot;");
			break;
		case '\'':
			out_text(o, "&#39;");
			break;
		default:
			out_char(o, s.ptr[i]);
		}
	}
}

/* A field name: CSS braces in HTML templates are none, "{ color" has a blank. */
static size_t
name_length(struct str s)
{
	size_t len = 0;

	while (len < s.len &&
	    ((s.ptr[len] >= 'a' && s.ptr[len] <= 'z') || char_is_digit(s.ptr[len]) ||
		s.ptr[len] == '_'))
		len++;
	return len > 0 && len < s.len && s.ptr[len] == '}' ? len : 0;
}

int
template_fill(struct out *o, struct str text, enum template_kind kind,
    const struct template_field *fields, struct err *e)
{
	uint64_t line = 1;

	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_slice(text, i + 1, text.len);
		const struct template_field *field;
		size_t len;

		line += text.ptr[i] == '\n';
		if (text.ptr[i] != '{' || (len = name_length(rest)) == 0) {
			out_char(o, text.ptr[i]);
			i += str_starts(str_slice(text, i, text.len), STR("{{"));
			continue;
		}
		field = field_find(fields, str_slice(rest, 0, len));
		if (field == NULL) {
			err_code(e, ERR_CONF, "TEMPLATE_FIELD", "{%.*s}",
			    STR_ARG(str_slice(rest, 0, len)));
			e->row = line;
			return -1;
		}
		if (kind == TEMPLATE_HTML)
			write_escaped(o, field->value);
		else
			out_str(o, field->value);
		i += len + 1;
	}
	return 0;
}
