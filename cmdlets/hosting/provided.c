/*
 * The modules that hmsh fills. Their versions are those of the interface which
 * the cmdlets follow, because scripts compare them.
 */
#include "config.h"
#include "cmdlets/hosting/provided.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"

const struct provided_module provided_modules[] = {
	{ "DnsServer", "2.0.0.0", "DnsServer" },
	{ "ExchangeOnlineManagement", "3.4.0" },
	{ "HostingManagement", PACKAGE_VERSION },
	{ "IISAdministration", "1.1.0.0", "WebAdministration" },
	{ "Microsoft.PowerShell.Management", "7.0.0.0", "Microsoft.PowerShell.Management", true },
	{ "Microsoft.PowerShell.Security", "7.0.0.0", "Microsoft.PowerShell.Security", true },
	{ "Microsoft.PowerShell.Utility", "7.0.0.0", "Microsoft.PowerShell.Utility", true },
	{ "PackageManagement", "1.4.8.1", "PackageManagement", true },
	{ "PowerShellGet", "2.2.5", "PowerShellGet", true },
	{ "ServerManager", "2.0.0.0", "ServerManager" },
	{ "WebAdministration", "1.0.0.0", "WebAdministration" },
	{ NULL }
};

extern const struct cmdlet *const cmdlet_registry[];

const struct provided_module *provided_module_find(const char *name)
{
	for (const struct provided_module *m = provided_modules; m->name; m++)
		if (text_equal_nocase(m->name, name))
			return m;
	return NULL;
}

char *provided_module_names(void)
{
	GString *names = g_string_new(NULL);

	for (const struct provided_module *m = provided_modules; m->name; m++)
		if (!m->language)
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", m->name);
	return g_string_free(names, FALSE);
}

static struct dict *commands_of(const struct provided_module *module)
{
	const char *group = module->cmdlets ? module->cmdlets : "HostingManagement";
	struct dict *commands = dict_new(DICT_GENERIC, false);

	for (const struct cmdlet *const *c = cmdlet_registry; *c; c++)
		if ((*c)->module && !strcmp((*c)->module, group))
			dict_set_text(commands, (*c)->name, value_text((*c)->name));
	return commands;
}

struct value provided_module_object(const struct provided_module *module)
{
	const struct type *version_type = type_find("System.Version", -1);
	struct object *object = object_custom();
	value_auto text = value_text(module->version);
	struct value version;

	if (!version_type || !value_convert(text, version_type, &version, NULL))
		version = value_ref(text);
	object_set(object, "ModuleType", value_text("Binary"));
	object_set(object, "Version", version);
	object_set(object, "Name", value_text(module->name));
	object_set(object, "ExportedCommands", value_of(commands_of(module)));
	object_set(object, "Path", value_text(""));
	return value_of(object);
}
