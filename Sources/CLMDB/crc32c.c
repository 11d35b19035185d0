// SPDX-License-Identifier: Apache-2.0
// CRC-32C by instruction, three streams at a time or by wide multiplication, with a table fallback.
//
// The crc32 instruction gives a result every cycle but needs three to finish, so one stream
// reaches a third of its speed. Three neighbouring blocks are summed side by side, and joined by
// shifting the earlier sums over the length of a block, which is a linear map kept in a table.
#include "include/clmdb_crc32c.h"

#include <string.h>

#define POLYNOMIAL 0x82f63b78u // reflected 0x1EDC6F41

static uint32_t slices[8][256];

static void fill_slices(void) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (POLYNOMIAL & -(crc & 1));
    slices[0][byte] = crc;
  }
  for (int slice = 1; slice < 8; slice++)
    for (int byte = 0; byte < 256; byte++) {
      uint32_t before = slices[slice - 1][byte];
      slices[slice][byte] = (before >> 8) ^ slices[0][before & 0xff];
    }
}

static uint64_t load64(const uint8_t *at) {
  uint64_t word;
  memcpy(&word, at, 8);
  return word;
}

uint32_t clmdb_crc32c_by_table(uint32_t crc, const void *bytes, size_t size) {
  const uint8_t *at = bytes;
  crc = ~crc;
  for (; size >= 8; at += 8, size -= 8) {
    uint32_t low = crc ^ (at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24);
    crc = slices[7][low & 0xff] ^ slices[6][low >> 8 & 0xff] ^ slices[5][low >> 16 & 0xff] ^
          slices[4][low >> 24] ^ slices[3][at[4]] ^ slices[2][at[5]] ^ slices[1][at[6]] ^
          slices[0][at[7]];
  }
  for (; size > 0; at++, size--) crc = (crc >> 8) ^ slices[0][(crc ^ *at) & 0xff];
  return ~crc;
}

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_INSTRUCTION 1
#define INSTRUCTION __attribute__((target("sse4.2")))
#define STEP8(crc, word) __builtin_ia32_crc32di((crc), (word))
#define STEP4(crc, word) __builtin_ia32_crc32si((uint32_t)(crc), (word))
#define STEP2(crc, half) __builtin_ia32_crc32hi((uint32_t)(crc), (half))
#define STEP1(crc, byte) __builtin_ia32_crc32qi((uint32_t)(crc), (byte))
static int processor_has_instruction(void) { return __builtin_cpu_supports("sse4.2") != 0; }
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#define HAS_INSTRUCTION 1
#define INSTRUCTION
#define STEP8(crc, word) __crc32cd((uint32_t)(crc), (word))
#define STEP4(crc, word) __crc32cw((uint32_t)(crc), (word))
#define STEP2(crc, half) __crc32ch((uint32_t)(crc), (half))
#define STEP1(crc, byte) __crc32cb((uint32_t)(crc), (byte))
static int processor_has_instruction(void) { return 1; }
#else
#define HAS_INSTRUCTION 0
static int processor_has_instruction(void) { return 0; }
#endif

static int by_instruction;

int clmdb_crc32c_is_by_instruction(void) { return by_instruction; }

#if HAS_INSTRUCTION

// The least block is for what a point read checks: some hundred bytes at a time.
enum { LONG_BLOCK = 4096, SHORT_BLOCK = 256, LEAST_BLOCK = 64 };

typedef uint32_t shift_table[4][256];
static shift_table over_long, over_short, over_least;

// The sum that `crc` becomes when `size` zero bytes follow, before the final inversion.
static uint32_t followed_by_zeros(uint32_t crc, size_t size) {
  for (; size > 0; size--) crc = (crc >> 8) ^ slices[0][crc & 0xff];
  return crc;
}

static void fill_shift(shift_table table, size_t size) {
  uint32_t of_bit[32];
  for (int bit = 0; bit < 32; bit++) of_bit[bit] = followed_by_zeros(1u << bit, size);
  for (int place = 0; place < 4; place++)
    for (int byte = 0; byte < 256; byte++) {
      uint32_t sum = 0;
      for (int bit = 0; bit < 8; bit++)
        if (byte >> bit & 1) sum ^= of_bit[place * 8 + bit];
      table[place][byte] = sum;
    }
}

static uint64_t shifted(shift_table table, uint64_t crc) {
  return table[0][crc & 0xff] ^ table[1][crc >> 8 & 0xff] ^ table[2][crc >> 16 & 0xff] ^
         table[3][crc >> 24 & 0xff];
}

INSTRUCTION static uint64_t three_blocks(
  uint64_t crc, const uint8_t *at, size_t block, shift_table over) {
  uint64_t second = 0, third = 0;
  for (const uint8_t *end = at + block; at < end; at += 8) {
    crc = STEP8(crc, load64(at));
    second = STEP8(second, load64(at + block));
    third = STEP8(third, load64(at + 2 * block));
  }
  return shifted(over, shifted(over, crc) ^ second) ^ third;
}

