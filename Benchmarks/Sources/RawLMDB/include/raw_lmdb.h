// SPDX-License-Identifier: Apache-2.0
// The yardsticks: what a careful C program does with the same events.
//
//   raw_kv      liblmdb, one key an event and an index of streams; no ids looked up, no names,
//               no checks, no tree: as lean as a log on liblmdb can be
//   raw_log     liblmdb, the same keys, values and hashes as the product's store (docs/FORMAT.md
//               §2), written from the format's page: `raw_compare` holds the two together
//   raw_flat    one file of records, read through mmap
//   raw_sqlite  SQLite through its C API, the same columns and indexes
//   raw_hasher  the hashes of the log's tree and nothing else
#ifndef RAW_LMDB_H
#define RAW_LMDB_H

#include <stddef.h>
#include <stdint.h>

/// The kinds of objects; each has numbers of its own, from 0.
enum { RAW_TICKET, RAW_PERSON, RAW_TOWN, RAW_GRID, RAW_CATEGORY, RAW_DEPARTMENT, RAW_KINDS };

/// One event. Objects are numbers of the workload; names are made from them (`raw_name`).
typedef struct {
  int64_t occurred;  ///< µs since 1970
  uint64_t id_high;
  uint64_t id_low;
  const uint8_t *payload; ///< encoded outside of what is timed
  uint32_t payload_size;
  uint32_t version;  ///< in the ticket's stream, from 1
  uint32_t objects[RAW_KINDS];
  uint16_t type;     ///< 0…11
} raw_event;

/// What a read saw, so that no compiler leaves it out and all stores can be held together.
typedef struct {
  uint64_t events;
  uint64_t sum;   ///< of header fields: equal for equal events
  uint64_t bytes; ///< sum of the words of what lies there: each store's own
} raw_seen;

/// The text of a code.
const char *raw_text(int code);
/// Writes the name of an object, `kind/key`; its length, at most 40.
size_t raw_name(int kind, uint32_t number, uint8_t *out);
/// The name of a type and its length.
const char *raw_type(int type, size_t *size);

// MARK: One key an event, and an index of streams

typedef struct raw_kv raw_kv;

int raw_kv_create(const char *directory, raw_kv **out);
void raw_kv_close(raw_kv *store);
/// Appends the events in one transaction with full sync.
int raw_kv_append(raw_kv *store, const raw_event *events, size_t count);
/// Walks all events with a cursor and adds up their header fields.
int raw_kv_scan(const raw_kv *store, raw_seen *out);
/// The newest type of each ticket by its number; `sum` is over these.
int raw_kv_fold(const raw_kv *store, uint16_t *status, size_t capacity, raw_seen *out);
/// The events of some tickets by the index: header fields and every byte of each.
int raw_kv_history(const raw_kv *store, const uint32_t *tickets, size_t count, raw_seen *out);

// MARK: The same puts and hashes

typedef struct raw_log raw_log;

int raw_log_create(const char *directory, raw_log **out);
void raw_log_close(raw_log *store);
/// Appends in one transaction with full sync, then writes the index runs that are due, each in
/// one of its own.
int raw_log_append(raw_log *store, const raw_event *events, size_t count);
/// Whether two directories hold the same keys and values in the tables of events, hashes, names
/// and indexes; every check of both is verified. `what` tells the first difference. Neither may
/// be open in this process.
int raw_compare(const char *left, const char *right, char *what, size_t capacity);

// MARK: A flat file

typedef struct raw_flat raw_flat;

int raw_flat_create(const char *path, raw_flat **out);
void raw_flat_close(raw_flat *file);
/// Adds the records to the file; with `sync`, on disk when this returns.
int raw_flat_append(raw_flat *file, const raw_event *events, size_t count, int sync);
/// Maps what is in the file; it stays mapped until `raw_flat_close`.
int raw_flat_map(raw_flat *file);
/// Touches every byte of every record of the map.
int raw_flat_scan(const raw_flat *file, raw_seen *out);

/// Projection D: the last type of each ticket, events by town and month, every payload field
/// decoded and added up.
typedef struct {
  uint16_t *status; ///< type + 1 by ticket; the caller's, `tickets` long
  size_t tickets;
  uint64_t town_month[64][16];
  uint64_t numbers; ///< sum of all whole numbers in payloads
  uint64_t text;    ///< bytes of all texts in payloads
} raw_projection;

int raw_flat_project(const raw_flat *file, raw_projection *out);

// MARK: SQLite

typedef struct raw_sqlite raw_sqlite;

/// WAL, synchronous FULL; the columns of an event and an index for each question that the log's
/// indexes answer.
int raw_sqlite_create(const char *path, raw_sqlite **out);
void raw_sqlite_close(raw_sqlite *store);
const char *raw_sqlite_schema(void);
int raw_sqlite_append(raw_sqlite *store, const raw_event *events, size_t count);
/// The row of an object, 0 if it has none yet; and what another program has given it.
int64_t raw_sqlite_row(const raw_sqlite *store, int kind, uint32_t number);
int raw_sqlite_learn(raw_sqlite *store, int kind, uint32_t number, int64_t row);
/// Moves the write-ahead log into the file.
int raw_sqlite_checkpoint(raw_sqlite *store);
int raw_sqlite_scan(raw_sqlite *store, raw_seen *out);
/// The events of some tickets by name.
int raw_sqlite_history(raw_sqlite *store, const uint32_t *tickets, size_t count, raw_seen *out);

// MARK: Hashing alone

typedef struct raw_hasher raw_hasher;

raw_hasher *raw_hasher_create(void);
void raw_hasher_close(raw_hasher *hasher);
/// Makes the records of events at positions from `first` on, for `raw_hasher_hash`.
int raw_hasher_load(raw_hasher *hasher, const raw_event *events, size_t count, uint64_t first);
/// The leaf of each loaded record and the nodes of each 256 of them; the hashes' first words.
uint64_t raw_hasher_hash(raw_hasher *hasher);
/// SHA-256 of bytes that come in parts; `raw_digest_end` writes 32 bytes and begins afresh.
void raw_digest_add(raw_hasher *hasher, const void *bytes, size_t size);
void raw_digest_end(raw_hasher *hasher, uint8_t *out);

#endif
