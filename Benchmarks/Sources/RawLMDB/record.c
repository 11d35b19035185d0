// SPDX-License-Identifier: Apache-2.0
// Entries, records and hashes (docs/FORMAT.md §1.1 to §1.3, §2.4).
#include <errno.h>
#include <openssl/sha.h>
#include <stdlib.h>

#include "raw_lmdb_private.h"

static inline uint8_t *little(uint8_t *at, uint64_t value, size_t size) {
  memcpy(at, &value, size);
  return at + size;
}

size_t raw_write_entry(const raw_row *row, uint8_t *out) {
  uint8_t *at = out;
  at = little(at, (uint64_t)row->recorded, 8);
  at = little(at, (uint64_t)row->occurred, 8);
  put64(at, row->id_high);
  put64(at + 8, row->id_low);
  at = little(at + 16, row->version, 8);
  at = little(at, row->type, 2);
  at = little(at, row->flags, 2);
  at = little(at, row->shape, 4);
  at = little(at, row->payload_size, 4);
  at = little(at, 0, 4);
  memcpy(at, row->objects, sizeof row->objects);
  memcpy(at + sizeof row->objects, row->payload, row->payload_size);
  return ENTRY_BYTES + row->payload_size;
}

int raw_read_entry(const uint8_t *entry, size_t size, raw_row *row) {
  if (size < ENTRY_BYTES) return RAW_CHECK;
  memcpy(&row->recorded, entry, 8);
  memcpy(&row->occurred, entry + 8, 8);
  row->id_high = get64(entry + 16);
  row->id_low = get64(entry + 24);
  memcpy(&row->version, entry + 32, 8);
  memcpy(&row->type, entry + 40, 2);
  memcpy(&row->flags, entry + 42, 2);
  memcpy(&row->shape, entry + 44, 4);
  memcpy(&row->payload_size, entry + 48, 4);
  memcpy(row->objects, entry + ENTRY_HEADER, sizeof row->objects);
  row->payload = entry + ENTRY_BYTES;
  return ENTRY_BYTES + row->payload_size <= size ? 0 : RAW_CHECK;
}

static inline uint8_t *varint(uint8_t *at, uint64_t value) {
  for (; value >= 0x80; value >>= 7) *at++ = (uint8_t)(value | 0x80);
  *at++ = (uint8_t)value;
  return at;
}

static inline uint8_t *text(uint8_t *at, int field, const void *bytes, size_t size) {
  *at++ = (uint8_t)(field << 3 | 2);
  at = varint(at, size);
  memcpy(at, bytes, size);
  return at + size;
}

static const char *const roles[RAW_KINDS] = {
  "@stream", "@person", "town", "grid", "category", "department",
};

/// Field `field`, a message of a role, if it has one, and a name.
static uint8_t *reference(uint8_t *at, int field, const char *role, int kind, uint32_t number) {
  uint8_t name[MOST_NAME];
  size_t size = raw_name(kind, number, name), role_size = role == NULL ? 0 : strlen(role);
  *at++ = (uint8_t)(field << 3 | 2);
  at = varint(at, size + 2 + (role == NULL ? 0 : role_size + 2));
  if (role != NULL) at = text(at, 1, role, role_size);
  return text(at, 2, name, size);
}

size_t raw_write_record(
  const raw_event *event, uint64_t position, int64_t recorded, uint8_t *out) {
  uint8_t *at = out, id[16], name[MOST_NAME];
  size_t size;
  *at++ = 0;
  at = little(at, position, 8);
  at = little(at, (uint64_t)recorded, 8);
  at = little(at, CLOCK_INJECTED, 2);
  at = little(at, event->version, 8);
  put64(id, event->id_high);
  put64(id + 8, event->id_low);
  at = text(at, 1, id, 16);
  const char *type = raw_type(event->type, &size);
  at = text(at, 2, type, size);
  *at++ = 3 << 3;
  *at++ = 1;
  at = text(at, 4, name, raw_name(RAW_TICKET, event->objects[RAW_TICKET], name));
  *at++ = 5 << 3;
  at = varint(at, (uint64_t)event->occurred << 1 ^ (uint64_t)(event->occurred >> 63));
  at = reference(at, 6, NULL, RAW_PERSON, event->objects[RAW_PERSON]);
  for (int kind = RAW_TOWN; kind < RAW_KINDS; kind++)
    at = reference(at, 10, roles[kind], kind, event->objects[kind]);
  at = text(at, 11, event->payload, event->payload_size);
  return (size_t)(at - out);
}

// MARK: Hashes

// The calls that the product hashes with: EVP allocates and clears a state for each hash, which
// no careful C program would pay for a record of 200 bytes. Deprecated since OpenSSL 3.0.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

void raw_sha_of(const void *bytes, size_t size, uint8_t *out) {
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, bytes, size);
  SHA256_Final(out, &state);
}

void raw_root(uint8_t *hashes, size_t count) {
  uint8_t node[1 + 2 * HASH_BYTES];
  node[0] = 1;
  for (; count > 1; count /= 2) {
    for (size_t i = 0; i < count / 2; i++) {
      memcpy(node + 1, hashes + 2 * HASH_BYTES * i, 2 * HASH_BYTES);
      raw_sha_of(node, sizeof node, hashes + HASH_BYTES * i);
    }
  }
}

struct raw_hasher {
  SHA256_CTX sha;
  uint8_t *records;
  uint32_t *sizes;
  size_t count, capacity, used, room;
  uint8_t hashes[SEGMENT * HASH_BYTES];
};

raw_hasher *raw_hasher_create(void) {
  raw_hasher *hasher = calloc(1, sizeof *hasher);
  if (hasher != NULL) SHA256_Init(&hasher->sha);
  return hasher;
}

void raw_hasher_close(raw_hasher *hasher) {
  free(hasher->records);
  free(hasher->sizes);
  free(hasher);
}

int raw_hasher_load(raw_hasher *hasher, const raw_event *events, size_t count, uint64_t first) {
  if (count > hasher->capacity) {
    free(hasher->records);
    free(hasher->sizes);
    hasher->records = malloc(count * 1024);
    hasher->sizes = malloc(count * sizeof *hasher->sizes);
    hasher->capacity = count;
    if (hasher->records == NULL || hasher->sizes == NULL) return ENOMEM;
  }
  hasher->count = count;
  uint8_t *at = hasher->records;
  for (size_t i = 0; i < count; i++) {
    hasher->sizes[i] =
      (uint32_t)raw_write_record(&events[i], first + i, events[count - 1].occurred, at);
    at += hasher->sizes[i];
  }
  return 0;
}

uint64_t raw_hasher_hash(raw_hasher *hasher) {
  uint64_t sum = 0, word;
  const uint8_t *at = hasher->records;
  for (size_t start = 0; start < hasher->count; start += SEGMENT) {
    size_t count = hasher->count - start < SEGMENT ? hasher->count - start : SEGMENT;
    for (size_t i = 0; i < count; i++) {
      raw_sha_of(at, hasher->sizes[start + i], hasher->hashes + HASH_BYTES * i);
      at += hasher->sizes[start + i];
    }
    if (count == SEGMENT) raw_root(hasher->hashes, SEGMENT);
    memcpy(&word, hasher->hashes, 8);
    sum += word;
  }
  return sum;
}

void raw_digest_add(raw_hasher *hasher, const void *bytes, size_t size) {
  SHA256_Update(&hasher->sha, bytes, size);
}

void raw_digest_end(raw_hasher *hasher, uint8_t *out) {
  SHA256_Final(out, &hasher->sha);
  SHA256_Init(&hasher->sha);
}

#pragma GCC diagnostic pop
