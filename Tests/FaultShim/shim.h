// SPDX-License-Identifier: Apache-2.0
// What the parts of the shim share. It is built by Tests/FaultShim/build.sh, never by the package,
// and loaded into a test program with LD_PRELOAD.
#ifndef GRIDLOG_FAULT_SHIM_H
#define GRIDLOG_FAULT_SHIM_H

#include <stddef.h>
#include <sys/types.h>

// The sorts of calls that can be told to fail.
typedef enum {
  CALL_WRITE = 1 << 0,  // write, writev, pwrite
  CALL_SYNC = 1 << 1,   // fdatasync, fsync
  CALL_OPEN = 1 << 2,
  CALL_RENAME = 1 << 3,
  CALL_MMAP = 1 << 4,
  CALL_MALLOC = 1 << 5,  // malloc, calloc, realloc
  CALL_MKDIR = 1 << 6,
  CALL_FLOCK = 1 << 7,
  CALL_READ = 1 << 8,  // pread
} call_sort;

// What to do with a call instead of the real thing.
typedef enum {
  VERDICT_REAL,   // the real call
  VERDICT_FAIL,   // errno is set; nothing happens
  VERDICT_AFTER,  // the real call, and then a failure all the same
  VERDICT_SHORT,  // writes: half of the bytes
} verdict;

// Asks whether this call fails. `descriptor` is -1 and `path` NULL where there is none; `caller`
// is the address that the call returns to.
verdict shim_judge(call_sort sort, int descriptor, const char *path, const void *caller);

// The name of an open file by its descriptor; 0 if it cannot be told.
int shim_name_of(int descriptor, char *out, size_t size);

// Whether calls are recorded; then each must be told before it is made. `kind` is one letter.
int shim_records(void);
void shim_record(char kind, const char *path, const char *other, off_t offset, const void *bytes,
                 size_t count);

// Notes writes of `bytes` at `offset` of the descriptor's file, if it is below the root.
void shim_record_write(int descriptor, off_t offset, const void *bytes, size_t count);
void shim_record_descriptor(char kind, int descriptor, off_t offset);

#endif
