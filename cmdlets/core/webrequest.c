/*
 * Invoke-WebRequest and Invoke-RestMethod: one table of parameters makes the
 * request; they differ in what they make of the answer.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/textfile.h"
#include "cmdlets/core/webresponse.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/error_record.h"
#include "lib/json.h"
#include "lib/object.h"
#include "lib/secret.h"

#include <sys/stat.h>

struct web_args {
	struct value uri, method, custom, body, form, content, headers, in_file, out_file, pass,
		resume, session, session_variable, credential, default_credentials, authentication,
		token, unencrypted, skip_certificate, ssl, agent, alive, timeout, operation_timeout,
		skip_header, insecure_redirect, redirects, retries, retry_pause, keep_authorization,
		keep_method, socket, proxy, proxy_credential, proxy_default, encoding, skip_error,
		version, basic, certificate, thumbprint, follow, follow_most, headers_variable,
		status_variable;
};

#define WEB_PARAMS \
	{ "Uri", "string", FIELD(web_args, uri), POSITION(0), .flags = PARAM_MANDATORY, \
	  .help = "The address; http:// when it names no scheme." }, \
	{ "Method", "string", FIELD(web_args, method), \
	  .values = "Default Get Head Post Put Delete Trace Options Merge Patch", \
	  .help = "What is asked of the server; Get if not given." }, \
	{ "CustomMethod", "string", FIELD(web_args, custom), .aliases = "CM", \
	  .help = "A method by its name." }, \
	{ "Body", "object", FIELD(web_args, body), .pipeline = BY_VALUE, \
	  .help = "What is sent: text, bytes, XML; a dictionary is a form, or a query with Get." }, \
	{ "Form", "idictionary", FIELD(web_args, form), \
	  .help = "Fields and files sent as multipart/form-data." }, \
	{ "ContentType", "string", FIELD(web_args, content), .help = "The body's type." }, \
	{ "Headers", "idictionary", FIELD(web_args, headers), .help = "Headers that are sent." }, \
	{ "InFile", "string", FIELD(web_args, in_file), .complete = "File", \
	  .help = "The file that is sent." }, \
	{ "OutFile", "string", FIELD(web_args, out_file), .complete = "File", \
	  .help = "The file or folder that gets the body." }, \
	{ "PassThru", "switch", FIELD(web_args, pass), .help = "Gives the answer out beside -OutFile." }, \
	{ "Resume", "switch", FIELD(web_args, resume), \
	  .help = "Goes on where the file of -OutFile ends." }, \
	{ "WebSession", "object", FIELD(web_args, session), \
	  .help = "Cookies and headers of earlier requests." }, \
	{ "SessionVariable", "string", FIELD(web_args, session_variable), .aliases = "SV", \
	  .help = "The variable that gets such a session." }, \
	{ "Credential", "pscredential", FIELD(web_args, credential), .help = "Who asks." }, \
	{ "Authentication", "string", FIELD(web_args, authentication), \
	  .values = "None Basic Bearer OAuth", .help = "How it is proved." }, \
	{ "Token", "securestring", FIELD(web_args, token), .help = "Of Bearer and OAuth." }, \
	{ "AllowUnencryptedAuthentication", "switch", FIELD(web_args, unencrypted), \
	  .help = "Also over http://." }, \
	{ "UseDefaultCredentials", "switch", FIELD(web_args, default_credentials), \
	  .flags = PARAM_REFUSED, .help = "A session has no credentials of its own." }, \
	{ "SkipCertificateCheck", "switch", FIELD(web_args, skip_certificate), \
	  .help = "Believes any certificate." }, \
	{ "Certificate", "object", FIELD(web_args, certificate), .flags = PARAM_REFUSED, \
	  .help = "Client certificates are not sent." }, \
	{ "CertificateThumbprint", "string", FIELD(web_args, thumbprint), .flags = PARAM_REFUSED, \
	  .help = "Client certificates are not sent." }, \
	{ "SslProtocol", "string[]", FIELD(web_args, ssl), .flags = PARAM_IGNORED, \
	  .values = "Default Tls Tls11 Tls12 Tls13", .help = "The newest that both sides know is used." }, \
	{ "UserAgent", "string", FIELD(web_args, agent), .help = "Who we say we are." }, \
	{ "DisableKeepAlive", "switch", FIELD(web_args, alive), \
	  .help = "Asks the server to close the connection." }, \
	{ "ConnectionTimeoutSeconds", "int", FIELD(web_args, timeout), .aliases = "TimeoutSec", \
	  .min = 0, .max = INT32_MAX, .help = "The seconds after which it fails; 100 if not given." }, \
	{ "OperationTimeoutSeconds", "int", FIELD(web_args, operation_timeout), .min = 0, \
	  .max = INT32_MAX, .help = "The seconds that reading may take." }, \
	{ "SkipHeaderValidation", "switch", FIELD(web_args, skip_header), .flags = PARAM_IGNORED, \
	  .help = "Headers are sent as they are given." }, \
	{ "AllowInsecureRedirect", "switch", FIELD(web_args, insecure_redirect), \
	  .flags = PARAM_IGNORED, .help = "A redirection may lead anywhere." }, \
	{ "MaximumRedirection", "int", FIELD(web_args, redirects), .min = 0, .max = INT32_MAX, \
	  .help = "How often a redirection is followed; 5 if not given." }, \
	{ "MaximumRetryCount", "int", FIELD(web_args, retries), .min = 0, .max = INT32_MAX, \
	  .help = "How often it is tried again on an error of the server." }, \
	{ "RetryIntervalSec", "int", FIELD(web_args, retry_pause), .min = 1, .max = INT32_MAX, \
	  .help = "The seconds between tries; 5 if not given." }, \
	{ "PreserveAuthorizationOnRedirect", "switch", FIELD(web_args, keep_authorization), \
	  .help = "Proves who asks to another host, too." }, \
	{ "PreserveHttpMethodOnRedirect", "switch", FIELD(web_args, keep_method), \
	  .help = "Sends the same again after a redirection." }, \
	{ "UnixSocket", "string", FIELD(web_args, socket), .help = "The socket that is connected to." }, \
	{ "Proxy", "string", FIELD(web_args, proxy), .help = "The proxy's address." }, \
	{ "ProxyCredential", "pscredential", FIELD(web_args, proxy_credential), \
	  .help = "Who asks the proxy." }, \
	{ "ProxyUseDefaultCredentials", "switch", FIELD(web_args, proxy_default), \
	  .flags = PARAM_REFUSED, .help = "A session has no credentials of its own." }, \
	{ "NoProxy", "switch", FIELD(web_args, proxy_default), .help = "Past any proxy." }, \
	{ "TransferEncoding", "string", FIELD(web_args, encoding), .flags = PARAM_REFUSED, \
	  .values = "chunked compress deflate gzip identity", .help = "A body is sent as it is." }, \
	{ "SkipHttpErrorCheck", "switch", FIELD(web_args, skip_error), \
	  .help = "Takes an answer of an error as an answer." }, \
	{ "HttpVersion", "string", FIELD(web_args, version), .help = "1.0, 1.1, 2.0 or 3.0." }, \
	{ "UseBasicParsing", "switch", FIELD(web_args, basic), \
	  .help = "Accepted; there is no other parsing." }

static const struct param web_params[] = { WEB_PARAMS, { NULL } };

static const struct param rest_params[] = {
	WEB_PARAMS,
	{ "FollowRelLink", "switch", FIELD(web_args, follow), .aliases = "FL",
	  .help = "Goes on to the address that an answer calls its next." },
	{ "MaximumFollowRelLink", "int", FIELD(web_args, follow_most), .aliases = "ML", .min = 1,
	  .max = INT32_MAX, .help = "How often." },
	{ "ResponseHeadersVariable", "string", FIELD(web_args, headers_variable), .aliases = "RHV",
	  .help = "The variable that gets the headers." },
	{ "StatusCodeVariable", "string", FIELD(web_args, status_variable), .aliases = "SCV",
	  .help = "The variable that gets the status." },
	{ NULL }
};

/* -- The request ----------------------------------------------------------------------------- */

