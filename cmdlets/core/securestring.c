/*
 * Read-Host, Get-Credential, ConvertTo- and ConvertFrom-SecureString: what is
 * asked for at the terminal, and texts that are not shown. Clear text is wiped
 * as soon as it has become a secure string.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"

/* A SecureString of clear text; V_UNSET + error. */
static bool secure_string(struct host *host, const char *text, struct value *ret, GError **error)
{
	value_auto secure = VALUE_UNSET, nothing = VALUE_NOTHING;
	value_auto clear = value_text(text);
	uint32_t units = clear.u.str->units;
	bool ok = type_construct(&type_securestring, NULL, 0, host, &secure, error);

	for (uint32_t i = 0; i < units && ok; i++) {
		struct value unit = value_char(str_unit(clear.u.str, i));

		ok = type_invoke(&type_securestring, secure, "AppendChar", &unit, 1, host, &nothing,
				 error);
	}
	if (ok)
		ok = type_invoke(&type_securestring, secure, "MakeReadOnly", NULL, 0, host, &nothing,
				 error);
	explicit_bzero(clear.u.str->data, clear.u.str->len);
	if (ok)
		*ret = value_steal(&secure);
	return ok;
}

/* The clear text of a SecureString, by the type that scripts use for it. */
static bool clear_text(struct host *host, struct value secure, struct value *ret, GError **error)
{
	const struct type *type = type_find("System.Net.NetworkCredential", -1);
	value_auto user = value_text("");
	const struct value args[] = { user, value_base(secure) };
	value_auto credential = VALUE_UNSET;

	if (!type_construct(type, args, 2, host, &credential, error))
		return false;
	*ret = host_member(host, credential, symbol_get("Password", -1));
	return true;
}

static void wipe(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	g_free(text);
}

/* -- Read-Host ---------------------------------------------------------------- */

struct read_host_args {
	struct value prompt, secure, mask;
};

enum { SET_TEXT = 1, SET_SECURE = 2 };

static const struct param read_host_params[] = {
	{ "Prompt", "object", FIELD(read_host_args, prompt),
	  .flags = PARAM_REMAINING | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "What is shown; a colon follows." },
	{ "AsSecureString", "switch", FIELD(read_host_args, secure), .sets = SET_SECURE,
	  .help = "Reads without echo and gives a secure string." },
	{ "MaskInput", "switch", FIELD(read_host_args, mask), .sets = SET_TEXT,
	  .help = "Reads without echo and gives the text." },
	{ NULL }
};

static char *prompt_text(struct value prompt)
{
	GString *out = g_string_new(NULL);
	uint32_t n = arg_count(prompt);

	for (uint32_t i = 0; i < n; i++) {
		value_auto v = arg_at(prompt, i);
		struct string *text = value_to_display(v);

		g_string_append_printf(out, "%s%s", i ? " " : "", text->data);
		str_unref(text);
	}
	if (arg_given(prompt))
		g_string_append(out, ": ");
	return g_string_free(out, FALSE);
}

static enum flow read_host(struct call *call, void *data)
{
	struct read_host_args *args = data;
	g_autofree char *prompt = prompt_text(args->prompt);
	bool secret = arg_on(args->secure) || arg_on(args->mask);
	struct value secure = VALUE_UNSET;
	GError *error = NULL;
	char *line = host_read_line(call_host(call), prompt, secret, &error);
	bool ok;

	if (!line)
		return call_throw(call, error);
	if (!arg_on(args->secure)) {
		enum flow flow = emit_text(call, line, -1);

		wipe(line);
		return flow;
	}
	ok = secure_string(call_host(call), line, &secure, &error);
	wipe(line);
	return ok ? emit_take(call, secure) : call_throw(call, error);
}

static const struct cmdlet_example read_host_examples[] = {
	{ "$name = Read-Host 'Name of the tenant'", "Asks for a text." },
	{ "$password = Read-Host 'Password' -AsSecureString", "Asks for a password." },
	{ NULL }
};

CMDLET(read_host_cmdlet) = {
	.name = "Read-Host", .module = MODULE_UTILITY,
	.synopsis = "Reads a line of input from the console.",
	.params = read_host_params, .examples = read_host_examples,
	.sets = "AsString AsSecureString", .default_set = "AsString",
	.output = "System.String System.Security.SecureString",
	.args_size = sizeof(struct read_host_args), .process = read_host,
};

/* -- Get-Credential --------------------------------------------------------------- */

struct get_credential_args {
	struct value credential, message, user, title;
};

enum { SET_CREDENTIAL = 1, SET_MESSAGE = 2 };

