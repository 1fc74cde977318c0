/* What a value of the configuration must be, and what is filled in when it is not told:
 * a wrong account or segregation code is found at the start, not at the bank. */
#include "conf_keys.h"

#include "model/fiscal_code.h"
#include "model/iban.h"
#include "model/taxonomy.h"

const struct conf_key *
conf_key_find(const struct conf_section *s, struct str name)
{
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		if (str_is(name, key->name))
			return key;
	return NULL;
}

struct str
conf_text_of(const struct conf_key *key, const void *record)
{
	struct str value;

	memcpy(&value, (const char *)record + key->offset, sizeof value);
	return value;
}

void
conf_text_set(const struct conf_key *key, void *record, struct str value)
{
	memcpy((char *)record + key->offset, &value, sizeof value);
}

static int64_t
number_of(const char *text)
{
	struct str s = str_of(text);
	bool negative = str_starts(s, STR("-"));
	uint64_t value = 0;

	(void)str_to_u64(str_slice(s, negative, s.len), &value);
	return negative ? -(int64_t)value : (int64_t)value;
}

static unsigned
choice_of(const struct conf_key *key, const char *text)
{
	unsigned i = 0;

	while (key->choices[i] != NULL && strcmp(key->choices[i], text) != 0)
		i++;
	return i;
}

/* Types whose default is not all zero bytes; money, dates, empty lists and groups are. */
static void
set_standard(const struct conf_key *key, void *record)
{
	char *at = (char *)record + key->offset;
	const char *text = key->standard;
	int64_t number = text == NULL ? 0 : number_of(text);

	switch (key->type) {
	case CONF_TEXT:
	case CONF_PATH:
		conf_text_set(key, record, str_of(text == NULL ? "" : text));
		break;
	case CONF_CHOICE:
		memcpy(at, &(unsigned){choice_of(key, text)}, sizeof(unsigned));
		break;
	case CONF_BOOL:
		memcpy(at, &(bool){strcmp(text, "true") == 0}, sizeof(bool));
		break;
	case CONF_INT:
		memcpy(at, &(int){(int)number}, sizeof(int));
		break;
	case CONF_INT64:
		memcpy(at, &number, sizeof number);
		break;
	case CONF_GROUP:
		conf_defaults(key->section, at);
		break;
	case CONF_LIST:
	case CONF_MONEY:
	case CONF_DATE:
	case CONF_GROUPS:
		break;
	}
}

void
conf_defaults(const struct conf_section *s, void *record)
{
	memset(record, 0, s->size);
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		set_standard(key, record);
}

const char *
conf_check_id(struct arena *a, struct str *value)
{
	(void)a;
	for (size_t i = 0; i < value->len; i++) {
		char c = value->ptr[i];

		if ((c < 'a' || c > 'z') && !char_is_digit(c) && (c != '-' || i == 0))
			return "not a plain name; lower case letters, digits and hyphens "
			       "are right";
	}
	return NULL;
}

const char *
conf_check_body(struct arena *a, struct str *value)
{
	struct fiscal_code code = {0};
	enum fiscal_code_fault fault;

	if (value->len == 0)
		return NULL;
	fault = fiscal_code_check(*value, &code);
	if (fault == FISCAL_CODE_OK && code.is_person)
		return "the code of a person; the 11 digits of a body are right";
	if (fault == FISCAL_CODE_CHECK)
		return arena_format(a, "%s; it would be right ending in %c",
		    fiscal_code_fault_sentence(fault)->en, code.expected)
		    .ptr;
	if (fault != FISCAL_CODE_OK)
		return arena_format(
		    a, "%s; 11 digits are right", fiscal_code_fault_sentence(fault)->en)
		    .ptr;
	*value = arena_str(a, str_of(code.text));
	return NULL;
}

const char *
conf_check_cbill(struct arena *a, struct str *value)
{
	(void)a;
	if (value->len != 0 && value->len != 5)
		return "not 5 characters; the interbank (SIA) code of 5 characters, or "
		       "empty, is right";
	return NULL;
}

const char *
conf_check_segregation(struct arena *a, struct str *value)
{
	(void)a;
	if (value->len != 2 || !str_all_digits(*value))
		return "not two digits; the code given by pagoPA, for instance \"01\", "
		       "is "
		       "right";
	return NULL;
}

