// SPDX-License-Identifier: Apache-2.0
// One file of records, each its size and the event: what no store can be faster than.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "raw_lmdb_private.h"

struct raw_flat {
  int fd;
  uint64_t head;
  uint8_t *buffer;
  size_t capacity;
  const uint8_t *map;
  size_t mapped;
};

/// The size of what follows, then the entry; the position stands in the place of the shape.
enum { SIZE_BYTES = 4 };

int raw_flat_create(const char *path, raw_flat **out) {
  raw_flat *file = calloc(1, sizeof *file);
  if (file == NULL) return ENOMEM;
  file->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  *out = file;
  return file->fd < 0 ? errno : 0;
}

void raw_flat_close(raw_flat *file) {
  if (file->map != NULL) munmap((void *)file->map, file->mapped);
  close(file->fd);
  free(file->buffer);
  free(file);
}

int raw_flat_append(raw_flat *file, const raw_event *events, size_t count, int sync) {
  size_t room = 0, used = 0;
  for (size_t i = 0; i < count; i++) room += SIZE_BYTES + ENTRY_BYTES + events[i].payload_size;
  if (room > file->capacity) {
    free(file->buffer);
    file->buffer = malloc(room);
    file->capacity = room;
    if (file->buffer == NULL) return ENOMEM;
  }
  for (size_t i = 0; i < count; i++) {
    const raw_event *event = &events[i];
    raw_row row = {
      .recorded = events[count - 1].occurred, .occurred = event->occurred,
      .id_high = event->id_high, .id_low = event->id_low, .version = event->version,
      .type = event->type, .flags = CLOCK_INJECTED, .shape = (uint32_t)++file->head,
      .payload_size = event->payload_size, .payload = event->payload,
    };
    memcpy(row.objects, event->objects, sizeof row.objects);
    uint32_t size = (uint32_t)raw_write_entry(&row, file->buffer + used + SIZE_BYTES);
    memcpy(file->buffer + used, &size, SIZE_BYTES);
    used += SIZE_BYTES + size;
  }
  for (size_t done = 0; done < used;) {
    ssize_t written = write(file->fd, file->buffer + done, used - done);
    if (written < 0) return errno;
    done += (size_t)written;
  }
  return sync && fdatasync(file->fd) != 0 ? errno : 0;
}

int raw_flat_map(raw_flat *file) {
  struct stat stat;
  if (fstat(file->fd, &stat) != 0) return errno;
  void *map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_SHARED, file->fd, 0);
  if (map == MAP_FAILED) return errno;
  file->map = map;
  file->mapped = (size_t)stat.st_size;
  return 0;
}

int raw_flat_scan(const raw_flat *file, raw_seen *out) {
  raw_seen seen = {0, 0, 0};
  for (size_t at = 0; at + SIZE_BYTES <= file->mapped;) {
    uint32_t entry;
    raw_row row;
    memcpy(&entry, file->map + at, SIZE_BYTES);
    at += SIZE_BYTES;
    if (raw_read_entry(file->map + at, entry, &row) != 0) return RAW_CHECK;
    seen.events++;
    seen.sum += header_sum(
      row.shape, row.recorded, row.occurred, row.id_high, row.id_low, row.version, row.type);
    seen.bytes += touch(file->map + at, entry);
    at += entry;
  }
  *out = seen;
  return 0;
}

// MARK: Projection D

/// The month, 1…12, of a time in UTC (days to civil, Howard Hinnant).
static inline unsigned month_of(int64_t microseconds) {
  int64_t z = microseconds / 86400000000LL + 719468, era = z / 146097;
  unsigned doe = (unsigned)(z - era * 146097);
  unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  unsigned mp = (5 * (doe - (365 * yoe + yoe / 4 - yoe / 100)) + 2) / 153;
  return mp < 10 ? mp + 3 : mp - 9;
}

static inline size_t read_varint(const uint8_t *at, size_t size, uint64_t *out) {
  uint64_t value = 0;
  for (size_t i = 0; i < size && i < 10; i++) {
    value |= (uint64_t)(at[i] & 0x7F) << (7 * i);
    if (at[i] < 0x80) {
      *out = value;
      return i + 1;
    }
  }
  return 0;
}

/// Walks every field of a payload and adds it up: numbers by value, texts by length.
static int decode(const uint8_t *at, size_t size, raw_projection *out) {
  for (size_t used = 0; used < size;) {
    uint64_t tag, value;
    size_t step = read_varint(at + used, size - used, &tag);
    if (step == 0) return RAW_CHECK;
    used += step;
    step = read_varint(at + used, size - used, &value);
    if (step == 0) return RAW_CHECK;
    used += step;
    if ((tag & 7) == 2) {
      if (value > size - used) return RAW_CHECK;
      used += value;
      out->text += value;
    } else {
      out->numbers += (value >> 1) ^ -(value & 1);
    }
  }
  return 0;
}

int raw_flat_project(const raw_flat *file, raw_projection *out) {
  memset(out->status, 0, out->tickets * sizeof *out->status);
  memset(out->town_month, 0, sizeof out->town_month);
  out->numbers = out->text = 0;
  for (size_t at = 0; at + SIZE_BYTES <= file->mapped;) {
    uint32_t entry;
    raw_row row;
    memcpy(&entry, file->map + at, SIZE_BYTES);
    at += SIZE_BYTES;
    if (raw_read_entry(file->map + at, entry, &row) != 0) return RAW_CHECK;
    if (decode(row.payload, row.payload_size, out) != 0) return RAW_CHECK;
    uint32_t ticket = row.objects[RAW_TICKET];
    if (ticket >= out->tickets) return RAW_CHECK;
    out->status[ticket] = (uint16_t)(row.type + 1);
    out->town_month[row.objects[RAW_TOWN] & 63][month_of(row.occurred)]++;
    at += entry;
  }
  return 0;
}
