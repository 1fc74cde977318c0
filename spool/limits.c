/* The fence around a worker; the one file that knows libseccomp. */
#include "spool/limits.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

static int
set_limit(int what, const char *name, uint64_t soft, uint64_t hard, struct err *e)
{
	struct rlimit now, wanted = {soft, hard};

	if (getrlimit((__rlimit_resource_t)what, &now) != 0)
		return err_set(e, ERR_RETRY, "limit of %s: %s", name, strerror(errno));
	if (now.rlim_max < wanted.rlim_max)
		wanted.rlim_max = now.rlim_max;
	if (wanted.rlim_cur > wanted.rlim_max)
		wanted.rlim_cur = wanted.rlim_max;
	if (setrlimit((__rlimit_resource_t)what, &wanted) != 0)
		return err_set(e, ERR_RETRY, "limit of %s: %s", name, strerror(errno));
	return 0;
}

static int
set_limits(const struct limits *l, struct err *e)
{
	uint64_t cpu = (uint64_t)l->cpu, files = (uint64_t)l->files;

	if (set_limit(RLIMIT_CORE, "core", 0, 0, e) != 0)
		return -1;
	/* ASan maps terabytes of shadow that nobody uses. */
	if (l->memory > 0 && !UNDER_ASAN &&
	    set_limit(RLIMIT_AS, "memory", l->memory, l->memory, e) != 0)
		return -1;
	if (l->file_size > 0 &&
	    set_limit(RLIMIT_FSIZE, "file size", l->file_size, l->file_size, e) != 0)
		return -1;
	/* The soft limit says SIGXCPU, which tells; the hard one a second later kills. */
	if (l->cpu > 0 && set_limit(RLIMIT_CPU, "processor time", cpu, cpu + 1, e) != 0)
		return -1;
	if (l->files > 0 && set_limit(RLIMIT_NOFILE, "open files", files, files, e) != 0)
		return -1;
	return 0;
}

/* What no parser needs. io_uring would do all of it past the filter. */
static const int refused_always[] = {SCMP_SYS(execve), SCMP_SYS(execveat),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(mount), SCMP_SYS(umount2),
    SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns),
    SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(init_module),
    SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
    SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(open_by_handle_at),
    SCMP_SYS(pidfd_getfd)};
static const int refused_network[] = {SCMP_SYS(socket), SCMP_SYS(socketpair),
    SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
    SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg)};

static int
refuse(scmp_filter_ctx filter, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0) != 0)
			return -1;
	return 0;
}

static int
fill_filter(scmp_filter_ctx filter, bool network)
{
	static const int debugging[] = {SCMP_SYS(ptrace)};
	static const int signals[] = {
	    SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(pidfd_send_signal)};

	/* ASan looks for leaks by tracing the process itself. */
	if (!UNDER_ASAN && refuse(filter, debugging, 1) != 0)
		return -1;
	if (!network &&
	    refuse(filter, refused_network,
		sizeof refused_network / sizeof *refused_network) != 0)
		return -1;
	if (refuse(filter, signals, sizeof signals / sizeof *signals) != 0)
		return -1;
	return refuse(
	    filter, refused_always, sizeof refused_always / sizeof *refused_always);
}

static int
filter_error(int number, struct err *e)
{
	return err_set(e, ERR_RETRY, "the filter of system calls cannot be loaded: %s",
	    strerror(number));
}

/* The filter's program in memory that children inherit. */
static int
export_filter(scmp_filter_ctx filter, struct sock_fprog *program, struct err *e)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	void *bytes = MAP_FAILED;
	off_t size;

	if (fd < 0)
		return filter_error(errno, e);
	if (seccomp_export_bpf(filter, fd) == 0 && (size = lseek(fd, 0, SEEK_END)) > 0)
		bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return filter_error(ENOMEM, e);
	program->filter = bytes;
	program->len = (unsigned short)((size_t)size / sizeof(struct sock_filter));
	return 0;
}

/* Made once for all workers: making it takes 1.4 ms, three times what a fork does. */
static const struct sock_fprog *
prepared_filter(bool network, struct err *e)
{
	static struct sock_fprog programs[2];
	struct sock_fprog *program = &programs[network];
	scmp_filter_ctx filter;

	if (program->filter != NULL)
		return program;
	filter = seccomp_init(SCMP_ACT_ALLOW);
	if (filter == NULL || fill_filter(filter, network) != 0)
		filter_error(ENOMEM, e);
	else
		(void)export_filter(filter, program, e);
	seccomp_release(filter);
	return program->filter != NULL ? program : NULL;
}

int
limits_prepare(const struct limits *limits, struct err *e)
{
	return prepared_filter(limits->network, e) != NULL ? 0 : -1;
}

/* A worker may end itself (abort) but signal nobody else; this depends on its number. */
static int
load_signal_filter(struct err *e)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result = -ENOMEM;

	if (filter != NULL)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill),
		    1, SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid(), 0));
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	return result == 0 ? 0 : filter_error(-result, e);
}

static int
load_filter(bool network, struct err *e)
{
	const struct sock_fprog *program = prepared_filter(network, e);

	if (program == NULL)
		return -1;
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program) != 0)
		return filter_error(errno, e);
	return load_signal_filter(e);
}

int
limits_take(const struct limits *limits, struct err *e)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(e, ERR_RETRY, "no_new_privs: %s", strerror(errno));
	if (set_limits(limits, e) != 0 || load_filter(limits->network, e) != 0)
		return -1;
	signal(SIGALRM, SIG_DFL);
	signal(SIGXCPU, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	if (limits->wall > 0)
		(void)alarm((unsigned)limits->wall);
	return 0;
}
