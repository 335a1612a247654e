/*
 * Keys, certificate requests, certificates and a small certification authority
 * (RFC 5280, PKCS #1, #7, #8, #10, #12), by OpenSSL's libcrypto, which is
 * loaded when a struct pki is opened.
 *
 * Results are yours; keys and certificates must be freed before the struct pki
 * that made them is closed. Key material is wiped when it is freed, also the
 * bytes of pki_key_pem() and pki_pkcs12(). Errors are faults with ids of
 * their own; no message holds key material or a password.
 */
#ifndef HMSH_PKI_H
#define HMSH_PKI_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pki;
struct pki_key;
struct pki_certificate;

struct pki *pki_open(GError **error);
void pki_close(struct pki *pki);

/* -- Keys -------------------------------------------------------------- */

enum pki_algorithm {
	PKI_RSA,	/* 1024 to 16384 bits, a multiple of 8 */
	PKI_EC,		/* 256 (P-256) or 384 (P-384) bits */
};

struct pki_key *pki_key_generate(struct pki *pki, enum pki_algorithm algorithm, unsigned bits,
				 GError **error);
/* PEM, PKCS #8 or traditional; `password` NULL when it is not encrypted. */
struct pki_key *pki_key_parse(struct pki *pki, const void *bytes, size_t len, const char *password,
			      GError **error);
/* Unencrypted PKCS #8 PEM; wiped when the last reference goes. */
GBytes *pki_key_pem(const struct pki_key *key, GError **error);
unsigned pki_key_bits(const struct pki_key *key);
void pki_key_free(struct pki_key *key);

/* -- Making -------------------------------------------------------------- */

struct pki_template {
	/*
	 * As an administrator writes it, "c=US, s=California, o=\"A, Inc.\", cn=host": encoded in
	 * the order written. `s` and `st` are the state, `e` the mail address.
	 */
	const char *subject;
	const char *const *names;	/* DNS names in the order they are to stand; NULL = none */
	unsigned days;			/* of validity, from now */
	bool authority;			/* may sign others */
	const char *key_identifier;	/* hexadecimal; NULL: the key's hash */
};

/* Refuses a subject that cannot be encoded; the message says where it is wrong. */
bool pki_subject_check(struct pki *pki, const char *subject, GError **error);
/* The common name in a subject as it is written; yours, NULL when it has none or is not valid. */
char *pki_subject_common(struct pki *pki, const char *subject);
/* Refuses what is no host name; "*." in front is allowed. */
bool pki_host_name_check(const char *name, GError **error);

/* A PKCS #10 request, PEM or DER; the names are its subject alternative names. */
GBytes *pki_request(const struct pki_key *key, const struct pki_template *template, bool der,
		    GError **error);
struct pki_certificate *pki_self_signed(const struct pki_key *key,
					const struct pki_template *template, GError **error);
/*
 * Signs a request (PEM or DER) for `days`, never beyond the authority's own end. Subject, key and
 * alternative names are the request's; other extensions asked for are not taken over.
 */
struct pki_certificate *pki_issue(const struct pki_certificate *authority,
				  const struct pki_key *authority_key, const void *request,
				  size_t len, unsigned days, GError **error);

/* -- Reading -------------------------------------------------------------- */

/*
 * All certificates in PEM, DER, base64 without armour, PKCS #7 or PKCS #12 (`password` may be
 * NULL), the holder's first, then its chain. *ret_key (may be NULL) receives a private key that
 * came with them, or NULL.
 */
GPtrArray *pki_certificates_parse(struct pki *pki, const void *bytes, size_t len,
				  const char *password, struct pki_key **ret_key, GError **error);
void pki_certificate_free(struct pki_certificate *certificate);

/* Facts; texts belong to the certificate. */
struct pki_facts {
	char thumbprint[41];		/* SHA-1 of the DER, upper-case hexadecimal */
	char *subject, *issuer;		/* "CN=host, O=Company, C=US": the last part first */
	char *serial;			/* upper-case hexadecimal */
	char *common_name;		/* of the subject, or NULL */
	char *key_identifier;		/* hexadecimal, or NULL */
	char **names;			/* DNS names of the alternative names, NULL-terminated */
	int64_t not_before, not_after;	/* seconds since 1970, UTC */
	unsigned bits;			/* of the public key */
	bool self_signed;
	bool authority;
};

const struct pki_facts *pki_certificate_facts(const struct pki_certificate *certificate);
/* Whether the certificate holds the name: exactly, or by a wildcard for one label. */
bool pki_certificate_covers(const struct pki_certificate *certificate, const char *host);
/* The same on a list of names. */
bool pki_names_cover(const char *const *names, const char *host);
bool pki_certificate_matches(const struct pki_certificate *certificate, const struct pki_key *key);
bool pki_certificate_issued_by(const struct pki_certificate *certificate,
			       const struct pki_certificate *issuer);
GBytes *pki_certificate_pem(const struct pki_certificate *certificate);
GBytes *pki_certificate_der(const struct pki_certificate *certificate);
/* Certificate, key and chain (each NULL: none) under a password; wiped when freed. */
GBytes *pki_pkcs12(const struct pki_certificate *certificate, const struct pki_key *key,
		   GPtrArray *chain, const char *password, const char *friendly_name,
		   GError **error);

/* Bytes that are wiped when the last reference goes; `bytes` is copied. */
GBytes *pki_secret_bytes(const void *bytes, size_t len);

#define pki_auto	__attribute__((cleanup(pki_auto_close))) struct pki
#define pki_key_auto	__attribute__((cleanup(pki_key_auto_free))) struct pki_key
#define pki_certificate_auto \
	__attribute__((cleanup(pki_certificate_auto_free))) struct pki_certificate

static inline void pki_auto_close(struct pki **pki)
{
	pki_close(*pki);
}

static inline void pki_key_auto_free(struct pki_key **key)
{
	pki_key_free(*key);
}

static inline void pki_certificate_auto_free(struct pki_certificate **certificate)
{
	pki_certificate_free(*certificate);
}

#endif
