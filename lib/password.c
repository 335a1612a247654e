/*
 * crypt(3) of libxcrypt makes and verifies the hashes; what is accepted from
 * elsewhere is a table of Dovecot's schemes with the beginning that their
 * hashes have.
 */
#include "config.h"
#include "lib/password.h"
#include "lib/dl.h"
#include "lib/fault.h"

#include <crypt.h>

static const struct fault bad_password = {
	"InvalidPassword", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Give a password of 1 to 256 bytes." };
static const struct fault bad_hash = {
	"InvalidPasswordHash", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Make one with doveadm pw -s SHA512-CRYPT." };

static const struct {
	const char *scheme;
	const char *prefixes;		/* beginnings of the hash, blank-separated; "" = any */
} schemes[] = {
	{ "SHA512-CRYPT", "$6$" }, { "SHA256-CRYPT", "$5$" }, { "BLF-CRYPT", "$2y$ $2a$ $2b$" },
	{ "CRYPT", "$6$ $5$ $2y$ $2a$ $2b$ $y$ $7$ $gy$" },
	{ "ARGON2ID", "$argon2id$" }, { "ARGON2I", "$argon2i$" }, { "PBKDF2", "$" },
	{ "SSHA512", "" }, { "SSHA256", "" }, { "SSHA", "" }, { "SMD5", "" },
	{ "SCRAM-SHA-256", "" }, { "SCRAM-SHA-1", "" },
};

struct crypt_library {
	__typeof__(&crypt_r) crypt;
	__typeof__(&crypt_gensalt_rn) gensalt;
};

static const struct crypt_library *crypt_library(GError **error)
{
	static struct crypt_library library;
	static const struct dl_symbol symbols[] = {
		{ "crypt_r", offsetof(struct crypt_library, crypt) },
		{ "crypt_gensalt_rn", offsetof(struct crypt_library, gensalt) },
	};

	return library.gensalt || dl_open("libcrypt.so.1", "libcrypt1", symbols,
					  G_N_ELEMENTS(symbols), &library, error) ? &library : NULL;
}

char *password_hash(const char *clear, GError **error)
{
	const struct crypt_library *library = crypt_library(error);
	struct crypt_data data = { 0 };
	size_t len = strlen(clear);
	char salt[CRYPT_GENSALT_OUTPUT_SIZE];
	char *hash = NULL, *stored = NULL;

	if (!library)
		return NULL;
	if (len >= 1 && len <= 256 && library->gensalt("$6$", 0, NULL, 0, salt, sizeof(salt)))
		hash = library->crypt(clear, salt, &data);
	if (hash && hash[0] != '*')
		stored = g_strconcat("{SHA512-CRYPT}", hash, NULL);
	else
		fault_set(error, &bad_password, VALUE_NULL, len
			  ? "The password cannot be hashed: it is longer than 256 bytes."
			  : "The password is empty.");
	explicit_bzero(&data, sizeof(data));
	return stored;
}

static bool begins_as(const char *hash, const char *prefixes)
{
	g_auto(GStrv) list = g_strsplit(prefixes, " ", -1);

	if (!*prefixes)
		return true;
	for (char **prefix = list; *prefix; prefix++)
		if (g_str_has_prefix(hash, *prefix))
			return true;
	return false;
}

/* The scheme's row and where its hash begins. */
static int find_scheme(const char *hash, const char **ret_rest)
{
	const char *end = hash[0] == '{' ? strchr(hash, '}') : NULL;

	for (unsigned i = 0; end && i < G_N_ELEMENTS(schemes); i++) {
		size_t len = strlen(schemes[i].scheme);

		if ((size_t)(end - hash - 1) != len ||
		    g_ascii_strncasecmp(hash + 1, schemes[i].scheme, len) != 0)
			continue;
		*ret_rest = end + 1;
		return (int)i;
	}
	return -1;
}

static bool characters_are_sound(const char *rest)
{
	size_t len = strlen(rest);

	return len >= 20 && len <= 512 &&
		strspn(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
		       "./$=+,_-") == len;
}

char *password_accept(const char *hash, GError **error)
{
	g_autofree char *text = hash[0] == '$' ? g_strconcat("{CRYPT}", hash, NULL) : g_strdup(hash);
	const char *rest = NULL;
	int at = find_scheme(text, &rest);

	/* The hash is a secret: no message holds it. */
	if (at < 0)
		fault_set(error, &bad_hash, VALUE_NULL, "The password hash has no scheme that is accepted: "
			  "it begins with {SHA512-CRYPT}, {BLF-CRYPT}, {ARGON2ID}, {SSHA512} or the like.");
	else if (!begins_as(rest, schemes[at].prefixes) || !characters_are_sound(rest))
		fault_set(error, &bad_hash, VALUE_NULL, "The password hash is not one of its scheme {%s}.",
			  schemes[at].scheme);
	else
		return g_steal_pointer(&text);
	return NULL;
}

bool password_verify(const char *hash, const char *clear)
{
	const struct crypt_library *library = crypt_library(NULL);
	struct crypt_data data = { 0 };
	const char *rest = NULL, *made;
	int at = find_scheme(hash, &rest);
	bool same;

	if (!library || at < 0 || rest[0] != '$')
		return false;
	made = library->crypt(clear, rest, &data);
	same = made && made[0] != '*' && strcmp(made, rest) == 0;
	explicit_bzero(&data, sizeof(data));
	return same;
}
