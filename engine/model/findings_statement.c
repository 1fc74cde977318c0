/* The catalogue, what can be wrong with bank statements and their matching. */
#include "model/finding.h"

const struct finding_kind findings_statement[] = {
    {
	.code = "STATEMENT_UNKNOWN",
	.severity = FINDING_FILE,
	.what = {"il file non è un estratto conto di un tipo conosciuto",
	    "the file is no statement of a known kind"},
	.expected = {"un estratto conto in CSV o foglio di calcolo, CBI RH, "
		     "camt.052/053/054, MT940 o un giornale di cassa OPI",
	    "a statement as CSV or spreadsheet, CBI RH, camt.052/053/054, MT940 or an "
	    "OPI giornale di cassa"},
	.next = {"scaricare di nuovo l'estratto conto dal portale della banca in uno di "
		 "questi formati e depositarlo ancora",
	    "download the statement again from the bank's portal in one of these formats "
	    "and drop it again"},
    },
    {
	.code = "STATEMENT_NOT_A_STATEMENT",
	.severity = FINDING_FILE,
	.what = {"il file della banca contiene disposizioni o avvisi, non movimenti del "
		 "conto",
	    "the bank's file holds orders or notices, not movements of the account"},
	.expected = {"un flusso di rendicontazione (CBI tipo RH) o un messaggio camt con "
		     "estratti conto",
	    "a reporting flow (CBI type RH) or a camt message that holds statements"},
	.next = {"chiedere alla banca il flusso di rendicontazione del conto e "
		 "depositare quello",
	    "ask the bank for the account's reporting flow and drop that one"},
    },
    {
	.code = "STATEMENT_TRUNCATED",
	.severity = FINDING_WARNING,
	.what = {"l'estratto conto finisce senza la sua chiusura",
	    "the statement ends without its closing record"},
	.expected = {"il saldo finale o il record di chiusura dopo l'ultimo movimento",
	    "a closing balance or closing record after the last movement"},
	.next = {"controllare che il file sia intero; se mancano movimenti scaricarlo di "
		 "nuovo",
	    "check that the file is whole; if movements are missing download it again"},
    },
    {
	.code = "STATEMENT_BALANCE_DIFFERS",
	.severity = FINDING_WARNING,
	.what = {"saldo iniziale e movimenti non danno il saldo finale",
	    "opening balance and movements do not give the closing balance"},
	.expected = {"saldo iniziale più entrate meno uscite uguale al saldo finale",
	    "opening balance plus credits minus debits equal to the closing balance"},
	.next = {"confrontare con il portale della banca: può mancare un movimento o una "
		 "pagina dell'estratto conto",
	    "compare with the bank's portal: a movement or a page of the statement may "
	    "be missing"},
    },
    {
	.code = "STATEMENT_COUNT_DIFFERS",
	.severity = FINDING_WARNING,
	.what = {"il numero di record o di movimenti dichiarato non è quello trovato",
	    "the declared number of records or movements is not the one found"},
	.expected = {"tanti record quanti ne dichiara la chiusura del file",
	    "as many records as the end of the file declares"},
	.next =
	    {"controllare che il file sia intero; se mancano righe scaricarlo di nuovo",
		"check that the file is whole; if lines are missing download it again"},
    },
    {
	.code = "STATEMENT_DETAILS_DIFFER",
	.severity = FINDING_WARNING,
	.what = {"la somma delle singole operazioni non è l'importo del movimento",
	    "the sum of the single transactions is not the amount of the movement"},
	.expected = {"operazioni la cui somma è l'importo del movimento cumulativo",
	    "transactions that add up to the amount of the batch movement"},
	.next =
	    {"il movimento vale per l'importo totale; chiedere alla banca il dettaglio",
		"the movement counts for its total amount; ask the bank for the details"},
    },
    {
	.code = "STATEMENT_AMOUNT_INVALID",
	.severity = FINDING_ROW,
	.what = {"l'importo di un movimento non è leggibile",
	    "the amount of a movement cannot be read"},
	.expected =
	    {"un importo in euro con al massimo due decimali, per esempio 1.234,56",
		"an amount in euro with at most two decimals, for example 1.234,56"},
	.next = {"correggere l'importo secondo l'estratto conto della banca e depositare "
		 "di nuovo il file",
	    "put the amount right from the bank's statement and drop the file again"},
    },
    {
	.code = "STATEMENT_DATE_INVALID",
	.severity = FINDING_WARNING,
	.what = {"una data non esiste o non è leggibile",
	    "a date does not exist or cannot be read"},
	.expected = {"una data del calendario, per esempio 31/01/2026",
	    "a day of the calendar, for example 31/01/2026"},
	.next = {"controllare la data del movimento sul portale della banca",
	    "check the movement's date on the bank's portal"},
    },
    {
	.code = "STATEMENT_DATE_MISSING",
	.severity = FINDING_ROW,
	.what = {"la riga ha un importo ma nessuna data leggibile",
	    "the row has an amount but no readable date"},
	.expected = {"la data contabile di ogni movimento",
	    "the booking date of each movement"},
	.next = {"completare la data nel file, o togliere la riga se non è un movimento, "
		 "e depositare di nuovo",
	    "add the date to the file, or remove the row if it is no movement, and drop "
	    "it again"},
    },
    {
	.code = "STATEMENT_AMOUNT_MISSING",
	.severity = FINDING_ROW,
	.what = {"la riga ha una data ma nessun importo",
	    "the row has a date but no amount"},
	.expected = {"l'importo di ogni movimento", "the amount of each movement"},
	.next = {"completare l'importo nel file, o togliere la riga se non è un "
		 "movimento, e depositare di nuovo",
	    "add the amount to the file, or remove the row if it is no movement, and "
	    "drop it again"},
    },
    {
	.code = "STATEMENT_AMOUNT_TWICE",
	.severity = FINDING_ROW,
	.what = {"la riga ha sia un addebito sia un accredito",
	    "the row has both a debit and a credit"},
	.expected = {"un solo importo per riga", "a single amount a row"},
	.next = {"correggere la riga secondo l'estratto conto della banca e depositare "
		 "di nuovo il file",
	    "put the row right from the bank's statement and drop the file again"},
    },
    {
	.code = "STATEMENT_SIGN_INVALID",
	.severity = FINDING_ROW,
	.what = {"il segno del movimento non è leggibile",
	    "the sign of the movement cannot be read"},
	.expected = {"C, +, CRDT, ENTRATA o Avere per un accredito; D, -, DBIT, USCITA o "
		     "Dare per un addebito",
	    "C, +, CRDT, ENTRATA or Avere for a credit; D, -, DBIT, USCITA or Dare for a "
	    "debit"},
	.next = {"correggere il segno secondo l'estratto conto della banca e depositare "
		 "di nuovo il file",
	    "put the sign right from the bank's statement and drop the file again"},
    },
    {
	.code = "STATEMENT_LINE_UNKNOWN",
	.severity = FINDING_WARNING,
	.what = {"una riga non ha una forma conosciuta ed è stata lasciata da parte",
	    "a line has no known form and was left aside"},
	.expected = {"le righe previste dal formato dell'estratto conto",
	    "the lines that the format of the statement knows"},
	.next = {"controllare che nessun movimento manchi; se manca, segnalare il file a "
		 "chi assiste il programma",
	    "check that no movement is missing; if one is, show the file to whoever "
	    "supports the program"},
    },
    {
	.code = "STATEMENT_NOT_EURO",
	.severity = FINDING_WARNING,
	.what = {"il conto o un movimento non è in euro",
	    "the account or a movement is not in euro"},
	.expected = {"movimenti in euro", "movements in euro"},
	.next = {"i movimenti in altra valuta non si abbinano a incassi pagoPA: "
		 "controllarli a mano",
	    "movements in another currency are not matched with pagoPA payments: check "
	    "them by hand"},
    },
    {
	.code = "STATEMENT_PAGES",
	.severity = FINDING_NOTE,
	.what = {"il file è una pagina di una consegna in più file",
	    "the file is one page of a delivery of several files"},
	.expected = {"tutte le pagine della consegna", "all the pages of the delivery"},
	.next = {"depositare anche le altre pagine, se non lo si è già fatto",
	    "drop the other pages too, unless that was done already"},
    },
    {
	.code = "STATEMENT_NO_HEADER",
	.severity = FINDING_FILE,
	.what = {"non si trova la riga con i titoli delle colonne",
	    "the row with the titles of the columns is not found"},
	.expected =
	    {"una riga, fra le prime 60, con almeno una colonna di data e una di importo",
		"a row, among the first 60, with at least a column of dates and one of "
		"amounts"},
	.next = {"esportare i movimenti con i titoli delle colonne, o indicare nella "
		 "configurazione (layout) le posizioni di data, importo e descrizione, "
		 "per "
		 "esempio \"1,4,3\", o un layout di genere statement",
	    "export the movements with the titles of the columns, or tell in the "
	    "configuration (layout) the positions of date, amount and description, for "
	    "example \"1,4,3\", or a layout of kind statement"},
    },
    {
	.code = "STATEMENT_COLUMN_MISSING",
	.severity = FINDING_FILE,
	.what = {"manca una colonna necessaria", "a necessary column is missing"},
	.expected = {"le colonne di data, importo (o dare e avere) e descrizione",
	    "the columns of date, amount (or debit and credit) and description"},
	.next = {"esportare di nuovo l'estratto conto con tutte le colonne, o indicare "
		 "nella configurazione le loro posizioni",
	    "export the statement again with all the columns, or tell their positions in "
	    "the configuration"},
    },
    {
	.code = "STATEMENT_COLUMN_TWICE",
	.severity = FINDING_FILE,
	.what = {"due colonne hanno lo stesso titolo", "two columns have the same title"},
	.expected = {"una sola colonna per la data contabile e una sola per l'importo",
	    "a single column for the booking date and a single one for the amount"},
	.next = {"togliere o rinominare la colonna di troppo, o indicare nella "
		 "configurazione le posizioni delle colonne",
	    "remove or rename the column that is too many, or tell the positions of the "
	    "columns in the configuration"},
    },
    {
	.code = "OPI_FIELD_INVALID",
	.severity = FINDING_FILE,
	.what = {"un dato della reversale non ha la forma che il tesoriere accetta",
	    "a value of the reversale has not the form that the treasurer takes"},
	.expected = {"i campi del flusso OPI come li vuole lo schema SIOPE+ (lunghezza, "
		     "cifre, date)",
	    "the fields of the OPI flow as the SIOPE+ schema wants them (length, digits, "
	    "dates)"},
	.next = {"correggere il dato indicato nella configurazione dell'ente o nella "
		 "reversale e rifare il flusso",
	    "put the named value right in the creditor's configuration or in the "
	    "reversale and make the flow again"},
    },
    {
	.code = "REVERSALE_SUM_DIFFERS",
	.severity = FINDING_FILE,
	.what = {"gli importi dentro la reversale non danno il suo totale",
	    "the amounts inside the reversale do not give its total"},
	.expected = {"versanti, voci di bilancio, classificazioni e provvisori la cui "
		     "somma è l'importo",
	    "payers, budget items, classifications and provvisori that add up to the "
	    "amount"},
	.next = {"controllare capitoli, provvisori e importi della reversale indicata",
	    "check the capitoli, the provvisori and the amounts of the named reversale"},
    },
    {0},
};
