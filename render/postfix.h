/* What the files of the Postfix renderer share. */
#ifndef HMSH_POSTFIX_H
#define HMSH_POSTFIX_H

#include "render/facts.h"
#include "render/renderer.h"
#include "render/writer.h"

#define POSTFIX_SHARDS	16

#define DOVECOT_LMTP	"lmtp:unix:/run/hmsh/dovecot/lmtp"

/* "rc_Default_20EX01": a record's name as a Postfix parameter or service name; yours. */
char *postfix_name(const char *prefix, const struct record *record);
/* Seconds of a timespan property. */
unsigned record_seconds(const struct record *record, const char *property, unsigned fallback);
/* Bits of an enum property. */
unsigned record_bits(const struct record *record, const char *property);
/* Bytes of a size property; 0 when unlimited. */
uint64_t record_bytes(const struct record *record, const char *property);

/* main.cf: the restriction classes of the receive connectors, and the largest message of all. */
void postfix_receive_main(const struct facts *facts, struct writer *main_cf);
/* master.cf: a service for each socket; its table of clients goes into the tree. */
bool postfix_receive_master(struct rendering *rendering, struct writer *master_cf, GError **error);

/* The sockets that master.cf listens on. */
void postfix_each_socket(const struct facts *facts,
			 void (*visit)(const char *address, uint16_t port, void *data), void *data);

/* main.cf: where mail goes that is not for here. */
void postfix_send_main(const struct facts *facts, struct writer *main_cf);
/* master.cf: a service for each send connector. */
void postfix_send_master(const struct facts *facts, struct writer *master_cf);
/* The tables of destinations, of smart hosts' passwords and of certificates to expect. */
bool postfix_send_tables(struct rendering *rendering, GError **error);
/* Whether a send connector is for some domains only, so that tables of destinations are needed. */
bool postfix_send_has_table(const struct facts *facts);

/* The tenants' part: which addresses there are, whose they are, where they lead. */
void postfix_tenants_begin(struct rendering *rendering, void **state);
bool postfix_tenant(struct rendering *rendering, void *state, const struct tenant *tenant,
		    GError **error);
bool postfix_tenants_end(struct rendering *rendering, void *state, GError **error);

#endif
