/*
 * The COM objects that have a meaning without a desktop: WScript.Shell asks
 * and tells on the terminal, Shell.Application knows the user's folders.
 * New-Object -ComObject NAME makes a Com.NAME.
 */
#include "config.h"

#include <sys/stat.h>

#include "lib/cmdlet.h"
#include "lib/types/table.h"

TYPE(type_com_wscript_shell);
TYPE(type_com_shell_application);
TYPE(type_com_folder);
TYPE(type_com_folder_item);

static struct value nameless(const struct type *type)
{
	return value_of((struct native *)native_new(type, sizeof(struct native)));
}

/* -- WScript.Shell: Popup() ----------------------------------------------------------------- */

struct button {
	const char *label;
	int result;
};

static const struct button ok = { "OK", 1 }, cancel = { "Cancel", 2 }, abort_it = { "Abort", 3 },
	retry = { "Retry", 4 }, ignore = { "Ignore", 5 }, yes = { "Yes", 6 }, no = { "No", 7 },
	again = { "Try Again", 10 }, go_on = { "Continue", 11 };

/* By the lowest bits of a popup's type. */
static const struct button *const buttons_of[][4] = {
	{ &ok },       { &ok, &cancel },    { &abort_it, &retry, &ignore }, { &yes, &no, &cancel },
	{ &yes, &no }, { &retry, &cancel }, { &cancel, &again, &go_on },
};

static char *question_of(const struct button *const *buttons)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < 4 && buttons[i]; i++)
		g_string_append_printf(text, "%s[%c] %s", i ? "  " : "", buttons[i]->label[0],
				       buttons[i]->label);
	g_string_append(text, ": ");
	return g_string_free(text, FALSE);
}

static const struct button *chosen(const struct button *const *buttons, const char *answer)
{
	size_t len = strlen(answer);

	for (unsigned i = 0; len && i < 4 && buttons[i]; i++)
		if (!g_ascii_strncasecmp(buttons[i]->label, answer, len))
			return buttons[i];
	return NULL;
}

/* Asks until one of the buttons is named; the answer is the next line of the input. */
static bool ask(struct host *host, const struct button *const *buttons, struct value *ret,
		GError **error)
{
	g_autofree char *question = question_of(buttons);

	for (;;) {
		g_autofree char *line = host_read_line(host, question, false, error);
		const struct button *button = line ? chosen(buttons, g_strstrip(line)) : NULL;

		if (!line)
			return false;
		if (!button)
			continue;
		*ret = value_i32(button->result);
		return true;
	}
}

/* A message with one button is told, not asked: it needs no answer. */
MEMBER(shell_popup)
{
	unsigned kind = n > 3 ? (unsigned)args[3].u.i & 15 : 0;
	const char *title = n > 2 ? text_arg(args[2]) : "";
	g_autofree char *text = g_strdup_printf("%s%s%s\n", title, *title ? ": " : "",
						text_arg(args[0]));

	if (kind >= G_N_ELEMENTS(buttons_of))
		return throw_range(error, "nType");
	host_write(call->host, text);
	*ret = value_i32(ok.result);
	return !kind || ask(call->host, buttons_of[kind], ret, error);
}

/* %NAME% as $env:NAME; one that is not there stays. */
MEMBER(shell_expand)
{
	GString *out = g_string_new(NULL);
	const char *p = text_arg(args[0]), *end;

	for (; *p; p++) {
		g_autofree char *name = NULL;
		value_auto v = VALUE_NULL;

		end = *p == '%' ? strchr(p + 1, '%') : NULL;
		name = end ? g_strdup_printf("env:%.*s", (int)(end - p - 1), p + 1) : NULL;
		if (name)
			v = host_variable(call->host, name);
		if (v.kind == V_STRING) {
			g_string_append_len(out, v.u.str->data, v.u.str->len);
			p = end;
		} else {
			g_string_append_c(out, *p);
		}
	}
	*ret = value_str(str_new(out->str, out->len));
	g_string_free(out, TRUE);
	return true;
}

MEMBER_IS(shell_folder, value_text(host_location(call->host)))

