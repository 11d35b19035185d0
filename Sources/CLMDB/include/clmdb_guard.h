// SPDX-License-Identifier: Apache-2.0
// Calls into liblmdb that come back.
//
// liblmdb ends the process when it meets a page that cannot be. Its assert hook lets us jump
// out instead, but only over C frames: so every call that may assert has a wrapper here, and
// after a jump the environment is poisoned: liblmdb's own state is unknown and it is not called
// again, not even to abort or close.
#ifndef CLMDB_GUARD_H
#define CLMDB_GUARD_H

#include <lmdb.h>
#include <stddef.h>
#include <stdint.h>

/// Codes beside liblmdb's own (-30799 … -30780) and errno's (positive).
enum {
  CLMDB_POISONED = -40001, ///< An assert fired in this environment earlier or just now.
  CLMDB_CHECKSUM = -40002, ///< A value does not end in the CRC-32C of its key and itself.
  CLMDB_FORKED = -40003,   ///< The environment was opened by the parent of this process.
  CLMDB_SHUT = -40004,     ///< The environment is shut: it was never opened, or not again.
};

/// The bytes that every stored value carries behind its content: CRC-32C, little endian.
enum { CLMDB_CHECKSUM_SIZE = 4 };

typedef struct clmdb_env clmdb_env;

/// A key and its value inside the map; the checksum is verified and cut off.
typedef struct {
  const void *key;
  size_t key_size;
  const void *value;
  size_t value_size;
} clmdb_entry;

/// Keys of one size and values of one size, each one after the other.
typedef struct {
  const void *keys;
  size_t key_size;
  const void *values;
  size_t value_size;
  size_t count;
} clmdb_run;

typedef struct {
  uint64_t map_size;
  uint64_t last_page;
  uint64_t last_transaction;
  uint32_t page_size;
  uint32_t max_readers;
  uint32_t readers;
} clmdb_info;

typedef struct {
  int32_t pid;
  uint64_t transaction; ///< 0 when the slot holds no snapshot
} clmdb_reader;

/// How many forks lie between the start of the program and this process.
unsigned clmdb_fork_count(void);

// Environment
/// Makes an environment that is shut.
int clmdb_env_create(clmdb_env **out);
int clmdb_env_open(
  clmdb_env *env, const char *path, unsigned flags, mdb_mode_t mode, size_t map_size,
  unsigned max_readers, MDB_dbi max_tables);
/// Closes what is open; it can be opened again. A poisoned or forked one is not touched.
void clmdb_env_shut(clmdb_env *env);
/// Shuts and frees; a poisoned or forked environment stays in memory for good.
void clmdb_env_free(clmdb_env *env);
int clmdb_env_is_poisoned(const clmdb_env *env);
/// What the assert said; empty while the environment is sound.
const char *clmdb_env_poison(const clmdb_env *env);
int clmdb_env_fd(clmdb_env *env, int *out);
int clmdb_env_flags(clmdb_env *env, unsigned *out);
int clmdb_env_info(clmdb_env *env, clmdb_info *out);
int clmdb_env_set_mapsize(clmdb_env *env, size_t size);
int clmdb_env_sync(clmdb_env *env);
int clmdb_env_copy(clmdb_env *env, const char *path, int compacting);
int clmdb_reader_check(clmdb_env *env, int *cleared);
/// Fills at most `capacity` readers and gives their whole number in `count`.
int clmdb_reader_list(clmdb_env *env, clmdb_reader *out, size_t capacity, size_t *count);

// Transactions
int clmdb_txn_begin(clmdb_env *env, unsigned flags, MDB_txn **out);
int clmdb_txn_commit(clmdb_env *env, MDB_txn *txn);
void clmdb_txn_abort(clmdb_env *env, MDB_txn *txn);
int clmdb_txn_renew(clmdb_env *env, MDB_txn *txn);
void clmdb_txn_reset(clmdb_env *env, MDB_txn *txn);
int clmdb_dbi_open(
  clmdb_env *env, MDB_txn *txn, const char *name, unsigned flags, MDB_dbi *out);

// Tables
/// Finds one value. With CLMDB_CHECKSUM, here and below, `out` has the entry that is not whole,
/// which need not be the one asked for: a miss is believed only
/// after the neighbours' checksums are verified, for a key with a flipped bit that keeps its
/// place would else be a silent "not there".
int clmdb_get(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  clmdb_entry *out);
/// Finds one value and verifies nothing of it: for values whose parts carry checks of their own.
/// A miss is verified as in `clmdb_get`.
int clmdb_peek(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  clmdb_entry *out);
/// The same for several whole numbers as keys (big-endian), ascending for choice: neighbours are
/// found on one page without a new descent. A value that is not there, or too short to carry its
/// checksum, is NULL: whoever needs it asks again with `clmdb_peek`. The first `ahead` bytes of
/// each are fetched into the cache.
int clmdb_peek_each(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const uint64_t *numbers, size_t count,
  size_t ahead, clmdb_entry *out);
int clmdb_put(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  const void *value, size_t value_size, unsigned flags);
/// Makes room for a value; the caller fills it and then calls `clmdb_seal`.
int clmdb_reserve(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  size_t value_size, unsigned flags, void **out);
void clmdb_seal(const void *key, size_t key_size, void *value, size_t value_size);
/// Puts a value under a key that the table does not have: its neighbours are verified as in
/// `clmdb_get`. With MDB_KEYEXIST nothing is put and `out` is what stands there. The cursor is of
/// this transaction; a key on the page of the one before is put without a new descent.
int clmdb_insert(
  clmdb_env *env, MDB_cursor *cursor, const void *key, size_t key_size, const void *value,
  size_t value_size, clmdb_entry *out);
/// Puts all entries of a run, best in ascending order; `done` counts those that were put.
int clmdb_put_run(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const clmdb_run *run, size_t *done);
int clmdb_del(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  clmdb_entry *beside);
int clmdb_clear(clmdb_env *env, MDB_txn *txn, MDB_dbi table);
int clmdb_count(clmdb_env *env, MDB_txn *txn, MDB_dbi table, uint64_t *out);

// Cursors
int clmdb_cursor_open(clmdb_env *env, MDB_txn *txn, MDB_dbi table, MDB_cursor **out);
void clmdb_cursor_close(clmdb_env *env, MDB_cursor *cursor);
/// MDB_FIRST, MDB_LAST, MDB_NEXT, MDB_PREV.
int clmdb_cursor_move(
  clmdb_env *env, MDB_cursor *cursor, MDB_cursor_op op, clmdb_entry *out);
/// Up to `capacity` entries, the first by `op` (MDB_FIRST, MDB_NEXT, MDB_GET_CURRENT), the others
/// behind it, each verified. With MDB_NOTFOUND the table ended behind `count` entries; with
/// CLMDB_CHECKSUM entry `count` is not whole.
int clmdb_cursor_take(
  clmdb_env *env, MDB_cursor *cursor, MDB_cursor_op op, clmdb_entry *out, size_t capacity,
  size_t *count);
/// The first entry at or after the key; where it is not the key itself, the entry before is
/// verified as well (see `clmdb_get`).
int clmdb_cursor_seek(
  clmdb_env *env, MDB_cursor *cursor, const void *key, size_t key_size, clmdb_entry *out);

#endif
