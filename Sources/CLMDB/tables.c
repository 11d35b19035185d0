// SPDX-License-Identifier: Apache-2.0
// Values with their checksum: reading, writing, and walking with a cursor.
#include <string.h>

#include "guard.h"
#include "include/clmdb_crc32c.h"
#include "include/clmdb_files.h"

static uint32_t sum_of(const void *key, size_t key_size, const void *value, size_t value_size) {
  // In a leaf page the value stands right behind its key: one sum over both.
  if (value == (const uint8_t *)key + key_size) return clmdb_crc32c(0, key, key_size + value_size);
  return clmdb_crc32c(clmdb_crc32c(0, key, key_size), value, value_size);
}

// Cuts the checksum off if it is right.
static int verified(const MDB_val *key, const MDB_val *value, clmdb_entry *out) {
  if (value->mv_size < CLMDB_CHECKSUM_SIZE) return CLMDB_CHECKSUM;
  size_t size = value->mv_size - CLMDB_CHECKSUM_SIZE;
  const uint8_t *end = (const uint8_t *)value->mv_data + size;
  uint32_t told = end[0] | end[1] << 8 | end[2] << 16 | (uint32_t)end[3] << 24;
  out->key = key->mv_data;
  out->key_size = key->mv_size;
  out->value = value->mv_data;
  out->value_size = size;
  return told == sum_of(key->mv_data, key->mv_size, value->mv_data, size) ? 0 : CLMDB_CHECKSUM;
}

static int moved(MDB_cursor *cursor, MDB_cursor_op op, MDB_val *key, clmdb_entry *out) {
  MDB_val value;
  int rc = mdb_cursor_get(cursor, key, &value, op);
  return rc != 0 ? rc : verified(key, &value, out);
}

// A miss is believed when the entries on both sides of it are whole.
static int verified_miss(MDB_txn *txn, MDB_dbi table, MDB_val wanted, clmdb_entry *out) {
  MDB_cursor *cursor;
  MDB_val key = wanted;
  int rc = mdb_cursor_open(txn, table, &cursor);
  if (rc != 0) return rc;
  rc = moved(cursor, MDB_SET_RANGE, &key, out);
  if (rc == 0) {
    rc = moved(cursor, MDB_PREV, &key, out);
  } else if (rc == MDB_NOTFOUND) {
    rc = moved(cursor, MDB_LAST, &key, out);
  }
  mdb_cursor_close(cursor);
  return rc == 0 ? MDB_NOTFOUND : rc;
}

static int found(MDB_txn *txn, MDB_dbi table, MDB_val *key, clmdb_entry *out) {
  MDB_val value;
  int rc = mdb_get(txn, table, key, &value);
  if (rc == MDB_NOTFOUND) return verified_miss(txn, table, *key, out);
  return rc != 0 ? rc : verified(key, &value, out);
}

int clmdb_get(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  clmdb_entry *out) {
  MDB_val wanted = {key_size, (void *)key};
  int rc;
  GUARD(rc, env, found(txn, table, &wanted, out));
  return rc;
}

// The value as it lies there: a caller who checks the parts that it reads need not pay for all.
static int peeked(MDB_txn *txn, MDB_dbi table, MDB_val *key, clmdb_entry *out) {
  MDB_val value;
  int rc = mdb_get(txn, table, key, &value);
  if (rc == MDB_NOTFOUND) return verified_miss(txn, table, *key, out);
  if (rc != 0) return rc;
  out->key = key->mv_data;
  out->key_size = key->mv_size;
  out->value = value.mv_data;
  out->value_size = value.mv_size;
  if (value.mv_size < CLMDB_CHECKSUM_SIZE) return CLMDB_CHECKSUM;
  out->value_size -= CLMDB_CHECKSUM_SIZE;
  return 0;
}

int clmdb_peek(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  clmdb_entry *out) {
  MDB_val wanted = {key_size, (void *)key};
  int rc;
  GUARD(rc, env, peeked(txn, table, &wanted, out));
  return rc;
}

