/*
 * The evaluator against any script. A build for fuzzing counts steps and ends a run that takes too
 * many, and limits the length of strings and ranges (shell/session.h, lib/limits.h). What could reach
 * beyond the session is refused here; tests/fuzz/fuzz.sh adds a file system that cannot be written and
 * a network without interfaces, for what slips through.
 */
#include "tests/fuzz/fuzz.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <errno.h>

#include "lib/heap.h"
#include "lib/symbol.h"
#include "lib/type.h"
#include "shell/repl.h"
#include "shell/session.h"

/* As shell/main.c has it. */
#define STACK_SIZE (256u << 20)
#define STACK_RESERVE (1u << 20)

extern const struct cmdlet *const cmdlet_registry[];

int LLVMFuzzerInitialize(int *argc, char ***argv);

/*
 * Commands that write files, start programs, wait or ask. Out-File stays, since a redirection is one:
 * it reaches the work folder.
 */
static const char *const refused[] = {
	"Set-Content", "Add-Content", "Clear-Content", "Export-Csv", "Export-Clixml", "New-Item", "Remove-Item", "Move-Item", "Copy-Item", "Rename-Item",
	"Set-Item", "Clear-Item", "Start-Process", "Stop-Process", "Start-Sleep", "Read-Host",
	"Start-Transcript", "Get-Credential", "Import-Module", "Test-Connection",
	"Test-NetConnection", "Resolve-DnsName", "Send-MailMessage", "Invoke-WebRequest",
	"Invoke-RestMethod", "Wait-Process", "Get-ChildItem", "Get-Content", "Select-String",
	"Set-Location", "Push-Location", "Pop-Location",
};

/* System calls by which a program would start, or something outside would be changed. */
static const unsigned denied[] = {
	SYS_execve, SYS_execveat, SYS_fork, SYS_vfork, SYS_socket, SYS_connect, SYS_kill,
	SYS_unlink, SYS_unlinkat, SYS_rename, SYS_renameat, SYS_renameat2, SYS_mkdir, SYS_mkdirat,
	SYS_rmdir, SYS_link, SYS_linkat, SYS_symlink, SYS_symlinkat, SYS_chmod, SYS_fchmodat,
	SYS_chown, SYS_fchownat, SYS_truncate, SYS_mknod, SYS_mount,
};

static void deny_system_calls(void)
{
	struct sock_filter filter[2 + 2 * G_N_ELEMENTS(denied)];
	struct sock_fprog program = { .filter = filter };
	unsigned n = 0;

	filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						   offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < G_N_ELEMENTS(denied); i++) {
		filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, denied[i], 0, 1);
		filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	}
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = n;
	g_assert_cmpint(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
	g_assert_cmpint(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), ==, 0);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	g_setenv("PATH", "/nonexistent", TRUE);
	g_setenv("TZ", "UTC", TRUE);
	g_setenv("HMSH_DRIVE_C", "/nonexistent", TRUE);
	deny_system_calls();
	return 0;
}

static bool is_refused(const struct cmdlet *cmdlet)
{
	if (g_strcmp0(cmdlet->module, "HostingManagement") == 0)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
		if (strcmp(refused[i], cmdlet->name) == 0)
			return true;
	return false;
}

static struct session *session_make(void)
{
	struct session *session = session_new();
	char here;

	session->stack_limit = (char *)((uintptr_t)&here - STACK_SIZE + STACK_RESERVE);
	session->state_dir = g_strdup("/nonexistent");
	session->non_interactive = true;
	session->cmdlets = g_hash_table_new(NULL, NULL);
	for (size_t i = 0; cmdlet_registry[i]; i++)
		if (!is_refused(cmdlet_registry[i]))
			g_hash_table_insert(session->cmdlets, symbol_get(cmdlet_registry[i]->name, -1),
					    (gpointer)cmdlet_registry[i]);
	return session;
}

void fuzz_one(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	struct session *session = session_make();
	GPtrArray *classes = g_ptr_array_ref(session->classes);

	session_run_text(session, text, NULL);
	session_free(session);
	types_shutdown();
	heap_shutdown();
	g_ptr_array_unref(classes);
}
