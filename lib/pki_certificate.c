/*
 * A certificate and the facts that are read out of it once, when it is made or
 * parsed; and its writing as PEM, DER and PKCS #12.
 */
#include "config.h"
#include "lib/pki_crypto.h"

#include <time.h>

static char *hex_text(const unsigned char *bytes, size_t len)
{
	char *hex = g_malloc(2 * len + 1);

	for (size_t i = 0; i < len; i++)
		g_snprintf(hex + 2 * i, 3, "%02X", bytes[i]);
	hex[2 * len] = 0;
	return hex;
}

static int64_t unix_time(struct pki *pki, const ASN1_TIME *time)
{
	struct tm tm = { 0 };

	return pki->ASN1_TIME_to_tm(time, &tm) ? timegm(&tm) : 0;
}

char **pki_general_names(struct pki *pki, const GENERAL_NAMES *general)
{
	const OPENSSL_STACK *stack = (const OPENSSL_STACK *)general;
	GPtrArray *names = g_ptr_array_new();

	for (int i = 0; general && i < pki->OPENSSL_sk_num(stack); i++) {
		int type;
		const ASN1_STRING *text =
			pki->GENERAL_NAME_get0_value(pki->OPENSSL_sk_value(stack, i), &type);

		if (type == GEN_DNS)
			g_ptr_array_add(names, g_strndup(
				(const char *)pki->ASN1_STRING_get0_data(text),
				pki->ASN1_STRING_length(text)));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

static char *serial_text(struct pki *pki, X509 *x509)
{
	BIGNUM *number = pki->ASN1_INTEGER_to_BN(pki->X509_get0_serialNumber(x509), NULL);
	char *hex = pki->BN_bn2hex(number);
	char *text = g_strdup(hex);

	pki->CRYPTO_free(hex, OPENSSL_FILE, OPENSSL_LINE);
	pki->BN_free(number);
	return text;
}

static void read_facts(struct pki *pki, X509 *x509, struct pki_facts *facts)
{
	const ASN1_OCTET_STRING *identifier = pki->X509_get0_subject_key_id(x509);
	GENERAL_NAMES *general = pki->X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
	X509_NAME *subject = pki->X509_get_subject_name(x509);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	g_autofree char *hex = NULL;

	pki->X509_digest(x509, pki->EVP_sha1(), digest, &len);
	hex = hex_text(digest, len);
	g_strlcpy(facts->thumbprint, hex, sizeof facts->thumbprint);
	facts->subject = pki_name_text(pki, subject);
	facts->issuer = pki_name_text(pki, pki->X509_get_issuer_name(x509));
	facts->common_name = pki_name_common(pki, subject);
	facts->serial = serial_text(pki, x509);
	if (identifier)
		facts->key_identifier = hex_text(pki->ASN1_STRING_get0_data(identifier),
						 pki->ASN1_STRING_length(identifier));
	facts->names = pki_general_names(pki, general);
	facts->not_before = unix_time(pki, pki->X509_get0_notBefore(x509));
	facts->not_after = unix_time(pki, pki->X509_get0_notAfter(x509));
	facts->bits = pki->EVP_PKEY_get_bits(pki->X509_get0_pubkey(x509));
	facts->self_signed = !pki->X509_NAME_cmp(subject, pki->X509_get_issuer_name(x509));
	facts->authority = pki->X509_check_ca(x509) == 1;
	pki->GENERAL_NAMES_free(general);
	pki->ERR_clear_error();
}

struct pki_certificate *pki_certificate_wrap(struct pki *pki, X509 *x509)
{
	struct pki_certificate *certificate;

	if (!x509)
		return NULL;
	certificate = g_new0(struct pki_certificate, 1);
	certificate->pki = pki;
	certificate->x509 = x509;
	read_facts(pki, x509, &certificate->facts);
	return certificate;
}

void pki_certificate_free(struct pki_certificate *certificate)
{
	if (!certificate)
		return;
	certificate->pki->X509_free(certificate->x509);
	g_free(certificate->facts.subject);
	g_free(certificate->facts.issuer);
	g_free(certificate->facts.serial);
	g_free(certificate->facts.common_name);
	g_free(certificate->facts.key_identifier);
	g_strfreev(certificate->facts.names);
	g_free(certificate);
}

const struct pki_facts *pki_certificate_facts(const struct pki_certificate *certificate)
{
	return &certificate->facts;
}

bool pki_certificate_matches(const struct pki_certificate *certificate, const struct pki_key *key)
{
	struct pki *pki = certificate->pki;
	bool matches = pki->X509_check_private_key(certificate->x509, key->key) == 1;

	pki->ERR_clear_error();
	return matches;
}

bool pki_certificate_issued_by(const struct pki_certificate *certificate,
			       const struct pki_certificate *issuer)
{
	struct pki *pki = certificate->pki;
	bool issued = pki->X509_check_issued(issuer->x509, certificate->x509) == X509_V_OK &&
		pki->X509_verify(certificate->x509, pki->X509_get0_pubkey(issuer->x509)) == 1;

	pki->ERR_clear_error();
	return issued;
}

GBytes *pki_certificate_pem(const struct pki_certificate *certificate)
{
	struct pki *pki = certificate->pki;
	BIO *bio = pki->BIO_new(pki->BIO_s_mem());

	pki->PEM_write_bio_X509(bio, certificate->x509);
	return pki_bio_bytes(pki, bio, false);
}

GBytes *pki_certificate_der(const struct pki_certificate *certificate)
{
	struct pki *pki = certificate->pki;
	unsigned char *data = NULL;
	int len = pki->i2d_X509(certificate->x509, &data);
	GBytes *bytes = g_bytes_new(data, len);

	pki->CRYPTO_free(data, OPENSSL_FILE, OPENSSL_LINE);
	return bytes;
}

GBytes *pki_pkcs12(const struct pki_certificate *certificate, const struct pki_key *key,
		   GPtrArray *chain, const char *password, const char *friendly_name,
		   GError **error)
{
	struct pki *pki = certificate->pki;
	OPENSSL_STACK *stack = pki->OPENSSL_sk_new_null();
	unsigned char *data = NULL;
	GBytes *bytes = NULL;
	PKCS12 *p12;
	int len;

	for (guint i = 0; chain && i < chain->len; i++) {
		struct pki_certificate *link = g_ptr_array_index(chain, i);

		pki->OPENSSL_sk_push(stack, link->x509);
	}
	p12 = pki->PKCS12_create(password, friendly_name, key ? key->key : NULL, certificate->x509,
				 (STACK_OF(X509) *)stack, 0, 0, 0, 0, 0);
	len = p12 ? pki->i2d_PKCS12(p12, &data) : -1;
	if (len > 0) {
		bytes = pki_secret_bytes(data, len);
		explicit_bzero(data, len);
		pki->CRYPTO_free(data, OPENSSL_FILE, OPENSSL_LINE);
	} else {
		pki_fail(pki, error, &pki_fault_internal, "The PKCS #12 file could not be made.");
	}
	pki->PKCS12_free(p12);
	pki->OPENSSL_sk_free(stack);
	return bytes;
}