/* A request and what its borrowed fields point into. */
struct web_request {
	struct http_request http;
	GString *url, *body;
	GPtrArray *headers;
	char *method, *user, *password, *proxy_user, *proxy_password;
};

static void request_clear(struct web_request *request)
{
	if (request->url)
		g_string_free(request->url, TRUE);
	if (request->body)
		g_string_free(request->body, TRUE);
	g_clear_pointer(&request->headers, g_ptr_array_unref);
	g_free(request->method);
	g_free(request->user);
	secret_free(request->password);
	g_free(request->proxy_user);
	secret_free(request->proxy_password);
}

static const struct fault
	bad_body = { "WebCmdletBodyConflictException",
		     "System.Management.Automation.ValidationMetadataException",
		     CATEGORY_INVALID_ARGUMENT, NULL },
	no_secret = { "WebCmdletAllowUnencryptedAuthenticationRequiredException",
		      "System.Management.Automation.ValidationMetadataException",
		      CATEGORY_INVALID_ARGUMENT,
		      "Use https://, or say -AllowUnencryptedAuthentication." },
	no_credential = { "WebCmdletAuthenticationCredentialNotSuppliedException",
			  "System.Management.Automation.ValidationMetadataException",
			  CATEGORY_INVALID_ARGUMENT, NULL },
	no_token = { "WebCmdletAuthenticationTokenNotSuppliedException",
		     "System.Management.Automation.ValidationMetadataException",
		     CATEGORY_INVALID_ARGUMENT, NULL },
	no_out_file = { "WebCmdletOutFileMissingException",
			"System.Management.Automation.ValidationMetadataException",
			CATEGORY_INVALID_ARGUMENT, NULL },
	bad_json = { "WebCmdletIEDomNotSupportedException", "System.InvalidOperationException",
		     CATEGORY_INVALID_DATA, NULL };

