// SPDX-License-Identifier: Apache-2.0
// The page walker: every page that one snapshot can reach, read with pread.
//
// liblmdb trusts its pages: an offset, a flag or a page number that cannot be ends the process
// or gives wrong bytes. The walk never touches the map, so no page can hurt it. It holds the
// snapshot to what liblmdb always writes:
// - each page is used once: by a tree, an overflow run, or the free list (so a flipped page
//   number is found even where it leads to an old and sound page);
// - page number, kind and bounds fit; nodes fill the space behind `upper` without gap or overlap;
// - keys ascend, and lie between the separators above them; all leaves are equally deep;
// - the counts of pages, entries and depth in each tree's record are right.
#include "walk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

// MARK: Faults and pages

int clmdb_walk_fail(walker *w, uint64_t page, const char *what) {
  w->fault->page = page;
  snprintf(w->fault->table, sizeof w->fault->table, "%s", w->table);
  snprintf(w->fault->what, sizeof w->fault->what, "%s", what);
  return CLMDB_WALK_DAMAGED;
}

int clmdb_walk_claim(walker *w, uint64_t page) {
  if (page < LEAST_FILE_PAGE || page > w->last_page)
    return clmdb_walk_fail(w, page, "a page number is outside the file");
  uint64_t bit = (uint64_t)1 << (page % 64);
  if (w->claimed[page / 64] & bit) return clmdb_walk_fail(w, page, "the page is used twice");
  w->claimed[page / 64] |= bit;
  return 0;
}

int clmdb_walk_use(walker *w, uint64_t page) {
  int rc = clmdb_walk_claim(w, page);
  if (rc != 0 || (page + 1) * w->page_size <= w->file_size) return rc;
  (void)clmdb_walk_fail(w, page, "the file ends before this page");
  return CLMDB_WALK_SHORT;
}

static int read_failed(walker *w, uint64_t page, int rc) {
  w->fault->error = rc > 0 ? rc : EIO; // the file was long enough a moment ago
  return clmdb_walk_fail(w, page, "reading failed");
}

// Pages that follow each other are read ahead, twice as many each time.
int clmdb_walk_page(walker *w, uint64_t page, uint8_t *into) {
  if (page - w->window_first >= w->window_count) {
    uint64_t most = WINDOW / w->page_size, left = w->last_page - page + 1;
    uint64_t count = page == w->window_next ? 2 * w->window_count : 1;
    if (count == 0) count = 1; // the window's memory was used for a value
    if (count > most) count = most;
    if (count > left) count = left;
    w->window_count = 0;
    int rc = clmdb_read_fully(w->fd, w->window, count * w->page_size, page * w->page_size);
    if (rc != 0 && count > 1) { // free pages at the end may never have been written
      count = 1;
      rc = clmdb_read_fully(w->fd, w->window, w->page_size, page * w->page_size);
    }
    if (rc != 0) return read_failed(w, page, rc);
    w->window_first = page;
    w->window_count = count;
    w->window_next = page + count;
  }
  memcpy(into, w->window + (page - w->window_first) * w->page_size, w->page_size);
  if (++w->seen % 1024 == 0 && w->progress != NULL &&
      w->progress(w->context, w->seen, w->last_page + 1) != 0)
    return CLMDB_WALK_STOPPED;
  return 0;
}

// MARK: Trees

static int compare(tree_kind kind, key_slice left, key_slice right) {
  if (kind == FREE_LIST) {
    uint64_t a = load64_at(left.bytes), b = load64_at(right.bytes);
    return a < b ? -1 : a > b;
  }
  size_t shorter = left.size < right.size ? left.size : right.size;
  int order = memcmp(left.bytes, right.bytes, shorter);
  if (order != 0) return order;
  return left.size < right.size ? -1 : left.size > right.size;
}

typedef struct {
  walker *w;
  tree_kind kind;
  tree_record found; // counted while walking
  int top, depth;    // levels in use before this tree; levels of this tree
} tree_walk;

static int walk_tree(walker *w, tree_kind kind, const tree_record *record, int top);

