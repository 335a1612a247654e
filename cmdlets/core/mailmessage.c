/*
 * Send-MailMessage: a message as RFC 5322 and MIME want it, handed to an SMTP
 * server. Text is UTF-8 unless -Encoding says otherwise, and travels in base64,
 * so that no line is too long and no byte too high; a header beyond ASCII is
 * written as encoded words.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/encoding.h"
#include "lib/http.h"
#include "lib/secret.h"

struct mail_args {
	struct value attachments, bcc, body, as_html, encoding, cc, notify, from, server, priority,
		reply, subject, to, credential, tls, port;
};

static const struct param mail_params[] = {
	{ "From", "string", FIELD(mail_args, from), .flags = PARAM_MANDATORY, .pipeline = BY_NAME,
	  .help = "Who sends it." },
	{ "To", "string[]", FIELD(mail_args, to), POSITION(0), .flags = PARAM_MANDATORY,
	  .pipeline = BY_NAME, .help = "Who gets it." },
	{ "Subject", "string", FIELD(mail_args, subject), POSITION(1), .aliases = "sub",
	  .pipeline = BY_NAME, .help = "What it is about." },
	{ "Body", "string", FIELD(mail_args, body), POSITION(2), .pipeline = BY_NAME,
	  .help = "Its text." },
	{ "SmtpServer", "string", FIELD(mail_args, server), POSITION(3), .aliases = "ComputerName",
	  .pipeline = BY_NAME, .help = "The server; $PSEmailServer if not given." },
	{ "Attachments", "string[]", FIELD(mail_args, attachments), .aliases = "PsPath",
	  .pipeline = BY_VALUE, .complete = "File", .help = "Files that go with it." },
	{ "Cc", "string[]", FIELD(mail_args, cc), .pipeline = BY_NAME, .help = "Who gets a copy." },
	{ "Bcc", "string[]", FIELD(mail_args, bcc), .pipeline = BY_NAME,
	  .help = "Who gets a copy that the others do not see." },
	{ "ReplyTo", "string[]", FIELD(mail_args, reply), .pipeline = BY_NAME,
	  .help = "Where answers go." },
	{ "BodyAsHtml", "switch", FIELD(mail_args, as_html), .aliases = "BAH",
	  .pipeline = BY_NAME, .help = "The text is HTML." },
	{ "Encoding", "object", FIELD(mail_args, encoding), .aliases = "BE", .pipeline = BY_NAME,
	  .help = "The text's encoding; UTF-8 if not given." },
	{ "Priority", "string", FIELD(mail_args, priority), .values = "Normal Low High",
	  .pipeline = BY_NAME, .help = "How urgent it is." },
	{ "DeliveryNotificationOption", "string[]", FIELD(mail_args, notify), .aliases = "DNO",
	  .pipeline = BY_NAME, .values = "None OnSuccess OnFailure Delay Never",
	  .flags = PARAM_IGNORED, .help = "The server reports failures in any case." },
	{ "Credential", "pscredential", FIELD(mail_args, credential), .pipeline = BY_NAME,
	  .help = "Who asks the server." },
	{ "UseSsl", "switch", FIELD(mail_args, tls), .pipeline = BY_NAME,
	  .help = "Only encrypted: STARTTLS, or TLS from the start on port 465." },
	{ "Port", "int", FIELD(mail_args, port), .pipeline = BY_NAME, .min = 0, .max = 65535,
	  .help = "The server's port; 25 if not given." },
	{ NULL }
};

static const struct fault
	no_server = { "SendMailMessageError", "System.InvalidOperationException",
		      CATEGORY_INVALID_ARGUMENT, "Name a server with -SmtpServer." },
	bad_address = { "FormatException", "System.FormatException", CATEGORY_INVALID_TYPE, NULL };

/* -- Addresses ------------------------------------------------------------------------ */

