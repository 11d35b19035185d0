// SPDX-License-Identifier: Apache-2.0
#include "guard.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

_Thread_local jmp_buf *clmdb_landing;
atomic_uint clmdb_forks;

static void on_fork_in_child(void) { atomic_fetch_add(&clmdb_forks, 1); }

__attribute__((constructor)) static void watch_forks(void) {
  pthread_atfork(NULL, NULL, on_fork_in_child);
}

unsigned clmdb_fork_count(void) { return atomic_load(&clmdb_forks); }

// Returns to the guarded call of this thread; without one liblmdb aborts as it always did.
static void on_assert(MDB_env *mdb, const char *message) {
  clmdb_env *env = mdb_env_get_userctx(mdb);
  if (clmdb_landing == NULL || env == NULL) return;
  if (!atomic_exchange(&env->telling, 1)) {
    strncpy(env->message, message, sizeof env->message - 1);
  }
  atomic_store_explicit(&env->refusal, CLMDB_POISONED, memory_order_release);
  longjmp(*clmdb_landing, 1);
}

// MARK: A file size limit must be an error, not the end of the process

typedef struct {
  sigset_t before;
  int was_pending;
} write_mask;

static void hold_file_size_signal(write_mask *mask) {
  sigset_t held, pending;
  sigemptyset(&held);
  sigaddset(&held, SIGXFSZ);
  sigpending(&pending);
  mask->was_pending = sigismember(&pending, SIGXFSZ);
  pthread_sigmask(SIG_BLOCK, &held, &mask->before);
}

static void release_file_size_signal(write_mask *mask) {
#if defined(__linux__)
  if (!mask->was_pending) {
    sigset_t held;
    struct timespec at_once = {0, 0};
    sigemptyset(&held);
    sigaddset(&held, SIGXFSZ);
    while (sigtimedwait(&held, NULL, &at_once) > 0) {
    }
  }
#endif
  pthread_sigmask(SIG_SETMASK, &mask->before, NULL);
}

// MARK: Environment

int clmdb_env_create(clmdb_env **out) {
  clmdb_env *env = calloc(1, sizeof *env);
  if (env == NULL) return ENOMEM;
  env->forks = atomic_load(&clmdb_forks);
  atomic_store(&env->refusal, CLMDB_SHUT);
  *out = env;
  return 0;
}

static int configure(clmdb_env *env, size_t map_size, unsigned readers, MDB_dbi tables) {
  int rc = mdb_env_create(&env->mdb);
  if (rc != 0) return rc;
  rc = mdb_env_set_userctx(env->mdb, env);
  if (rc == 0) rc = mdb_env_set_assert(env->mdb, on_assert);
  if (rc == 0) rc = mdb_env_set_mapsize(env->mdb, map_size);
  if (rc == 0) rc = mdb_env_set_maxreaders(env->mdb, readers);
  if (rc == 0) rc = mdb_env_set_maxdbs(env->mdb, tables);
  return rc;
}

int clmdb_env_open(
  clmdb_env *env, const char *path, unsigned flags, mdb_mode_t mode, size_t map_size,
  unsigned max_readers, MDB_dbi max_tables) {
  write_mask mask;
  if (clmdb_refusal(env) != CLMDB_SHUT) return EINVAL;
  int rc = configure(env, map_size, max_readers, max_tables);
  atomic_store(&env->refusal, 0);
  hold_file_size_signal(&mask);
  if (rc == 0) GUARD(rc, env, mdb_env_open(env->mdb, path, flags, mode));
  release_file_size_signal(&mask);
  if (rc != 0) clmdb_env_shut(env);
  return rc;
}

void clmdb_env_shut(clmdb_env *env) {
  if (clmdb_refusal(env) != 0) return;
  if (env->mdb != NULL) mdb_env_close(env->mdb);
  env->mdb = NULL;
  atomic_store(&env->refusal, CLMDB_SHUT);
}

void clmdb_env_free(clmdb_env *env) {
  clmdb_env_shut(env);
  if (clmdb_refusal(env) == CLMDB_SHUT) free(env);
}

int clmdb_env_is_poisoned(const clmdb_env *env) {
  return atomic_load_explicit(&env->refusal, memory_order_acquire) == CLMDB_POISONED;
}

const char *clmdb_env_poison(const clmdb_env *env) {
  return clmdb_env_is_poisoned(env) ? env->message : "";
}

