// SPDX-License-Identifier: Apache-2.0
// The product's store as a careful C program writes it: names, tail, segments, tree, index runs.
#include <errno.h>
#include <stdlib.h>

#include "raw_lmdb_private.h"

struct raw_log {
  MDB_env *env;
  MDB_dbi tables[TABLES];
  raw_index index;
  uint64_t head, sealed;
  int64_t recorded;
  /// Log numbers + 1 by workload number, and the next ones.
  uint32_t *numbers[RAW_KINDS];
  uint32_t known[RAW_KINDS], next[RAW_KINDS];
  uint16_t types[12], next_type;
  /// Of the group under way, the tail's leaves in front.
  raw_row *rows;
  uint8_t *leaves;
  size_t capacity;
  uint8_t *segment;
};

static const char *const roles[RAW_KINDS] = {
  "@stream", "@person", "town", "grid", "category", "department",
};

int raw_log_create(const char *directory, raw_log **out) {
  raw_log *store = calloc(1, sizeof *store);
  if (store == NULL) return ENOMEM;
  MDB_txn *txn = NULL;
  int rc = raw_open_env(directory, 0, &store->env);
  if (rc == 0) rc = raw_index_open(&store->index);
  store->segment = malloc(4 << 20);
  if (rc == 0) rc = mdb_txn_begin(store->env, NULL, 0, &txn);
  for (int table = 0; rc == 0 && table < TABLES; table++)
    rc = mdb_dbi_open(txn, raw_table_names[table], MDB_CREATE, &store->tables[table]);
  if (rc == 0) rc = mdb_txn_commit(txn);
  *out = store;
  return rc;
}

void raw_log_close(raw_log *store) {
  if (store->env != NULL) mdb_env_close(store->env);
  raw_index_close(&store->index);
  for (int kind = 0; kind < RAW_KINDS; kind++) free(store->numbers[kind]);
  free(store->rows);
  free(store->leaves);
  free(store->segment);
  free(store);
}

// MARK: Names

static int put_symbol(
  raw_log *store, MDB_txn *txn, char tag, uint32_t number, const void *value, size_t size) {
  uint8_t key[5];
  key[0] = (uint8_t)tag;
  put32(key + 1, number);
  return raw_put(txn, store->tables[SYMBOLS], key, 5, value, size, 0);
}

/// The kinds, roles and the one shape, with the first event.
static int put_symbols(raw_log *store, MDB_txn *txn) {
  uint8_t shape[4 * RAW_KINDS] = {0}, name[MOST_NAME];
  int rc = 0;
  for (int kind = 0; rc == 0 && kind < RAW_KINDS; kind++) {
    raw_name(kind, 0, name);
    size_t size = (size_t)((uint8_t *)memchr(name, '/', MOST_NAME) - name);
    rc = put_symbol(store, txn, 'k', (uint32_t)kind, name, size);
    if (rc == 0) rc = put_symbol(store, txn, 'r', (uint32_t)kind, roles[kind], strlen(roles[kind]));
    shape[4 * kind + 1] = shape[4 * kind + 3] = (uint8_t)kind;
  }
  return rc == 0 ? put_symbol(store, txn, 's', 0, shape, sizeof shape) : rc;
}

static int put_type(raw_log *store, MDB_txn *txn, int type) {
  uint8_t value[64] = {0, 1};
  size_t size;
  const char *name = raw_type(type, &size);
  memcpy(value + 2, name, size);
  uint16_t number = store->next_type++;
  store->types[type] = (uint16_t)(number + 1);
  return put_symbol(store, txn, 't', number, value, size + 2);
}

