/*
 * A multiplicative hash over folded code points, with the whole of ASCII on
 * one path. Two texts that differ by case alone have one sum.
 */
#include "config.h"
#include "state/keyhash.h"
#include "lib/str.h"

static inline uint64_t step(uint64_t h, uint32_t c)
{
	return (h ^ c) * 0x100000001b3u;
}

static uint64_t finish(uint64_t h)
{
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ (h >> 29);
}

uint64_t key_hash(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	uint64_t h = 0xcbf29ce484222325u;

	while (p < end) {
		unsigned char c = *p;

		if (c < 0x80) {
			h = step(h, c >= 'a' && c <= 'z' ? c - 32 : c);
			p++;
		} else {
			h = step(h, unichar_fold(text_next(&p, end)));
		}
	}
	return finish(h);
}

uint64_t key_hash_text(const char *text)
{
	return key_hash(text, strlen(text));
}
