/* The configuration: what it takes, what it fills in, and where it says no. */
#include "conf.h"
#include "conf_write.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ACCOUNT "{ iban = \"IT25O0306909606100000012345\"; }"
#define CREDITOR_KEYS                                                                    \
	"id = \"a\"; fiscal_code = \"80000000028\"; name = \"Ordine\"; "                 \
	"segregation = \"01\"; "
#define CREDITOR CREDITOR_KEYS "accounts = ( " ACCOUNT " ); "

static char folder[] = "/tmp/riscontro-conf-XXXXXX";

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof path, "%s/r.conf", folder);
	(void)unlink(path);
	return rmdir(folder);
}

static int
read_bytes(struct str text, struct conf *conf, struct arena *a, struct err *e)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "%s/r.conf", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text.ptr, 1, text.len, f), text.len);
	assert_int_equal(fclose(f), 0);
	return conf_read(conf, path, a, e);
}

static int
read_text(const char *text, struct conf *conf, struct arena *a, struct err *e)
{
	return read_bytes(str_of(text), conf, a, e);
}

static void
what_is_not_told_has_the_documented_default(void **state)
{
	struct arena a = {0};
	struct conf conf;
	struct err e = {0};
	const struct conf_creditor *creditor;
	const struct conf_channel *channel;
	const struct conf_outlet *outlet;
	char spool[64];

	(void)state;
	if (read_text("creditors = ( { " CREDITOR " } );", &conf, &a, &e) != 0)
		fail_msg("%s", e.text);
	snprintf(spool, sizeof spool, "%s/spool", folder);
	assert_str(conf.spool, spool);
	assert_int_equal(conf.language, LANG_IT);
	assert_int_equal(conf.scan, 10);
	assert_int_equal(conf.workers, 2);
	assert_int_equal(conf.most_memory, INT64_C(1) << 30);
	assert_int_equal(conf.most_file, INT64_C(512) << 20);
	assert_int_equal(conf.most_cpu, 300);
	assert_int_equal(conf.most_wall, 900);
	assert_int_equal(conf.retention, 0);
	creditor = conf_creditor_find(&conf, STR("a"));
	assert_non_null(creditor);
	assert_null(conf_creditor_find(&conf, STR("b")));
	assert_str(creditor->broker, "80000000028");
	assert_str(creditor->taxonomy, "9/0401107TS/");
	assert_int_equal(creditor->iuv_first, 1);
	assert_true(creditor->stand_in);
	assert_false(creditor->switch_to_expired);
	assert_int_equal(creditor->channel_count, 5);
	assert_int_equal(creditor->outlet_count, 5);
	channel = conf_channel_find(creditor, STR("statements"));
	assert_non_null(channel);
	assert_str(channel->folder, "estratti-conto");
	assert_int_equal(channel->settle, 5);
	assert_int_equal(channel->max_rejects, -1);
	assert_int_equal(channel->max_rejects_percent, -1);
	assert_int_equal(channel->on_error, ON_ERROR_ROWS);
	assert_true(channel->generation.automatic);
	assert_str(channel->generation.validity_end, "12-31");
	outlet = conf_outlet_find(creditor, STR("node"));
	assert_non_null(outlet);
	assert_str(outlet->folder, "nodo");
	assert_str(outlet->format, "gpd");
	assert_int_equal(outlet->most_bytes, 5000000);
	assert_int_equal(outlet->couriers.count, 1);
	assert_str(outlet->couriers.items[0], "folder");
	outlet = conf_outlet_find(creditor, STR("notices"));
	assert_str(outlet->file_name, "{codice_fiscale}_{anno}_{iuv}.pdf");
	assert_null(conf_outlet_find(creditor, STR("mail")));
	assert_non_null(conf_courier_find(&conf, STR("folder")));
	arena_close(&a);
}

