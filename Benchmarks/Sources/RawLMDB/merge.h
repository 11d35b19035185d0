// SPDX-License-Identifier: Apache-2.0
// The rest of runs.c, included there: four neighbouring runs of a level become one of the next.

static int merges_due(const raw_index *index) {
  if (index->count < FAN_IN) return 0;
  const raw_run *last = index->runs + index->count - FAN_IN;
  if (last[0].level >= TOP_LEVEL) return 0;
  for (int i = 1; i < FAN_IN; i++)
    if (last[i].level != last[0].level) return 0;
  return 1;
}

static uint64_t read_varint(const uint8_t **at) {
  uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    uint8_t byte = *(*at)++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

/// A run read block after block; a block is copied, for the transaction goes on writing.
typedef struct {
  raw_run run;
  MDB_cursor *cursor;
  uint8_t key[20], block[BLOCK_BYTES + 16];
  size_t key_size;
  const uint8_t *at, *end;
  uint64_t posting, positions[BLOCK_BYTES], high, position;
  size_t count;
  int has;
} scanner;

static int load(scanner *scanner) {
  MDB_val key = {scanner->key_size, scanner->key}, value;
  int rc = mdb_cursor_get(scanner->cursor, &key, &value, MDB_SET_RANGE);
  if (rc == MDB_NOTFOUND) return 0;
  if (rc != 0) return rc;
  uint8_t number[4];
  put32(number, scanner->run.number);
  if (memcmp(number, key.mv_data, 4) != 0) return 0;
  if (!raw_is_whole(&key, &value)) return RAW_CHECK;
  memcpy(scanner->block, value.mv_data, value.mv_size - CHECK_BYTES);
  scanner->at = scanner->block;
  scanner->end = scanner->block + value.mv_size - CHECK_BYTES;
  scanner->posting = scanner->high = get64((uint8_t *)key.mv_data + 4);
  memcpy(scanner->key, key.mv_data, key.mv_size);
  // The first key that can follow.
  scanner->key[key.mv_size] = 0;
  scanner->key_size = key.mv_size + 1;
  return 0;
}

static int next_list(scanner *scanner) {
  if (scanner->at == scanner->end) {
    int rc = load(scanner);
    if (rc != 0) return rc;
  }
  scanner->has = scanner->at != scanner->end;
  if (!scanner->has) return 0;
  scanner->posting += read_varint(&scanner->at);
  scanner->count = read_varint(&scanner->at);
  read_varint(&scanner->at);
  uint64_t position = scanner->run.first;
  for (size_t i = 0; i < scanner->count; i++)
    scanner->positions[i] = position += read_varint(&scanner->at);
  return 0;
}

static int next_id(scanner *scanner) {
  if (scanner->at == scanner->end) {
    int rc = load(scanner);
    if (rc != 0) return rc;
  }
  scanner->has = scanner->at != scanner->end;
  if (!scanner->has) return 0;
  scanner->high += read_varint(&scanner->at);
  scanner->position = scanner->run.first + read_varint(&scanner->at);
  return 0;
}

static int open_scanners(
  scanner *scanners, const raw_run *runs, MDB_txn *txn, MDB_dbi table, int (*next)(scanner *)) {
  int rc = 0;
  for (int i = 0; rc == 0 && i < FAN_IN; i++) {
    memset(&scanners[i], 0, sizeof *scanners);
    scanners[i].run = runs[i];
    put32(scanners[i].key, runs[i].number);
    scanners[i].key_size = 4;
    rc = mdb_cursor_open(txn, table, &scanners[i].cursor);
    if (rc == 0) rc = next(&scanners[i]);
  }
  return rc;
}

static void close_scanners(scanner *scanners) {
  for (int i = 0; i < FAN_IN; i++) mdb_cursor_close(scanners[i].cursor);
}

static int merge_lists(writer *writer, scanner *scanners) {
  static uint64_t positions[PART + BLOCK_BYTES];
  int rc = 0;
  while (rc == 0) {
    uint64_t least = UINT64_MAX;
    int has = 0;
    for (int i = 0; i < FAN_IN; i++) {
      if (!scanners[i].has) continue;
      has = 1;
      if (scanners[i].posting < least) least = scanners[i].posting;
    }
    if (!has) return 0;
    size_t count = 0;
    for (int i = 0; rc == 0 && i < FAN_IN; i++) {
      while (rc == 0 && scanners[i].has && scanners[i].posting == least) {
        memcpy(positions + count, scanners[i].positions, scanners[i].count * 8);
        count += scanners[i].count;
        rc = next_list(&scanners[i]);
        if (rc != 0 || count < PART) continue;
        rc = add_list(writer, least, positions, count);
        count = 0;
      }
    }
    if (rc == 0 && count > 0) rc = add_list(writer, least, positions, count);
  }
  return rc;
}

static int merge_ids(writer *writer, scanner *scanners) {
  while (1) {
    scanner *least = NULL;
    for (int i = 0; i < FAN_IN; i++)
      if (scanners[i].has && (least == NULL || scanners[i].high < least->high))
        least = &scanners[i];
    if (least == NULL) return 0;
    int rc = add_id(writer, least->high, least->position);
    if (rc == 0) rc = next_id(least);
    if (rc != 0) return rc;
  }
}

static int remove_run(MDB_txn *txn, MDB_dbi table, uint32_t number) {
  MDB_cursor *cursor;
  uint8_t prefix[4];
  put32(prefix, number);
  MDB_val key = {4, prefix}, value;
  int rc = mdb_cursor_open(txn, table, &cursor);
  if (rc != 0) return rc;
  while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE)) == 0 &&
         memcmp(key.mv_data, prefix, 4) == 0) {
    rc = mdb_cursor_del(cursor, 0);
    if (rc != 0) break;
    key = (MDB_val){4, prefix};
  }
  mdb_cursor_close(cursor);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

static int merge_runs(raw_index *index, MDB_txn *txn, const MDB_dbi *tables) {
  static scanner scanners[FAN_IN];
  const raw_run *runs = index->runs + index->count - FAN_IN;
  uint64_t lists = 0;
  for (int i = 0; i < FAN_IN; i++) lists += runs[i].lists;
  writer writer;
  uint64_t ids = runs[FAN_IN - 1].last - runs[0].first + 1;
  begin(&writer, txn, tables, index->next++, runs[0].first, lists, ids);
  int rc = open_scanners(scanners, runs, txn, tables[POSTINGS], next_list);
  if (rc == 0) rc = merge_lists(&writer, scanners);
  close_scanners(scanners);
  if (rc == 0) rc = open_scanners(scanners, runs, txn, tables[IDS], next_id);
  if (rc == 0) rc = merge_ids(&writer, scanners);
  close_scanners(scanners);
  if (rc == 0) rc = finish(&writer);
  const int indexes[] = {POSTINGS, IDS, FILTERS};
  for (int i = 0; rc == 0 && i < FAN_IN; i++)
    for (int table = 0; rc == 0 && table < 3; table++)
      rc = remove_run(txn, tables[indexes[table]], runs[i].number);
  writer.run.level = (uint8_t)(runs[0].level + 1);
  writer.run.last = runs[FAN_IN - 1].last;
  index->count -= FAN_IN;
  index->runs[index->count++] = writer.run;
  return rc;
}
