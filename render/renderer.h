/*
 * A renderer: state in, bytes out, for one daemon. Announced by RENDERER(symbol)
 * in column 0; the plan (plan.h) runs all of them.
 */
#ifndef HMSH_RENDERER_H
#define HMSH_RENDERER_H

#include "state/store.h"

struct renderer;

#define RENDERER(symbol)	extern const struct renderer symbol; const struct renderer symbol

#endif
