// SPDX-License-Identifier: Apache-2.0
// One page of a tree, and the values that hang on it.
#include "include/clmdb_crc32c.h"
#include "include/clmdb_guard.h"
#include "walk.h"

#include <stdlib.h>

static size_t even(size_t size) { return size + (size & 1); }

// The bytes that a node takes on its page; 0 if its flags cannot be.
static size_t node_size(const uint8_t *node, int is_leaf) {
  size_t size = NODE_HEADER + node_key_size(node);
  if (!is_leaf) return even(size);
  switch (node_flags(node)) {
  case NODE_BIG: return even(size + 8);
  case 0:
  case NODE_TREE: return even(size + node_data_size(node));
  default: return 0;
  }
}

// Nodes stand one behind the other from `upper` to the end of the page. Marks where they start.
static int tile(walker *w, uint64_t page, const uint8_t *bytes, int is_leaf, int count) {
  size_t at = page_upper(bytes);
  memset(w->starts, 0, w->page_size / 16);
  for (int index = 0; index < count; index++) {
    if (at + NODE_HEADER > w->page_size)
      return clmdb_walk_fail(w, page, "the page has fewer entries than it says");
    size_t size = node_size(bytes + at, is_leaf);
    if (size == 0) return clmdb_walk_fail(w, page, "an entry has impossible flags");
    if (size > w->page_size - at)
      return clmdb_walk_fail(w, page, "an entry reaches over the end of the page");
    w->starts[at / 128] |= (uint64_t)1 << (at / 2 % 64);
    at += size;
  }
  if (at != w->page_size)
    return clmdb_walk_fail(w, page, "the page has more entries than it says");
  return 0;
}

int clmdb_walk_check_nodes(walker *w, uint64_t page, const uint8_t *bytes, int is_leaf) {
  size_t lower = page_lower(bytes), upper = page_upper(bytes);
  if (page_number(bytes) != page)
    return clmdb_walk_fail(w, page, "the page carries another page's number");
  if (page_flags(bytes) != (is_leaf ? IS_LEAF : IS_BRANCH))
    return clmdb_walk_fail(w, page, "the page is not of the kind that belongs here");
  if (lower <= PAGE_HEADER || lower % 2 != 0 || upper % 2 != 0 || lower > upper ||
      upper > w->page_size)
    return clmdb_walk_fail(w, page, "the bounds of the page are impossible");
  int count = (int)(lower - PAGE_HEADER) / 2;
  int rc = tile(w, page, bytes, is_leaf, count);
  for (int index = 0; rc == 0 && index < count; index++) {
    size_t at = load16(bytes + PAGE_HEADER + 2 * index);
    uint64_t bit = (uint64_t)1 << (at / 2 % 64);
    if (at % 2 != 0 || at >= w->page_size || !(w->starts[at / 128] & bit))
      rc = clmdb_walk_fail(w, page, "an offset does not lead to an entry");
    else
      w->starts[at / 128] &= ~bit; // a second offset to the same entry is found out
  }
  return rc;
}

// MARK: Values

static int check_sum(walker *w, uint64_t page, uint32_t sum, const uint8_t *end) {
  w->stats->checked++;
  if (sum == load32(end)) return 0;
  return clmdb_walk_fail(w, page, "a value does not fit its checksum");
}

static int check_inline(walker *w, uint64_t page, const uint8_t *node) {
  uint32_t size = node_data_size(node);
  if (size < CLMDB_CHECKSUM_SIZE) return clmdb_walk_fail(w, page, "a value has no checksum");
  size -= CLMDB_CHECKSUM_SIZE;
  uint32_t sum = clmdb_crc32c(0, node_key(node), node_key_size(node));
  return check_sum(w, page, clmdb_crc32c(sum, node_data(node), size), node_data(node) + size);
}

