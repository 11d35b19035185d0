// SPDX-License-Identifier: Apache-2.0
#ifndef CLMDB_CRC32C_H
#define CLMDB_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli, RFC 3720 B.4) of `size` bytes, going on from `crc` (0 at the start).
/// Uses the processor's instruction where there is one.
uint32_t clmdb_crc32c(uint32_t crc, const void *bytes, size_t size);

/// The same by tables alone, so that a test can compare the two ways.
uint32_t clmdb_crc32c_by_table(uint32_t crc, const void *bytes, size_t size);

/// Whether `clmdb_crc32c` uses the processor's instruction on this machine.
int clmdb_crc32c_is_by_instruction(void);

#endif
