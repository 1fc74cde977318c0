/* What each member owes for a year is the order's decision, so it is a table. */
#include "intake/fee_rules.h"

#include "base/input.h"
#include "conf_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { RULES_FILE_MOST = 1 << 20, RULES_MOST = 1000 };

struct reading {
	struct fee_rules *rules;
	struct str path;
	struct arena *arena;
	struct err *err;
};

static int
refuse(const struct reading *r, const struct conf_node *node, const char *what)
{
	struct str name = conf_node_name(r->arena, node);

	return err_set(r->err, ERR_CONF, "%.*s:%d: %.*s: %s", STR_ARG(r->path),
	    node->line > 0 ? node->line : 1, STR_ARG(name), what);
}

static int
take_list(const struct reading *r, const struct conf_node *node, struct conf_list *list)
{
	bool many = node->kind == NODE_ARRAY || node->kind == NODE_LIST;
	size_t count = many ? node->count : 1;
	struct str *items = arena_new_array(r->arena, count, struct str);

	for (size_t i = 0; i < count; i++) {
		const struct conf_node *one = many ? &node->children[i] : node;

		if (one->kind != NODE_TEXT)
			return refuse(r, node, "a text or a list of texts is right");
		items[i] = one->text;
	}
	*list = (struct conf_list){items, count};
	return 0;
}

static int
take_number(
    const struct reading *r, const struct conf_node *node, int64_t most, int64_t *number)
{
	if (node->kind != NODE_NUMBER || node->number < 0 || node->number > most)
		return refuse(r, node, "a whole number is right");
	*number = node->number;
	return 0;
}

static int
take_key(const struct reading *r, const struct conf_node *node, struct fee_rule *rule)
{
	struct str key = node->name;

	if (str_is(key, "category"))
		return take_list(r, node, &rule->category);
	if (str_is(key, "section"))
		return take_list(r, node, &rule->section);
	if (str_is(key, "state"))
		return take_list(r, node, &rule->state);
	if (str_is(key, "fee"))
		return take_list(r, node, &rule->fee);
	if (str_is(key, "years_below"))
		return take_number(r, node, 100, &rule->years_below);
	if (str_is(key, "reduction"))
		return take_number(r, node, 100, &rule->reduction);
	if (str_is(key, "on_1_january") && node->kind == NODE_BOOL) {
		rule->on_1_january = node->yes;
		return 0;
	}
	if (str_is(key, "amount") && node->kind == NODE_TEXT)
		return money_parse(node->text, MONEY_MARK_ANY, &rule->cents) ==
			    MONEY_OK &&
			rule->cents >= 0
		    ? 0
		    : refuse(r, node, "an amount like \"150,00\" is right");
	if (node->kind == NODE_TEXT && str_is(key, "tipo"))
		rule->tipo = node->text;
	else if (node->kind == NODE_TEXT && str_is(key, "causale"))
		rule->causale = node->text;
	else if (node->kind == NODE_TEXT && str_is(key, "name"))
		rule->name = node->text;
	else
		return refuse(r, node,
		    "unknown; name, category, section, state, fee, years_below, "
		    "on_1_january, amount, reduction, tipo and causale are right");
	return 0;
}

static int
take_rules(const struct reading *r, const struct conf_node *list)
{
	struct fee_rule *rules = arena_new_array(r->arena, list->count, struct fee_rule);

	if (list->kind != NODE_LIST || list->count > RULES_MOST)
		return refuse(r, list, "a list of groups is right");
	for (size_t i = 0; i < list->count; i++) {
		const struct conf_node *group = &list->children[i];

		rules[i] = (struct fee_rule){.on_1_january = -1,
		    .tipo = STR("contributo"),
		    .causale = STR("Quota annuale {anno}"),
		    .name = arena_format(r->arena, "%zu", i + 1)};
		if (group->kind != NODE_GROUP)
			return refuse(r, group, "a group is right");
		for (size_t k = 0; k < group->count; k++)
			if (take_key(r, &group->children[k], &rules[i]) != 0)
				return -1;
	}
	r->rules->rules = rules;
	r->rules->count = list->count;
	return 0;
}

static int
take_per(const struct reading *r, const struct conf_node *node)
{
	r->rules->each = node->kind == NODE_TEXT && str_is(node->text, "enrolment");
	if (!r->rules->each && (node->kind != NODE_TEXT || !str_is(node->text, "person")))
		return refuse(r, node, "\"person\" or \"enrolment\" is right");
	return 0;
}

