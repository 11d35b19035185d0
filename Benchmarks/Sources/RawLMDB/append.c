// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "raw_lmdb_private.h"

const char *const raw_table_names[TABLES] = {
  "events", "ids", "streams", "types", "references", "symbols", "objects", "names",
};

// The product's settings: 1 GiB of map, full sync, no WRITEMAP.
static int open_store(const char *directory, unsigned flags, raw_store **out) {
  raw_store *store = calloc(1, sizeof *store);
  if (store == NULL) return ENOMEM;
  MDB_txn *txn = NULL;
  int rc = mdb_env_create(&store->env);
  if (rc == 0) rc = mdb_env_set_mapsize(store->env, (size_t)1 << 30);
  if (rc == 0) rc = mdb_env_set_maxdbs(store->env, 32);
  if (rc == 0) rc = mdb_env_open(store->env, directory, MDB_NOTLS | flags, 0640);
  if (rc == 0) rc = mdb_txn_begin(store->env, NULL, flags & MDB_RDONLY, &txn);
  for (int table = 0; rc == 0 && table < TABLES; table++) {
    unsigned create = flags & MDB_RDONLY ? 0 : MDB_CREATE;
    rc = mdb_dbi_open(txn, raw_table_names[table], create, &store->tables[table]);
  }
  if (rc == 0) rc = mdb_txn_commit(txn);
  if (rc == 0) {
    *out = store;
    return 0;
  }
  raw_close(store);
  return rc;
}

int raw_create(const char *directory, raw_store **out) { return open_store(directory, 0, out); }

int raw_open(const char *directory, raw_store **out) {
  return open_store(directory, MDB_RDONLY, out);
}

void raw_close(raw_store *store) {
  if (store->env != NULL) mdb_env_close(store->env);
  free(store);
}

const char *raw_text(int code) {
  return code == RAW_CHECK ? "a value does not fit its check" : mdb_strerror(code);
}

uint64_t raw_used_bytes(const raw_store *store) {
  MDB_envinfo info;
  MDB_stat stat;
  if (mdb_env_info(store->env, &info) != 0 || mdb_env_stat(store->env, &stat) != 0) return 0;
  return (info.me_last_pgno + 1) * stat.ms_psize;
}

static void store_big64(uint8_t *at, uint64_t value) {
  value = __builtin_bswap64(value);
  memcpy(at, &value, 8);
}

/// Puts a value with its check, written straight into the page.
static int put(
  MDB_txn *txn, MDB_dbi table, void *key, size_t key_size, const void *value, size_t size,
  unsigned flags) {
  MDB_val at = {key_size, key}, room = {size + CHECK_BYTES, NULL};
  int rc = mdb_put(txn, table, &at, &room, flags | MDB_RESERVE);
  if (rc != 0) return rc;
  if (size > 0) memcpy(room.mv_data, value, size);
  uint32_t sum = raw_sum(&at, room.mv_data, size);
  memcpy((uint8_t *)room.mv_data + size, &sum, 4);
  return 0;
}

static int put_entry(
  MDB_txn *txn, MDB_dbi table, uint8_t *place, const raw_event *event, int64_t recorded) {
  MDB_val at = {8, place}, room = {event->entry_size + CHECK_BYTES, NULL};
  int rc = mdb_put(txn, table, &at, &room, MDB_APPEND | MDB_RESERVE);
  if (rc != 0) return rc;
  memcpy(room.mv_data, event->entry, event->entry_size);
  memcpy(room.mv_data, &recorded, 8);
  uint32_t sum = raw_sum(&at, room.mv_data, event->entry_size);
  memcpy((uint8_t *)room.mv_data + event->entry_size, &sum, 4);
  return 0;
}

static int put_dictionary(raw_store *store, MDB_txn *txn, const raw_event *event) {
  int rc = 0;
  for (int i = 0; rc == 0 && i < event->symbol_count; i++) {
    const raw_pair *pair = &event->symbols[i];
    rc = put(
      txn, store->tables[SYMBOLS], (void *)pair->key, pair->key_size, pair->value,
      pair->value_size, 0);
  }
  for (int i = 0; rc == 0 && i < event->name_count; i++) {
    const raw_pair *pair = &event->names[i];
    rc = put(
      txn, store->tables[OBJECTS], (void *)pair->value, pair->value_size, pair->key,
      pair->key_size, 0);
    if (rc != 0) break;
    rc = put(
      txn, store->tables[NAMES], (void *)pair->key, pair->key_size, pair->value,
      pair->value_size, 0);
  }
  return rc;
}

static int put_event(raw_store *store, MDB_txn *txn, const raw_event *event, int64_t recorded) {
  uint8_t place[8], key[16];
  store_big64(place, ++store->head);
  int rc = put_dictionary(store, txn, event);
  if (rc == 0) rc = put_entry(txn, store->tables[EVENTS], place, event, recorded);
  // NOOVERWRITE refuses an id or a version that is there: the two checks of every append.
  if (rc == 0)
    rc = put(txn, store->tables[IDS], (void *)event->id, 16, place, 8, MDB_NOOVERWRITE);
  if (rc == 0)
    rc = put(
      txn, store->tables[STREAMS], (void *)event->stream_key, 14, place, 8, MDB_NOOVERWRITE);
  key[0] = (uint8_t)(event->type >> 8);
  key[1] = (uint8_t)event->type;
  memcpy(key + 2, place, 8);
  if (rc == 0) rc = put(txn, store->tables[TYPES], key, 10, NULL, 0, 0);
  for (int i = 0; rc == 0 && i < event->posting_count; i++) {
    memcpy(key, event->postings + 8 * i, 8);
    memcpy(key + 8, place, 8);
    rc = put(txn, store->tables[REFERENCES], key, 16, NULL, 0, 0);
  }
  return rc;
}

int raw_append(raw_store *store, const raw_event *events, size_t count) {
  struct timespec now;
  MDB_txn *txn;
  uint64_t head = store->head;
  int rc = mdb_txn_begin(store->env, NULL, 0, &txn);
  if (rc != 0) return rc;
  clock_gettime(CLOCK_REALTIME, &now);
  int64_t recorded = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
  for (size_t i = 0; rc == 0 && i < count; i++) rc = put_event(store, txn, &events[i], recorded);
  if (rc == 0) rc = mdb_txn_commit(txn);
  else mdb_txn_abort(txn);
  if (rc != 0) store->head = head;
  return rc;
}
