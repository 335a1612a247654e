/*
 * Hash functions and keyed hashes. A row says for each what GLib calls it; the
 * bytes come from an array, a text's bytes or a stream.
 */
#include "config.h"

#include "lib/types/io_streams.h"
#include "lib/types/table.h"

struct hash {
	struct native native;
	GBytes *key;			/* of a keyed hash, else NULL */
	GBytes *last;			/* the last result */
};

extern const struct type type_hash, type_keyed_hash;

static struct hash *hash_of(struct value v)
{
	return (struct hash *)value_base(v).u.native;
}

static void hash_free(struct native *native)
{
	struct hash *hash = (struct hash *)native;

	if (hash->key)
		g_bytes_unref(hash->key);
	if (hash->last)
		g_bytes_unref(hash->last);
}

/* -- The functions --------------------------------------------------------------------------------- */

static const struct algorithm {
	const char *name;
	GChecksumType type;
	unsigned bits;
} algorithms[] = {
	{ "MD5", G_CHECKSUM_MD5, 128 }, { "SHA1", G_CHECKSUM_SHA1, 160 }, { "SHA256", G_CHECKSUM_SHA256, 256 },
	{ "SHA384", G_CHECKSUM_SHA384, 384 }, { "SHA512", G_CHECKSUM_SHA512, 512 },
};

/* By the end of a type's name or by an algorithm's: "HMACSHA256", "SHA256Managed", "SHA-256". */
static const struct algorithm *algorithm_named(const char *name)
{
	g_autofree char *plain = g_strdup(strrchr(name, '.') ? strrchr(name, '.') + 1 : name);
	char *out = plain;

	for (const char *p = plain; *p; p++)
		if (*p != '-')
			*out++ = g_ascii_toupper(*p);
	*out = '\0';
	if (g_str_equal(plain, "SHA"))
		return &algorithms[1];
	for (size_t i = G_N_ELEMENTS(algorithms); i-- > 0;)
		if (strstr(plain, algorithms[i].name))
			return &algorithms[i];
	return NULL;
}

static struct value sum(const struct algorithm *algorithm, GBytes *key, const void *bytes, size_t len)
{
	guint8 out[64];
	gsize n = sizeof(out);
	gsize key_len = 0;
	const void *key_bytes = key ? g_bytes_get_data(key, &key_len) : NULL;

	if (key) {
		GHmac *hmac = g_hmac_new(algorithm->type, key_bytes, key_len);

		g_hmac_update(hmac, bytes, len);
		g_hmac_get_digest(hmac, out, &n);
		g_hmac_unref(hmac);
	} else {
		GChecksum *checksum = g_checksum_new(algorithm->type);

		g_checksum_update(checksum, bytes, len);
		g_checksum_get_digest(checksum, out, &n);
		g_checksum_free(checksum);
	}
	return value_of(array_of_bytes(out, n));
}

/* A byte array (offset, count) or a stream, summed. */
static bool sum_of(const struct algorithm *algorithm, GBytes *key, const struct value *args, unsigned n,
		   struct value *ret, GError **error)
{
	g_autoptr(GByteArray) bytes = NULL;
	int64_t from = n > 1 && args[1].kind == V_I32 ? args[1].u.i : 0, count;

	if (native_of(args[0], &type_stream)) {
		bytes = g_byte_array_new();
		if (!io_read_rest(args[0], bytes, error))
			return false;
		*ret = sum(algorithm, key, bytes->len ? bytes->data : (const guint8 *)"", bytes->len);
		return true;
	}
	if (args[0].kind != V_ARRAY || !args[0].u.array->packed)
		return throw_null(error, "buffer");
	count = n > 2 ? args[2].u.i : args[0].u.array->len - from;
	if (from < 0 || count < 0 || from + count > args[0].u.array->len)
		return throw_range(error, "count");
	*ret = sum(algorithm, key, args[0].u.array->u.bytes + from, count);
	return true;
}

/* -- Members ----------------------------------------------------------------------------------------- */

MEMBER(hash_compute)
{
	struct hash *hash = hash_of(self);

	if (!sum_of(algorithm_named(type_of(self)->name), hash->key, args, n, ret, error))
		return false;
	g_clear_pointer(&hash->last, g_bytes_unref);
	hash->last = g_bytes_new(ret->u.array->u.bytes, ret->u.array->len);
	return true;
}

