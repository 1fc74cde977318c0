/* The catalogue: what mail, the Node and App IO answer to what was sent. */
#include "model/finding.h"

const struct finding_kind findings_service[] = {
    {
	.code = "MAIL_NO_SENDER",
	.severity = FINDING_WARNING,
	.what = {"i messaggi non hanno un mittente", "the messages have no sender"},
	.expected = {"tra i corrieri dell'uscita mail uno di tipo mail che dica from",
	    "among the couriers of the outlet mail one of kind mail that says from"},
	.next = {"aggiungere il corriere, o il suo from, alla configurazione",
	    "add the courier, or its from, to the configuration"},
    },
    {
	.code = "MAIL_LETTERS",
	.severity = FINDING_WARNING,
	.what = {"i testi dei messaggi, che vengono col programma, non si trovano",
	    "the letters of the messages, which come with the program, are not found"},
	.expected = {"la cartella letters installata con Riscontro",
	    "the folder letters that is installed with Riscontro"},
	.next =
	    {"reinstallare Riscontro, o dire nella variabile RISCONTRO_LETTERS dove sta "
	     "la cartella",
		"install Riscontro again, or name the folder in the variable "
		"RISCONTRO_LETTERS"},
    },
    {
	.code = "MAIL_RECIPIENT_UNKNOWN",
	.severity = FINDING_WARNING,
	.what = {"l'indirizzo non esiste", "the address does not exist"},
	.expected = {"una casella esistente", "a mailbox that exists"},
	.next = {"correggere l'indirizzo dell'iscritto nell'albo, poi inviare di nuovo "
		 "solo a lui; intanto l'avviso si può spedire per posta",
	    "correct the person's address in the register, then send again to that "
	    "person only; meanwhile the notice can go by post"},
    },
    {
	.code = "MAIL_ADDRESS_INVALID",
	.severity = FINDING_WARNING,
	.what = {"l'indirizzo è scritto male", "the address is badly written"},
	.expected = {"un indirizzo come nome@dominio.it",
	    "an address like name@domain.it"},
	.next = {"correggere l'indirizzo nell'albo",
	    "correct the address in the register"},
    },
    {
	.code = "MAIL_MAILBOX_FULL",
	.severity = FINDING_WARNING,
	.what = {"la casella del destinatario è piena",
	    "the recipient's mailbox is full"},
	.expected = {"una casella con spazio", "a mailbox with room"},
	.next = {"avvisare il destinatario per altra via, poi inviare di nuovo",
	    "tell the recipient in another way, then send again"},
    },
    {
	.code = "MAIL_MAILBOX_DISABLED",
	.severity = FINDING_WARNING,
	.what = {"la casella del destinatario è disattivata",
	    "the recipient's mailbox is disabled"},
	.expected = {"una casella attiva", "an active mailbox"},
	.next = {"chiedere al destinatario un altro indirizzo",
	    "ask the recipient for another address"},
    },
    {
	.code = "MAIL_TOO_LARGE",
	.severity = FINDING_WARNING,
	.what = {"il messaggio è troppo grande", "the message is too large"},
	.expected = {"un messaggio entro il limite del gestore (PEC: 30 MB)",
	    "a message within the provider's limit (PEC: 30 MB)"},
	.next = {"ridurre gli allegati", "make the attachments smaller"},
    },
    {
	.code = "MAIL_LATER",
	.severity = FINDING_WARNING,
	.what = {"il server di posta chiede di riprovare più tardi",
	    "the mail server asks to try again later"},
	.expected = {"un server disponibile", "an available server"},
	.next = {"nulla: si riprova da soli; se succede spesso, abbassare per_minute",
	    "nothing: it is tried again; if it happens often, lower per_minute"},
    },
    {
	.code = "MAIL_SENDER_REFUSED",
	.severity = FINDING_WARNING,
	.what = {"il server non accetta il mittente",
	    "the server does not accept the sender"},
	.expected = {"come mittente l'indirizzo della casella usata",
	    "the mailbox's own address as sender"},
	.next = {"correggere «from» nella configurazione, poi «riscontro retry»",
	    "correct 'from' in the configuration, then 'riscontro retry'"},
    },
    {
	.code = "MAIL_REFUSED",
	.severity = FINDING_WARNING,
	.what = {"il server del destinatario rifiuta il messaggio",
	    "the recipient's server refuses the message"},
	.expected = {"un messaggio accettato", "an accepted message"},
	.next = {"leggere la risposta mostrata; se parla di liste o di reputazione, "
		 "rivolgersi al proprio gestore di posta",
	    "read the answer shown; if it speaks of lists or reputation, turn to your "
	    "mail provider"},
    },
    {
	.code = "PEC_UNREADABLE",
	.severity = FINDING_FILE,
	.what = {"la ricevuta PEC non si può leggere", "the PEC receipt cannot be read"},
	.expected = {"una ricevuta con il suo daticert.xml intero",
	    "a receipt with its whole daticert.xml"},
	.next = {"scaricare di nuovo il messaggio dalla casella, come file .eml, e "
		 "depositarlo ancora",
	    "download the message from the mailbox again, as an .eml file, and drop it "
	    "again"},
    },
    {
	.code = "TEMPLATE_FIELD",
	.severity = FINDING_WARNING,
	.what = {"la lettera nomina un campo che non esiste",
	    "the letter names a field that does not exist"},
	.expected = {"solo campi conosciuti, come {nome} o {importo}",
	    "known fields only, like {nome} or {importo}"},
	.next = {"correggere il nome del campo nel modello della lettera",
	    "correct the field's name in the letter's template"},
    },
    {
	.code = "NODE_POSITION_REFUSED",
	.severity = FINDING_FILE,
	.what = {"il Nodo rifiuta una posizione", "the Node refuses a position"},
	.expected = {"posizioni conformi alle regole di GPD",
	    "positions that follow GPD's rules"},
	.next =
	    {"correggere la posizione indicata: tutte quelle dello stesso file aspettano",
		"correct the position named: all those of the same file wait"},
    },
    {
	.code = "NODE_POSITION_LEFT_OUT",
	.severity = FINDING_WARNING,
	.what = {"il Nodo non ha preso questa posizione",
	    "the Node has not taken this position"},
	.expected = {"una posizione che GPD accetta: nuova se si crea, presente se si "
		     "aggiorna o si annulla, conforme alle sue regole",
	    "a position that GPD accepts: new when created, there when updated or "
	    "cancelled, following its rules"},
	.next =
	    {"leggere la risposta del Nodo, correggere la quota e rimandarla; le altre "
	     "posizioni dello stesso file non aspettano questa",
		"read the Node's answer, correct the quota and send it again; the other "
		"positions of the same file do not wait for it"},
    },
    {
	.code = "NODE_FILE_REFUSED",
	.severity = FINDING_FILE,
	.what = {"il Nodo rifiuta il file", "the Node refuses the file"},
	.expected = {"un file zip con un solo file JSON",
	    "a zip with a single JSON file"},
	.next = {"è un difetto del programma: inviare all'assistenza il file e la "
		 "risposta mostrata",
	    "this is a defect of the program: send the file and the answer shown to "
	    "support"},
    },
    {
	.code = "NODE_TOO_LARGE",
	.severity = FINDING_WARNING,
	.what = {"il file è troppo grande per il servizio",
	    "the file is too large for the service"},
	.expected = {"un file entro i limiti del servizio",
	    "a file within the service's limits"},
	.next = {"abbassare most_bytes nella configurazione dell'uscita node",
	    "lower most_bytes in the configuration of the outlet node"},
    },
    {
	.code = "NODE_FORBIDDEN",
	.severity = FINDING_WARNING,
	.what = {"il servizio non permette questa operazione",
	    "the service does not allow this operation"},
	.expected = {"un codice di segregazione e una chiave abilitati",
	    "an enabled segregation code and key"},
	.next = {"controllare con il partner tecnologico il codice di segregazione e "
		 "l'abilitazione della chiave",
	    "check segregation code and the key's rights with the technology partner"},
    },
    {
	.code = "NODE_NOT_FOUND",
	.severity = FINDING_WARNING,
	.what = {"il servizio non conosce ciò che è chiesto",
	    "the service does not know what is asked for"},
	.expected = {"una posizione o un file esistente",
	    "a position or file that exists"},
	.next = {"controllare se la posizione è mai stata caricata; caricarla di nuovo "
		 "se serve",
	    "check whether the position was ever loaded; load it again if needed"},
    },
    {
	.code = "NODE_CONFLICT",
	.severity = FINDING_WARNING,
	.what = {"la posizione esiste già o è in uno stato che non lo permette",
	    "the position exists already or is in a state that does not allow it"},
	.expected = {"una posizione nuova, o ancora modificabile",
	    "a new position, or one that can still be changed"},
	.next = {"confrontare con «riscontro show»: se è già pagata non va modificata",
	    "compare with 'riscontro show': if it is paid it must not be changed"},
    },
    {
	.code = "NODE_NOT_READY",
	.severity = FINDING_NOTE,
	.what = {"il servizio sta ancora lavorando", "the service is still at work"},
	.expected = {"un rapporto pronto", "a finished report"},
	.next = {"nulla: si chiede di nuovo più tardi",
	    "nothing: it is asked for again later"},
    },
    {
	.code = "NODE_BUSY",
	.severity = FINDING_WARNING,
	.what = {"il servizio è occupato", "the service is busy"},
	.expected = {"un servizio disponibile", "an available service"},
	.next = {"nulla: si riprova da soli", "nothing: it is tried again"},
    },
    {
	.code = "NODE_ERROR",
	.severity = FINDING_WARNING,
	.what = {"il servizio ha avuto un errore e non si sa se ha preso il file",
	    "the service had an error and may or may not have taken the file"},
	.expected = {"una risposta chiara", "a clear answer"},
	.next = {"si controlla lo stato prima di inviare di nuovo; se si ripete per lo "
		 "stesso file, inviarlo all'assistenza",
	    "its status is checked before sending again; if it repeats for the same "
	    "file, send that to support"},
    },
    {
	.code = "NODE_ANSWER",
	.severity = FINDING_WARNING,
	.what = {"la risposta del servizio non è quella prevista",
	    "the service's answer is not the expected one"},
	.expected = {"la risposta descritta dal servizio",
	    "the answer that the service describes"},
	.next = {"si riprova da soli; se si ripete, inviare all'assistenza la risposta "
		 "mostrata",
	    "it is tried again; if it repeats, send the answer shown to support"},
    },
    {
	.code = "MAIL_RECEIPT_STRANGE",
	.severity = FINDING_ROW,
	.what = {"la ricevuta parla di un messaggio che non è partito da qui",
	    "the receipt is about a message that did not leave from here"},
	.expected = {"una ricevuta dei messaggi inviati dal motore",
	    "a receipt of the messages that the engine sent"},
	.next = {"nulla da fare se la casella è usata anche per altra posta; altrimenti "
		 "cercare il messaggio nella casella",
	    "nothing to do when the mailbox has other mail too; else look for the "
	    "message in the mailbox"},
    },
    {
	.code = "MAIL_NO_RECEIPT",
	.severity = FINDING_FILE,
	.what = {"il messaggio non è una ricevuta PEC né un avviso di mancata consegna",
	    "the message is no PEC receipt and no delivery status notification"},
	.expected = {"un file .eml con daticert.xml o con message/delivery-status",
	    "an .eml file with daticert.xml or message/delivery-status"},
	.next = {"leggere il messaggio: è posta comune arrivata nella cartella",
	    "read the message: it is ordinary mail that came into the folder"},
    },
    {
	.code = "MAIL_NO_ADDRESS",
	.severity = FINDING_WARNING,
	.what = {"il debitore non ha un indirizzo del genere scelto",
	    "the debtor has no address of the chosen kind"},
	.expected = {"un indirizzo e-mail o PEC nel file delle quote",
	    "a mail or PEC address in the file of quotas"},
	.next =
	    {"aggiungere l'indirizzo e depositare di nuovo la riga, oppure consegnare "
	     "l'avviso in altro modo",
		"add the address and drop the row again, or deliver the notice by other "
		"means"},
    },
    {
	.code = "APPIO_UNCERTAIN",
	.severity = FINDING_WARNING,
	.what = {"non si sa se il messaggio è arrivato in App IO: la risposta è andata "
		 "persa",
	    "it is not known whether the message reached App IO: the answer got lost"},
	.expected = {"la conferma del servizio", "the service's confirmation"},
	.next = {"non si ripete da solo, per non scrivere due volte alla stessa persona: "
		 "«riscontro retry» lo invia di nuovo, «riscontro cancel» lo dà per "
		 "arrivato",
	    "it is not repeated by itself, so that nobody is written to twice: "
	    "'riscontro retry' sends it again, 'riscontro cancel' takes it as arrived"},
    },
    {
	.code = "APPIO_NO_PERSON",
	.severity = FINDING_NOTE,
	.what = {"l'app IO raggiunge solo le persone, con un codice fiscale di 16 "
		 "caratteri",
	    "App IO reaches only persons, with a fiscal code of 16 characters"},
	.expected = {"il codice fiscale di una persona", "the fiscal code of a person"},
	.next = {"consegnare l'avviso in altro modo: PEC, posta, carta",
	    "deliver the notice by other means: PEC, mail, paper"},
    },
    {
	.code = "APPIO_NO_PROFILE",
	.severity = FINDING_NOTE,
	.what = {"la persona non ha App IO", "the person has no App IO"},
	.expected = {"una persona con App IO attiva", "a person with an active App IO"},
	.next = {"nulla: l'avviso va per un'altra via",
	    "nothing: the notice goes another way"},
    },
    {
	.code = "APPIO_NOT_ALLOWED",
	.severity = FINDING_NOTE,
	.what = {"la persona non accetta messaggi di questo servizio",
	    "the person does not accept messages from this service"},
	.expected = {"il permesso della persona in App IO",
	    "the person's consent in App IO"},
	.next = {"nulla: l'avviso va per un'altra via",
	    "nothing: the notice goes another way"},
    },
    {0},
};
