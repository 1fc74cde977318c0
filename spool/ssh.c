/* Connecting over SSH with pinned host keys, on libssh2 without ever blocking in it. */
#include "spool/ssh.h"

#include "base/out.h"
#include "spool/dial.h"

#include <libssh2.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

struct ssh {
	LIBSSH2_SESSION *session;
	LIBSSH2_CHANNEL *channel;
	const struct ssh_peer *peer;
	struct arena *arena;
	const char *name;
	int fd;
	int64_t deadline; /* of the connecting phase, milliseconds; 0: idle time counts */
};

/* What is offered to every peer: nothing that OpenSSH of today would refuse. */
static const char modern_kex[] =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-"
    "nistp384,"
    "ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-"
    "sha512,"
    "diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";
static const char modern_host_keys[] =
    "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
    "rsa-sha2-512,rsa-sha2-256";
static const char modern_ciphers[] =
    "aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr";
static const char modern_macs[] =
    "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,"
    "hmac-sha2-512";

/* What old servers may still need, and what it is. */
static const struct {
	const char *name;
	int method;
} legacy_algorithms[] = {
    {"diffie-hellman-group14-sha1", LIBSSH2_METHOD_KEX},
    {"diffie-hellman-group-exchange-sha1", LIBSSH2_METHOD_KEX},
    {"diffie-hellman-group1-sha1", LIBSSH2_METHOD_KEX},
    {"ssh-rsa", LIBSSH2_METHOD_HOSTKEY},
    {"ssh-dss", LIBSSH2_METHOD_HOSTKEY},
    {"aes256-cbc", LIBSSH2_METHOD_CRYPT_CS},
    {"aes192-cbc", LIBSSH2_METHOD_CRYPT_CS},
    {"aes128-cbc", LIBSSH2_METHOD_CRYPT_CS},
    {"3des-cbc", LIBSSH2_METHOD_CRYPT_CS},
    {"hmac-sha1", LIBSSH2_METHOD_MAC_CS},
    {"hmac-md5", LIBSSH2_METHOD_MAC_CS},
};

const char *
ssh_name(const struct ssh *s)
{
	return s->name;
}

static int
lost(struct ssh *s, struct err *e)
{
	char *message = NULL;

	if (s->session != NULL)
		libssh2_session_last_error(s->session, &message, NULL, 0);
	return err_code(e, ERR_RETRY, "COURIER_LOST", "%s: the connection broke: %s",
	    s->name, message == NULL || *message == '\0' ? "closed" : message);
}

