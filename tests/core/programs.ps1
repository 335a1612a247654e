# Programs: --%, statuses as errors.
$env:WORD = 'from the environment'
/bin/echo --% %WORD% "in quotes" 'single' $none
# expect: from the environment in quotes 'single' $none
/bin/echo a --% %NOSUCH% | ForEach-Object { "<$_>" }	# expect: <a %NOSUCH%>
sh -c 'exit 4'; "$? $LASTEXITCODE"	# expect: False 4
$PSNativeCommandUseErrorActionPreference = $true
try { & { $ErrorActionPreference = 'Stop'; sh -c 'exit 4' } } catch { "$_ $($_.FullyQualifiedErrorId) $($_.Exception.ExitCode)" }
# expect: Program "sh" ended with non-zero exit code: 4 (0x00000004). ProgramExitedWithNonZeroCode 4
sh -c 'exit 5' 2>$null; $LASTEXITCODE	# expect: 5
sh -c 'exit 0'; $?	# expect: True
