// SPDX-License-Identifier: Apache-2.0
// What can still be read of a damaged data file: every entry of one table whose page and checksum
// are sound. Pages are read with pread only, so nothing in them can hurt the reader.
#include "include/clmdb_crc32c.h"
#include "include/clmdb_guard.h"
#include "walk.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct {
  walker w;
  clmdb_scan_entry entry;
  void *context;
  clmdb_scan_stats *found;
  const char *wanted; // the table that is looked for; NULL inside of it
  size_t wanted_size;
  tree_record record; // where it begins, once it was found
  int has_record;
} scan;

static int scan_page(scan *s, uint64_t page, int level, int depth);

// A page that is no use: counted, and gone on behind it.
static int skip_page(scan *s, int rc) {
  if (rc == CLMDB_WALK_MEMORY) return rc;
  s->found->damaged_pages++;
  return 0;
}

static int give(scan *s, const uint8_t *node, const uint8_t *value, size_t size) {
  uint32_t sum = clmdb_crc32c(0, node_key(node), node_key_size(node));
  int is_sound = clmdb_crc32c(sum, value, size) == load32(value + size);
  if (is_sound) s->found->entries++;
  else s->found->damaged_values++;
  return s->entry(s->context, node_key(node), node_key_size(node), value, size, is_sound)
           ? CLMDB_WALK_STOPPED : 0;
}

static int scan_big(scan *s, const uint8_t *node) {
  walker *w = &s->w;
  uint64_t run = load64_at(node_data(node));
  uint8_t header[PAGE_HEADER];
  uint32_t size = node_data_size(node);
  if (size < CLMDB_CHECKSUM_SIZE || run < LEAST_FILE_PAGE || run > w->last_page ||
      clmdb_read_fully(w->fd, header, sizeof header, run * w->page_size) != 0 ||
      page_number(header) != run || page_flags(header) != IS_OVERFLOW ||
      size > (w->last_page - run + 1) * w->page_size)
    return skip_page(s, 0);
  uint8_t *value = malloc(size);
  if (value == NULL) return CLMDB_WALK_MEMORY;
  int rc = clmdb_read_fully(w->fd, value, size, run * w->page_size + PAGE_HEADER);
  rc = rc != 0 ? skip_page(s, 0) : give(s, node, value, size - CLMDB_CHECKSUM_SIZE);
  free(value);
  return rc;
}

static int scan_leaf(scan *s, const uint8_t *node) {
  if (s->wanted != NULL) {
    if (node_flags(node) == NODE_TREE && node_key_size(node) == s->wanted_size &&
        memcmp(node_key(node), s->wanted, s->wanted_size) == 0 &&
        node_data_size(node) == TREE_RECORD) {
      memcpy(&s->record, node_data(node), sizeof s->record);
      s->has_record = 1;
    }
    return 0;
  }
  if (node_flags(node) & NODE_TREE) return 0;
  if (node_flags(node) & NODE_BIG) return scan_big(s, node);
  uint32_t size = node_data_size(node);
  if (size < CLMDB_CHECKSUM_SIZE) return skip_page(s, 0);
  return give(s, node, node_data(node), size - CLMDB_CHECKSUM_SIZE);
}

static int scan_page(scan *s, uint64_t page, int level, int depth) {
  walker *w = &s->w;
  int is_leaf = depth == 1;
  if (w->levels[level] == NULL && (w->levels[level] = malloc(w->page_size)) == NULL)
    return CLMDB_WALK_MEMORY;
  uint8_t *bytes = w->levels[level];
  // A page is read once, so a wrong page number makes no circle.
  int rc = clmdb_walk_use(w, page);
  if (rc == 0) rc = clmdb_walk_page(w, page, bytes);
  if (rc == 0) rc = clmdb_walk_check_nodes(w, page, bytes, is_leaf);
  if (rc != 0) return skip_page(s, rc);
  int count = (page_lower(bytes) - PAGE_HEADER) / 2;
  for (int index = 0; rc == 0 && index < count; index++) {
    const uint8_t *node = bytes + load16(bytes + PAGE_HEADER + 2 * index);
    rc = is_leaf ? scan_leaf(s, node) : scan_page(s, node_child(node), level + 1, depth - 1);
  }
  return rc;
}

static int scan_tree(scan *s, const tree_record *record) {
  if (record->root == NO_ROOT) return 0;
  if (record->depth < 1 || record->depth > MOST_LEVELS) return skip_page(s, 0);
  return scan_page(s, record->root, 0, record->depth);
}

static int load(scan *s, int index, uint32_t page_size, meta_record *meta) {
  uint8_t page[PAGE_HEADER + META_SIZE];
  if (clmdb_read_fully(s->w.fd, page, sizeof page, (uint64_t)index * page_size) != 0 ||
      clmdb_meta_fault(page, index) != NULL)
    return 0;
  memcpy(meta, page + PAGE_HEADER, sizeof *meta);
  return meta->free_list.padding == page_size;
}

// The size of pages is told by the meta pages alone, and the second one stands behind the first.
static int find_meta(scan *s, int index, meta_record *meta) {
  for (uint32_t size = LEAST_PAGE; size <= LARGEST_PAGE; size *= 2)
    if (load(s, index, size, meta)) return 1;
  return 0;
}

int clmdb_scan(
  int fd, int meta_index, const char *table, clmdb_scan_entry entry, void *context,
  clmdb_scan_stats *found) {
  clmdb_walk_stats stats;
  clmdb_walk_fault fault;
  memset(&stats, 0, sizeof stats);
  memset(&fault, 0, sizeof fault);
  memset(found, 0, sizeof *found);
  scan s = {.w = {.fd = fd, .stats = &stats, .fault = &fault}, .entry = entry,
            .context = context, .found = found, .wanted = table, .wanted_size = strlen(table)};
  meta_record meta;
  off_t size = lseek(fd, 0, SEEK_END);
  if (size < 0 || !find_meta(&s, meta_index, &meta)) return CLMDB_WALK_DAMAGED;
  found->transaction = meta.transaction;
  s.w.page_size = meta.free_list.padding;
  s.w.last_page = meta.last_page;
  s.w.file_size = (uint64_t)size;
  // A page number that cannot be must not ask for more memory than the file could need.
  if (s.w.last_page > s.w.file_size / s.w.page_size + (UINT64_C(1) << 24))
    return CLMDB_WALK_DAMAGED;
  s.w.claimed = calloc(s.w.last_page / 64 + 1, 8);
  s.w.starts = calloc(LARGEST_PAGE / 128, 8);
  s.w.window = malloc(WINDOW);
  int rc = s.w.claimed == NULL || s.w.starts == NULL || s.w.window == NULL ? CLMDB_WALK_MEMORY : 0;
  if (rc == 0) rc = scan_tree(&s, &meta.tables);
  s.wanted = NULL;
  if (rc == 0 && s.has_record) rc = scan_tree(&s, &s.record);
  found->has_table = s.has_record;
  for (int level = 0; level < MOST_LEVELS; level++) free(s.w.levels[level]);
  free(s.w.claimed);
  free(s.w.starts);
  free(s.w.window);
  return rc;
}
