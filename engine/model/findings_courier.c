/* The catalogue, what can go wrong on the way to a partner. */
#include "model/finding.h"

const struct finding_kind findings_courier[] = {
    {
	.code = "BATCH_OUTLET_GONE",
	.severity = FINDING_WARNING,
	.what = {"un lotto aspetta un'uscita che non è più nella configurazione",
	    "a batch waits for an outlet that is not configured any more"},
	.expected = {"l'uscita dell'ente, finché qualcosa la aspetta",
	    "the creditor's outlet, for as long as something waits for it"},
	.next =
	    {"rimettere l'uscita nella configurazione, oppure rinunciare al lotto con "
	     "«riscontro cancel» e il suo numero",
		"put the outlet back into the configuration, or give the batch up with "
		"'riscontro cancel' and its number"},
    },
    {
	.code = "BATCH_OTHER_BYTES",
	.severity = FINDING_WARNING,
	.what =
	    {"un file da consegnare è andato perso e sarebbe riscritto con altri byte: "
	     "la configurazione è cambiata da allora",
		"a file to be delivered got lost and would be written again with other "
		"bytes: the configuration has changed since"},
	.expected = {"gli stessi byte che il registro ha annotato",
	    "the same bytes that the ledger noted"},
	.next = {"rimettere la configurazione com'era, oppure rinunciare al file con "
		 "«riscontro cancel» e il numero del lotto",
	    "put the configuration back as it was, or give the file up with 'riscontro "
	    "cancel' and the batch's number"},
    },
    {
	.code = "COURIER_HOST_UNKNOWN",
	.severity = FINDING_WARNING,
	.what = {"il server mostra una chiave che nessuno ha ancora confermato",
	    "the server shows a key that nobody has confirmed yet"},
	.expected = {"la chiave del server confermata una volta da una persona",
	    "the server's key, confirmed once by a person"},
	.next = {"chiedere al partner l'impronta della chiave, confrontarla con quella "
		 "mostrata e confermarla con «riscontro trust»; nulla è stato inviato",
	    "ask the partner for the key's fingerprint, compare it with the one shown "
	    "and confirm it with 'riscontro trust'; nothing was sent"},
    },
    {
	.code = "COURIER_HOST_CHANGED",
	.severity = FINDING_WARNING,
	.what = {"il server mostra una chiave diversa da quella confermata",
	    "the server shows another key than the confirmed one"},
	.expected = {"la stessa chiave della volta scorsa", "the same key as last time"},
	.next = {"non inviare: chiedere al partner, per telefono, se ha cambiato server "
		 "o chiave; solo se conferma l'impronta mostrata usare «riscontro trust»",
	    "send nothing: ask the partner by telephone whether server or key were "
	    "changed; only when the fingerprint shown is confirmed use 'riscontro "
	    "trust'"},
    },
    {
	.code = "COURIER_AUTH",
	.severity = FINDING_WARNING,
	.what = {"il partner rifiuta utente, password o chiave",
	    "the partner refuses user, password or key"},
	.expected = {"credenziali valide", "valid credentials"},
	.next = {"correggere le credenziali nella configurazione (con le chiavi SSH "
		 "preferire ed25519), poi «riscontro retry»; gli invii aspettano",
	    "correct the credentials in the configuration (for SSH keys prefer ed25519), "
	    "then 'riscontro retry'; deliveries wait"},
    },
    {
	.code = "COURIER_SECRET",
	.severity = FINDING_WARNING,
	.what = {"la password o la chiave non si può leggere in modo sicuro",
	    "the password or key cannot be read safely"},
	.expected = {"un file leggibile solo dal servizio (permessi 0600), una variabile "
		     "d'ambiente o una credenziale di systemd",
	    "a file that only the service can read (mode 0600), an environment variable "
	    "or a systemd credential"},
	.next = {"mettere il segreto in un file, dare «chmod 600» e scrivere nella "
		 "configurazione file:/percorso",
	    "put the secret into a file, 'chmod 600' it and write file:/path in the "
	    "configuration"},
    },
    {
	.code = "COURIER_HELD",
	.severity = FINDING_NOTE,
	.what = {"gli invii di questo corriere sono stati sospesi da una persona",
	    "a person has held the deliveries of this courier"},
	.expected = {"un corriere attivo", "an active courier"},
	.next = {"quando si vuole riprendere usare «riscontro release» con il nome del "
		 "corriere",
	    "to go on use 'riscontro release' with the courier's name"},
    },
    {
	.code = "COURIER_REMOVED",
	.severity = FINDING_WARNING,
	.what = {"il corriere di questi invii non è più nella configurazione",
	    "the courier of these deliveries is not in the configuration any more"},
	.expected = {"un corriere con questo nome nella lista couriers",
	    "a courier of this name in the list couriers"},
	.next = {"rimettere il corriere nella configurazione, con lo stesso nome, perché "
		 "gli invii partano; oppure rinunciarvi con «riscontro cancel» e il nome "
		 "del corriere",
	    "put the courier back into the configuration, under the same name, for the "
	    "deliveries to leave; or give them up with 'riscontro cancel' and the "
	    "courier's name"},
    },
    {
	.code = "FETCH_CHANGED",
	.severity = FINDING_WARNING,
	.what = {"un file già ritirato è cambiato presso il partner",
	    "a file that had been fetched has changed at the partner's"},
	.expected = {"un file che, una volta pubblicato, resta com'è",
	    "a file that stays as it is once it is published"},
	.next = {"nulla da fare: è stato ritirato di nuovo ed entra come file nuovo; se "
		 "accade spesso chiedere al partner di dare nomi diversi a file diversi",
	    "nothing: it was fetched again and comes in as a new file; if it happens "
	    "often ask the partner to give other files other names"},
    },
    {
	.code = "FETCH_TOO_LARGE",
	.severity = FINDING_WARNING,
	.what = {"un file presso il partner è più grande di quanto si ammette",
	    "a file at the partner's is larger than is allowed"},
	.expected = {"un file entro il limite most_file della configurazione",
	    "a file within the configuration's limit most_file"},
	.next = {"non è stato ritirato: se è giusto alzare most_file e poi prelevarlo a "
		 "mano, altrimenti chiedere al partner di dividerlo",
	    "it was not fetched: if it is right raise most_file and take it by hand, "
	    "else ask the partner to split it"},
    },
    {
	.code = "COURIER_TIMEOUT",
	.severity = FINDING_WARNING,
	.what = {"il partner non ha risposto in tempo",
	    "the partner did not answer in time"},
	.expected = {"una risposta entro il tempo della configurazione",
	    "an answer within the configured time"},
	.next = {"nulla da fare subito: si riprova da soli; se dura, chiedere al partner "
		 "se il servizio è attivo",
	    "nothing now: it is tried again; if it lasts, ask the partner whether the "
	    "service is up"},
    },
    {
	.code = "COURIER_UNREACHABLE",
	.severity = FINDING_WARNING,
	.what = {"il server non si raggiunge", "the server cannot be reached"},
	.expected = {"un server acceso, al nome e alla porta indicati",
	    "a server that is up, at the given name and port"},
	.next = {"si riprova da soli; se dura, controllare nome, porta, rete e firewall",
	    "it is tried again; if it lasts, check name, port, network and firewall"},
    },
    {
	.code = "COURIER_LOST",
	.severity = FINDING_WARNING,
	.what = {"il collegamento si è interrotto", "the connection broke"},
	.expected = {"un collegamento che dura fino alla fine",
	    "a connection that lasts to the end"},
	.next = {"si riprova da soli; ciò che era a metà riprende da dov'era",
	    "it is tried again; what was half done is taken up where it was"},
    },
    {
	.code = "COURIER_PROTOCOL",
	.severity = FINDING_WARNING,
	.what = {"il server risponde in modo non comprensibile",
	    "the server answers in a way that makes no sense"},
	.expected = {"un server che segue il protocollo",
	    "a server that follows the protocol"},
	.next = {"si riprova da soli; se dura, segnalarlo al partner",
	    "it is tried again; if it lasts, tell the partner"},
    },
    {
	.code = "COURIER_ALGORITHMS",
	.severity = FINDING_WARNING,
	.what = {"non c'è un algoritmo sicuro in comune con il server",
	    "there is no safe algorithm in common with the server"},
	.expected = {"algoritmi di oggi", "algorithms of today"},
	.next = {"chiedere al partner di aggiornare il server; nell'attesa ammettere per "
		 "nome l'algoritmo vecchio con la chiave «legacy» del corriere",
	    "ask the partner to update the server; until then allow the old algorithm by "
	    "name with the courier's key 'legacy'"},
    },
    {
	.code = "COURIER_NO_SFTP",
	.severity = FINDING_WARNING,
	.what = {"il server non offre SFTP a questo utente",
	    "the server offers this user no SFTP"},
	.expected = {"un utente abilitato a SFTP", "a user who may use SFTP"},
	.next = {"chiedere al partner di abilitare SFTP per l'utente",
	    "ask the partner to enable SFTP for the user"},
    },
    {
	.code = "COURIER_CERTIFICATE",
	.severity = FINDING_WARNING,
	.what = {"il certificato del server non è riconosciuto",
	    "the server's certificate is not recognised"},
	.expected = {"un certificato valido, per quel nome, di un'autorità riconosciuta",
	    "a valid certificate for that name from a recognised authority"},
	.next = {"controllare il nome del server; se il partner ha una propria autorità, "
		 "indicarne il file con «ca_file»",
	    "check the server's name; if the partner has its own authority, name its "
	    "file with 'ca_file'"},
    },
    {
	.code = "COURIER_NO_TLS",
	.severity = FINDING_WARNING,
	.what = {"il server non cifra il collegamento",
	    "the server does not encrypt the connection"},
	.expected = {"un collegamento cifrato (TLS)", "an encrypted connection (TLS)"},
	.next = {"chiedere al partner la porta cifrata; una password non passa mai in "
		 "chiaro",
	    "ask the partner for the encrypted port; a password never goes in the clear"},
    },
    {
	.code = "COURIER_ADDRESS",
	.severity = FINDING_WARNING,
	.what = {"l'indirizzo del servizio non è valido",
	    "the address of the service is not valid"},
	.expected = {"un indirizzo che comincia con https://",
	    "an address that begins with https://"},
	.next = {"correggere l'indirizzo nella configurazione",
	    "correct the address in the configuration"},
    },
    {
	.code = "COURIER_DISK_FULL",
	.severity = FINDING_WARNING,
	.what = {"il disco del partner è pieno", "the partner's disk is full"},
	.expected = {"spazio per il file", "room for the file"},
	.next = {"avvisare il partner; si riprova da soli",
	    "tell the partner; it is tried again"},
    },
    {
	.code = "COURIER_DENIED",
	.severity = FINDING_WARNING,
	.what = {"il partner non permette di scrivere qui",
	    "the partner does not allow writing here"},
	.expected = {"una cartella in cui l'utente può scrivere",
	    "a folder that the user may write to"},
	.next = {"chiedere al partner i permessi sulla cartella, poi «riscontro retry»",
	    "ask the partner for rights on the folder, then 'riscontro retry'"},
    },
    {
	.code = "COURIER_NO_FOLDER",
	.severity = FINDING_WARNING,
	.what = {"la cartella non c'è e non si può creare",
	    "the folder is not there and cannot be made"},
	.expected = {"una cartella esistente", "a folder that exists"},
	.next = {"correggere la cartella nella configurazione o chiederla al partner, "
		 "poi «riscontro retry»",
	    "correct the folder in the configuration or ask the partner for it, then "
	    "'riscontro retry'"},
    },
    {
	.code = "COURIER_NAME_TAKEN",
	.severity = FINDING_WARNING,
	.what = {"sul server c'è già un altro file con questo nome",
	    "another file of this name is on the server already"},
	.expected = {"un nome libero, o lo stesso contenuto",
	    "a free name, or the same content"},
	.next = {"chiedere al partner se può toglierlo, o permettere la sostituzione con "
		 "replace = true",
	    "ask the partner to take it away, or allow replacing with replace = true"},
    },
    {
	.code = "COURIER_NO_RENAME",
	.severity = FINDING_NOTE,
	.what = {"il server non permette di rinominare i file",
	    "the server does not let files be renamed"},
	.expected = {"nome provvisorio durante l'invio, definitivo alla fine",
	    "a temporary name while sending, the final one at the end"},
	.next = {"il file è scritto direttamente col suo nome: avvisare il partner di "
		 "non prenderlo appena compare, e impostare rename = never per non "
		 "leggere più questo avviso",
	    "the file is written under its own name: tell the partner not to take it as "
	    "soon as it appears, and set rename = never to silence this note"},
    },
    {
	.code = "COURIER_SIZE",
	.severity = FINDING_WARNING,
	.what = {"il file arrivato non è uguale a quello inviato",
	    "the file that arrived is not the one that was sent"},
	.expected = {"la stessa dimensione e lo stesso contenuto",
	    "the same size and content"},
	.next = {"si riprova da soli; se dura, avvisare il partner",
	    "it is tried again; if it lasts, tell the partner"},
    },
    {
	.code = "COURIER_REFUSED",
	.severity = FINDING_WARNING,
	.what = {"il server rifiuta senza dire perché",
	    "the server refuses without saying why"},
	.expected = {"un file accettato", "an accepted file"},
	.next =
	    {"si riprova da soli; se dura, chiedere al partner con la risposta mostrata",
		"it is tried again; if it lasts, ask the partner with the answer shown"},
    },
    {
	.code = "COURIER_UNSUPPORTED",
	.severity = FINDING_WARNING,
	.what = {"il server non offre questa operazione",
	    "the server does not offer this operation"},
	.expected = {"un server SFTP completo", "a complete SFTP server"},
	.next = {"chiedere al partner, o scegliere un altro modo nella configurazione "
		 "del corriere",
	    "ask the partner, or choose another way in the courier's configuration"},
    },
    {
	.code = "COURIER_STILL_WRITING",
	.severity = FINDING_NOTE,
	.what = {"il file del partner cambia ancora", "the partner's file still changes"},
	.expected = {"un file finito", "a finished file"},
	.next = {"nulla: si riprende al prossimo giro",
	    "nothing: it is taken on the next round"},
    },
    {
	.code = "COURIER_ANSWER_TOO_LARGE",
	.severity = FINDING_WARNING,
	.what = {"la risposta del partner è troppo grande",
	    "the partner's answer is too large"},
	.expected = {"una risposta entro il limite", "an answer within the limit"},
	.next = {"chiedere meno dati per volta o alzare il limite nella configurazione",
	    "ask for less data at a time or raise the limit in the configuration"},
    },
    {0},
};
