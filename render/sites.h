/*
 * Which host names are answered on which socket, by which site: what nginx's
 * configuration, the warnings on certificates and names, and the sandbox's
 * readiness test have in common.
 */
#ifndef HMSH_SITES_H
#define HMSH_SITES_H

#include "render/facts.h"

struct site_socket {
	char *address;
	uint16_t port;
	bool tls;
};

struct site_block {
	struct site_socket socket;
	const struct record *site;	/* NULL: the services' own host names */
	const char *file;		/* the site's name */
	GPtrArray *names;		/* char *, lower case, sorted, none twice on a socket */
};

struct sites {
	GPtrArray *blocks;		/* of struct site_block */
	GPtrArray *sockets;		/* of struct site_socket */
	GHashTable *taken;		/* names by socket */
};

struct sites *sites_new(const struct facts *facts);
void sites_free(struct sites *sites);

unsigned site_redirect_status(const struct record *site);
/* Host names of the services (Outlook Anywhere, virtual directories, redirect targets), sorted. */
GPtrArray *sites_service_names(const struct facts *facts);
/* The lower-case host name of an http or https URL; yours, NULL when there is none. */
char *url_host(const char *url, bool *ret_tls);

#endif