static char *credential_part(struct call *call, struct value credential, const char *name)
{
	value_auto v = host_member(call_host(call), credential, symbol_get(name, -1));
	const char *secret = securestring_text(v, NULL);

	return v.kind == V_STRING ? g_strdup(v.u.str->data) : g_strdup(secret ? secret : "");
}

static void add_header(struct web_request *request, const char *name, const char *text)
{
	g_ptr_array_add(request->headers, *text ? g_strdup_printf("%s: %s", name, text)
						: g_strdup_printf("%s;", name));
}

static bool has_header(const struct web_request *request, const char *name)
{
	size_t n = strlen(name);

	for (guint i = 0; i < request->headers->len; i++)
		if (!g_ascii_strncasecmp(request->headers->pdata[i], name, n) &&
		    ((char *)request->headers->pdata[i])[n] == ':')
			return true;
	return false;
}

static void add_headers(struct web_request *request, struct value headers)
{
	const struct dict_entry *entry;

	headers = value_base(headers);
	for (uint32_t at = 0; headers.kind == V_DICT && dict_next(headers.u.dict, &at, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);
		struct string *text = value_to_string(entry->value, ", ");

		if (!has_header(request, name->data))
			add_header(request, name->data, text->data);
		str_unref(name);
		str_unref(text);
	}
}

/* name=value&... of a dictionary; yours. */
static GString *form_text(struct value body)
{
	GString *out = g_string_new(NULL);
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(body.u.dict, &at, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);
		struct string *text = value_to_string(entry->value, NULL);
		g_autofree char *a = http_escape(name->data), *b = http_escape(text->data);

		g_string_append_printf(out, "%s%s=%s", out->len ? "&" : "", a, b);
		str_unref(name);
		str_unref(text);
	}
	return out;
}

static bool is_query_method(const char *method)
{
	return text_equal_nocase(method, "GET") || text_equal_nocase(method, "HEAD") ||
	       text_equal_nocase(method, "DEFAULT");
}

static void set_body(struct call *call, struct web_request *request, struct value body)
{
	value_auto outer = VALUE_UNSET;
	struct string *text;

	if (body.kind == V_DICT) {
		GString *form = form_text(body);

		if (is_query_method(request->method)) {
			g_string_append_printf(request->url, "%c%s",
					       strchr(request->url->str, '?') ? '&' : '?',
					       form->str);
			g_string_free(form, TRUE);
			return;
		}
		request->body = form;
		return;
	}
	if (body.kind == V_ARRAY && body.u.array->packed) {
		request->body = g_string_new_len((char *)body.u.array->u.bytes, body.u.array->len);
		return;
	}
	if (value_is(body, &type_xml_node))
		outer = host_member(call_host(call), body, symbol_get("OuterXml", -1));
	if (outer.kind == V_STRING) {
		request->body = g_string_new(outer.u.str->data);
		return;
	}
	text = value_to_display(body);
	request->body = g_string_new_len(text->data, text->len);
	str_unref(text);
}

