/*
 * Strings: making, growing, cutting, comparing by ordinal. Everything that
 * counts units has a direct path for ASCII, where a unit is a byte.
 */
#include "config.h"

#include "lib/str.h"

#include "lib/heap.h"

/* -- WTF-8 ------------------------------------------------------------------ */

/* Length of the well-formed sequence at p (surrogates allowed), 0 when malformed. */
static unsigned sequence_length(const unsigned char *p, const unsigned char *end)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2)
		return 0;
	if (p[0] < 0xe0)
		return end - p >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
	if (p[0] < 0xf0)
		return end - p >= 3 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80 &&
		       (p[0] != 0xe0 || p[1] >= 0xa0) ? 3 : 0;
	if (p[0] < 0xf5)
		return end - p >= 4 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80 &&
		       (p[3] & 0xc0) == 0x80 && (p[0] != 0xf0 || p[1] >= 0x90) &&
		       (p[0] != 0xf4 || p[1] < 0x90) ? 4 : 0;
	return 0;
}

uint32_t text_next(const char **text, const char *end)
{
	const unsigned char *p = (const unsigned char *)*text;
	unsigned n = sequence_length(p, (const unsigned char *)end);

	*text += n ? n : 1;
	switch (n) {
	case 1:
		return p[0];
	case 2:
		return (p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	case 3:
		return (p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	case 4:
		return (uint32_t)(p[0] & 0x07) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f);
	default:
		return 0xfffd;
	}
}

static unsigned encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = 0xc0 | c >> 6;
		out[1] = 0x80 | (c & 0x3f);
		return 2;
	}
	if (c < 0x10000) {
		out[0] = 0xe0 | c >> 12;
		out[1] = 0x80 | (c >> 6 & 0x3f);
		out[2] = 0x80 | (c & 0x3f);
		return 3;
	}
	out[0] = 0xf0 | c >> 18;
	out[1] = 0x80 | (c >> 12 & 0x3f);
	out[2] = 0x80 | (c >> 6 & 0x3f);
	out[3] = 0x80 | (c & 0x3f);
	return 4;
}

void text_put(GString *out, uint32_t c)
{
	char bytes[4];

	if (c < 0x80)
		g_string_append_c(out, c);
	else
		g_string_append_len(out, bytes, encode(c, bytes));
}

/* -- Making ------------------------------------------------------------------- */

struct string *str_alloc(size_t len)
{
	size_t size = sizeof(struct string) + len + 1;
	struct string *str = block_raw(V_STRING, &size);

	str->len = str->units = str->hash = 0;
	str->capacity = size - sizeof(struct string) - 1;
	str->utf16 = NULL;
	str->data[0] = '\0';
	return str;
}

#define HIGH_BITS 0x8080808080808080ull

/* Fewer than eight bytes as a word that holds each of them, some of them twice. */
static inline uint64_t load_tail(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t first, last;

	if (n >= 4) {
		memcpy(&first, p, 4);
		memcpy(&last, p + n - 4, 4);
		return (uint64_t)last << 32 | first;
	}
	return n ? (uint64_t)u[n - 1] << 16 | (uint64_t)u[n / 2] << 8 | u[0] : 0;
}

static bool bytes_are_ascii(const char *p, size_t n)
{
	uint64_t word, any = 0;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		any |= word;
	}
	return !((any | load_tail(p, n)) & HIGH_BITS);
}

static uint32_t count_units(const char *p, size_t n)
{
	uint32_t units = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = p[i];

		units += (c & 0xc0) != 0x80;
		units += c >= 0xf0;
	}
	return units;
}

struct string *str_finish(struct string *str, size_t len)
{
	str->len = len;
	str->data[len] = '\0';
	if (bytes_are_ascii(str->data, len)) {
		str->block.flags |= STR_ASCII;
		str->units = len;
	} else {
		str->block.flags &= ~STR_ASCII;
		str->units = count_units(str->data, len);
	}
	return str;
}

static bool well_formed(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + len;

	while (p < end) {
		unsigned n = sequence_length(p, end);

		if (n == 0)
			return false;
		p += n;
	}
	return true;
}

