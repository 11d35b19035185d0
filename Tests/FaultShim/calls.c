// SPDX-License-Identifier: Apache-2.0
// The calls themselves, in place of libc's. Each tells the recorder what happened, after it did.
#define _GNU_SOURCE
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define VISIBLE __attribute__((visibility("default")))
#define CALLER __builtin_return_address(0)
#define REAL(type, name, ...)                                   \
  static type (*real)(__VA_ARGS__);                             \
  if (real == NULL) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

// MARK: Writing

static ssize_t judged_write(
  verdict what, int descriptor, const void *bytes, size_t count, off_t offset) {
  REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
  int error = errno;
  if (what == VERDICT_FAIL) return -1;
  if (what == VERDICT_SHORT) count /= 2;
  ssize_t done = real(descriptor, bytes, count, offset);
  if (done > 0) shim_record_write(descriptor, offset, bytes, (size_t)done);
  if (what != VERDICT_AFTER) return done;
  errno = error;
  return -1;
}

VISIBLE ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return judged_write(
    shim_judge(CALL_WRITE, descriptor, NULL, CALLER), descriptor, bytes, count, offset);
}

VISIBLE ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
  return judged_write(
    shim_judge(CALL_WRITE, descriptor, NULL, CALLER), descriptor, bytes, count, offset);
}

static off_t place(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags >= 0 && flags & O_APPEND) {
    struct stat status;
    return fstat(descriptor, &status) == 0 ? status.st_size : 0;
  }
  return lseek(descriptor, 0, SEEK_CUR);
}

VISIBLE ssize_t write(int descriptor, const void *bytes, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  verdict what = shim_judge(CALL_WRITE, descriptor, NULL, CALLER);
  if (what == VERDICT_FAIL) return -1;
  int error = errno;
  off_t offset = shim_records() ? place(descriptor) : 0;
  ssize_t done = real(descriptor, bytes, what == VERDICT_SHORT ? count / 2 : count);
  if (done > 0) shim_record_write(descriptor, offset, bytes, (size_t)done);
  if (what != VERDICT_AFTER) return done;
  errno = error;
  return -1;
}

VISIBLE ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  verdict what = shim_judge(CALL_WRITE, descriptor, NULL, CALLER);
  if (what == VERDICT_FAIL) return -1;
  int error = errno;
  off_t offset = shim_records() ? place(descriptor) : 0;
  ssize_t done = real(descriptor, parts, what == VERDICT_SHORT ? (count + 1) / 2 : count);
  ssize_t left = done;
  for (int i = 0; i < count && left > 0; i++) {
    size_t size = (size_t)left < parts[i].iov_len ? (size_t)left : parts[i].iov_len;
    shim_record_write(descriptor, offset, parts[i].iov_base, size);
    offset += (off_t)size;
    left -= (ssize_t)size;
  }
  if (what != VERDICT_AFTER) return done;
  errno = error;
  return -1;
}

VISIBLE int ftruncate(int descriptor, off_t size) {
  REAL(int, "ftruncate", int, off_t);
  if (shim_judge(CALL_WRITE, descriptor, NULL, CALLER) != VERDICT_REAL) return -1;
  int result = real(descriptor, size);
  if (result == 0) shim_record_descriptor('T', descriptor, size);
  return result;
}

VISIBLE ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
  REAL(ssize_t, "pread", int, void *, size_t, off_t);
  if (shim_judge(CALL_READ, descriptor, NULL, CALLER) != VERDICT_REAL) return -1;
  return real(descriptor, bytes, count, offset);
}

// MARK: Making durable

static int judged_sync(const char *name, int descriptor, const void *caller) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  verdict what = shim_judge(CALL_SYNC, descriptor, NULL, caller);
  int error = errno;
  if (what == VERDICT_FAIL || what == VERDICT_SHORT) return -1;
  int result = real(descriptor);
  if (result == 0) shim_record_descriptor(name[1] == 'd' ? 'D' : 'S', descriptor, 0);
  if (what != VERDICT_AFTER) return result;
  errno = error;
  return -1;
}

VISIBLE int fdatasync(int descriptor) { return judged_sync("fdatasync", descriptor, CALLER); }
VISIBLE int fsync(int descriptor) { return judged_sync("fsync", descriptor, CALLER); }

