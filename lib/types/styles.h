/* $PSStyle: the escape sequences of a terminal by name, and whether they are written. */
#ifndef HMSH_STYLES_H
#define HMSH_STYLES_H

#include "lib/type.h"

/* A style as a session begins with; `plain`: its output is without escape sequences. Yours. */
struct value style_new(bool plain);

#endif
