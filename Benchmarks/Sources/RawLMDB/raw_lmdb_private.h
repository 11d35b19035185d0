// SPDX-License-Identifier: Apache-2.0
#ifndef RAW_LMDB_PRIVATE_H
#define RAW_LMDB_PRIVATE_H

#include <lmdb.h>
#include <string.h>

#include "raw_lmdb.h"

enum {
  RAW_CHECK = -40001,
  RAW_SQL = -40002,
  CHECK_BYTES = 4,
  HASH_BYTES = 32,
  SEGMENT = 256,
  GROUP = 64,
  GROUPS = SEGMENT / GROUP,
  BLOCK = 16,
  BLOCKS = SEGMENT / BLOCK,
  RUN = 65536,
  LANES = RAW_KINDS,
  MOST_NAME = 48,
  MOST_RECORD = 8192,
  CLOCK_INJECTED = 2,
};

/// Tables of the product's store; `raw_compare` leaves `META` and `FILTERS` out.
enum { META, TAIL, SEGMENTS, TREE, POSTINGS, IDS, FILTERS, SYMBOLS, OBJECTS, NAMES, TABLES };

extern const char *const raw_table_names[TABLES];

uint32_t raw_crc(uint32_t sum, const void *bytes, size_t size);

static inline uint32_t raw_checksum(const void *bytes, size_t size) {
  return ~raw_crc(~0u, bytes, size);
}

static inline uint32_t raw_sum(const MDB_val *key, const void *value, size_t size) {
  return ~raw_crc(raw_crc(~0u, key->mv_data, key->mv_size), value, size);
}

/// Whether a value ends in its check.
static inline int raw_is_whole(const MDB_val *key, const MDB_val *value) {
  if (value->mv_size < CHECK_BYTES) return 0;
  size_t size = value->mv_size - CHECK_BYTES;
  uint32_t told;
  memcpy(&told, (const uint8_t *)value->mv_data + size, 4);
  return told == raw_sum(key, value->mv_data, size);
}

static inline void put64(uint8_t *at, uint64_t value) {
  value = __builtin_bswap64(value);
  memcpy(at, &value, 8);
}

static inline void put32(uint8_t *at, uint32_t value) {
  value = __builtin_bswap32(value);
  memcpy(at, &value, 4);
}

static inline uint64_t get64(const void *at) {
  uint64_t value;
  memcpy(&value, at, 8);
  return __builtin_bswap64(value);
}

/// One environment: the product's map and settings, full sync, no WRITEMAP.
int raw_open_env(const char *directory, unsigned flags, MDB_env **out);
/// Puts a value with its check, written straight into the page.
int raw_put(
  MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size, const void *value, size_t size,
  unsigned flags);

// MARK: Entries and records

/// An event in the log's numbers, as the tail and a segment hold it.
typedef struct {
  int64_t recorded, occurred;
  uint64_t id_high, id_low, version;
  uint16_t type, flags;
  uint32_t shape, payload_size;
  uint32_t objects[RAW_KINDS];
  const uint8_t *payload;
} raw_row;

enum { ENTRY_HEADER = 56, ENTRY_BYTES = ENTRY_HEADER + 4 * RAW_KINDS };

/// Writes the entry; its size.
size_t raw_write_entry(const raw_row *row, uint8_t *out);
int raw_read_entry(const uint8_t *entry, size_t size, raw_row *row);
/// Writes 0x00 and the record that a leaf is the hash of (FORMAT §1.2); its size.
size_t raw_write_record(
  const raw_event *event, uint64_t position, int64_t recorded, uint8_t *out);

void raw_sha_of(const void *bytes, size_t size, uint8_t *out);
/// The root over `count` hashes, a power of two; overwrites them.
void raw_root(uint8_t *hashes, size_t count);

// MARK: Segments

/// Writes the segment of 256 rows; its size. `out` has room for all payloads and 64 KiB.
size_t raw_write_segment(uint64_t number, const raw_row *rows, uint8_t *out);

// MARK: Index runs

typedef struct {
  uint32_t number;
  uint8_t level;
  uint64_t first, last, lists, entries, least_id, greatest_id;
} raw_run;

enum { MOST_RUNS = 256 };

/// What index runs are made of: the events behind the last run, as lists.
typedef struct {
  uint64_t indexed; ///< the last event that a run has
  uint32_t next;
  int count;
  raw_run runs[MOST_RUNS];
  uint64_t *highs;  ///< ids behind the last run
  uint32_t *lists[RAW_KINDS + 1]; ///< numbers of each event, the type last
  size_t held, capacity;
} raw_index;

int raw_index_open(raw_index *index);
void raw_index_close(raw_index *index);
int raw_index_add(raw_index *index, const raw_row *row);
/// Writes or merges runs until nothing is due.
int raw_index_keep_up(raw_index *index, MDB_env *env, const MDB_dbi *tables, uint64_t sealed);

static inline uint64_t touch(const uint8_t *at, size_t size) {
  uint64_t sum = 0, word;
  size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    memcpy(&word, at + i, 8);
    sum += word;
  }
  for (; i < size; i++) sum += at[i];
  return sum;
}

/// What every reader adds up for an event: position, time, id, ticket, version, 1 for a report.
static inline uint64_t header_sum(
  uint64_t position, int64_t recorded, int64_t occurred, uint64_t high, uint64_t low,
  uint64_t version, unsigned type) {
  return position + (uint64_t)recorded + (uint64_t)occurred + high + low + version + (type == 0);
}

#endif
