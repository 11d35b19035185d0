// SPDX-License-Identifier: Apache-2.0
// Tells ThreadSanitizer of Swift's Mutex.
//
// A Mutex that nobody waits for is locked by an atomic that is inlined, which ThreadSanitizer sees. One
// that is waited for is handed over by these two functions of libswiftSynchronization, which is not
// instrumented: without this library, loaded before the program, each such turn looks like a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall, visibility("default")))
#define SELF __attribute__((swift_context)) void *self

extern void __tsan_acquire(void *);
extern void __tsan_release(void *);

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef void (*lock_function)(uint32_t, SELF) __attribute__((swiftcall));
typedef void (*unlock_function)(SELF) __attribute__((swiftcall));

static void *real(const char *name) {
  void *address = dlsym(RTLD_NEXT, name);
  if (address == NULL) abort();
  return address;
}

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void lock_slow(uint32_t thread, SELF) {
  static lock_function lock;
  if (lock == NULL) lock = (lock_function)real(LOCK);
  lock(thread, self);
  __tsan_acquire(self);
}

SWIFT void unlock_slow(SELF) __asm__(UNLOCK);
SWIFT void unlock_slow(SELF) {
  static unlock_function unlock;
  if (unlock == NULL) unlock = (unlock_function)real(UNLOCK);
  __tsan_release(self);
  unlock(self);
}
