// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "raw_lmdb_private.h"

struct raw_sqlite {
  sqlite3 *db;
  sqlite3_stmt *begin, *commit, *event, *object, *history, *scan;
  uint64_t head;
  /// By kind and workload number: the object's row, 0 if it has none yet.
  int64_t *rows[RAW_KINDS];
  uint32_t known[RAW_KINDS];
};

static const char schema[] =
  "CREATE TABLE objects (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
  "CREATE TABLE events (position INTEGER PRIMARY KEY, recorded INTEGER NOT NULL,"
  " occurred INTEGER NOT NULL, id BLOB NOT NULL, stream INTEGER NOT NULL,"
  " version INTEGER NOT NULL, type INTEGER NOT NULL, flags INTEGER NOT NULL,"
  " person INTEGER NOT NULL, town INTEGER NOT NULL, grid INTEGER NOT NULL,"
  " category INTEGER NOT NULL, department INTEGER NOT NULL, payload BLOB NOT NULL);"
  "CREATE UNIQUE INDEX ids ON events (id);"
  "CREATE UNIQUE INDEX streams ON events (stream, version);"
  "CREATE INDEX types ON events (type);"
  "CREATE INDEX persons ON events (person);"
  "CREATE INDEX towns ON events (town);"
  "CREATE INDEX grids ON events (grid);"
  "CREATE INDEX categories ON events (category);"
  "CREATE INDEX departments ON events (department);";

static const char pragmas[] =
  "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
  "PRAGMA mmap_size = 4294967296;";

const char *raw_sqlite_schema(void) { return schema; }

static int prepare(raw_sqlite *store, const char *sql, sqlite3_stmt **out) {
  return sqlite3_prepare_v2(store->db, sql, -1, out, NULL) == SQLITE_OK ? 0 : RAW_SQL;
}

int raw_sqlite_create(const char *path, raw_sqlite **out) {
  raw_sqlite *store = calloc(1, sizeof *store);
  if (store == NULL) return ENOMEM;
  *out = store;
  int rc = sqlite3_open(path, &store->db) == SQLITE_OK ? 0 : RAW_SQL;
  if (rc == 0 && sqlite3_exec(store->db, pragmas, NULL, NULL, NULL) != SQLITE_OK) rc = RAW_SQL;
  if (rc == 0 && sqlite3_exec(store->db, schema, NULL, NULL, NULL) != SQLITE_OK) rc = RAW_SQL;
  if (rc == 0) rc = prepare(store, "BEGIN IMMEDIATE", &store->begin);
  if (rc == 0) rc = prepare(store, "COMMIT", &store->commit);
  if (rc == 0) rc = prepare(store, "INSERT INTO objects (name) VALUES (?)", &store->object);
  if (rc == 0)
    rc = prepare(
      store, "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", &store->event);
  if (rc == 0)
    rc = prepare(
      store,
      "SELECT position, recorded, occurred, id, version, type, payload FROM events"
      " ORDER BY position",
      &store->scan);
  if (rc == 0)
    rc = prepare(
      store,
      "SELECT position, recorded, occurred, id, version, type, payload, flags, person, town,"
      " grid, category, department FROM events"
      " WHERE stream = (SELECT number FROM objects WHERE name = ?) ORDER BY version",
      &store->history);
  return rc;
}

void raw_sqlite_close(raw_sqlite *store) {
  sqlite3_stmt *statements[] = {store->begin,  store->commit,  store->event,
                                store->object, store->history, store->scan};
  for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
    sqlite3_finalize(statements[i]);
  sqlite3_close(store->db);
  for (int kind = 0; kind < RAW_KINDS; kind++) free(store->rows[kind]);
  free(store);
}

static int run(sqlite3_stmt *statement) {
  int rc = sqlite3_step(statement) == SQLITE_DONE ? 0 : RAW_SQL;
  sqlite3_reset(statement);
  return rc;
}

int64_t raw_sqlite_row(const raw_sqlite *store, int kind, uint32_t number) {
  return number < store->known[kind] ? store->rows[kind][number] : 0;
}

