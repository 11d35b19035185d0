// SPDX-License-Identifier: Apache-2.0
// The one door to C: liblmdb behind guarded calls, the page walker, and CRC-32C.
#ifndef CLMDB_H
#define CLMDB_H

#include <lmdb.h>

#include "clmdb_crc32c.h"
#include "clmdb_files.h"
#include "clmdb_guard.h"
#include "clmdb_pages.h"

#endif