/* The address of "Name <user@domain>" or "user@domain"; yours, NULL + error. */
static char *bare_address(const char *text, GError **error)
{
	const char *open = strrchr(text, '<'), *close = open ? strchr(open, '>') : NULL;
	g_autofree char *address = close ? g_strndup(open + 1, close - open - 1) : g_strdup(text);
	value_auto target = value_text(text);

	g_strstrip(address);
	if (strchr(address, '@') && !strpbrk(address, " \t\r\n<>,") && *address != '@')
		return g_steal_pointer(&address);
	fault_set(error, &bad_address, target,
		  "The specified string is not in the form required for an e-mail address.");
	return NULL;
}

static bool add_addresses(GPtrArray *recipients, struct value list, GError **error)
{
	for (uint32_t i = 0; i < arg_count(list); i++) {
		value_auto v = arg_at(list, i);
		char *address = bare_address(arg_text(v, ""), error);

		if (!address)
			return false;
		g_ptr_array_add(recipients, address);
	}
	return true;
}

/* -- Headers ----------------------------------------------------------------------------- */

static bool is_plain(const char *text)
{
	for (const char *p = text; *p; p++)
		if (*p < ' ' || *p >= 0x7f)
			return false;
	return true;
}

/* Encoded words of at most 75 characters, whole characters in each; one line otherwise. */
static void put_words(GString *out, const char *text, size_t len)
{
	const char *p = text, *end = text + len;

	while (p < end) {
		const char *start = p;
		g_autofree char *word = NULL;

		while (p < end && g_utf8_next_char(p) - start <= 42)
			p = g_utf8_next_char(p);
		p = MIN(p, end);
		word = g_base64_encode((const guchar *)start, p - start);
		g_string_append_printf(out, "%s=?utf-8?B?%s?=", start > text ? "\r\n " : "", word);
	}
}

static void put_header(GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, "%s: ", name);
	if (is_plain(text))
		g_string_append(out, text);
	else
		put_words(out, text, strlen(text));
	g_string_append(out, "\r\n");
}

/* The name of "Name <address>" may be beyond ASCII; the address stays as it is. */
static void put_address(GString *out, const char *text)
{
	const char *open = strrchr(text, '<');
	size_t len = open ? open - text : 0;

	while (len && (text[len - 1] == ' ' || text[len - 1] == '"'))
		len--;
	if (!open || is_plain(text)) {
		for (const char *p = text; *p; p++)
			if (*p != '\r' && *p != '\n')
				g_string_append_c(out, *p);
		return;
	}
	put_words(out, text + (*text == '"'), len - (*text == '"'));
	g_string_append_printf(out, " %s", open);
}

static void put_addresses(GString *out, const char *name, struct value list)
{
	for (uint32_t i = 0; i < arg_count(list); i++) {
		value_auto v = arg_at(list, i);

		g_string_append_printf(out, "%s%s", i ? ",\r\n " : name, i ? "" : ": ");
		put_address(out, arg_text(v, ""));
	}
	if (arg_count(list))
		g_string_append(out, "\r\n");
}

static void put_priority(GString *out, const char *priority)
{
	if (text_equal_nocase(priority, "High"))
		g_string_append(out, "X-Priority: 1\r\nPriority: urgent\r\nImportance: high\r\n");
	else if (text_equal_nocase(priority, "Low"))
		g_string_append(out,
				"X-Priority: 5\r\nPriority: non-urgent\r\nImportance: low\r\n");
}

static void put_stamp(GString *out)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	g_autofree char *date = g_date_time_format(now, "%a, %d %b %Y %H:%M:%S %z");
	g_autofree char *id = g_uuid_string_random();

	g_string_append_printf(out, "Date: %s\r\nMessage-ID: <%s@%s>\r\n", date, id,
			       g_get_host_name());
}

/* -- Parts ---------------------------------------------------------------------------------- */

static void put_base64(GString *out, const char *bytes, gsize len)
{
	g_autofree char *text = g_base64_encode((const guchar *)bytes, len);

	g_string_append(out, "Content-Transfer-Encoding: base64\r\n\r\n");
	for (size_t at = 0, n = strlen(text); at < n; at += 76)
		g_string_append_printf(out, "%.*s\r\n", (int)MIN(n - at, 76), text + at);
}

