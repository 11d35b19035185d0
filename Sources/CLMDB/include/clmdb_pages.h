// SPDX-License-Identifier: Apache-2.0
// Reading a data file without liblmdb: the look before opening, and the page walker.
#ifndef CLMDB_PAGES_H
#define CLMDB_PAGES_H

#include <stddef.h>
#include <stdint.h>

/// What a look at the two meta pages found.
typedef enum {
  CLMDB_PREFLIGHT_SOUND = 0,
  CLMDB_PREFLIGHT_IO,          ///< `detail` is errno
  CLMDB_PREFLIGHT_UNFINISHED,  ///< creation was interrupted: no complete meta page
  CLMDB_PREFLIGHT_NOT_A_STORE, ///< neither meta page carries the magic number
  CLMDB_PREFLIGHT_VERSION,     ///< `detail` is the version found
  CLMDB_PREFLIGHT_TRUNCATED,   ///< shorter than two meta pages, `expected_size`
  CLMDB_PREFLIGHT_DAMAGED,     ///< `what` says what cannot be, `detail` is the meta page
} clmdb_preflight_result;

typedef struct {
  clmdb_preflight_result result;
  int64_t detail;
  uint64_t file_size;
  uint64_t expected_size; ///< up to the last page
  uint64_t last_transaction;
  uint64_t last_page;
  uint32_t page_size;
  char what[120];
} clmdb_preflight;

/// Reads both meta pages and the size of the file. Never blocks, never maps.
///
/// A file shorter than `expected_size` may be cut short or not: only the walk tells, since free
/// pages at the end need not have been written.
void clmdb_look(int fd, clmdb_preflight *out);

typedef struct {
  uint64_t pages;     ///< of the snapshot: last page + 1
  uint64_t branch;
  uint64_t leaf;
  uint64_t overflow;
  uint64_t free;      ///< listed as free
  uint64_t unclaimed; ///< neither used nor listed: wasted room, not damage
  uint64_t entries;   ///< of all named tables
  uint64_t tables;
  uint64_t checked;   ///< values whose checksum was verified
  uint64_t file_size;
  uint32_t page_size;
} clmdb_walk_stats;

typedef struct {
  uint64_t page;
  int error;       ///< errno if reading failed, else 0
  char table[64];  ///< empty for the meta pages, the table of tables and the free list
  char what[120];
} clmdb_walk_fault;

/// Told now and then; another answer than 0 stops the walk with CLMDB_WALK_STOPPED.
typedef int (*clmdb_walk_progress)(void *context, uint64_t pages_seen, uint64_t pages);

enum {
  CLMDB_WALK_SOUND = 0,
  CLMDB_WALK_DAMAGED = 1,
  CLMDB_WALK_STOPPED = 2,
  CLMDB_WALK_MOVED = 3, ///< the meta page of that transaction is gone: begin again
  CLMDB_WALK_MEMORY = 4,
  CLMDB_WALK_SHORT = 5, ///< the file ends before page `fault->page`, which is in use
};

/// Reads every page that transaction `transaction` can reach, with pread only.
///
/// The caller holds a read transaction with that id, so that no page of it is recycled meanwhile.
/// With `every_value` the checksums of overflow values are verified too, else only those of
/// values inside leaf pages.
int clmdb_walk(
  int fd, uint64_t transaction, int every_value, clmdb_walk_progress progress, void *context,
  clmdb_walk_stats *stats, clmdb_walk_fault *fault);

typedef struct {
  uint64_t transaction;    ///< of the state that was read
  uint64_t entries;        ///< sound ones
  uint64_t damaged_values; ///< entries whose checksum does not fit
  uint64_t damaged_pages;  ///< pages that could not be read, with all that hangs on them
  int has_table;           ///< whether the table was found at all
} clmdb_scan_stats;

/// One entry; the value without its checksum. Another answer than 0 stops the scan.
typedef int (*clmdb_scan_entry)(
  void *context, const uint8_t *key, size_t key_size, const uint8_t *value, size_t value_size,
  int is_sound);

/// Reads what can be read of one table of a damaged file, in the order of its keys.
///
/// A page that cannot be is left out, with all that hangs on it. `meta_index` is the meta page to
/// begin from, 0 or 1: where one is lost the other may still lead to the state before.
/// Gives CLMDB_WALK_SOUND, _STOPPED, _MEMORY, or _DAMAGED if that meta page is no use.
int clmdb_scan(
  int fd, int meta_index, const char *table, clmdb_scan_entry entry, void *context,
  clmdb_scan_stats *found);

#endif