static int
take_file(const struct reading *r, const struct conf_node *root)
{
	for (size_t i = 0; i < root->count; i++) {
		const struct conf_node *node = &root->children[i];
		int status;

		if (str_is(node->name, "anno"))
			status = take_number(r, node, 2999, &r->rules->anno);
		else if (str_is(node->name, "rules"))
			status = take_rules(r, node);
		else if (str_is(node->name, "per"))
			status = take_per(r, node);
		else if (str_is(node->name, "due") && node->kind == NODE_TEXT &&
		    date_parse(node->text, &r->rules->due))
			status = 0;
		else
			status = refuse(
			    r, node, "anno, due (a date), per and rules are right");
		if (status != 0)
			return -1;
	}
	return 0;
}

static struct str
path_beside(const struct conf *conf, struct arena *a)
{
	size_t at = conf->path.len;

	while (at > 0 && conf->path.ptr[at - 1] != '/')
		at--;
	return arena_format(a, "%.*salbo.rules", STR_ARG(str_slice(conf->path, 0, at)));
}

int
fee_rules_parse(struct fee_rules *rules, struct str path, struct str text,
    struct arena *a, struct err *e)
{
	struct reading r = {rules, path, a, e};
	const struct conf_node *root;

	*rules = (struct fee_rules){.count = 0};
	root = conf_tree_parse(a, path, arena_str(a, text), e);
	return root == NULL ? -1 : take_file(&r, root);
}

int
fee_rules_read(
    struct fee_rules *rules, const struct conf *conf, struct arena *a, struct err *e)
{
	struct str path = path_beside(conf, a);
	struct input in;
	int fd = open(path.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK), status;

	*rules = (struct fee_rules){.count = 0};
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return err_set(e, ERR_CONF, "%.*s: cannot be opened", STR_ARG(path));
	status = input_map(&in, fd, path, RULES_FILE_MOST, e);
	close(fd);
	if (status != 0)
		return -1;
	status = fee_rules_parse(rules, path, in.bytes, a, e);
	input_unmap(&in);
	return status;
}

static bool
admits(struct conf_list list, struct str value)
{
	for (size_t i = 0; i < list.count; i++)
		if (str_equal_nocase(list.items[i], value))
			return true;
	return list.count == 0;
}

static bool
fits(const struct fee_rule *rule, const struct enrolment *m, int64_t anno)
{
	struct date january = {.year = (int16_t)anno, .month = 1, .day = 1};
	bool member = date_compare(m->enrolled, january) <= 0 &&
	    (date_is_none(m->struck) || date_compare(m->struck, january) > 0);

	if (rule->on_1_january >= 0 && member != (rule->on_1_january == 1))
		return false;
	if (rule->years_below > 0 &&
	    (date_is_none(m->enrolled) || anno - m->enrolled.year >= rule->years_below))
		return false;
	return admits(rule->category, m->category) && admits(rule->section, m->section) &&
	    admits(rule->state, m->state) && admits(rule->fee, m->tipo);
}

/* The text with {anno} in its place. */
static struct str
fill(struct str text, int64_t anno, struct arena *a)
{
	size_t at = str_find_str(text, STR("{anno}"));

	if (at == text.len)
		return text;
	return arena_format(a, "%.*s%jd%.*s", STR_ARG(str_slice(text, 0, at)),
	    (intmax_t)anno, STR_ARG(str_slice(text, at + strlen("{anno}"), text.len)));
}

struct enrolment_fee
fee_rules_apply(const struct fee_rules *rules, const struct enrolment *m,
    struct date today, struct arena *a)
{
	int64_t anno = rules->anno != 0 ? rules->anno : today.year;

	for (size_t i = 0; i < rules->count; i++) {
		const struct fee_rule *rule = &rules->rules[i];

		if (!fits(rule, m, anno))
			continue;
		return (struct enrolment_fee){
		    .cents = rule->cents / 100 * (100 - rule->reduction) +
			rule->cents % 100 * (100 - rule->reduction) / 100,
		    .anno = anno,
		    .due = rules->due,
		    .tipo = rule->tipo,
		    .causale = fill(rule->causale, anno, a),
		    .rule = rule->name};
	}
	return (struct enrolment_fee){.anno = anno, .rule = STR("")};
}