static struct string *str_repaired(const char *text, size_t len)
{
	GString *out = g_string_sized_new(len + 8);
	const char *end = text + len;

	while (text < end)
		text_put(out, text_next(&text, end));
	return str_from_gstring(out);
}

struct string *str_new(const char *text, ssize_t len)
{
	size_t n = len < 0 ? strlen(text) : (size_t)len;
	bool ascii = bytes_are_ascii(text, n);
	struct string *str;

	if (!ascii && !well_formed(text, n))
		return str_repaired(text, n);
	str = str_alloc(n);
	memcpy(str->data, text, n);
	str->data[n] = '\0';
	str->len = n;
	str->units = ascii ? n : count_units(text, n);
	if (ascii)
		str->block.flags |= STR_ASCII;
	return str;
}

struct string *str_from_gstring(GString *text)
{
	struct string *str = str_new(text->str, text->len);

	g_string_free(text, TRUE);
	return str;
}

struct string *str_from_utf16(const uint16_t *units, size_t n)
{
	struct string *str = str_alloc(n * 3);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t c = units[i];

		if ((c & 0xfc00) == 0xd800 && i + 1 < n && (units[i + 1] & 0xfc00) == 0xdc00)
			c = 0x10000 + ((c & 0x3ff) << 10) + (units[++i] & 0x3ff);
		len += encode(c, str->data + len);
	}
	return str_finish(str, len);
}

struct string *str_printf(const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	return str_new(text, -1);
}

struct string *str_empty(void)
{
	return str_finish(str_alloc(0), 0);
}

/* -- Units ----------------------------------------------------------------------- */

const uint16_t *str_utf16(struct string *str)
{
	const char *p = str->data, *end = p + str->len;
	uint16_t *out;

	if (str->utf16)
		return str->utf16;
	out = str->utf16 = g_new(uint16_t, str->units + 1);
	while (p < end) {
		uint32_t c = text_next(&p, end);

		if (c >= 0x10000) {
			*out++ = 0xd7c0 + (c >> 10);
			c = 0xdc00 | (c & 0x3ff);
		}
		*out++ = c;
	}
	*out = 0;
	return str->utf16;
}

uint16_t str_unit(struct string *str, uint32_t index)
{
	return str_is_ascii(str) ? (unsigned char)str->data[index] : str_utf16(str)[index];
}

struct string *str_sub(struct string *str, uint32_t start, uint32_t n)
{
	if (n == str->units)
		return str_ref(str);
	if (!str_is_ascii(str))
		return str_from_utf16(str_utf16(str) + start, n);

	struct string *sub = str_alloc(n);

	memcpy(sub->data, str->data + start, n);
	sub->data[n] = '\0';
	sub->len = sub->units = n;
	sub->block.flags |= STR_ASCII;
	return sub;
}

uint32_t str_unit_of_byte(struct string *str, uint32_t byte)
{
	return str_is_ascii(str) ? byte : count_units(str->data, byte);
}

uint32_t str_byte_of_unit(struct string *str, uint32_t unit)
{
	uint32_t at = 0, units = 0;

	if (str_is_ascii(str))
		return unit;
	while (units < unit && at < str->len) {
		unsigned char c = str->data[at];

		units += c >= 0xf0 ? 2 : 1;
		at += c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	}
	return at;
}

/* -- Joining ------------------------------------------------------------------------ */

/* A high surrogate at the end of `a` and a low one at the start of `b` are one character together. */
static bool surrogates_meet(const struct string *a, const char *b, size_t len)
{
	const unsigned char *x = (const unsigned char *)a->data + a->len - 3;
	const unsigned char *y = (const unsigned char *)b;

	return a->len >= 3 && len >= 3 && x[0] == 0xed && (x[1] & 0xf0) == 0xa0 &&
	       y[0] == 0xed && (y[1] & 0xf0) == 0xb0;
}

