/*
 * Requests, self-signed certificates, and certificates that an authority of
 * ours issues. All extensions are decided here; of a request, only subject, key
 * and alternative names are taken over.
 */
#include "config.h"
#include "lib/pki_crypto.h"

static const struct fault request_invalid = {
	"CertificateRequestNotValid", "System.Security.Cryptography.CryptographicException",
	CATEGORY_INVALID_DATA, "New-ExchangeCertificate -GenerateRequest makes a request."
};

static const struct fault authority_expired = {
	"CertificationAuthorityExpired", "System.Security.Cryptography.CryptographicException",
	CATEGORY_INVALID_OPERATION, "Install-AdcsCertificationAuthority makes a new one."
};

/* The pairs of a certificate's own extensions; the values are ours, never a user's. */
struct extension {
	int nid;
	const char *value;
};

static const struct extension authority_extensions[] = {
	{ NID_basic_constraints, "critical,CA:TRUE" },
	{ NID_key_usage, "critical,keyCertSign,cRLSign" },
	{ 0 }
};

static const struct extension server_extensions[] = {
	{ NID_basic_constraints, "critical,CA:FALSE" },
	{ NID_key_usage, "critical,digitalSignature,keyEncipherment" },
	{ NID_ext_key_usage, "serverAuth,clientAuth" },
	{ 0 }
};

/* What a request asks for. */
static const struct extension request_extensions[] = {
	{ NID_key_usage, "critical,digitalSignature,keyEncipherment" },
	{ 0 }
};

static bool add_extension(struct pki *pki, X509 *x509, X509V3_CTX *context, int nid,
			  const char *value)
{
	X509_EXTENSION *extension = pki->X509V3_EXT_nconf_nid(NULL, context, nid, value);
	bool done = extension && pki->X509_add_ext(x509, extension, -1);

	pki->X509_EXTENSION_free(extension);
	return done;
}

static GENERAL_NAMES *general_names(struct pki *pki, const char *const *names)
{
	OPENSSL_STACK *stack = pki->OPENSSL_sk_new_null();

	for (; *names; names++) {
		GENERAL_NAME *name = pki->GENERAL_NAME_new();
		ASN1_STRING *text = pki->ASN1_STRING_type_new(V_ASN1_IA5STRING);

		pki->ASN1_STRING_set(text, *names, -1);
		pki->GENERAL_NAME_set0_value(name, GEN_DNS, text);
		pki->OPENSSL_sk_push(stack, name);
	}
	return (GENERAL_NAMES *)stack;
}

static X509_EXTENSION *names_extension(struct pki *pki, const char *const *names)
{
	GENERAL_NAMES *general = general_names(pki, names);
	X509_EXTENSION *extension = pki->X509V3_EXT_i2d(NID_subject_alt_name, 0, general);

	pki->GENERAL_NAMES_free(general);
	return extension;
}

static bool names_check(const char *const *names, GError **error)
{
	for (; names && *names; names++)
		if (!pki_host_name_check(*names, error))
			return false;
	return true;
}

/* The key identifier asked for, as an octet string behind its tag. */
static X509_EXTENSION *identifier_extension(struct pki *pki, const char *hex)
{
	ASN1_OCTET_STRING *inner = pki->ASN1_STRING_type_new(V_ASN1_OCTET_STRING);
	ASN1_OCTET_STRING *outer = pki->ASN1_STRING_type_new(V_ASN1_OCTET_STRING);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	unsigned char *der = NULL;
	X509_EXTENSION *extension;
	int len;

	for (; g_ascii_isxdigit(hex[0]) && g_ascii_isxdigit(hex[1]); hex += 2) {
		guint8 byte = g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]);

		g_byte_array_append(bytes, &byte, 1);
	}
	pki->ASN1_STRING_set(inner, bytes->data, bytes->len);
	len = pki->i2d_ASN1_OCTET_STRING(inner, &der);
	pki->ASN1_STRING_set(outer, der, len);
	extension = pki->X509_EXTENSION_create_by_NID(NULL, NID_subject_key_identifier, 0, outer);
	pki->CRYPTO_free(der, OPENSSL_FILE, OPENSSL_LINE);
	pki->ASN1_STRING_free(inner);
	pki->ASN1_STRING_free(outer);
	return extension;
}

