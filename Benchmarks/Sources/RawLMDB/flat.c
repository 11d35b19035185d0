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
