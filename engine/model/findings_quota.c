/* The catalogue: what can be wrong with a quota and its debtor. */
#include "model/finding.h"

const struct finding_kind findings_quota[] = {
    {
	.code = "HEADER_NOT_FOUND",
	.severity = FINDING_FILE,
	.what = {"non si trova la riga di intestazione", "no header row was found"},
	.expected =
	    {"nelle prime 30 righe una riga con i nomi delle colonne del tracciato",
		"within the first 30 rows a row with the tracciato's column names"},
	.next =
	    {"partire dal modello (riscontro template quotas), o adattare un layout ai "
	     "titoli del file (man layout); se i dati sono in un altro foglio, metterlo "
	     "per primo",
		"start from the model (riscontro template quotas), or adapt a layout to "
		"the "
		"file's titles (man layout); when the data are in another sheet, put it "
		"first"},
    },
    {
	.code = "COLUMN_MISSING",
	.severity = FINDING_FILE,
	.what = {"manca una colonna obbligatoria", "a mandatory column is missing"},
	.expected = {"la colonna con questo nome, o con un suo sinonimo",
	    "the column of this name, or one of its synonyms"},
	.next = {"aggiungere la colonna e depositare di nuovo il file",
	    "add the column and drop the file again"},
    },
    {
	.code = "COLUMN_TWICE",
	.severity = FINDING_FILE,
	.what = {"due colonne hanno lo stesso significato", "two columns mean the same"},
	.expected = {"una sola colonna per ogni campo", "one column for each field"},
	.next = {"togliere o rinominare una delle due colonne",
	    "remove or rename one of the two columns"},
    },
    {
	.code = "COLUMN_NOT_BOOKABLE",
	.severity = FINDING_ROW,
	.what = {"la riga chiede, in questa colonna, una cosa che Riscontro non può "
		 "registrare",
	    "in this column the row asks for something that Riscontro cannot book"},
	.expected = {"la colonna vuota", "the column empty"},
	.next = {"togliere la riga e trattarla a parte",
	    "take the row out and handle it apart"},
    },
    {
	.code = "TRANSFERS_SEVERAL",
	.severity = FINDING_ROW,
	.what = {"la riga divide l'importo fra più voci o beneficiari; una quota va per "
		 "intero su un solo conto dell'ente",
	    "the row divides its amount among several items or beneficiaries; a quota "
	    "goes "
	    "wholly to one account of the creditor"},
	.expected = {"una sola voce e un solo beneficiario",
	    "a single item and a single beneficiary"},
	.next =
	    {"dividere la riga in più quote, una per voce, ciascuna con la sua chiave; "
	     "le voci di un altro ente le carica quell'ente",
		"split the row into several quotas, one for each item, each with a key "
		"of its "
		"own; items of another body are loaded by that body"},
    },
    {
	.code = "STAMP_DUTY",
	.severity = FINDING_ROW,
	.what =
	    {"la riga chiede una marca da bollo digitale, che vale per un documento e "
	     "non si paga con gli avvisi di un lotto",
		"the row asks for a digital revenue stamp, which belongs to a document "
		"and is "
		"not paid with the notices of a batch"},
	.expected = {"una quota senza marca da bollo", "a quota without a stamp"},
	.next = {"togliere la marca dalla riga, o incassarla dallo sportello telematico "
		 "che ne conosce il documento",
	    "take the stamp out of the row, or collect it at the online service that "
	    "knows "
	    "its document"},
    },
    {
	.code = "OPTIONS_SEVERAL",
	.severity = FINDING_ROW,
	.what = {"la riga è una di più opzioni di pagamento dello stesso debito: "
		 "registrata da sola il debitore lo vedrebbe chiesto più volte",
	    "the row is one of several ways to pay the same debt: booked alone the "
	    "debtor "
	    "would see it asked several times"},
	.expected = {"un debito intero in una riga, con le rate nelle colonne "
		     "rata_N_importo e rata_N_scadenza",
	    "a whole debt in one row, its instalments in the columns rata_N_importo and "
	    "rata_N_scadenza"},
	.next = {"unire le righe del debito in una, con il tracciato standard: riscontro "
		 "template quotas",
	    "put the rows of the debt into one, in the standard tracciato: riscontro "
	    "template quotas"},
    },
    {
	.code = "OPTIONS_APART",
	.severity = FINDING_WARNING,
	.what =
	    {"la riga è una di più opzioni di pagamento dello stesso documento (intero "
	     "e rate, o importi secondo il giorno): Riscontro registra ogni opzione come "
	     "un debito a sé",
		"the row is one of several ways to pay the same document (whole and "
		"rates, or "
		"amounts by the day): Riscontro books each way as a debt of its own"},
	.expected = {"un'opzione sola per documento, o sole rate",
	    "a single option for each document, or rates only"},
	.next = {"controllare che al debitore non si chieda due volte lo stesso debito; "
		 "se "
		 "succede, tenere una sola opzione o usare le colonne rata_N_importo",
	    "make sure that the debtor is not asked twice for the same debt; if so, keep "
	    "one option or use the columns rata_N_importo"},
    },
    {
	.code = "CHANGE_PARTIAL",
	.severity = FINDING_ROW,
	.what = {"la riga di modifica non dice tutto: Riscontro registra quote intere e "
		 "non indovina quello che manca",
	    "the row of a change does not say everything: Riscontro books whole quotas "
	    "and "
	    "does not guess what is missing"},
	.expected = {"tutti i dati della quota, anche quelli che non cambiano",
	    "all the data of the quota, those that do not change too"},
	.next = {"riempire la colonna con il valore di prima (riscontro show CHIAVE lo "
		 "mostra)",
	    "fill the column with the value as it was (riscontro show KEY tells it)"},
    },
    {
	.code = "COLUMN_NOT_KEPT",
	.severity = FINDING_WARNING,
	.what = {"il valore di questa colonna non viene conservato: i numeri di avviso e "
		 "gli IUV sono assegnati da Riscontro",
	    "the value of this column is not kept: notice numbers and IUVs are given by "
	    "Riscontro"},
	.expected = {"la colonna vuota", "the column empty"},
	.next = {"usare gli avvisi prodotti da Riscontro; se il numero è già stato "
		 "comunicato al debitore, non caricare qui la riga",
	    "use the notices that Riscontro makes; if the number has been told to the "
	    "debtor, do not load the row here"},
    },
    {
	.code = "ENROLMENT_TWICE",
	.severity = FINDING_ROW,
	.what = {"la stessa iscrizione è già in un'altra riga di questo file",
	    "the same enrolment stands already in another row of this file"},
	.expected = {"una riga per ogni persona, albo, sezione e numero; al più 16 per "
		     "persona",
	    "one row for each person, register, section and number; 16 a person at "
	    "most"},
	.next = {"togliere il doppione dall'esportazione, o correggere il numero di "
		 "iscrizione",
	    "remove the double from the export, or mend the enrolment number"},
    },
    {
	.code = "REGISTER_ROWS_WRONG",
	.severity = FINDING_FILE,
	.what = {"l'esportazione dell'albo ha righe sbagliate: non si confronta",
	    "the register's export has wrong rows: it is not compared"},
	.expected = {"tutte le righe buone, perché chi manca risulterebbe cancellato",
	    "every row good, because members missing from it would seem to have left"},
	.next = {"correggere le righe elencate e depositare di nuovo l'esportazione",
	    "mend the rows listed and drop the export again"},
    },
    {
	.code = "ROW_KIND_UNKNOWN",
	.severity = FINDING_ROW,
	.what = {"il tipo di riga non è fra quelli del tracciato",
	    "the kind of this row is none of the layout's"},
	.expected = {"uno dei tipi di riga del tracciato", "a kind of row of the layout"},
	.next = {"correggere il tipo di riga, o aggiungerlo al tracciato (layout)",
	    "mend the kind of row, or add it to the layout"},
    },
    {
	.code = "ROWS_LEFT_OUT",
	.severity = FINDING_NOTE,
	.what = {"righe che il tracciato non prende (titoli, totali, altri tipi)",
	    "rows that the layout does not take (titles, totals, other kinds)"},
	.expected = {"solo righe da registrare", "only rows to book"},
	.next = {"nulla da fare, se il numero è quello atteso",
	    "nothing, if the number is as expected"},
    },
    {
	.code = "COLUMN_UNKNOWN",
	.severity = FINDING_NOTE,
	.what = {"la colonna non è del tracciato e non viene letta",
	    "the column is not of the tracciato and is not read"},
	.expected = {"una colonna del tracciato", "a column of the tracciato"},
	.next =
	    {"nulla da fare, se la colonna è di servizio; altrimenti correggere il nome",
		"nothing, if the column is yours; otherwise mend its name"},
    },
    {
	.code = "ROW_RAGGED",
	.severity = FINDING_ROW,
	.what = {"la riga ha più celle dell'intestazione",
	    "the row has more cells than the header"},
	.expected = {"tante celle quante sono le colonne",
	    "as many cells as there are columns"},
	.next = {"controllare separatori e virgolette della riga",
	    "check the separators and quotes of the row"},
    },
    {
	.code = "VALUE_MISSING",
	.severity = FINDING_ROW,
	.what = {"manca un valore obbligatorio", "a mandatory value is missing"},
	.expected = {"un valore in questa colonna", "a value in this column"},
	.next = {"scrivere il valore", "write the value"},
    },
    {
	.code = "TEXT_TOO_LONG",
	.severity = FINDING_WARNING,
	.what = {"il testo è troppo lungo e viene accorciato",
	    "the text is too long and is cut"},
	.expected = {"un testo entro il limite del campo",
	    "a text within the limit of the field"},
	.next = {"accorciare il testo, se il taglio non va bene",
	    "shorten the text if the cut is not right"},
    },
    {
	.code = "TEXT_GARBLED",
	.severity = FINDING_WARNING,
	.what = {"il testo è rovinato: le lettere accentate sono state salvate con una "
		 "codifica sbagliata",
	    "the text is garbled: its accented letters were saved in a wrong encoding"},
	.expected = {"lettere accentate che si leggono, per esempio Forlì",
	    "accented letters that can be read, for example Forlì"},
	.next = {"esportare di nuovo i dati come \"CSV UTF-8\", o riscrivere il testo: "
		 "così com'è finirebbe sull'avviso",
	    "export the data again as \"CSV UTF-8\", or write the text again: as it is "
	    "it "
	    "would be printed on the notice"},
    },
    {
	.code = "CELL_NO_VALUE",
	.severity = FINDING_ROW,
	.what = {"la cella contiene una formula senza valore salvato",
	    "the cell holds a formula without a stored value"},
	.expected = {"un valore, o una formula calcolata e salvata",
	    "a value, or a formula that was calculated and saved"},
	.next = {"aprire il file con il foglio di calcolo, ricalcolare, salvare; oppure "
		 "incollare i valori",
	    "open the file in the spreadsheet program, recalculate, save; or paste the "
	    "values"},
    },
    {
	.code = "CELL_ERROR",
	.severity = FINDING_ROW,
	.what = {"la cella contiene un errore di calcolo",
	    "the cell holds a calculation error"},
	.expected = {"un valore", "a value"},
	.next = {"correggere la formula o scrivere il valore",
	    "mend the formula or write the value"},
    },
    {
	.code = "CELL_LOST_DIGITS",
	.severity = FINDING_ROW,
	.what = {"il valore è in una cella numerica o in forma abbreviata (1,5E+02) e ha "
		 "perso cifre",
	    "the value is in a numeric cell or in short form (1.5E+02) and has lost "
	    "digits"},
	.expected = {"il codice scritto come testo, l'importo scritto per esteso",
	    "the code written as text, the amount written in full"},
	.next = {"formattare la colonna come testo e scrivere di nuovo il valore",
	    "format the column as text and write the value again"},
    },
    {
	.code = "AMOUNT_INVALID",
	.severity = FINDING_ROW,
	.what = {"l'importo non è leggibile", "the amount cannot be read"},
	.expected = {"un importo come 150,00 o 1.234,56",
	    "an amount such as 150,00 or 1.234,56"},
	.next = {"correggere l'importo", "mend the amount"},
    },
    {
	.code = "AMOUNT_AMBIGUOUS",
	.severity = FINDING_ROW,
	.what = {"l'importo si può leggere in due modi (migliaia o decimali)",
	    "the amount can be read in two ways (thousands or decimals)"},
	.expected = {"1.234,00 se sono migliaia, 1,23 se sono decimali",
	    "1.234,00 if thousands are meant, 1,23 if decimals are"},
	.next = {"scrivere l'importo con due decimali",
	    "write the amount with two decimals"},
    },
    {
	.code = "AMOUNT_THIRD_DECIMAL",
	.severity = FINDING_ROW,
	.what = {"l'importo ha più di due decimali",
	    "the amount has more than two decimals"},
	.expected = {"un importo in euro e centesimi", "an amount in euros and cents"},
	.next = {"arrotondare l'importo a due decimali",
	    "round the amount to two decimals"},
    },
    {
	.code = "AMOUNT_TOO_LARGE",
	.severity = FINDING_ROW,
	.what = {"l'importo supera il massimo", "the amount is beyond the maximum"},
	.expected = {"al massimo 999.999.999,99 euro", "at most 999,999,999.99 euro"},
	.next = {"controllare l'importo", "check the amount"},
    },
    {
	.code = "AMOUNT_NOT_POSITIVE",
	.severity = FINDING_ROW,
	.what = {"l'importo è zero o negativo", "the amount is zero or negative"},
	.expected = {"almeno 0,01 euro; per annullare usare la colonna operazione",
	    "at least 0.01 euro; to cancel use the column operazione"},
	.next = {"correggere l'importo o togliere la riga",
	    "mend the amount or remove the row"},
    },
    {
	.code = "DATE_INVALID",
	.severity = FINDING_ROW,
	.what = {"la data non è leggibile", "the date cannot be read"},
	.expected = {"una data come 31/12/2026 o 2026-12-31",
	    "a date such as 31/12/2026 or 2026-12-31"},
	.next = {"correggere la data", "mend the date"},
    },
    {
	.code = "DATE_PAST",
	.severity = FINDING_ROW,
	.what = {"la scadenza è già passata e il Nodo rifiuterebbe la posizione",
	    "the due date is past and the Node would refuse the position"},
	.expected = {"una scadenza da oggi in poi", "a due date from today on"},
	.next = {"spostare la scadenza", "move the due date"},
    },
    {
	.code = "DUE_MISSING",
	.severity = FINDING_ROW,
	.what = {"manca la scadenza e la configurazione non ne ha una",
	    "there is no due date and the configuration has none"},
	.expected =
	    {"una data nella colonna scadenza, o due_date nel profilo di generazione",
		"a date in the column scadenza, or due_date in the generation profile"},
	.next = {"scrivere la scadenza", "write the due date"},
    },
    {
	.code = "VALIDITY_BEFORE_DUE",
	.severity = FINDING_ROW,
	.what = {"la fine della validità precede la scadenza",
	    "the end of validity is before the due date"},
	.expected = {"una fine di validità uguale o successiva alla scadenza",
	    "an end of validity on or after the due date"},
	.next = {"correggere una delle due date", "mend one of the two dates"},
    },
    {
	.code = "YEAR_INVALID",
	.severity = FINDING_ROW,
	.what = {"l'anno non è leggibile", "the year cannot be read"},
	.expected = {"un anno di quattro cifre", "a year of four digits"},
	.next = {"correggere l'anno", "mend the year"},
    },
    {
	.code = "CHOICE_UNKNOWN",
	.severity = FINDING_ROW,
	.what = {"il valore non è fra quelli ammessi",
	    "the value is not one of those admitted"},
	.expected = {"uno dei valori elencati nel tracciato",
	    "one of the values listed in the tracciato"},
	.next = {"scegliere uno dei valori ammessi", "choose one of the admitted values"},
    },
    {
	.code = "FISCAL_CODE_INVALID",
	.severity = FINDING_ROW,
	.what = {"il codice fiscale o la partita IVA è sbagliato",
	    "the fiscal code or VAT number is wrong"},
	.expected = {"16 caratteri o 11 cifre con il carattere di controllo giusto",
	    "16 characters or 11 digits with the right check character"},
	.next = {"verificare il codice con il documento del debitore",
	    "check the code against the debtor's document"},
    },
    {
	.code = "NAME_MISSING",
	.severity = FINDING_ROW,
	.what = {"manca il nome del debitore", "the debtor's name is missing"},
	.expected = {"cognome e nome, o denominazione",
	    "surname and name, or the company's name"},
	.next = {"scrivere il nome", "write the name"},
    },
    {
	.code = "TYPE_MISMATCH",
	.severity = FINDING_WARNING,
	.what = {"il tipo di soggetto non corrisponde al codice fiscale",
	    "the kind of subject does not match the fiscal code"},
	.expected = {"F con un codice di 16 caratteri, G con uno di 11 cifre",
	    "F with a code of 16 characters, G with one of 11 digits"},
	.next = {"controllare tipo_soggetto", "check tipo_soggetto"},
    },
    {
	.code = "CREDITOR_OTHER",
	.severity = FINDING_ROW,
	.what = {"la riga è di un altro ente", "the row belongs to another creditor"},
	.expected = {"il codice fiscale dell'ente di questa cartella",
	    "the fiscal code of this folder's creditor"},
	.next = {"depositare la riga nella cartella del suo ente",
	    "drop the row in the folder of its creditor"},
    },
    {
	.code = "KEY_INVALID",
	.severity = FINDING_ROW,
	.what = {"la chiave della quota ha caratteri non ammessi",
	    "the quota key has characters that are not admitted"},
	.expected = {"lettere, cifre e . _ - / (al massimo 50)",
	    "letters, digits and . _ - / (at most 50)"},
	.next = {"cambiare la chiave", "change the key"},
    },
    {
	.code = "KEY_TWICE",
	.severity = FINDING_ROW,
	.what = {"la chiave della quota è già in un'altra riga di questo file",
	    "the quota key stands already in another row of this file"},
	.expected = {"una riga per ogni chiave", "one row for each key"},
	.next = {"togliere il doppione o cambiare la chiave",
	    "remove the double or change the key"},
    },
    {
	.code = "IBAN_INVALID",
	.severity = FINDING_ROW,
	.what = {"l'IBAN è sbagliato", "the IBAN is wrong"},
	.expected = {"un IBAN con i caratteri di controllo giusti",
	    "an IBAN with the right check characters"},
	.next = {"verificare l'IBAN", "check the IBAN"},
    },
    {
	.code = "IBAN_NOT_ADMITTED",
	.severity = FINDING_ROW,
	.what = {"l'IBAN non è fra quelli dell'ente",
	    "the IBAN is not one of the creditor's"},
	.expected = {"uno dei conti della configurazione (sezione accounts)",
	    "one of the accounts of the configuration (section accounts)"},
	.next = {"usare un conto dell'ente, o aggiungerlo alla configurazione se è "
		 "registrato sul Nodo",
	    "use a creditor's account, or add it to the configuration if it is "
	    "registered at the Node"},
    },
    {
	.code = "TAXONOMY_INVALID",
	.severity = FINDING_ROW,
	.what = {"il codice tassonomico è sbagliato", "the taxonomy code is wrong"},
	.expected = {"una forma come 9/0401107TS/", "a form such as 9/0401107TS/"},
	.next = {"correggere il codice (riscontro explain TAXONOMY_INVALID)",
	    "mend the code (riscontro explain TAXONOMY_INVALID)"},
    },
    {
	.code = "CAP_INVALID",
	.severity = FINDING_WARNING,
	.what = {"il CAP non è valido e non viene usato",
	    "the postal code is not valid and is not used"},
	.expected = {"cinque cifre", "five digits"},
	.next = {"correggere il CAP", "mend the postal code"},
    },
    {
	.code = "CAP_ZERO_RESTORED",
	.severity = FINDING_WARNING,
	.what = {"il CAP era in una cella numerica: gli zeri iniziali sono stati rimessi",
	    "the postal code was in a numeric cell: its leading zeros were put back"},
	.expected = {"un CAP scritto come testo", "a postal code written as text"},
	.next = {"formattare la colonna come testo", "format the column as text"},
    },
    {
	.code = "PROVINCE_INVALID",
	.severity = FINDING_WARNING,
	.what = {"la provincia non esiste e non viene usata",
	    "the province does not exist and is not used"},
	.expected = {"la sigla di due lettere di una provincia",
	    "the two-letter code of a province"},
	.next = {"correggere la sigla", "mend the code"},
    },
    {
	.code = "COUNTRY_INVALID",
	.severity = FINDING_WARNING,
	.what = {"la nazione non è valida e non viene usata",
	    "the country is not valid and is not used"},
	.expected = {"due lettere, come IT", "two letters, such as IT"},
	.next = {"correggere la sigla", "mend the code"},
    },
    {
	.code = "EMAIL_INVALID",
	.severity = FINDING_WARNING,
	.what = {"l'indirizzo di posta non è valido e non viene usato",
	    "the mail address is not valid and is not used"},
	.expected = {"un indirizzo come nome@dominio.it",
	    "an address such as name@domain.it"},
	.next = {"correggere l'indirizzo", "mend the address"},
    },
    {
	.code = "CAUSALE_SLASH",
	.severity = FINDING_WARNING,
	.what = {"la causale comincia con / e la barra viene tolta",
	    "the subject begins with / and the slash is removed"},
	.expected = {"un testo che non comincia con / (riservato a /RFS/, /RFB/, /TXT/)",
	    "a text that does not begin with / (kept for /RFS/, /RFB/, /TXT/)"},
	.next = {"togliere la barra iniziale", "remove the leading slash"},
    },
    {
	.code = "INSTALMENT_INCOMPLETE",
	.severity = FINDING_ROW,
	.what = {"una rata non ha importo o scadenza",
	    "an instalment has no amount or no due date"},
	.expected = {"per ogni rata, dalla prima all'ultima, importo e scadenza",
	    "for each instalment, first to last, an amount and a due date"},
	.next = {"completare le rate", "complete the instalments"},
    },
    {
	.code = "INSTALMENT_ORDER",
	.severity = FINDING_WARNING,
	.what = {"le scadenze delle rate non sono in ordine",
	    "the due dates of the instalments are not in order"},
	.expected = {"rate con scadenze crescenti", "instalments with growing due dates"},
	.next = {"controllare le scadenze", "check the due dates"},
    },
    {
	.code = "INSTALMENT_SUM",
	.severity = FINDING_WARNING,
	.what = {"la somma delle rate non è l'importo",
	    "the instalments do not add up to the amount"},
	.expected = {"rate che insieme fanno l'importo",
	    "instalments that together make the amount"},
	.next = {"controllare importi e rate", "check amounts and instalments"},
    },
    {
	.code = "QUOTA_PAID",
	.severity = FINDING_ROW,
	.what = {"la quota è cambiata ma è già stata pagata",
	    "the quota has changed but has been paid already"},
	.expected = {"una quota pagata resta com'è", "a paid quota stays as it is"},
	.next = {"emettere una nuova quota con un'altra chiave per la differenza",
	    "issue a new quota with another key for the difference"},
    },
    {
	.code = "QUOTA_GROUPED",
	.severity = FINDING_ROW,
	.what = {"la quota è in una posizione che ne raggruppa altre e non può avere "
		 "rate",
	    "the quota is in a position that groups others and cannot have instalments"},
	.expected = {"una quota senza rate, o con una posizione sua",
	    "a quota without instalments, or with a position of its own"},
	.next = {"togliere le rate, oppure annullare la quota ed emetterla con un'altra "
		 "chiave",
	    "remove the instalments, or cancel the quota and issue it with another key"},
    },
    {
	.code = "CANCEL_UNKNOWN",
	.severity = FINDING_ROW,
	.what = {"si vuole annullare una quota che non c'è",
	    "a quota is to be cancelled that is not there"},
	.expected = {"la chiave di una quota emessa",
	    "the key of a quota that was issued"},
	.next = {"controllare la chiave", "check the key"},
    },
    {
	.code = "TOO_MANY_REJECTS",
	.severity = FINDING_FILE,
	.what = {"troppe righe sbagliate: il file è rifiutato per intero",
	    "too many wrong rows: the whole file is refused"},
	.expected = {"righe sbagliate entro il limite del canale (max_rejects), e almeno "
		     "una buona",
	    "wrong rows within the channel's limit (max_rejects), and at least one good"},
	.next = {"correggere le righe elencate e depositare di nuovo il file",
	    "mend the rows listed and drop the file again"},
    },
    {
	.code = "FILE_SEEN",
	.severity = FINDING_NOTE,
	.what = {"il file è già stato ricevuto e non viene registrato di nuovo",
	    "the file has been received before and is not booked again"},
	.expected = {"un file nuovo", "a new file"},
	.next = {"nulla da fare", "nothing to do"},
    },
    {
	.code = "NO_ROWS",
	.severity = FINDING_FILE,
	.what = {"il file non ha righe di dati", "the file has no rows of data"},
	.expected = {"almeno una riga dopo l'intestazione",
	    "at least one row after the header"},
	.next = {"controllare l'esportazione", "check the export"},
    },
    {0},
};
