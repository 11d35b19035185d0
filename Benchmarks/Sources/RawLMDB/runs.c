// SPDX-License-Identifier: Apache-2.0
// Sorted index runs (docs/FORMAT.md §2.6): 65,536 events each, four of a level become one.
#include <errno.h>
#include <stdlib.h>

#include "raw_lmdb_private.h"

enum { BLOCK_BYTES = 1320, ID_BYTES = 1324, FAN_IN = 4, TOP_LEVEL = 3, PART = 1 << 14 };

int raw_index_open(raw_index *index) {
  index->next = 1;
  index->capacity = 2 * RUN;
  index->highs = malloc(index->capacity * sizeof *index->highs);
  int rc = index->highs == NULL ? ENOMEM : 0;
  for (int list = 0; list <= RAW_KINDS; list++) {
    index->lists[list] = malloc(index->capacity * sizeof **index->lists);
    if (index->lists[list] == NULL) rc = ENOMEM;
  }
  return rc;
}

void raw_index_close(raw_index *index) {
  free(index->highs);
  for (int list = 0; list <= RAW_KINDS; list++) free(index->lists[list]);
}

int raw_index_add(raw_index *index, const raw_row *row) {
  if (index->held == index->capacity) return ENOMEM;
  index->highs[index->held] = row->id_high ^ row->id_low * 0x9E3779B97F4A7C15u;
  for (int list = 0; list < RAW_KINDS; list++) index->lists[list][index->held] = row->objects[list];
  index->lists[RAW_KINDS][index->held++] = row->type;
  return 0;
}

// MARK: Filters

typedef struct {
  uint64_t *words, lines;
} filter;

static uint64_t mix(uint64_t hash) {
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdull;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53ull;
  return hash ^ hash >> 33;
}

static filter make_filter(uint64_t keys) {
  uint64_t lines = (keys * 10 + 511) / 512;
  if (lines == 0) lines = 1;
  return (filter){calloc(lines, 64), lines};
}

static void insert(filter *filter, uint64_t key) {
  uint64_t hash = mix(key);
  uint64_t at =
    (uint64_t)((unsigned __int128)(hash * 0xc2b2ae3d27d4eb4full) * filter->lines >> 64) * 8;
  for (int probe = 0; probe < 6; probe++, hash >>= 9)
    filter->words[at + (hash >> 6 & 7)] |= 1ull << (hash & 63);
}

// MARK: Writing

typedef struct {
  MDB_txn *txn;
  const MDB_dbi *tables;
  raw_run run;
  filter lists, ids;
  uint64_t last_posting;
  int has_posting, has_block, has_ids;
  uint64_t block_head[2], block_posting, id_head[2], last_id;
  size_t block_size, id_size;
  uint8_t block[BLOCK_BYTES + 16], id_block[ID_BYTES + 16], group[BLOCK_BYTES + 16];
} writer;

static size_t varint(uint8_t *at, uint64_t value) {
  size_t size = 0;
  for (; value >= 0x80; value >>= 7) at[size++] = (uint8_t)(value | 0x80);
  at[size++] = (uint8_t)value;
  return size;
}

static int flush_block(writer *writer) {
  if (!writer->has_block) return 0;
  uint8_t key[20];
  put32(key, writer->run.number);
  put64(key + 4, writer->block_head[0]);
  put64(key + 12, writer->block_head[1]);
  int rc = raw_put(
    writer->txn, writer->tables[POSTINGS], key, 20, writer->block, writer->block_size, MDB_APPEND);
  writer->block_size = 0;
  writer->has_block = 0;
  return rc;
}

/// Adds positions of a list, ascending.
static int add_list(writer *writer, uint64_t posting, const uint64_t *positions, size_t count) {
  if (!writer->has_posting || posting != writer->last_posting) {
    writer->run.lists++;
    insert(&writer->lists, posting);
    writer->last_posting = posting;
    writer->has_posting = 1;
  }
  writer->run.entries += count;
  while (count > 0) {
    if (!writer->has_block) {
      writer->block_head[0] = writer->block_posting = posting;
      writer->block_head[1] = positions[0];
      writer->has_block = 1;
    }
    long room = (long)BLOCK_BYTES - (long)writer->block_size - 16;
    size_t size = 0, taken = 0;
    uint64_t before = writer->run.first;
    while (taken < count && (long)size + 5 <= room) {
      size += varint(writer->group + size, positions[taken] - before);
      before = positions[taken++];
    }
    if (taken > 0) {
      uint8_t *block = writer->block;
      writer->block_size += varint(block + writer->block_size, posting - writer->block_posting);
      writer->block_size += varint(block + writer->block_size, taken);
      writer->block_size += varint(block + writer->block_size, size);
      memcpy(block + writer->block_size, writer->group, size);
      writer->block_size += size;
      writer->block_posting = posting;
      positions += taken;
      count -= taken;
    }
    if (count == 0) return 0;
    int rc = flush_block(writer);
    if (rc != 0) return rc;
  }
  return 0;
}

static int flush_ids(writer *writer) {
  if (!writer->has_ids) return 0;
  uint8_t key[16];
  put32(key, writer->run.number);
  put64(key + 4, writer->id_head[0]);
  put32(key + 12, (uint32_t)writer->id_head[1]);
  int rc = raw_put(
    writer->txn, writer->tables[IDS], key, 16, writer->id_block, writer->id_size, MDB_APPEND);
  writer->id_size = 0;
  writer->has_ids = 0;
  return rc;
}