static void
every_folder_has_its_default_by_kind(void **state)
{
	static const struct {
		const char *kind, *folder;
	} channels[] = {{"quotas", "quote"}, {"register", "albo"}, {"flows", "fdr"},
	    {"receipts", "ricevute"}, {"statements", "estratti-conto"},
	    {"requests", "spontanei"}, {"training", "fpc"}, {"terminals", "pos"}},
	  outlets[] = {{"node", "nodo"}, {"notices", "avvisi"},
	      {"accounting", "contabilita"}, {"register", "albo"},
	      {"postal", "postalizzazione"}, {"mail", "mail"}, {"appio", "appio"},
	      {"invoices", "fatture"}, {"acknowledgements", "riscontri"},
	      {"report", "report"}};
	struct arena a = {0};
	struct conf conf;
	struct err e = {0};

	(void)state;
	for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++) {
		struct str text = arena_format(&a,
		    "creditors = ( { " CREDITOR "channels = ( { kind = \"%s\"; } ); } );",
		    channels[i].kind);

		assert_int_equal(read_bytes(text, &conf, &a, &e), 0);
		assert_str(conf.creditors[0].channels[0].folder, channels[i].folder);
	}
	for (size_t i = 0; i < sizeof outlets / sizeof outlets[0]; i++) {
		struct str text = arena_format(&a,
		    "creditors = ( { " CREDITOR "outlets = ( { kind = \"%s\"; } ); } );",
		    outlets[i].kind);

		assert_int_equal(read_bytes(text, &conf, &a, &e), 0);
		assert_str(conf.creditors[0].outlets[0].folder, outlets[i].folder);
	}
	arena_close(&a);
}

static const char full[] =
    "language = \"en\"; spool = \"/srv/riscontro\"; scan = 3; workers = 4;\n"
    "most_memory = 68719476736L; retention = 365;\n"
    "couriers = ( { name = \"bank\"; kind = \"sftp\"; host = \"sftp.bank.example\";\n"
    "  /* 12 \" */ # 13 \"\n  port = 0x8AE; password = \"a \\\"quoted\\\" \\\\ word\"; "
    "resume = true; try-2 = -7;\n"
    "  host_keys = [ \"one\", \"two\" ]; } );\n"
    "creditors = ( { " CREDITOR_KEYS
    "broker = \"15376371009\"; iuv_first = 900000000000;\n"
    "  accounts = ( " ACCOUNT ", { iban = \"it18 q076 0103 2000 0000 0123 456\";\n"
    "    holder = \"Ordine\"; postal_authorisation = \"AUT. 1\"; } );\n"
    "  channels = ( { kind = \"quotas\"; settle = 0; done_file = true;\n"
    "    on_error = \"file\"; max_rejects = 10; max_rejects_percent = 5;\n"
    "    generation = { automatic = false; least = \"1.234,50\"; most = 2000;\n"
    "      from = \"2026-01-01\"; to = \"31/12/2026\"; categories = [ \"A\", \"B\" ];\n"
    "      provenance = \"residui\"; exclude_file = \"esclusi.txt\";\n"
    "      due_date = \"+30\"; validity_end = \"2026-12-31\";\n"
    "      description = \"Quota 2026 \xe2\x82\xac\"; group_by_debtor = true; }; } );\n"
    "  outlets = ( { kind = \"notices\"; couriers = [ \"bank\", \"folder\" ];\n"
    "    file_name = \"{iuv}.pdf\"; } );\n"
    "}, { id = \"b-2\"; fiscal_code = \"80034390585\"; name = \"Altro\";\n"
    "  segregation = \"45\"; accounts = ( " ACCOUNT " ); } );\n";

