// SPDX-License-Identifier: Apache-2.0
// What this process has done so far, counted where it calls the C library.
#ifndef COUNTERS_H
#define COUNTERS_H

#include <stdint.h>

typedef struct {
  uint64_t allocations;   ///< malloc, calloc, realloc, aligned_alloc, posix_memalign
  uint64_t flushes;       ///< fsync, fdatasync, msync
  uint64_t written_bytes; ///< handed to write calls (/proc/self/io: wchar)
  uint64_t write_calls;   ///< (/proc/self/io: syscw)
  uint64_t page_faults;   ///< pages of memory that were new to the process
} counters_now;

/// Reads all of them; the two of /proc are 0 where there is no such file.
counters_now counters_read(void);

/// What this thread alone has handed to write calls.
uint64_t counters_thread_written(void);
/// Anonymous memory of the process in bytes (/proc/self/status: RssAnon).
uint64_t counters_anonymous_bytes(void);
/// CPU seconds of this thread, user and system.
double counters_thread_seconds(void);
/// CPU seconds of the process, all threads, user and system.
double counters_cpu_seconds(void);
/// Seconds of a clock that never goes back.
double counters_wall_seconds(void);

#endif
