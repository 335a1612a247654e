/*
 * Password hashes in the form that Dovecot reads: a scheme in braces, then the
 * hash. Clear text goes in and is never kept; hashes of other systems are
 * taken over when their scheme is one-way and salted.
 */
#ifndef HMSH_PASSWORD_H
#define HMSH_PASSWORD_H

#include <glib.h>
#include <stdbool.h>

/* {SHA512-CRYPT} with a fresh salt; yours. NULL + error when the text is empty or too long. */
char *password_hash(const char *clear, GError **error);
/*
 * A hash made elsewhere as it is to be stored; yours. "$6$..." without a scheme becomes {CRYPT}.
 * NULL + error: no scheme, one that is not accepted, or characters that no hash has.
 */
char *password_accept(const char *hash, GError **error);
/* Whether the clear text belongs to a hash of a crypt(3) scheme; false for all others. */
bool password_verify(const char *hash, const char *clear);

#endif
