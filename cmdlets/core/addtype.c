/*
 * Add-Type: the types of .NET that hmsh has are there from the start, so an
 * assembly is found when one of its types is; source code and files of
 * assemblies are refused.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/type.h"

struct add_type_args {
	struct value definition, name, members, space, using, path, literal, assembly, language,
		references, output, output_type, pass, ignore, options;
};

enum { SET_SOURCE = 1, SET_MEMBER = 2, SET_PATH = 4, SET_LITERAL = 8, SET_ASSEMBLY = 16 };
#define SET_CODE (SET_SOURCE | SET_MEMBER | SET_PATH | SET_LITERAL)

static const struct param add_type_params[] = {
	{ "TypeDefinition", "string", FIELD(add_type_args, definition), POSITION(0), .sets = SET_SOURCE,
	  .mandatory_sets = SET_SOURCE, .help = "Source code of types: refused." },
	{ "Name", "string", FIELD(add_type_args, name), POSITION(0), .sets = SET_MEMBER,
	  .mandatory_sets = SET_MEMBER, .help = "The name of a type made of members." },
	{ "MemberDefinition", "string[]", FIELD(add_type_args, members), POSITION(1), .sets = SET_MEMBER,
	  .mandatory_sets = SET_MEMBER, .help = "Source code of its members: refused." },
	{ "Namespace", "string", FIELD(add_type_args, space), .sets = SET_MEMBER, .aliases = "NS",
	  .help = "Its namespace." },
	{ "UsingNamespace", "string[]", FIELD(add_type_args, using), .sets = SET_MEMBER,
	  .aliases = "Using", .help = "Namespaces that its code uses." },
	{ "Path", "string[]", FIELD(add_type_args, path), POSITION(0), .sets = SET_PATH,
	  .mandatory_sets = SET_PATH, .complete = "File", .help = "Files of source code or assemblies: refused." },
	{ "LiteralPath", "string[]", FIELD(add_type_args, literal), .sets = SET_LITERAL,
	  .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP", .complete = "File",
	  .help = "The same without wildcards." },
	{ "AssemblyName", "string[]", FIELD(add_type_args, assembly), .sets = SET_ASSEMBLY,
	  .mandatory_sets = SET_ASSEMBLY, .aliases = "AN", .help = "Assemblies whose types are wanted." },
	{ "Language", "string", FIELD(add_type_args, language), .sets = SET_CODE,
	  .help = "What the source code is written in." },
	{ "ReferencedAssemblies", "string[]", FIELD(add_type_args, references), .sets = SET_CODE,
	  .aliases = "RA", .help = "What the source code needs." },
	{ "OutputAssembly", "string", FIELD(add_type_args, output), .sets = SET_CODE, .aliases = "OA",
	  .complete = "File", .help = "The file of the assembly that is made." },
	{ "OutputType", "string", FIELD(add_type_args, output_type), .sets = SET_CODE, .aliases = "OT",
	  .help = "Its kind." },
	{ "PassThru", "switch", FIELD(add_type_args, pass), .help = "Gives the types out." },
	{ "IgnoreWarnings", "switch", FIELD(add_type_args, ignore), .sets = SET_CODE,
	  .help = "Compiles in spite of warnings." },
	{ "CompilerOptions", "string[]", FIELD(add_type_args, options), .sets = SET_CODE,
	  .help = "Options of the compiler." },
	{ NULL }
};

/* An assembly, and a type of it that scripts load it for. */
static const struct assembly {
	const char *name, *type;
} assemblies[] = {
	{ "Microsoft.PowerShell.Commands.Utility", "System.Management.Automation.PSObject" },
	{ "Microsoft.VisualBasic", "Microsoft.VisualBasic.Interaction" },
	{ "mscorlib", "System.String" },
	{ "netstandard", "System.String" },
	{ "PresentationCore", "System.Windows.Clipboard" },
	{ "PresentationFramework", "System.Windows.MessageBox" },
	{ "System", "System.Uri" },
	{ "System.Collections", "System.Collections.Hashtable" },
	{ "System.Console", "System.Console" },
	{ "System.Core", "System.Linq.Enumerable" },
	{ "System.Data", "System.Data.DataTable" },
	{ "System.Diagnostics.Process", "System.Diagnostics.Process" },
	{ "System.DirectoryServices", "System.DirectoryServices.DirectoryEntry" },
	{ "System.DirectoryServices.AccountManagement",
	  "System.DirectoryServices.AccountManagement.PrincipalContext" },
	{ "System.Drawing", "System.Drawing.Color" },
	{ "System.IO", "System.IO.File" },
	{ "System.IO.Compression", "System.IO.Compression.GZipStream" },
	{ "System.IO.Compression.FileSystem", "System.IO.Compression.ZipFile" },
	{ "System.Linq", "System.Linq.Enumerable" },
	{ "System.Management.Automation", "System.Management.Automation.PSObject" },
	{ "System.Net", "System.Net.IPAddress" },
	{ "System.Net.Http", "System.Net.Http.HttpClient" },
	{ "System.Net.Primitives", "System.Net.IPAddress" },
	{ "System.Numerics", "System.Numerics.BigInteger" },
	{ "System.Private.CoreLib", "System.String" },
	{ "System.Runtime", "System.String" },
	{ "System.Security", "System.Security.Cryptography.SHA256" },
	{ "System.Security.Cryptography", "System.Security.Cryptography.SHA256" },
	{ "System.Text.RegularExpressions", "System.Text.RegularExpressions.Regex" },
	{ "System.Web", "System.Web.HttpUtility" },
	{ "System.Web.Extensions", "System.Web.Script.Serialization.JavaScriptSerializer" },
	{ "System.Web.HttpUtility", "System.Web.HttpUtility" },
	{ "System.Windows.Forms", "System.Windows.Forms.MessageBox" },
	{ "System.Xml", "System.Xml.XmlDocument" },
	{ "System.Xml.Linq", "System.Xml.Linq.XDocument" },
	{ "WindowsBase", "System.Windows.DependencyObject" },
};