/* -- multipart/form-data ------------------------------------------------------------------------ */

static void put_part(GString *out, const char *boundary, const char *name, const char *file,
		     const char *bytes, gsize len)
{
	g_string_append_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"", boundary,
			       name);
	if (file)
		g_string_append_printf(
			out, "; filename=\"%s\"\r\nContent-Type: application/octet-stream", file);
	g_string_append(out, "\r\n\r\n");
	g_string_append_len(out, bytes, len);
	g_string_append(out, "\r\n");
}

static bool put_field(struct call *call, GString *out, const char *boundary, const char *name,
		      struct value v, GError **error)
{
	value_auto path = value_is(v, type_find("System.IO.FileInfo", -1))
		? host_member(call_host(call), v, symbol_get("FullName", -1)) : VALUE_UNSET;
	struct string *text;

	if (path.kind == V_STRING) {
		gsize len = 0;
		g_autofree char *bytes = file_read(path.u.str->data, &len, error);
		g_autofree char *leaf = g_path_get_basename(path.u.str->data);

		if (bytes)
			put_part(out, boundary, name, leaf, bytes, len);
		return bytes != NULL;
	}
	text = value_to_display(v);
	put_part(out, boundary, name, NULL, text->data, text->len);
	str_unref(text);
	return true;
}

static bool set_form(struct call *call, struct web_request *request, struct value form,
		     GError **error)
{
	g_autofree char *boundary = g_uuid_string_random();
	g_autofree char *type = g_strdup_printf("multipart/form-data; boundary=\"%s\"", boundary);
	const struct dict_entry *entry;

	request->body = g_string_new(NULL);
	for (uint32_t at = 0; form.kind == V_DICT && dict_next(form.u.dict, &at, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);
		uint32_t n = MAX(arg_count(entry->value), 1);
		bool ok = true;

		for (uint32_t i = 0; ok && i < n; i++) {
			value_auto v = arg_count(entry->value) ? arg_at(entry->value, i)
							       : VALUE_NULL;

			ok = put_field(call, request->body, boundary, name->data, v, error);
		}
		str_unref(name);
		if (!ok)
			return false;
	}
	g_string_append_printf(request->body, "--%s--\r\n", boundary);
	add_header(request, "Content-Type", type);
	return true;
}

static bool set_file(struct call *call, struct web_request *request, const char *path,
		     GError **error)
{
	g_autofree char *native = host_native_path(call_host(call), path, error);
	gsize len = 0;
	g_autofree char *bytes = native ? file_read(native, &len, error) : NULL;

	if (!bytes)
		return false;
	request->body = g_string_new_len(bytes, len);
	return true;
}

/* -- Who asks ----------------------------------------------------------------------------------- */

static bool set_authentication(struct call *call, struct web_args *args,
			       struct web_request *request, GError **error)
{
	const char *kind = arg_text(args->authentication, "None");
	const char *token = securestring_text(args->token, NULL);
	bool basic = text_equal_nocase(kind, "Basic"), plain = text_equal_nocase(kind, "None");
	g_autofree char *both = NULL, *encoded = NULL;