static const char *charset_name(const struct encoding *encoding)
{
	static const char *const names[] = {
		[ENCODING_UTF8] = "utf-8",	  [ENCODING_UTF16LE] = "utf-16",
		[ENCODING_UTF16BE] = "utf-16BE",  [ENCODING_UTF32LE] = "utf-32",
		[ENCODING_UTF32BE] = "utf-32BE",  [ENCODING_ASCII] = "us-ascii",
		[ENCODING_LATIN1] = "iso-8859-1", [ENCODING_BYTE] = "utf-8",
	};

	return encoding->kind == ENCODING_OTHER ? encoding->charset : names[encoding->kind];
}

static void put_body(GString *out, const struct mail_args *args, const struct encoding *encoding)
{
	const struct string *body = args->body.kind == V_STRING ? args->body.u.str : NULL;
	g_autoptr(GString) bytes = g_string_new(NULL);

	if (body)
		encoding_encode(encoding, body->data, body->len, bytes);
	g_string_append_printf(out, "Content-Type: text/%s; charset=%s\r\n",
			       arg_on(args->as_html) ? "html" : "plain", charset_name(encoding));
	put_base64(out, bytes->str, bytes->len);
}

static bool put_file(GString *out, const char *path, const char *boundary, GError **error)
{
	gsize len = 0;
	g_autofree char *bytes = file_read(path, &len, error);
	g_autofree char *leaf = g_path_get_basename(path), *name = NULL;

	if (!bytes)
		return false;
	name = g_uri_escape_string(leaf, NULL, FALSE);
	g_string_append_printf(out, "\r\n--%s\r\nContent-Type: application/octet-stream\r\n"
			       "Content-Disposition: attachment; ", boundary);
	if (is_plain(leaf) && !strpbrk(leaf, "\"\\"))
		g_string_append_printf(out, "filename=\"%s\"\r\n", leaf);
	else
		g_string_append_printf(out, "filename*=utf-8''%s\r\n", name);
	put_base64(out, bytes, len);
	return true;
}

static bool put_content(GString *out, const struct mail_args *args, const GPtrArray *files,
			const struct encoding *encoding, GError **error)
{
	g_autofree char *boundary = g_uuid_string_random();

	g_string_append(out, "MIME-Version: 1.0\r\n");
	if (!files->len) {
		put_body(out, args, encoding);
		return true;
	}
	g_string_append_printf(out,
			       "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\n",
			       boundary, boundary);
	put_body(out, args, encoding);
	for (guint i = 0; i < files->len; i++)
		if (!put_file(out, files->pdata[i], boundary, error))
			return false;
	g_string_append_printf(out, "\r\n--%s--\r\n", boundary);
	return true;
}

/* -- Send-MailMessage -------------------------------------------------------------------------- */

static void put_headers(GString *out, const struct mail_args *args)
{
	put_stamp(out);
	put_addresses(out, "From", args->from);
	put_addresses(out, "To", args->to);
	put_addresses(out, "Cc", args->cc);
	put_addresses(out, "Reply-To", args->reply);
	put_header(out, "Subject", arg_text(args->subject, ""));
	put_priority(out, arg_text(args->priority, ""));
}

static bool stop_asked(void *data)
{
	return host_interrupted(data);
}

/* The text of a member of the credential; yours. */
static char *secret_of(struct call *call, struct value credential, const char *name)
{
	value_auto v = value_is_null(credential)
		? VALUE_NULL : host_member(call_host(call), credential, symbol_get(name, -1));
	const char *secret = securestring_text(v, NULL);

	return v.kind == V_STRING ? g_strdup(v.u.str->data) : g_strdup(secret);
}

