/*
 * Records what a program asks of its disk, and makes the disk fail on demand. Loaded with LD_PRELOAD.
 *
 *   cc -std=gnu11 -shared -fPIC -O2 -pthread -o librecord.so record.c
 *
 * KONTOR_FAULT_DIR      the directory whose files are recorded (must exist)
 * KONTOR_FAULT_LOG      the log; records of several processes may follow each other in it
 * KONTOR_FAULT_CONTROL  a directory; while one of these files is in it, the disk fails:
 *     fsync-eio         every fsync and fdatasync answers EIO and does nothing
 *     fsync-eio-once    the next one does; the file is then removed
 *     enospc            every write, extending truncate and allocation answers ENOSPC
 *     enospc-extend     only those do that make a file longer
 *   The text of fsync-eio and fsync-eio-once, if any, is the end that the file's path must have.
 *
 * Everything is done with raw system calls, so nothing here records itself. A record is one writev
 * to a file opened O_APPEND: a kill between two of them leaves no half record of an operation that
 * the program has seen succeed. The form of the log is read by src/faults/log.rs. Files that end in
 * "-shm" hold nothing that must outlive the process: they fail like others but are not recorded.
 * What the replay could not follow (a shared writable mapping, copies inside the kernel) is recorded
 * as such, so that it refuses instead of guessing. Linux with a 64-bit off_t.
 */
#include "record.h"

#include <stdarg.h>
#include <sys/mman.h>

static int opening(int dir, const char *name, int flags, mode_t mode)
{
	char path[PATH_MAX];
	struct stat st;
	int made = root_len && (flags & O_CREAT) && syscall(SYS_faccessat, dir, name, F_OK) != 0;
	uint64_t start = now();
	int error = errno, fd = (int)syscall(SYS_openat, dir, name, flags, mode);
	if (fd < 0 || !root_len)
		return fd;
	const char *rest = path_of(fd, path) ? inside(path) : NULL;
	if (!rest || fstat(fd, &st)) {
		errno = error;
		return fd;
	}
	if (fd >= FDS)
		die("record: too many open files\n");
	int watch = S_ISDIR(st.st_mode) ? DIRECTORY : is_shm(rest) ? UNRECORDED : RECORDED;
	table[fd].inode = st.st_ino;
	__atomic_store_n(&table[fd].watch, watch, __ATOMIC_RELEASE);
	if (watch == RECORDED) {
		put(made ? CREATE : OPEN, 0, start, st.st_ino, 0, rest, NULL, NULL, 0, 0);
		if ((flags & O_TRUNC) && !made)
			put(TRUNCATE, 0, start, st.st_ino, 0, NULL, NULL, NULL, 0, 0);
	}
	errno = error;
	return fd;
}

#define MODE(flags) ({ mode_t m_ = 0; if ((flags) & (O_CREAT | __O_TMPFILE)) { \
	va_list l_; va_start(l_, flags); m_ = (mode_t)va_arg(l_, int); va_end(l_); } m_; })

