/*
 * The report of a publishing.
 */
#include "config.h"
#include "state/publish.h"

static void file_free(void *data)
{
	struct publish_file *file = data;

	g_free(file->path);
	g_free(file->difference);
	g_free(file);
}

void publish_report_init(struct publish_report *report)
{
	*report = (struct publish_report){
		.files = g_ptr_array_new_with_free_func(file_free),
		.warnings = g_ptr_array_new_with_free_func(g_free),
		.reloaded = g_ptr_array_new_with_free_func(g_free),
		.edited = g_ptr_array_new_with_free_func(g_free),
	};
}

void publish_report_clear(struct publish_report *report)
{
	g_clear_pointer(&report->files, g_ptr_array_unref);
	g_clear_pointer(&report->warnings, g_ptr_array_unref);
	g_clear_pointer(&report->reloaded, g_ptr_array_unref);
	g_clear_pointer(&report->edited, g_ptr_array_unref);
}
