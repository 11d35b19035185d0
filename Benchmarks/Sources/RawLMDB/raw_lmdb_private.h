// SPDX-License-Identifier: Apache-2.0
#ifndef RAW_LMDB_PRIVATE_H
#define RAW_LMDB_PRIVATE_H

#include <lmdb.h>

#include "raw_lmdb.h"

enum { EVENTS, IDS, STREAMS, TYPES, REFERENCES, SYMBOLS, OBJECTS, NAMES, TABLES };

enum { RAW_CHECK = -40001, CHECK_BYTES = 4, HEADER_BYTES = 56 };

struct raw_store {
  MDB_env *env;
  MDB_dbi tables[TABLES];
  uint64_t head;
};

extern const char *const raw_table_names[TABLES];

uint32_t raw_crc(uint32_t sum, const void *bytes, size_t size);

static inline uint32_t raw_sum(const MDB_val *key, const void *value, size_t size) {
  return ~raw_crc(raw_crc(~0u, key->mv_data, key->mv_size), value, size);
}

/// Whether a value ends in its check.
static inline int raw_is_whole(const MDB_val *key, const MDB_val *value) {
  if (value->mv_size < CHECK_BYTES) return 0;
  size_t size = value->mv_size - CHECK_BYTES;
  uint32_t told;
  __builtin_memcpy(&told, (const uint8_t *)value->mv_data + size, 4);
  return told == raw_sum(key, value->mv_data, size);
}

#endif
