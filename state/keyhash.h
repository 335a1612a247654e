/*
 * Sums of names without regard to case: what look-ups by name, address, domain
 * or GUID go by, in memory and in the index. Stable between runs.
 */
#ifndef HMSH_KEYHASH_H
#define HMSH_KEYHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t key_hash(const char *text, size_t len);
uint64_t key_hash_text(const char *text);

#endif
