/*
 * The handle on libcrypto, and keys. Private keys leave libcrypto only as PEM
 * through its secure memory BIO, into bytes that are wiped when freed.
 */
#include "config.h"
#include "lib/pki_crypto.h"

#include <stdarg.h>

#define SYMBOL(name)	{ #name, offsetof(struct pki, name) },

static const struct dl_symbol crypto_symbols[] = { CRYPTO_SYMBOLS(SYMBOL) };

const struct fault pki_fault_internal = {
	"CertificateOperationFailed", "System.Security.Cryptography.CryptographicException",
	CATEGORY_INVALID_OPERATION, NULL
};

static const struct fault key_size = {
	"KeySizeNotValid", "System.Security.Cryptography.CryptographicException",
	CATEGORY_INVALID_ARGUMENT, "Use a key size of 2048 or 4096."
};

static const struct fault key_unreadable = {
	"PrivateKeyNotValid", "System.Security.Cryptography.CryptographicException",
	CATEGORY_INVALID_DATA, NULL
};

struct pki *pki_open(GError **error)
{
	struct pki *pki = g_new0(struct pki, 1);

	if (!dl_open("libcrypto.so.3", "libssl3", crypto_symbols, G_N_ELEMENTS(crypto_symbols),
		     pki, error)) {
		g_free(pki);
		return NULL;
	}
	return pki;
}

void pki_close(struct pki *pki)
{
	g_free(pki);
}

void pki_fail(struct pki *pki, GError **error, const struct fault *fault, const char *format, ...)
{
	unsigned long code = pki->ERR_peek_last_error();
	const char *reason = code ? pki->ERR_reason_error_string(code) : NULL;
	g_autofree char *text = NULL;
	va_list ap;

	va_start(ap, format);
	text = g_strdup_vprintf(format, ap);
	va_end(ap);
	if (reason)
		fault_set(error, fault, VALUE_NULL, "%s (%s)", text, reason);
	else
		fault_set(error, fault, VALUE_NULL, "%s", text);
	pki->ERR_clear_error();
}

struct secret_bytes {
	size_t len;
	char data[];
};

static void secret_bytes_free(void *data)
{
	struct secret_bytes *secret = data;

	explicit_bzero(secret->data, secret->len);
	g_free(secret);
}

GBytes *pki_secret_bytes(const void *bytes, size_t len)
{
	struct secret_bytes *secret = g_malloc(sizeof *secret + len + 1);

	secret->len = len;
	memcpy(secret->data, bytes, len);
	secret->data[len] = 0;
	return g_bytes_new_with_free_func(secret->data, len, secret_bytes_free, secret);
}

GBytes *pki_bio_bytes(struct pki *pki, BIO *bio, bool secret)
{
	char *data = NULL;
	long len = pki->BIO_ctrl(bio, BIO_CTRL_INFO, 0, &data);
	GBytes *bytes = secret ? pki_secret_bytes(data, len) : g_bytes_new(data, len);

	pki->BIO_free(bio);
	return bytes;
}

static struct pki_key *key_wrap(struct pki *pki, EVP_PKEY *evp)
{
	struct pki_key *key = g_new0(struct pki_key, 1);

	key->pki = pki;
	key->key = evp;
	return key;
}

struct pki_key *pki_key_generate(struct pki *pki, enum pki_algorithm algorithm, unsigned bits,
				 GError **error)
{
	EVP_PKEY *evp;

	if (algorithm == PKI_RSA ? bits < 1024 || bits > 16384 || bits % 8
				 : bits != 256 && bits != 384) {
		fault_set(error, &key_size, value_i32(bits), "The key size %u is not valid. %s",
			  bits, algorithm == PKI_RSA ?
			  "An RSA key has 1024 to 16384 bits, in steps of 8." :
			  "An elliptic-curve key has 256 or 384 bits.");
		return NULL;
	}
	evp = algorithm == PKI_RSA ?
		pki->EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits) :
		pki->EVP_PKEY_Q_keygen(NULL, NULL, "EC", bits == 256 ? "P-256" : "P-384");
	if (!evp) {
		pki_fail(pki, error, &pki_fault_internal, "No key of %u bits could be made.", bits);
		return NULL;
	}
	return key_wrap(pki, evp);
}

/* Never asks on the terminal: an encrypted key without a password is an error. */
static int give_password(char *buffer, int size, int writing, void *data)
{
	const char *password = data;
	size_t len = password ? strlen(password) : 0;

	if (!password || len > (size_t)size)
		return -1;
	memcpy(buffer, password, len);
	return len;
}

struct pki_key *pki_key_parse(struct pki *pki, const void *bytes, size_t len, const char *password,
			      GError **error)
{
	BIO *bio = pki->BIO_new_mem_buf(bytes, len > INT_MAX ? 0 : (int)len);
	EVP_PKEY *evp = pki->PEM_read_bio_PrivateKey(bio, NULL, give_password, (void *)password);

	pki->BIO_free(bio);
	if (!evp) {
		pki_fail(pki, error, &key_unreadable, password ?
			 "The private key could not be read with this password." :
			 "The private key could not be read.");
		return NULL;
	}
	return key_wrap(pki, evp);
}

GBytes *pki_key_pem(const struct pki_key *key, GError **error)
{
	struct pki *pki = key->pki;
	BIO *bio = pki->BIO_new(pki->BIO_s_secmem());

	if (!pki->PEM_write_bio_PKCS8PrivateKey(bio, key->key, NULL, NULL, 0, NULL, NULL)) {
		pki->BIO_free(bio);
		pki_fail(pki, error, &pki_fault_internal, "The private key could not be written.");
		return NULL;
	}
	return pki_bio_bytes(pki, bio, true);
}

unsigned pki_key_bits(const struct pki_key *key)
{
	return key->pki->EVP_PKEY_get_bits(key->key);
}

void pki_key_free(struct pki_key *key)
{
	if (!key)
		return;
	key->pki->EVP_PKEY_free(key->key);
	g_free(key);
}
