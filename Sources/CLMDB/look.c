// SPDX-License-Identifier: Apache-2.0
// The look at a data file before liblmdb maps it.
//
// liblmdb believes its meta pages: the newer of two is the one with the higher transaction
// number, right or wrong. The two numbers follow each other and each belongs on its own
// page (even ones on page 0), so a flipped bit in either cannot bring back an older state.
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "include/clmdb_pages.h"
#include "layout.h"

int clmdb_read_fully(int fd, void *into, size_t size, uint64_t offset) {
  uint8_t *at = into;
  while (size > 0) {
    ssize_t count = pread(fd, at, size, (off_t)offset);
    if (count == 0) return -1;
    if (count < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    at += count;
    offset += (uint64_t)count;
    size -= (size_t)count;
  }
  return 0;
}

static int is_page_size(uint32_t size) {
  return size >= LEAST_PAGE && size <= LARGEST_PAGE && (size & (size - 1)) == 0;
}

const char *clmdb_meta_fault(const uint8_t *page, int index) {
  meta_record meta;
  memcpy(&meta, page + PAGE_HEADER, sizeof meta);
  if (page_number(page) != (uint64_t)index) return "a meta page has another page's number";
  if (page_flags(page) != IS_META) return "a meta page is not marked as one";
  if (meta.magic != (uint32_t)META_MAGIC) return "a meta page has lost its magic number";
  if (!is_page_size(meta.free_list.padding)) return "the page size is impossible";
  if (meta.address != 0) return "a fixed map address, which this program never writes";
  if (meta.free_list.flags != TREE_INTEGER_KEY || meta.tables.flags != 0 ||
      meta.tables.padding != 0)
    return "flags in a meta page that this program never writes";
  if (meta.last_page < 1) return "the last page is before the meta pages";
  return NULL;
}

static void fail(clmdb_preflight *out, clmdb_preflight_result result, int64_t detail,
                 const char *what) {
  out->result = result;
  out->detail = detail;
  snprintf(out->what, sizeof out->what, "%s", what);
}

static int is_zero(const uint8_t *bytes, size_t size) {
  for (size_t index = 0; index < size; index++)
    if (bytes[index] != 0) return 0;
  return 1;
}

static uint32_t magic_of(const uint8_t *page) { return load32(page + PAGE_HEADER); }

// The second meta page stands at the page size, which the first one tells if it is whole.
static int second_page(int fd, const uint8_t *first, uint64_t file_size, uint8_t *second,
                       uint32_t *page_size) {
  uint32_t told = load32(first + PAGE_HEADER + 24);
  for (int attempt = -1; attempt < 8; attempt++) {
    uint32_t size = attempt < 0 ? told : (uint32_t)LEAST_PAGE << attempt;
    if (!is_page_size(size) || size + PAGE_HEADER + META_SIZE > file_size) continue;
    int rc = clmdb_read_fully(fd, second, PAGE_HEADER + META_SIZE, size);
    if (rc != 0) return rc;
    if (magic_of(second) == (uint32_t)META_MAGIC) {
      *page_size = size;
      return 0;
    }
  }
  return 0;
}

static void weigh(const uint8_t pages[2][PAGE_HEADER + META_SIZE], clmdb_preflight *out) {
  meta_record metas[2];
  for (int index = 0; index < 2; index++) {
    memcpy(&metas[index], pages[index] + PAGE_HEADER, META_SIZE);
    const char *fault = clmdb_meta_fault(pages[index], index);
    if (fault != NULL) return fail(out, CLMDB_PREFLIGHT_DAMAGED, index, fault);
  }
  if (metas[0].version != metas[1].version)
    return fail(out, CLMDB_PREFLIGHT_DAMAGED, 1, "the meta pages name different versions");
  if (metas[0].version != META_VERSION)
    return fail(out, CLMDB_PREFLIGHT_VERSION, metas[0].version, "");
  if (metas[0].free_list.padding != metas[1].free_list.padding)
    return fail(out, CLMDB_PREFLIGHT_DAMAGED, 1, "the meta pages name different page sizes");
  uint64_t even = metas[0].transaction, odd = metas[1].transaction;
  int newer = odd > even;
  int is_new = even == 0 && odd == 0;
  if (!is_new && (even % 2 != 0 || odd % 2 != 1 || (newer ? odd - even : even - odd) != 1))
    return fail(out, CLMDB_PREFLIGHT_DAMAGED, newer,
                "the transaction numbers of the meta pages do not follow each other");
  out->page_size = metas[newer].free_list.padding;
  out->last_page = metas[newer].last_page;
  out->last_transaction = metas[newer].transaction;
  out->result = CLMDB_PREFLIGHT_SOUND;
  if (out->last_page >= UINT64_MAX / LARGEST_PAGE)
    return fail(out, CLMDB_PREFLIGHT_DAMAGED, newer, "the last page is impossible");
  out->expected_size = (out->last_page + 1) * out->page_size;
}

static void look_once(int fd, clmdb_preflight *out) {
  uint8_t pages[2][PAGE_HEADER + META_SIZE] = {{0}};
  uint32_t page_size = 0;
  struct stat status;
  memset(out, 0, sizeof *out);
  if (fstat(fd, &status) != 0) return fail(out, CLMDB_PREFLIGHT_IO, errno, "fstat");
  out->file_size = (uint64_t)status.st_size;
  if (out->file_size == 0) return fail(out, CLMDB_PREFLIGHT_UNFINISHED, 0, "");
  if (out->file_size < sizeof pages[0])
    return fail(out, CLMDB_PREFLIGHT_NOT_A_STORE, 0, "a file shorter than a page");
  int rc = clmdb_read_fully(fd, pages[0], sizeof pages[0], 0);
  if (rc == 0) rc = second_page(fd, pages[0], out->file_size, pages[1], &page_size);
  if (rc != 0) return fail(out, CLMDB_PREFLIGHT_IO, rc > 0 ? rc : EIO, "pread");
  int has_first = magic_of(pages[0]) == (uint32_t)META_MAGIC;
  int has_second = page_size != 0;
  if (!has_first && !has_second) {
    int is_blank = is_zero(pages[0], sizeof pages[0]);
    return fail(out, is_blank ? CLMDB_PREFLIGHT_UNFINISHED : CLMDB_PREFLIGHT_NOT_A_STORE, 0,
                "a file of another kind");
  }
  if (has_first && !has_second) {
    uint32_t told = load32(pages[0] + PAGE_HEADER + 24);
    if (is_page_size(told) && out->file_size < 2 * (uint64_t)told) {
      out->expected_size = 2 * (uint64_t)told;
      return fail(out, CLMDB_PREFLIGHT_TRUNCATED, 0, "");
    }
  }
  weigh(pages, out);
}

void clmdb_look(int fd, clmdb_preflight *out) {
  // A commit of another process may be half visible; it is over in less than a millisecond.
  for (int attempt = 0; attempt < 5; attempt++) {
    look_once(fd, out);
    if (out->result != CLMDB_PREFLIGHT_DAMAGED) return;
    struct timespec pause = {0, 1000000};
    if (attempt < 4) nanosleep(&pause, NULL);
  }
}
