/*
 * A handle of libcurl lives for one exchange; the cookies that outlast it are
 * lines of the caller's. Headers are kept of the last answer only: a status
 * line begins them anew, so redirections and "100 Continue" leave no trace.
 */
#include "config.h"

#define CURL_DISABLE_TYPECHECK
#include "lib/http.h"

#include "lib/dl.h"
#include "lib/fault.h"
#include "lib/str.h"

#include <curl/curl.h>

#define CURL_SYMBOLS(X) \
	X(curl_easy_init) X(curl_easy_setopt) X(curl_easy_perform) X(curl_easy_cleanup) \
	X(curl_easy_getinfo) X(curl_easy_strerror) X(curl_slist_append) X(curl_slist_free_all)

struct curl {
	CURL_SYMBOLS(DL_FIELD)
};

#define SYMBOL(name) { #name, offsetof(struct curl, name) },

static const struct dl_symbol symbols[] = { CURL_SYMBOLS(SYMBOL) };

static const struct fault no_answer = {
	"WebCmdletWebResponseException", "System.Net.Http.HttpRequestException",
	CATEGORY_INVALID_OPERATION, NULL };
static const struct fault timed_out = {
	"WebCmdletWebResponseException", "System.Threading.Tasks.TaskCanceledException",
	CATEGORY_OPERATION_TIMEOUT, NULL };
static const struct fault not_sent = { "InvalidOperationException", "System.Net.Mail.SmtpException",
				       CATEGORY_INVALID_OPERATION, NULL };

void http_response_clear(struct http_response *response)
{
	g_clear_pointer(&response->reason, g_free);
	g_clear_pointer(&response->version, g_free);
	g_clear_pointer(&response->url, g_free);
	g_clear_pointer(&response->headers, g_ptr_array_unref);
	g_clear_pointer(&response->body, g_byte_array_unref);
}

const char *http_header(const struct http_response *response, const char *name)
{
	for (guint i = 0; i + 1 < response->headers->len; i += 2)
		if (text_equal_nocase(response->headers->pdata[i], name))
			return response->headers->pdata[i + 1];
	return NULL;
}

char *http_escape(const char *text)
{
	return g_uri_escape_string(text, NULL, FALSE);
}

/* -- What libcurl calls --------------------------------------------------------------- */

static size_t take_body(char *bytes, size_t size, size_t n, void *data)
{
	g_byte_array_append(((struct http_response *)data)->body, (const guint8 *)bytes, size * n);
	return size * n;
}

/* "HTTP/1.1 200 OK" */
static void take_status(struct http_response *response, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", 3);

	g_ptr_array_set_size(response->headers, 0);
	g_free(response->version);
	g_free(response->reason);
	response->version = g_strdup(words[0] + strlen("HTTP/"));
	response->reason = g_strdup(words[1] && words[2] ? words[2] : "");
}

static size_t take_header(char *bytes, size_t size, size_t n, void *data)
{
	struct http_response *response = data;
	g_autofree char *line = g_strndup(bytes, size * n);
	char *colon;

	g_strchomp(line);
	colon = strchr(line, ':');
	if (g_str_has_prefix(line, "HTTP/")) {
		take_status(response, line);
	} else if (colon) {
		*colon = '\0';
		g_ptr_array_add(response->headers, g_strdup(line));
		g_ptr_array_add(response->headers, g_strdup(g_strstrip(colon + 1)));
	}
	return size * n;
}

struct stopping {
	bool (*stop)(void *data);
	void *data;
};

static int ask_stop(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct stopping *stopping = data;

	return stopping->stop && stopping->stop(stopping->data);
}

/* -- HTTP ---------------------------------------------------------------------------------- */

static bool library(struct curl *curl, GError **error)
{
	return dl_open("libcurl.so.4", "libcurl4", symbols, G_N_ELEMENTS(symbols), curl, error);
}

static void set_text(const struct curl *curl, CURL *handle, CURLoption option, const char *text)
{
	if (text)
		curl->curl_easy_setopt(handle, option, text);
}

/* POST by its own option: libcurl then knows what a redirection does to it. */
static void set_method(const struct curl *curl, CURL *handle, const struct http_request *r)
{
	if (r->body) {
		curl->curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
				       (curl_off_t)r->body_length);
		curl->curl_easy_setopt(handle, CURLOPT_POSTFIELDS, r->body);
	}
	if (text_equal_nocase(r->method, "HEAD"))
		curl->curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
	else if (text_equal_nocase(r->method, "POST") && !r->body)
		curl->curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)0);
	if (text_equal_nocase(r->method, "POST"))
		curl->curl_easy_setopt(handle, CURLOPT_POST, 1L);
	else if (!text_equal_nocase(r->method, "HEAD") &&
		 (r->body || !text_equal_nocase(r->method, "GET")))
		curl->curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, r->method);
	if (r->keep_method)
		curl->curl_easy_setopt(handle, CURLOPT_POSTREDIR, (long)CURL_REDIR_POST_ALL);
}