static int check_big(walker *w, uint64_t page, const uint8_t *node, uint64_t run) {
  uint32_t size = node_data_size(node);
  if (size < CLMDB_CHECKSUM_SIZE) return clmdb_walk_fail(w, page, "a value has no checksum");
  uint8_t end[CLMDB_CHECKSUM_SIZE];
  uint32_t sum = clmdb_crc32c(0, node_key(node), node_key_size(node));
  uint64_t at = run * w->page_size + PAGE_HEADER, left = size - CLMDB_CHECKSUM_SIZE;
  w->window_count = 0; // the window's memory serves for the value
  while (left > 0) {
    size_t part = left < WINDOW ? left : WINDOW;
    if (clmdb_read_fully(w->fd, w->window, part, at) != 0)
      return clmdb_walk_fail(w, run, "the value cannot be read to its end");
    sum = clmdb_crc32c(sum, w->window, part);
    at += part;
    left -= part;
  }
  if (clmdb_read_fully(w->fd, end, sizeof end, at) != 0)
    return clmdb_walk_fail(w, run, "the value cannot be read to its end");
  return check_sum(w, run, sum, end);
}

// One record of the free list: how many, and that many page numbers, the highest first.
static int claim_free(walker *w, uint64_t page, const uint8_t *list, size_t size) {
  if (size < 8 || size % 8 != 0 || load64_at(list) > size / 8 - 1)
    return clmdb_walk_fail(w, page, "a record of the free list has an impossible size");
  uint64_t count = load64_at(list), before = UINT64_MAX;
  for (uint64_t index = 1; index <= count; index++) {
    uint64_t free_page = load64_at(list + 8 * index);
    if (free_page >= before)
      return clmdb_walk_fail(w, page, "the numbers of free pages are not in order");
    int rc = clmdb_walk_claim(w, free_page);
    if (rc != 0) return rc;
    before = free_page;
    w->stats->free++;
  }
  return 0;
}

static int claim_big_free(walker *w, uint64_t run, uint32_t size) {
  uint8_t *list = malloc(size);
  if (list == NULL) return CLMDB_WALK_MEMORY;
  int rc = clmdb_read_fully(w->fd, list, size, run * w->page_size + PAGE_HEADER);
  rc = rc != 0 ? clmdb_walk_fail(w, run, "the free list cannot be read to its end")
               : claim_free(w, run, list, size);
  free(list);
  return rc;
}

static int claim_run(
  walker *w, const uint8_t *node, uint64_t run, uint64_t *overflow_pages) {
  uint8_t header[PAGE_HEADER];
  int rc = clmdb_walk_use(w, run);
  if (rc != 0) return rc;
  if (clmdb_read_fully(w->fd, header, sizeof header, run * w->page_size) != 0)
    return clmdb_walk_fail(w, run, "the page cannot be read");
  if (page_number(header) != run)
    return clmdb_walk_fail(w, run, "the page carries another page's number");
  if (page_flags(header) != IS_OVERFLOW)
    return clmdb_walk_fail(w, run, "the page is not of the kind that belongs here");
  uint64_t count = page_run(header);
  uint64_t needed = (PAGE_HEADER - 1 + (uint64_t)node_data_size(node)) / w->page_size + 1;
  if (count < needed || count > w->last_page - run + 1)
    return clmdb_walk_fail(w, run, "the length of an overflow run is impossible");
  for (uint64_t page = run + 1; page < run + count; page++)
    if ((rc = clmdb_walk_use(w, page)) != 0) return rc;
  *overflow_pages += count;
  return 0;
}

int clmdb_walk_value(
  walker *w, uint64_t leaf, const uint8_t *node, tree_kind kind, uint64_t *overflow_pages) {
  uint32_t size = node_data_size(node);
  if (kind == FREE_LIST && load64_at(node_key(node)) > w->transaction)
    return clmdb_walk_fail(w, leaf, "pages were freed by a commit that is yet to come");
  if (!(node_flags(node) & NODE_BIG))
    return kind == FREE_LIST ? claim_free(w, leaf, node_data(node), size)
                             : check_inline(w, leaf, node);
  uint64_t run = load64_at(node_data(node));
  int rc = claim_run(w, node, run, overflow_pages);
  if (rc != 0) return rc;
  if (kind == FREE_LIST) return claim_big_free(w, run, size);
  return w->every_value ? check_big(w, leaf, node, run) : 0;
}
