/* Provinces and countries by name: offices export "Roma" and "Italia" where a code is
 * meant, and the first two letters of a name are another place's code. */
#include "model/address.h"

#include "base/text.h"

enum { NAME_MOST = 40 };

/* Letters alone, in capitals, without accents. */
struct place_name {
	const char *name;
	const char *code;
};

/* ISTAT, codes of the territorial units; the provinces of Sardinia of 2005 to 2016 too.
 */
static const struct place_name provinces[] = {{"AGRIGENTO", "AG"}, {"ALESSANDRIA", "AL"},
    {"ANCONA", "AN"}, {"AOSTA", "AO"}, {"VALLEDAOSTA", "AO"},
    {"VALLEDAOSTAVALLEEDAOSTE", "AO"}, {"AREZZO", "AR"}, {"ASCOLIPICENO", "AP"},
    {"ASTI", "AT"}, {"AVELLINO", "AV"}, {"BARI", "BA"}, {"BARLETTAANDRIATRANI", "BT"},
    {"BELLUNO", "BL"}, {"BENEVENTO", "BN"}, {"BERGAMO", "BG"}, {"BIELLA", "BI"},
    {"BOLOGNA", "BO"}, {"BOLZANO", "BZ"}, {"BOZEN", "BZ"}, {"BOLZANOBOZEN", "BZ"},
    {"BRESCIA", "BS"}, {"BRINDISI", "BR"}, {"CAGLIARI", "CA"}, {"CALTANISSETTA", "CL"},
    {"CAMPOBASSO", "CB"}, {"CARBONIAIGLESIAS", "CI"}, {"CASERTA", "CE"},
    {"CATANIA", "CT"}, {"CATANZARO", "CZ"}, {"CHIETI", "CH"}, {"COMO", "CO"},
    {"COSENZA", "CS"}, {"CREMONA", "CR"}, {"CROTONE", "KR"}, {"CUNEO", "CN"},
    {"ENNA", "EN"}, {"FERMO", "FM"}, {"FERRARA", "FE"}, {"FIRENZE", "FI"},
    {"FOGGIA", "FG"}, {"FORLICESENA", "FC"}, {"FROSINONE", "FR"}, {"GENOVA", "GE"},
    {"GORIZIA", "GO"}, {"GROSSETO", "GR"}, {"IMPERIA", "IM"}, {"ISERNIA", "IS"},
    {"LAQUILA", "AQ"}, {"LASPEZIA", "SP"}, {"LATINA", "LT"}, {"LECCE", "LE"},
    {"LECCO", "LC"}, {"LIVORNO", "LI"}, {"LODI", "LO"}, {"LUCCA", "LU"},
    {"MACERATA", "MC"}, {"MANTOVA", "MN"}, {"MASSACARRARA", "MS"}, {"MATERA", "MT"},
    {"MEDIOCAMPIDANO", "VS"}, {"MESSINA", "ME"}, {"MILANO", "MI"}, {"MODENA", "MO"},
    {"MONZABRIANZA", "MB"}, {"MONZAEBRIANZA", "MB"}, {"MONZAEDELLABRIANZA", "MB"},
    {"NAPOLI", "NA"}, {"NOVARA", "NO"}, {"NUORO", "NU"}, {"OGLIASTRA", "OG"},
    {"OLBIATEMPIO", "OT"}, {"ORISTANO", "OR"}, {"PADOVA", "PD"}, {"PALERMO", "PA"},
    {"PARMA", "PR"}, {"PAVIA", "PV"}, {"PERUGIA", "PG"}, {"PESAROURBINO", "PU"},
    {"PESAROEURBINO", "PU"}, {"PESCARA", "PE"}, {"PIACENZA", "PC"}, {"PISA", "PI"},
    {"PISTOIA", "PT"}, {"PORDENONE", "PN"}, {"POTENZA", "PZ"}, {"PRATO", "PO"},
    {"RAGUSA", "RG"}, {"RAVENNA", "RA"}, {"REGGIOCALABRIA", "RC"},
    {"REGGIODICALABRIA", "RC"}, {"REGGIOEMILIA", "RE"}, {"REGGIONELLEMILIA", "RE"},
    {"RIETI", "RI"}, {"RIMINI", "RN"}, {"ROMA", "RM"}, {"ROVIGO", "RO"},
    {"SALERNO", "SA"}, {"SASSARI", "SS"}, {"SAVONA", "SV"}, {"SIENA", "SI"},
    {"SIRACUSA", "SR"}, {"SONDRIO", "SO"}, {"SUDSARDEGNA", "SU"}, {"TARANTO", "TA"},
    {"TERAMO", "TE"}, {"TERNI", "TR"}, {"TORINO", "TO"}, {"TRAPANI", "TP"},
    {"TRENTO", "TN"}, {"TREVISO", "TV"}, {"TRIESTE", "TS"}, {"UDINE", "UD"},
    {"VARESE", "VA"}, {"VENEZIA", "VE"}, {"VERBANIA", "VB"}, {"VERBANOCUSIOOSSOLA", "VB"},
    {"VERCELLI", "VC"}, {"VERONA", "VR"}, {"VIBOVALENTIA", "VV"}, {"VICENZA", "VI"},
    {"VITERBO", "VT"}, {NULL, NULL}};