static bool request_fill(struct pki *pki, X509_REQ *request, const struct pki_key *key,
			 const struct pki_template *template, X509_NAME *subject)
{
	OPENSSL_STACK *stack = pki->OPENSSL_sk_new_null();
	bool done;

	if (template->names && *template->names)
		pki->OPENSSL_sk_push(stack, names_extension(pki, template->names));
	for (const struct extension *e = request_extensions; e->nid; e++)
		pki->OPENSSL_sk_push(stack,
				     pki->X509V3_EXT_nconf_nid(NULL, NULL, e->nid, e->value));
	if (template->key_identifier)
		pki->OPENSSL_sk_push(stack, identifier_extension(pki, template->key_identifier));
	done = pki->X509_REQ_set_version(request, X509_REQ_VERSION_1) &&
		pki->X509_REQ_set_subject_name(request, subject) &&
		pki->X509_REQ_set_pubkey(request, key->key) &&
		pki->X509_REQ_add_extensions(request, (STACK_OF(X509_EXTENSION) *)stack) &&
		pki->X509_REQ_sign(request, key->key, pki->EVP_sha256());
	pki->OPENSSL_sk_pop_free(stack, (OPENSSL_sk_freefunc)pki->X509_EXTENSION_free);
	return done;
}

GBytes *pki_request(const struct pki_key *key, const struct pki_template *template, bool der,
		    GError **error)
{
	struct pki *pki = key->pki;
	X509_NAME *subject;
	X509_REQ *request;
	GBytes *bytes = NULL;

	if (!names_check(template->names, error))
		return NULL;
	subject = pki_name_parse(pki, template->subject, error);
	if (!subject)
		return NULL;
	request = pki->X509_REQ_new();
	if (!request_fill(pki, request, key, template, subject)) {
		pki_fail(pki, error, &pki_fault_internal, "The request could not be made.");
	} else if (der) {
		unsigned char *data = NULL;
		int len = pki->i2d_X509_REQ(request, &data);

		bytes = g_bytes_new(data, len);
		pki->CRYPTO_free(data, OPENSSL_FILE, OPENSSL_LINE);
	} else {
		BIO *bio = pki->BIO_new(pki->BIO_s_mem());

		pki->PEM_write_bio_X509_REQ(bio, request);
		bytes = pki_bio_bytes(pki, bio, false);
	}
	pki->X509_REQ_free(request);
	pki->X509_NAME_free(subject);
	return bytes;
}

static bool set_serial(struct pki *pki, X509 *x509)
{
	unsigned char bytes[16];
	BIGNUM *number;
	ASN1_INTEGER *serial;
	bool done;

	if (pki->RAND_bytes(bytes, sizeof bytes) != 1)
		return false;
	bytes[0] = (bytes[0] & 0x7f) | 0x40;	/* positive, and always as long */
	number = pki->BN_bin2bn(bytes, sizeof bytes, NULL);
	serial = pki->BN_to_ASN1_INTEGER(number, NULL);
	done = serial && pki->X509_set_serialNumber(x509, serial);
	pki->ASN1_STRING_free(serial);
	pki->BN_free(number);
	return done;
}

/* Five minutes back, so that a client whose clock is a little behind accepts it. */
#define BACKDATE	(-300)

struct making {
	X509_NAME *subject;
	EVP_PKEY *public_key;
	const struct pki_certificate *issuer;	/* NULL: itself */
	EVP_PKEY *signing_key;
	const char *const *names;
	const char *key_identifier;
	unsigned days;
	bool authority;
};

static bool add_extensions(struct pki *pki, X509 *x509, const struct making *making)
{
	const struct extension *e = making->authority ? authority_extensions : server_extensions;
	X509V3_CTX context = { 0 };
	X509_EXTENSION *special;
	bool done = true;

	pki->X509V3_set_ctx(&context, making->issuer ? making->issuer->x509 : x509, x509, NULL,
			    NULL, 0);
	for (; done && e->nid; e++)
		done = add_extension(pki, x509, &context, e->nid, e->value);
	if (done && making->names && *making->names) {
		special = names_extension(pki, making->names);
		done = special && pki->X509_add_ext(x509, special, -1);
		pki->X509_EXTENSION_free(special);
	}
	if (making->key_identifier) {
		special = identifier_extension(pki, making->key_identifier);
		done = done && special && pki->X509_add_ext(x509, special, -1);
		pki->X509_EXTENSION_free(special);
	} else {
		done = done &&
		       add_extension(pki, x509, &context, NID_subject_key_identifier, "hash");
	}
	return done && (!making->issuer ||
			add_extension(pki, x509, &context, NID_authority_key_identifier, "keyid"));
}

static bool fill(struct pki *pki, X509 *x509, const struct making *making)
{
	X509_NAME *issuer = making->issuer ?
		pki->X509_get_subject_name(making->issuer->x509) : making->subject;

	if (!pki->X509_set_version(x509, X509_VERSION_3) || !set_serial(pki, x509) ||
	    !pki->X509_set_subject_name(x509, making->subject) ||
	    !pki->X509_set_issuer_name(x509, issuer) ||
	    !pki->X509_set_pubkey(x509, making->public_key) ||
	    !pki->X509_gmtime_adj(pki->X509_getm_notBefore(x509), BACKDATE) ||
	    !pki->X509_gmtime_adj(pki->X509_getm_notAfter(x509), 86400L * making->days + BACKDATE))
		return false;
	if (making->issuer) {
		const ASN1_TIME *end = pki->X509_get0_notAfter(making->issuer->x509);

		if (pki->ASN1_TIME_compare(pki->X509_get0_notAfter(x509), end) > 0 &&
		    !pki->X509_set1_notAfter(x509, end))
			return false;
	}
	return add_extensions(pki, x509, making) &&
		pki->X509_sign(x509, making->signing_key, pki->EVP_sha256());
}

