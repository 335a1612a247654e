/*
 * What this host fills of that which scripts load, install or connect to
 * before they begin: modules and snap-ins by the names they have on Windows.
 */
#ifndef HMSH_PROVIDED_H
#define HMSH_PROVIDED_H

#include "lib/cmdlet.h"

struct provided_module {
	const char *name;
	const char *version;	/* whose interface is followed */
	const char *cmdlets;	/* `module` of the cmdlets that fill it; NULL: those of the hosting nouns */
	bool language;		/* part of the language: Get-InstalledModule does not name it */
};

/* Ends with name NULL, by name. */
extern const struct provided_module provided_modules[];
const struct provided_module *provided_module_find(const char *name);
/* As Get-Module shows it. Yours. */
struct value provided_module_object(const struct provided_module *module);
/* "DnsServer, ExchangeOnlineManagement ...": for messages. Yours. */
char *provided_module_names(void);

#endif
