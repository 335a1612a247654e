/*
 * Checks that the record kinds share. Each has the form of struct property's
 * `check`: it refuses a value with an error that says what would be right.
 */
#ifndef HMSH_CHECKS_H
#define HMSH_CHECKS_H

#include "state/record.h"

/*
 * A name, which may become part of an identity or a file's comment: 1 to 64 characters, no
 * control characters, no quotes, and none of \ / ; * ? < > | $ ` { }.
 */
bool check_name(struct value *v, GError **error);
/* An organization's name, which is also a file's: letters, digits, blanks, hyphens, dots, _. */
bool check_organization_name(struct value *v, GError **error);
/* Free text in one line: no control characters; at most 256 characters. */
bool check_line(struct value *v, GError **error);
/* Free text of several lines: tabs and line ends are the only control characters. */
bool check_text(struct value *v, GError **error);
/* What may stand before the @ of an address. */
bool check_alias(struct value *v, GError **error);
bool check_ip_address(struct value *v, GError **error);
bool check_ipv4_address(struct value *v, GError **error);
/* An http or https URL with a host name. */
bool check_url(struct value *v, GError **error);
/* Numbers. */
bool check_port(struct value *v, GError **error);
bool check_positive(struct value *v, GError **error);
bool check_percent(struct value *v, GError **error);
/* A domain name with at least two labels. */
bool check_dotted_domain(struct value *v, GError **error);

/* The same as functions on text: NULL when it is right, else why it is not. */
const char *line_fault(const char *text);
const char *name_fault(const char *text);

#endif
