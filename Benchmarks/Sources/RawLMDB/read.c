// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "raw_lmdb_private.h"

static uint64_t load64(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, 8);
  return value;
}

static uint64_t load_big64(const uint8_t *at) { return __builtin_bswap64(load64(at)); }

/// Position, both times, id, version, type and flags.
static uint64_t header_sum(const MDB_val *key, const uint8_t *entry) {
  uint16_t type, flags;
  memcpy(&type, entry + 40, 2);
  memcpy(&flags, entry + 42, 2);
  return load_big64(key->mv_data) + load64(entry) + load64(entry + 8) + load_big64(entry + 16) +
         load_big64(entry + 24) + load64(entry + 32) + type + flags;
}

typedef struct {
  raw_seen seen;
  uint16_t *status;
  size_t capacity;
} walk;

static int visit(walk *walk, const MDB_val *key, const MDB_val *value) {
  const uint8_t *entry = value->mv_data;
  walk->seen.events++;
  if (walk->status == NULL) {
    walk->seen.sum += (header_sum(key, entry) & 0xfff) == 0;
    return 0;
  }
  uint16_t type;
  uint32_t stream;
  memcpy(&type, entry + 40, 2);
  memcpy(&stream, entry + HEADER_BYTES, 4);
  if (stream >= walk->capacity) return MDB_BAD_VALSIZE;
  walk->status[stream] = type;
  return 0;
}

static int walk_events(const raw_store *store, int checks, walk *walk) {
  MDB_txn *txn;
  MDB_cursor *cursor;
  MDB_val key, value;
  int rc = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
  if (rc != 0) return rc;
  rc = mdb_cursor_open(txn, store->tables[EVENTS], &cursor);
  if (rc == 0) {
    while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
      if (checks && !raw_is_whole(&key, &value)) rc = RAW_CHECK;
      if (rc == 0) rc = visit(walk, &key, &value);
      if (rc != 0) break;
    }
    mdb_cursor_close(cursor);
  }
  mdb_txn_abort(txn);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

int raw_scan(const raw_store *store, int checks, raw_seen *out) {
  walk walk = {{0, 0}, NULL, 0};
  int rc = walk_events(store, checks, &walk);
  *out = walk.seen;
  return rc;
}

int raw_fold(
  const raw_store *store, int checks, uint16_t *status, size_t capacity, raw_seen *out) {
  walk walk = {{0, 0}, status, capacity};
  int rc = walk_events(store, checks, &walk);
  *out = walk.seen;
  for (size_t i = 0; i < capacity; i++) out->sum += (uint64_t)status[i] * (i + 1);
  return rc;
}

static int get(MDB_txn *txn, MDB_dbi table, MDB_val *key, MDB_val *value) {
  int rc = mdb_get(txn, table, key, value);
  return rc == 0 && !raw_is_whole(key, value) ? RAW_CHECK : rc;
}

static int read_stream(
  MDB_txn *txn, const raw_store *store, MDB_val *name, uint8_t *room, size_t capacity,
  raw_seen *out) {
  MDB_val value, key;
  MDB_cursor *cursor;
  uint8_t first[14] = {0};
  int rc = get(txn, store->tables[NAMES], name, &value);
  if (rc != 0) return rc;
  memcpy(first, value.mv_data, 6);
  rc = mdb_cursor_open(txn, store->tables[STREAMS], &cursor);
  if (rc != 0) return rc;
  key.mv_data = first;
  key.mv_size = sizeof first;
  size_t used = 0;
  rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
  while (rc == 0 && memcmp(key.mv_data, first, 6) == 0) {
    MDB_val place = {8, value.mv_data}, entry;
    if (!raw_is_whole(&key, &value)) rc = RAW_CHECK;
    if (rc == 0) rc = get(txn, store->tables[EVENTS], &place, &entry);
    if (rc == 0 && used + entry.mv_size > capacity) rc = MDB_BAD_VALSIZE;
    if (rc != 0) break;
    memcpy(room + used, entry.mv_data, entry.mv_size);
    used += entry.mv_size;
    out->events++;
    rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
  }
  mdb_cursor_close(cursor);
  out->sum += used;
  return rc == MDB_NOTFOUND ? 0 : rc;
}

int raw_read_stream(
  const raw_store *store, const uint8_t *name, size_t name_size, uint8_t *room, size_t capacity,
  raw_seen *out) {
  MDB_txn *txn;
  MDB_val key = {name_size, (void *)name};
  int rc = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
  if (rc != 0) return rc;
  rc = read_stream(txn, store, &key, room, capacity, out);
  mdb_txn_abort(txn);
  return rc;
}