/* HashData(source), and HashData(key, source) of a keyed one. */
MEMBER(hash_data)
{
	const struct algorithm *algorithm = algorithm_named(call->type->name);
	g_autoptr(GBytes) key = NULL;

	if (!type_is(call->type, &type_keyed_hash))
		return sum_of(algorithm, NULL, args, 1, ret, error);
	if (args[0].kind != V_ARRAY)
		return throw_null(error, "key");
	key = g_bytes_new(args[0].u.array->u.bytes, args[0].u.array->len);
	return sum_of(algorithm, key, args + 1, 1, ret, error);
}

MEMBER(hash_new)
{
	*ret = value_of(native_new(call->type, sizeof(struct hash)));
	return true;
}

static const struct type *type_named(const char *text, const char *prefix)
{
	const struct algorithm *algorithm = algorithm_named(text);
	g_autofree char *name = algorithm ? g_strdup_printf("System.Security.Cryptography.%s%s", prefix,
							    algorithm->name) : NULL;

	return name ? type_find(name, -1) : NULL;
}

/* HashAlgorithm.Create(name): null for one that is not known. */
MEMBER(hash_create_named)
{
	const struct type *type = type_named(n ? text_arg(args[0]) : "SHA1", "");

	*ret = type ? value_of(native_new(type, sizeof(struct hash))) : VALUE_NULL;
	return true;
}

MEMBER(keyed_new)
{
	struct hash *hash = native_new(call->type, sizeof(*hash));
	guint8 random[64];

	*ret = value_of(hash);
	if (n && args[0].kind == V_ARRAY) {
		hash->key = g_bytes_new(args[0].u.array->u.bytes, args[0].u.array->len);
		return true;
	}
	for (unsigned i = 0; i < sizeof(random); i += 4) {
		guint32 part = g_random_int();

		memcpy(random + i, &part, 4);
	}
	hash->key = g_bytes_new(random, sizeof(random));
	return true;
}

static struct value bytes_value(GBytes *bytes)
{
	gsize len;
	const void *data;

	if (!bytes)
		return VALUE_NULL;
	data = g_bytes_get_data(bytes, &len);
	return value_of(array_of_bytes(len ? data : "", len));
}

MEMBER(keyed_set_key)
{
	struct hash *hash = hash_of(self);

	if (args[0].kind != V_ARRAY || !args[0].u.array->packed)
		return throw_null(error, "value");
	g_clear_pointer(&hash->key, g_bytes_unref);
	hash->key = g_bytes_new(args[0].u.array->u.bytes, args[0].u.array->len);
	return true;
}

MEMBER_IS(keyed_key, bytes_value(hash_of(self)->key))
MEMBER_IS(hash_last, bytes_value(hash_of(self)->last))
MEMBER_IS(hash_size, value_i32(algorithm_named(type_of(self)->name)->bits))
MEMBER_IS(hash_true, value_bool(true))
MEMBER_IS(hash_dispose, VALUE_NOTHING)
MEMBER_IS(keyed_name, value_text(algorithm_named(type_of(self)->name)->name))

#define CRYPTO(name)	"System.Security.Cryptography." name

static const struct type_member hash_methods[] = {
	METHOD("void Clear()", hash_dispose),
	METHOD("byte[] ComputeHash(byte[] buffer)", hash_compute),
	METHOD("byte[] ComputeHash(byte[] buffer, int offset, int count)", hash_compute),
	METHOD("byte[] ComputeHash(System.IO.Stream inputStream)", hash_compute),
	METHOD("void Dispose()", hash_dispose),
	METHOD("void Initialize()", hash_dispose),
	STATIC(CRYPTO("HashAlgorithm") " Create(string hashName)", hash_create_named),
	END_OF_MEMBERS
};

static const struct type_member hash_properties[] = {
	PROPERTY("byte[] Hash {get;}", hash_last),
	PROPERTY("int HashSize {get;}", hash_size),
	PROPERTY("bool CanReuseTransform {get;}", hash_true),
	END_OF_MEMBERS
};

