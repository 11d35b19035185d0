// SPDX-License-Identifier: Apache-2.0
// SHA-256 of many short messages, four side by side.
//
// The round instruction takes four cycles and another may begin every second one, so a single
// message leaves the processor half idle: every round waits for the one before. Four messages
// that know nothing of each other fill it. A library's context also costs as much as two blocks
// for each message, and a log hashes messages of two to six blocks.
#include "include/clmdb_sha256.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

#define SHA __attribute__((target("sha,sse4.1,ssse3")))
#define ALWAYS_INLINE static inline __attribute__((always_inline))

enum { LANES = 4, BLOCK = 64, HASH = 32 };

static const uint32_t constants[64] __attribute__((aligned(16))) = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// A message under way.
typedef struct {
  __m128i abef, cdgh;
  const uint8_t *at;
  /// Blocks of the message itself, then those of its end and the padding.
  size_t whole, last;
  uint8_t end[2 * BLOCK];
  uint8_t *out;
} lane;

SHA static void begin(lane *lane, const clmdb_message *message, uint8_t *out) {
  size_t rest = message->size % BLOCK;
  lane->abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
  lane->cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
  lane->at = message->bytes;
  lane->whole = message->size / BLOCK;
  lane->last = rest < BLOCK - 8 ? 1 : 2;
  lane->out = out;
  memset(lane->end, 0, sizeof lane->end);
  if (rest > 0) memcpy(lane->end, lane->at + message->size - rest, rest);
  lane->end[rest] = 0x80;
  uint64_t bits = __builtin_bswap64((uint64_t)message->size * 8);
  memcpy(lane->end + BLOCK * lane->last - 8, &bits, 8);
  if (lane->whole == 0) lane->at = lane->end;
}

/// Goes to the next block; 0 if that was the last one.
static int advance(lane *lane) {
  lane->at += BLOCK;
  if (lane->whole > 0) {
    if (--lane->whole == 0) lane->at = lane->end;
    return 1;
  }
  return --lane->last > 0;
}

SHA static void finish(const lane *lane) {
  __m128i feba = _mm_shuffle_epi32(lane->abef, 0x1b), dchg = _mm_shuffle_epi32(lane->cdgh, 0xb1);
  __m128i flip = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i dcba = _mm_blend_epi16(feba, dchg, 0xf0), hgfe = _mm_alignr_epi8(dchg, feba, 8);
  _mm_storeu_si128((__m128i *)lane->out, _mm_shuffle_epi8(dcba, flip));
  _mm_storeu_si128((__m128i *)(lane->out + 16), _mm_shuffle_epi8(hgfe, flip));
}

/// One block of each of the first `count` lanes.
SHA ALWAYS_INLINE void compress(lane **lanes, const int count) {
  const __m128i flip = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i words[LANES][4], abef[LANES], cdgh[LANES];
  for (int i = 0; i < count; i++) {
    abef[i] = lanes[i]->abef;
    cdgh[i] = lanes[i]->cdgh;
  }
#pragma GCC unroll 16
  for (int step = 0; step < 16; step++) {
    __m128i k = _mm_load_si128((const __m128i *)constants + step);
#pragma GCC unroll 4
    for (int i = 0; i < count; i++) {
      __m128i *w = words[i], *next = &w[step & 3];
      if (step < 4) {
        *next = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)lanes[i]->at + step), flip);
      } else {
        __m128i sum = _mm_sha256msg1_epu32(*next, w[(step + 1) & 3]);
        sum = _mm_add_epi32(sum, _mm_alignr_epi8(w[(step + 3) & 3], w[(step + 2) & 3], 4));
        *next = _mm_sha256msg2_epu32(sum, w[(step + 3) & 3]);
      }
      __m128i round = _mm_add_epi32(*next, k);
      cdgh[i] = _mm_sha256rnds2_epu32(cdgh[i], abef[i], round);
      abef[i] = _mm_sha256rnds2_epu32(abef[i], cdgh[i], _mm_shuffle_epi32(round, 0x0e));
    }
  }
  for (int i = 0; i < count; i++) {
    lanes[i]->abef = _mm_add_epi32(lanes[i]->abef, abef[i]);
    lanes[i]->cdgh = _mm_add_epi32(lanes[i]->cdgh, cdgh[i]);
  }
}

SHA static void compress_four(lane **lanes) { compress(lanes, 4); }
SHA static void compress_two(lane **lanes) { compress(lanes, 2); }
SHA static void compress_one(lane **lanes) { compress(lanes, 1); }

static void compress_all(lane **lanes, int count) {
  if (count == 4) return compress_four(lanes);
  if (count >= 2) compress_two(lanes);
  if (count != 2) compress_one(lanes + count - 1);
}

void clmdb_sha256_many(const clmdb_message *messages, size_t count, uint8_t *out) {
  if (!clmdb_sha256_is_by_instruction()) return;
  lane all[LANES], *lanes[LANES];
  int busy = 0;
  size_t next = 0;
  for (; busy < LANES && next < count; next++, busy++) {
    lanes[busy] = &all[busy];
    begin(lanes[busy], &messages[next], out + HASH * next);
  }
  while (busy > 0) {
    compress_all(lanes, busy);
    for (int i = busy - 1; i >= 0; i--) {
      if (advance(lanes[i])) continue;
      finish(lanes[i]);
      if (next < count) {
        begin(lanes[i], &messages[next], out + HASH * next);
        next++;
      } else {
        lanes[i] = lanes[--busy];
      }
    }
  }
}

static int has_instruction;

__attribute__((constructor)) static void look(void) {
  unsigned a, b, c, d;
  has_instruction = __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
                    (b >> 29 & 1) != 0;
}

int clmdb_sha256_is_by_instruction(void) { return has_instruction; }

#else

void clmdb_sha256_many(const clmdb_message *messages, size_t count, uint8_t *out) {
  (void)messages, (void)count, (void)out;
}

int clmdb_sha256_is_by_instruction(void) { return 0; }

#endif
