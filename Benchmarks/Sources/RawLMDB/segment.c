// SPDX-License-Identifier: Apache-2.0
// A sealed segment (docs/FORMAT.md §2.5): columns in frames of reference, payloads behind.
#include "raw_lmdb_private.h"

enum { COLUMNS = 10, DIRECTORY_HEADER = 24 };

typedef struct {
  uint64_t base;
  int width;
} frame;

static frame frame_of(const uint64_t *numbers, size_t count, int is_signed) {
  uint64_t least = numbers[0], largest = 0;
  for (size_t i = 1; i < count; i++) {
    int below = is_signed ? (int64_t)numbers[i] < (int64_t)least : numbers[i] < least;
    if (below) least = numbers[i];
  }
  for (size_t i = 0; i < count; i++)
    if (numbers[i] - least > largest) largest = numbers[i] - least;
  int bits = largest == 0 ? 0 : 64 - __builtin_clzll(largest);
  return (frame){least, (bits + 7) / 8};
}

/// Writes the differences of 64 numbers; up to eight bytes behind them are written over later.
static uint8_t *write_column(uint8_t *at, frame frame, const uint64_t *numbers) {
  for (int i = 0; i < GROUP; i++) {
    uint64_t difference = numbers[i] - frame.base;
    memcpy(at, &difference, 8);
    at += frame.width;
  }
  return at;
}

static uint8_t *append(uint8_t *at, uint64_t value, size_t size) {
  memcpy(at, &value, size);
  return at + size;
}

typedef struct {
  uint64_t columns[COLUMNS][SEGMENT];
  uint64_t objects[LANES][SEGMENT];
  frame frames[COLUMNS], lanes[LANES];
} widened;

static void widen(const raw_row *rows, widened *to) {
  for (int i = 0; i < SEGMENT; i++) {
    const raw_row *row = &rows[i];
    const uint64_t numbers[COLUMNS] = {
      (uint64_t)row->recorded, (uint64_t)row->occurred, row->id_high, row->id_low, row->version,
      row->type, row->flags, 0, row->payload_size, 0,
    };
    for (int column = 0; column < COLUMNS; column++) to->columns[column][i] = numbers[column];
    for (int lane = 0; lane < LANES; lane++) to->objects[lane][i] = row->objects[lane];
  }
  for (int column = 0; column < COLUMNS; column++)
    to->frames[column] = frame_of(to->columns[column], SEGMENT, column < 2);
  for (int lane = 0; lane < LANES; lane++)
    to->lanes[lane] = frame_of(to->objects[lane], SEGMENT, 0);
}

size_t raw_write_segment(uint64_t number, const raw_row *rows, uint8_t *out) {
  static widened wide;
  widen(rows, &wide);
  // All events have one shape, so the directory's size is known before its parts are.
  enum {
    PARTS = DIRECTORY_HEADER + 9 * COLUMNS + 5 * LANES + 6 + LANES,
    DIRECTORY = PARTS + 8 * (GROUPS + BLOCKS) + 4,
  };
  uint8_t *at = out + DIRECTORY, *part = out + PARTS, *start = at;
  for (int group = 0; group < GROUPS; group++) {
    uint8_t *from = at;
    for (int column = 0; column < COLUMNS; column++)
      at = write_column(at, wide.frames[column], wide.columns[column] + GROUP * group);
    for (int lane = 0; lane < LANES; lane++)
      at = write_column(at, wide.lanes[lane], wide.objects[lane] + GROUP * group);
    part = append(part, (uint64_t)(at - start), 4);
    part = append(part, raw_checksum(from, (size_t)(at - from)), 4);
  }
  start = at;
  for (int block = 0; block < BLOCKS; block++) {
    uint8_t *from = at;
    for (int i = BLOCK * block; i < BLOCK * (block + 1); i++) {
      memcpy(at, rows[i].payload, rows[i].payload_size);
      at += rows[i].payload_size;
    }
    part = append(part, (uint64_t)(at - start), 4);
    part = append(part, raw_checksum(from, (size_t)(at - from)), 4);
  }
  uint8_t *head = append(out, DIRECTORY, 4);
  head = append(head, SEGMENT, 2);
  head = append(head, 1, 1);
  head = append(head, 0, 1);
  head = append(head, number * SEGMENT + 1, 8);
  head = append(head, LANES, 2);
  head = append(head, 1, 2);
  head = append(head, (uint64_t)(at - start), 4);
  for (int column = 0; column < COLUMNS; column++) {
    head = append(head, wide.frames[column].base, 8);
    head = append(head, (uint64_t)wide.frames[column].width, 1);
  }
  for (int lane = 0; lane < LANES; lane++) {
    head = append(head, wide.lanes[lane].base, 4);
    head = append(head, (uint64_t)wide.lanes[lane].width, 1);
  }
  head = append(head, 0, 4);
  head = append(head, LANES, 2);
  for (int lane = 0; lane < LANES; lane++) head = append(head, (uint64_t)lane, 1);
  append(part, raw_checksum(out, DIRECTORY - 4), 4);
  memset(at, 0, 8);
  return (size_t)(at + 8 - out);
}