static void set_limits(const struct curl *curl, CURL *handle, const struct http_request *r)
{
	int redirects = r->max_redirects < 0 ? 5 : r->max_redirects;

	curl->curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, (long)(redirects > 0));
	curl->curl_easy_setopt(handle, CURLOPT_MAXREDIRS, (long)redirects);
	curl->curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
	curl->curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)r->connect_ms);
	curl->curl_easy_setopt(handle, CURLOPT_RESUME_FROM_LARGE, (curl_off_t)r->resume_from);
	curl->curl_easy_setopt(handle, CURLOPT_UNRESTRICTED_AUTH, (long)r->keep_authorization);
	if (r->insecure) {
		curl->curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
		curl->curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
	}
}

static void set_version(const struct curl *curl, CURL *handle, int version)
{
	static const struct { int version; long option; } versions[] = {
		{ 10, CURL_HTTP_VERSION_1_0 }, { 11, CURL_HTTP_VERSION_1_1 },
		{ 20, CURL_HTTP_VERSION_2_0 }, { 30, CURL_HTTP_VERSION_3 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(versions); i++)
		if (versions[i].version == version)
			curl->curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, versions[i].option);
}

static void set_identity(const struct curl *curl, CURL *handle, const struct http_request *r)
{
	set_text(curl, handle, CURLOPT_USERAGENT, r->agent);
	set_text(curl, handle, CURLOPT_PROXY, r->proxy);
	set_text(curl, handle, CURLOPT_UNIX_SOCKET_PATH, r->unix_socket);
	set_text(curl, handle, CURLOPT_SSLCERT, r->certificate);
	set_text(curl, handle, CURLOPT_USERNAME, r->user);
	set_text(curl, handle, CURLOPT_PASSWORD, r->password);
	set_text(curl, handle, CURLOPT_PROXYUSERNAME, r->proxy_user);
	set_text(curl, handle, CURLOPT_PROXYPASSWORD, r->proxy_password);
	if (r->user)
		curl->curl_easy_setopt(handle, CURLOPT_HTTPAUTH, (long)CURLAUTH_ANY);
	curl->curl_easy_setopt(handle, CURLOPT_COOKIEFILE, "");
	for (guint i = 0; r->cookies && i < r->cookies->len; i++)
		curl->curl_easy_setopt(handle, CURLOPT_COOKIELIST, r->cookies->pdata[i]);
}

static void keep_cookies(const struct curl *curl, CURL *handle, GPtrArray *jar)
{
	struct curl_slist *list = NULL;

	if (!jar || curl->curl_easy_getinfo(handle, CURLINFO_COOKIELIST, &list) != CURLE_OK)
		return;
	g_ptr_array_set_size(jar, 0);
	for (struct curl_slist *c = list; c; c = c->next)
		g_ptr_array_add(jar, g_strdup(c->data));
	curl->curl_slist_free_all(list);
}

static struct curl_slist *list_of(const struct curl *curl, const char *const *texts)
{
	struct curl_slist *list = NULL;

	for (size_t i = 0; texts && texts[i]; i++)
		list = curl->curl_slist_append(list, texts[i]);
	return list;
}

/* Why no answer came, as .NET says it. */
static void fetch_failed(const struct curl *curl, const struct http_request *r, CURLcode code,
			 const char *detail, GError **error)
{
	g_autoptr(GUri) uri = g_uri_parse(r->url, G_URI_FLAGS_NONE, NULL);
	const char *host = uri ? g_uri_get_host(uri) : r->url;
	int port = uri && g_uri_get_port(uri) > 0 ? g_uri_get_port(uri)
		 : g_str_has_prefix(r->url, "https") ? 443 : 80;

	if (code == CURLE_OPERATION_TIMEDOUT)
		fault_set(error, &timed_out, VALUE_NULL,
			  "The request was canceled due to the configured "
			  "HttpClient.Timeout of %g seconds elapsing.",
			  (r->timeout_ms ? r->timeout_ms : r->connect_ms) / 1000.0);
	else if (code == CURLE_COULDNT_RESOLVE_HOST)
		fault_set(error, &no_answer, VALUE_NULL, "Name or service not known (%s:%d)", host,
			  port);
	else if (code == CURLE_COULDNT_CONNECT)
		fault_set(error, &no_answer, VALUE_NULL, "Connection refused (%s:%d)", host, port);
	else if (code == CURLE_TOO_MANY_REDIRECTS)
		fault_set(
			error, &no_answer, VALUE_NULL,
			"The maximum redirection count has been exceeded. To "
			"increase the number of redirections allowed, supply a higher value to the "
			"-MaximumRedirection parameter.");
	else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR)
		fault_set(error, &no_answer, VALUE_NULL,
			  "The SSL connection could not be established, see inner exception.");
	else
		fault_set(error, &no_answer, VALUE_NULL, "%s",
			  *detail ? detail : curl->curl_easy_strerror(code));
}

