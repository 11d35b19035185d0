// SPDX-License-Identifier: Apache-2.0
// The data file of LMDB 0.9 as bytes: little endian, 64 bit (mdb.c, "struct MDB_page" and on).
#ifndef CLMDB_LAYOUT_H
#define CLMDB_LAYOUT_H

#include <stdint.h>
#include <string.h>

enum {
  PAGE_HEADER = 16, // page number 8, padding 2, flags 2, lower 2, upper 2 (or run length 4)
  NODE_HEADER = 8,  // data size 4 (or child page 6), flags 2, key size 2
  TREE_RECORD = 48, // padding 4, flags 2, depth 2, then five 8-byte counts and the root
  META_SIZE = 136,  // behind the page header
  LEAST_PAGE = 512,
  LARGEST_PAGE = 32768,
  LEAST_FILE_PAGE = 2, // pages 0 and 1 are the meta pages
};

enum {
  META_MAGIC = (int)0xbeefc0de,
  META_VERSION = 1,
};

enum { // page flags
  IS_BRANCH = 0x01,
  IS_LEAF = 0x02,
  IS_OVERFLOW = 0x04,
  IS_META = 0x08,
};

enum { // node flags
  NODE_BIG = 0x01,
  NODE_TREE = 0x02,
};

enum { TREE_INTEGER_KEY = 0x08 };

#define NO_ROOT UINT64_MAX

// One B+tree: the free list, the table of tables, or a table.
typedef struct {
  uint32_t padding;
  uint16_t flags;
  uint16_t depth;
  uint64_t branch_pages, leaf_pages, overflow_pages, entries, root;
} tree_record;

typedef struct {
  uint32_t magic, version;
  uint64_t address, map_size;
  tree_record free_list, tables; // the padding of `free_list` is the page size
  uint64_t last_page, transaction;
} meta_record;

_Static_assert(sizeof(tree_record) == TREE_RECORD, "tree record");
_Static_assert(sizeof(meta_record) == META_SIZE, "meta record");

static inline uint16_t load16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint32_t load32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint64_t load64_at(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint64_t page_number(const uint8_t *page) { return load64_at(page); }
static inline uint16_t page_flags(const uint8_t *page) { return load16(page + 10); }
static inline uint16_t page_lower(const uint8_t *page) { return load16(page + 12); }
static inline uint16_t page_upper(const uint8_t *page) { return load16(page + 14); }
static inline uint32_t page_run(const uint8_t *page) { return load32(page + 12); }

static inline uint16_t node_flags(const uint8_t *node) { return load16(node + 4); }
static inline uint16_t node_key_size(const uint8_t *node) { return load16(node + 6); }
static inline const uint8_t *node_key(const uint8_t *node) { return node + NODE_HEADER; }
static inline uint32_t node_data_size(const uint8_t *node) { return load32(node); }
static inline const uint8_t *node_data(const uint8_t *node) {
  return node + NODE_HEADER + node_key_size(node);
}
static inline uint64_t node_child(const uint8_t *node) {
  return load16(node) | (uint64_t)load16(node + 2) << 16 | (uint64_t)load16(node + 4) << 32;
}

// Reads exactly `size` bytes; 0, an errno, or -1 where the file ends before.
int clmdb_read_fully(int fd, void *into, size_t size, uint64_t offset);

// Whether a meta page can be what liblmdb wrote: NULL, or what is wrong with it.
const char *clmdb_meta_fault(const uint8_t *page, int index);

#endif
