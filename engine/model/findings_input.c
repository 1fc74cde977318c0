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
    {0},
};