static void fetched(const struct curl *curl, CURL *handle, struct http_response *response)
{
	char *url = NULL;
	long status = 0;

	curl->curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
	curl->curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &url);
	response->status = (int)status;
	response->url = g_strdup(url);
}

bool http_fetch(const struct http_request *r, struct http_response *ret, GError **error)
{
	struct http_response response = { .headers = g_ptr_array_new_with_free_func(g_free),
					  .body = g_byte_array_new() };
	struct stopping stopping = { r->stop, r->stop_data };
	char detail[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers;
	struct curl curl;
	CURL *handle;
	CURLcode code;

	if (!library(&curl, error) || !(handle = curl.curl_easy_init())) {
		http_response_clear(&response);
		return false;
	}
	headers = list_of(&curl, r->headers);
	curl.curl_easy_setopt(handle, CURLOPT_URL, r->url);
	curl.curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl.curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl.curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
	curl.curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
	curl.curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
	curl.curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
	curl.curl_easy_setopt(handle, CURLOPT_WRITEDATA, &response);
	curl.curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
	curl.curl_easy_setopt(handle, CURLOPT_HEADERDATA, &response);
	curl.curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
	curl.curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, ask_stop);
	curl.curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stopping);
	set_method(&curl, handle, r);
	set_limits(&curl, handle, r);
	set_version(&curl, handle, r->http_version);
	set_identity(&curl, handle, r);
	code = curl.curl_easy_perform(handle);
	if (code == CURLE_OK) {
		fetched(&curl, handle, &response);
		keep_cookies(&curl, handle, r->cookies);
		*ret = response;
	} else {
		fetch_failed(&curl, r, code, detail, error);
		http_response_clear(&response);
	}
	curl.curl_slist_free_all(headers);
	curl.curl_easy_cleanup(handle);
	return code == CURLE_OK;
}

/* -- SMTP --------------------------------------------------------------------------------------- */

struct sending {
	const char *at;
	size_t left;
};

static size_t give_message(char *buffer, size_t size, size_t n, void *data)
{
	struct sending *sending = data;
	size_t len = MIN(size * n, sending->left);

	memcpy(buffer, sending->at, len);
	sending->at += len;
	sending->left -= len;
	return len;
}

static size_t drop_body(char *bytes, size_t size, size_t n, void *data)
{
	return size * n;
}

bool smtp_send(const struct smtp_request *r, GError **error)
{
	struct sending sending = { r->message, r->message_length };
	struct stopping stopping = { r->stop, r->stop_data };
	char detail[CURL_ERROR_SIZE] = "";
	struct curl_slist *recipients;
	struct curl curl;
	CURL *handle;
	CURLcode code;

	if (!library(&curl, error) || !(handle = curl.curl_easy_init()))
		return false;
	recipients = list_of(&curl, r->recipients);
	curl.curl_easy_setopt(handle, CURLOPT_URL, r->url);
	curl.curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl.curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
	curl.curl_easy_setopt(handle, CURLOPT_MAIL_FROM, r->from);
	curl.curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
	curl.curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
	curl.curl_easy_setopt(handle, CURLOPT_READFUNCTION, give_message);
	curl.curl_easy_setopt(handle, CURLOPT_READDATA, &sending);
	curl.curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, drop_body);
	curl.curl_easy_setopt(handle, CURLOPT_USE_SSL,
			      (long)(r->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	curl.curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 30000L);
	curl.curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 100000L);
	curl.curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
	curl.curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, ask_stop);
	curl.curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stopping);
	set_text(&curl, handle, CURLOPT_USERNAME, r->user);
	set_text(&curl, handle, CURLOPT_PASSWORD, r->password);
	code = curl.curl_easy_perform(handle);
	if (code != CURLE_OK)
		fault_set(error, &not_sent, VALUE_NULL, "Failure sending mail. %s",
			  *detail ? detail : curl.curl_easy_strerror(code));
	curl.curl_slist_free_all(recipients);
	curl.curl_easy_cleanup(handle);
	return code == CURLE_OK;
}