static const struct type *const hash_interfaces[] = { &type_idisposable, NULL };

TYPE(type_hash);
const struct type type_hash = {
	.name = CRYPTO("HashAlgorithm"), .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.interfaces = hash_interfaces, .methods = hash_methods, .properties = hash_properties,
};

static const struct type_member plain_methods[] = {
	STATIC(CRYPTO("HashAlgorithm") " Create()", hash_new),
	STATIC("byte[] HashData(byte[] source)", hash_data),
	STATIC("byte[] HashData(System.IO.Stream source)", hash_data),
	END_OF_MEMBERS
};

static const struct type_member plain_constructors[] = { CONSTRUCTOR("new()", hash_new), END_OF_MEMBERS };

#define HASH(symbol, full)							\
	const struct type symbol = {						\
		.name = CRYPTO(full), .kind = V_NATIVE, .base = &type_hash,	\
		.methods = plain_methods, .free = hash_free,			\
	}
/* The older names of the same functions, made with new(). */
#define OLD_HASH(symbol, full, of)						\
	const struct type symbol = {						\
		.name = CRYPTO(full), .kind = V_NATIVE, .base = of,		\
		.constructors = plain_constructors, .free = hash_free,		\
	}

TYPE(type_md5);
HASH(type_md5, "MD5");
TYPE(type_sha1);
HASH(type_sha1, "SHA1");
TYPE(type_sha256);
HASH(type_sha256, "SHA256");
TYPE(type_sha384);
HASH(type_sha384, "SHA384");
TYPE(type_sha512);
HASH(type_sha512, "SHA512");
TYPE(type_md5_provider);
OLD_HASH(type_md5_provider, "MD5CryptoServiceProvider", &type_md5);
TYPE(type_sha1_provider);
OLD_HASH(type_sha1_provider, "SHA1CryptoServiceProvider", &type_sha1);
TYPE(type_sha1_managed);
OLD_HASH(type_sha1_managed, "SHA1Managed", &type_sha1);
TYPE(type_sha256_provider);
OLD_HASH(type_sha256_provider, "SHA256CryptoServiceProvider", &type_sha256);
TYPE(type_sha256_managed);
OLD_HASH(type_sha256_managed, "SHA256Managed", &type_sha256);
TYPE(type_sha384_managed);
OLD_HASH(type_sha384_managed, "SHA384Managed", &type_sha384);
TYPE(type_sha512_managed);
OLD_HASH(type_sha512_managed, "SHA512Managed", &type_sha512);

/* -- Keyed ------------------------------------------------------------------------------------------- */

static const struct type_member keyed_methods[] = {
	STATIC("byte[] HashData(byte[] key, byte[] source)", hash_data),
	STATIC("byte[] HashData(byte[] key, System.IO.Stream source)", hash_data),
	END_OF_MEMBERS
};

static const struct type_member keyed_properties[] = {
	SETTABLE("byte[] Key {get;set;}", keyed_key, keyed_set_key),
	PROPERTY("string HashName {get;}", keyed_name),
	END_OF_MEMBERS
};

static const struct type_member keyed_constructors[] = {
	CONSTRUCTOR("new()", keyed_new),
	CONSTRUCTOR("new(byte[] key)", keyed_new),
	END_OF_MEMBERS
};

TYPE(type_keyed_hash);
const struct type type_keyed_hash = {
	.name = CRYPTO("HMAC"), .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT, .base = &type_hash,
	.methods = keyed_methods, .properties = keyed_properties,
};

#define KEYED(symbol, full)							\
	const struct type symbol = {						\
		.name = CRYPTO(full), .kind = V_NATIVE, .base = &type_keyed_hash, \
		.constructors = keyed_constructors, .free = hash_free,		\
	}

TYPE(type_hmac_md5);
KEYED(type_hmac_md5, "HMACMD5");
TYPE(type_hmac_sha1);
KEYED(type_hmac_sha1, "HMACSHA1");
TYPE(type_hmac_sha256);
KEYED(type_hmac_sha256, "HMACSHA256");
TYPE(type_hmac_sha384);
KEYED(type_hmac_sha384, "HMACSHA384");
TYPE(type_hmac_sha512);
KEYED(type_hmac_sha512, "HMACSHA512");
