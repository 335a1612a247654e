/*
 * What the files of pki share: the functions of libcrypto that are used, the
 * handle that has them, and the structs behind pki.h. Nothing else includes it.
 */
#ifndef HMSH_PKI_CRYPTO_H
#define HMSH_PKI_CRYPTO_H

#include "lib/dl.h"
#include "lib/fault.h"
#include "lib/pki.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#define CRYPTO_SYMBOLS(X) \
	X(ASN1_STRING_free) X(ASN1_STRING_get0_data) X(ASN1_STRING_length) X(ASN1_STRING_new) \
	X(ASN1_STRING_set) X(ASN1_STRING_to_UTF8) X(ASN1_STRING_type_new) X(ASN1_TIME_to_tm) \
	X(ASN1_INTEGER_to_BN) X(BIO_ctrl) X(BIO_free) X(BIO_new) X(BIO_new_mem_buf) X(BIO_s_mem) \
	X(BIO_s_secmem) X(BN_bn2hex) X(BN_free) X(BN_to_ASN1_INTEGER) X(BN_bin2bn) X(CRYPTO_free) \
	X(ERR_clear_error) X(ERR_peek_last_error) X(ERR_reason_error_string) X(EVP_PKEY_Q_keygen) \
	X(EVP_PKEY_free) X(EVP_PKEY_get_bits) X(EVP_PKEY_up_ref) X(EVP_sha1) X(EVP_sha256) \
	X(GENERAL_NAMES_free) X(GENERAL_NAME_free) X(GENERAL_NAME_get0_value) X(GENERAL_NAME_new) \
	X(GENERAL_NAME_set0_value) X(OBJ_nid2sn) X(OBJ_obj2nid) X(OBJ_obj2txt) X(OBJ_txt2obj) \
	X(ASN1_OBJECT_free) X(OPENSSL_sk_free) X(OPENSSL_sk_new_null) X(OPENSSL_sk_num) \
	X(OPENSSL_sk_pop_free) X(OPENSSL_sk_push) X(OPENSSL_sk_value) X(PEM_read_bio) \
	X(PEM_read_bio_PrivateKey) X(PEM_read_bio_X509_REQ) X(PEM_write_bio_PKCS8PrivateKey) \
	X(PEM_write_bio_X509) X(PEM_write_bio_X509_REQ) X(PKCS12_create) X(PKCS12_free) \
	X(PKCS12_parse) X(PKCS7_free) X(RAND_bytes) X(X509V3_EXT_i2d) X(X509V3_EXT_nconf_nid) \
	X(X509V3_set_ctx) X(X509_EXTENSION_free) X(X509_NAME_add_entry_by_OBJ) X(X509_NAME_cmp) \
	X(X509_NAME_ENTRY_get_data) X(X509_NAME_ENTRY_get_object) X(X509_NAME_entry_count) \
	X(X509_NAME_free) X(X509_NAME_get_entry) X(X509_NAME_new) X(X509_REQ_add_extensions) \
	X(X509_REQ_free) X(X509_REQ_get0_pubkey) X(X509_REQ_get_extensions) \
	X(X509_REQ_get_subject_name) X(X509_REQ_new) X(X509_REQ_set_pubkey) \
	X(X509_REQ_set_subject_name) X(X509_REQ_set_version) X(X509_REQ_sign) X(X509_REQ_verify) \
	X(X509_add_ext) X(X509_check_ca) X(X509_check_issued) X(X509_check_private_key) \
	X(X509_digest) X(X509_free) X(X509_get0_notAfter) X(X509_get0_notBefore) \
	X(X509_get0_pubkey) X(X509_get0_serialNumber) X(X509_get0_subject_key_id) \
	X(X509_get_ext_d2i) X(X509_get_issuer_name) X(X509_get_subject_name) X(X509_getm_notAfter) \
	X(X509_getm_notBefore) X(X509_gmtime_adj) X(X509_new) X(X509_set_issuer_name) \
	X(X509_set_pubkey) X(X509_set_serialNumber) X(X509_set_subject_name) X(X509_set_version) \
	X(X509_sign) X(X509_up_ref) X(X509_verify) X(X509V3_get_d2i) X(ASN1_TIME_compare) \
	X(X509_set1_notAfter) X(d2i_AutoPrivateKey) X(d2i_PKCS12) X(d2i_PKCS7) X(d2i_X509) \
	X(d2i_X509_REQ) X(i2d_PKCS12) X(i2d_X509) X(i2d_X509_REQ) X(X509_EXTENSION_create_by_NID) \
	X(i2d_ASN1_OCTET_STRING)

struct pki {
	CRYPTO_SYMBOLS(DL_FIELD)
};

struct pki_key {
	struct pki *pki;
	EVP_PKEY *key;
};

struct pki_certificate {
	struct pki *pki;
	X509 *x509;
	struct pki_facts facts;
};

/* Sets an error with libcrypto's own reason behind it; empties libcrypto's queue. */
void pki_fail(struct pki *pki, GError **error, const struct fault *fault, const char *format, ...)
	G_GNUC_PRINTF(4, 5);
/* Takes the X509 over; NULL stays NULL. */
struct pki_certificate *pki_certificate_wrap(struct pki *pki, X509 *x509);
/* The text of a memory BIO, which is freed. */
GBytes *pki_bio_bytes(struct pki *pki, BIO *bio, bool secret);
X509_NAME *pki_name_parse(struct pki *pki, const char *subject, GError **error);
char *pki_name_text(struct pki *pki, const X509_NAME *name);
/* The first common name, or NULL. */
char *pki_name_common(struct pki *pki, const X509_NAME *name);
/* DNS names of alternative names; yours. */
char **pki_general_names(struct pki *pki, const GENERAL_NAMES *names);

extern const struct fault pki_fault_internal;

#endif