const char *
conf_check_iban(struct arena *a, struct str *value)
{
	struct iban iban = {0};
	enum iban_fault fault = iban_check(*value, &iban);

	if (fault == IBAN_CHECK || fault == IBAN_CIN)
		return arena_format(a, "%s; %s fits the rest",
		    iban_fault_sentence(fault)->en, iban.expected)
		    .ptr;
	if (fault != IBAN_OK)
		return arena_format(a,
		    "%s; IT, two digits, a letter and 22 characters are right",
		    iban_fault_sentence(fault)->en)
		    .ptr;
	*value = arena_str(a, str_of(iban.text));
	return NULL;
}

const char *
conf_check_taxonomy(struct arena *a, struct str *value)
{
	(void)a;
	return taxonomy_check(*value)
	    ? NULL
	    : "not a transfer category; the form of \"" TAXONOMY_DEFAULT "\" is right";
}

/* "YYYY-MM-DD", "MM-DD", "+N" or nothing. */
const char *
conf_check_day(struct arena *a, struct str *value)
{
	uint64_t days;
	struct date day;

	if (value->len == 0)
		return NULL;
	if (value->ptr[0] == '+' && value->len <= 5 &&
	    str_to_u64(str_slice(*value, 1, value->len), &days))
		return NULL;
	if (value->len == 10 && value->ptr[4] == '-' && date_parse(*value, &day))
		return NULL;
	if (value->len == 5 && value->ptr[2] == '-' &&
	    date_parse(arena_format(a, "2025-%.*s", STR_ARG(*value)), &day))
		return NULL;
	return "not a day; \"YYYY-MM-DD\", \"MM-DD\" or \"+N\" days are right";
}

const char *
conf_check_folder(struct arena *a, struct str *value)
{
	struct str rest = *value, part;
	bool absolute = str_starts(*value, STR("/"));

	(void)a;
	if (value->len == 0)
		return NULL;
	if (absolute)
		rest = str_slice(rest, 1, rest.len);
	while (str_cut(&rest, '/', &part))
		if (part.len == 0 || part.ptr[0] == '.')
			return "not a plain folder; a name without dots in front, or an "
			       "absolute path, is right";
	return NULL;
}

const char *
conf_check_file_name(struct arena *a, struct str *value)
{
	(void)a;
	if (str_find(*value, '/') < value->len || !str_ends(*value, STR(".pdf")) ||
	    str_find_str(*value, STR("{iuv}")) == value->len)
		return "not a file name that tells notices apart; a name with {iuv} that "
		       "ends in .pdf is right";
	return NULL;
}

static const char *
folder_of(const char *const *kinds, const char *const *folders, struct str kind)
{
	for (size_t i = 0; kinds[i] != NULL; i++)
		if (str_is(kind, kinds[i]))
			return folders[i];
	return "";
}

const char *
conf_finish_channel(struct arena *a, void *record)
{
	static const char *const folders[] = {"quote", "albo", "fdr", "ricevute",
	    "estratti-conto", "spontanei", "fpc", "pos", "ricevute-pec"};
	struct conf_channel *channel = record;

	(void)a;
	if (channel->folder.len == 0)
		channel->folder =
		    str_of(folder_of(conf_channel_kinds, folders, channel->kind));
	if (channel->generation.most != 0 &&
	    channel->generation.most < channel->generation.least)
		return "generation: most is below least; a range is right";
	return NULL;
}

const char *
conf_finish_outlet(struct arena *a, void *record)
{
	static const char *const folders[] = {"nodo", "avvisi", "contabilita", "albo",
	    "postalizzazione", "mail", "appio", "fatture", "riscontri", "report"};
	static const struct str folder_courier[] = {{"folder", 6}};
	struct conf_outlet *outlet = record;

	(void)a;
	if (outlet->folder.len == 0)
		outlet->folder =
		    str_of(folder_of(conf_outlet_kinds, folders, outlet->kind));
	if (outlet->couriers.count == 0)
		outlet->couriers = (struct conf_list){folder_courier, 1};
	if (outlet->format.len == 0 && str_is(outlet->kind, "node"))
		outlet->format = STR("gpd");
	if (outlet->language.len == 0)
		outlet->language = STR("it");
	return NULL;
}

const char *
conf_finish_account(struct arena *a, void *record)
{
	const struct conf_account *account = record;
	struct iban iban;

	(void)a;
	if (account->postal_authorisation.len > 0 &&
	    (iban_check(account->iban, &iban) != IBAN_OK || !iban.is_postal))
		return "postal_authorisation on an account that is not of Poste; only "
		       "IBANs with ABI 07601 have one";
	return NULL;
}

