// SPDX-License-Identifier: Apache-2.0
// Two calls of the system that Swift does not see.
#define _GNU_SOURCE
#include "include/clmdb_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/vfs.h>
#include <unistd.h>

int clmdb_exchange(const char *one, const char *other) {
#ifdef RENAME_EXCHANGE
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0 ? 0 : errno;
#else
  (void)one;
  (void)other;
  return ENOSYS;
#endif
}

int clmdb_lock_holder(const char *lock_file, int *process) {
  *process = 0;
  int fd = open(lock_file, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return errno == ENOENT ? 0 : errno;
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int code = fcntl(fd, F_GETLK, &lock) == 0 ? 0 : errno;
  if (code == 0 && lock.l_type != F_UNLCK) *process = lock.l_pid;
  close(fd);
  return code;
}

uint32_t clmdb_file_system(const char *path) {
  struct statfs status;
  return statfs(path, &status) == 0 ? (uint32_t)status.f_type : 0;
}
