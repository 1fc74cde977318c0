/* The catalogue: what can be wrong with a notice on paper and with posting it. */
#include "model/finding.h"

const struct finding_kind findings_notice[] = {
    {
	.code = "NOTICE_AMOUNT",
	.severity = FINDING_ROW,
	.what = {"l'importo dell'avviso non si può stampare",
	    "the notice's amount cannot be printed"},
	.expected = {"da 0,01 a 999.999.999,99 euro", "0.01 to 999,999,999.99 euro"},
	.next = {"correggere l'importo della quota e depositare di nuovo la riga",
	    "mend the quota's amount and drop the row again"},
    },
    {
	.code = "NOTICE_NUMBER",
	.severity = FINDING_ROW,
	.what = {"il numero di avviso non ha 18 cifre",
	    "the notice number has not 18 digits"},
	.expected = {"18 cifre", "18 digits"},
	.next = {"è un errore del programma: chiamare l'assistenza con questo messaggio",
	    "this is the program's mistake: call support with this message"},
    },
    {
	.code = "NOTICE_INCOMPLETE",
	.severity = FINDING_ROW,
	.what = {"manca un dato senza il quale l'avviso non si può stampare",
	    "something is missing without which the notice cannot be printed"},
	.expected = {"nome del debitore, causale e almeno un importo",
	    "the debtor's name, the subject and at least one amount"},
	.next = {"completare la riga e depositarla di nuovo",
	    "complete the row and drop it again"},
    },
    {
	.code = "NOTICE_INSTALMENTS",
	.severity = FINDING_ROW,
	.what = {"il numero di rate non si può stampare",
	    "so many instalments cannot be printed"},
	.expected = {"da 2 a 100 rate", "2 to 100 instalments"},
	.next = {"cambiare il numero di rate della quota",
	    "change the number of the quota's instalments"},
    },
    {
	.code = "NOTICE_LOOK",
	.severity = FINDING_FILE,
	.what = {"i dati dell'ente non bastano per stampare un avviso",
	    "what is known of the creditor does not suffice for a notice"},
	.expected = {"nome, codice fiscale di 11 cifre, conto postale fino a 12 cifre",
	    "a name, a fiscal code of 11 digits, a postal account of up to 12 digits"},
	.next = {"correggere i dati dell'ente nella configurazione: riscontro config li "
		 "controlla",
	    "mend the creditor in the configuration: riscontro config checks it"},
    },
    {
	.code = "NOTICE_LOGO",
	.severity = FINDING_FILE,
	.what = {"il logo dell'ente non si può stampare",
	    "the creditor's logo cannot be printed"},
	.expected = {"un'immagine PNG o JPEG leggibile, da 1 a 4000 pixel per lato",
	    "a readable PNG or JPEG picture, 1 to 4000 pixels a side"},
	.next = {"salvare di nuovo il logo come PNG senza interlacciamento e indicarlo "
		 "nella configurazione",
	    "save the logo again as PNG without interlacing and name it in the "
	    "configuration"},
    },
    {
	.code = "NOTICE_FONTS",
	.severity = FINDING_FILE,
	.what = {"mancano i caratteri con cui si stampano gli avvisi",
	    "the fonts that notices are set in are missing"},
	.expected = {"Titillium Web e Roboto Mono, oppure DejaVu",
	    "Titillium Web and Roboto Mono, or DejaVu"},
	.next = {"reinstallare il programma, o il pacchetto fonts-dejavu-core",
	    "install the program again, or the package fonts-dejavu-core"},
    },
    {
	.code = "NOTICE_SLIP_LEFT_OUT",
	.severity = FINDING_WARNING,
	.what = {"l'avviso è stampato senza bollettino postale",
	    "the notice is printed without its postal slip"},
	.expected = {"un importo fino a 99.999.999,99 euro, il massimo del bollettino",
	    "an amount up to 99,999,999.99 euro, the most a slip can carry"},
	.next = {"nulla: l'avviso si paga con il codice QR o con il codice avviso",
	    "nothing: the notice is paid by its QR code or its number"},
    },
    {
	.code = "NOTICE_LETTERS_SPELLED",
	.severity = FINDING_WARNING,
	.what = {"nell'avviso qualche lettera è scritta senza i suoi segni",
	    "in the notice some letters are spelled without their marks"},
	.expected = {"lettere delle lingue d'Europa in alfabeto latino",
	    "letters of the languages of Europe in the Latin alphabet"},
	.next = {"guardare l'avviso, e se serve scrivere il nome in lettere latine",
	    "look at the notice, and write the name in Latin letters if need be"},
    },
    {
	.code = "NOTICE_UNKNOWN",
	.severity = FINDING_FILE,
	.what = {"nessuna posizione ha questo IUV o numero di avviso",
	    "no position has this IUV or notice number"},
	.expected =
	    {"uno IUV di 17 cifre o un numero di avviso di 18 che il registro conosce",
		"an IUV of 17 digits or a notice number of 18 that the ledger knows"},
	.next =
	    {"controllare il numero: riscontro show lo cerca anche per codice fiscale",
		"check the number: riscontro show finds it by fiscal code too"},
    },
    {
	.code = "NOTICE_REPRINT_DIFFERS",
	.severity = FINDING_WARNING,
	.what = {"l'avviso stampato non è identico a quello consegnato: da allora è "
		 "cambiata la configurazione dell'ente, il logo o il programma",
	    "the notice printed is not identical to the one delivered: since then the "
	    "creditor's configuration, its logo or the program has changed"},
	.expected = {"la stessa impronta sha256 del file consegnato",
	    "the sha256 of the file that was delivered"},
	.next =
	    {"nulla se i dati nuovi sono giusti: numero, importo e codici sono quelli "
	     "del registro; per la copia identica usare il file archiviato",
		"nothing if the new data are right: number, amount and codes are the "
		"ledger's; for the identical copy use the file that was kept"},
    },
    {
	.code = "NOTICE_CANCELLED",
	.severity = FINDING_FILE,
	.what = {"la posizione è annullata: il suo avviso non si stampa più",
	    "the position is cancelled: its notice is not printed any more"},
	.expected = {"una posizione non annullata", "a position that is not cancelled"},
	.next = {"nulla; se il debitore deve ancora pagare, depositare di nuovo la quota",
	    "nothing; if the debtor must still pay, drop the quota again"},
    },
    {
	.code = "PREVIEW_EMPTY",
	.severity = FINDING_FILE,
	.what = {"il file non darebbe nessun avviso", "the file would give no notice"},
	.expected = {"un file di quote con almeno una riga buona",
	    "a file of quotas with at least one good row"},
	.next = {"provare il file con riscontro check, che dice che cosa non va",
	    "try the file with riscontro check, which says what is wrong"},
    },
    {
	.code = "POSTAL_ADDRESS_MISSING",
	.severity = FINDING_WARNING,
	.what = {"manca l'indirizzo: l'avviso non si può spedire",
	    "the address is missing: the notice cannot be posted"},
	.expected = {"via e numero civico, CAP, comune e provincia",
	    "street and number, postal code, town and province"},
	.next = {"completare l'indirizzo nel programma gestionale e depositare di nuovo "
		 "la quota, o consegnare l'avviso in altro modo",
	    "complete the address where it is kept and drop the quota again, or hand the "
	    "notice over another way"},
    },
    {
	.code = "POSTAL_POSTCODE",
	.severity = FINDING_WARNING,
	.what = {"il CAP non è di cinque cifre: l'avviso non si può spedire",
	    "the postal code is not five digits: the notice cannot be posted"},
	.expected = {"un CAP di cinque cifre", "a postal code of five digits"},
	.next = {"correggere il CAP e depositare di nuovo la quota",
	    "mend the postal code and drop the quota again"},
    },
    {
	.code = "POSTAL_PROVINCE",
	.severity = FINDING_WARNING,
	.what = {"la provincia non è una sigla italiana: l'avviso non si può spedire",
	    "the province is none of Italy's: the notice cannot be posted"},
	.expected = {"la sigla di due lettere della provincia",
	    "the province's two letters"},
	.next = {"correggere la provincia e depositare di nuovo la quota",
	    "mend the province and drop the quota again"},
    },
    {
	.code = "POSTAL_LINE_TOO_LONG",
	.severity = FINDING_WARNING,
	.what =
	    {"una riga dell'indirizzo non sta sulla busta: l'avviso non si può spedire",
		"a line of the address does not fit the envelope: the notice cannot be "
		"posted"},
	.expected = {"righe fino a 44 caratteri (nome e via possono occuparne due)",
	    "lines of up to 44 characters (name and street may take two)"},
	.next = {"abbreviare il nome, la via o il comune e depositare di nuovo la quota",
	    "shorten the name, the street or the town and drop the quota again"},
    },
    {0},
};