int clmdb_env_fd(clmdb_env *env, int *out) {
  int rc = clmdb_refusal(env);
  return rc != 0 ? rc : mdb_env_get_fd(env->mdb, out);
}

int clmdb_env_flags(clmdb_env *env, unsigned *out) {
  int rc = clmdb_refusal(env);
  return rc != 0 ? rc : mdb_env_get_flags(env->mdb, out);
}

int clmdb_env_info(clmdb_env *env, clmdb_info *out) {
  MDB_envinfo info;
  MDB_stat stat;
  int rc = clmdb_refusal(env);
  if (rc == 0) rc = mdb_env_info(env->mdb, &info);
  if (rc == 0) rc = mdb_env_stat(env->mdb, &stat);
  if (rc != 0) return rc;
  out->map_size = info.me_mapsize;
  out->last_page = info.me_last_pgno;
  out->last_transaction = info.me_last_txnid;
  out->page_size = stat.ms_psize;
  out->max_readers = info.me_maxreaders;
  out->readers = info.me_numreaders;
  return 0;
}

int clmdb_env_set_mapsize(clmdb_env *env, size_t size) {
  int rc;
  GUARD(rc, env, mdb_env_set_mapsize(env->mdb, size));
  return rc;
}

int clmdb_env_sync(clmdb_env *env) {
  int rc;
  GUARD(rc, env, mdb_env_sync(env->mdb, 1));
  return rc;
}

int clmdb_env_copy(clmdb_env *env, const char *path, int compacting) {
  write_mask mask;
  int rc;
  hold_file_size_signal(&mask);
  GUARD(rc, env, mdb_env_copy2(env->mdb, path, compacting ? MDB_CP_COMPACT : 0));
  release_file_size_signal(&mask);
  return rc;
}

int clmdb_reader_check(clmdb_env *env, int *cleared) {
  int rc;
  GUARD(rc, env, mdb_reader_check(env->mdb, cleared));
  return rc;
}

typedef struct {
  clmdb_reader *out;
  size_t capacity, count;
} reader_lines;

// liblmdb tells its readers as text: "pid thread txnid", the last "-" for an idle slot.
static int take_reader_line(const char *line, void *context) {
  reader_lines *lines = context;
  char *end;
  long pid = strtol(line, &end, 10);
  if (end == line || pid <= 0) return 0; // the heading, or "(no active readers)"
  (void)strtoull(end, &end, 16);
  while (*end == ' ') end++;
  if (lines->count < lines->capacity) {
    clmdb_reader *reader = &lines->out[lines->count];
    reader->pid = (int32_t)pid;
    reader->transaction = *end == '-' ? 0 : strtoull(end, NULL, 10);
  }
  lines->count++;
  return 0;
}

int clmdb_reader_list(clmdb_env *env, clmdb_reader *out, size_t capacity, size_t *count) {
  reader_lines lines = {out, capacity, 0};
  int rc;
  GUARD(rc, env, mdb_reader_list(env->mdb, take_reader_line, &lines));
  *count = lines.count;
  return rc < 0 ? rc : 0;
}

// MARK: Transactions

int clmdb_txn_begin(clmdb_env *env, unsigned flags, MDB_txn **out) {
  int rc;
  GUARD(rc, env, mdb_txn_begin(env->mdb, NULL, flags, out));
  return rc;
}

int clmdb_txn_commit(clmdb_env *env, MDB_txn *txn) {
  write_mask mask;
  int rc;
  hold_file_size_signal(&mask);
  GUARD(rc, env, mdb_txn_commit(txn));
  release_file_size_signal(&mask);
  return rc;
}

void clmdb_txn_abort(clmdb_env *env, MDB_txn *txn) {
  int rc;
  GUARD(rc, env, (mdb_txn_abort(txn), 0));
  (void)rc;
}

int clmdb_txn_renew(clmdb_env *env, MDB_txn *txn) {
  int rc;
  GUARD(rc, env, mdb_txn_renew(txn));
  return rc;
}

void clmdb_txn_reset(clmdb_env *env, MDB_txn *txn) {
  int rc;
  GUARD(rc, env, (mdb_txn_reset(txn), 0));
  (void)rc;
}

int clmdb_dbi_open(
  clmdb_env *env, MDB_txn *txn, const char *name, unsigned flags, MDB_dbi *out) {
  int rc;
  GUARD(rc, env, mdb_dbi_open(txn, name, flags, out));
  return rc;
}