static int add_id(writer *writer, uint64_t high, uint64_t position) {
  int rc = writer->id_size + 15 > ID_BYTES ? flush_ids(writer) : 0;
  if (!writer->has_ids) {
    writer->id_head[0] = writer->last_id = high;
    writer->id_head[1] = position - writer->run.first;
    writer->has_ids = 1;
  }
  writer->id_size += varint(writer->id_block + writer->id_size, high - writer->last_id);
  writer->id_size += varint(writer->id_block + writer->id_size, position - writer->run.first);
  writer->last_id = high;
  if (high < writer->run.least_id) writer->run.least_id = high;
  if (high > writer->run.greatest_id) writer->run.greatest_id = high;
  insert(&writer->ids, high);
  return rc;
}

static int put_filter(writer *writer, uint8_t sort, const filter *filter) {
  uint8_t key[5];
  put32(key, writer->run.number);
  key[4] = sort;
  return raw_put(
    writer->txn, writer->tables[FILTERS], key, 5, filter->words, filter->lines * 64, MDB_APPEND);
}

static void begin(
  writer *writer, MDB_txn *txn, const MDB_dbi *tables, uint32_t number, uint64_t first,
  uint64_t lists, uint64_t ids) {
  memset(writer, 0, sizeof *writer);
  writer->txn = txn;
  writer->tables = tables;
  writer->run = (raw_run){.number = number, .first = first, .least_id = UINT64_MAX};
  writer->lists = make_filter(lists);
  writer->ids = make_filter(ids);
}

static int finish(writer *writer) {
  int rc = flush_block(writer);
  if (rc == 0) rc = flush_ids(writer);
  if (rc == 0) rc = put_filter(writer, 0, &writer->lists);
  if (rc == 0) rc = put_filter(writer, 1, &writer->ids);
  free(writer->lists.words);
  free(writer->ids.words);
  return rc;
}

// MARK: A run of the first level

/// One list a number that occurs, by a counting sort of the run's events.
static int add_lists(writer *writer, const uint32_t *numbers, uint64_t prefix) {
  static uint64_t positions[RUN];
  uint32_t most = 0;
  for (int i = 0; i < RUN; i++)
    if (numbers[i] > most) most = numbers[i];
  uint32_t *ends = calloc(most + 2, sizeof *ends);
  if (ends == NULL) return ENOMEM;
  for (int i = 0; i < RUN; i++) ends[numbers[i] + 1]++;
  for (uint32_t i = 0; i <= most; i++) ends[i + 1] += ends[i];
  for (int i = 0; i < RUN; i++) positions[ends[numbers[i]]++] = writer->run.first + (uint64_t)i;
  int rc = 0;
  uint32_t start = 0;
  for (uint32_t number = 0; rc == 0 && number <= most; number++) {
    if (ends[number] > start)
      rc = add_list(writer, prefix | number, positions + start, ends[number] - start);
    start = ends[number];
  }
  free(ends);
  return rc;
}

typedef struct {
  uint64_t high, position;
} id_place;

static int by_id(const void *left, const void *right) {
  const id_place *a = left, *b = right;
  if (a->high != b->high) return a->high < b->high ? -1 : 1;
  return a->position < b->position ? -1 : a->position > b->position;
}

static int add_ids(writer *writer, const uint64_t *highs) {
  static id_place places[RUN];
  for (int i = 0; i < RUN; i++) places[i] = (id_place){highs[i], writer->run.first + (uint64_t)i};
  qsort(places, RUN, sizeof *places, by_id);
  int rc = 0;
  for (int i = 0; rc == 0 && i < RUN; i++) rc = add_id(writer, places[i].high, places[i].position);
  return rc;
}

static int write_run(raw_index *index, MDB_txn *txn, const MDB_dbi *tables) {
  writer writer;
  begin(&writer, txn, tables, index->next++, index->indexed + 1, RUN / 3, RUN);
  int rc = 0;
  for (int list = 0; rc == 0 && list <= RAW_KINDS; list++) {
    uint64_t role = list < RAW_KINDS ? (uint64_t)list : 0xffff;
    uint64_t kind = list < RAW_KINDS ? (uint64_t)list : 0;
    rc = add_lists(&writer, index->lists[list], role << 48 | kind << 32);
  }
  if (rc == 0) rc = add_ids(&writer, index->highs);
  if (rc == 0) rc = finish(&writer);
  writer.run.level = 1;
  writer.run.last = index->indexed + RUN;
  index->runs[index->count++] = writer.run;
  index->indexed += RUN;
  index->held -= RUN;
  memmove(index->highs, index->highs + RUN, index->held * sizeof *index->highs);
  for (int list = 0; list <= RAW_KINDS; list++) {
    uint32_t *numbers = index->lists[list];
    memmove(numbers, numbers + RUN, index->held * sizeof *numbers);
  }
  return rc;
}

#include "merge.h"

int raw_index_keep_up(raw_index *index, MDB_env *env, const MDB_dbi *tables, uint64_t sealed) {
  while (merges_due(index) || sealed >= index->indexed + RUN) {
    MDB_txn *txn;
    int rc = mdb_txn_begin(env, NULL, 0, &txn);
    if (rc != 0) return rc;
    rc = merges_due(index) ? merge_runs(index, txn, tables) : write_run(index, txn, tables);
    if (rc == 0)
      rc = raw_put(
        txn, tables[META], "runs", 4, index->runs, (size_t)index->count * sizeof *index->runs, 0);
    if (rc == 0) rc = mdb_txn_commit(txn);
    else mdb_txn_abort(txn);
    if (rc != 0) return rc;
  }
  return 0;
}
