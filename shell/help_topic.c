/*
 * Help topics: texts on what no single command tells.
 */
#include "config.h"

#include <stddef.h>

#include "shell/help_topic.h"

static const struct help_topic topics[] = {
	{ "default", "How to find help.",
	  "\nTOPIC\n    hmsh, the Hosting Management Shell\n\n"
	  "SHORT DESCRIPTION\n    Commands change one hosting state; publishing makes it the configuration of the daemons.\n\n"
	  "LONG DESCRIPTION\n"
	  "    Get-Help Set-Mailbox            what a command does, and its syntax\n"
	  "    Get-Help Set-Mailbox -Full      everything about its parameters, and examples\n"
	  "    Get-Help Set-Mailbox -Parameter *Quota*\n"
	  "    Get-Help *mailbox*              all help whose name contains a word\n"
	  "    Get-Command -Noun Mailbox       the commands of a noun\n"
	  "    Get-Mailbox | Get-Member        the properties of what a command gives\n"
	  "    Get-Help about_Hosting          the state, and how it is published\n\n"
	  "    Tab completes commands, parameters, values, variables, members and files.\n" },
	{ "about_Hosting", "The hosting state and how it is published.",
	  "\nTOPIC\n    about_Hosting\n\n"
	  "SHORT DESCRIPTION\n    The hosting state and how it is published.\n\n"
	  "LONG DESCRIPTION\n"
	  "    Organizations, mailboxes, connectors, zones and sites are records of one state, kept as YAML\n"
	  "    files in a folder. New-, Set- and Remove- commands change it in transactions: all checks of a\n"
	  "    command pass, or nothing changes. -WhatIf shows what a command would do.\n\n"
	  "    No daemon notices before Publish-HostingConfiguration: it renders what changed, lets each\n"
	  "    daemon check its files, puts them in place at once and reloads the daemons. When one refuses,\n"
	  "    everything stays as it was. Compare-HostingConfiguration shows what publishing would change,\n"
	  "    Start-HostingSandbox runs it in a sandbox, Restore-HostingConfiguration goes back.\n" },
	{ "about_Identity", "How commands find the record that is meant.",
	  "\nTOPIC\n    about_Identity\n\n"
	  "SHORT DESCRIPTION\n    How commands find the record that is meant.\n\n"
	  "LONG DESCRIPTION\n"
	  "    -Identity takes a name, an alias, an address, a GUID or a distinguished name, also as\n"
	  "    ORGANIZATION\\NAME. Get- commands take wildcards. What names more than one record is an error\n"
	  "    of those that change something. Objects of a Get- command come down the pipeline as identity:\n\n"
	  "    Get-Mailbox -Organization Contoso | Set-Mailbox -Office Berlin\n" },
	{ NULL, NULL, NULL }
};

const struct help_topic *help_topics(void)
{
	return topics;
}