/* ISO 3166-1: Italy, its neighbours, the Union, and where members of Italian registers
 * live most. */
static const struct place_name countries[] = {{"ITALIA", "IT"}, {"ITALY", "IT"},
    {"ITA", "IT"}, {"REPUBBLICAITALIANA", "IT"}, {"SANMARINO", "SM"}, {"SMR", "SM"},
    {"CITTADELVATICANO", "VA"}, {"VATICANO", "VA"}, {"SANTASEDE", "VA"}, {"VAT", "VA"},
    {"SVIZZERA", "CH"}, {"CHE", "CH"}, {"FRANCIA", "FR"}, {"FRA", "FR"},
    {"AUSTRIA", "AT"}, {"AUT", "AT"}, {"SLOVENIA", "SI"}, {"SVN", "SI"},
    {"CROAZIA", "HR"}, {"HRV", "HR"}, {"GERMANIA", "DE"}, {"DEU", "DE"},
    {"PRINCIPATODIMONACO", "MC"}, {"MONACO", "MC"}, {"MALTA", "MT"}, {"MLT", "MT"},
    {"SPAGNA", "ES"}, {"ESP", "ES"}, {"PORTOGALLO", "PT"}, {"PRT", "PT"},
    {"BELGIO", "BE"}, {"BEL", "BE"}, {"LUSSEMBURGO", "LU"}, {"LUX", "LU"},
    {"PAESIBASSI", "NL"}, {"OLANDA", "NL"}, {"NLD", "NL"}, {"IRLANDA", "IE"},
    {"IRL", "IE"}, {"REGNOUNITO", "GB"}, {"GRANBRETAGNA", "GB"}, {"INGHILTERRA", "GB"},
    {"GBR", "GB"}, {"DANIMARCA", "DK"}, {"DNK", "DK"}, {"SVEZIA", "SE"}, {"SWE", "SE"},
    {"NORVEGIA", "NO"}, {"NOR", "NO"}, {"FINLANDIA", "FI"}, {"FIN", "FI"},
    {"POLONIA", "PL"}, {"POL", "PL"}, {"REPUBBLICACECA", "CZ"}, {"CECHIA", "CZ"},
    {"CZE", "CZ"}, {"SLOVACCHIA", "SK"}, {"SVK", "SK"}, {"UNGHERIA", "HU"}, {"HUN", "HU"},
    {"ROMANIA", "RO"}, {"ROU", "RO"}, {"BULGARIA", "BG"}, {"BGR", "BG"}, {"GRECIA", "GR"},
    {"GRC", "GR"}, {"CIPRO", "CY"}, {"CYP", "CY"}, {"ESTONIA", "EE"}, {"LETTONIA", "LV"},
    {"LVA", "LV"}, {"LITUANIA", "LT"}, {"LTU", "LT"}, {"ALBANIA", "AL"}, {"ALB", "AL"},
    {"STATIUNITI", "US"}, {"STATIUNITIDAMERICA", "US"}, {"USA", "US"}, {"CANADA", "CA"},
    {"CAN", "CA"}, {"BRASILE", "BR"}, {"BRA", "BR"}, {"ARGENTINA", "AR"}, {"ARG", "AR"},
    {"AUSTRALIA", "AU"}, {"AUS", "AU"}, {"EMIRATIARABIUNITI", "AE"}, {"ARE", "AE"},
    {NULL, NULL}};

static struct str
find_code(const struct place_name *table, struct str s, struct arena *a)
{
	struct str plain = text_ascii(a, s, ' ');
	char name[NAME_MOST];
	size_t len = 0;

	for (size_t i = 0; i < plain.len; i++) {
		if (!char_is_alpha(plain.ptr[i]))
			continue;
		if (len == sizeof name)
			return s;
		name[len++] = char_upper(plain.ptr[i]);
	}
	for (const struct place_name *p = table; p->name != NULL; p++)
		if (str_is((struct str){name, len}, p->name))
			return str_of(p->code);
	return s;
}

struct str
address_province_code(struct str s, struct arena *a)
{
	return s.len > 2 ? find_code(provinces, s, a) : s;
}

struct str
address_country_code(struct str s, struct arena *a)
{
	return s.len > 2 ? find_code(countries, s, a) : s;
}
