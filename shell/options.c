/*
 * The command line: options as pwsh spells them, in any case, by unique prefix
 * where pwsh takes one, with any dash.
 */
#include "config.h"

#include "shell/options.h"

#include <glib.h>
#include <unistd.h>

#include "lib/str.h"

enum option { OPTION_FILE, OPTION_COMMAND, OPTION_NO_PROFILE, OPTION_NON_INTERACTIVE, OPTION_STATE,
	      OPTION_VERSION, OPTION_HELP, OPTION_NO_LOGO, OPTION_NO_EXIT, OPTION_EXECUTION_POLICY,
	      OPTION_LOGIN, OPTION_CHECK };

struct option_row {
	const char *name;
	const char *shortest;
	enum option option;
};

static const struct option_row rows[] = {
	{ "file", "f", OPTION_FILE }, { "command", "c", OPTION_COMMAND },
	{ "noprofile", "nop", OPTION_NO_PROFILE }, { "noninteractive", "noni", OPTION_NON_INTERACTIVE },
	{ "state", "st", OPTION_STATE }, { "version", "v", OPTION_VERSION }, { "help", "h", OPTION_HELP },
	{ "?", "?", OPTION_HELP }, { "nologo", "nol", OPTION_NO_LOGO }, { "noexit", "noe", OPTION_NO_EXIT },
	{ "executionpolicy", "ex", OPTION_EXECUTION_POLICY }, { "login", "l", OPTION_LOGIN },
	{ "check", "ch", OPTION_CHECK },
};

static const char usage[] =
	"Usage: hmsh [options] [-File] script.ps1 [arguments]\n"
	"       hmsh [options] -Command 'commands'\n"
	"       hmsh [options] -            (commands from standard input)\n"
	"       hmsh [options]              (the prompt)\n"
	"       hmsh -Check file...         (parse, run nothing, report every error)\n"
	"\n"
	"  -NoExit           stay at the prompt after the script or the commands\n"
	"  -NoProfile        do not run the profile script\n"
	"  -NonInteractive   never ask; a question is an error\n"
	"  -State DIR        the state folder (default $HMSH_STATE, /var/lib/hmsh for root,\n"
	"                    ~/.local/state/hmsh for others)\n"
	"  -Version          print the version\n"
	"  -Help             print this text\n";

/* The text after one or two dashes of any kind, or NULL. */
static const char *option_text(const char *word)
{
	static const char *const dashes[] = { "-", "\u2013", "\u2014", "\u2015", "/" };

	for (size_t i = 0; i < G_N_ELEMENTS(dashes) - 1; i++) {
		size_t n = strlen(dashes[i]);

		if (strncmp(word, dashes[i], n) != 0)
			continue;
		word += n;
		if (i == 0 && *word == '-')
			word++;
		return *word ? word : NULL;
	}
	return NULL;
}

static const struct option_row *find_option(const char *text)
{
	g_autofree char *name = g_ascii_strdown(text, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_str_has_prefix(rows[i].name, name) && strlen(name) >= strlen(rows[i].shortest))
			return &rows[i];
	return NULL;
}

static char *default_state(void)
{
	const char *set = g_getenv("HMSH_STATE");

	if (set && *set)
		return g_strdup(set);
	if (geteuid() == 0)
		return g_strdup("/var/lib/hmsh");
	set = g_getenv("XDG_STATE_HOME");
	if (set && *set)
		return g_build_filename(set, "hmsh", NULL);
	return g_build_filename(g_get_home_dir(), ".local", "state", "hmsh", NULL);
}

static bool wrong(int *status, const char *format, const char *what)
{
	fprintf(stderr, "hmsh: ");
	fprintf(stderr, format, what);
	fprintf(stderr, "\nhmsh -Help shows what it takes.\n");
	*status = 64;
	return false;
}

static void rest_is_script(struct options *options, char **argv, int at, int argc)
{
	options->mode = MODE_FILE;
	options->text = g_strdup(argv[at]);
	options->args = argv + at + 1;
	options->arg_count = argc - at - 1;
}

static void rest_is_command(struct options *options, char **argv, int at, int argc)
{
	GString *text = g_string_new(NULL);

	for (; at < argc; at++)
		g_string_append_printf(text, "%s%s", text->len ? " " : "", argv[at]);
	options->mode = MODE_COMMAND;
	options->text = g_string_free(text, FALSE);
}

/* One option at argv[*at]; true: go on. */
static bool take_option(struct options *options, const struct option_row *row, char **argv, int *at, int argc,
			bool *done, int *status)
{
	switch (row->option) {
	case OPTION_VERSION:
		puts("hmsh " PACKAGE_VERSION);
		return false;
	case OPTION_HELP:
		fputs(usage, stdout);
		return false;
	case OPTION_NO_PROFILE:
		options->no_profile = true;
		return true;
	case OPTION_NON_INTERACTIVE:
		options->non_interactive = true;
		return true;
	case OPTION_NO_EXIT:
		options->no_exit = true;
		return true;
	case OPTION_NO_LOGO:
	case OPTION_LOGIN:
		return true;
	default:
		break;
	}
	if (*at + 1 >= argc)
		return wrong(status, "the option -%s needs a value after it", row->name);
	switch (row->option) {
	case OPTION_STATE:
		g_free(options->state_dir);
		options->state_dir = g_strdup(argv[++*at]);
		return true;
	case OPTION_FILE:
		*done = true;
		if (strcmp(argv[*at + 1], "-") == 0)
			options->mode = MODE_STDIN;
		else
			rest_is_script(options, argv, *at + 1, argc);
		return true;
	case OPTION_CHECK:
		*done = true;
		options->mode = MODE_CHECK;
		options->args = argv + *at + 1;
		options->arg_count = argc - *at - 1;
		return true;
	case OPTION_COMMAND:
		*done = true;
		if (strcmp(argv[*at + 1], "-") == 0)
			options->mode = MODE_STDIN;
		else
			rest_is_command(options, argv, *at + 1, argc);
		return true;
	default:
		++*at;
		return true;
	}
}

bool options_parse(struct options *options, int argc, char **argv, int *status)
{
	bool done = false;

	*options = (struct options){ .mode = MODE_PROMPT, .state_dir = default_state() };
	*status = 0;
	for (int i = 1; i < argc && !done; i++) {
		const char *text = option_text(argv[i]);
		const struct option_row *row = text ? find_option(text) : NULL;

		if (strcmp(argv[i], "-") == 0) {
			options->mode = MODE_STDIN;
			return true;
		}
		if (!text) {
			rest_is_script(options, argv, i, argc);
			return true;
		}
		if (!row) {
			options_clear(options);
			return wrong(status, "there is no option '%s'", argv[i]);
		}
		if (!take_option(options, row, argv, &i, argc, &done, status)) {
			options_clear(options);
			return false;
		}
	}
	return true;
}

void options_clear(struct options *options)
{
	g_free(options->text);
	g_free(options->state_dir);
}