	if (arg_given(args->credential)) {
		request->user = credential_part(call, args->credential, "UserName");
		request->password = credential_part(call, args->credential, "Password");
	}
	if (plain)
		return true;
	if (!g_str_has_prefix(request->url->str, "https:") && !arg_on(args->unencrypted)) {
		fault_set(
			error, &no_secret, VALUE_NULL,
			"The cmdlet cannot protect plain text secrets sent "
			"over unencrypted connections. To suppress this warning and send plain text secrets "
			"over unencrypted networks, reissue the command specifying the "
			"AllowUnencryptedAuthentication parameter.");
		return false;
	}
	if (basic && !request->user) {
		fault_set(
			error, &no_credential, VALUE_NULL,
			"The cmdlet cannot run because the following "
			"parameter is not specified: Credential. The supplied Authentication type requires a "
			"Credential. Specify Credential, then retry.");
		return false;
	}
	if (!basic && !token) {
		fault_set(
			error, &no_token, VALUE_NULL,
			"The cmdlet cannot run because the following "
			"parameter is not specified: Token. The supplied Authentication type requires a "
			"Token. Specify Token, then retry.");
		return false;
	}
	if (basic) {
		both = g_strdup_printf("%s:%s", request->user, request->password);
		encoded = g_base64_encode((guchar *)both, strlen(both));
		g_ptr_array_add(request->headers,
				g_strdup_printf("Authorization: Basic %s", encoded));
		secret_wipe(both, strlen(both));
		secret_wipe(encoded, strlen(encoded));
		g_clear_pointer(&request->user, g_free);
	} else {
		g_ptr_array_add(request->headers,
				g_strdup_printf("Authorization: Bearer %s", token));
	}
	return true;
}

/* -- Sessions -------------------------------------------------------------------------------------- */

static void free_jar(gpointer jar)
{
	g_ptr_array_unref(jar);
}

/* The cookies that a session keeps, as lines of libcurl's; yours. */
static GPtrArray *session_jar(struct value session)
{
	GPtrArray *jar = g_ptr_array_new_with_free_func(g_free);
	value_auto lines = session.kind == V_OBJECT ? object_get(session.u.object, "Cookies")
						    : VALUE_UNSET;

	for (uint32_t i = 0; i < arg_count(lines); i++) {
		value_auto line = arg_at(lines, i);

		g_ptr_array_add(jar, g_strdup(arg_text(line, "")));
	}
	return jar;
}

static void session_keep(struct value session, const GPtrArray *jar)
{
	struct list *lines = list_new(NULL, NULL);

	for (guint i = 0; i < jar->len; i++)
		list_add(lines, value_text(jar->pdata[i]));
	object_set(session.u.object, "Cookies", value_of(lines));
}

static struct value session_new_object(const struct web_args *args, const char *agent)
{
	struct shape *shape = shape_empty(
		type_find("Microsoft.PowerShell.Commands.WebRequestSession", -1));
	struct object *session = object_new(shape);

	shape_unref(shape);
	object_set(session, "Headers",
		   arg_given(args->headers) ? value_ref(args->headers)
					    : value_of(dict_new(DICT_GENERIC, false)));
	object_set(session, "Cookies", value_of(list_new(NULL, NULL)));
	object_set(session, "UserAgent", value_text(agent));
	object_set(session, "Credentials", arg_given(args->credential) ? value_ref(args->credential)
								      : VALUE_NULL);
	object_set(session, "MaximumRedirection", value_i32(arg_int(args->redirects, -1)));
	return value_of(session);
}

/* -- Making and sending ------------------------------------------------------------------------------ */

static bool stop_asked(void *data)
{
	return host_interrupted(data);
}

static void set_method(const struct web_args *args, struct web_request *request)
{
	const char *method = arg_text(args->custom, arg_text(args->method, "GET"));

	request->method = g_ascii_strup(text_equal_nocase(method, "Default") ? "GET" : method, -1);
}

static bool set_content(struct call *call, struct web_args *args, struct web_request *request,
			GError **error)
{
	if (arg_given(args->body) + arg_given(args->form) + arg_given(args->in_file) > 1) {
		fault_set(
			error, &bad_body, VALUE_NULL,
			"The cmdlet cannot run because the following "
			"conflicting parameters are specified: Body, Form and InFile. Specify one of them, "
			"then retry.");
		return false;
	}
	if (arg_given(args->form) && !set_form(call, request, value_base(args->form), error))
		return false;
	if (arg_given(args->in_file) &&
	    !set_file(call, request, arg_text(args->in_file, ""), error))
		return false;
	if (!value_is_null(args->body))
		set_body(call, request, value_base(args->body));
	if (arg_given(args->content) && !has_header(request, "Content-Type"))
		add_header(request, "Content-Type", arg_text(args->content, ""));
	if (request->body && !has_header(request, "Content-Type"))
		add_header(request, "Content-Type", text_equal_nocase(request->method, "POST")
			   ? "application/x-www-form-urlencoded" : "application/octet-stream");
	return true;
}

