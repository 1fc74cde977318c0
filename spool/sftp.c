/* The SFTP courier: settings, connection, host keys. */
#include "spool/sftp.h"

#include "spool/secret.h"
#include "spool/sftp_link.h"

static const struct courier_key sftp_keys[] = {
    {"host", KEY_TEXT, NULL, true, 0, 0, NULL,
	{"nome o indirizzo del server", "name or address of the server"}},
    {"port", KEY_NUMBER, "22", false, 1, 65535, NULL, {"porta", "port"}},
    {"user", KEY_TEXT, NULL, true, 0, 0, NULL, {"utente", "user"}},
    {"password", KEY_SECRET, NULL, false, 0, 0, NULL,
	{"dove sta la password", "where the password is kept"}},
    {"key", KEY_SECRET, NULL, false, 0, 0, NULL,
	{"dove sta la chiave privata", "where the private key is kept"}},
    {"passphrase", KEY_SECRET, NULL, false, 0, 0, NULL,
	{"dove sta la frase che apre la chiave", "where the key's passphrase is kept"}},
    {"agent", KEY_FLAG, "false", false, 0, 0, NULL,
	{"usa le chiavi di ssh-agent", "use the keys of ssh-agent"}},
    {"hosts", KEY_TEXT, "hosts", false, 0, 0, NULL,
	{"file delle chiavi dei server confermate",
	    "file of the servers' confirmed keys"}},
    {"folder", KEY_TEXT, "", false, 0, 0, NULL,
	{"cartella sul server", "folder on the server"}},
    {"temporary", KEY_TEXT, ".part", false, 0, 0, NULL,
	{"fine del nome finché il file non è intero",
	    "ending of the name until the file is whole"}},
    {"rename", KEY_CHOICE, "auto", false, 0, 0, "auto required never",
	{"nome provvisorio e poi rinomina: auto, sempre, mai",
	    "temporary name then rename: auto, required, never"}},
    {"replace", KEY_FLAG, "true", false, 0, 0, NULL,
	{"sostituisce un file con lo stesso nome", "replaces a file of the same name"}},
    {"make_folders", KEY_FLAG, "true", false, 0, 0, NULL,
	{"crea le cartelle che mancano", "makes missing folders"}},
    {"verify", KEY_CHOICE, "size", false, 0, 0, "size content",
	{"che cosa si controlla dopo l'invio: dimensione o contenuto (riletto)",
	    "what is checked after sending: size or content (read back)"}},
    {"window", KEY_NUMBER, "64", false, 1, 512, NULL,
	{"file in viaggio insieme", "files under way at once"}},
    {"connect_timeout", KEY_NUMBER, "30", false, 1, 600, NULL,
	{"secondi per collegarsi", "seconds to connect"}},
    {"timeout", KEY_NUMBER, "60", false, 1, 3600, NULL,
	{"secondi senza risposta prima di rinunciare",
	    "seconds without an answer before giving up"}},
    {"legacy", KEY_TEXT, "", false, 0, 0, NULL,
	{"algoritmi superati ammessi per questo server, per nome",
	    "outdated algorithms allowed for this server, by name"}},
    {0},
};

static struct ssh_peer
peer_of(const struct courier_link *l)
{
	return (struct ssh_peer){
	    .host = courier_cstr(l, "host"),
	    .port = (int)courier_number(l, "port"),
	    .user = courier_cstr(l, "user"),
	    .hosts_path = courier_cstr(l, "hosts"),
	    .agent = courier_flag(l, "agent"),
	    .legacy = courier_text(l, "legacy"),
	    .connect_seconds = (int)courier_number(l, "connect_timeout"),
	    .idle_seconds = (int)courier_number(l, "timeout"),
	};
}

static enum sftp_rename_mode
rename_mode(struct str word)
{
	if (str_is(word, "required"))
		return RENAME_REQUIRED;
	return str_is(word, "never") ? RENAME_NEVER : RENAME_AUTO;
}

static struct sftp_sending
sending_of(const struct courier_link *l)
{
	struct str folder = courier_text(l, "folder");

	while (folder.len > 1 && str_ends(folder, STR("/")))
		folder.len--;
	return (struct sftp_sending){
	    .folder = folder,
	    .temporary = courier_text(l, "temporary"),
	    .rename = rename_mode(courier_text(l, "rename")),
	    .replace = courier_flag(l, "replace"),
	    .make_folders = courier_flag(l, "make_folders"),
	    .verify = str_is(courier_text(l, "verify"), "content"),
	    .window = (size_t)courier_number(l, "window"),
	};
}