INSTRUCTION static uint32_t crc_by_instruction(uint32_t start, const void *bytes, size_t size) {
  const uint8_t *at = bytes;
  uint64_t crc = ~start;
  for (; size >= 3 * LONG_BLOCK; at += 3 * LONG_BLOCK, size -= 3 * LONG_BLOCK)
    crc = three_blocks(crc, at, LONG_BLOCK, over_long);
  for (; size >= 3 * SHORT_BLOCK; at += 3 * SHORT_BLOCK, size -= 3 * SHORT_BLOCK)
    crc = three_blocks(crc, at, SHORT_BLOCK, over_short);
  for (; size >= 3 * LEAST_BLOCK; at += 3 * LEAST_BLOCK, size -= 3 * LEAST_BLOCK)
    crc = three_blocks(crc, at, LEAST_BLOCK, over_least);
  for (; size >= 8; at += 8, size -= 8) crc = STEP8(crc, load64(at));
  if (size & 4) {
    uint32_t word;
    memcpy(&word, at, 4);
    crc = STEP4(crc, word);
    at += 4;
  }
  if (size & 2) {
    uint16_t half;
    memcpy(&half, at, 2);
    crc = STEP2(crc, half);
    at += 2;
  }
  if (size & 1) crc = STEP1(crc, *at);
  return ~(uint32_t)crc;
}

#if defined(__x86_64__)

// Carry-less multiplication of 32 bytes at a time: twice as fast as three streams, and one stream
// in the order of memory (Gopal et al., "Fast CRC Computation Using PCLMULQDQ", Intel 2009).
#define WIDE __attribute__((target("sse4.2,pclmul,avx2,vpclmulqdq")))
enum { LEAST_WIDE = 256 };

static int has_wide;
static __m128i over_128, over_256, over_1024;

static uint64_t power_of_x(int exponent) {
  uint32_t power = 0x80000000;
  for (; exponent > 0; exponent--) power = (power >> 1) ^ (POLYNOMIAL & -(power & 1));
  return (uint64_t)power << 1;
}

// What takes 16 bytes `bits` further: the first half of them is 64 bits further away.
static __m128i shift_over(int bits) {
  return _mm_set_epi64x((long long)power_of_x(bits - 32), (long long)power_of_x(bits + 32));
}

WIDE static inline __m128i folded(__m128i sum, __m128i over, __m128i next) {
  __m128i first = _mm_clmulepi64_si128(sum, over, 0x00);
  return _mm_xor_si128(_mm_xor_si128(first, _mm_clmulepi64_si128(sum, over, 0x11)), next);
}

WIDE static inline __m256i folded_wide(__m256i sum, __m256i over, __m256i next) {
  __m256i first = _mm256_clmulepi64_epi128(sum, over, 0x00);
  return _mm256_xor_si256(
    _mm256_xor_si256(first, _mm256_clmulepi64_epi128(sum, over, 0x11)), next);
}

// At least LEAST_WIDE bytes; what is left is summed by instruction.
WIDE static uint32_t crc_wide(uint32_t start, const void *bytes, size_t size) {
  const __m256i *at = bytes;
  __m256i over = _mm256_broadcastsi128_si256(over_1024), sums[4];
  for (int i = 0; i < 4; i++) sums[i] = _mm256_loadu_si256(at++);
  sums[0] = _mm256_xor_si256(
    sums[0], _mm256_zextsi128_si256(_mm_cvtsi32_si128((int)~start)));
  for (size -= 128; size >= 128; size -= 128)
    for (int i = 0; i < 4; i++)
      sums[i] = folded_wide(sums[i], over, _mm256_loadu_si256(at++));
  over = _mm256_broadcastsi128_si256(over_256);
  for (int i = 1; i < 4; i++) sums[i] = folded_wide(sums[i - 1], over, sums[i]);
  __m128i sum = folded(
    _mm256_castsi256_si128(sums[3]), over_128, _mm256_extracti128_si256(sums[3], 1));
  const __m128i *rest = (const __m128i *)at;
  for (; size >= 16; size -= 16) sum = folded(sum, over_128, _mm_loadu_si128(rest++));
  uint64_t crc = STEP8(0, (uint64_t)_mm_cvtsi128_si64(sum));
  crc = STEP8(crc, (uint64_t)_mm_extract_epi64(sum, 1));
  return crc_by_instruction(~(uint32_t)crc, rest, size);
}

static void prepare_wide(void) {
  over_128 = shift_over(128);
  over_256 = shift_over(256);
  over_1024 = shift_over(1024);
  has_wide = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("vpclmulqdq") != 0 &&
             __builtin_cpu_supports("pclmul") != 0;
}

#else

enum { has_wide = 0, LEAST_WIDE = 0 };
static uint32_t crc_wide(uint32_t start, const void *bytes, size_t size) {
  return crc_by_instruction(start, bytes, size);
}
static void prepare_wide(void) {}

#endif

uint32_t clmdb_crc32c(uint32_t crc, const void *bytes, size_t size) {
  if (!by_instruction) return clmdb_crc32c_by_table(crc, bytes, size);
  return has_wide && size >= LEAST_WIDE ? crc_wide(crc, bytes, size)
                                        : crc_by_instruction(crc, bytes, size);
}

static void fill_shifts(void) {
  fill_shift(over_long, LONG_BLOCK);
  fill_shift(over_short, SHORT_BLOCK);
  fill_shift(over_least, LEAST_BLOCK);
  prepare_wide();
}

#else

uint32_t clmdb_crc32c(uint32_t crc, const void *bytes, size_t size) {
  return clmdb_crc32c_by_table(crc, bytes, size);
}

static void fill_shifts(void) {}

#endif

__attribute__((constructor)) static void prepare(void) {
  fill_slices();
  fill_shifts();
  by_instruction = processor_has_instruction();
}
