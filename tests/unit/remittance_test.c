/* Flow ids and IUVs out of banks' texts: one case a form or a damage, with made-up ids.
 */
#include "test.h"

#include "match/remittance.h"

#define ID "2026-03-09BCITITMM-0000000451"

struct example {
	const char *name;
	const char *text;
	const char *kind;
	const char *id;
};

static const struct example examples[] = {
    {"the form of SACI 1", "/PUR/LGPE-RIVERSAMENTO/URI/" ID, "flow", ID},
    {"the form of SACI 2", "/PUR/LGPE-RIVERSAMENTO/TXT/0/URI/" ID, "flow", ID},
    {"a supplement is a transfer of the same flow",
	"/PUR/LGPE-RIVERSAMENTO/TXT/4/URI/" ID, "flow", ID},
    {"the form of SACI 1.4",
	"/PUR/LGPE-RIVERSAMENTO Integrativo2 pagamenti del 20260308/URI/" ID, "flow", ID},
    {"nothing between PUR and URI", "/PUR//URI/" ID, "flow", ID},
    {"blanks for slashes", "PUR LGPE-RIVERSAMENTO URI " ID " BANCA", "flow", ID},
    {"dots for slashes", ".PUR.LGPE-RIVERSAMENTO.URI." ID, "flow", ID},
    {"small keywords", "/pur/lgpe-riversamento/uri/" ID, "flow", ID},
    {"small letters throughout may hide the id's own",
	"/pur/lgpe-riversamento/uri/2026-03-09bcititmm-0000000451", "flow_doubtful",
	"2026-03-09bcititmm-0000000451"},
    {"a blank in the keyword", "/PUR/LGPE-RIVER SAMENTO/URI/" ID, "flow", ID},
    {"the keyword cut in front", "SAMENTO/URI/" ID, "flow", ID},
    {"text glued in front", "ACCREDITO/PUR/LGPE-RIVERSAMENTO/URI/" ID, "flow", ID},
    {"text behind a blank", "/PUR/LGPE-RIVERSAMENTO/URI/" ID " CRO 1234", "flow", ID},
    {"text behind a slash", "/PUR/LGPE-RIVERSAMENTO/URI/" ID "/BON.SEPA", "flow", ID},
    {"a number behind a blank does not fit",
	"/PUR/LGPE-RIVERSAMENTO/URI/" ID " 1201160260177342", "flow", ID},
    {"a blank in the date", "/PUR/LGPE-RIVERSAMENTO/URI/2026-0 3-09BCITITMM-0000000451",
	"flow", ID},
    {"a line end in the date",
	"/PUR/LGPE-RIVERSAMENTO/URI/2026-03-\n09BCITITMM-0000000451", "flow", ID},
    {"a line end in the provider's code",
	"/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BCIT\r\nITMM-0000000451", "flow", ID},
    {"a line end at column 65 in the progressive",
	"ACCREDITO BANCA MM/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BCITITMM-0\n"
	"000000451 TRN 1234",
	"flow", ID},
    {"a line end elsewhere in the progressive is a doubt",
	"/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BCITITMM-0000\n000451", "flow_doubtful",
	ID},
    {"sub-fields of MT940",
	"?20/PUR/LGPE-RIVERSAMENT?21O/URI/2026-03-09BCITIT?22MM-0000000451", "flow", ID},
    {"question marks for slashes", "?PUR?LGPE-RIVERSAMENTO?URI?" ID, "flow", ID},
    {"sub-fields of 27 characters",
	"?20/PUR/LGPE-RIVERSAMENTO/URI/?212026-03-09BCITITMM-00000004?2251?30BCITITMM",
	"flow", ID},
    {"a blank in the keyword after its first letter", "/PUR/L GPE-RIVERSAMENTO/URI/" ID,
	"flow", ID},
    {"a sub-field with its own name around",
	"/ZZ3ORD/PUR/LGPE-RIVERSAMENTO/URI/" ID "/ZZ4/", "flow", ID},
    {"backslashes for slashes", "\\PUR\\LGPE-RIVERSAMENTO\\URI\\" ID, "flow", ID},
    {"doubled slashes", "//PUR//LGPE-RIVERSAMENTO//URI//" ID, "flow", ID},
    {"blanks around the slashes", "/ PUR / LGPE-RIVERSAMENTO / URI / " ID, "flow", ID},
    {"line ends inside the keywords", "/PUR/LGPE-RIVERSA\r\nMENTO/U\nRI\n/" ID, "flow",
	ID},
    {"a number of two digits behind TXT", "/PUR/LGPE-RIVERSAMENTO/TXT/10/URI/" ID, "flow",
	ID},
    {"the text of SEPA behind its mark",
	"EREF+NOTPROVIDED SVWZ+/PUR/LGPE-RIVERSAMENTO/URI/" ID " ABWA+PSP", "flow", ID},
    {"REMI with its kind", "/REMI/USTD//PUR/LGPE-RIVERSAMENTO/URI/" ID "/", "flow", ID},
    {"a full stop, a comma, a bracket behind the id",
	"(/PUR/LGPE-RIVERSAMENTO/URI/" ID "), CRO 12.", "flow", ID},
    {"only the first digit of the year is left", "/PUR/LGPE-RIVERSAMENTO/URI/2",
	"flow_partial", "2"},
    {"a provisional text without the id",
	"/PUR/LGPE-RIVERSAMENTO Cumulativo pagamenti del "
	"20260308",
	"none", ""},
    {"one IUV told twice", "/RFB/01000000000004512/45.00 /RFB/01000000000004512/45.00",
	"iuv", "01000000000004512"},
    {"two IUVs", "/RFB/01000000000004512/45.00 /RFB/01000000000004513/45.00",
	"iuv_doubtful", "01000000000004512"},
    {"RFB before a name", "RFB ROSSI MARIO", "none", ""},
    {"a bill whose number stands behind URI", "FATTURA URI/123", "none", ""},
    {"sub-fields with names", ":TID:123 :RI3:/PUR/LGPE-RIVERSAMENTO/URI/" ID " :SEC:CASH",
	"flow", ID},
    {"a blank behind the date", "/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09 BCITITMM-0000451",
	"flow_doubtful", "2026-03-09BCITITMM-0000451"},
    {"ACCREDITI VARI swallows one piece when the id is not whole",
	"ACCREDITI VARI LGPE-RIVERSAMENTO/URI/2026-03-09 ABC", "flow_doubtful",
	"2026-03-09ABC"},
    {"ACCREDITI VARI leaves a whole id alone",
	"ACCREDITI VARI LGPE-RIVERSAMENTO/URI/" ID " ROSSI", "flow", ID},
    {"the same id twice", "/PUR/LGPE-RIVERSAMENTO/URI/" ID " /PUR//URI/" ID, "flow", ID},
    {"a cut copy behind the id",
	"/PUR/LGPE-RIVERSAMENTO/URI/" ID " .PUR.LGPE-RIVERSAMENTO.URI.2026-03-", "flow",
	ID},
    {"two flows", "/PUR//URI/" ID " /PUR//URI/2026-03-10ABI03069-AB12345",
	"flow_doubtful", ID},
    {"no hyphen, as in the manuals", "/PUR//URI/2026-03-09ABI00000011234", "flow",
	"2026-03-09ABI00000011234"},
    {"a provider of digits", "/PUR//URI/2026-03-0960000000001-S12345678", "flow",
	"2026-03-0960000000001-S12345678"},
    {"an id of the first years",
	"/PUR/LGPE-RIVERSAMENTO/URI/0f1e2d3c4b5a69788796a5b4c3d2e1f0 /BON", "flow",
	"0f1e2d3c4b5a69788796a5b4c3d2e1f0"},
    {"cut in the date", "/PUR/LGPE-RIVERSAMENTO/URI/2026-0", "flow_partial", "2026-0"},
    {"cut behind the date", "/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09", "flow_partial",
	"2026-03-09"},
    {"cut in the provider's code", "/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BCIT",
	"flow_partial", "2026-03-09BCIT"},
    {"cut behind the hyphen", "/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BCITITMM-",
	"flow_partial", "2026-03-09BCITITMM-"},
    {"cut where an EndToEndId ends", "/PUR//URI/2026-03-09BCITITMM-000004",
	"flow_partial", "2026-03-09BCITITMM-000004"},
    {"cut and told by dots", "/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BCITITMM-0000...",
	"flow_partial", "2026-03-09BCITITMM-0000"},
    {"a keyword that lost its end", "/PUR/LGPE-RIVERSURI.2026-03- TRXID: 12",
	"flow_partial", "2026-03-"},
    {"more than 35 characters",
	"/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BCITITMM-00000004510000001",
	"flow_too_long", ""},
    {"no such day", "/PUR//URI/2026-02-30BCITITMM-0000000451", "flow_doubtful",
	"2026-02-30BCITITMM-0000000451"},
    {"a date begun twice", "/PUR//URI/2026-03-2026-03-09BCITITMM-0000000451",
	"flow_doubtful", ID},
    {"hyphens lost", "PUR LGPE RIVERSAMENTO URI 2026 03 09BCITITMM 0000000451",
	"flow_doubtful", "20260309BCITITMM0000000451"},
    {"an IUV in the place of the id", "/PUR//URI/RF18539007547034", "flow_doubtful",
	"RF18539007547034"},
    {"an id without any keyword", "BONIFICO " ID " GRAZIE", "flow_doubtful", ID},
    {"a supplement of SANP 2", "/PUR/LGPE-INTEGRAZIONE/URI/" ID, "integration_flow", ID},
    {"an IUV of 17 digits", "/RFB/01000000000004512/180.00", "iuv", "01000000000004512"},
    {"an IUV with text", "/RFB/010000000004512/180.00/TXT/QUOTA 2026", "iuv",
	"010000000004512"},
    {"an ISO 11649 reference", "/RFS/RF18539007547034/180.00", "iuv", "RF18539007547034"},
    {"the same in groups of four", "/RFS/RF18 5390 0754 7034/180.00", "iuv",
	"RF18539007547034"},
    {"in groups of four before a short word", "/RFS/RF18 5390 0754 7034 DI ROSSI", "iuv",
	"RF18539007547034"},
    {"blanks inside a number", "/RFB/0100 0000 0000 04512/180.00", "iuv",
	"01000000000004512"},
    {"a double slash", "/RFB/300451//98.00/TXT/QUOTA", "iuv", "300451"},
    {"a notice number is not an IUV", "/RFB/301000000000004512/180.00", "iuv_doubtful",
	"301000000000004512"},
    {"an IUV without slashes", "BONIFICO RFB 01000000000004512", "iuv",
	"01000000000004512"},
    {"a supplement to a payment", "/RFB/01000000000004512/3.50/TXT/INTEGRAZIONE",
	"integration_iuv", "01000000000004512"},
    {"a reference with blanks anywhere before the slash",
	"/RFS/RF 185390 07547034/180.00", "iuv", "RF18539007547034"},
    {"text glued behind a reference whose check digits are wrong",
	"/RFS/RF23567483937849450550875BONIFICO/45.56", "iuv_doubtful",
	"RF23567483937849450550875"},
    {"an amount where the IUV is missing", "/RFB//10.00", "none", ""},
    {"an hour behind a date is no part of it", "/PUR//URI/2026-03-09 09:30",
	"flow_partial", "2026-03-09"},
    {"a blank in an id of hexadecimal digits",
	"/PUR//URI/0f1e2d3c4b5a69788796 a5b4c3d2e1f0", "flow_doubtful",
	"0f1e2d3c4b5a69788796a5b4c3d2e1f0"},
    {"RFB within a word", "CREDITO CRFB 01000000000004512", "none", ""},
    {"a web page", "RIF URI HTTP://WWW.ESEMPIO.IT/RICEVUTA", "none", ""},
    {"a keyword without its end", "/PUR/LGPE-RIVERSAM", "none", ""},
    {"nothing behind URI", "/PUR/LGPE-RIVERSAMENTO/URI/", "none", ""},
    {"words with uri inside", "TESAURIERE COMUNALE 2026-03-09 RATA MUTUO", "none", ""},
    {"no text at all", "", "none", ""},
};

