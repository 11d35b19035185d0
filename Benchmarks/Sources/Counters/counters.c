// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "include/counters.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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

static int read_text(const char *path, char *text, size_t capacity) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t size = read(fd, text, capacity - 1);
  close(fd);
  text[size < 0 ? 0 : size] = 0;
  return size > 0;
}

static uint64_t number_after(const char *text, const char *name) {
  const char *at = strstr(text, name);
  return at == NULL ? 0 : strtoull(at + strlen(name), NULL, 10);
}

static void read_io(counters_now *now) {
  char text[512];
  if (!read_text("/proc/self/io", text, sizeof text)) return;
  now->written_bytes = number_after(text, "wchar:");
  now->write_calls = number_after(text, "syscw:");
}

uint64_t counters_thread_written(void) {
  char text[512];
  return read_text("/proc/thread-self/io", text, sizeof text) ? number_after(text, "wchar:") : 0;
}

uint64_t counters_anonymous_bytes(void) {
  char text[4096];
  if (!read_text("/proc/self/status", text, sizeof text)) return 0;
  return number_after(text, "RssAnon:") * 1024;
}

counters_now counters_read(void) {
  counters_now now = {0, 0, 0, 0, 0};
  struct rusage usage;
  read_io(&now);
  if (getrusage(RUSAGE_SELF, &usage) == 0) now.page_faults = (uint64_t)usage.ru_minflt;
  now.allocations = atomic_load(&allocations);
  now.flushes = atomic_load(&flushes);
  return now;
}

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double counters_thread_seconds(void) { return seconds(CLOCK_THREAD_CPUTIME_ID); }
double counters_cpu_seconds(void) { return seconds(CLOCK_PROCESS_CPUTIME_ID); }
double counters_wall_seconds(void) { return seconds(CLOCK_MONOTONIC); }