int open(const char *name, int flags, ...) { return opening(AT_FDCWD, name, flags, MODE(flags)); }
int open64(const char *name, int flags, ...) { return opening(AT_FDCWD, name, flags, MODE(flags)); }
int openat(int dir, const char *name, int flags, ...) { return opening(dir, name, flags, MODE(flags)); }
int openat64(int dir, const char *name, int flags, ...) { return opening(dir, name, flags, MODE(flags)); }
int creat(const char *name, mode_t mode) { return opening(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd)
{
	if (watched(fd))
		__atomic_store_n(&table[fd].watch, NONE, __ATOMIC_RELEASE);
	return (int)syscall(SYS_close, fd);
}

static int copied(int from, int to)
{
	if (to >= 0 && to < FDS && from != to) {
		table[to].inode = from >= 0 && from < FDS ? table[from].inode : 0;
		__atomic_store_n(&table[to].watch, watched(from), __ATOMIC_RELEASE);
	}
	return to;
}

int dup(int fd) { return copied(fd, (int)syscall(SYS_dup, fd)); }
int dup3(int fd, int to, int flags) { return copied(fd, (int)syscall(SYS_dup3, fd, to, flags)); }
int dup2(int fd, int to)
{
	return fd == to ? (int)syscall(SYS_fcntl, fd, F_GETFD) < 0 ? -1 : to : dup3(fd, to, 0);
}

static int controlling(int fd, int command, void *argument)
{
	int done = (int)syscall(SYS_fcntl, fd, command, argument);
	return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? copied(fd, done) : done;
}
#define ARGUMENT(command) ({ va_list l_; va_start(l_, command); void *a_ = va_arg(l_, void *); va_end(l_); a_; })
int fcntl(int fd, int command, ...) { return controlling(fd, command, ARGUMENT(command)); }
int fcntl64(int fd, int command, ...) { return controlling(fd, command, ARGUMENT(command)); }

static size_t length(const struct iovec *parts, int count)
{
	size_t sum = 0;
	for (int i = 0; i < count; i++)
		sum += parts[i].iov_len;
	return sum;
}

/* Stands for "at the file's own position"; other negative places are the kernel's to refuse. */
#define OWN INT64_MIN

static ssize_t writing(int fd, const struct iovec *parts, int count, off_t at)
{
	int watch = watched(fd);
	off_t place = at == OWN && watch ? syscall(SYS_lseek, fd, 0, SEEK_CUR) : at;
	if (watch && is_full(fd, (uint64_t)place + length(parts, count)))
		return -1;
	uint64_t start = watch == RECORDED ? now() : 0;
	ssize_t done = at == OWN ? syscall(SYS_writev, fd, parts, count)
			      : syscall(SYS_pwritev, fd, parts, count, at, 0);
	if (done > 0 && watch == RECORDED) {
		/* A file opened O_APPEND was written at its end, wherever the position was before. */
		if (at == OWN)
			place = syscall(SYS_lseek, fd, 0, SEEK_CUR) - done;
		put(WRITE, 0, start, table[fd].inode, (uint64_t)place, NULL, NULL, parts, count, (size_t)done);
	}
	return done;
}

#define ONE(buffer, bytes) &(struct iovec){ (void *)(buffer), (bytes) }, 1
ssize_t write(int fd, const void *from, size_t bytes)
{
	return watched(fd) ? writing(fd, ONE(from, bytes), OWN) : syscall(SYS_write, fd, from, bytes);
}
ssize_t pwrite(int fd, const void *from, size_t bytes, off_t at) { return writing(fd, ONE(from, bytes), at); }
ssize_t pwrite64(int fd, const void *from, size_t bytes, off_t at) { return writing(fd, ONE(from, bytes), at); }
ssize_t writev(int fd, const struct iovec *parts, int count) { return writing(fd, parts, count, OWN); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return writing(fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) { return writing(fd, parts, count, at); }

static int truncating(int fd, off_t size)
{
	struct stat st;
	int watch = watched(fd);
	if (watch && !fstat(fd, &st) && size > st.st_size && is_full(fd, (uint64_t)size))
		return -1;
	uint64_t start = now();
	int done = (int)syscall(SYS_ftruncate, fd, size);
	if (!done && watch == RECORDED)
		put(TRUNCATE, 0, start, table[fd].inode, (uint64_t)size, NULL, NULL, NULL, 0, 0);
	return done;
}
int ftruncate(int fd, off_t size) { return truncating(fd, size); }
int ftruncate64(int fd, off_t size) { return truncating(fd, size); }

static int allocating(int fd, int mode, off_t from, off_t bytes)
{
	struct stat st;
	int watch = watched(fd);
	if (watch && is_full(fd, (uint64_t)(from + bytes)))
		return -1;
	uint64_t start = now(), grown = !fstat(fd, &st) && from + bytes > st.st_size;
	int done = (int)syscall(SYS_fallocate, fd, mode, from, bytes);
	if (!done && watch == RECORDED && mode)
		put(UNMODELLED, 0, start, 0, 0, "fallocate with a mode", NULL, NULL, 0, 0);
	else if (!done && watch == RECORDED && grown)
		put(TRUNCATE, 0, start, table[fd].inode, (uint64_t)(from + bytes), NULL, NULL, NULL, 0, 0);
	return done;
}
int fallocate(int fd, int mode, off_t from, off_t bytes) { return allocating(fd, mode, from, bytes); }
int fallocate64(int fd, int mode, off_t from, off_t bytes) { return allocating(fd, mode, from, bytes); }
int posix_fallocate(int fd, off_t from, off_t bytes) { return allocating(fd, 0, from, bytes) ? errno : 0; }
int posix_fallocate64(int fd, off_t from, off_t bytes) { return posix_fallocate(fd, from, bytes); }

static int syncing(int fd, long call)
{
	char path[PATH_MAX];
	int watch = watched(fd);
	if (!watch)
		return (int)syscall(call, fd);
	uint64_t start = now();
	int fails = sync_fails(fd, "fsync-eio", 0) || sync_fails(fd, "fsync-eio-once", 1);
	if (fails)
		errno = EIO;
	int done = fails ? -1 : (int)syscall(call, fd);
	if (watch == DIRECTORY)
		put(SYNC_DIR, done != 0, start, table[fd].inode, 0, path_of(fd, path) ? inside(path) : "", NULL, NULL, 0, 0);
	else if (watch == RECORDED)
		put(SYNC, done != 0, start, table[fd].inode, 0, NULL, NULL, NULL, 0, 0);
	return done;
}
int fsync(int fd) { return syncing(fd, SYS_fsync); }
int fdatasync(int fd) { return syncing(fd, SYS_fdatasync); }

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	char a[PATH_MAX], b[PATH_MAX];
	const char *old = named(from_dir, from, a), *new = named(to_dir, to, b);
	uint64_t start = now();
	int done = (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
	if (!done && ((old && !is_shm(old)) || (new && !is_shm(new)))) {
		if (old && new && !(flags & 2 /* exchange */))
			put(RENAME, 0, start, 0, 0, old, new, NULL, 0, 0);
		else
			put(UNMODELLED, 0, start, 0, 0, "rename across the directory's border", NULL, NULL, 0, 0);
	}
	return done;
}
int renameat(int from_dir, const char *from, int to_dir, const char *to) { return renameat2(from_dir, from, to_dir, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int dir, const char *name, int flags)
{
	char path[PATH_MAX];
	const char *rest = named(dir, name, path);
	uint64_t start = now();
	int done = (int)syscall(SYS_unlinkat, dir, name, flags);
	if (!done && rest && !is_shm(rest) && !(flags & AT_REMOVEDIR))
		put(UNLINK, 0, start, 0, 0, rest, NULL, NULL, 0, 0);
	return done;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }

int mkdirat(int dir, const char *name, mode_t mode)
{
	char path[PATH_MAX];
	uint64_t start = now();
	int done = (int)syscall(SYS_mkdirat, dir, name, mode);
	const char *rest = done ? NULL : named(dir, name, path);
	if (rest)
		put(MKDIR, 0, start, 0, 0, rest, NULL, NULL, 0, 0);
	return done;
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

void *mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset)
{
	if ((protection & PROT_WRITE) && (flags & MAP_SHARED) && watched(fd) == RECORDED)
		put(UNMODELLED, 0, now(), 0, 0, "a shared writable mapping", NULL, NULL, 0, 0);
	return (void *)syscall(SYS_mmap, at, bytes, protection, flags, fd, offset);
}
void *mmap64(void *at, size_t bytes, int protection, int flags, int fd, off_t offset)
{
	return mmap(at, bytes, protection, flags, fd, offset);
}

ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t bytes, unsigned flags)
{
	if (watched(out) == RECORDED)
		put(UNMODELLED, 0, now(), 0, 0, "copy_file_range", NULL, NULL, 0, 0);
	return syscall(SYS_copy_file_range, in, from, out, to, bytes, flags);
}
ssize_t sendfile(int out, int in, off_t *from, size_t bytes)
{
	if (watched(out) == RECORDED)
		put(UNMODELLED, 0, now(), 0, 0, "sendfile", NULL, NULL, 0, 0);
	return syscall(SYS_sendfile, out, in, from, bytes);
}
ssize_t sendfile64(int out, int in, off_t *from, size_t bytes) { return sendfile(out, in, from, bytes); }