static void
every_form_and_damage_is_read(void **state)
{
	struct arena a = {0};
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		const struct example *x = &examples[i];
		struct remittance r = remittance_read(&a, str_of(x->text));

		if (strcmp(remittance_kind_name(r.kind), x->kind) == 0 &&
		    str_is(r.id, x->id))
			continue;
		print_message("%s: wanted %s %s, got %s %.*s\n", x->name, x->kind, x->id,
		    remittance_kind_name(r.kind), STR_ARG(r.id));
		wrong++;
	}
	assert_int_equal(wrong, 0);
	arena_close(&a);
}

static void
the_place_and_the_rivals_are_told(void **state)
{
	struct arena a = {0};
	struct remittance r = remittance_read(
	    &a, STR("  \xc3\xa0 /PUR//URI/" ID " /PUR//URI/2026-03-10ABI03069-AB12345"));

	(void)state;
	assert_int_equal(r.offset, 15);
	assert_int_equal(r.other_count, 1);
	assert_str(r.others[0], "2026-03-10ABI03069-AB12345");
	r = remittance_read(&a, STR("/PUR//URI/2026-03-09BCITITMM-0000\n000451"));
	assert_int_equal(r.other_count, 1);
	assert_str(r.others[0], "2026-03-09BCITITMM-0000");
	r = remittance_read(&a, STR("/PUR//URI/2026-03-09BCITITMM-0000 00451 ROSSI"));
	assert_int_equal(r.kind, REMITTANCE_FLOW);
	assert_str(r.others[0], "2026-03-09BCITITMM-000000451");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_form_and_damage_is_read),
	    cmocka_unit_test(the_place_and_the_rivals_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
