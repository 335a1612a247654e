/*
 * The views of types, as data: the one place that says what an object of a
 * known type shows by default, under each of the shapes.
 *
 * A spec is the shape, options (+autosize, +wrap, +group=HEADING=PROPERTY) and
 * columns: LABEL=PROPERTY:WIDTH:ALIGN, of which all but the property can be
 * left out. A blank in a label is written _, {...} is a script block, and a
 * property with ? is left out of a list where the object has none.
 */
#include "config.h"

#include "lib/object.h"
#include "shell/format.h"

#define FILES "System.IO.FileInfo System.IO.DirectoryInfo"
#define COMMANDS "System.Management.Automation.AliasInfo " \
	"System.Management.Automation.ApplicationInfo " \
	"System.Management.Automation.CmdletInfo System.Management.Automation.ExternalScriptInfo " \
	"System.Management.Automation.FilterInfo System.Management.Automation.FunctionInfo " \
	"System.Management.Automation.ScriptInfo"
#define OF_FOLDER " +group=Directory={$_.PSParentPath -replace '^.*::'} "

static const struct type_view type_views[] = {
	{ "System.RuntimeType", "System.RuntimeType",
	  "table IsPublic:8 IsSerial=IsSerializable:8 Name:40 BaseType" },
	{ "Microsoft.PowerShell.Commands.MemberDefinition",
	  "Microsoft.PowerShell.Commands.MemberDefinition",
	  "table +autosize +group=TypeName=TypeName Name MemberType Definition" },
	{ "Microsoft.PowerShell.Commands.GroupInfoNoElement",
	  "Microsoft.PowerShell.Commands.GroupInfoNoElement",
	  "table Count:5:r Name:25" },
	{ "Microsoft.PowerShell.Commands.GroupInfoNoElement",
	  "Microsoft.PowerShell.Commands.GroupInfoNoElement",
	  "list Name Count Values" },
	{ "Microsoft.PowerShell.Commands.GroupInfo", "Microsoft.PowerShell.Commands.GroupInfo",
	  "table Count:5:r Name:25 Group" },
	{ "Microsoft.PowerShell.Commands.GroupInfo", "Microsoft.PowerShell.Commands.GroupInfo",
	  "list Name Count Group Values" },
	{ "Microsoft.PowerShell.Commands.HistoryInfo", "history",
	  "table Id:4:r Duration={$d = $_.Duration; if ($d.TotalHours -ge 10) { "
	  "'{0}:{1:mm}:{1:ss}.{1:fff}' -f "
	  "[int]$d.TotalHours, $d } elseif ($d.TotalHours -ge 1) { "
	  "$d.ToString('h\\:mm\\:ss\\.fff') } elseif "
	  "($d.TotalMinutes -ge 1) { $d.ToString('m\\:ss\\.fff') } else { "
	  "$d.ToString('s\\.fff') }}:12:r "
	  "CommandLine" },
	{ "Microsoft.PowerShell.Commands.HistoryInfo", "history", "wide CommandLine" },
	{ "Microsoft.PowerShell.Commands.MatchInfo", "MatchInfo", "custom ={$_.ToEmphasizedString($PWD.Path)}" },
	{ "System.Management.Automation.PSVariable", "Variable", "table Name:30 Value" },
	{ "System.Management.Automation.Runspaces.TypeData", "TypeData", "table TypeName Members" },
	{ "HelpInfoShort", "help", "table Name:33 Category:9 Module=ModuleName:25 Synopsis" },
	{ "System.Management.Automation.PathInfo", "PathInfo", "table Path" },
	{ COMMANDS, "CommandInfo", "table CommandType:15 Name=ShownName:50 Version:10 Source" },
	{ "System.Management.Automation.CommandInfo", "CommandInfo", "table CommandType:15 Name" },
	{ "System.Management.Automation.AliasInfo", "System.Management.Automation.AliasInfo",
	  "list DisplayName CommandType Definition ReferencedCommand ResolvedCommand" },
	{ "System.Management.Automation.ApplicationInfo",
	  "System.Management.Automation.ApplicationInfo",
	  "list Name CommandType Definition Extension Path FileVersionInfo" },
	{ "System.Management.Automation.CmdletInfo", "System.Management.Automation.CmdletInfo",
	  "list Name CommandType Definition Path DLL HelpFile ParameterSets ImplementingType "
	  "Verb Noun" },
	{ "System.Management.Automation.FilterInfo System.Management.Automation.FunctionInfo",
	  "System.Management.Automation.CommandInfo", "list Name CommandType Definition" },
	{ "System.Management.Automation.PSDriveInfo", "drive",
	  "table Name:10 Used_(GB)={if ($_.Used -or $_.Free) { '{0:###0.00}' -f ($_.Used / 1GB) "
	  "}}:13:r "
	  "Free_(GB)={if ($_.Used -or $_.Free) { '{0:###0.00}' -f ($_.Free / 1GB) }}:13:r "
	  "Provider={$_.Provider.Name ?? $_.Provider}:13 Root={$_.DisplayRoot ?? $_.Root}:35 "
	  "CurrentLocation::r" },
	{ "System.Management.Automation.PSDriveInfo", "System.Management.Automation.PSDriveInfo",
	  "list Name Description Provider Root CurrentLocation" },
	{ "System.Management.Automation.ProviderInfo",
	  "provider", "table Name:20 Capabilities Drives" },
	{ "System.Management.Automation.ProviderInfo", "provider",
	  "list Name Drives Path Home Description Capabilities ImplementingType" },
	{ "System.Management.Automation.CallStackFrame",
	  "CallStackFrame", "table Command Arguments Location" },
	{ "System.Management.Automation.PSModuleInfo", "Module",
	  "table ModuleType:10:l Version:10:l "
	  "PreRelease={$_.PrivateData.PSData.PreRelease}:10:l Name:35:l "
	  "ExportedCommands={$_.ExportedCommands.Keys}::l" },
	{ "System.Management.Automation.PSModuleInfo", "Module", "wide Name" },
	{ "System.Management.Automation.PSModuleInfo", "Module",
	  "list Name Path Description ModuleType Version "
	  "PreRelease={$_.PrivateData.PSData.PreRelease} NestedModules "
	  "ExportedFunctions={$_.ExportedFunctions.Keys} ExportedCmdlets={$_.ExportedCmdlets.Keys} "
	  "ExportedVariables={$_.ExportedVariables.Keys} "
	  "ExportedAliases={$_.ExportedAliases.Keys}" },
	{ "System.Diagnostics.Process", "process",
	  "table NPM(K)={[long]($_.NPM / 1024)}:7:r PM(M)={'{0:N2}' -f ($_.PM / 1MB)}:8:r "
	  "WS(M)={'{0:N2}' -f ($_.WS / 1MB)}:10:r CPU(s)={'{0:N2}' -f $_.CPU}:10:r Id:7:r SI:3:r "
	  "ProcessName" },
	{ "Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", "PingStatus",
	  "table +group=Destination=Destination Ping:4:r Source:16 Address=DisplayAddress:25 "
	  "Latency(ms)={if ($_.Status -eq 'TimedOut') { '*' } else { $_.Latency }}:7:r "
	  "BufferSize(B)=BufferSize:10:r Status:16" },
	{ "Microsoft.PowerShell.Commands.FileHashInfo",
	  "Microsoft.PowerShell.Commands.FileHashInfo",
	  "table Algorithm:15:l Hash:70:l Path" },
	{ "System.Management.Automation.Job", "Job",
	  "table Id:6:l Name:15:l PSJobTypeName:15:l State:13:l HasMoreData:15:l Location:20:l "
	  "Command:25:l" },
	{ "System.Globalization.CultureInfo", "System.Globalization.CultureInfo",
	  "table LCID:16 Name:16 DisplayName" },
	{ "System.Management.Automation.Runspaces.PSSession", "PSSession",
	  "table Id:3:r Name:15 Transport:9 ComputerName:15 ComputerType:15 State:13 "
	  "ConfigurationName:20 "
	  "Availability::r" },
	{ "Microsoft.PowerShell.Commands.PSRepositoryItemInfo", "PSRepositoryItemInfo",
	  "table Version:20 Name:35 Repository:20 Description" },
	{ "Microsoft.Exchange.Management.RecipientTasks.MailboxAcePresentationObject",
	  "MailboxPermission",
	  "table Identity:20 User:20 AccessRights:19 IsInherited:11 Deny" },
	{ "Microsoft.Exchange.Management.RecipientTasks.RecipientAcePresentationObject",
	  "RecipientPermission",
	  "table Identity:38 Trustee:38 AccessControlType:17 AccessRights:12 "
	  "Inherited=IsInherited" },
	{ "Microsoft.Exchange.Management.RecipientTasks.ADAcePresentationObject", "ADPermission",
	  "table Identity:20 User:20 Deny:5 Inherited:9 Rights=ExtendedRights" },
	{ "Microsoft.Exchange.Management.StoreTasks.MailboxFolderPermission",
	  "MailboxFolderPermission",
	  "table FolderName:20 User:20 AccessRights" },
	{ "Microsoft.Exchange.Management.MapiTasks.Presentation.MailboxStatistics",
	  "MailboxStatistics",
	  "table DisplayName:25 ItemCount:9:r StorageLimitStatus:21:r LastLogonTime" },
	{ "Microsoft.Exchange.Data.Directory.Management.ReducedRecipient", "Recipient",
	  "table Name:25 RecipientType" },
	{ "Microsoft.Exchange.Management.Tasks.ServiceHealth", "ServiceHealth",
	  "list Role RequiredServicesRunning ServicesRunning ServicesNotRunning" },
	{ "Microsoft.Exchange.Data.Directory.Management.CASMailbox", "CASMailbox",
	  "table Name:20 ActiveSyncEnabled:17 OWAEnabled:10 PopEnabled:10 ImapEnabled:11 "
	  "MAPIEnabled" },
	{ "Microsoft.Exchange.Data.Directory.Management.User",
	  "User", "table Name:25 RecipientType" },
	{ "Microsoft.Exchange.Data.Directory.SystemConfiguration.MailboxDatabase",
	  "MailboxDatabase",
	  "table Name:30 Server:15 Recovery:15 ReplicationType" },
	{ "Hmsh.Generation", "Hmsh.Generation", "table Number:6:r Created:22:l Current:7:l Files:6:r Sequence::l" },
	{ "System.Version", "System.Version", "table Major:6 Minor:6 Build:6 Revision:8" },
	{ "System.Management.Automation.SemanticVersion",
	  "System.Management.Automation.SemanticVersion",
	  "table Major:6 Minor:6 Patch:6 PreReleaseLabel:15 BuildLabel:11" },
	{ "System.Collections.DictionaryEntry", "Dictionary", "table Name:30 Value" },
	{ "System.Collections.DictionaryEntry",
	  "System.Collections.DictionaryEntry", "list Name Value" },
	{ "System.Diagnostics.Process", "process",
	  "table NPM(K)={[long]($_.NPM / 1024)}:7:r PM(M)={'{0:N2}' -f [float]($_.PM / 1MB)}:8:r "
	  "WS(M)={'{0:N2}' -f [float]($_.WS / 1MB)}:10:r CPU(s)={'{0:N2}' -f "
	  "[float]($_.CPU)}:10:r Id:7:r SI:3:r "
	  "ProcessName" },
	{ "System.Diagnostics.Process", "Priority",
	  "table +group=PriorityClass=PriorityClass ProcessName:20 Id:10:r WorkingSet64:12:r" },
	{ "System.Diagnostics.Process", "StartTime",
	  "table +group=StartTime.ToShortDateString()={$_.StartTime.ToShortDateString()} "
	  "ProcessName:20 Id:10:r "
	  "WorkingSet64:12:r" },
	{ "System.Diagnostics.Process", "process", "wide ProcessName" },
	{ "System.ServiceProcess.ServiceController",
	  "service", "table Status:8 Name:18 DisplayName:38" },
	{ "System.ServiceProcess.ServiceController", "System.ServiceProcess.ServiceController",
	  "list Name DisplayName Status DependentServices ServicesDependedOn "
	  "CanPauseAndContinue CanShutdown "
	  "CanStop ServiceType" },
	{ "System.TimeSpan", "System.TimeSpan",
	  "list Days Hours Minutes Seconds Milliseconds Ticks TotalDays TotalHours TotalMinutes "
	  "TotalSeconds "
	  "TotalMilliseconds" },
	{ "System.TimeSpan", "System.TimeSpan", "table Days Hours Minutes Seconds Milliseconds" },
	{ "System.TimeSpan", "System.TimeSpan", "wide TotalMilliseconds" },
	{ "System.DateTime", "DateTime", "custom DateTime" },
	{ "System.Guid", "System.Guid", "table Guid" },
	{ "System.Net.NetworkCredential",
	  "System.Net.NetworkCredential", "table UserName:50 Domain:50" },
	{ "System.Management.Automation.PSMethod", "System.Management.Automation.PSMethod",
	  "table +wrap OverloadDefinitions={$_.OverloadDefinitions | Out-String}" },
	{ FILES, "childrenWithUnixStat",
	  "table +wrap" OF_FOLDER "UnixMode:10:l User:10:r Group:10:l "
	  "LastWriteTime={'{0:d} {0:HH}:{0:mm}' -f $_.LastWriteTime}:16:r Size:12:r Name::l" },
	{ FILES, "children",
	  "table +wrap" OF_FOLDER "Mode:7:l LastWriteTime={'{0:d} {0:t}' -f $_.LastWriteTime}:26:r "
	  "Length={if (!$_.PSIsContainer) { $_.Length }}:14:r Name::l" },
	{ FILES, "children",
	  "list" OF_FOLDER "Name Length? CreationTime LastWriteTime LastAccessTime Mode "
	  "LinkType Target "
	  "VersionInfo?" },
	{ FILES,
	  "children", "wide" OF_FOLDER "={if ($_.PSIsContainer) { \"[$($_.Name)]\" } else { "
	  "$_.Name }}" },
};