static const struct param get_credential_params[] = {
	{ "Credential", "object", FIELD(get_credential_args, credential), POSITION(0),
	  .sets = SET_CREDENTIAL, .flags = PARAM_NO_CONVERT,
	  .help = "A credential, which is given back, or a user name." },
	{ "Message", "string", FIELD(get_credential_args, message), .sets = SET_MESSAGE,
	  .help = "What is shown above the questions." },
	{ "UserName", "string", FIELD(get_credential_args, user), POSITION(0), .sets = SET_MESSAGE,
	  .help = "The user name; only the password is asked for." },
	{ "Title", "string", FIELD(get_credential_args, title), .sets = SET_MESSAGE,
	  .help = "The title of the questions." },
	{ NULL }
};

static enum flow make_credential(struct call *call, const char *user, char *password)
{
	value_auto name = value_text(user);
	value_auto secure = VALUE_UNSET;
	value_auto credential = VALUE_UNSET;
	struct value args[2];
	GError *error = NULL;
	bool ok = secure_string(call_host(call), password, &secure, &error);

	wipe(password);
	args[0] = name;
	args[1] = secure;
	if (!ok || !type_construct(&type_pscredential, args, 2, call_host(call), &credential, &error))
		return call_throw(call, error);
	return emit(call, credential);
}

static enum flow get_credential(struct call *call, void *data)
{
	struct get_credential_args *args = data;
	struct value given = value_base(args->credential);
	const char *preset = arg_text(args->user, arg_text(given, NULL));
	g_autofree char *user = NULL, *prompt = NULL, *header = NULL;
	GError *error = NULL;
	char *password;

	if (native_of(given, &type_pscredential))
		return emit(call, given);
	header = g_strdup_printf("\n%s\n%s\n",
				 arg_text(args->title, "PowerShell credential request"),
				 arg_text(args->message, "Enter your credentials."));
	if (host_is_interactive(call_host(call)))
		host_write(call_host(call), header);
	user = preset && *preset ? g_strdup(preset)
				 : host_read_line(call_host(call), "User: ", false, &error);
	if (!user)
		return call_throw(call, error);
	prompt = g_strdup_printf("Password for user %s: ", user);
	password = host_read_line(call_host(call), prompt, true, &error);
	return password ? make_credential(call, user, password) : call_throw(call, error);
}

static const struct cmdlet_example get_credential_examples[] = {
	{ "$admin = Get-Credential -UserName admin@contoso.com -Message 'Tenant administrator'",
	  "Asks for the password of a user." },
	{ NULL }
};

CMDLET(get_credential_cmdlet) = {
	.name = "Get-Credential", .module = MODULE_SECURITY,
	.synopsis = "Gets a credential object based on a user name and password.",
	.params = get_credential_params, .examples = get_credential_examples,
	.sets = "CredentialSet MessageSet", .default_set = "CredentialSet",
	.output = "System.Management.Automation.PSCredential",
	.args_size = sizeof(struct get_credential_args), .process = get_credential,
};

/* -- ConvertTo-SecureString ----------------------------------------------------------- */

struct convertto_securestring_args {
	struct value text, plain, force, key, secure_key;
};

enum { SET_SECURE_KEY = 1, SET_PLAIN = 2, SET_KEY = 4 };

static const struct param convertto_securestring_params[] = {
	{ "String", "string", FIELD(convertto_securestring_args, text), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_SECRET,
	  .help = "The text, or what ConvertFrom-SecureString made." },
	{ "SecureKey", "securestring", FIELD(convertto_securestring_args, secure_key), POSITION(1),
	  .sets = SET_SECURE_KEY, .flags = PARAM_REFUSED,
	  .help = "Encrypted secure strings are not supported." },
	{ "AsPlainText", "switch", FIELD(convertto_securestring_args, plain), POSITION(1),
	  .sets = SET_PLAIN, .mandatory_sets = SET_PLAIN, .help = "The text is clear text." },
	{ "Force", "switch", FIELD(convertto_securestring_args, force), POSITION(2),
	  .sets = SET_PLAIN, .flags = PARAM_IGNORED, .help = "Says that clear text is meant." },
	{ "Key", "byte[]", FIELD(convertto_securestring_args, key), .sets = SET_KEY,
	  .flags = PARAM_REFUSED, .help = "Encrypted secure strings are not supported." },
	{ NULL }
};

static const struct fault not_encrypted = {
	"ImportSecureString_InvalidArgument", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	NULL };

