// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "include/counters.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_ullong allocations, flushes;

// A plain load and store: a lock prefix would cost more than what is counted. Two threads at
// once may lose a count; what is counted runs on one.
static inline void count(atomic_ullong *counter) {
  atomic_store_explicit(
    counter, atomic_load_explicit(counter, memory_order_relaxed) + 1, memory_order_relaxed);
}

#if defined(__GLIBC__)

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count(&allocations);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count(&allocations);
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  count(&allocations);
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count(&allocations);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
  count(&allocations);
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *out = memory;
  return 0;
}

int fsync(int fd) {
  count(&flushes);
  return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
  count(&flushes);
  return (int)syscall(SYS_fdatasync, fd);
}

int msync(void *at, size_t size, int flags) {
  count(&flushes);
  return (int)syscall(SYS_msync, at, size, flags);
}

#endif

static void read_io(counters_now *now) {
  char text[512];
  int fd = open("/proc/self/io", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  if (size <= 0) return;
  text[size] = 0;
  const char *bytes = strstr(text, "wchar:"), *calls = strstr(text, "syscw:");
  if (bytes != NULL) now->written_bytes = strtoull(bytes + 6, NULL, 10);
  if (calls != NULL) now->write_calls = strtoull(calls + 6, NULL, 10);
}

counters_now counters_read(void) {
  counters_now now = {0, 0, 0, 0};
  read_io(&now);
  now.allocations = atomic_load(&allocations);
  now.flushes = atomic_load(&flushes);
  return now;
}

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double counters_cpu_seconds(void) { return seconds(CLOCK_PROCESS_CPUTIME_ID); }
double counters_wall_seconds(void) { return seconds(CLOCK_MONOTONIC); }
