// SPDX-License-Identifier: Apache-2.0
// Writes down every change below a directory: GRIDLOG_TRACE names the file, GRIDLOG_TRACE_ROOT the
// directory. A record is: kind, three zero bytes, lengths of path, other name and bytes as u32,
// offset as i64, then these three; all little-endian.
//
// C create, K mkdir, R rename, E exchange of two names, U unlink, X rmdir, W write, Y write through O_DSYNC,
// T truncate to offset, D fdatasync, S fsync, A what the program says it acknowledged.
#define _GNU_SOURCE
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int trace = -1;
static char root[512];

// Records what happens below the directory from here on.
__attribute__((visibility("default"))) void shim_trace_begin(const char *file, const char *below) {
  int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
  snprintf(root, sizeof root, "%s", below);
  trace = real(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (trace < 0) abort();
}

__attribute__((visibility("default"))) void shim_trace_end(void) {
  int open = trace;
  trace = -1;
  close(open);
}

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("GRIDLOG_TRACE");
  const char *below = getenv("GRIDLOG_TRACE_ROOT");
  if (file == NULL || below == NULL) return;
  shim_trace_begin(file, below);
  // A child of the recorded program is not recorded.
  unsetenv("GRIDLOG_TRACE");
}

int shim_records(void) { return trace >= 0; }

static int is_below(const char *path) {
  return strncmp(path, root, strlen(root)) == 0;
}

typedef struct __attribute__((packed)) {
  char kind, zero[3];
  uint32_t path, other, bytes;
  int64_t offset;
} heading;

void shim_record(
  char kind, const char *path, const char *other, off_t offset, const void *bytes, size_t count) {
  if (trace < 0 || (kind != 'A' && !is_below(path))) return;
  ssize_t (*real)(int, const struct iovec *, int) =
    (ssize_t(*)(int, const struct iovec *, int))dlsym(RTLD_NEXT, "writev");
  if (other == NULL) other = "";
  heading head = {kind, {0}, (uint32_t)strlen(path), (uint32_t)strlen(other), (uint32_t)count, offset};
  struct iovec parts[] = {
    {&head, sizeof head}, {(void *)path, head.path}, {(void *)other, head.other},
    {(void *)bytes, count}};
  int before = errno;
  pthread_mutex_lock(&turn);
  if (real(trace, parts, 4) < 0) abort();
  pthread_mutex_unlock(&turn);
  errno = before;
}

void shim_record_write(int descriptor, off_t offset, const void *bytes, size_t count) {
  char name[512];
  if (trace < 0 || descriptor == trace) return;
  int before = errno;
  if (shim_name_of(descriptor, name, sizeof name) && is_below(name)) {
    int flags = fcntl(descriptor, F_GETFL);
    shim_record(flags & O_DSYNC ? 'Y' : 'W', name, NULL, offset, bytes, count);
  }
  errno = before;
}

void shim_record_descriptor(char kind, int descriptor, off_t offset) {
  char name[512];
  if (trace < 0) return;
  int before = errno;
  if (shim_name_of(descriptor, name, sizeof name)) shim_record(kind, name, NULL, offset, NULL, 0);
  errno = before;
}

// The recorded program says that it has a receipt; the text goes into the trace where it stands.
__attribute__((visibility("default"))) void shim_acknowledge(const char *text) {
  shim_record('A', "", NULL, 0, text, strlen(text));
}
