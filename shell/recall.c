/*
 * The session's history: entries in order, the oldest dropped when there are
 * more than are kept.
 */
#include "config.h"

#include "shell/recall.h"

#include "lib/datetime.h"

/* $MaximumHistoryCount. */
#define HISTORY_MAX 4096

/* Words that stand in a line with a secret. */
static const char *const secret_words[] = { "-AsPlainText", "Password", "SecureString", "Credential", "Secret" };

bool recall_holds_secret(const char *text)
{
	/* Such a word and a value written out. */
	if (!strpbrk(text, "'\"$("))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(secret_words); i++)
		if (strcasestr(text, secret_words[i]))
			return true;
	return false;
}

static void entry_free(gpointer data)
{
	struct recall_entry *entry = data;

	g_free(entry->text);
	g_free(entry);
}

GPtrArray *recall_entries(struct session *session)
{
	if (!session->history)
		session->history = g_ptr_array_new_with_free_func(entry_free);
	return session->history;
}

struct value recall_now(void)
{
	return date_to_local(date_value(date_now_utc(), DATE_UTC));
}

void recall_add(struct session *session, const char *text, struct value start, bool failed)
{
	GPtrArray *entries = recall_entries(session);
	struct recall_entry *entry;

	if (recall_holds_secret(text))
		return;
	entry = g_new0(struct recall_entry, 1);
	entry->id = ++session->history_id;
	entry->text = g_strchomp(g_strdup(text));
	entry->failed = failed;
	entry->start = start;
	entry->end = recall_now();
	g_ptr_array_add(entries, entry);
	if (entries->len > HISTORY_MAX)
		g_ptr_array_remove_index(entries, 0);
}
