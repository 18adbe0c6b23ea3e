/*
 * What record.c's hooks stand on: the log and the form of its records, paths, and the switches that
 * make the disk fail. The hooks themselves, and the use of it all, are in record.c.
 */
#ifndef KONTOR_RECORD_H
#define KONTOR_RECORD_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { CREATE = 1, OPEN, WRITE, TRUNCATE, SYNC, SYNC_DIR, RENAME, UNLINK, MKDIR, UNMODELLED };
enum watch { NONE = 0, RECORDED, DIRECTORY, UNRECORDED };

/* 64 bytes, little-endian as the machine is; path, second path and data follow. */
struct record {
	uint32_t magic;
	uint16_t kind;
	uint16_t failed;
	uint64_t start, end; /* CLOCK_MONOTONIC, nanoseconds */
	uint64_t inode;
	uint64_t offset; /* of a write; the new length of a truncate */
	uint32_t data, path, path2;
	uint32_t pid;
	uint64_t reserved;
};
_Static_assert(sizeof(struct record) == 64, "the reader expects 64 bytes");

#define MAGIC 0x31464b4bu /* "KKF1" */
#define FDS 65536         /* a recorded file beyond ends the program: nothing may go unseen */
#define CACHE_NS 5000000  /* how long the answer "is the disk full" is believed */

static struct { uint64_t inode; int watch; } table[FDS];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX], control[PATH_MAX];
static size_t root_len;
static int log_fd = -1;
static int full_state;
static uint64_t full_until;

static uint64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void die(const char *why)
{
	syscall(SYS_write, 2, why, strlen(why));
	syscall(SYS_exit_group, 86);
}

__attribute__((constructor)) static void begin(void)
{
	const char *dir = getenv("KONTOR_FAULT_DIR"), *log = getenv("KONTOR_FAULT_LOG");
	const char *switches = getenv("KONTOR_FAULT_CONTROL");
	if (switches && strlen(switches) < sizeof control - 64)
		strcpy(control, switches);
	if (!dir || !realpath(dir, root))
		return;
	root_len = strlen(root);
	if (log) {
		int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
		/* Out of the way of programs that expect low numbers. */
		log_fd = fd < 0 ? -1 : (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900);
		if (log_fd < 0)
			die("record: the log cannot be opened\n");
		syscall(SYS_close, fd);
	}
}

static int watched(int fd)
{
	return root_len && fd >= 0 && fd < FDS ? __atomic_load_n(&table[fd].watch, __ATOMIC_ACQUIRE) : NONE;
}

static void put(enum kind kind, int failed, uint64_t start, uint64_t inode, uint64_t offset,
		const char *path, const char *path2, const struct iovec *data, int parts, size_t bytes)
{
	struct iovec all[3 + 64];
	struct record head = { .magic = MAGIC, .kind = (uint16_t)kind, .failed = (uint16_t)failed,
		.start = start, .inode = inode, .offset = offset, .data = (uint32_t)bytes,
		.path = (uint32_t)(path ? strlen(path) : 0), .path2 = (uint32_t)(path2 ? strlen(path2) : 0),
		.pid = (uint32_t)getpid() };
	int error = errno, n = 3;
	size_t sum = sizeof head + head.path + head.path2 + bytes;
	if (log_fd < 0)
		return;
	all[0] = (struct iovec){ &head, sizeof head };
	all[1] = (struct iovec){ (void *)path, head.path };
	all[2] = (struct iovec){ (void *)path2, head.path2 };
	for (int i = 0; i < parts && bytes; i++, n++) {
		if (n == 3 + 64)
			die("record: more parts in one write than can be recorded\n");
		size_t len = data[i].iov_len < bytes ? data[i].iov_len : bytes;
		all[n] = (struct iovec){ data[i].iov_base, len };
		bytes -= len;
	}
	head.end = now();
	pthread_mutex_lock(&mutex);
	long done = syscall(SYS_writev, log_fd, all, n);
	pthread_mutex_unlock(&mutex);
	if (done != (long)sum)
		die("record: the log cannot be written\n");
	errno = error;
}

/* The absolute path of an open file, or 0. */
static size_t path_of(int fd, char *out)
{
	char link[32] = "/proc/self/fd/", digits[12];
	int at = 0, end = 14;
	do
		digits[at++] = (char)('0' + fd % 10);
	while ((fd /= 10) > 0);
	while (at)
		link[end++] = digits[--at];
	link[end] = 0;
	long len = syscall(SYS_readlinkat, AT_FDCWD, link, out, (size_t)PATH_MAX - 1);
	out[len > 0 ? len : 0] = 0;
	return len > 0 ? (size_t)len : 0;
}

/* The part after the recorded directory ("" for itself), or NULL where it lies elsewhere. */
static const char *inside(const char *path)
{
	if (!root_len || strncmp(path, root, root_len))
		return NULL;
	return path[root_len] == '/' ? path + root_len + 1 : path[root_len] ? NULL : "";
}

/* Makes (directory, name) absolute without following its last part, which may be gone already. */
static const char *named(int dir, const char *name, char *out)
{
	char parent[PATH_MAX], base[PATH_MAX];
	const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
	size_t len = slash ? (size_t)(slash - name) : 0;
	if (!root_len || strlen(name) >= sizeof base)
		return NULL;
	memcpy(base, name, len);
	base[len] = 0;
	int fd = (int)syscall(SYS_openat, dir, slash ? (len ? base : "/") : ".", O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
	if (fd < 0)
		return NULL;
	size_t found = path_of(fd, parent);
	syscall(SYS_close, fd);
	if (!found || found + strlen(last) + 2 > PATH_MAX)
		return NULL;
	memcpy(out, parent, found);
	out[found] = '/';
	strcpy(out + found + 1, last);
	return inside(out);
}

static int is_shm(const char *path)
{
	size_t len = strlen(path);
	return len >= 4 && !strcmp(path + len - 4, "-shm");
}

static int switched(const char *name, char *path)
{
	if (!control[0])
		return 0;
	strcpy(path, control);
	strcat(path, "/");
	strcat(path, name);
	return syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

/* Whether a sync of this file is to fail. */
static int sync_fails(int fd, const char *name, int once)
{
	char path[PATH_MAX], wanted[PATH_MAX], mine[PATH_MAX];
	int error = errno, fails = 0;
	if (switched(name, path)) {
		int opened = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
		long len = opened < 0 ? 0 : syscall(SYS_read, opened, wanted, sizeof wanted - 1);
		if (opened >= 0)
			syscall(SYS_close, opened);
		while (len > 0 && wanted[len - 1] == '\n')
			len--;
		long have = (long)path_of(fd, mine);
		fails = len <= 0 || (have >= len && !memcmp(mine + have - len, wanted, (size_t)len));
		if (fails && once)
			fails = syscall(SYS_unlinkat, AT_FDCWD, path, 0) == 0;
	}
	errno = error;
	return fails;
}

/* Whether there is no room for `end` bytes in this file. */
static int is_full(int fd, uint64_t end)
{
	char path[PATH_MAX];
	struct stat st;
	uint64_t at = now();
	if (at >= __atomic_load_n(&full_until, __ATOMIC_RELAXED)) {
		int error = errno;
		full_state = switched("enospc", path) ? 2 : switched("enospc-extend", path) ? 1 : 0;
		__atomic_store_n(&full_until, at + CACHE_NS, __ATOMIC_RELAXED);
		errno = error;
	}
	if (!full_state || (full_state == 1 && !fstat(fd, &st) && end <= (uint64_t)st.st_size))
		return 0;
	errno = ENOSPC;
	return 1;
}

#endif