static struct pki_certificate *make(struct pki *pki, const struct making *making, GError **error)
{
	X509 *x509 = pki->X509_new();

	if (!fill(pki, x509, making)) {
		pki->X509_free(x509);
		pki_fail(pki, error, &pki_fault_internal, "The certificate could not be made.");
		return NULL;
	}
	return pki_certificate_wrap(pki, x509);
}

struct pki_certificate *pki_self_signed(const struct pki_key *key,
					const struct pki_template *template, GError **error)
{
	struct pki *pki = key->pki;
	struct making making = {
		.public_key = key->key, .signing_key = key->key, .names = template->names,
		.days = template->days, .authority = template->authority,
		.key_identifier = template->key_identifier,
	};
	struct pki_certificate *certificate;

	if (!names_check(template->names, error))
		return NULL;
	making.subject = pki_name_parse(pki, template->subject, error);
	if (!making.subject)
		return NULL;
	certificate = make(pki, &making, error);
	pki->X509_NAME_free(making.subject);
	return certificate;
}

static X509_REQ *request_parse(struct pki *pki, const void *bytes, size_t len, GError **error)
{
	const unsigned char *der = bytes;
	X509_REQ *request;
	BIO *bio;

	if (len > 1 << 20) {
		fault_set(error, &request_invalid, VALUE_NULL, "The request is longer than 1 MB.");
		return NULL;
	}
	bio = pki->BIO_new_mem_buf(bytes, len);
	request = pki->PEM_read_bio_X509_REQ(bio, NULL, NULL, NULL);
	pki->BIO_free(bio);
	if (!request)
		request = pki->d2i_X509_REQ(NULL, &der, len);
	pki->ERR_clear_error();
	if (!request) {
		fault_set(error, &request_invalid, VALUE_NULL,
			  "The data is not a certificate request.");
		return NULL;
	}
	if (pki->X509_REQ_verify(request, pki->X509_REQ_get0_pubkey(request)) == 1)
		return request;
	pki->X509_REQ_free(request);
	pki_fail(pki, error, &request_invalid,
		 "The certificate request is not signed by the key it holds.");
	return NULL;
}

/* The DNS names a request asks for; without any, its common name. */
static char **request_names(struct pki *pki, X509_REQ *request)
{
	STACK_OF(X509_EXTENSION) *extensions = pki->X509_REQ_get_extensions(request);
	GENERAL_NAMES *general =
		pki->X509V3_get_d2i(extensions, NID_subject_alt_name, NULL, NULL);
	char **names = pki_general_names(pki, general);

	pki->GENERAL_NAMES_free(general);
	pki->OPENSSL_sk_pop_free((OPENSSL_STACK *)extensions,
				 (OPENSSL_sk_freefunc)pki->X509_EXTENSION_free);
	if (!names[0]) {
		char *common = pki_name_common(pki, pki->X509_REQ_get_subject_name(request));

		if (common && pki_host_name_check(common, NULL)) {
			g_strfreev(names);
			names = g_new0(char *, 2);
			names[0] = g_steal_pointer(&common);
		}
		g_free(common);
	}
	return names;
}

struct pki_certificate *pki_issue(const struct pki_certificate *authority,
				  const struct pki_key *authority_key, const void *bytes,
				  size_t len, unsigned days, GError **error)
{
	struct pki *pki = authority->pki;
	struct pki_certificate *certificate = NULL;
	g_auto(GStrv) names = NULL;
	X509_REQ *request;

	if (authority->facts.not_after <= g_get_real_time() / G_USEC_PER_SEC) {
		fault_set(error, &authority_expired, VALUE_NULL,
			  "The certificate of the certification authority has expired.");
		return NULL;
	}
	request = request_parse(pki, bytes, len, error);
	if (!request)
		return NULL;
	names = request_names(pki, request);
	if (names_check((const char *const *)names, error)) {
		struct making making = {
			.subject = pki->X509_REQ_get_subject_name(request),
			.public_key = pki->X509_REQ_get0_pubkey(request), .issuer = authority,
			.signing_key = authority_key->key,
			.names = (const char *const *)names, .days = days,
		};

		certificate = make(pki, &making, error);
	}
	pki->X509_REQ_free(request);
	return certificate;
}
