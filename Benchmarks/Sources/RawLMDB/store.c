// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>

#include "raw_lmdb_private.h"

const char *const raw_table_names[TABLES] = {
  "meta", "tail", "segments", "tree", "postings", "ids", "filters", "symbols", "objects", "names",
};

static const char *const kinds[RAW_KINDS] = {
  "ticket", "person", "town", "grid", "category", "department",
};

static const char *const types[] = {
  "TicketReported", "TicketAccepted", "TicketDispatched", "TicketEscalated", "TicketReturned",
  "TicketHandled",  "TicketVerified", "TicketClosed",     "TicketRated",     "TicketReopened",
  "TicketNoted",    "TicketUrged",
};

const char *raw_text(int code) {
  if (code == RAW_CHECK) return "a value does not fit its check";
  if (code == RAW_SQL) return "SQLite refused";
  return mdb_strerror(code);
}

const char *raw_type(int type, size_t *size) {
  *size = strlen(types[type]);
  return types[type];
}

static size_t digits(uint32_t number, int least, uint8_t *out) {
  uint8_t turned[10];
  int count = 0;
  do {
    turned[count++] = (uint8_t)('0' + number % 10);
    number /= 10;
  } while (number > 0 || count < least);
  for (int i = 0; i < count; i++) out[i] = turned[count - 1 - i];
  return (size_t)count;
}

size_t raw_name(int kind, uint32_t number, uint8_t *out) {
  size_t size = strlen(kinds[kind]);
  memcpy(out, kinds[kind], size);
  out[size++] = '/';
  if (kind == RAW_TICKET) {
    memcpy(out + size, "T2024", 5);
    return size + 5 + digits(number, 6, out + size + 5);
  }
  if (kind == RAW_PERSON) {
    out[size++] = 'U';
    return size + digits(number, 5, out + size);
  }
  return size + digits(number, 1, out + size);
}

int raw_open_env(const char *directory, unsigned flags, MDB_env **out) {
  int rc = mdb_env_create(out);
  if (rc == 0) rc = mdb_env_set_mapsize(*out, (size_t)16 << 30);
  if (rc == 0) rc = mdb_env_set_maxdbs(*out, 32);
  if (rc == 0) rc = mdb_env_open(*out, directory, MDB_NOTLS | flags, 0640);
  if (rc != 0 && *out != NULL) {
    mdb_env_close(*out);
    *out = NULL;
  }
  return rc;
}

int raw_put(
  MDB_txn *txn, MDB_dbi table, const void *key, size_t key_size, const void *value, size_t size,
  unsigned flags) {
  MDB_val at = {key_size, (void *)key}, room = {size + CHECK_BYTES, NULL};
  int rc = mdb_put(txn, table, &at, &room, flags | MDB_RESERVE);
  if (rc != 0) return rc;
  if (size > 0) memcpy(room.mv_data, value, size);
  uint32_t sum = raw_sum(&at, room.mv_data, size);
  memcpy((uint8_t *)room.mv_data + size, &sum, 4);
  return 0;
}

// MARK: Comparing two stores

static int is_equal(const MDB_val *left, const MDB_val *right) {
  return left->mv_size == right->mv_size &&
         memcmp(left->mv_data, right->mv_data, left->mv_size) == 0;
}

static int fail(int table, uint64_t entry, const char *why, char *what, size_t capacity) {
  snprintf(
    what, capacity, "%s, entry %llu: %s", raw_table_names[table], (unsigned long long)entry, why);
  return MDB_INCOMPATIBLE;
}

static int compare_cursors(
  MDB_cursor *left, MDB_cursor *right, int table, char *what, size_t capacity) {
  MDB_val left_key, left_value, right_key, right_value;
  for (uint64_t entry = 0;; entry++) {
    int rc = mdb_cursor_get(left, &left_key, &left_value, MDB_NEXT);
    int other = mdb_cursor_get(right, &right_key, &right_value, MDB_NEXT);
    if (rc == MDB_NOTFOUND && other == MDB_NOTFOUND) return 0;
    if (rc != 0 || other != 0) return fail(table, entry, "one ends here", what, capacity);
    if (!raw_is_whole(&left_key, &left_value) || !raw_is_whole(&right_key, &right_value))
      return fail(table, entry, "a check is wrong", what, capacity);
    if (!is_equal(&left_key, &right_key))
      return fail(table, entry, "the keys differ", what, capacity);
    if (!is_equal(&left_value, &right_value))
      return fail(table, entry, "the values differ", what, capacity);
  }
}

static int compare_table(MDB_txn *left, MDB_txn *right, int table, char *what, size_t capacity) {
  MDB_dbi left_table, right_table;
  MDB_cursor *left_cursor = NULL, *right_cursor = NULL;
  int rc = mdb_dbi_open(left, raw_table_names[table], 0, &left_table);
  if (rc == 0) rc = mdb_dbi_open(right, raw_table_names[table], 0, &right_table);
  if (rc == 0) rc = mdb_cursor_open(left, left_table, &left_cursor);
  if (rc == 0) rc = mdb_cursor_open(right, right_table, &right_cursor);
  if (rc == 0) rc = compare_cursors(left_cursor, right_cursor, table, what, capacity);
  if (left_cursor != NULL) mdb_cursor_close(left_cursor);
  if (right_cursor != NULL) mdb_cursor_close(right_cursor);
  return rc;
}

int raw_compare(const char *left, const char *right, char *what, size_t capacity) {
  MDB_env *left_env = NULL, *right_env = NULL;
  MDB_txn *left_txn = NULL, *right_txn = NULL;
  what[0] = 0;
  int rc = raw_open_env(left, MDB_RDONLY, &left_env);
  if (rc == 0) rc = raw_open_env(right, MDB_RDONLY, &right_env);
  if (rc == 0) rc = mdb_txn_begin(left_env, NULL, MDB_RDONLY, &left_txn);
  if (rc == 0) rc = mdb_txn_begin(right_env, NULL, MDB_RDONLY, &right_txn);
  for (int table = 0; rc == 0 && table < TABLES; table++) {
    // Facts of each store alone, and bits whose number depends on when a run was begun.
    if (table == META || table == FILTERS) continue;
    rc = compare_table(left_txn, right_txn, table, what, capacity);
  }
  if (left_txn != NULL) mdb_txn_abort(left_txn);
  if (right_txn != NULL) mdb_txn_abort(right_txn);
  if (left_env != NULL) mdb_env_close(left_env);
  if (right_env != NULL) mdb_env_close(right_env);
  return rc;
}
