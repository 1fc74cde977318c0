/* The catalogue: what can be wrong with a table as a whole, its columns and kinds of
 * rows, and what its layout asks for that is not booked. */
#include "model/finding.h"

const struct finding_kind findings_table[] = {
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
	.code = "REGISTER_SHRUNK",
	.severity = FINDING_WARNING,
	.what = {"molti iscritti dell'esportazione precedente mancano da questa",
	    "many members of the export before are missing from this one"},
	.expected = {"l'albo intero, con chi si è cancellato da poco",
	    "the whole register, less those who left lately"},
	.next = {"se l'esportazione era filtrata o incompleta, non usare le quote "
		 "proposte: esportare l'albo intero e depositarlo, chi manca risulterà "
		 "di nuovo iscritto",
	    "if the export was filtered or incomplete, do not use the quotas proposed: "
	    "export the whole register and drop it, those missing will have joined "
	    "again"},
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
