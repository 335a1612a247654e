/*
 * Certificates and certification authorities as records: what the cmdlets
 * that make them, and the renderers that serve them, have in common. The
 * certificate and its chain stand in the record's RawData (base64 DER, the
 * holder's first), the private key is the record's secret CERTIFICATE_KEY.
 */
#ifndef HMSH_CERTIFICATE_H
#define HMSH_CERTIFICATE_H

#include "state/store.h"

struct pki_certificate;
struct pki_facts;

#define CERTIFICATE_KEY	"PrivateKey"

extern const struct record_kind exchange_certificate_kind, certification_authority_kind;

/* A new ExchangeCertificate with the certificate's facts; yours. `chain` may be NULL. */
struct record *certificate_record_new(const struct pki_certificate *certificate, GPtrArray *chain,
				      GError **error);
/* Replaces these facts in a record (a request that was answered); `record` is a copy of yours. */
bool certificate_record_fill(struct record *record, const struct pki_certificate *certificate,
			     GPtrArray *chain, GError **error);
/* Services as bits of enum certificate_service. */
unsigned certificate_services(const struct record *record);
bool certificate_set_services(struct record *record, unsigned services, GError **error);
/* Whether it is a request whose certificate has not come yet. */
bool certificate_is_pending(const struct record *record);
/* Seconds since 1970. */
int64_t certificate_not_after(const struct record *record);
int64_t certificate_not_before(const struct record *record);
/* DNS names it holds, NULL-terminated; yours. */
char **certificate_names(const struct record *record);
/* The subject in the order it is encoded in, as -SubjectName takes it; yours. */
char *certificate_subject(const struct record *record);
/* The one that a service is served with, or NULL; yours. `service` is one bit. */
struct record *certificate_for_service(struct store *store, unsigned service);
/* Certificate and chain as PEM; yours, NULL when there is none. */
char *certificate_pem(const struct record *record);
/* Key, certificate and chain in one PEM text, as daemons read it; wiped when freed. */
GBytes *certificate_bundle(struct store *store, const struct record *record, GError **error);

#endif