int raw_sqlite_learn(raw_sqlite *store, int kind, uint32_t number, int64_t row) {
  if (number >= store->known[kind]) {
    uint32_t capacity = number + number / 2 + 1024;
    int64_t *grown = realloc(store->rows[kind], capacity * sizeof *grown);
    if (grown == NULL) return ENOMEM;
    memset(grown + store->known[kind], 0, (capacity - store->known[kind]) * sizeof *grown);
    store->rows[kind] = grown;
    store->known[kind] = capacity;
  }
  store->rows[kind][number] = row;
  return 0;
}

static int row_of(raw_sqlite *store, int kind, uint32_t number, int64_t *out) {
  *out = raw_sqlite_row(store, kind, number);
  if (*out != 0) return 0;
  uint8_t name[MOST_NAME];
  size_t size = raw_name(kind, number, name);
  sqlite3_bind_text(store->object, 1, (const char *)name, (int)size, SQLITE_STATIC);
  int rc = run(store->object);
  if (rc != 0) return rc;
  *out = sqlite3_last_insert_rowid(store->db);
  return raw_sqlite_learn(store, kind, number, *out);
}

static int insert(raw_sqlite *store, const raw_event *event, int64_t recorded) {
  uint8_t id[16];
  put64(id, event->id_high);
  put64(id + 8, event->id_low);
  sqlite3_stmt *to = store->event;
  sqlite3_bind_int64(to, 1, (int64_t)++store->head);
  sqlite3_bind_int64(to, 2, recorded);
  sqlite3_bind_int64(to, 3, event->occurred);
  sqlite3_bind_blob(to, 4, id, 16, SQLITE_STATIC);
  sqlite3_bind_int64(to, 6, event->version);
  sqlite3_bind_int64(to, 7, event->type);
  sqlite3_bind_int64(to, 8, CLOCK_INJECTED);
  int rc = 0;
  for (int kind = 0; rc == 0 && kind < RAW_KINDS; kind++) {
    int64_t row;
    rc = row_of(store, kind, event->objects[kind], &row);
    if (rc == 0) sqlite3_bind_int64(to, kind == RAW_TICKET ? 5 : 8 + kind, row);
  }
  sqlite3_bind_blob(to, 14, event->payload, (int)event->payload_size, SQLITE_STATIC);
  return rc == 0 ? run(to) : rc;
}

int raw_sqlite_append(raw_sqlite *store, const raw_event *events, size_t count) {
  int rc = run(store->begin);
  for (size_t i = 0; rc == 0 && i < count; i++)
    rc = insert(store, &events[i], events[count - 1].occurred);
  return rc == 0 ? run(store->commit) : rc;
}

int raw_sqlite_checkpoint(raw_sqlite *store) {
  int rc = sqlite3_exec(store->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
  return rc == SQLITE_OK ? 0 : RAW_SQL;
}

static int read_rows(sqlite3_stmt *from, int columns, raw_seen *out) {
  int rc;
  while ((rc = sqlite3_step(from)) == SQLITE_ROW) {
    const uint8_t *id = sqlite3_column_blob(from, 3);
    out->events++;
    out->sum += header_sum(
      (uint64_t)sqlite3_column_int64(from, 0), sqlite3_column_int64(from, 1),
      sqlite3_column_int64(from, 2), get64(id), get64(id + 8),
      (uint64_t)sqlite3_column_int64(from, 4), (unsigned)sqlite3_column_int(from, 5));
    out->bytes += touch(sqlite3_column_blob(from, 6), (size_t)sqlite3_column_bytes(from, 6));
    for (int column = 7; column < columns; column++)
      out->bytes += (uint64_t)sqlite3_column_int64(from, column);
  }
  sqlite3_reset(from);
  return rc == SQLITE_DONE ? 0 : RAW_SQL;
}

int raw_sqlite_scan(raw_sqlite *store, raw_seen *out) {
  memset(out, 0, sizeof *out);
  return read_rows(store->scan, 7, out);
}

int raw_sqlite_history(raw_sqlite *store, const uint32_t *tickets, size_t count, raw_seen *out) {
  uint8_t name[MOST_NAME];
  int rc = 0;
  memset(out, 0, sizeof *out);
  for (size_t i = 0; rc == 0 && i < count; i++) {
    size_t size = raw_name(RAW_TICKET, tickets[i], name);
    sqlite3_bind_text(store->history, 1, (const char *)name, (int)size, SQLITE_STATIC);
    rc = read_rows(store->history, 13, out);
  }
  return rc;
}
