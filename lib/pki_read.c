/*
 * Reading certificates in whatever form an authority sends them: PEM (any
 * number of blocks), DER, base64 without its armour, PKCS #7, PKCS #12. The form is found
 * from the bytes, never from a file's name.
 */
#include "config.h"
#include "lib/pki_crypto.h"

static const struct fault unreadable = {
	"CertificateDataNotValid", "System.Security.Cryptography.CryptographicException",
	CATEGORY_INVALID_DATA, "Give the certificate as the authority sent it: PEM, DER or PKCS #7."
};

static const struct fault password_wrong = {
	"CertificatePasswordNotValid", "System.Security.Cryptography.CryptographicException",
	CATEGORY_INVALID_ARGUMENT, "Give the password of the file with -Password."
};

struct reading {
	struct pki *pki;
	const char *password;
	GPtrArray *certificates;
	struct pki_key *key;
};

static void add(struct reading *reading, X509 *x509)
{
	if (x509)
		g_ptr_array_add(reading->certificates, pki_certificate_wrap(reading->pki, x509));
}

static void add_copy(struct reading *reading, X509 *x509)
{
	reading->pki->X509_up_ref(x509);
	add(reading, x509);
}

static bool read_x509(struct reading *reading, const unsigned char *der, size_t len)
{
	X509 *x509 = reading->pki->d2i_X509(NULL, &der, len);

	add(reading, x509);
	return x509 != NULL;
}

static bool read_pkcs7(struct reading *reading, const unsigned char *der, size_t len)
{
	struct pki *pki = reading->pki;
	PKCS7 *p7 = pki->d2i_PKCS7(NULL, &der, len);
	bool is_signed = p7 && pki->OBJ_obj2nid(p7->type) == NID_pkcs7_signed && p7->d.sign;

	if (is_signed) {
		OPENSSL_STACK *stack = (OPENSSL_STACK *)p7->d.sign->cert;

		for (int i = 0; stack && i < pki->OPENSSL_sk_num(stack); i++)
			add_copy(reading, pki->OPENSSL_sk_value(stack, i));
	}
	pki->PKCS7_free(p7);
	return is_signed;
}

/* false without error: not PKCS #12. */
static bool read_pkcs12(struct reading *reading, const unsigned char *der, size_t len,
			GError **error)
{
	struct pki *pki = reading->pki;
	PKCS12 *p12 = pki->d2i_PKCS12(NULL, &der, len);
	STACK_OF(X509) *chain = NULL;
	EVP_PKEY *key = NULL;
	X509 *x509 = NULL;
	bool done;

	if (!p12)
		return false;
	done = pki->PKCS12_parse(p12, reading->password, &key, &x509, &chain);
	pki->PKCS12_free(p12);
	if (!done) {
		pki_fail(pki, error, &password_wrong, reading->password ?
			 "The password does not open the certificate file." :
			 "The certificate file is protected by a password.");
		return false;
	}
	if (key) {
		reading->key = g_new0(struct pki_key, 1);
		reading->key->pki = pki;
		reading->key->key = key;
	}
	add(reading, x509);
	for (int i = 0; chain && i < pki->OPENSSL_sk_num((OPENSSL_STACK *)chain); i++)
		add(reading, pki->OPENSSL_sk_value((OPENSSL_STACK *)chain, i));
	pki->OPENSSL_sk_free((OPENSSL_STACK *)chain);
	return true;
}

static bool read_der(struct reading *reading, const unsigned char *der, size_t len, GError **error)
{
	return read_x509(reading, der, len) || read_pkcs7(reading, der, len) ||
		read_pkcs12(reading, der, len, error);
}