static bool hand_over(struct call *call, const struct mail_args *args, const char *server,
		      const char *from, const GPtrArray *recipients, const GString *message,
		      GError **error)
{
	int port = (int)arg_int(args->port, 0);
	g_autofree char *url = g_strdup_printf("%s://%s:%d/%s", port == 465 ? "smtps" : "smtp",
					       server, port ? port : 25, g_get_host_name());
	char *user = secret_of(call, args->credential, "UserName");
	char *password = secret_of(call, args->credential, "Password");
	struct smtp_request request = {
		.url = url, .from = from, .recipients = (const char *const *)recipients->pdata,
		.message = message->str, .message_length = message->len, .user = user,
		.password = password, .tls = arg_on(args->tls) && port != 465,
		.stop = stop_asked, .stop_data = call_host(call),
	};
	bool ok;

	host_flush(call_host(call));
	ok = smtp_send(&request, error);
	g_free(user);
	secret_free(password);
	return ok;
}

/* The addresses of the envelope and the message itself. */
static bool compose(const struct mail_args *args, const GPtrArray *files, char **ret_from,
		    GPtrArray *recipients, GString *message, GError **error)
{
	struct encoding encoding = { 0 };

	if (arg_given(args->encoding) && !encoding_parse(args->encoding, &encoding, error))
		return false;
	*ret_from = bare_address(arg_text(args->from, ""), error);
	if (!*ret_from || !add_addresses(recipients, args->to, error) ||
	    !add_addresses(recipients, args->cc, error) ||
	    !add_addresses(recipients, args->bcc, error))
		return false;
	g_ptr_array_add(recipients, NULL);
	put_headers(message, args);
	return put_content(message, args, files, &encoding, error);
}

struct mail_state {
	GPtrArray *files;
};

static enum flow mail_collect(struct call *call, void *data)
{
	struct mail_args *args = data;
	struct mail_state *state = call_state(call);
	g_autoptr(GPtrArray) found = NULL;
	enum flow flow = FLOW_NEXT;

	if (!state->files)
		state->files = g_ptr_array_new_with_free_func(g_free);
	if (!arg_given(args->attachments))
		return FLOW_NEXT;
	found = paths_expand(call, VALUE_UNSET, args->attachments, &flow);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(state->files, g_strdup(found->pdata[i]));
	return flow;
}

static enum flow mail_send(struct call *call, void *data)
{
	struct mail_args *args = data;
	struct mail_state *state = call_state(call);
	g_autoptr(GPtrArray) recipients = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) message = g_string_new(NULL);
	g_autofree char *from = NULL;
	value_auto fallback = host_variable(call_host(call), "PSEmailServer");
	const char *server = arg_text(args->server, arg_text(fallback, ""));
	GError *error = NULL;

	if (!*server)
		return call_throw_fault(
			call, &no_server, VALUE_NULL,
			"The email cannot be sent because no SMTP "
			"server was specified. You must specify an SMTP server by using either "
			"the SmtpServer parameter or the $PSEmailServer variable.");
	if (!compose(args, state->files, &from, recipients, message, &error) ||
	    !hand_over(call, args, server, from, recipients, message, &error))
		return call_error(call, error);
	return FLOW_NEXT;
}

static void mail_clean(struct call *call)
{
	struct mail_state *state = call_state(call);

	g_clear_pointer(&state->files, g_ptr_array_unref);
}

static const struct cmdlet_example mail_examples[] = {
	{ "Send-MailMessage -To anna@example.com -From hmsh@example.com -Subject Report -Body $html "
	  "-BodyAsHtml -SmtpServer localhost", "Mails a report." },
	{ NULL }
};

CMDLET(send_mailmessage_cmdlet) = {
	.name = "Send-MailMessage", .module = MODULE_UTILITY,
	.synopsis = "Sends an email message.",
	.params = mail_params, .examples = mail_examples,
	.args_size = sizeof(struct mail_args), .state_size = sizeof(struct mail_state),
	.flags = CMDLET_BARE_CLASS, .process = mail_collect, .end = mail_send, .clean = mail_clean,
};
