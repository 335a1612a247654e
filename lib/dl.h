/*
 * Libraries loaded when first needed: linked, they would cost more than
 * start-up may. A user lists the functions it needs and calls them through a
 * table of the same names:
 *
 *	#define CRYPTO_SYMBOLS(X) X(EVP_sha256) X(EVP_Digest)
 *	struct crypto { CRYPTO_SYMBOLS(DL_FIELD) };
 *	static const struct dl_symbol symbols[] = { CRYPTO_SYMBOLS(DL_SYMBOL(crypto)) ... };
 *
 * dl_open() fails with one clear error that names the library and the Debian
 * package that has it.
 */
#ifndef HMSH_DL_H
#define HMSH_DL_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct dl_symbol {
	const char *name;
	size_t at;		/* offset of the function pointer in the table */
};

#define DL_FIELD(fn)	__typeof__(&fn) fn;

/* Fills `table`; the library stays loaded. `soname` as "libcrypto.so.3". */
bool dl_open(const char *soname, const char *package, const struct dl_symbol *symbols, size_t n,
	     void *table, GError **error);

#endif