static int http_version_number(const char *text)
{
	return (text[0] - '0') * 10 + (text[0] && text[1] == '.' ? text[2] - '0' : 0);
}

static void set_options(struct call *call, struct web_args *args, struct web_request *request)
{
	struct http_request *http = &request->http;

	http->proxy = call_bound(call, "NoProxy") ? "" : arg_text(args->proxy, NULL);
	http->unix_socket = arg_text(args->socket, NULL);
	http->timeout_ms = arg_int(args->operation_timeout, 0) * 1000;
	http->connect_ms = arg_int(args->timeout, 100) * 1000;
	if (arg_given(args->timeout) && !arg_given(args->operation_timeout))
		http->timeout_ms = http->connect_ms;
	http->max_redirects = arg_int(args->redirects, -1);
	http->http_version = arg_given(args->version)
				     ? http_version_number(arg_text(args->version, ""))
				     : 0;
	http->insecure = arg_on(args->skip_certificate);
	http->keep_method = arg_on(args->keep_method);
	http->keep_authorization = arg_on(args->keep_authorization);
	http->stop = stop_asked;
	http->stop_data = call_host(call);
	if (arg_on(args->alive))
		add_header(request, "Connection", "close");
	if (arg_given(args->proxy_credential)) {
		request->proxy_user = credential_part(call, args->proxy_credential, "UserName");
		request->proxy_password = credential_part(call, args->proxy_credential, "Password");
	}
}

static bool request_make(struct call *call, struct web_args *args, struct web_request *request,
			 GError **error)
{
	const char *uri = arg_text(args->uri, "");
	value_auto kept = args->session.kind == V_OBJECT
				  ? object_get(args->session.u.object, "Headers")
				  : VALUE_UNSET;

	request->url = g_string_new(strstr(uri, "://") ? "" : "http://");
	g_string_append(request->url, uri);
	request->headers = g_ptr_array_new_with_free_func(g_free);
	set_method(args, request);
	add_headers(request, args->headers);
	add_headers(request, kept);
	if (!set_content(call, args, request, error) ||
	    !set_authentication(call, args, request, error))
		return false;
	set_options(call, args, request);
	g_ptr_array_add(request->headers, g_strdup("Expect:"));
	g_ptr_array_add(request->headers, NULL);
	request->http.url = request->url->str;
	request->http.method = request->method;
	request->http.headers = (const char *const *)request->headers->pdata;
	request->http.body = request->body ? request->body->str : NULL;
	request->http.body_length = request->body ? request->body->len : 0;
	request->http.user = request->user;
	request->http.password = request->password;
	request->http.proxy_user = request->proxy_user;
	request->http.proxy_password = request->proxy_password;
	return true;
}

#define AGENT "Mozilla/5.0 (Linux; en-US) PowerShell/7.6.0 hmsh/" PACKAGE_VERSION

static bool fetch_again(struct call *call, struct web_args *args, const struct http_request *http,
			struct http_response *ret, GError **error)
{
	for (int64_t left = arg_int(args->retries, 0); ; left--) {
		if (!http_fetch(http, ret, error))
			return false;
		if (left <= 0 || ret->status < 400 || host_interrupted(call_host(call)))
			return true;
		call_verbose(
			call,
			"Retrying after interval of %d seconds. Status code for previous attempt: "
			"%d",
			(int)arg_int(args->retry_pause, 5), ret->status);
		http_response_clear(ret);
		g_usleep(arg_int(args->retry_pause, 5) * G_USEC_PER_SEC);
	}
}

static bool fetch(struct call *call, struct web_args *args, struct web_request *request,
		  struct http_response *ret, GError **error)
{
	value_auto own = arg_given(args->session_variable) ? session_new_object(args, AGENT)
							   : VALUE_UNSET;
	struct value session = arg_given(args->session_variable) ? own : value_base(args->session);
	GPtrArray *jar = session_jar(session);
	bool ok;

	request->http.cookies = jar;
	request->http.agent = arg_text(args->agent, AGENT);
	ok = fetch_again(call, args, &request->http, ret, error);
	if (ok && session.kind == V_OBJECT)
		session_keep(session, jar);
	if (ok && arg_given(args->session_variable))
		host_set_variable(call_host(call), arg_text(args->session_variable, ""), session);
	free_jar(jar);
	return ok;
}

