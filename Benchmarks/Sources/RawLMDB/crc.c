// SPDX-License-Identifier: Apache-2.0
// CRC-32C with the processor's instruction where there is one.
#include <string.h>

#include "raw_lmdb_private.h"

static uint32_t bitwise(uint32_t sum, const uint8_t *at, size_t size) {
  for (; size > 0; size--, at++) {
    sum ^= *at;
    for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (0x82f63b78u & (0u - (sum & 1)));
  }
  return sum;
}

#if defined(__x86_64__)

#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t by_instruction(
  uint32_t sum, const uint8_t *at, size_t size) {
  uint64_t wide = sum;
  for (; size >= 8; size -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    wide = _mm_crc32_u64(wide, word);
  }
  sum = (uint32_t)wide;
  for (; size > 0; size--, at++) sum = _mm_crc32_u8(sum, *at);
  return sum;
}

static int has_instruction(void) { return __builtin_cpu_supports("sse4.2"); }

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)

#include <arm_acle.h>

static uint32_t by_instruction(uint32_t sum, const uint8_t *at, size_t size) {
  for (; size >= 8; size -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    sum = __crc32cd(sum, word);
  }
  for (; size > 0; size--, at++) sum = __crc32cb(sum, *at);
  return sum;
}

static int has_instruction(void) { return 1; }

#else

static uint32_t by_instruction(uint32_t sum, const uint8_t *at, size_t size) {
  return bitwise(sum, at, size);
}

static int has_instruction(void) { return 0; }

#endif

uint32_t raw_crc(uint32_t sum, const void *bytes, size_t size) {
  static int known;
  if (known == 0) known = has_instruction() ? 1 : 2;
  return known == 1 ? by_instruction(sum, bytes, size) : bitwise(sum, bytes, size);
}
