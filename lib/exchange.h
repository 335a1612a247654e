/*
 * Exchange's own value types, as C code reads them. Each is a native value
 * made from text by value_convert() and shown by its type's to_string; what a
 * script may call is in the tables of lib/types/exchange_*.c.
 *
 * Every accessor takes a value of its type and answers NULL or false for a
 * value of any other type. What it gives is borrowed from the value.
 *
 * Text that is refused sets an error that says what would be right.
 */
#ifndef HMSH_EXCHANGE_H
#define HMSH_EXCHANGE_H

#include "lib/type.h"

extern const struct type type_smtp_address, type_smtp_domain, type_smtp_domain_pattern, type_fqdn,
	type_hostname, type_proxy_address, type_byte_quantified_size, type_unlimited_size,
	type_unlimited_int, type_address_space, type_ip_range, type_ip_binding, type_smart_host;

/* -- Names ---------------------------------------------------------------- */

enum {			/* domain_check() */
	DOMAIN_DOTTED = 1,	/* at least two labels */
	DOMAIN_UNDERSCORE = 2,	/* labels may have it: names of DNS records */
	DOMAIN_ROOT_DOT = 4,	/* one final dot is allowed, and dropped */
};

/*
 * The name in its ASCII form (an internationalized one becomes xn--), spelled as given; yours,
 * NULL + error. Labels of 1 to 63 letters, digits and hyphens, 253 characters in all (RFC 1035,
 * RFC 5890).
 */
char *domain_check(const char *text, unsigned flags, GError **error);
/* local@domain of RFC 5321 without quoted local parts; the domain in its ASCII form. Yours. */
char *address_check(const char *text, GError **error);

/* -- Addresses ------------------------------------------------------------ */

/* SmtpAddress: its parts. */
const char *smtp_address_text(struct value v);
const char *smtp_address_domain(struct value v);

struct proxy_address {
	struct native native;
	struct string *prefix;		/* "SMTP" or "smtp", "X500" ... as shown */
	struct string *address;
	bool primary;
};

const struct proxy_address *proxy_address_of(struct value v);
bool proxy_address_is_smtp(const struct proxy_address *proxy);
/* A new proxy address; `address` must be valid for its prefix. */
struct value proxy_address_new(const char *prefix, const char *address, bool primary);

/* Domain names of any of the types for them (SmtpDomain, Fqdn, ...): the text. */
const char *exchange_text(struct value v);
/* SmtpDomainWithSubdomains: "*.contoso.com" has subdomains; "*" is every domain. */
bool smtp_domain_has_subdomains(struct value v);

/* -- Sizes ----------------------------------------------------------------- */

struct value size_from_bytes(uint64_t bytes);
struct value unlimited_from_bytes(uint64_t bytes);
struct value unlimited_size(void);
/* Bytes of a ByteQuantifiedSize or of an Unlimited of it; false when unlimited or no size. */
bool size_bytes(struct value v, uint64_t *ret);
/* The number of an Unlimited of int; false when unlimited. */
bool unlimited_int(struct value v, uint32_t *ret);

/* -- Identities ------------------------------------------------------------- */

/* Whom a permission names. Its text is `text`; `name` and `kind` (of user) may be NULL. */
extern const struct type type_security_principal_id, type_mailbox_folder_user;
struct value identity_new(const struct type *type, const char *text, const char *name,
			  const char *kind);

/* -- Transport --------------------------------------------------------------- */

struct address_space {
	struct native native;
	struct string *address;		/* "*", "contoso.com", "*.contoso.com", "--" */
	uint8_t cost;			/* 1 to 100 */
};

const struct address_space *address_space_of(struct value v);

struct ip_range {
	struct native native;
	struct string *text;
	bool v6;
	uint8_t low[16], high[16];	/* network order; 4 bytes used unless v6 */
};

const struct ip_range *ip_range_of(struct value v);
/* How many addresses, as a power: the more specific of two ranges is the smaller one. <0, 0, >0. */
int ip_range_compare_size(const struct ip_range *a, const struct ip_range *b);
bool ip_range_same(const struct ip_range *a, const struct ip_range *b);

struct ip_binding {
	struct native native;
	struct string *address;		/* canonical, without brackets */
	bool v6, wildcard;
	uint16_t port;
};

const struct ip_binding *ip_binding_of(struct value v);

/* -- Enums -------------------------------------------------------------------- */

enum auth_mechanism {
	AUTH_TLS = 1, AUTH_INTEGRATED = 2, AUTH_BASIC = 4, AUTH_BASIC_REQUIRE_TLS = 8,
	AUTH_EXCHANGE_SERVER = 16, AUTH_EXTERNAL_AUTHORITATIVE = 32,
};

enum permission_group {
	PERMISSION_ANONYMOUS = 1, PERMISSION_EXCHANGE_USERS = 2, PERMISSION_EXCHANGE_SERVERS = 4,
	PERMISSION_LEGACY_SERVERS = 8, PERMISSION_PARTNERS = 16, PERMISSION_CUSTOM = 32,
};

enum certificate_service {
	SERVICE_IMAP = 1, SERVICE_POP = 2, SERVICE_UM = 4, SERVICE_IIS = 8, SERVICE_SMTP = 16,
	SERVICE_FEDERATION = 32,
};

enum server_role {
	ROLE_MAILBOX = 2, ROLE_CLIENT_ACCESS = 4, ROLE_UNIFIED_MESSAGING = 16,
	ROLE_HUB_TRANSPORT = 32, ROLE_EDGE = 64,
};

#endif
