/* The catalogue, first family: what can be wrong with a file before its rows mean
 * anything. */
#include "model/finding.h"

const struct finding_kind findings_input[] = {
    {
	.code = "FILE_UNREADABLE",
	.severity = FINDING_FILE,
	.what = {"il file non si può leggere", "the file cannot be read"},
	.expected = {"un file intero in uno dei formati accettati",
	    "a whole file in one of the accepted formats"},
	.next =
	    {"aprire il file con il programma che lo ha prodotto, salvarlo di nuovo e "
	     "depositarlo ancora",
		"open the file with the program that made it, save it again and drop it "
		"again"},
    },
    {
	.code = "FILE_EMPTY",
	.severity = FINDING_FILE,
	.what = {"il file è vuoto", "the file is empty"},
	.expected = {"almeno una riga di intestazione e una riga di dati",
	    "at least a header row and one row of data"},
	.next = {"esportare di nuovo il file e depositarlo ancora",
	    "export the file again and drop it again"},
    },
    {
	.code = "FILE_TOO_LARGE",
	.severity = FINDING_FILE,
	.what = {"il file supera i limiti", "the file is beyond the limits"},
	.expected = {"un file entro il limite di dimensione e di memoria del canale",
	    "a file within the channel's limits of size and memory"},
	.next = {"dividere il file in parti più piccole",
	    "split the file into smaller parts"},
    },
    {
	.code = "FILE_NOT_REGULAR",
	.severity = FINDING_FILE,
	.what = {"non è un file ordinario", "it is not a regular file"},
	.expected = {"un file, non un collegamento, una cartella o un dispositivo",
	    "a file, not a link, a folder or a device"},
	.next = {"copiare il file vero e proprio nella cartella",
	    "copy the file itself into the folder"},
    },
    {
	.code = "FILE_UNKNOWN_KIND",
	.severity = FINDING_FILE,
	.what = {"il contenuto non è di un tipo conosciuto",
	    "the content is of no known kind"},
	.expected = {"un foglio di calcolo (.xlsx, .ods, .xls), un CSV o un archivio che "
		     "li contiene",
	    "a spreadsheet (.xlsx, .ods, .xls), a CSV or an archive that holds them"},
	.next = {"salvare i dati come .xlsx o CSV e depositarli di nuovo",
	    "save the data as .xlsx or CSV and drop them again"},
    },
    /* CSV */
    {
	.code = "CSV_NUL",
	.severity = FINDING_FILE,
	.what = {"il testo contiene caratteri nulli", "the text has NUL characters"},
	.expected = {"un file di testo, senza byte a zero",
	    "a text file, without zero bytes"},
	.next = {"controllare che il file sia davvero un CSV e non sia rovinato, poi "
		 "esportarlo di nuovo",
	    "check that the file is really a CSV and is not damaged, then export it "
	    "again"},
    },
    {
	.code = "CSV_ENCODING",
	.severity = FINDING_FILE,
	.what = {"la codifica dei caratteri non si riconosce",
	    "the encoding of the characters cannot be told"},
	.expected =
	    {"un testo tutto in UTF-8, oppure in UTF-16, Windows-1252 o ISO-8859-15",
		"a text wholly in UTF-8, or in UTF-16, Windows-1252 or ISO-8859-15"},
	.next = {"salvare di nuovo il file come \"CSV UTF-8\"; se la codifica è nota, "
		 "indicarla con la chiave encoding o con --encoding",
	    "save the file again as \"CSV UTF-8\"; if the encoding is known, give it "
	    "with the key encoding or with --encoding"},
    },
    {
	.code = "CSV_QUOTE_OPEN",
	.severity = FINDING_FILE,
	.what = {"un campo tra virgolette non viene mai chiuso",
	    "a field in quotation marks is never closed"},
	.expected = {"una virgoletta alla fine di ogni campo che ne ha una all'inizio",
	    "a quotation mark at the end of each field that has one at its start"},
	.next = {"correggere la riga indicata: chiudere le virgolette, o raddoppiare "
		 "quelle che fanno parte del testo; il file può anche essere troncato",
	    "correct the line told: close the quotation marks, or double those that "
	    "belong to the text; the file may also be cut short"},
    },
    {
	.code = "CSV_QUOTE_STRAY",
	.severity = FINDING_FILE,
	.what = {"dopo le virgolette di chiusura di un campo c'è altro testo",
	    "there is more text after the closing quotation mark of a field"},
	.expected = {"un separatore o la fine della riga dopo le virgolette di chiusura; "
		     "le virgolette nel testo raddoppiate",
	    "a delimiter or the end of the line after a closing quotation mark; "
	    "quotation marks in the text doubled"},
	.next = {"correggere la riga indicata raddoppiando le virgolette che fanno parte "
		 "del testo, o indicare il separatore giusto",
	    "correct the line told by doubling the quotation marks that belong to the "
	    "text, or give the right delimiter"},
    },
    {
	.code = "CSV_FIELD_TOO_LONG",
	.severity = FINDING_FILE,
	.what = {"un campo è troppo lungo", "a field is too long"},
	.expected = {"campi fino a 1 MiB", "fields of up to 1 MiB"},
	.next = {"controllare la riga indicata: di solito manca una virgoletta o il "
		 "separatore è un altro",
	    "check the line told: usually a quotation mark is missing or the delimiter "
	    "is another"},
    },
    {
	.code = "CSV_TOO_MANY_FIELDS",
	.severity = FINDING_FILE,
	.what = {"una riga ha troppi campi", "a line has too many fields"},
	.expected = {"al più 16384 campi per riga", "at most 16384 fields in a line"},
	.next = {"controllare il separatore e i fine riga del file",
	    "check the delimiter and the line ends of the file"},
    },
    {0},
};