static const struct fault not_found = { "ASSEMBLY_NOT_FOUND", "System.Exception",
					CATEGORY_OBJECT_NOT_FOUND, NULL },
			  no_source = { "SOURCE_CODE_NOT_SUPPORTED", "System.NotSupportedException",
					CATEGORY_NOT_IMPLEMENTED,
					"Write a class or a function of PowerShell's own." },
			  no_file = { "ASSEMBLY_NOT_SUPPORTED", "System.NotSupportedException",
				      CATEGORY_NOT_IMPLEMENTED, NULL };

static const struct assembly *assembly_find(const char *name)
{
	size_t len = strcspn(name, ",");

	for (size_t i = 0; i < G_N_ELEMENTS(assemblies); i++)
		if (strlen(assemblies[i].name) == len &&
		    !g_ascii_strncasecmp(assemblies[i].name, name, len))
			return &assemblies[i];
	return NULL;
}

static enum flow add_assembly(struct call *call, const struct add_type_args *args,
			      struct value name)
{
	const struct assembly *assembly = assembly_find(arg_text(name, ""));
	const struct type *type = assembly ? type_find(assembly->type, -1) : NULL;

	if (!type)
		return call_throw_fault(call, &not_found, name,
					"Cannot add type. The assembly '%s' could not be found.",
					arg_text(name, ""));
	return arg_on(args->pass) ? emit(call, value_type_object(type)) : FLOW_NEXT;
}

static enum flow add_type(struct call *call, void *data)
{
	struct add_type_args *args = data;
	struct value files = arg_given(args->literal) ? args->literal : args->path;
	enum flow flow = FLOW_NEXT;

	if (arg_given(args->definition) || arg_given(args->members))
		return call_throw_fault(call, &no_source, args->name,
					"Cannot add type. hmsh does not compile "
					"source code in %s.",
					arg_text(args->language, "CSharp"));
	if (arg_given(files)) {
		value_auto first = arg_at(files, 0);

		return call_throw_fault(call, &no_file, first,
					"Cannot add type. hmsh does not load the file "
					"'%s': it runs neither source code nor assemblies of .NET.",
					arg_text(first, ""));
	}
	for (uint32_t i = 0; i < arg_count(args->assembly) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(args->assembly, i);

		flow = add_assembly(call, args, name);
	}
	return flow;
}

static const struct cmdlet_example add_type_examples[] = {
	{ "Add-Type -AssemblyName System.Web; [System.Web.HttpUtility]::UrlEncode('a b')",
	  "Says which types are needed; they are there." },
	{ NULL }
};

CMDLET(add_type_cmdlet) = {
	.name = "Add-Type", .module = MODULE_UTILITY,
	.synopsis = "Makes the types of an assembly known.",
	.description = "The types that hmsh has need no loading. Source code is not compiled.",
	.params = add_type_params, .examples = add_type_examples,
	.sets = "FromSource FromMember FromPath FromLiteralPath FromAssemblyName",
	.default_set = "FromSource", .args_size = sizeof(struct add_type_args), .process = add_type,
};