int
ssh_wait(struct ssh *s, struct err *e)
{
	int directions = libssh2_session_block_directions(s->session);
	int64_t until = s->deadline != 0 ? s->deadline
					 : dial_clock() + s->peer->idle_seconds * 1000LL;
	struct pollfd p = {.fd = s->fd, .events = POLLIN};

	if ((directions & LIBSSH2_SESSION_BLOCK_OUTBOUND) != 0)
		p.events |= POLLOUT;
	for (;;) {
		int64_t left = until - dial_clock();
		int n = left <= 0 ? 0 : poll(&p, 1, (int)left);

		if (n > 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return err_errno(e, "%s", s->name);
		if (left <= 0)
			return err_code(e, ERR_RETRY, "COURIER_TIMEOUT",
			    "%s: no answer within %d seconds", s->name,
			    s->deadline != 0 ? s->peer->connect_seconds
					     : s->peer->idle_seconds);
	}
}

/* Repeats a call of libssh2 while it would block; 0 and its result in rc, or -1. */
#define AGAIN(rc, call)                                                                  \
	do {                                                                             \
		while (((rc) = (call)) == LIBSSH2_ERROR_EAGAIN)                          \
			if (ssh_wait(s, e) != 0)                                         \
				return -1;                                               \
	} while (0)

static int
check_legacy(const struct ssh_peer *peer, struct err *e)
{
	struct str rest = peer->legacy, word;

	while (str_cut(&rest, ' ', &word)) {
		bool known = word.len == 0;

		for (size_t i = 0;
		     i < sizeof legacy_algorithms / sizeof legacy_algorithms[0]; i++)
			known |= str_is(word, legacy_algorithms[i].name);
		if (!known)
			return err_code(e, ERR_CONF, "COURIER_ALGORITHMS",
			    "legacy algorithm %.*s is not known", STR_ARG(word));
	}
	return 0;
}

static bool
is_among(struct str word, const char **names, int count)
{
	for (int i = 0; i < count; i++)
		if (str_is(word, names[i]))
			return true;
	return false;
}

static bool
is_legacy(struct str word, int method)
{
	for (size_t i = 0; i < sizeof legacy_algorithms / sizeof legacy_algorithms[0];
	     i++)
		if (str_is(word, legacy_algorithms[i].name))
			return legacy_algorithms[i].method == method;
	return false;
}

static void
list_add(struct out *o, struct str word)
{
	out_text(o, out_bytes_of(o).len == 0 ? "" : ",");
	out_str(o, word);
}

/* The list for one method: the modern names, then the legacy ones this peer may use.
 * Names that the library does not know must be left out here: libssh2 1.10 copies over
 * itself when it does that. */
static void
offer(struct ssh *s, int method, int twin, const char *modern)
{
	const char **names = NULL;
	int count = libssh2_session_supported_algs(s->session, method, &names);
	struct str rest = str_of(modern), legacy = s->peer->legacy, word;
	struct out o;
	const char *list;

	out_open_memory(&o, s->arena);
	while (str_cut(&rest, ',', &word))
		if (is_among(word, names, count))
			list_add(&o, word);
	while (str_cut(&legacy, ' ', &word))
		if (is_legacy(word, method) && is_among(word, names, count))
			list_add(&o, word);
	if (count > 0)
		libssh2_free(s->session, names);
	list = arena_cstr(s->arena, out_bytes_of(&o));
	libssh2_session_method_pref(s->session, method, list);
	if (twin >= 0)
		libssh2_session_method_pref(s->session, twin, list);
}

/* A server with several host keys must show the one that is pinned. */
static const char *
host_key_methods(struct ssh *s, const struct host_key *pinned)
{
	if (pinned == NULL)
		return modern_host_keys;
	if (str_is(pinned->type, "ssh-rsa"))
		return "rsa-sha2-512,rsa-sha2-256";
	return arena_cstr(s->arena, pinned->type);
}

static int
shake_hands(struct ssh *s, const struct host_key *pinned, struct err *e)
{
	char *message = NULL;
	int rc;

	offer(s, LIBSSH2_METHOD_KEX, -1, modern_kex);
	offer(s, LIBSSH2_METHOD_HOSTKEY, -1, host_key_methods(s, pinned));
	offer(s, LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC, modern_ciphers);
	offer(s, LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC, modern_macs);
	AGAIN(rc, libssh2_session_handshake(s->session, s->fd));
	if (rc == 0)
		return 0;
	if (rc != LIBSSH2_ERROR_KEX_FAILURE && rc != LIBSSH2_ERROR_METHOD_NONE)
		return lost(s, e);
	libssh2_session_last_error(s->session, &message, NULL, 0);
	return err_code(e, ERR_CONF, "COURIER_ALGORITHMS",
	    "%s: no common algorithm with the server: %s", s->name, message);
}

static int
server_key(struct ssh *s, struct host_key *key, struct err *e)
{
	size_t len = 0;
	int type = 0;
	const char *blob = libssh2_session_hostkey(s->session, &len, &type);

	if (blob == NULL || !host_key_of_blob(s->arena, (struct str){blob, len}, key))
		return lost(s, e);
	return 0;
}

static int
check_key(struct ssh *s, struct str hosts, const struct host_key *pinned, struct err *e)
{
	struct host_key key;

	if (server_key(s, &key, e) != 0)
		return -1;
	switch (hosts_trust(hosts, str_of(s->peer->host), s->peer->port, &key)) {
	case HOST_KNOWN:
		return 0;
	case HOST_UNKNOWN:
		return err_code(e, ERR_CONF, "COURIER_HOST_UNKNOWN",
		    "%s shows the host key %.*s %.*s, which nobody has confirmed yet",
		    s->name, STR_ARG(key.type), STR_ARG(key.fingerprint));
	case HOST_CHANGED:
		break;
	}
	return err_code(e, ERR_CONF, "COURIER_HOST_CHANGED",
	    "%s shows the host key %.*s %.*s, but %.*s is pinned", s->name,
	    STR_ARG(key.type), STR_ARG(key.fingerprint),
	    STR_ARG(pinned == NULL ? STR("another") : pinned->fingerprint));
}

/* Keyboard-interactive servers ask for the password as a question. */
static LIBSSH2_USERAUTH_KBDINT_RESPONSE_FUNC(answer_questions)
{
	const struct ssh *s = *abstract;

	(void)name;
	(void)name_len;
	(void)instruction;
	(void)instruction_len;
	(void)prompts;
	for (int i = 0; i < num_prompts; i++) {
		size_t len = strlen(s->peer->password);

		/* libssh2 frees the answer, so it must come from its allocator. */
		responses[i].text = malloc(len + 1);
		if (responses[i].text == NULL)
			return;
		memcpy(responses[i].text, s->peer->password, len + 1);
		responses[i].length = (unsigned)len;
	}
}

static int
try_agent(struct ssh *s, int *rc, struct err *e)
{
	LIBSSH2_AGENT *agent = libssh2_agent_init(s->session);
	struct libssh2_agent_publickey *identity = NULL;

	*rc = -1;
	if (agent == NULL)
		return 0;
	if (libssh2_agent_connect(agent) != 0 ||
	    libssh2_agent_list_identities(agent) != 0) {
		libssh2_agent_free(agent);
		return 0;
	}
	while (*rc != 0 && libssh2_agent_get_identity(agent, &identity, identity) == 0)
		while ((*rc = libssh2_agent_userauth(agent, s->peer->user, identity)) ==
		    LIBSSH2_ERROR_EAGAIN)
			if (ssh_wait(s, e) != 0) {
				libssh2_agent_free(agent);
				return -1;
			}
	libssh2_agent_disconnect(agent);
	libssh2_agent_free(agent);
	return 0;
}

static int
try_key(struct ssh *s, int *rc, struct err *e)
{
	const struct ssh_peer *p = s->peer;

	AGAIN(*rc,
	    libssh2_userauth_publickey_frommemory(s->session, p->user, strlen(p->user),
		NULL, 0, p->key, strlen(p->key), p->passphrase));
	return 0;
}

static int
try_password(struct ssh *s, const char *methods, int *rc, struct err *e)
{
	const struct ssh_peer *p = s->peer;
	unsigned user = (unsigned)strlen(p->user);

	*rc = -1;
	if (strstr(methods, "password") != NULL)
		AGAIN(*rc,
		    libssh2_userauth_password_ex(s->session, p->user, user, p->password,
			(unsigned)strlen(p->password), NULL));
	if (*rc != 0 && strstr(methods, "keyboard-interactive") != NULL)
		AGAIN(*rc,
		    libssh2_userauth_keyboard_interactive_ex(
			s->session, p->user, user, answer_questions));
	return 0;
}

static int
list_methods(struct ssh *s, char **methods, struct err *e)
{
	unsigned user = (unsigned)strlen(s->peer->user);

	while (
	    (*methods = libssh2_userauth_list(s->session, s->peer->user, user)) == NULL) {
		if (libssh2_userauth_authenticated(s->session))
			return 0;
		if (libssh2_session_last_errno(s->session) != LIBSSH2_ERROR_EAGAIN)
			return lost(s, e);
		if (ssh_wait(s, e) != 0)
			return -1;
	}
	*methods = arena_cstr(s->arena, str_of(*methods));
	return 0;
}

static int
log_in(struct ssh *s, struct err *e)
{
	const struct ssh_peer *p = s->peer;
	char *methods, *message = NULL;
	int rc = -1;

	if (list_methods(s, &methods, e) != 0)
		return -1;
	if (methods == NULL)
		return 0;
	if (p->key != NULL && try_key(s, &rc, e) != 0)
		return -1;
	if (rc != 0 && p->agent && try_agent(s, &rc, e) != 0)
		return -1;
	if (rc != 0 && p->password != NULL && try_password(s, methods, &rc, e) != 0)
		return -1;
	if (rc == 0)
		return 0;
	libssh2_session_last_error(s->session, &message, NULL, 0);
	if (rc == LIBSSH2_ERROR_SOCKET_DISCONNECT || rc == LIBSSH2_ERROR_SOCKET_RECV)
		return lost(s, e);
	return err_code(e, ERR_CONF, "COURIER_AUTH",
	    "%s refuses user %s; tried:%s%s%s; the server takes %s: %s", s->name, p->user,
	    p->key != NULL ? " key" : "", p->agent ? " agent" : "",
	    p->password != NULL ? " password" : "", methods,
	    message == NULL ? "" : message);
}

static int
open_channel(struct ssh *s, struct err *e)
{
	int rc;

	while ((s->channel = libssh2_channel_open_ex(
		    s->session, "session", 7, 4 * 1024 * 1024, 32768, NULL, 0)) == NULL) {
		if (libssh2_session_last_errno(s->session) != LIBSSH2_ERROR_EAGAIN)
			return lost(s, e);
		if (ssh_wait(s, e) != 0)
			return -1;
	}
	AGAIN(rc, libssh2_channel_process_startup(s->channel, "subsystem", 9, "sftp", 4));
	if (rc != 0)
		return err_code(e, ERR_CONF, "COURIER_NO_SFTP",
		    "%s: the server offers no SFTP to this user", s->name);
	return 0;
}

static struct ssh *
ssh_new(const struct ssh_peer *peer, struct arena *a)
{
	struct ssh *s = arena_new(a, struct ssh);

	libssh2_init(0);
	*s = (struct ssh){
	    .peer = peer,
	    .arena = a,
	    .fd = -1,
	    .deadline = dial_clock() + peer->connect_seconds * 1000LL,
	    .name = arena_format(a, "%s:%d", peer->host, peer->port).ptr,
	};
	return s;
}

static int
begin(struct ssh *s, const struct host_key *pinned, struct err *e)
{
	if (check_legacy(s->peer, e) != 0 ||
	    dial(s->peer->host, s->peer->port, s->deadline, s->peer->connect_seconds,
		&s->fd, e) != 0)
		return -1;
	s->session = libssh2_session_init_ex(NULL, NULL, NULL, s);
	if (s->session == NULL)
		return err_set(e, ERR_RETRY, "%s: no memory for a session", s->name);
	libssh2_session_set_blocking(s->session, 0);
	return shake_hands(s, pinned, e);
}

int
ssh_open(struct ssh **opened, const struct ssh_peer *peer, struct arena *a, struct err *e)
{
	struct ssh *s = ssh_new(peer, a);
	struct str hosts;
	struct host_key pinned;
	bool has_pin;
	int failed;

	if (hosts_read(peer->hosts_path, a, &hosts, e) != 0)
		return -1;
	has_pin = hosts_find(a, hosts, str_of(peer->host), peer->port, &pinned);
	failed = begin(s, has_pin ? &pinned : NULL, e);
	if (failed != 0 && has_pin && e->code != NULL &&
	    strcmp(e->code, "COURIER_ALGORITHMS") == 0) {
		/* Perhaps the server has only keys of another type now: look. */
		ssh_close(s);
		s = ssh_new(peer, a);
		failed = begin(s, NULL, e);
	}
	if (failed != 0 || check_key(s, hosts, has_pin ? &pinned : NULL, e) != 0 ||
	    log_in(s, e) != 0 || open_channel(s, e) != 0) {
		ssh_close(s);
		return -1;
	}
	s->deadline = 0;
	*opened = s;
	return 0;
}

int
ssh_host_key(
    const struct ssh_peer *peer, struct host_key *key, struct arena *a, struct err *e)
{
	struct ssh *s = ssh_new(peer, a);
	int failed = begin(s, NULL, e);

	if (failed == 0)
		failed = server_key(s, key, e);
	ssh_close(s);
	return failed;
}

void
ssh_close(struct ssh *s)
{
	if (s == NULL)
		return;
	if (s->session != NULL) {
		libssh2_session_disconnect(s->session, "done");
		if (s->fd >= 0)
			close(s->fd);
		s->fd = -1;
		libssh2_session_free(s->session);
	}
	if (s->fd >= 0)
		close(s->fd);
	libssh2_exit();
}

int64_t
ssh_write(struct ssh *s, const char *bytes, size_t len, struct err *e)
{
	ssize_t n = libssh2_channel_write_ex(s->channel, 0, bytes, len);

	if (n == LIBSSH2_ERROR_EAGAIN)
		return 0;
	return n < 0 ? lost(s, e) : n;
}

int64_t
ssh_read(struct ssh *s, char *buf, size_t most, struct err *e)
{
	ssize_t n = libssh2_channel_read_ex(s->channel, 0, buf, most);

	if (n == LIBSSH2_ERROR_EAGAIN)
		return 0;
	if (n < 0 || (n == 0 && libssh2_channel_eof(s->channel)))
		return lost(s, e);
	return n;
}
