/*
 * What the fuzz targets share: fuzz.c is libFuzzer's way in, a target is one fuzz_one(). It runs on
 * a thread with the session's stack, since the limits of nesting are made for that.
 */
#ifndef HMSH_FUZZ_H
#define HMSH_FUZZ_H

#include <stddef.h>
#include <stdint.h>

void fuzz_one(const uint8_t *data, size_t size);

#endif
