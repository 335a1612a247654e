/* hmsh -Check: script files are parsed, none is run. */
#ifndef HMSH_SCRIPT_CHECK_H
#define HMSH_SCRIPT_CHECK_H

/*
 * Writes each error of the files ("-" is standard input) to standard output, one a line:
 * FILE:LINE:COLUMN: TEXT (ID). Exit status: 0 when all parse, 1 when one does not, 66 when one
 * cannot be read.
 */
int check_files(char **paths, int count);

#endif
