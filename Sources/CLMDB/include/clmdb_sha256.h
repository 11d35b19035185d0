// SPDX-License-Identifier: Apache-2.0
#ifndef CLMDB_SHA256_H
#define CLMDB_SHA256_H

#include <stddef.h>
#include <stdint.h>

/// One message to hash.
typedef struct {
  const void *bytes;
  size_t size;
} clmdb_message;

/// Writes the SHA-256 (FIPS 180-4) of each message, 32 bytes one behind the other, some of them
/// side by side. Only where `clmdb_sha256_is_by_instruction`: elsewhere it does nothing.
void clmdb_sha256_many(const clmdb_message *messages, size_t count, uint8_t *out);

/// Whether this processor has instructions for SHA-256 that `clmdb_sha256_many` knows.
int clmdb_sha256_is_by_instruction(void);

#endif