VISIBLE int msync(void *address, size_t size, int flags) {
  REAL(int, "msync", void *, size_t, int);
  if (shim_judge(CALL_SYNC, -1, NULL, CALLER) != VERDICT_REAL) return -1;
  return real(address, size, flags);
}

// MARK: Names

static int judged_open(const char *name, const void *caller, const char *path, int flags, int mode) {
  int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
  if (shim_judge(CALL_OPEN, -1, path, caller) != VERDICT_REAL) return -1;
  struct stat status;
  int is_new = shim_records() && (flags & O_CREAT) && lstat(path, &status) != 0;
  int descriptor = real(path, flags, mode);
  if (descriptor >= 0 && is_new) shim_record('C', path, NULL, 0, NULL, 0);
  if (descriptor >= 0 && (flags & O_TRUNC)) shim_record_descriptor('T', descriptor, 0);
  return descriptor;
}

static int mode_of(int flags, va_list arguments) {
  return flags & O_CREAT ? va_arg(arguments, int) : 0;
}

VISIBLE int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  int mode = mode_of(flags, arguments);
  va_end(arguments);
  return judged_open("open", CALLER, path, flags, mode);
}

VISIBLE int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  int mode = mode_of(flags, arguments);
  va_end(arguments);
  return judged_open("open64", CALLER, path, flags, mode);
}

VISIBLE int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  if (shim_judge(CALL_RENAME, -1, from, CALLER) != VERDICT_REAL) return -1;
  int result = real(from, to);
  if (result == 0) shim_record('R', from, to, 0, NULL, 0);
  return result;
}

VISIBLE int renameat2(
  int from_directory, const char *from, int to_directory, const char *to, unsigned int flags) {
  REAL(int, "renameat2", int, const char *, int, const char *, unsigned int);
  if (shim_judge(CALL_RENAME, -1, from, CALLER) != VERDICT_REAL) return -1;
  int result = real(from_directory, from, to_directory, to, flags);
  if (result == 0) shim_record(flags & RENAME_EXCHANGE ? 'E' : 'R', from, to, 0, NULL, 0);
  return result;
}

VISIBLE int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir", const char *, mode_t);
  if (shim_judge(CALL_MKDIR, -1, path, CALLER) != VERDICT_REAL) return -1;
  int result = real(path, mode);
  if (result == 0) shim_record('K', path, NULL, 0, NULL, 0);
  return result;
}

VISIBLE int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  int result = real(path);
  if (result == 0) shim_record('U', path, NULL, 0, NULL, 0);
  return result;
}

VISIBLE int rmdir(const char *path) {
  REAL(int, "rmdir", const char *);
  int result = real(path);
  if (result == 0) shim_record('X', path, NULL, 0, NULL, 0);
  return result;
}

VISIBLE int flock(int descriptor, int operation) {
  REAL(int, "flock", int, int);
  if (operation != LOCK_UN && shim_judge(CALL_FLOCK, descriptor, NULL, CALLER) != VERDICT_REAL)
    return -1;
  return real(descriptor, operation);
}

// MARK: Memory

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

VISIBLE void *malloc(size_t size) {
  if (shim_judge(CALL_MALLOC, -1, NULL, CALLER) != VERDICT_REAL) return NULL;
  return __libc_malloc(size);
}

VISIBLE void *calloc(size_t count, size_t size) {
  if (shim_judge(CALL_MALLOC, -1, NULL, CALLER) != VERDICT_REAL) return NULL;
  return __libc_calloc(count, size);
}

VISIBLE void *realloc(void *old, size_t size) {
  if (shim_judge(CALL_MALLOC, -1, NULL, CALLER) != VERDICT_REAL) return NULL;
  return __libc_realloc(old, size);
}

VISIBLE void *mmap(void *address, size_t size, int protection, int flags, int descriptor,
                   off_t offset) {
  REAL(void *, "mmap", void *, size_t, int, int, int, off_t);
  if (shim_judge(CALL_MMAP, -1, NULL, CALLER) != VERDICT_REAL) return MAP_FAILED;
  return real(address, size, protection, flags, descriptor, offset);
}
