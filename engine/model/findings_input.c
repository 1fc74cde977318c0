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
		 "indicarla con la chiave encoding del layout o con --encoding (CP850 "
		 "per i programmi DOS e per molti AS/400, MACINTOSH per i vecchi Mac)",
	    "save the file again as \"CSV UTF-8\"; if the encoding is known, give it "
	    "with the key encoding of the layout or with --encoding (CP850 for programs "
	    "of DOS and many AS/400, MACINTOSH for old Macs)"},
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
    /* XML shown as such, and archives */
    {
	.code = "XML_DOCTYPE",
	.severity = FINDING_FILE,
	.what = {"il documento XML contiene una dichiarazione DOCTYPE",
	    "the XML document has a DOCTYPE declaration"},
	.expected = {"un documento XML senza DOCTYPE: nessun tracciato ne ha bisogno, e "
		     "può nascondere un attacco",
	    "an XML document without a DOCTYPE: no format needs one, and it can hide an "
	    "attack"},
	.next = {"chiedere il file a chi lo ha prodotto senza la dichiarazione DOCTYPE",
	    "ask whoever made the file for one without the DOCTYPE declaration"},
    },
    {
	.code = "XML_NOT_WELL_FORMED",
	.severity = FINDING_FILE,
	.what = {"l'XML del file, o di una sua parte, non è ben formato",
	    "the XML of the file, or of a part of it, is not well-formed"},
	.expected = {"XML intero e corretto", "whole and correct XML"},
	.next = {"salvare di nuovo il file con il programma che lo ha prodotto, o "
		 "chiederlo di "
		 "nuovo a chi lo ha mandato: è rovinato o troncato",
	    "save the file again with the program that made it, or ask whoever sent it "
	    "for it again: it is damaged or cut short"},
    },
    {
	.code = "ARCHIVE_GIVEN",
	.severity = FINDING_FILE,
	.what = {"il file è un archivio compresso, non una tabella",
	    "the file is an archive, not a table"},
	.expected = {"una tabella o un documento", "a table or a document"},
	.next =
	    {"estrarre i file e indicarne uno; `cat --as entries` elenca il contenuto",
		"unpack the files and name one of them; `cat --as entries` lists the "
		"content"},
    },
    {
	.code = "ARCHIVE_EXPECTED",
	.severity = FINDING_FILE,
	.what = {"il file non è un archivio", "the file is no archive"},
	.expected = {"un archivio .zip, .7z, .tar o .gz",
	    "a .zip, .7z, .tar or .gz archive"},
	.next = {"indicare un archivio, o togliere --as entries per vedere le righe",
	    "name an archive, or leave --as entries out to see the rows"},
    },
    {
	.code = "ARCHIVE_TRAVERSAL",
	.severity = FINDING_FILE,
	.what = {"l'archivio contiene un percorso che esce dalla cartella",
	    "the archive has a path that leads out of the folder"},
	.expected = {"nomi relativi, senza \"..\" e senza lettera di unità",
	    "relative names, without \"..\" and without a drive letter"},
	.next = {"non aprire l'archivio e avvisare chi lo ha mandato",
	    "do not open the archive and tell whoever sent it"},
    },
    {
	.code = "ARCHIVE_LINK",
	.severity = FINDING_FILE,
	.what = {"l'archivio contiene un collegamento o un file speciale",
	    "the archive has a link or a special file"},
	.expected = {"soltanto file e cartelle", "only files and folders"},
	.next = {"rifare l'archivio con i file veri e propri",
	    "make the archive again with the files themselves"},
    },
    {
	.code = "ARCHIVE_TOO_MANY",
	.severity = FINDING_FILE,
	.what = {"l'archivio contiene troppi file", "the archive has too many files"},
	.expected = {"al più 10.000 file per archivio",
	    "at most 10,000 files in an archive"},
	.next = {"dividere l'archivio", "split the archive"},
    },
    {
	.code = "ARCHIVE_BOMB",
	.severity = FINDING_FILE,
	.what = {"l'archivio contiene troppi dati",
	    "the archive unpacks to too much data"},
	.expected = {"dati entro i limiti di dimensione e di compressione",
	    "data within the limits of size and compression"},
	.next = {"controllare l'archivio; se è buono, dividerlo o consegnare i file non "
		 "compressi",
	    "check the archive; if it is good, split it or hand in the files unpacked"},
    },
    {
	.code = "ARCHIVE_DEPTH",
	.severity = FINDING_FILE,
	.what = {"l'archivio contiene altri archivi troppo annidati",
	    "the archive holds archives nested too deeply"},
	.expected = {"al più tre livelli di archivi", "at most three levels of archives"},
	.next = {"estrarre gli archivi interni e depositarli da soli",
	    "unpack the inner archives and drop them by themselves"},
    },
    {
	.code = "ARCHIVE_ENCRYPTED",
	.severity = FINDING_FILE,
	.what = {"l'archivio è protetto da password (cifrato)",
	    "the archive is protected by a password (encrypted)"},
	.expected = {"un archivio senza password", "an archive without a password"},
	.next = {"rifare l'archivio senza password",
	    "make the archive again without a password"},
    },
    {
	.code = "ARCHIVE_DUPLICATE",
	.severity = FINDING_FILE,
	.what = {"l'archivio contiene due file con lo stesso nome",
	    "the archive has two files of one name"},
	.expected = {"nomi tutti diversi, anche senza badare alle maiuscole",
	    "names that all differ, letter case aside"},
	.next = {"rifare l'archivio con un solo file per nome",
	    "make the archive again with one file for each name"},
    },
    {
	.code = "ARCHIVE_METHOD",
	.severity = FINDING_FILE,
	.what = {"l'archivio usa una compressione non ammessa",
	    "the archive uses a compression that is not accepted"},
	.expected = {"file memorizzati o compressi con Deflate",
	    "files stored or compressed with Deflate"},
	.next = {"rifare l'archivio come .zip normale",
	    "make the archive again as an ordinary .zip"},
    },
    {
	.code = "ARCHIVE_DAMAGED",
	.severity = FINDING_FILE,
	.what = {"l'archivio è rovinato o troncato",
	    "the archive is damaged or cut short"},
	.expected = {"un archivio intero, con somme di controllo giuste",
	    "a whole archive, with right check sums"},
	.next = {"chiedere di nuovo il file o rifare l'archivio",
	    "ask for the file again or make the archive again"},
    },
    {
	.code = "ARCHIVE_EMPTY",
	.severity = FINDING_FILE,
	.what = {"l'archivio è vuoto", "the archive is empty"},
	.expected = {"almeno un file", "at least one file"},
	.next = {"rifare l'archivio con i file dentro",
	    "make the archive again with the files in it"},
    },
    {
	.code = "FILE_TOO_SLOW",
	.severity = FINDING_FILE,
	.what = {"la lettura del file ha superato il tempo concesso",
	    "reading the file took more than the time allowed"},
	.expected = {"un file che si legge entro i limiti della configurazione "
		     "(most_cpu, most_wall)",
	    "a file that can be read within the limits of the configuration (most_cpu, "
	    "most_wall)"},
	.next = {"dividere il file in parti più piccole; se il limite è troppo basso "
		 "avvisare "
		 "l'amministratore",
	    "split the file into smaller parts; if the limit is too low tell the "
	    "administrator"},
    },
    {
	.code = "FILE_CRASHED",
	.severity = FINDING_FILE,
	.what = {"il programma che legge il file si è interrotto due volte",
	    "the program that reads the file broke off twice"},
	.expected = {"un file che si può leggere", "a file that can be read"},
	.next = {"salvare di nuovo il file con il programma che lo ha prodotto; "
		 "conservare questo "
		 "file e segnalarlo all'assistenza",
	    "save the file again with the program that made it; keep this file and "
	    "report it to "
	    "support"},
    },
    {0},
};