static int walk_named(tree_walk *t, const uint8_t *node, int level) {
  walker *w = t->w;
  tree_record record;
  size_t name_size = node_key_size(node);
  memcpy(&record, node_data(node), sizeof record);
  for (size_t index = 0; index < name_size && index < sizeof w->table - 1; index++) {
    uint8_t letter = node_key(node)[index];
    w->table[index] = letter >= 0x20 && letter < 0x7f ? (char)letter : '?';
    w->table[index + 1] = 0;
  }
  w->stats->tables++;
  int rc = walk_tree(w, TABLE, &record, level + 1);
  if (rc == 0) w->table[0] = 0;
  return rc;
}

static int walk_leaf_node(tree_walk *t, uint64_t page, const uint8_t *node, int level) {
  walker *w = t->w;
  int is_tree = node_flags(node) == NODE_TREE;
  if (is_tree != (t->kind == TABLE_OF_TABLES) || (is_tree && node_data_size(node) != TREE_RECORD))
    return clmdb_walk_fail(w, page, "an entry is of a kind that this table does not hold");
  t->found.entries++;
  if (is_tree) return walk_named(t, node, level);
  if (t->kind == TABLE) w->stats->entries++;
  return clmdb_walk_value(w, page, node, t->kind, &t->found.overflow_pages);
}

static int check_order(
  tree_walk *t, uint64_t page, key_slice key, key_slice before, int is_first, key_slice low,
  key_slice high) {
  if (t->kind == FREE_LIST && key.size != 8)
    return clmdb_walk_fail(t->w, page, "a key of the free list is not a number");
  if (key.size < 1 || key.size > LARGEST_KEY)
    return clmdb_walk_fail(t->w, page, "the size of a key is impossible");
  if (!is_first && compare(t->kind, before, key) >= 0)
    return clmdb_walk_fail(t->w, page, "keys are not in order");
  if ((low.bytes != NULL && compare(t->kind, key, low) < 0) ||
      (high.bytes != NULL && compare(t->kind, key, high) >= 0))
    return clmdb_walk_fail(t->w, page, "a key is outside the range of its page");
  return 0;
}

static int walk_page(tree_walk *t, uint64_t page, int depth, key_slice low, key_slice high) {
  walker *w = t->w;
  int level = t->top + depth, is_leaf = depth == t->depth - 1;
  uint8_t *bytes = w->levels[level];
  int rc = clmdb_walk_use(w, page);
  if (rc == 0) rc = clmdb_walk_page(w, page, bytes);
  if (rc == 0) rc = clmdb_walk_check_nodes(w, page, bytes, is_leaf);
  if (rc != 0) return rc;
  *(is_leaf ? &t->found.leaf_pages : &t->found.branch_pages) += 1;
  int count = (page_lower(bytes) - PAGE_HEADER) / 2;
  key_slice before = {NULL, 0};
  for (int index = 0; index < count; index++) {
    const uint8_t *node = bytes + load16(bytes + PAGE_HEADER + 2 * index);
    key_slice key = {node_key(node), node_key_size(node)};
    // The first separator of a branch is never compared, so it may be anything.
    if (is_leaf || index > 0) {
      rc = check_order(t, page, key, before, index == (is_leaf ? 0 : 1), low, high);
      if (rc != 0) return rc;
      before = key;
    }
    if (is_leaf) {
      rc = walk_leaf_node(t, page, node, level);
    } else {
      key_slice from = index == 0 ? low : key, to = high;
      if (index + 1 < count) {
        const uint8_t *next = bytes + load16(bytes + PAGE_HEADER + 2 * (index + 1));
        to = (key_slice){node_key(next), node_key_size(next)};
        if (t->kind == FREE_LIST && to.size != 8)
          return clmdb_walk_fail(w, page, "a key of the free list is not a number");
      }
      rc = walk_page(t, node_child(node), depth + 1, from, to);
    }
    if (rc != 0) return rc;
  }
  return 0;
}

static int make_levels(walker *w, int count) {
  for (int level = 0; level < count; level++)
    if (w->levels[level] == NULL && (w->levels[level] = malloc(w->page_size)) == NULL)
      return CLMDB_WALK_MEMORY;
  return 0;
}

