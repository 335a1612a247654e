/*
 * Modules as objects: PSModuleInfo, and what New-Module -AsCustomObject makes
 * of one.
 */
#ifndef HMSH_MODULE_INFO_H
#define HMSH_MODULE_INFO_H

#include "shell/module.h"

/* Yours. */
struct value module_info(struct session *session, struct module *module);
/* The module that a PSModuleInfo stands for, or NULL. */
struct module *module_of_info(struct value v);
/* Its exported functions as methods, its exported variables as properties that follow them. Yours. */
struct value module_custom_object(struct session *session, struct module *module);

#endif
