// SPDX-License-Identifier: Apache-2.0
// Private to the shim: what the parts of the page walker share.
#ifndef CLMDB_WALK_H
#define CLMDB_WALK_H

#include "include/clmdb_pages.h"
#include "layout.h"

enum {
  WINDOW = 1 << 18,  // bytes read ahead where pages follow each other
  MOST_LEVELS = 64,  // twice the depth that liblmdb's cursors allow
  LARGEST_KEY = 511,
};

typedef struct {
  int fd;
  uint32_t page_size;
  uint64_t last_page, transaction, file_size;
  int every_value;
  clmdb_walk_progress progress;
  void *context;
  clmdb_walk_stats *stats;
  clmdb_walk_fault *fault;
  char table[64];          // what is being walked, for the fault
  uint64_t *claimed;       // one bit a page
  uint64_t *starts;        // one bit for each two bytes of a page
  uint8_t *levels[MOST_LEVELS];
  uint8_t *window;
  uint64_t window_first, window_count, window_next;
  uint64_t seen;
} walker;

typedef enum { FREE_LIST, TABLE_OF_TABLES, TABLE } tree_kind;

typedef struct {
  const uint8_t *bytes;
  size_t size;
} key_slice;

// Remembers what is wrong with a page; gives CLMDB_WALK_DAMAGED.
int clmdb_walk_fail(walker *w, uint64_t page, const char *what);

// Marks a page as used or free; fails if it is out of bounds or marked already.
int clmdb_walk_claim(walker *w, uint64_t page);

// The same for a page that must be in the file. A free one need not: a commit that takes pages
// at the end and gives them back never writes them.
int clmdb_walk_use(walker *w, uint64_t page);

int clmdb_walk_page(walker *w, uint64_t page, uint8_t *into);

// Checks header, offsets and nodes of a branch or leaf page: afterwards every node lies inside.
int clmdb_walk_check_nodes(walker *w, uint64_t page, const uint8_t *bytes, int is_leaf);

// Checks the value of an entry of page `leaf`: its checksum, its overflow run, its free pages.
int clmdb_walk_value(
  walker *w, uint64_t leaf, const uint8_t *node, tree_kind kind, uint64_t *overflow_pages);

#endif