static bool in_words(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; *at;) {
		const char *end = strchrnul(at, ' ');

		if ((size_t)(end - at) == len && !g_ascii_strncasecmp(at, word, len))
			return true;
		at = *end ? end + 1 : end;
	}
	return false;
}

static const char *const shapes[] = {
	[VIEW_TABLE] = "table", [VIEW_LIST] = "list", [VIEW_WIDE] = "wide",
	[VIEW_CUSTOM] = "custom",
};

enum view_kind type_view_kind(const struct type_view *row)
{
	for (size_t i = VIEW_TABLE; i < G_N_ELEMENTS(shapes); i++)
		if (g_str_has_prefix(row->spec, shapes[i]))
			return i;
	return VIEW_ANY;
}

/* A value's type names, the nearest first. */
struct names {
	const char *first;		/* a PSTypeName, or NULL */
	const struct type *next;
};

static struct names names_of(struct value v)
{
	struct value base = value_base(v);
	const struct string *own = base.kind == V_OBJECT ? base.u.object->shape->type_name : NULL;

	return (struct names){ own ? own->data : NULL, type_of(base) };
}

static const char *names_next(struct names *names)
{
	const char *name = names->first;

	if (name) {
		names->first = NULL;
		return name;
	}
	if (!names->next)
		return NULL;
	name = names->next->name;
	names->next = names->next->base;
	return name;
}

const struct type_view *type_view_find(struct value v, enum view_kind kind, const char *name)
{
	struct names names = names_of(v);

	for (const char *type = names_next(&names); type; type = names_next(&names))
		for (size_t i = 0; i < G_N_ELEMENTS(type_views); i++)
			if (in_words(type_views[i].types, type) &&
			    (kind == VIEW_ANY || type_view_kind(&type_views[i]) == kind) &&
			    (!name || text_equal_nocase(type_views[i].name, name)))
				return &type_views[i];
	return NULL;
}

bool type_view_applies(const struct type_view *row, struct value v)
{
	struct names names = names_of(v);

	for (const char *type = names_next(&names); type; type = names_next(&names))
		if (in_words(row->types, type))
			return true;
	return false;
}

char *type_view_names(struct value v, enum view_kind kind)
{
	const char *type = type_of(value_base(v))->name;
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(type_views); i++)
		if (in_words(type_views[i].types, type) && type_view_kind(&type_views[i]) == kind)
			g_string_append_printf(out, "%s%s", out->len ? ", " : "",
					       type_views[i].name);
	return g_string_free(out, FALSE);
}