/* The exception of an answer that is an error; scripts read its .Response. */
static enum flow answer_failed(struct call *call, const struct http_response *response)
{
	struct string *message = str_printf(
		"Response status code does not indicate success: %d (%s).", response->status,
		response->reason ? response->reason : "");
	struct value exception = exception_new(
		"Microsoft.PowerShell.Commands.HttpResponseException", message, VALUE_NULL);
	g_autofree char *text = response_text(response, NULL);
	struct error_record *record;
	GError *error = NULL;

	object_set(exception.u.object, "Response", response_message(response));
	object_set(exception.u.object, "StatusCode",
		   value_enum(type_find("System.Net.HttpStatusCode", -1), response->status));
	record = error_record_new(exception, "WebCmdletWebResponseException",
				  CATEGORY_INVALID_OPERATION, VALUE_NULL);
	if (*text)
		record->details = str_new(text, -1);
	str_unref(message);
	fault_set_record(&error, value_of(record));
	return call_throw(call, error);
}

/* -- The answer ---------------------------------------------------------------------------------------- */

/* The file of -OutFile: in a folder, the last part of the address; yours. */
static char *out_path(struct call *call, struct web_args *args, const char *url, GError **error)
{
	char *path = host_native_path(call_host(call), arg_text(args->out_file, ""), error);
	g_autofree char *leaf = NULL, *folder = NULL;

	if (!path || !is_folder(path))
		return path;
	leaf = g_path_get_basename(url);
	leaf[strcspn(leaf, "?#")] = '\0';
	folder = path;
	return g_build_filename(folder, leaf, NULL);
}

static bool save(const char *path, const struct http_response *response, bool append,
		 GError **error)
{
	static const struct encoding bytes = { .kind = ENCODING_BYTE };
	struct text_writer writer = { 0 };
	bool ok = text_writer_open(&writer, path, WRITE_FORCE | (append ? WRITE_APPEND : 0), &bytes,
				   error) &&
		  text_writer_put_bytes(&writer, response->body->data, response->body->len, error);

	return text_writer_close(&writer, ok ? error : NULL) && ok;
}

/* JSON and XML as objects, anything else as text. */
static bool rest_value(const struct http_response *response, struct value *ret, GError **error)
{
	static const struct json_options json = { .max_depth = 1024 };
	g_autofree char *media = response_media(response);
	gsize len = 0;
	g_autofree char *text = response_text(response, &len);
	const char *start = text + strspn(text, " \t\r\n");
	bool xml = strstr(media, "xml") && !strstr(media, "html");
	value_auto v = value_str(str_new(text, len));

	if (!xml && (strstr(media, "json") || strchr("{[", *start)) && *start) {
		g_autoptr(GError) wrong = NULL;

		if (json_parse(text, len, &json, ret, &wrong))
			return true;
		if (strstr(media, "json")) {
			fault_set(error, &bad_json, VALUE_NULL, "%s", wrong->message);
			return false;
		}
	}
	if ((xml || (*start == '<' && !strstr(media, "html"))) &&
	    value_convert(v, type_find("System.Xml.XmlDocument", -1), ret, NULL))
		return true;
	*ret = value_ref(v);
	return true;
}

static enum flow emit_rest(struct call *call, struct web_args *args,
			   const struct http_response *response)
{
	value_auto v = VALUE_NULL;
	GError *error = NULL;

	if (arg_given(args->headers_variable)) {
		value_auto headers = response_headers(response);

		host_set_variable(call_host(call), arg_text(args->headers_variable, ""), headers);
	}
	if (arg_given(args->status_variable))
		host_set_variable(call_host(call), arg_text(args->status_variable, ""),
				  value_i32(response->status));
	if (!rest_value(response, &v, &error))
		return call_error(call, error);
	return emit(call, v);
}