static int walk_tree(walker *w, tree_kind kind, const tree_record *record, int top) {
  uint16_t flags = kind == FREE_LIST ? TREE_INTEGER_KEY : 0;
  uint64_t place = record->root == NO_ROOT ? 0 : record->root;
  tree_walk t = {.w = w, .kind = kind, .top = top, .depth = record->depth};
  if (record->flags != flags || (kind == TABLE && record->padding != 0))
    return clmdb_walk_fail(w, place, "a table has flags that this program never writes");
  if (record->root != NO_ROOT) {
    if (t.depth < 1 || top + t.depth > MOST_LEVELS)
      return clmdb_walk_fail(w, place, "the depth of a table is impossible");
    int rc = make_levels(w, top + t.depth);
    key_slice open = {NULL, 0};
    if (rc == 0) rc = walk_page(&t, record->root, 0, open, open);
    if (rc != 0) return rc;
  } else if (t.depth != 0) {
    return clmdb_walk_fail(w, place, "an empty table has a depth");
  }
  if (t.found.branch_pages != record->branch_pages || t.found.leaf_pages != record->leaf_pages ||
      t.found.overflow_pages != record->overflow_pages || t.found.entries != record->entries)
    return clmdb_walk_fail(w, place, "a table has not as many pages or entries as it says");
  w->stats->branch += t.found.branch_pages;
  w->stats->leaf += t.found.leaf_pages;
  w->stats->overflow += t.found.overflow_pages;
  return 0;
}

// MARK: The walk

static int load_meta(walker *w, int fd, meta_record *meta) {
  uint8_t page[PAGE_HEADER + META_SIZE];
  clmdb_preflight look;
  clmdb_look(fd, &look);
  if (look.result != CLMDB_PREFLIGHT_SOUND) {
    w->fault->error = look.result == CLMDB_PREFLIGHT_IO ? (int)look.detail : 0;
    return clmdb_walk_fail(w, (uint64_t)look.detail & 1,
                           look.what[0] ? look.what : "the meta pages are damaged");
  }
  int index = (int)(w->transaction & 1);
  int rc = clmdb_read_fully(fd, page, sizeof page, (uint64_t)index * look.page_size);
  if (rc != 0) return read_failed(w, (uint64_t)index, rc);
  memcpy(meta, page + PAGE_HEADER, sizeof *meta);
  w->file_size = look.file_size;
  w->stats->file_size = look.file_size;
  w->stats->page_size = look.page_size;
  return meta->transaction == w->transaction ? 0 : CLMDB_WALK_MOVED;
}

static int walk_snapshot(walker *w, const meta_record *meta) {
  w->page_size = meta->free_list.padding;
  w->last_page = meta->last_page;
  w->stats->pages = w->last_page + 1;
  w->claimed = calloc(w->last_page / 64 + 1, 8);
  w->starts = calloc(LARGEST_PAGE / 128, 8);
  w->window = malloc(WINDOW);
  if (w->claimed == NULL || w->starts == NULL || w->window == NULL) return CLMDB_WALK_MEMORY;
  tree_record free_list = meta->free_list;
  int rc = walk_tree(w, FREE_LIST, &free_list, 0);
  if (rc == 0) rc = walk_tree(w, TABLE_OF_TABLES, &meta->tables, 0);
  w->stats->unclaimed = w->stats->pages - LEAST_FILE_PAGE - w->stats->branch - w->stats->leaf -
                        w->stats->overflow - w->stats->free;
  return rc;
}

int clmdb_walk(
  int fd, uint64_t transaction, int every_value, clmdb_walk_progress progress, void *context,
  clmdb_walk_stats *stats, clmdb_walk_fault *fault) {
  walker w = {
    .fd = fd, .transaction = transaction, .every_value = every_value, .progress = progress,
    .context = context, .stats = stats, .fault = fault};
  meta_record meta;
  memset(stats, 0, sizeof *stats);
  memset(fault, 0, sizeof *fault);
  int rc = load_meta(&w, fd, &meta);
  if (rc == 0) rc = walk_snapshot(&w, &meta);
  for (int level = 0; level < MOST_LEVELS; level++) free(w.levels[level]);
  free(w.claimed);
  free(w.starts);
  free(w.window);
  return rc;
}
