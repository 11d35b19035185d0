// SPDX-License-Identifier: Apache-2.0
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/core_names.h>
#include <openssl/rand.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>

// SHA-256 in a state of the caller's: libcrypto's EVP allocates and clears one for each hash, which
// for a record takes a third as long as the hash (docs/decisions/0012). Deprecated since 3.0 in
// favour of EVP, hence behind these three.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

static inline int clibcrypto_sha256_begin(SHA256_CTX *state) { return SHA256_Init(state); }

static inline int clibcrypto_sha256_add(SHA256_CTX *state, const void *bytes, size_t size) {
  return SHA256_Update(state, bytes, size);
}

static inline int clibcrypto_sha256_end(SHA256_CTX *state, unsigned char *hash) {
  return SHA256_Final(hash, state);
}

#pragma clang diagnostic pop
