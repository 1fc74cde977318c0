/* The catalogue: what can be wrong with spreadsheets and with the containers they come
 * in. */
#include "model/finding.h"

const struct finding_kind findings_workbook[] = {
    {
	.code = "FILE_ENCRYPTED",
	.severity = FINDING_FILE,
	.what = {"il file è protetto da una password",
	    "the file is protected by a password"},
	.expected = {"un file che si apre senza password",
	    "a file that opens without a password"},
	.next = {"aprirlo con la password, salvarlo senza (File, Informazioni, Proteggi "
		 "cartella di lavoro) e depositarlo di nuovo",
	    "open it with the password, save it without (File, Info, Protect Workbook) "
	    "and drop it again"},
    },
    {
	.code = "FILE_XLSB",
	.severity = FINDING_FILE,
	.what = {"il file è una cartella di lavoro Excel binaria (.xlsb)",
	    "the file is a binary Excel workbook (.xlsb)"},
	.expected = {"una cartella di lavoro .xlsx", "an .xlsx workbook"},
	.next = {"aprirlo in Excel, scegliere Salva con nome, tipo «Cartella di lavoro "
		 "di Excel (.xlsx)», e depositare quello",
	    "open it in Excel, choose Save As, type “Excel Workbook (.xlsx)”, and drop "
	    "that"},
    },
    {
	.code = "FILE_XLS_OLD",
	.severity = FINDING_FILE,
	.what = {"il file è una cartella di lavoro di Excel 95 o anteriore",
	    "the file is a workbook of Excel 95 or older"},
	.expected = {"una cartella di lavoro .xlsx", "an .xlsx workbook"},
	.next =
	    {"aprirlo in Excel o LibreOffice, salvarlo come .xlsx e depositare quello",
		"open it in Excel or LibreOffice, save it as .xlsx and drop that"},
    },
    {
	.code = "FILE_NOT_A_WORKBOOK",
	.severity = FINDING_FILE,
	.what = {"il contenuto non è un foglio di calcolo",
	    "the content is not a spreadsheet"},
	.expected = {"un foglio di calcolo .xlsx, .ods o .xls, oppure un CSV",
	    "a spreadsheet .xlsx, .ods or .xls, or a CSV"},
	.next = {"esportare i dati come .xlsx o CSV: cambiare solo il nome del file non "
		 "basta",
	    "export the data as .xlsx or CSV: changing the file's name alone is not "
	    "enough"},
    },
    {
	.code = "FILE_MISNAMED",
	.severity = FINDING_FILE,
	.what = {"il nome del file dichiara un tipo, il contenuto è di un altro",
	    "the file's name says one kind, its content is of another"},
	.expected = {"un nome che finisce come il contenuto richiede",
	    "a name whose ending suits the content"},
	.next = {"dare al file l'estensione giusta, oppure salvarlo di nuovo nel tipo "
		 "voluto, e depositarlo ancora",
	    "give the file the right ending, or save it again in the kind that was "
	    "meant, and drop it again"},
    },
    {
	.code = "FILE_LOCK",
	.severity = FINDING_FILE,
	.what = {"è il file di blocco che Excel tiene accanto a un documento aperto",
	    "it is the lock file that Excel keeps beside an open document"},
	.expected = {"il documento, non il suo file di blocco (~$...)",
	    "the document, not its lock file (~$...)"},
	.next = {"chiudere il documento in Excel e depositare il file senza ~$ davanti "
		 "al nome",
	    "close the document in Excel and drop the file without ~$ before its name"},
    },
    {
	.code = "FILE_TRUNCATED",
	.severity = FINDING_FILE,
	.what = {"il file è troncato: manca la fine",
	    "the file is cut short: its end is missing"},
	.expected = {"un file copiato per intero", "a file copied whole"},
	.next = {"copiare o inviare di nuovo il file, aspettando la fine della copia",
	    "copy or send the file again, and wait until the copy is done"},
    },
    {
	.code = "FILE_DAMAGED",
	.severity = FINDING_FILE,
	.what = {"il file è danneggiato", "the file is damaged"},
	.expected = {"un file che il suo programma apre senza ripararlo",
	    "a file that its program opens without repairing it"},
	.next = {"aprirlo con il programma che lo ha prodotto, salvarlo di nuovo e "
		 "depositarlo ancora",
	    "open it with the program that made it, save it again and drop it again"},
    },
    {
	.code = "FILE_BOMB",
	.severity = FINDING_FILE,
	.what = {"il file, una volta espanso, non ha più misura",
	    "the file grows beyond measure when it is unpacked"},
	.expected = {"dati che, espansi, stanno in proporzione al file",
	    "data that stay in proportion to the file when unpacked"},
	.next = {"non aprirlo; chiedere a chi lo ha inviato da dove viene",
	    "do not open it; ask the sender where it comes from"},
    },
    {
	.code = "ZIP_AMBIGUOUS",
	.severity = FINDING_FILE,
	.what = {"il contenitore del file si può leggere in due modi",
	    "the file's container can be read in two ways"},
	.expected = {"un contenitore con un solo indice e ogni parte una volta sola",
	    "a container with one directory and each part once"},
	.next = {"aprirlo con il programma che lo ha prodotto, controllare i dati, "
		 "salvarlo di nuovo e depositarlo ancora",
	    "open it with the program that made it, check the data, save it again and "
	    "drop it again"},
    },
    {
	.code = "ZIP_DAMAGED",
	.severity = FINDING_FILE,
	.what = {"il contenitore zip del file è danneggiato",
	    "the file's zip container is damaged"},
	.expected = {"un contenitore con dimensioni e codici di controllo giusti",
	    "a container with right sizes and checksums"},
	.next = {"copiare o inviare di nuovo il file; se non basta, salvarlo di nuovo "
		 "dal suo programma",
	    "copy or send the file again; if that is not enough, save it again from its "
	    "program"},
    },
    {
	.code = "ZIP_METHOD",
	.severity = FINDING_FILE,
	.what =
	    {"una parte del file è compressa in un modo che i fogli di calcolo non usano",
		"a part of the file is packed in a way that spreadsheets do not use"},
	.expected = {"parti non compresse o compresse con deflate",
	    "parts that are stored or deflated"},
	.next = {"salvare di nuovo il file da Excel o LibreOffice e depositarlo ancora",
	    "save the file again from Excel or LibreOffice and drop it again"},
    },
    {
	.code = "SHEET_NOT_FOUND",
	.severity = FINDING_FILE,
	.what = {"il foglio richiesto non c'è",
	    "the sheet that is asked for is not there"},
	.expected = {"un foglio con il nome scritto nella configurazione del canale",
	    "a sheet with the name that the channel's configuration has"},
	.next = {"rinominare il foglio come previsto, oppure correggere il nome nella "
		 "configurazione",
	    "rename the sheet as expected, or correct the name in the configuration"},
    },
    {
	.code = "SHEET_NONE",
	.severity = FINDING_FILE,
	.what = {"nessun foglio di dati è visibile", "no sheet of data is visible"},
	.expected = {"almeno un foglio di lavoro non nascosto",
	    "at least one worksheet that is not hidden"},
	.next = {"rendere visibile il foglio con i dati, salvare e depositare di nuovo",
	    "show the sheet with the data, save and drop again"},
    },
    {
	.code = "SHEET_ROW_ORDER",
	.severity = FINDING_FILE,
	.what = {"le righe del foglio sono scritte fuori ordine",
	    "the rows of the sheet are written out of order"},
	.expected = {"righe e celle con numeri crescenti",
	    "rows and cells with growing numbers"},
	.next = {"aprire il file in Excel o LibreOffice, salvarlo di nuovo e depositarlo "
		 "ancora",
	    "open the file in Excel or LibreOffice, save it again and drop it again"},
    },
    {
	.code = "CELL_UNREADABLE",
	.severity = FINDING_FILE,
	.what = {"una cella contiene ciò che il suo tipo non permette",
	    "a cell holds what its type does not allow"},
	.expected =
	    {"numeri, date, valori vero/falso e testi scritti come il formato prevede",
		"numbers, dates, truth values and texts written as the format has it"},
	.next = {"correggere la cella indicata in Excel o LibreOffice, salvare e "
		 "depositare di nuovo",
	    "correct that cell in Excel or LibreOffice, save and drop again"},
    },
    {
	.code = "CELL_TWICE",
	.severity = FINDING_FILE,
	.what = {"una cella è scritta due volte", "a cell is written twice"},
	.expected = {"ogni cella una volta sola", "each cell once"},
	.next = {"aprire il file in Excel o LibreOffice, controllare la cella, salvare e "
		 "depositare di nuovo",
	    "open the file in Excel or LibreOffice, check the cell, save and drop again"},
    },
    {0},
};