static void
what_is_told_is_taken(void **state)
{
	struct arena a = {0};
	struct conf conf;
	struct err e = {0};
	const struct conf_channel *channel;
	const struct conf_setting *row;
	char path[64];

	(void)state;
	if (read_text(full, &conf, &a, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(conf.language, LANG_EN);
	assert_str(conf.spool, "/srv/riscontro");
	assert_int_equal(conf.most_memory, INT64_C(68719476736));
	assert_int_equal(conf.creditor_count, 2);
	assert_int_equal(conf.creditors[0].iuv_first, INT64_C(900000000000));
	assert_str(conf.creditors[0].accounts[1].iban, "IT18Q0760103200000000123456");
	channel = &conf.creditors[0].channels[0];
	assert_true(channel->done_file);
	assert_int_equal(channel->on_error, ON_ERROR_FILE);
	assert_false(channel->generation.automatic);
	assert_int_equal(channel->generation.least, 123450);
	assert_int_equal(channel->generation.most, 200000);
	assert_string_equal(date_iso(channel->generation.to).text, "2026-12-31");
	assert_int_equal(channel->generation.categories.count, 2);
	snprintf(path, sizeof path, "%s/esclusi.txt", folder);
	assert_str(channel->generation.exclude_file, path);
	row = conf_courier_find(&conf, STR("bank"))->settings;
	assert_str(row[0].name, "host");
	assert_str(row[0].value, "sftp.bank.example");
	assert_int_equal(row[0].line, 3);
	assert_str(row[1].value, "2222");
	assert_str(row[2].value, "a \"quoted\" \\ word");
	assert_str(row[3].value, "true");
	assert_str(row[4].name, "try-2");
	assert_str(row[4].value, "-7");
	assert_str(row[5].value, "one");
	assert_str(row[6].name, "host_keys");
	assert_int_equal(row[7].name.len, 0);
	arena_close(&a);
}

static void
what_was_written_reads_back_the_same(void **state)
{
	static const enum lang langs[] = {LANG_IT, LANG_EN};
	struct arena a = {0};
	struct conf conf, again;
	struct err e = {0};
	struct out first, second;
	struct json j;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(read_text(full, &conf, &a, &e), 0);
		out_open_memory(&first, &a);
		conf_write(&first, &conf, langs[i]);
		if (read_bytes(out_bytes_of(&first), &again, &a, &e) != 0)
			fail_msg("%s", e.text);
		out_reset(&first);
		out_open_memory(&second, &a);
		json_open(&j, &first, 0);
		conf_write_json(&j, &conf);
		json_open(&j, &second, 0);
		conf_write_json(&j, &again);
		assert_true(str_equal(out_bytes_of(&first), out_bytes_of(&second)));
	}
	arena_close(&a);
}

static void
secrets_are_hidden_in_copies(void **state)
{
	struct arena a = {0};
	struct conf conf;
	struct err e = {0};
	const struct conf_setting *rows;

	(void)state;
	assert_int_equal(read_text(full, &conf, &a, &e), 0);
	rows = conf_courier_find(&conf, STR("bank"))->settings;
	conf_hide_secrets(&conf, &a);
	assert_str(rows[2].value, "a \"quoted\" \\ word");
	rows = conf_courier_find(&conf, STR("bank"))->settings;
	assert_str(rows[0].value, "sftp.bank.example");
	assert_str(rows[2].value, "********");
	arena_close(&a);
}

static const struct {
	const char *why, *text, *said;
} refusals[] = {
    {"nothing at all", "", ":1: creditors: missing"},
    {"not libconfig", "language = ;", ":1: syntax error"},
    {"an unknown key", "\nlangage = \"it\";",
	":2: langage: no such key; known here: "
	"language, spool"},
    {"a key told twice", "scan = 1;\nscan = 2;", ":2: duplicate setting name"},
    {"a number for a text", "creditors = ( { " CREDITOR "\nname2 = 1; } );",
	"creditors[1].name2: no such key"},
    {"a segregation without quotes",
	"creditors = ( { id = \"a\";\nsegregation = 01; } );",
	":2: creditors[1].segregation: a number stands here; a text between quotes"},
    {"a segregation of one digit", "creditors = ( { segregation = \"1\"; } );",
	"creditors[1].segregation: not two digits"},
    {"a missing key", "creditors = ( { id = \"a\"; } );",
	"creditors[1].fiscal_code: missing; this key must be told"},
    {"an empty mandatory key", "creditors = ( { name = \" \"; } );",
	"creditors[1].name: empty"},
    {"no creditor", "creditors = ( );", "creditors: empty; at least one"},
    {"a group for a list", "creditors = { };",
	"creditors: a group { } stands here; a list of groups"},
    {"a text in a list of groups", "creditors = ( \"a\" );",
	"creditors[1]: a text stands here; a group"},
    {"the same creditor twice", "creditors = ( { " CREDITOR " },\n{ " CREDITOR " } );",
	":2: creditors[2].id: \"a\" is already that of creditors[1]"},
    {"an id with capitals", "creditors = ( { id = \"Ordine\"; } );",
	"creditors[1].id: not a plain name"},
    {"an id that leaves the folder", "creditors = ( { id = \"../a\"; } );",
	"creditors[1].id: not a plain name"},
    {"a wrong fiscal code", "creditors = ( { fiscal_code = \"80000000027\"; } );",
	"creditors[1].fiscal_code: the check character is wrong; it would be right "
	"ending in 8"},
    {"a person's fiscal code", "creditors = ( { fiscal_code = \"RSSMRA80A01H501U\"; } );",
	"creditors[1].fiscal_code: the code of a person"},
    {"no account", "creditors = ( { " CREDITOR_KEYS " } );",
	"creditors[1].accounts: missing"},
    {"a wrong IBAN",
	"creditors = ( { accounts = ( { iban = \"IT26O0306909606100000012345\"; } ); } "
	");",
	"creditors[1].accounts[1].iban: the two check digits are wrong; 25 fits the "
	"rest"},
    {"an authorisation of Poste on a bank's account",
	"creditors = ( { accounts = ( { iban = \"IT25O0306909606100000012345\"; "
	"postal_authorisation = \"AUT\"; } ); } );",
	"creditors[1].accounts[1]: postal_authorisation on an account that is not of "
	"Poste"},
    {"the same account twice",
	"creditors = ( { accounts = ( " ACCOUNT ", " ACCOUNT " ); } );",
	"creditors[1].accounts[2].iban: \"IT25O"},
    {"a name too long",
	"creditors = ( { office = "
	"\"123456789012345678901234567890123456789012345678901\"; "
	"} );",
	"creditors[1].office: 51 characters; at most 50"},
    {"a cbill of four", "creditors = ( { cbill = \"ABCD\"; } );", "cbill: not 5"},
    {"a category without slash", "creditors = ( { taxonomy = \"0401107TS\"; } );",
	"taxonomy: not a transfer category"},
    {"an iuv_first beyond 13 digits", "creditors = ( { iuv_first = 10000000000000L; } );",
	"iuv_first: 10000000000000 is out of range; 1 to 9999999999999"},
    {"a number beyond 64 bits", "scan = 99999999999999999999;",
	"scan: 9223372036854775807"},
    {"a number of 33 bits", "scan = 4294967297;", "scan: 4294967297 is out of"},
    {"another file", "@include \"x\"", "@include is not known"},
    {"a decimal number", "scan = 1.5;", ":1: scan: a decimal number stands here"},
    {"a number too small", "workers = 0;", "workers: 0 is out of range; 1 to 64"},
    {"an unknown language", "language = \"fr\";",
	"language: \"fr\" is not known; \"it\" or \"en\" is right"},
    {"an unknown kind", "creditors = ( { channels = ( { kind = \"quote\"; } ); } );",
	"creditors[1].channels[1].kind: \"quote\" is not known; \"quotas\", "},
    {"two channels in one folder",
	"creditors = ( { channels = ( { kind = \"quotas\"; },\n{ kind = \"quotas\"; } ); "
	"} "
	");",
	"creditors[1].channels[2].folder: \"quote\" is already"},
    {"a folder that climbs",
	"creditors = ( { channels = ( { kind = \"quotas\"; folder = \"../x\"; } ); } );",
	"folder: not a plain folder"},
    {"an ambiguous amount",
	"creditors = ( { channels = ( { kind = \"quotas\"; generation = { least = "
	"\"1.234\"; }; } ); } );",
	"generation.least: not an amount"},
    {"an amount as a decimal number",
	"creditors = ( { channels = ( { kind = \"quotas\"; generation = { least = 1.5; "
	"}; } ); } );",
	"generation.least: a decimal number stands here"},
    {"amounts the wrong way round",
	"creditors = ( { channels = ( { kind = \"quotas\"; generation = { least = 2; "
	"most "
	"= 1; }; } ); } );",
	"channels[1]: generation: most is below least"},
    {"a day that is none",
	"creditors = ( { channels = ( { kind = \"quotas\"; generation = { due_date = "
	"\"02-30\"; }; } ); } );",
	"generation.due_date: not a day"},
    {"a date that is none",
	"creditors = ( { channels = ( { kind = \"quotas\"; generation = { from = "
	"\"2026-02-30\"; }; } ); } );",
	"generation.from: not a date"},
    {"a text for an array",
	"creditors = ( { outlets = ( { kind = \"node\"; couriers = \"bank\"; } ); } );",
	"outlets[1].couriers: a text stands here; an array"},
    {"an unknown courier",
	"creditors = ( { " CREDITOR "\noutlets = ( { kind = \"node\";\ncouriers = [ "
	"\"bank\" ]; } ); } );",
	":3: creditors[1].outlets[1].couriers: no courier is called \"bank\""},
    {"a file name without iuv",
	"creditors = ( { outlets = ( { kind = \"notices\"; file_name = \"a.pdf\"; } ); } "
	");",
	"file_name: not a file name that tells notices apart"},
    {"a courier without kind", "couriers = ( { name = \"x\"; } );",
	"couriers[1].kind: missing"},
    {"a group among a courier's settings",
	"couriers = ( { name = \"x\"; kind = \"sftp\"; host = { }; } );",
	"couriers[1].host: a group { } stands here"},
    {"the same courier twice",
	"couriers = ( { name = \"x\"; kind = \"sftp\"; }, { name = \"x\"; kind = "
	"\"sftp\"; "
	"} );",
	"couriers[2].name: \"x\" is already that of couriers[1]"},
    {"a line end in a name", "creditors = ( { name = \"a\\nb\"; } );",
	"name: invisible or broken characters"},
    {"broken UTF-8", "creditors = ( { name = \"a\xff\"; } );",
	"name: invisible or broken characters"},
};

static void
each_mistake_is_told_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		struct arena a = {0};
		struct conf conf;
		struct err e = {0};

		if (read_text(refusals[i].text, &conf, &a, &e) == 0)
			fail_msg("%s: taken", refusals[i].why);
		assert_int_equal(e.kind, ERR_CONF);
		assert_int_equal(err_exit_code(e.kind), 78);
		if (strstr(e.text, refusals[i].said) == NULL ||
		    strstr(e.text, "/r.conf:") == NULL)
			fail_msg("%s: %s", refusals[i].why, e.text);
		arena_close(&a);
	}
}

static void
files_that_are_no_configuration_are_refused(void **state)
{
	struct arena a = {0};
	struct conf conf;
	struct err e = {0};

	(void)state;
	assert_int_equal(conf_read(&conf, "/nonexistent/r.conf", &a, &e), -1);
	assert_int_equal(e.kind, ERR_CONF);
	assert_non_null(strstr(e.text, "/nonexistent/r.conf: No such file"));
	assert_int_equal(conf_read(&conf, folder, &a, &e), -1);
	assert_int_equal(e.kind, ERR_CONF);
	assert_int_equal(read_bytes((struct str){"scan = 1;\0x", 11}, &conf, &a, &e), -1);
	assert_non_null(strstr(e.text, "binary bytes"));
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_told_has_the_documented_default),
	    cmocka_unit_test(every_folder_has_its_default_by_kind),
	    cmocka_unit_test(what_is_told_is_taken),
	    cmocka_unit_test(what_was_written_reads_back_the_same),
	    cmocka_unit_test(secrets_are_hidden_in_copies),
	    cmocka_unit_test(each_mistake_is_told_with_its_place),
	    cmocka_unit_test(files_that_are_no_configuration_are_refused),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
