/*
 * Help that is about no command.
 */
#ifndef HMSH_HELP_TOPIC_H
#define HMSH_HELP_TOPIC_H

struct help_topic {
	const char *name, *synopsis, *text;
};

/* Ends with name NULL. */
const struct help_topic *help_topics(void);

#endif
