/*
 * SFTP version 3 packets (draft-ietf-secsh-filexfer-02), the dialect every server speaks.
 * Pure: bytes to packets and back. libssh2's own SFTP keeps one open/close at a time for
 * a session; writing the packets ourselves lets many files be under way on one
 * connection, which is worth a factor of four on a fast net and of fifty on a slow one.
 */
#ifndef SPOOL_SFTP_WIRE_H
#define SPOOL_SFTP_WIRE_H

#include "base/str.h"

enum sftp_type {
	SFTP_INIT = 1,
	SFTP_VERSION = 2,
	SFTP_OPEN = 3,
	SFTP_CLOSE = 4,
	SFTP_READ = 5,
	SFTP_WRITE = 6,
	SFTP_LSTAT = 7,
	SFTP_FSTAT = 8,
	SFTP_OPENDIR = 11,
	SFTP_READDIR = 12,
	SFTP_REMOVE = 13,
	SFTP_MKDIR = 14,
	SFTP_STAT = 17,
	SFTP_RENAME = 18,
	SFTP_STATUS = 101,
	SFTP_HANDLE = 102,
	SFTP_DATA = 103,
	SFTP_NAME = 104,
	SFTP_ATTRS = 105,
	SFTP_EXTENDED = 200,
	SFTP_EXTENDED_REPLY = 201,
};

enum sftp_status {
	SFTP_OK = 0,
	SFTP_EOF = 1,
	SFTP_NO_SUCH_FILE = 2,
	SFTP_PERMISSION_DENIED = 3,
	SFTP_FAILURE = 4,
	SFTP_BAD_MESSAGE = 5,
	SFTP_NO_CONNECTION = 6,
	SFTP_CONNECTION_LOST = 7,
	SFTP_OP_UNSUPPORTED = 8,
	/* Later versions of the draft; some servers send them in version 3 too. */
	SFTP_NO_SUCH_PATH = 10,
	SFTP_FILE_ALREADY_EXISTS = 11,
	SFTP_WRITE_PROTECT = 12,
	SFTP_NO_SPACE = 14,
	SFTP_QUOTA_EXCEEDED = 15,
};

enum {
	SFTP_OPEN_READ = 1,
	SFTP_OPEN_WRITE = 2,
	SFTP_OPEN_CREATE = 8,
	SFTP_OPEN_TRUNCATE = 16
};
/* No packet from a server may be longer; drafts ask for 34000 at least. */
enum { SFTP_PACKET_MOST = 256 * 1024, SFTP_CHUNK = 32 * 1024, SFTP_HANDLE_MOST = 256 };

/* A queue of bytes on their way to the server, in a fixed buffer. */
struct wire {
	char *buf;
	size_t cap;
	size_t from, to; /* what waits is [from, to) */
	size_t packet;   /* where the packet being written begins */
};

/* True when a packet of `len` bytes fits now; moves what waits to the front when needed.
 */
bool wire_has_room(struct wire *w, size_t len);
/* A packet: begin, values, end. The caller has asked for the room; lack of it is a bug.
 */
void wire_begin(struct wire *w, uint8_t type, uint32_t id);
void wire_u32(struct wire *w, uint32_t value);
void wire_u64(struct wire *w, uint64_t value);
void wire_str(struct wire *w, struct str s);
/* `len` bytes of content to be filled by the caller, after their length. */
char *wire_reserve(struct wire *w, size_t len);
void wire_end(struct wire *w);

struct sftp_packet {
	uint8_t type;
	uint32_t id;
	struct str body; /* what follows the id */
};

/* The first packet in *in, which moves behind it: 1, 0 when it is not complete yet, -1
 * when it is none (too long or too short). A VERSION packet has the version in .id. */
int sftp_packet_next(struct str *in, struct sftp_packet *p);

/* Values at the start of *body, which moves behind them; false when it is too short. */
bool wire_take_u32(struct str *body, uint32_t *value);
bool wire_take_u64(struct str *body, uint64_t *value);
bool wire_take_str(struct str *body, struct str *s);

struct sftp_attributes {
	bool has_size, has_mode, has_time;
	uint64_t size;
	uint32_t mode;
	uint32_t modified; /* seconds since 1970 */
};

/* ATTRS as they stand in answers; owners and extensions are passed over. */
bool wire_take_attributes(struct str *body, struct sftp_attributes *attributes);
/* The status and its text of a STATUS packet; false when it is malformed. */
bool sftp_status_of(const struct sftp_packet *p, uint32_t *status, struct str *text);

#endif
