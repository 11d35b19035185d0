// SPDX-License-Identifier: Apache-2.0
// Private to the shim: the landing place of a guarded call.
#ifndef CLMDB_PRIVATE_GUARD_H
#define CLMDB_PRIVATE_GUARD_H

#include <errno.h>
#include <setjmp.h>
#include <stdatomic.h>

#include "include/clmdb_guard.h"

struct clmdb_env {
  MDB_env *mdb;       // NULL while shut
  atomic_int refusal; // 0, CLMDB_POISONED or CLMDB_SHUT
  atomic_int telling; // the first assert writes the message, later ones do not
  unsigned forks;     // the count of forks when it was opened
  char message[256];
};

extern _Thread_local jmp_buf *clmdb_landing;
extern atomic_uint clmdb_forks;

// Why the environment must not be called, or 0.
static inline int clmdb_refusal(const clmdb_env *env) {
  if (env->forks != atomic_load_explicit(&clmdb_forks, memory_order_relaxed))
    return CLMDB_FORKED;
  return atomic_load_explicit(&env->refusal, memory_order_acquire);
}

// Sets `rc` to what `call` returns, or to CLMDB_POISONED if it asserted. Not a function: the
// frame that called setjmp must still be there when the hook jumps. `rc` is written after the
// jump only, so it need not be volatile.
#define GUARD(rc, env, call)                          \
  do {                                                \
    jmp_buf landing;                                  \
    jmp_buf *const outer = clmdb_landing;             \
    if (((rc) = clmdb_refusal(env)) != 0) break;      \
    if (_setjmp(landing) == 0) {                      \
      clmdb_landing = &landing;                       \
      (rc) = (call);                                  \
      clmdb_landing = outer;                          \
    } else {                                          \
      clmdb_landing = outer;                          \
      (rc) = CLMDB_POISONED;                          \
    }                                                 \
  } while (0)

#endif
