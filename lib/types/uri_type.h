/* Percent encoding of text in URLs. */
#ifndef HMSH_URI_TYPE_H
#define HMSH_URI_TYPE_H

#include "lib/type.h"

enum url_style {
	URL_DATA,		/* EscapeDataString: all but unreserved */
	URL_WHOLE,		/* EscapeUriString: reserved characters stay */
	URL_FORM,		/* WebUtility.UrlEncode: blank is +, !()*-._ stay */
	URL_FORM_LOWER,		/* HttpUtility.UrlEncode: digits in lower case */
	URL_PATH_LOWER,		/* HttpUtility.UrlPathEncode: only blanks and what is not ASCII */
};

/* Yours. */
char *url_encode(const char *text, enum url_style style);
/* %XX to bytes, invalid ones kept as they are; `plus`: + is a blank. Yours. */
char *url_decode(const char *text, bool plus);

#endif