static int put_object(raw_log *store, MDB_txn *txn, int kind, uint32_t number) {
  if (number >= store->known[kind]) {
    uint32_t capacity = number + number / 2 + 1024;
    uint32_t *grown = realloc(store->numbers[kind], capacity * sizeof *grown);
    if (grown == NULL) return ENOMEM;
    memset(grown + store->known[kind], 0, (capacity - store->known[kind]) * sizeof *grown);
    store->numbers[kind] = grown;
    store->known[kind] = capacity;
  }
  uint8_t name[MOST_NAME], key[6] = {0, (uint8_t)kind};
  size_t size = raw_name(kind, number, name);
  put32(key + 2, store->next[kind]);
  store->numbers[kind][number] = ++store->next[kind];
  int rc = raw_put(txn, store->tables[OBJECTS], key, 6, name, size, 0);
  return rc == 0 ? raw_put(txn, store->tables[NAMES], name, size, key, 6, 0) : rc;
}

static int take(
  raw_log *store, MDB_txn *txn, const raw_event *event, int64_t recorded, raw_row *row) {
  int rc = store->head == 1 ? put_symbols(store, txn) : 0;
  if (rc == 0 && store->types[event->type] == 0) rc = put_type(store, txn, event->type);
  *row = (raw_row){
    .recorded = recorded, .occurred = event->occurred, .id_high = event->id_high,
    .id_low = event->id_low, .version = event->version, .flags = CLOCK_INJECTED,
    .type = (uint16_t)(store->types[event->type] - 1), .payload_size = event->payload_size,
    .payload = event->payload,
  };
  for (int kind = 0; rc == 0 && kind < RAW_KINDS; kind++) {
    uint32_t number = event->objects[kind];
    if (number >= store->known[kind] || store->numbers[kind][number] == 0)
      rc = put_object(store, txn, kind, number);
    if (rc == 0) row->objects[kind] = store->numbers[kind][number] - 1;
  }
  return rc;
}

// MARK: Sealing

/// Reads the tail's rows; their payloads lie in the map until the next put.
static int read_tail(raw_log *store, MDB_txn *txn, raw_row *rows) {
  MDB_cursor *cursor;
  MDB_val key, value;
  int rc = mdb_cursor_open(txn, store->tables[TAIL], &cursor), count = 0;
  if (rc != 0) return rc;
  while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
    if (!raw_is_whole(&key, &value)) rc = RAW_CHECK;
    if (rc == 0) rc = raw_read_entry(value.mv_data, value.mv_size - CHECK_BYTES, &rows[count++]);
    if (rc != 0) break;
  }
  mdb_cursor_close(cursor);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

static int put_root(raw_log *store, MDB_txn *txn, int level, uint64_t number, const uint8_t *root) {
  uint8_t key[9];
  key[0] = (uint8_t)level;
  put64(key + 1, number);
  return raw_put(txn, store->tables[TREE], key, 9, root, HASH_BYTES, 0);
}

/// The root of a segment, and of every subtree that it completes.
static int put_roots(raw_log *store, MDB_txn *txn, uint64_t number, uint8_t *leaves) {
  uint8_t hashes[SEGMENT * HASH_BYTES], key[9];
  memcpy(hashes, leaves, sizeof hashes);
  for (int level = 0;; level++) {
    raw_root(hashes, SEGMENT);
    int rc = put_root(store, txn, level, number, hashes);
    if (rc != 0 || (number + 1) % SEGMENT != 0) return rc;
    number /= SEGMENT;
    key[0] = (uint8_t)level;
    for (int child = 0; child < SEGMENT; child++) {
      put64(key + 1, number * SEGMENT + (uint64_t)child);
      MDB_val at = {9, key}, value;
      rc = mdb_get(txn, store->tables[TREE], &at, &value);
      if (rc == 0 && !raw_is_whole(&at, &value)) rc = RAW_CHECK;
      if (rc != 0) return rc;
      memcpy(hashes + HASH_BYTES * child, value.mv_data, HASH_BYTES);
    }
  }
}

