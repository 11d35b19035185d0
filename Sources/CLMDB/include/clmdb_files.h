// SPDX-License-Identifier: Apache-2.0
#ifndef CLMDB_FILES_H
#define CLMDB_FILES_H

#include <stddef.h>
#include <stdint.h>

/// Has the memory fetch these bytes of the map into the cache, without waiting for them.
static inline void clmdb_prefetch(const void *bytes, size_t size) {
  for (size_t at = 0; at < size; at += 64) __builtin_prefetch((const char *)bytes + at, 0, 3);
}

/// Lets two names change places in one step. 0 or an errno; EINVAL or ENOSYS where the file
/// system or the system cannot.
int clmdb_exchange(const char *one, const char *other);

/// Another process that has the store of this lock file open, or 0. 0 or an errno.
///
/// Only for a store that this process does not have open: closing the file would drop liblmdb's
/// own locks on it.
int clmdb_lock_holder(const char *lock_file, int *process);

/// The magic number of the file system that holds a path (statfs(2)); 0 if it cannot be told.
uint32_t clmdb_file_system(const char *path);

#endif
