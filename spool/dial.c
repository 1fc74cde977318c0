/* Connecting without ever waiting longer than allowed. */
#include "spool/dial.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t
dial_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* 0 when the connection under way is made, else its errno. */
static int
wait_connected(int fd, int64_t deadline)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	int64_t left = deadline - dial_clock();
	int error = 0;
	socklen_t len = sizeof error;

	if (left <= 0 || poll(&p, 1, (int)left) <= 0)
		return ETIMEDOUT;
	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 ? error : errno;
}

/* The connected socket, or -1 and *error. */
static int
dial_address(const struct addrinfo *address, int64_t deadline, int *error)
{
	int on = 1;
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    address->ai_protocol);

	if (fd < 0) {
		*error = errno;
		return -1;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
	*error = connect(fd, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
	if (*error == EINPROGRESS)
		*error = wait_connected(fd, deadline);
	if (*error == 0)
		return fd;
	close(fd);
	return -1;
}

int
dial(const char *host, int port, int64_t deadline, int seconds, int *fd, struct err *e)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
	char service[16];
	int failed, error = EHOSTUNREACH, connected = -1;

	snprintf(service, sizeof service, "%d", port);
	failed = getaddrinfo(host, service, &hints, &found);
	if (failed != 0)
		return err_code(e, ERR_RETRY, "COURIER_UNREACHABLE",
		    "%s:%d: the name is not found: %s", host, port, gai_strerror(failed));
	for (const struct addrinfo *i = found; i != NULL && connected < 0; i = i->ai_next)
		connected = dial_address(i, deadline, &error);
	freeaddrinfo(found);
	if (connected >= 0) {
		*fd = connected;
		return 0;
	}
	if (error == ETIMEDOUT)
		return err_code(e, ERR_RETRY, "COURIER_TIMEOUT",
		    "%s:%d: no connection within %d seconds", host, port, seconds);
	return err_code(e, ERR_RETRY, "COURIER_UNREACHABLE", "%s:%d: no connection: %s",
	    host, port, strerror(error));
}