/* One PEM block; the kinds that are no certificates get an error that says what they are. */
static bool read_block(struct reading *reading, const char *kind, const unsigned char *der,
		       size_t len, GError **error)
{
	if (g_str_has_suffix(kind, "PRIVATE KEY"))
		return true;
	if (g_str_has_suffix(kind, "CERTIFICATE REQUEST")) {
		fault_set(error, &unreadable, VALUE_NULL, "The data is a certificate request, not "
			  "a certificate: an authority has to sign it first.");
		return false;
	}
	if (read_x509(reading, der, len) || read_pkcs7(reading, der, len))
		return true;
	pki_fail(reading->pki, error, &unreadable, "The block \"%s\" of the certificate data could "
		 "not be read.", kind);
	return false;
}

static bool read_pem(struct reading *reading, const void *bytes, size_t len, GError **error)
{
	struct pki *pki = reading->pki;
	BIO *bio = pki->BIO_new_mem_buf(bytes, len);
	bool done = true, has_key = false;
	char *kind, *header;
	unsigned char *der;
	long der_len;

	while (done && pki->PEM_read_bio(bio, &kind, &header, &der, &der_len)) {
		has_key |= g_str_has_suffix(kind, "PRIVATE KEY");
		done = read_block(reading, kind, der, der_len, error);
		explicit_bzero(der, der_len);
		pki->CRYPTO_free(kind, OPENSSL_FILE, OPENSSL_LINE);
		pki->CRYPTO_free(header, OPENSSL_FILE, OPENSSL_LINE);
		pki->CRYPTO_free(der, OPENSSL_FILE, OPENSSL_LINE);
	}
	pki->BIO_free(bio);
	pki->ERR_clear_error();
	if (done && has_key) {
		reading->key = pki_key_parse(pki, bytes, len, reading->password, error);
		done = reading->key != NULL;
	}
	return done;
}

static bool read_any(struct reading *reading, const unsigned char *bytes, size_t len,
		     GError **error)
{
	g_autofree char *text = NULL;
	g_autofree guchar *der = NULL;
	gsize der_len;

	if (g_strstr_len((const char *)bytes, len, "-----BEGIN "))
		return read_pem(reading, bytes, len, error);
	if (len && bytes[0] == 0x30)
		return read_der(reading, bytes, len, error);
	text = g_strndup((const char *)bytes, len);
	der = g_base64_decode(text, &der_len);
	return der_len && read_der(reading, der, der_len, error);
}

static bool holds_key_of(const struct reading *reading, const struct pki_certificate *certificate)
{
	return reading->key ? pki_certificate_matches(certificate, reading->key) :
		!certificate->facts.authority;
}

/* A bundle may begin with its root: the holder's certificate goes to the front. */
static void holder_first(struct reading *reading)
{
	GPtrArray *all = reading->certificates;

	for (guint i = 0; i < all->len; i++) {
		struct pki_certificate *certificate = g_ptr_array_index(all, i);

		if (!holds_key_of(reading, certificate))
			continue;
		g_ptr_array_steal_index(all, i);
		g_ptr_array_insert(all, 0, certificate);
		return;
	}
}

GPtrArray *pki_certificates_parse(struct pki *pki, const void *bytes, size_t len,
				  const char *password, struct pki_key **ret_key, GError **error)
{
	struct reading reading = { .pki = pki, .password = password };
	GError *problem = NULL;

	reading.certificates = g_ptr_array_new_with_free_func((GDestroyNotify)pki_certificate_free);
	if (len > 1 << 20)
		fault_set(&problem, &unreadable, VALUE_NULL,
			  "The certificate data is longer than 1 MB.");
	else if ((!read_any(&reading, bytes, len, &problem) || !reading.certificates->len) &&
		 !problem)
		fault_set(&problem, &unreadable, VALUE_NULL,
			  "The data holds no certificate in PEM, DER, PKCS #7 or PKCS #12.");
	pki->ERR_clear_error();
	if (problem) {
		g_propagate_error(error, problem);
		pki_key_free(reading.key);
		g_ptr_array_unref(reading.certificates);
		return NULL;
	}
	holder_first(&reading);
	if (ret_key)
		*ret_key = reading.key;
	else
		pki_key_free(reading.key);
	return reading.certificates;
}
