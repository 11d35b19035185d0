// SPDX-License-Identifier: Apache-2.0
// The yardstick: what a careful C program does on liblmdb with events that are already encoded.
//
// The tables, keys and values are those of docs/FORMAT.md §2, each value with its CRC-32C, so
// that the product's store and this one hold the same bytes (`raw_compare` proves it).
#ifndef RAW_LMDB_H
#define RAW_LMDB_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const uint8_t *key;
  const uint8_t *value;
  uint32_t key_size;
  uint32_t value_size;
} raw_pair;

/// One event, encoded outside of what is timed.
typedef struct {
  const uint8_t *entry;    ///< value of `events`, all but the recorded time filled in
  const uint8_t *postings; ///< `posting_count` × 8 bytes: role, kind, number
  const raw_pair *symbols; ///< new symbols, in the order in which they are put
  const raw_pair *names;   ///< new objects: name and six bytes of kind and number
  uint32_t entry_size;
  uint16_t posting_count;
  uint16_t symbol_count;
  uint16_t name_count;
  uint16_t type;
  uint8_t id[16];
  uint8_t stream_key[14]; ///< kind, number, version
} raw_event;

typedef struct raw_store raw_store;

/// Creates a store with the log's tables in an existing, empty directory; 0 or liblmdb's code.
int raw_create(const char *directory, raw_store **out);
/// Opens an existing store for reading.
int raw_open(const char *directory, raw_store **out);
void raw_close(raw_store *store);
/// The text of a code.
const char *raw_text(int code);
/// Bytes of the pages in use.
uint64_t raw_used_bytes(const raw_store *store);

/// Appends the events in one transaction with full sync.
int raw_append(raw_store *store, const raw_event *events, size_t count);

/// What a scan saw, so that no compiler leaves it out.
typedef struct {
  uint64_t events;
  uint64_t sum;
} raw_seen;

/// Walks `events`, adds up the header fields of each and counts one sum in 4,096; with `checks`,
/// verifies every CRC.
int raw_scan(const raw_store *store, int checks, raw_seen *out);

/// The newest type of each stream, folded by number; with `checks`, verifies every CRC.
int raw_fold(
  const raw_store *store, int checks, uint16_t *status, size_t capacity, raw_seen *out);

/// A stream's events by its name: dictionary, stream index, entries, each verified and copied.
int raw_read_stream(
  const raw_store *store, const uint8_t *name, size_t name_size, uint8_t *room, size_t capacity,
  raw_seen *out);

/// Whether two stores hold the same keys and values in all tables but `meta`.
///
/// The recorded times of events are left out, and so are the checks, which cover them; the
/// checks of both stores are verified instead. `what` tells the first difference.
int raw_compare(
  const raw_store *left, const raw_store *right, int ignore_extras, char *what, size_t capacity);

#endif