static int seal(raw_log *store, MDB_txn *txn, const raw_row *rows, int in_tail, uint8_t *leaves) {
  raw_row all[SEGMENT];
  uint8_t key[8];
  int rc = in_tail > 0 ? read_tail(store, txn, all) : 0;
  if (rc != 0) return rc;
  memcpy(all + in_tail, rows, (size_t)(SEGMENT - in_tail) * sizeof *rows);
  uint64_t number = store->sealed / SEGMENT;
  size_t size = raw_write_segment(number, all, store->segment);
  if (in_tail > 0) rc = mdb_drop(txn, store->tables[TAIL], 0);
  put64(key, number);
  if (rc == 0)
    rc = raw_put(txn, store->tables[SEGMENTS], key, 8, store->segment, size, MDB_APPEND);
  if (rc == 0) rc = put_roots(store, txn, number, leaves);
  store->sealed += SEGMENT;
  return rc;
}

static int put_tail(raw_log *store, MDB_txn *txn, const raw_row *row, uint64_t position) {
  uint8_t place[8];
  put64(place, position);
  size_t size = ENTRY_BYTES + row->payload_size;
  MDB_val key = {8, place}, room = {size + CHECK_BYTES, NULL};
  int rc = mdb_put(txn, store->tables[TAIL], &key, &room, MDB_APPEND | MDB_RESERVE);
  if (rc != 0) return rc;
  raw_write_entry(row, room.mv_data);
  uint32_t sum = raw_sum(&key, room.mv_data, size);
  memcpy((uint8_t *)room.mv_data + size, &sum, 4);
  return 0;
}

// MARK: Appending

static int reserve(raw_log *store, size_t count) {
  if (count <= store->capacity) return 0;
  raw_row *rows = realloc(store->rows, count * sizeof *rows);
  if (rows == NULL) return ENOMEM;
  store->rows = rows;
  uint8_t *leaves = realloc(store->leaves, (count + SEGMENT) * HASH_BYTES);
  if (leaves == NULL) return ENOMEM;
  store->leaves = leaves;
  store->capacity = count;
  return 0;
}

static int put_all(raw_log *store, MDB_txn *txn, const raw_event *events, size_t count) {
  uint8_t record[MOST_RECORD];
  size_t in_tail = (size_t)(store->head - store->sealed), held = in_tail, next = 0;
  uint8_t *leaves = store->leaves;
  int64_t recorded = events[count - 1].occurred;
  if (recorded < store->recorded) recorded = store->recorded;
  int rc = 0;
  for (size_t i = 0; rc == 0 && i < count; i++) {
    store->head++;
    rc = take(store, txn, &events[i], recorded, &store->rows[i]);
    size_t size = raw_write_record(&events[i], store->head, recorded, record);
    raw_sha_of(record, size, leaves + HASH_BYTES * (held + i));
    if (rc == 0) rc = raw_index_add(&store->index, &store->rows[i]);
  }
  while (rc == 0 && in_tail + count - next >= SEGMENT) {
    rc = seal(store, txn, store->rows + next, (int)in_tail, leaves);
    next += SEGMENT - in_tail;
    leaves += HASH_BYTES * SEGMENT;
    in_tail = 0;
  }
  uint64_t first = store->head - count + 1;
  for (size_t i = next; rc == 0 && i < count; i++)
    rc = put_tail(store, txn, &store->rows[i], first + i);
  memmove(store->leaves, leaves, HASH_BYTES * (in_tail + count - next));
  store->recorded = recorded;
  return rc;
}

int raw_log_append(raw_log *store, const raw_event *events, size_t count) {
  MDB_txn *txn;
  int rc = reserve(store, count);
  if (rc == 0) rc = mdb_txn_begin(store->env, NULL, 0, &txn);
  if (rc != 0) return rc;
  rc = put_all(store, txn, events, count);
  if (rc == 0) rc = mdb_txn_commit(txn);
  else mdb_txn_abort(txn);
  if (rc == 0) rc = raw_index_keep_up(&store->index, store->env, store->tables, store->sealed);
  return rc;
}
