/*
 * The streams beside output: warnings, verbose, debug, information; and
 * ShouldProcess, which asks and tells through them.
 */
#ifndef HMSH_STREAMS_H
#define HMSH_STREAMS_H

#include "shell/pipeline.h"

/* A message of a call on its stream, by preference and common parameters. */
enum flow stream_message(struct call *call, enum stream_index stream, const char *text);
/* Whether that would say nothing, so that its text need not be made. */
bool stream_is_silent(struct call *call, enum stream_index stream);
/* The same without a call: Write-Warning of a script block and the like. */
enum flow stream_write(struct session *session, enum stream_index stream, struct value v);
/* $PSCmdlet.ShouldProcess and call_should_process() in one. */
bool should_process(struct call *call, const char *target, const char *action, enum flow *flow);

/* With a description of its own for -WhatIf and -Verbose, a question and its heading. */
bool should_process_described(struct call *call, const char *description, const char *warning,
			      const char *caption, enum flow *flow);
/* `question` is asked instead of what is done to the target. */
bool call_should_process_question(struct call *call, const char *target, const char *question,
				  enum flow *flow);

#endif
