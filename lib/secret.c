/* Secrets: a native value whose text is wiped when the last reference goes. */
#include "config.h"

#include "lib/secret.h"

#include "lib/type.h"

struct securestring {
	struct native native;
	size_t len;
	char *text;
};

void secret_wipe(void *bytes, size_t len)
{
	if (bytes)
		explicit_bzero(bytes, len);
}

void secret_free(char *text)
{
	if (text)
		secret_wipe(text, strlen(text));
	g_free(text);
}

static void securestring_free(struct native *native)
{
	struct securestring *secure = (struct securestring *)native;

	secret_wipe(secure->text, secure->len);
	g_free(secure->text);
}

static struct string *securestring_to_string(struct value self)
{
	return str_new("System.Security.SecureString", -1);
}

static bool get_length(struct type_call *call, struct value self, const struct value *args, unsigned n,
		       struct value *ret, GError **error)
{
	*ret = value_i32(g_utf8_strlen(((struct securestring *)self.u.native)->text, -1));
	return true;
}

static bool copy(struct type_call *call, struct value self, const struct value *args, unsigned n,
		 struct value *ret, GError **error)
{
	struct securestring *secure = (struct securestring *)self.u.native;

	*ret = securestring_new(secure->text, secure->len);
	return true;
}

static bool nothing(struct type_call *call, struct value self, const struct value *args, unsigned n,
		    struct value *ret, GError **error)
{
	return true;
}

static bool append_char(struct type_call *call, struct value self, const struct value *args, unsigned n,
			struct value *ret, GError **error)
{
	struct securestring *secure = (struct securestring *)self.u.native;
	struct string *one = str_from_utf16(&args[0].u.ch, 1);
	char *grown = g_malloc(secure->len + one->len + 1);

	memcpy(grown, secure->text, secure->len);
	memcpy(grown + secure->len, one->data, one->len + 1);
	secret_wipe(secure->text, secure->len);
	g_free(secure->text);
	secure->text = grown;
	secure->len += one->len;
	str_unref(one);
	return true;
}

static bool construct(struct type_call *call, struct value self, const struct value *args, unsigned n,
		      struct value *ret, GError **error)
{
	*ret = securestring_new("", 0);
	return true;
}

static const struct type_member properties[] = {
	{ "int Length {get;}", get_length },
	{ NULL }
};

static const struct type_member methods[] = {
	{ "void AppendChar(char c)", append_char },
	{ "securestring Copy()", copy },
	{ "void MakeReadOnly()", nothing },
	{ "void Dispose()", nothing },
	{ NULL }
};

static const struct type_member constructors[] = {
	{ "new()", construct },
	{ NULL }
};

TYPE(type_securestring);
const struct type type_securestring = {
	.name = "System.Security.SecureString", .alias = "securestring", .kind = V_NATIVE,
	.properties = properties, .methods = methods, .constructors = constructors,
	.to_string = securestring_to_string, .free = securestring_free,
};

struct value securestring_new(const char *text, size_t len)
{
	struct securestring *secure = native_new(&type_securestring, sizeof(*secure));

	secure->text = g_malloc(len + 1);
	memcpy(secure->text, text, len);
	secure->text[len] = '\0';
	secure->len = len;
	return value_of(secure);
}

const char *securestring_text(struct value v, size_t *ret_len)
{
	struct securestring *secure = native_of(value_base(v), &type_securestring);

	if (secure && ret_len)
		*ret_len = secure->len;
	return secure ? secure->text : NULL;
}
