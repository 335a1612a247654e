/*
 * One HTTP exchange, by libcurl, which is loaded with the first one. Text in
 * the structs is UTF-8; a request's fields are borrowed. A status that is no
 * success is no error here: that is for who asked to say.
 */
#ifndef HMSH_HTTP_H
#define HMSH_HTTP_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct http_request {
	const char *url, *method;
	const char *const *headers;	/* "Name: value", ends with NULL; or NULL */
	const char *body;		/* NULL: none */
	size_t body_length;
	const char *agent, *proxy, *unix_socket, *certificate;
	const char *user, *password;	/* of the server; NULL: none */
	const char *proxy_user, *proxy_password;
	GPtrArray *cookies;		/* a jar (char *, owned lines) read and written, or NULL */
	int64_t timeout_ms, connect_ms;	/* 0: none */
	int64_t resume_from;		/* the byte to begin at */
	int max_redirects;		/* -1: 5 */
	int http_version;		/* 0: any; 10, 11, 20, 30 */
	bool insecure;			/* certificates are not checked */
	bool keep_method, keep_authorization;	/* over redirections */
	bool (*stop)(void *data);	/* asked now and then; or NULL */
	void *stop_data;
};

struct http_response {
	int status;
	char *reason, *version, *url;	/* "OK", "1.1", where it came from in the end */
	GPtrArray *headers;		/* char *: name, value, name, value ..., of the last answer */
	GByteArray *body;
};

void http_response_clear(struct http_response *response);
typedef struct http_response http_response;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(http_response, http_response_clear)

/*
 * False: no answer came. Error ids: WebCmdletWebResponseException (no connection), the same with
 * TaskCanceledException (timed out), and that of a library that is not there.
 */
bool http_fetch(const struct http_request *request, struct http_response *ret, GError **error);
/* The first header of that name, or NULL; borrowed. */
const char *http_header(const struct http_response *response, const char *name);
/* Text as a part of a URL; yours. */
char *http_escape(const char *text);

/* A mail over SMTP: `message` is RFC 5322 text with CRLF ends of lines. */
struct smtp_request {
	const char *url;		/* smtp://HOST:PORT or smtps:// */
	const char *from;
	const char *const *recipients;	/* ends with NULL */
	const char *message;
	size_t message_length;
	const char *user, *password;	/* NULL: no authentication */
	bool tls;			/* STARTTLS must succeed */
	bool (*stop)(void *data);
	void *stop_data;
};

bool smtp_send(const struct smtp_request *request, GError **error);

#endif