static int peeked_each(
  MDB_txn *txn, MDB_dbi table, const uint64_t *numbers, size_t count, size_t ahead,
  clmdb_entry *out) {
  MDB_cursor *cursor;
  int rc = mdb_cursor_open(txn, table, &cursor);
  if (rc != 0) return rc;
  for (size_t i = 0; i < count && (rc == 0 || rc == MDB_NOTFOUND); i++) {
    uint8_t place[8];
    for (int byte = 0; byte < 8; byte++) place[byte] = (uint8_t)(numbers[i] >> (56 - 8 * byte));
    MDB_val key = {8, place}, value;
    rc = mdb_cursor_get(cursor, &key, &value, MDB_SET);
    out[i] = (clmdb_entry){0};
    if (rc != 0 || value.mv_size < CLMDB_CHECKSUM_SIZE) continue;
    out[i].value = value.mv_data;
    out[i].value_size = value.mv_size - CLMDB_CHECKSUM_SIZE;
    clmdb_prefetch(value.mv_data, ahead < value.mv_size ? ahead : value.mv_size);
  }
  mdb_cursor_close(cursor);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

int clmdb_peek_each(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const uint64_t *numbers, size_t count,
  size_t ahead, clmdb_entry *out) {
  int rc;
  GUARD(rc, env, peeked_each(txn, table, numbers, count, ahead, out));
  return rc;
}

int clmdb_reserve(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  size_t value_size, unsigned flags, void **out) {
  MDB_val at = {key_size, (void *)key};
  MDB_val room = {value_size + CLMDB_CHECKSUM_SIZE, NULL};
  int rc;
  GUARD(rc, env, mdb_put(txn, table, &at, &room, flags | MDB_RESERVE));
  if (rc == 0) *out = room.mv_data;
  return rc;
}

void clmdb_seal(const void *key, size_t key_size, void *value, size_t value_size) {
  uint32_t sum = sum_of(key, key_size, value, value_size);
  uint8_t *end = (uint8_t *)value + value_size;
  end[0] = (uint8_t)sum;
  end[1] = (uint8_t)(sum >> 8);
  end[2] = (uint8_t)(sum >> 16);
  end[3] = (uint8_t)(sum >> 24);
}

int clmdb_put(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  const void *value, size_t value_size, unsigned flags) {
  void *room;
  int rc = clmdb_reserve(env, txn, table, key, key_size, value_size, flags, &room);
  if (rc != 0) return rc;
  if (value_size > 0) memcpy(room, value, value_size);
  clmdb_seal(key, key_size, room, value_size);
  return 0;
}

static int insert(
  MDB_cursor *cursor, MDB_val wanted, const void *value, size_t value_size, clmdb_entry *out) {
  MDB_val key = wanted, room = {value_size + CLMDB_CHECKSUM_SIZE, NULL};
  int rc = moved(cursor, MDB_SET_RANGE, &key, out);
  if (rc == 0) {
    if (key.mv_size == wanted.mv_size && memcmp(key.mv_data, wanted.mv_data, key.mv_size) == 0)
      return MDB_KEYEXIST;
    rc = moved(cursor, MDB_PREV, &key, out);
  } else if (rc == MDB_NOTFOUND) {
    rc = moved(cursor, MDB_LAST, &key, out);
  }
  if (rc != 0 && rc != MDB_NOTFOUND) return rc;
  rc = mdb_cursor_put(cursor, &wanted, &room, MDB_RESERVE | MDB_NOOVERWRITE);
  if (rc != 0) return rc;
  memcpy(room.mv_data, value, value_size);
  clmdb_seal(wanted.mv_data, wanted.mv_size, room.mv_data, value_size);
  return 0;
}

int clmdb_insert(
  clmdb_env *env, MDB_cursor *cursor, const void *key, size_t key_size, const void *value,
  size_t value_size, clmdb_entry *out) {
  MDB_val wanted = {key_size, (void *)key};
  int rc;
  GUARD(rc, env, insert(cursor, wanted, value, value_size, out));
  return rc;
}

// One cursor for the run: a key on the page of the one before is put without a new descent.
static int put_run(MDB_txn *txn, MDB_dbi table, const clmdb_run *run, size_t *done) {
  MDB_cursor *cursor;
  int rc = mdb_cursor_open(txn, table, &cursor);
  if (rc != 0) return rc;
  for (*done = 0; rc == 0 && *done < run->count; ++*done) {
    MDB_val key = {run->key_size, (uint8_t *)run->keys + *done * run->key_size};
    MDB_val room = {run->value_size + CLMDB_CHECKSUM_SIZE, NULL};
    rc = mdb_cursor_put(cursor, &key, &room, MDB_RESERVE);
    if (rc != 0) break;
    if (run->value_size > 0)
      memcpy(
        room.mv_data, (const uint8_t *)run->values + *done * run->value_size, run->value_size);
    clmdb_seal(
      (const uint8_t *)run->keys + *done * run->key_size, run->key_size, room.mv_data,
      run->value_size);
  }
  mdb_cursor_close(cursor);
  return rc;
}

int clmdb_put_run(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const clmdb_run *run, size_t *done) {
  int rc;
  *done = 0;
  GUARD(rc, env, put_run(txn, table, run, done));
  return rc;
}

static int removed(MDB_txn *txn, MDB_dbi table, MDB_val *key, clmdb_entry *beside) {
  int rc = mdb_del(txn, table, key, NULL);
  return rc == MDB_NOTFOUND ? verified_miss(txn, table, *key, beside) : rc;
}

int clmdb_del(
  clmdb_env *env, MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size,
  clmdb_entry *beside) {
  MDB_val at = {key_size, (void *)key};
  int rc;
  GUARD(rc, env, removed(txn, table, &at, beside));
  return rc;
}

int clmdb_clear(clmdb_env *env, MDB_txn *txn, MDB_dbi table) {
  int rc;
  GUARD(rc, env, mdb_drop(txn, table, 0));
  return rc;
}

int clmdb_count(clmdb_env *env, MDB_txn *txn, MDB_dbi table, uint64_t *out) {
  MDB_stat stat;
  int rc;
  GUARD(rc, env, mdb_stat(txn, table, &stat));
  if (rc == 0) *out = stat.ms_entries;
  return rc;
}

int clmdb_cursor_open(clmdb_env *env, MDB_txn *txn, MDB_dbi table, MDB_cursor **out) {
  int rc;
  GUARD(rc, env, mdb_cursor_open(txn, table, out));
  return rc;
}

void clmdb_cursor_close(clmdb_env *env, MDB_cursor *cursor) {
  int rc;
  GUARD(rc, env, (mdb_cursor_close(cursor), 0));
  (void)rc;
}

int clmdb_cursor_move(
  clmdb_env *env, MDB_cursor *cursor, MDB_cursor_op op, clmdb_entry *out) {
  MDB_val key;
  int rc;
  GUARD(rc, env, moved(cursor, op, &key, out));
  return rc;
}

// First all places, then all checks: each check waits for the sum before it only inside one
// entry, so the processor works on several entries at a time.
static int taken(
  MDB_cursor *cursor, MDB_cursor_op op, clmdb_entry *out, size_t capacity, size_t *count) {
  MDB_val key, value;
  size_t found = 0;
  int rc = 0;
  *count = 0;
  for (; found < capacity; found++, op = MDB_NEXT) {
    rc = mdb_cursor_get(cursor, &key, &value, op);
    if (rc != 0) break;
    // Entries put in order lie one before the other in their page: the next ones are fetched
    // while these are looked at (half the time of a scan that checks, measured).
    for (int line = 4; line < 8; line++)
      __builtin_prefetch((const uint8_t *)key.mv_data - 64 * line);
    out[found].key = key.mv_data;
    out[found].key_size = key.mv_size;
    out[found].value = value.mv_data;
    out[found].value_size = value.mv_size;
  }
  for (; *count < found; ++*count) {
    clmdb_entry *entry = &out[*count];
    MDB_val at = {entry->key_size, (void *)entry->key};
    MDB_val whole = {entry->value_size, (void *)entry->value};
    if (verified(&at, &whole, entry) != 0) return CLMDB_CHECKSUM;
  }
  return rc;
}

int clmdb_cursor_take(
  clmdb_env *env, MDB_cursor *cursor, MDB_cursor_op op, clmdb_entry *out, size_t capacity,
  size_t *count) {
  int rc;
  *count = 0;
  GUARD(rc, env, taken(cursor, op, out, capacity, count));
  return rc;
}

static int sought(MDB_cursor *cursor, MDB_val wanted, clmdb_entry *out) {
  MDB_val key = wanted;
  clmdb_entry before;
  int rc = moved(cursor, MDB_SET_RANGE, &key, out);
  if (rc == MDB_NOTFOUND) {
    rc = moved(cursor, MDB_LAST, &key, out);
    return rc == 0 ? MDB_NOTFOUND : rc;
  }
  if (rc != 0) return rc;
  if (out->key_size == wanted.mv_size &&
      memcmp(out->key, wanted.mv_data, wanted.mv_size) == 0)
    return 0;
  rc = moved(cursor, MDB_PREV, &key, &before);
  if (rc == MDB_NOTFOUND) return moved(cursor, MDB_FIRST, &key, out);
  if (rc == 0) return moved(cursor, MDB_NEXT, &key, out);
  *out = before;
  return rc;
}

int clmdb_cursor_seek(
  clmdb_env *env, MDB_cursor *cursor, const void *key, size_t key_size, clmdb_entry *out) {
  MDB_val wanted = {key_size, (void *)key};
  int rc;
  GUARD(rc, env, sought(cursor, wanted, out));
  return rc;
}
