/* What the cmdlets of web sites, bindings and their configuration share. */
#ifndef HMSH_WEBSITE_H
#define HMSH_WEBSITE_H

#include "cmdlets/hosting/task.h"

/* A site by name; an error when there is none. Yours. */
struct record *website_find(struct txn *txn, const char *name, GError **error);

struct web_binding_request {
	const char *site;
	const char *protocol;		/* NULL: http */
	const char *address;		/* NULL or "*": all */
	int64_t port;			/* 0: 80 or 443 by protocol */
	const char *host;		/* NULL: every name that no other binding claims */
	const char *prefix;		/* TenantHostPrefix, or NULL */
	int64_t ssl_flags;
};

/* Puts the binding; an error when another one has its socket and name. Yours. */
struct record *web_binding_put(struct txn *txn, const struct web_binding_request *request,
			       GError **error);
/* The key of a binding: "http/10.161.1.23:80:autodiscover.tenant.com". Yours. */
char *web_binding_key(const struct web_binding_request *request);

/* A wildcard pattern against a text, without case. */
bool website_name_matches(const char *pattern, const char *text);

#endif
