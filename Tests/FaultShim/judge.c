// SPDX-License-Identifier: Apache-2.0
// Which call fails: `shim_arm("calls=write,path=data.mdb,dsync=1,nth=2,times=1,error=5")`.
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  int sorts;
  char path[256];    // part of the file's name; empty for any
  int dsync;         // 1: only descriptors with O_DSYNC, 0: only others, -1: any
  long nth, times;   // fails from the nth matching call on, so many times; 0 times: for ever
  int error;
  verdict what;
  char meta[64];     // a write through O_DSYNC to such a file fails, and then calls are counted
  int latch;         // after the first failure any descriptor is meant, and calls plainly fail
  char caller[64];   // part of the library's name; empty for any
  uintptr_t from, to;
} plan;

static plan current;
static atomic_int is_armed;
static atomic_long matched, failed;

static const struct {
  const char *name;
  call_sort sort;
} names[] = {
  {"write", CALL_WRITE}, {"sync", CALL_SYNC},     {"open", CALL_OPEN},
  {"rename", CALL_RENAME}, {"mmap", CALL_MMAP},   {"malloc", CALL_MALLOC},
  {"mkdir", CALL_MKDIR}, {"flock", CALL_FLOCK},   {"read", CALL_READ},
};

static int sorts_of(const char *text) {
  int sorts = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strstr(text, names[i].name) != NULL) sorts |= names[i].sort;
  return sorts;
}

static int note_library(struct dl_phdr_info *info, size_t size, void *context) {
  plan *p = context;
  (void)size;
  if (info->dlpi_name == NULL || strstr(info->dlpi_name, p->caller) == NULL) return 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
    p->from = info->dlpi_addr + part->p_vaddr;
    p->to = p->from + part->p_memsz;
  }
  return 1;
}

static void take(plan *p, const char *key, const char *value) {
  if (strcmp(key, "calls") == 0) p->sorts = sorts_of(value);
  if (strcmp(key, "path") == 0) snprintf(p->path, sizeof p->path, "%s", value);
  if (strcmp(key, "dsync") == 0) p->dsync = atoi(value);
  if (strcmp(key, "nth") == 0) p->nth = atol(value);
  if (strcmp(key, "times") == 0) p->times = atol(value);
  if (strcmp(key, "error") == 0) p->error = atoi(value);
  if (strcmp(key, "after") == 0) p->what = VERDICT_AFTER;
  if (strcmp(key, "meta") == 0) snprintf(p->meta, sizeof p->meta, "%s", value);
  if (strcmp(key, "latch") == 0) p->latch = 1;
  if (strcmp(key, "short") == 0) p->what = VERDICT_SHORT;
  if (strcmp(key, "caller") == 0) snprintf(p->caller, sizeof p->caller, "%s", value);
}

// Calls are counted from here on. Returns 0, or -1 if the plan names a library that is not loaded.
__attribute__((visibility("default"))) int shim_arm(const char *text) {
  plan p = {.dsync = -1, .nth = 1, .times = 1, .error = EIO, .what = VERDICT_FAIL};
  char copy[512];
  char *rest = NULL;
  snprintf(copy, sizeof copy, "%s", text);
  for (char *part = strtok_r(copy, ",", &rest); part; part = strtok_r(NULL, ",", &rest)) {
    char *equals = strchr(part, '=');
    if (equals == NULL) continue;
    *equals = 0;
    take(&p, part, equals + 1);
  }
  if (p.caller[0]) dl_iterate_phdr(note_library, &p);
  if (p.caller[0] && p.to == 0) return -1;
  current = p;
  atomic_store(&matched, 0);
  atomic_store(&failed, 0);
  atomic_store(&is_armed, 1);
  return 0;
}

// Lets all calls through again; returns how many of the plan's calls were made.
__attribute__((visibility("default"))) long shim_disarm(void) {
  atomic_store(&is_armed, 0);
  return atomic_load(&matched);
}

// How many calls failed since the last arming.
__attribute__((visibility("default"))) long shim_failures(void) { return atomic_load(&failed); }

int shim_name_of(int descriptor, char *out, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t count = readlink(link, out, size - 1);
  if (count < 0) return 0;
  out[count] = 0;
  return 1;
}

static int is_meant(call_sort sort, int descriptor, const char *path, const void *caller) {
  if (!(current.sorts & sort)) return 0;
  uintptr_t place = (uintptr_t)caller;
  if (current.caller[0] && (place < current.from || place >= current.to)) return 0;
  char name[512];
  if (current.path[0]) {
    if (path == NULL && !(descriptor >= 0 && shim_name_of(descriptor, name, sizeof name))) return 0;
    if (strstr(path != NULL ? path : name, current.path) == NULL) return 0;
  }
  if (current.dsync >= 0 && descriptor >= 0) {
    int flags = fcntl(descriptor, F_GETFL);
    if (((flags & O_DSYNC) != 0) != (current.dsync == 1)) return 0;
  }
  return 1;
}

verdict shim_judge(call_sort sort, int descriptor, const char *path, const void *caller) {
  if (!atomic_load_explicit(&is_armed, memory_order_acquire)) return VERDICT_REAL;
  int before = errno;
  if (current.meta[0]) {
    char name[512];
    int is_meta = sort == CALL_WRITE && descriptor >= 0
                  && fcntl(descriptor, F_GETFL) & O_DSYNC
                  && shim_name_of(descriptor, name, sizeof name) && strstr(name, current.meta);
    errno = before;
    if (!is_meta) return VERDICT_REAL;
    current.meta[0] = 0;
    errno = EIO;
    return VERDICT_FAIL;
  }
  int meant = is_meant(sort, descriptor, path, caller);
  errno = before;
  if (!meant) return VERDICT_REAL;
  long n = atomic_fetch_add(&matched, 1) + 1;
  if (n < current.nth || (current.times > 0 && n >= current.nth + current.times))
    return VERDICT_REAL;
  atomic_fetch_add(&failed, 1);
  verdict what = current.what;
  if (current.latch) {
    current.dsync = -1;
    current.what = VERDICT_FAIL;
  }
  errno = current.error;
  return what;
}