static const struct type_member wscript_properties[] = {
	PROPERTY("string CurrentDirectory {get;}", shell_folder),
	END_OF_MEMBERS
};

static const struct type_member wscript_methods[] = {
	METHOD("int Popup(string Text)", shell_popup),
	METHOD("int Popup(string Text, int SecondsToWait)", shell_popup),
	METHOD("int Popup(string Text, int SecondsToWait, string Title)", shell_popup),
	METHOD("int Popup(string Text, int SecondsToWait, string Title, int Type)", shell_popup),
	METHOD("string ExpandEnvironmentStrings(string Src)", shell_expand),
	END_OF_MEMBERS
};

MEMBER_IS(wscript_new, nameless(&type_com_wscript_shell))

static const struct type_member wscript_constructors[] = {
	CONSTRUCTOR("new()", wscript_new), END_OF_MEMBERS
};

const struct type type_com_wscript_shell = {
	.name = "Com.WScript.Shell", .kind = V_NATIVE, .properties = wscript_properties,
	.methods = wscript_methods, .constructors = wscript_constructors,
};

/* -- Shell.Application: Namespace('shell:Downloads').Self.Path ------------------------------ */

struct folder {
	struct native native;
	struct string *path;
};

static struct folder *folder_of(struct value v)
{
	return (struct folder *)(void *)value_base(v).u.native;
}

static void folder_free(struct native *native)
{
	str_unref(((struct folder *)(void *)native)->path);
}

static struct value folder_new(const struct type *type, struct string *path)
{
	struct folder *folder = native_new(type, sizeof(*folder));

	folder->path = path;
	return value_of(folder);
}

/* Folders by name lie in the user's own, made on first use so that a report can be put there. */
MEMBER(application_namespace)
{
	static const char *const known[] = {
		"Downloads", "Desktop", "Documents", "Pictures", "Music", "Videos" };
	const char *name = text_arg(args[0]);
	g_autofree char *path = NULL;

	*ret = VALUE_NULL;
	if (g_ascii_strncasecmp(name, "shell:", 6)) {
		path = host_native_path(call->host, name, NULL);
		if (path && g_file_test(path, G_FILE_TEST_IS_DIR))
			*ret = folder_new(&type_com_folder, str_new(path, -1));
		return true;
	}
	name = text_equal_nocase(name + 6, "Personal") ? "Documents" : name + 6;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		if (!text_equal_nocase(known[i], name))
			continue;
		path = g_build_filename(g_get_home_dir(), known[i], NULL);
		mkdir(path, 0755);
		*ret = folder_new(&type_com_folder, str_new(path, -1));
	}
	return true;
}

MEMBER_IS(folder_self, folder_new(&type_com_folder_item, str_ref(folder_of(self)->path)))
MEMBER_IS(folder_path, value_str(str_ref(folder_of(self)->path)))

MEMBER(folder_title)
{
	g_autofree char *name = g_path_get_basename(folder_of(self)->path->data);

	*ret = value_text(name);
	return true;
}

static const struct type_member folder_properties[] = {
	PROPERTY("System.Object Self {get;}", folder_self),
	PROPERTY("string Title {get;}", folder_title),
	END_OF_MEMBERS
};

static const struct type_member item_properties[] = {
	PROPERTY("string Path {get;}", folder_path),
	PROPERTY("string Name {get;}", folder_title),
	END_OF_MEMBERS
};

const struct type type_com_folder = {
	.name = "Com.Folder", .kind = V_NATIVE, .properties = folder_properties, .free = folder_free,
};

const struct type type_com_folder_item = {
	.name = "Com.FolderItem", .kind = V_NATIVE, .properties = item_properties, .free = folder_free,
};

MEMBER_IS(application_new, nameless(&type_com_shell_application))

static const struct type_member application_methods[] = {
	METHOD("System.Object Namespace(string vDir)", application_namespace),
	END_OF_MEMBERS
};

static const struct type_member application_constructors[] = {
	CONSTRUCTOR("new()", application_new), END_OF_MEMBERS
};

const struct type type_com_shell_application = {
	.name = "Com.Shell.Application", .kind = V_NATIVE, .methods = application_methods,
	.constructors = application_constructors,
};