static void
add_channels(struct arena *a, struct conf_creditor *creditor)
{
	static const char *const kinds[] = {
	    "quotas", "flows", "receipts", "statements", "register"};
	size_t count = sizeof kinds / sizeof kinds[0];
	struct conf_channel *channels = arena_new_array(a, count, struct conf_channel);

	for (size_t i = 0; i < count; i++) {
		conf_defaults(&conf_section_channel, &channels[i]);
		channels[i].kind = str_of(kinds[i]);
		(void)conf_finish_channel(a, &channels[i]);
	}
	creditor->channels = channels;
	creditor->channel_count = count;
}

static void
add_outlets(struct arena *a, struct conf_creditor *creditor)
{
	static const char *const kinds[] = {
	    "node", "notices", "accounting", "register", "acknowledgements"};
	size_t count = sizeof kinds / sizeof kinds[0];
	struct conf_outlet *outlets = arena_new_array(a, count, struct conf_outlet);

	for (size_t i = 0; i < count; i++) {
		conf_defaults(&conf_section_outlet, &outlets[i]);
		outlets[i].kind = str_of(kinds[i]);
		(void)conf_finish_outlet(a, &outlets[i]);
	}
	creditor->outlets = outlets;
	creditor->outlet_count = count;
}

const char *
conf_finish_creditor(struct arena *a, void *record)
{
	struct conf_creditor *creditor = record;

	if (str_equal(creditor->notice_language, creditor->notice_second_language))
		return "notice_second_language is the first language again; another, or "
		       "\"none\", is right";
	if (creditor->broker.len == 0)
		creditor->broker = creditor->fiscal_code;
	if (creditor->channel_count == 0)
		add_channels(a, creditor);
	if (creditor->outlet_count == 0)
		add_outlets(a, creditor);
	return NULL;
}

static void
add_folder_courier(struct arena *a, struct conf *conf)
{
	static const struct conf_setting none[] = {{.line = 0}};
	struct conf_courier *couriers;

	if (conf_courier_find(conf, STR("folder")) != NULL)
		return;
	couriers = arena_new_array(a, conf->courier_count + 1, struct conf_courier);
	couriers[0] = (struct conf_courier){
	    .name = STR("folder"), .kind = STR("folder"), .settings = none};
	if (conf->courier_count > 0)
		memcpy(
		    couriers + 1, conf->couriers, conf->courier_count * sizeof *couriers);
	conf->couriers = couriers;
	conf->courier_count++;
}

/* The courier "folder" is there without being told, and fetchers without a creditor are
 * the first's. */
const char *
conf_finish_top(struct arena *a, void *record)
{
	struct conf *conf = record;
	struct conf_fetcher *fetchers =
	    arena_new_array(a, conf->fetcher_count, struct conf_fetcher);

	add_folder_courier(a, conf);
	for (size_t i = 0; i < conf->fetcher_count; i++) {
		fetchers[i] = conf->fetchers[i];
		if (fetchers[i].creditor.len == 0 && conf->creditor_count > 0)
			fetchers[i].creditor = conf->creditors[0].id;
	}
	conf->fetchers = fetchers;
	return NULL;
}

const struct conf_creditor *
conf_creditor_find(const struct conf *conf, struct str id)
{
	for (size_t i = 0; i < conf->creditor_count; i++)
		if (str_equal(conf->creditors[i].id, id))
			return &conf->creditors[i];
	return NULL;
}

const struct conf_channel *
conf_channel_find(const struct conf_creditor *creditor, struct str kind)
{
	for (size_t i = 0; i < creditor->channel_count; i++)
		if (str_equal(creditor->channels[i].kind, kind))
			return &creditor->channels[i];
	return NULL;
}

const struct conf_outlet *
conf_outlet_find(const struct conf_creditor *creditor, struct str kind)
{
	for (size_t i = 0; i < creditor->outlet_count; i++)
		if (str_equal(creditor->outlets[i].kind, kind))
			return &creditor->outlets[i];
	return NULL;
}

const struct conf_courier *
conf_courier_find(const struct conf *conf, struct str name)
{
	for (size_t i = 0; i < conf->courier_count; i++)
		if (str_equal(conf->couriers[i].name, name))
			return &conf->couriers[i];
	return NULL;
}

const struct conf_fetcher *
conf_fetcher_find(const struct conf *conf, struct str name)
{
	for (size_t i = 0; i < conf->fetcher_count; i++)
		if (str_equal(conf->fetchers[i].link.name, name))
			return &conf->fetchers[i];
	return NULL;
}
