// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "raw_lmdb_private.h"

/// The part of a value that must be equal.
static MDB_val part(const MDB_val *value, int table, int ignore_extras) {
  MDB_val part = {value->mv_size - CHECK_BYTES, value->mv_data};
  if (table != EVENTS) return part;
  if (ignore_extras) {
    uint32_t extras;
    memcpy(&extras, (const uint8_t *)value->mv_data + 52, 4);
    part.mv_size -= extras;
  }
  part.mv_data = (uint8_t *)part.mv_data + 8;
  part.mv_size -= 8;
  return part;
}

static int is_equal(const MDB_val *left, const MDB_val *right) {
  return left->mv_size == right->mv_size &&
         memcmp(left->mv_data, right->mv_data, left->mv_size) == 0;
}

static int fail(int table, uint64_t entry, const char *why, char *what, size_t capacity) {
  snprintf(
    what, capacity, "%s, entry %llu: %s", raw_table_names[table], (unsigned long long)entry, why);
  return MDB_INCOMPATIBLE;
}

static int compare_table(
  MDB_cursor *left, MDB_cursor *right, int table, int ignore_extras, char *what, size_t capacity) {
  MDB_val left_key, left_value, right_key, right_value;
  for (uint64_t entry = 0;; entry++) {
    int rc = mdb_cursor_get(left, &left_key, &left_value, MDB_NEXT);
    int other = mdb_cursor_get(right, &right_key, &right_value, MDB_NEXT);
    if (rc == MDB_NOTFOUND && other == MDB_NOTFOUND) return 0;
    if (rc != 0 || other != 0) return fail(table, entry, "one ends here", what, capacity);
    if (!raw_is_whole(&left_key, &left_value) || !raw_is_whole(&right_key, &right_value))
      return fail(table, entry, "a check is wrong", what, capacity);
    if (!is_equal(&left_key, &right_key)) return fail(table, entry, "the keys differ", what, capacity);
    MDB_val a = part(&left_value, table, ignore_extras);
    MDB_val b = part(&right_value, table, ignore_extras);
    if (!is_equal(&a, &b)) return fail(table, entry, "the values differ", what, capacity);
  }
}

static int compare(
  MDB_txn *left_txn, MDB_txn *right_txn, const raw_store *left, const raw_store *right, int table,
  int ignore_extras, char *what, size_t capacity) {
  MDB_cursor *left_cursor, *right_cursor;
  int rc = mdb_cursor_open(left_txn, left->tables[table], &left_cursor);
  if (rc != 0) return rc;
  rc = mdb_cursor_open(right_txn, right->tables[table], &right_cursor);
  if (rc == 0) {
    rc = compare_table(left_cursor, right_cursor, table, ignore_extras, what, capacity);
    mdb_cursor_close(right_cursor);
  }
  mdb_cursor_close(left_cursor);
  return rc;
}

int raw_compare(
  const raw_store *left, const raw_store *right, int ignore_extras, char *what, size_t capacity) {
  MDB_txn *left_txn, *right_txn;
  what[0] = 0;
  int rc = mdb_txn_begin(left->env, NULL, MDB_RDONLY, &left_txn);
  if (rc != 0) return rc;
  rc = mdb_txn_begin(right->env, NULL, MDB_RDONLY, &right_txn);
  if (rc == 0) {
    for (int table = 0; rc == 0 && table < TABLES; table++)
      rc = compare(left_txn, right_txn, left, right, table, ignore_extras, what, capacity);
    mdb_txn_abort(right_txn);
  }
  mdb_txn_abort(left_txn);
  return rc;
}
