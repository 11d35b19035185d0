// SPDX-License-Identifier: Apache-2.0
// One key an event under its position, and ticket → position in a table with duplicates.
#include <errno.h>
#include <stdlib.h>

#include "raw_lmdb_private.h"

struct raw_kv {
  MDB_env *env;
  MDB_dbi events, streams;
  uint64_t head;
};

/// The same content as the log's entry: both times, 128-bit id, version, type, six objects.
typedef struct __attribute__((packed)) {
  int64_t recorded, occurred;
  uint64_t id_high, id_low;
  uint32_t version;
  uint16_t type, flags;
  uint32_t objects[RAW_KINDS];
} kv_header;

int raw_kv_create(const char *directory, raw_kv **out) {
  raw_kv *store = calloc(1, sizeof *store);
  if (store == NULL) return ENOMEM;
  MDB_txn *txn = NULL;
  int rc = raw_open_env(directory, 0, &store->env);
  if (rc == 0) rc = mdb_txn_begin(store->env, NULL, 0, &txn);
  if (rc == 0) rc = mdb_dbi_open(txn, "events", MDB_CREATE, &store->events);
  if (rc == 0)
    rc = mdb_dbi_open(txn, "streams", MDB_CREATE | MDB_DUPSORT | MDB_DUPFIXED, &store->streams);
  if (rc == 0) rc = mdb_txn_commit(txn);
  if (rc == 0) {
    *out = store;
    return 0;
  }
  raw_kv_close(store);
  return rc;
}

void raw_kv_close(raw_kv *store) {
  if (store->env != NULL) mdb_env_close(store->env);
  free(store);
}

static int put_event(
  raw_kv *store, MDB_txn *txn, MDB_cursor *streams, const raw_event *event, int64_t recorded) {
  uint8_t place[8], ticket[4];
  put64(place, ++store->head);
  put32(ticket, event->objects[RAW_TICKET]);
  MDB_val key = {8, place}, room = {sizeof(kv_header) + event->payload_size, NULL};
  int rc = mdb_put(txn, store->events, &key, &room, MDB_APPEND | MDB_RESERVE);
  if (rc != 0) return rc;
  kv_header header = {recorded,       event->occurred, event->id_high, event->id_low,
                      event->version, event->type,     CLOCK_INJECTED, {0}};
  memcpy(header.objects, event->objects, sizeof header.objects);
  memcpy(room.mv_data, &header, sizeof header);
  memcpy((uint8_t *)room.mv_data + sizeof header, event->payload, event->payload_size);
  MDB_val index_key = {4, ticket}, index_value = {8, place};
  return mdb_cursor_put(streams, &index_key, &index_value, MDB_NODUPDATA);
}

int raw_kv_append(raw_kv *store, const raw_event *events, size_t count) {
  MDB_txn *txn;
  MDB_cursor *streams = NULL;
  uint64_t head = store->head;
  int rc = mdb_txn_begin(store->env, NULL, 0, &txn);
  if (rc != 0) return rc;
  rc = mdb_cursor_open(txn, store->streams, &streams);
  int64_t recorded = events[count - 1].occurred;
  for (size_t i = 0; rc == 0 && i < count; i++)
    rc = put_event(store, txn, streams, &events[i], recorded);
  if (streams != NULL) mdb_cursor_close(streams);
  if (rc == 0) rc = mdb_txn_commit(txn);
  else mdb_txn_abort(txn);
  if (rc != 0) store->head = head;
  return rc;
}

static inline uint64_t sum_of(const MDB_val *key, const kv_header *header) {
  return header_sum(
    get64(key->mv_data), header->recorded, header->occurred, header->id_high, header->id_low,
    header->version, header->type);
}

static int walk(
  const raw_kv *store, uint16_t *status, size_t capacity, raw_seen *out) {
  MDB_txn *txn;
  MDB_cursor *cursor;
  MDB_val key, value;
  raw_seen seen = {0, 0, 0};
  int rc = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
  if (rc != 0) return rc;
  rc = mdb_cursor_open(txn, store->events, &cursor);
  if (rc == 0) {
    while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
      const kv_header *header = value.mv_data;
      seen.events++;
      if (status == NULL) {
        seen.sum += sum_of(&key, header);
      } else if (header->objects[RAW_TICKET] < capacity) {
        status[header->objects[RAW_TICKET]] = (uint16_t)(header->type + 1);
      }
    }
    mdb_cursor_close(cursor);
  }
  mdb_txn_abort(txn);
  *out = seen;
  return rc == MDB_NOTFOUND ? 0 : rc;
}

int raw_kv_scan(const raw_kv *store, raw_seen *out) { return walk(store, NULL, 0, out); }

int raw_kv_fold(const raw_kv *store, uint16_t *status, size_t capacity, raw_seen *out) {
  int rc = walk(store, status, capacity, out);
  out->sum = 0;
  for (size_t i = 0; i < capacity; i++) out->sum += (uint64_t)status[i] * (i + 1);
  return rc;
}

static int history(
  const raw_kv *store, MDB_txn *txn, MDB_cursor *streams, uint32_t ticket, raw_seen *out) {
  uint8_t name[4];
  put32(name, ticket);
  MDB_val key = {4, name}, place, value;
  int rc = mdb_cursor_get(streams, &key, &place, MDB_SET_KEY);
  while (rc == 0) {
    MDB_val at = {8, place.mv_data};
    rc = mdb_get(txn, store->events, &at, &value);
    if (rc != 0) return rc;
    out->events++;
    out->sum += sum_of(&at, value.mv_data);
    out->bytes += touch(value.mv_data, value.mv_size);
    rc = mdb_cursor_get(streams, &key, &place, MDB_NEXT_DUP);
  }
  return rc == MDB_NOTFOUND ? 0 : rc;
}

int raw_kv_history(const raw_kv *store, const uint32_t *tickets, size_t count, raw_seen *out) {
  memset(out, 0, sizeof *out);
  int rc = 0;
  for (size_t i = 0; rc == 0 && i < count; i++) {
    // A transaction for each, as each of our reads has one.
    MDB_txn *txn;
    MDB_cursor *streams;
    rc = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
    if (rc != 0) return rc;
    rc = mdb_cursor_open(txn, store->streams, &streams);
    if (rc == 0) {
      rc = history(store, txn, streams, tickets[i], out);
      mdb_cursor_close(streams);
    }
    mdb_txn_abort(txn);
  }
  return rc;
}