static enum flow take_answer(struct call *call, struct web_args *args,
			     const struct http_response *response)
{
	bool rest = call_cmdlet(call)->data != NULL;
	g_autofree char *path = NULL;
	GError *error = NULL;

	if (response->status >= 300 && !arg_on(args->skip_error))
		return answer_failed(call, response);
	if (arg_given(args->out_file)) {
		path = out_path(call, args, response->url, &error);
		if (!path ||
		    !save(path, response, arg_on(args->resume) && response->status == 206, &error))
			return call_throw(call, error);
		if (!arg_on(args->pass))
			return FLOW_NEXT;
	}
	return rest ? emit_rest(call, args, response) : emit_take(call, response_object(response));
}

/* The address that an answer calls its next; yours, or NULL. */
static char *next_address(const struct http_response *response)
{
	value_auto relations = response_relations(response);
	struct value *next = dict_find_text(relations.u.dict, "next");

	return next && next->kind == V_STRING ? g_strdup(next->u.str->data) : NULL;
}

static int64_t resume_at(struct call *call, struct web_args *args)
{
	g_autofree char *path = host_native_path(call_host(call), arg_text(args->out_file, ""),
						 NULL);
	struct stat st;

	return arg_on(args->resume) && path && !stat(path, &st) && S_ISREG(st.st_mode) ? st.st_size
										       : 0;
}

static enum flow fetch_one(struct call *call, struct web_args *args, struct web_request *request,
			   char **next)
{
	g_auto(http_response) response = { 0 };
	GError *error = NULL;

	call_verbose(call, "Requested HTTP/1.1 %s with %zu-byte payload", request->method,
		     request->http.body_length);
	if (!fetch(call, args, request, &response, &error))
		return call_throw(call, error);
	call_verbose(call, "Received HTTP/%s response of content type %s of size %u bytes",
		     response.version ? response.version : "1.1",
		     http_header(&response, "Content-Type") ? http_header(&response, "Content-Type")
							    : "",
		     response.body->len);
	if (arg_on(args->follow))
		*next = next_address(&response);
	return take_answer(call, args, &response);
}

static enum flow invoke_web(struct call *call, void *data)
{
	struct web_args *args = data;
	struct web_request request = { 0 };
	int64_t most = arg_int(args->follow_most, INT32_MAX);
	GError *error = NULL;
	enum flow flow;

	if ((arg_on(args->pass) || arg_on(args->resume)) && !arg_given(args->out_file))
		return call_throw_fault(
			call, &no_out_file, VALUE_NULL,
			"The cmdlet cannot run because the "
			"following parameter is missing: OutFile. Provide a valid OutFile "
			"parameter value when using the %s parameter, then retry.",
			arg_on(args->pass) ? "PassThru" : "Resume");
	if (!request_make(call, args, &request, &error)) {
		request_clear(&request);
		return call_throw(call, error);
	}
	request.http.resume_from = resume_at(call, args);
	do {
		g_autofree char *next = NULL;

		flow = fetch_one(call, args, &request, &next);
		if (next)
			g_string_assign(request.url, next);
		request.http.url = next ? request.url->str : NULL;
	} while (flow == FLOW_NEXT && request.http.url && most-- > 0);
	request_clear(&request);
	return flow;
}

static const struct cmdlet_example web_examples[] = {
	{ "(Invoke-WebRequest http://localhost/healthcheck -UseBasicParsing).StatusCode",
	  "Whether a web server answers." },
	{ NULL }
};

CMDLET(invoke_webrequest_cmdlet) = {
	.name = "Invoke-WebRequest", .aliases = "iwr", .module = MODULE_UTILITY,
	.synopsis = "Gets what a web server answers.",
	.params = web_params, .examples = web_examples,
	.output = "Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject",
	.args_size = sizeof(struct web_args), .process = invoke_web,
};

static const struct cmdlet_example rest_examples[] = {
	{ "Invoke-RestMethod http://localhost:8080/mailboxes -Method Post -Body ($box | ConvertTo-Json) "
	  "-ContentType application/json", "Sends an object, and reads the answer as one." },
	{ NULL }
};

CMDLET(invoke_restmethod_cmdlet) = {
	.name = "Invoke-RestMethod", .aliases = "irm", .module = MODULE_UTILITY,
	.synopsis = "Sends a request to a web service, and gives its answer as objects.",
	.params = rest_params, .examples = rest_examples,
	.args_size = sizeof(struct web_args), .process = invoke_web, .data = "rest",
};