static int
connect_with(
    struct courier_link *l, struct sftp_link *link, char *secrets[3], struct err *e)
{
	struct ssh *ssh;

	if (courier_secret(l, "password", &secrets[0], e) != 0 ||
	    courier_secret(l, "key", &secrets[1], e) != 0 ||
	    courier_secret(l, "passphrase", &secrets[2], e) != 0)
		return -1;
	link->peer.password = secrets[0];
	link->peer.key = secrets[1];
	link->peer.passphrase = secrets[2];
	if (secrets[0] == NULL && secrets[1] == NULL && !link->peer.agent)
		return err_code(e, ERR_CONF, "COURIER_AUTH",
		    "courier sftp: one of password, key or agent is needed");
	if (ssh_open(&ssh, &link->peer, l->arena, e) != 0)
		return -1;
	if (sftp_session_open(&link->session, ssh, l->arena, e) == 0)
		return 0;
	ssh_close(ssh);
	return -1;
}

static int
open_link(struct courier_link *l, struct err *e)
{
	struct sftp_link *link = arena_new(l->arena, struct sftp_link);
	char *secrets[3] = {NULL, NULL, NULL};
	int failed;

	link->peer = peer_of(l);
	link->sending = sending_of(l);
	failed = connect_with(l, link, secrets, e);
	for (size_t i = 0; i < 3; i++)
		secret_forget(secrets[i]);
	link->peer.password = link->peer.key = link->peer.passphrase = NULL;
	if (failed == 0)
		l->state = link;
	return failed;
}

static void
send_parcels(struct courier_link *l, struct parcel *parcels, size_t count)
{
	struct sftp_link *link = l->state;
	struct arena batch = {0};

	/* Folders and handles live as long as the link; what a batch needs does not. */
	sftp_send(link->session, &link->sending, parcels, count, &batch);
	arena_close(&batch);
}

static void
close_link(struct courier_link *l)
{
	struct sftp_link *link = l->state;

	sftp_session_close(link->session);
}

const struct courier courier_sftp = {
    .name = "sftp",
    .help = {"SFTP: il partner è riconosciuto dalla chiave confermata, i file compaiono "
	     "interi",
	"SFTP: the partner is known by its confirmed key, files appear whole"},
    .keys = sftp_keys,
    .open = open_link,
    .send = send_parcels,
    .close = close_link,
};

/* The settings that host keys need, as a link that is not connected. */
static int
bare_link(struct courier_link *l, const struct setting *settings, size_t count,
    struct arena *a, struct err *e)
{
	size_t keys = sizeof sftp_keys / sizeof sftp_keys[0];
	struct str *values = arena_new_array(a, keys, struct str);

	if (courier_check(&courier_sftp, settings, count, e) != 0)
		return -1;
	for (size_t k = 0; k + 1 < keys; k++) {
		values[k] = str_of(sftp_keys[k].standard);
		for (size_t i = 0; i < count; i++)
			if (str_is(settings[i].name, sftp_keys[k].name))
				values[k] = settings[i].value;
	}
	*l =
	    (struct courier_link){.courier = &courier_sftp, .arena = a, .values = values};
	return 0;
}

int
sftp_host_key(const struct setting *settings, size_t count, struct host_key *key,
    enum host_trust *trust, struct arena *a, struct err *e)
{
	struct courier_link l;
	struct ssh_peer peer;
	struct str hosts;

	if (bare_link(&l, settings, count, a, e) != 0)
		return -1;
	peer = peer_of(&l);
	if (hosts_read(peer.hosts_path, a, &hosts, e) != 0 ||
	    ssh_host_key(&peer, key, a, e) != 0)
		return -1;
	*trust = hosts_trust(hosts, str_of(peer.host), peer.port, key);
	return 0;
}

int
sftp_pin(const struct setting *settings, size_t count, const struct host_key *key,
    struct arena *a, struct err *e)
{
	struct courier_link l;
	struct ssh_peer peer;

	if (bare_link(&l, settings, count, a, e) != 0)
		return -1;
	peer = peer_of(&l);
	return hosts_pin(peer.hosts_path, str_of(peer.host), peer.port, key, a, e);
}