static struct string *join_surrogates(const struct string *a, const char *b, size_t len)
{
	const char *x = a->data + a->len - 3, *y = b;
	uint32_t high = text_next(&x, x + 3), low = text_next(&y, y + 3);
	struct string *str = str_alloc(a->len + len);
	size_t at = a->len - 3;

	memcpy(str->data, a->data, at);
	at += encode(0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff), str->data + at);
	memcpy(str->data + at, b + 3, len - 3);
	return str_finish(str, at + len - 3);
}

static void join_facts(struct string *str, uint32_t units, const char *bytes, size_t len)
{
	bool ascii = bytes_are_ascii(bytes, len);

	str->units = units + (ascii ? len : count_units(bytes, len));
	if (!ascii)
		str->block.flags &= ~STR_ASCII;
}

struct string *str_concat(const struct string *a, const struct string *b)
{
	struct string *str;

	if (!str_is_ascii(a) && surrogates_meet(a, b->data, b->len))
		return join_surrogates(a, b->data, b->len);
	str = str_alloc((size_t)a->len + b->len);
	memcpy(str->data, a->data, a->len);
	memcpy(str->data + a->len, b->data, b->len + 1);
	str->len = a->len + b->len;
	str->units = a->units + b->units;
	str->block.flags |= a->block.flags & b->block.flags & STR_ASCII;
	return str;
}

struct string *str_append(struct string *a, const char *bytes, size_t len)
{
	uint32_t units = a->units;

	if (!str_is_ascii(a) && surrogates_meet(a, bytes, len)) {
		struct string *joined = join_surrogates(a, bytes, len);

		str_unref(a);
		return joined;
	}
	if (a->block.refs > 1) {
		struct string *copy = str_alloc((size_t)a->len + len + (a->len + len) / 2);

		memcpy(copy->data, a->data, a->len);
		copy->len = a->len;
		copy->block.flags |= a->block.flags & STR_ASCII;
		str_unref(a);
		a = copy;
	} else if ((size_t)a->len + len > a->capacity) {
		size_t size = sizeof(*a) + ((size_t)a->len + len) * 2 + 1;

		a = block_resize(&a->block, &size);
		a->capacity = size - sizeof(*a) - 1;
	}
	memcpy(a->data + a->len, bytes, len);
	a->len += len;
	a->data[a->len] = '\0';
	a->hash = 0;
	g_clear_pointer(&a->utf16, g_free);
	join_facts(a, units, bytes, len);
	return a;
}

/* -- Comparing by ordinal -------------------------------------------------------------- */

uint32_t unichar_fold(uint32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? c - 32 : c;
	return g_unichar_toupper(c);
}

bool str_equal(const struct string *a, const struct string *b)
{
	return a == b || (a->len == b->len && !memcmp(a->data, b->data, a->len));
}

static inline unsigned char ascii_fold(unsigned char c)
{
	return (unsigned)c - 'a' < 26u ? c - 32 : c;
}

int text_compare_range(const char *a, const char *a_end, const char *b, const char *b_end)
{
	while (a < a_end && b < b_end) {
		uint32_t x = (unsigned char)*a, y = (unsigned char)*b;

		if (x < 0x80 && y < 0x80) {
			x = ascii_fold(x);
			y = ascii_fold(y);
			a++;
			b++;
		} else {
			x = unichar_fold(text_next(&a, a_end));
			y = unichar_fold(text_next(&b, b_end));
		}
		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a < a_end) - (b < b_end);
}

bool str_equal_nocase(const struct string *a, const struct string *b)
{
	if (a == b)
		return true;
	if (!str_is_ascii(a) || !str_is_ascii(b))
		return text_compare_range(a->data, a->data + a->len, b->data, b->data + b->len) == 0;
	if (a->len != b->len)
		return false;
	if (!memcmp(a->data, b->data, a->len))
		return true;
	for (uint32_t i = 0; i < a->len; i++)
		if (a->data[i] != b->data[i] &&
		    ascii_fold(a->data[i]) != ascii_fold(b->data[i]))
			return false;
	return true;
}