/* What ConvertFrom-SecureString writes: the UTF-16 units in hexadecimal. */
static char *from_hex(const char *text)
{
	size_t n = strlen(text);
	g_autofree uint16_t *units = g_new0(uint16_t, n / 4 + 1);

	if (!n || n % 4 || strspn(text, "0123456789abcdefABCDEF") != n)
		return NULL;
	for (size_t i = 0; i < n; i += 4)
		units[i / 4] = g_ascii_xdigit_value(text[i]) << 4 | g_ascii_xdigit_value(text[i + 1]) |
			g_ascii_xdigit_value(text[i + 2]) << 12 |
			g_ascii_xdigit_value(text[i + 3]) << 8;
	return g_utf16_to_utf8(units, n / 4, NULL, NULL, NULL);
}

static enum flow convertto_securestring(struct call *call, void *data)
{
	struct convertto_securestring_args *args = data;
	const char *text = arg_text(args->text, "");
	char *clear = arg_on(args->plain) ? g_strdup(text) : from_hex(text);
	struct value secure = VALUE_UNSET;
	GError *error = NULL;
	bool ok;

	if (!clear)
		return call_throw_fault(call, &not_encrypted, VALUE_NULL,
			"The parameter value \"%s\" is not a valid encrypted string.", text);
	ok = secure_string(call_host(call), clear, &secure, &error);
	wipe(clear);
	return ok ? emit_take(call, secure) : call_throw(call, error);
}

static const struct cmdlet_example convertto_securestring_examples[] = {
	{ "$password = ConvertTo-SecureString 'Pa55word!' -AsPlainText -Force",
	  "A secure string of clear text." },
	{ NULL }
};

CMDLET(convertto_securestring_cmdlet) = {
	.name = "ConvertTo-SecureString", .module = MODULE_SECURITY,
	.synopsis = "Converts plain text to secure strings.",
	.params = convertto_securestring_params, .examples = convertto_securestring_examples,
	.sets = "Secure PlainText Open", .default_set = "Secure",
	.output = "System.Security.SecureString",
	.args_size = sizeof(struct convertto_securestring_args), .process = convertto_securestring,
};

/* -- ConvertFrom-SecureString ------------------------------------------------------------ */

struct convertfrom_securestring_args {
	struct value secure, plain, key, secure_key;
};

enum { SET_FROM_SECURE = 1, SET_FROM_PLAIN = 2, SET_FROM_KEY = 4 };

static const struct param convertfrom_securestring_params[] = {
	{ "SecureString", "securestring", FIELD(convertfrom_securestring_args, secure), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY, .help = "The secure string." },
	{ "SecureKey", "securestring", FIELD(convertfrom_securestring_args, secure_key), POSITION(1),
	  .sets = SET_FROM_SECURE, .flags = PARAM_REFUSED,
	  .help = "Encrypted secure strings are not supported." },
	{ "AsPlainText", "switch", FIELD(convertfrom_securestring_args, plain),
	  .sets = SET_FROM_PLAIN, .help = "Gives the clear text." },
	{ "Key", "byte[]", FIELD(convertfrom_securestring_args, key), .sets = SET_FROM_KEY,
	  .flags = PARAM_REFUSED, .help = "Encrypted secure strings are not supported." },
	{ NULL }
};

static enum flow convertfrom_securestring(struct call *call, void *data)
{
	struct convertfrom_securestring_args *args = data;
	value_auto clear = VALUE_UNSET;
	g_autoptr(GString) hex = g_string_new(NULL);
	GError *error = NULL;

	if (!clear_text(call_host(call), args->secure, &clear, &error))
		return call_throw(call, error);
	if (arg_on(args->plain) || clear.kind != V_STRING)
		return emit(call, clear);
	for (uint32_t i = 0; i < clear.u.str->units; i++) {
		uint16_t unit = str_unit(clear.u.str, i);

		g_string_append_printf(hex, "%02x%02x", unit & 0xff, unit >> 8);
	}
	return emit_text(call, hex->str, hex->len);
}

static const struct cmdlet_example convertfrom_securestring_examples[] = {
	{ "ConvertFrom-SecureString $password -AsPlainText", "The clear text." },
	{ NULL }
};

CMDLET(convertfrom_securestring_cmdlet) = {
	.name = "ConvertFrom-SecureString", .module = MODULE_SECURITY,
	.synopsis = "Converts a secure string to text.",
	.params = convertfrom_securestring_params, .examples = convertfrom_securestring_examples,
	.sets = "Secure AsPlainText Open", .default_set = "Secure", .output = "System.String",
	.args_size = sizeof(struct convertfrom_securestring_args),
	.process = convertfrom_securestring,
};
