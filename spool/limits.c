/* The fence around a worker; the one file that knows libseccomp. */
#include "spool/limits.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

/* A worker may end itself (abort) but signal nobody else. */
static int
refuse_signals(scmp_filter_ctx filter)
{
	static const int signals[] = {
	    SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(pidfd_send_signal)};
	uint32_t refusal = SCMP_ACT_ERRNO(EPERM);

	if (refuse(filter, signals, sizeof signals / sizeof *signals) != 0)
		return -1;
	return seccomp_rule_add(filter, refusal, SCMP_SYS(tgkill), 1,
	    SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid()));
}

static int
fill_filter(scmp_filter_ctx filter, bool network)
{
	static const int debugging[] = {SCMP_SYS(ptrace)};

	/* ASan looks for leaks by tracing the process itself. */
	if (!UNDER_ASAN && refuse(filter, debugging, 1) != 0)
		return -1;
	if (!network &&
	    refuse(filter, refused_network,
		sizeof refused_network / sizeof *refused_network) != 0)
		return -1;
	if (refuse_signals(filter) != 0)
		return -1;
	return refuse(
	    filter, refused_always, sizeof refused_always / sizeof *refused_always);
}

static int
load_filter(bool network, struct err *e)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result = -1;

	if (filter != NULL && fill_filter(filter, network) == 0)
		result = seccomp_load(filter);
	if (filter != NULL)
		seccomp_release(filter);
	if (result != 0)
		return err_set(e, ERR_RETRY,
		    "the filter of system calls cannot be loaded: %s", strerror(-result));
	return 0;
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
