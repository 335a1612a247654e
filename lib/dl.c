/*
 * Loading a library by its soname and filling a table with its functions.
 * Nothing is ever unloaded: tables may be kept, and a second dl_open() of the
 * same library costs its look-ups only.
 */
#include "config.h"
#include "lib/dl.h"
#include "lib/fault.h"

#include <dlfcn.h>

static const struct fault library_missing = {
	"LibraryNotFound", "System.DllNotFoundException", CATEGORY_NOT_INSTALLED,
	"Install the package, then run the command again."
};

static const struct fault library_unfit = {
	"LibraryEntryNotFound", "System.EntryPointNotFoundException", CATEGORY_NOT_INSTALLED,
	"Install the version of the package that Debian 12 has."
};

bool dl_open(const char *soname, const char *package, const struct dl_symbol *symbols, size_t n,
	     void *table, GError **error)
{
	void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);

	if (!library) {
		fault_set(error, &library_missing, VALUE_NULL,
			  "The library %s could not be loaded. It is in the Debian package %s.",
			  soname, package);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		void *function = dlsym(library, symbols[i].name);

		if (!function) {
			fault_set(error, &library_unfit, VALUE_NULL,
				  "The library %s has no function %s.", soname, symbols[i].name);
			return false;
		}
		/* A function pointer and a data pointer are of one size wherever dlsym() is. */
		memcpy((char *)table + symbols[i].at, &function, sizeof function);
	}
	return true;
}
