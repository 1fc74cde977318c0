/* A name becomes a layout; one's own file comes before what the program carries. */
#include "intake/layout_library.h"

#include "base/input.h"
#include "intake/statement_plan.h"
#include "model/enrolment.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { LAYOUT_FILE_MOST = 1 << 20 };

const struct layout_carried layouts_carried[] = {
#include "layouts.inc"
    {0},
};

/* 1 read, 0 there is no such file, -1. */
static int
read_file(struct layout_plan *plan, struct str path, struct arena *a, struct err *e)
{
	struct input in;
	int fd = open(arena_cstr(a, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK), got;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return err_set(e, ERR_CONF, "%.*s: cannot be opened", STR_ARG(path));
	got = input_map(&in, fd, path, LAYOUT_FILE_MOST, e);
	close(fd);
	if (got != 0)
		return -1;
	got = layout_plan_read(plan, arena_str(a, path), arena_str(a, in.bytes), a, e);
	input_unmap(&in);
	return got == 0 ? 1 : -1;
}

/* 1 found, 0 not carried, -1. */
static int
read_carried(struct layout_plan *plan, struct str name, struct arena *a, struct err *e)
{
	for (const struct layout_carried *l = layouts_carried; l->name != NULL; l++)
		if (str_is(name, l->name))
			return layout_plan_read(
				   plan, str_of(l->name), str_of(l->text), a, e) == 0
			    ? 1
			    : -1;
	return 0;
}

static void
add_standard(struct layout_plan *plan, struct arena *a)
{
	struct layout_plan standard;
	struct layout_version *wider =
	    arena_new_array(a, plan->count + 1, struct layout_version);

	layout_plan_standard(&standard, plan->fields, a);
	if (plan->count > 0)
		memcpy(wider, plan->versions, plan->count * sizeof *wider);
	wider[plan->count++] = standard.versions[0];
	plan->versions = wider;
}

static int
unknown(struct str name, struct err *e)
{
	return err_set(e, ERR_CONF,
	    "layout: \"%.*s\" is unknown; the name of a file in layouts/ or of a carried "
	    "layout is right (riscontro template layout lists them)",
	    STR_ARG(name));
}

static const struct field *
fields_of(struct str kind)
{
	if (str_is(kind, "statements"))
		return statement_fields;
	return str_is(kind, "register") ? enrolment_fields : quota_fields;
}

static int
add_named(struct layout_plan *plan, struct str folder, struct str name, struct arena *a,
    struct err *e)
{
	int got = folder.len == 0 || str_find(name, '/') < name.len
	    ? 0
	    : read_file(plan,
		  arena_format(
		      a, "%.*s/layouts/%.*s.layout", STR_ARG(folder), STR_ARG(name)),
		  a, e);

	if (got == 0 && str_is(name, "standard")) {
		add_standard(plan, a);
		got = 1;
	}
	if (got == 0)
		got = read_carried(plan, name, a, e);
	return got < 0 ? -1 : got == 0 ? unknown(name, e) : 0;
}

static struct str
folder_of(struct str path)
{
	size_t at = path.len;

	while (at > 0 && path.ptr[at - 1] != '/')
		at--;
	return at == 0 ? STR(".") : str_slice(path, 0, at);
}

bool
layout_is_used(const struct conf_channel *channel)
{
	struct statement_columns positions;

	if (str_is(channel->kind, "statements"))
		return channel->layout.len > 0 &&
		    !statement_columns_parse(&positions, channel->layout);
	return str_is(channel->kind, "quotas") || str_is(channel->kind, "register");
}

int
layout_plan_open(struct layout_plan *plan, const struct conf *conf,
    const struct conf_channel *channel, struct arena *a, struct err *e)
{
	struct str rest = str_trim(channel->layout), name;

	*plan = (struct layout_plan){.fields = fields_of(channel->kind)};
	while (rest.len > 0 && str_cut(&rest, ' ', &name))
		if (name.len > 0 &&
		    add_named(plan, folder_of(conf->path), name, a, e) != 0)
			return -1;
	if (plan->count == 0)
		add_standard(plan, a);
	return 0;
}

void
layout_plan_options(const struct layout_plan *plan, struct table_options *options)
{
	if (options->delimiter == '\0')
		options->delimiter = plan->delimiter;
	if (options->quote == '\0')
		options->quote = plan->quote;
	if (options->encoding.len == 0)
		options->encoding = plan->encoding;
	if (options->sheet.len == 0)
		options->sheet = plan->sheet;
}

int
layout_plan_find(struct layout_plan *plan, struct str name, struct str conf_path,
    struct arena *a, struct err *e)
{
	bool is_path = str_find(name, '/') < name.len || str_ends(name, STR(".layout"));
	int got;

	*plan = (struct layout_plan){.fields = NULL};
	if (str_is(name, "standard"))
		plan->fields = quota_fields;
	if (!is_path)
		return add_named(plan, folder_of(conf_path), name, a, e);
	got = read_file(plan, name, a, e);
	return got < 0 ? -1 : got == 0 ? unknown(name, e) : 0;
}
