// SPDX-License-Identifier: Apache-2.0
#ifndef CLMDB_H
#define CLMDB_H
#include <lmdb.h>
#endif
