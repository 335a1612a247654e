/*
 * Assemblies: scripts load the ones their types are in. The types of .NET's own
 * assemblies are there without it; others are not, and say so as .NET does.
 */
#include "config.h"

#include "lib/types/file_types.h"
#include "lib/types/table.h"

struct assembly {
	struct native native;
	char *name;
};

extern const struct type type_assembly;

static void assembly_free(struct native *native)
{
	g_free(((struct assembly *)native)->name);
}

static const char *name_of(struct value self)
{
	return ((struct assembly *)self.u.native)->name;
}

static struct value assembly_new(const char *name)
{
	struct assembly *assembly = native_new(&type_assembly, sizeof(*assembly));

	assembly->name = g_strndup(name, strcspn(name, ","));
	return value_of(assembly);
}

/* Assemblies that need a desktop or Windows are not there. */
static bool is_known(const char *name)
{
	static const char *const known[] = {
		"mscorlib", "System", "System.Core", "System.Web", "System.Xml", "System.Xml.Linq", "System.Net",
		"System.Net.Http", "System.Security", "System.IO.Compression", "System.Numerics", "System.Linq",
		"System.IO.Compression.FileSystem", "System.Private.CoreLib", "System.Management.Automation",
		"System.Collections", "System.Runtime", "System.Web.HttpUtility", "netstandard",
	};
	g_autofree char *plain = g_strndup(name, strcspn(name, ", "));

	for (unsigned i = 0; i < G_N_ELEMENTS(known); i++)
		if (g_ascii_strcasecmp(known[i], plain) == 0)
			return true;
	return false;
}

MEMBER_IS(assembly_partial, is_known(text_arg(args[0])) ? assembly_new(text_arg(args[0])) : VALUE_NULL)

MEMBER(assembly_load)
{
	const char *name = text_arg(args[0]);

	if (is_known(name)) {
		*ret = assembly_new(name);
		return true;
	}
	fault_throw(error, "System.IO.FileNotFoundException",
		    "Could not load file or assembly '%s%s'. The system cannot find the file specified.", name,
		    strchr(name, ',') ? "" : ", Culture=neutral, PublicKeyToken=null");
	return false;
}

MEMBER(assembly_load_file)
{
	g_autofree char *path = file_path_arg(args[0], error);

	if (!path)
		return false;
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		fault_throw(error, "System.IO.FileNotFoundException",
			    "Could not load file or assembly '%s'. The system cannot find the file specified.", path);
	else
		fault_throw(error, "System.BadImageFormatException",
			    "Could not load file or assembly '%s'. .NET assemblies cannot be run here.", path);
	return false;
}

static struct string *assembly_text(struct value self)
{
	return str_printf("%s, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a", name_of(self));
}

MEMBER_IS(assembly_full_name, value_str(assembly_text(self)))
MEMBER_IS(assembly_location, value_text(""))
MEMBER_IS(assembly_false, value_bool(false))

static const struct type_member assembly_methods[] = {
	METHOD("string ToString()", assembly_full_name),
	STATIC("System.Reflection.Assembly Load(string assemblyString)", assembly_load),
	STATIC("System.Reflection.Assembly LoadFile(string path)", assembly_load_file),
	STATIC("System.Reflection.Assembly LoadFrom(string assemblyFile)", assembly_load_file),
	STATIC("System.Reflection.Assembly LoadWithPartialName(string partialName)", assembly_partial),
	STATIC("System.Reflection.Assembly UnsafeLoadFrom(string assemblyFile)", assembly_load_file),
	END_OF_MEMBERS
};

static const struct type_member assembly_properties[] = {
	PROPERTY("string FullName {get;}", assembly_full_name),
	PROPERTY("bool GlobalAssemblyCache {get;}", assembly_false),
	PROPERTY("string Location {get;}", assembly_location),
	END_OF_MEMBERS
};

TYPE(type_assembly);
const struct type type_assembly = {
	.name = "System.Reflection.Assembly", .kind = V_NATIVE, .methods = assembly_methods,
	.properties = assembly_properties, .free = assembly_free, .to_string = assembly_text,
	.default_properties = "GlobalAssemblyCache Location FullName",
};