bool text_equal_nocase(const char *a, const char *b)
{
	/* As long as it is all ASCII, byte by byte. */
	for (const unsigned char *p = (const void *)a, *q = (const void *)b; ; p++, q++) {
		if ((*p | *q) & 0x80)
			return text_compare_nocase(a, b) == 0;
		if (*p != *q && ascii_fold(*p) != ascii_fold(*q))
			return false;
		if (!*p)
			return true;
	}
}

int text_compare_nocase(const char *a, const char *b)
{
	return text_compare_range(a, a + strlen(a), b, b + strlen(b));
}

/* A word at a time; the case of ASCII letters is folded in eight bytes at once. */
#define HASH_SEED 0xcbf29ce484222325ull

static inline uint64_t hash_step(uint64_t h, uint64_t word)
{
	unsigned __int128 wide = (unsigned __int128)(h ^ word) * 0x9e3779b97f4a7c15ull;

	return (uint64_t)wide ^ (uint64_t)(wide >> 64);	/* each bit of it from all bits of the word */
}

/* Of eight ASCII bytes: 'a' to 'z' have bit 7 after the first sum, but not after the second. */
static inline uint64_t fold_word(uint64_t word)
{
	uint64_t letters = (word + 0x1f1f1f1f1f1f1f1full) & ~(word + 0x0505050505050505ull) & HIGH_BITS;

	return word - (letters >> 2);
}

/*
 * The last character chooses the place among sixteen, the rest chooses these: names that count on (User1, User2)
 * lie side by side in a table, where a look-up of one brings the others near.
 * False: there is a byte that is not ASCII, which only matters when folding.
 */
static inline bool hash_bytes(const char *p, size_t n, bool fold, uint32_t *ret)
{
	unsigned char last = n > 0 ? p[--n] : 0;
	uint64_t h = HASH_SEED ^ n, word, any = last;

	if (fold)
		last = ascii_fold(last);
	h ^= (uint64_t)(last >> 4) << 32;
	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		any |= word;
		h = hash_step(h, fold ? fold_word(word) : word);
	}
	word = load_tail(p, n);
	any |= word;
	h = hash_step(h, fold ? fold_word(word) : word);
	*ret = (uint32_t)h << 4 | (last & 15);
	if (!*ret)
		*ret = 16;
	return !(any & HIGH_BITS);
}

uint32_t text_hash_nocase(const char *p, const char *end)
{
	g_autoptr(GString) folded = NULL;
	uint32_t h;

	if (hash_bytes(p, end - p, true, &h))
		return h;
	folded = g_string_sized_new(end - p + 8);
	while (p < end)
		text_put(folded, unichar_fold(text_next(&p, end)));
	hash_bytes(folded->str, folded->len, false, &h);
	return h;
}

uint32_t str_hash_nocase(struct string *str)
{
	if (!str->hash)
		str->hash = text_hash_nocase(str->data, str->data + str->len);
	return str->hash;
}

uint32_t str_hash(const struct string *str)
{
	uint32_t h;

	hash_bytes(str->data, str->len, false, &h);
	return h;
}

int str_compare_ordinal(struct string *a, struct string *b)
{
	uint32_t n = MIN(a->units, b->units);

	if (str_is_ascii(a) && str_is_ascii(b)) {
		int order = memcmp(a->data, b->data, n);

		if (order)
			return order < 0 ? -1 : 1;
	} else {
		const uint16_t *x = str_utf16(a), *y = str_utf16(b);

		for (uint32_t i = 0; i < n; i++)
			if (x[i] != y[i])
				return x[i] < y[i] ? -1 : 1;
	}
	return (a->units > b->units) - (a->units < b->units);
}

static struct string *str_mapped(struct string *str, gunichar (*map)(gunichar))
{
	GString *out = g_string_sized_new(str->len + 8);
	const char *p = str->data, *end = p + str->len;

	while (p < end)
		text_put(out, map(text_next(&p, end)));
	return str_from_gstring(out);
}

struct string *str_upper(struct string *str)
{
	return str_mapped(str, g_unichar_toupper);
}

struct string *str_lower(struct string *str)
{
	return str_mapped(str, g_unichar_tolower);
}
