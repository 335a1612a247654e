# Errors: where they point, who reported them, what their records and exceptions know.
function At { param($Code) try { & ([scriptblock]::Create($Code)) } catch { $i = $_.InvocationInfo; "$($i.ScriptLineNumber):$($i.OffsetInLine) $($i.PositionMessage -split "`n" | Select-Object -Last 1)" } }
# An error in an expression points at its statement, not through parentheses or assignments
At '$a = 1 + 2 / 0'	# expect: 1:1 + ~~~~~~~~~~~~~~
At '$a = (1, (1 / 0))'	# expect: 1:1 + ~~~~~~~~~~~~~~~~~
At 'if (1 / 0) { 2 }'	# expect: 1:5 +     ~~~~~
At '$a = @{ b = 1 / 0 }'	# expect: 1:13 +             ~~~~~
At 'return 1 / 0'	# expect: 1:8 +        ~~~~~
At '"a $(1 / 0)"'	# expect: 1:6 +      ~~~~~
# but a type, a command and an argument at themselves
At '$a = [nosuch]::x'	# expect: 1:6 +      ~~~~~~~~
At '1 | No-Such -a 1'	# expect: 1:5 +     ~~~~~~~
At 'Get-Date -Year many'	# expect: 1:16 +                ~~~~
At 'Get-Date -Yearr 5'	# expect: 1:10 +          ~~~~~~
At 'Get-Date -Year 1 -Year 2'	# expect: 1:18 +                  ~~~~~
At '$h = @{ Year = "x" }; Get-Date @h'	# expect: 1:32 +                                ~~
At 'Get-Date a b c'	# expect: 1:10 +          ~
# A long line is cut around the extent, tabs are four blanks
At ("`t1 / 0;" + ' $b = 2;' * 12)	# expect: 1:2 +     ~~~~~
At ('$b = 2; ' * 12 + '1 / 0')	# expect: 1:97 +                                                                   ~~~~~
# The record of a function's own error stands where the function was called
function Report { [CmdletBinding()] param() try { 1 / 0 } catch { $PSCmdlet.ThrowTerminatingError($_) } }
try { Report } catch { "$($_.InvocationInfo.OffsetInLine) $($_.FullyQualifiedErrorId) $($_.InvocationInfo.MyCommand.Name)" }	# expect: 7 RuntimeException,Report Report
function Outer { [CmdletBinding()] param() try { Report } catch { $PSCmdlet.WriteError($_) } }
Outer 2>&1 | ForEach-Object { $_.FullyQualifiedErrorId }	# expect: RuntimeException,Outer
function Complain { Write-Error 'no' -ErrorId Bad }
$e = Complain 2>&1
"$($e.InvocationInfo.OffsetInLine) $($e.FullyQualifiedErrorId) $($e.CategoryInfo.Activity)"	# expect: 6 Bad,Complain Write-Error
$e.ScriptStackTrace -replace '/.*/' -split "`n"	# expect: at Complain, errors.ps1: line 26
	# expect: at <ScriptBlock>, errors.ps1: line 27
# What exceptions know
try { Get-Variable -Colour red } catch { "$($_.Exception.ParameterName) $($_.Exception.ErrorId) $($_.Exception.Offset)" }	# expect: Colour NamedParameterNotFound 20
try { Get-Date -Year x } catch { "$($_.Exception.ParameterName) $($_.Exception.ParameterType)" }	# expect: Year int
try { No-Such } catch { "$($_.Exception.CommandName) $($_.Exception.ErrorRecord.FullyQualifiedErrorId)" }	# expect: No-Such CommandNotFoundException
try { throw 'x' } catch { $_.Exception.WasThrownFromThrowStatement; $_.Exception.ErrorRecord.Exception.GetType().Name }	# expect: True
	# expect: ParentContainsErrorRecordException
# Preference variables take only what they are made for; the session's own are not overwritten
try { $ErrorView = 'Short' } catch { "$_" -replace '\. .*' -split "`n" | Select-Object -First 1 }	# expect: Cannot convert value "Short" to type "System.Management.Automation.ErrorView"
try { $PID = 1 } catch { "$_" }	# expect: Cannot overwrite variable PID because it is read-only or constant.
# Get-Error shows all that a record holds
try { [int]::Parse('x') } catch { }
(Get-Error | Out-String) -split "`n" | Select-String '^ +Type +:|^FullyQ' | ForEach-Object { $_.Line.Trim() -replace ' +', ' ' }	# expect: Type : System.Management.Automation.MethodInvocationException
	# expect: Type : System.Management.Automation.ParentContainsErrorRecordException
	# expect: Type : System.FormatException
	# expect: FullyQualifiedErrorId : FormatException
(Get-Error -Newest 2).Count	# expect: 2
# Errors of the parser know each problem; what a method throws is inside the exception of the call
try { Invoke-Expression "1`nif (" } catch { $e = $_.Exception.Errors[0]; "$($e.ErrorId) $($e.Extent.StartLineNumber):$($e.Extent.StartColumnNumber) $($e.IncompleteInput)" }	# expect: IfStatementMissingCondition 2:5 True
try { [scriptblock]::Create('if (1) { }; }') } catch { $x = $_.Exception.InnerException; "$($_.FullyQualifiedErrorId) $($x.GetType().Name) $($x.Errors.ErrorId)" }	# expect: ParseException ParseException UnexpectedToken
try { { throw 'x' }.Invoke(1) } catch { "$_" }	# expect: Exception calling "Invoke" with "1" argument(s): "x"
# An error that leaves a cmdlet is the cmdlet's, but for what was thrown
try { 1 | ForEach-Object { 1 / 0 } } catch { "$($_.FullyQualifiedErrorId) $($_.InvocationInfo.OffsetInLine)" }	# expect: RuntimeException,Microsoft.PowerShell.Commands.ForEachObjectCommand 11
try { 1 | ForEach-Object { throw 'x' } } catch { "$($_.FullyQualifiedErrorId) $($_.InvocationInfo.OffsetInLine)" }	# expect: x 28
try { Invoke-Expression 'No-Such' } catch { $_.FullyQualifiedErrorId }	# expect: CommandNotFoundException,Microsoft.PowerShell.Commands.InvokeExpressionCommand
# A .NET exception that no call wraps; what is read-only; strict mode; unknown names among what remains
$l = [System.Collections.Generic.List[int]](1, 2); try { foreach ($i in $l) { $l.Add(3) } } catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category)" }	# expect: System.InvalidOperationException OperationStopped
try { [int]::MaxValue = 5 } catch { "$_" }	# expect: 'MaxValue' is a ReadOnly property.
& { Set-StrictMode -Version 3; try { (1, 2)[5] } catch { $_.FullyQualifiedErrorId }; try { (5).Count } catch { $_.FullyQualifiedErrorId }; ([pscustomobject]@{ a = 1 }).Count }	# expect: System.IndexOutOfRangeException
	# expect: PropertyNotFoundStrict
	# expect: 1
function Two($A) { } ; & { Set-StrictMode -Version 2; try { Two(1, 2) } catch { $_.FullyQualifiedErrorId } }	# expect: StrictModeFunctionCallWithParens
try { Set-StrictMode -Version Off } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: CannotConvertArgumentNoMessage
(Write-Output -Nosuch 1) -join ' '	# expect: -Nosuch 1
function Flag { param([switch]$S, [bool]$B) "$S $B" }
Flag -S:$true -B 0	# expect: True False
try { Flag -B @(1) } catch { "$_" -replace '.*convert ' }	# expect: value "System.Object[]" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.
# Every command of a pipeline is found before anything of it runs
try { Write-Output (Write-Host early) | No-Such } catch { $_.FullyQualifiedErrorId }	# expect: CommandNotFoundException
function Odd { param([nosuch()]$A) }; try { Odd } catch { $_.FullyQualifiedErrorId }	# expect: CustomAttributeTypeNotFound
try { 1..(2, 3) } catch { "$($_.FullyQualifiedErrorId) $_" }	# expect: System.InvalidCastException Unable to cast object of type 'System.Object[]' to type 'System.IConvertible'.
# A number that is an argument keeps its text
function First { $n = $args[0]; '{0} {1} {2}' -f $n, "$n", $n.ToString() }
First 0x10	# expect: 0x10 16 16
# What is not there is named at its place: a class at its type, a parameter at its own
try { & ([scriptblock]::Create("`nclass A : NoSuchBase { }")) } catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.InvocationInfo.ScriptLineNumber):$($_.InvocationInfo.OffsetInLine)" }	# expect: TypeNotFound ParserError 2:11
function Typed { param([nosuch]$X) }; try { Typed 1 } catch { "$($_.CategoryInfo) $($_.InvocationInfo.Statement)" }	# expect: InvalidOperation: (nosuch:TypeName) [], RuntimeException [nosuch]
function Ranged { param([Parameter(ValueFromPipeline)][ValidateRange(1, 3)][int]$N) process { $N } }
(9 | Ranged 2>&1).CategoryInfo.TargetName	# expect: 9
function Refers { param([ref]$R) }; try { Refers 5 } catch { "$_" }	# expect: Cannot process argument transformation on parameter 'R'. Reference type is expected in argument.
/bin/sh -c 'echo one >&2; echo two >&2' 2>&1 | ForEach-Object { "$($_.FullyQualifiedErrorId) $_" }	# expect: NativeCommandError one
	# expect: NativeCommandErrorMessage two
# All of a record, and of an exception: what only its type has comes first
try { Get-Item /nope -ErrorAction Stop } catch { ($_ | Select-Object *).PSObject.Properties.Name -join ' '; $_.Exception.PSObject.Properties.Name[0..2] -join ' '; "$($_.PipelineIterationInfo) $($_.Exception.HResult)" }	# expect: PSMessageDetails Exception TargetObject CategoryInfo FullyQualifiedErrorId ErrorDetails InvocationInfo ScriptStackTrace PipelineIterationInfo
	# expect: ItemName ErrorRecord WasThrownFromThrowStatement
	# expect: 0 1 -2146233087
# A conversion that fails holds the reason as an exception of its own, which a method throws by itself
try { [int]'x' } catch { $e = $_.Exception; $(while ($e) { $e.GetType().Name; $e = $e.InnerException }) -join ' ' }	# expect: RuntimeException PSInvalidCastException FormatException
try { [convert]::ToByte(300) } catch { "$($_.FullyQualifiedErrorId) $_" }	# expect: OverflowException Exception calling "ToByte" with "1" argument(s): "Value was either too large or too small for an unsigned byte."
# A function's error in a pipeline is not that of the cmdlet before it, but of the one it runs in
function Fails { param([Parameter(ValueFromPipeline)]$N) process { 1 / 0 } }
try { Write-Output 1 | Fails } catch { $_.FullyQualifiedErrorId }	# expect: RuntimeException
try { 1 | ForEach-Object { Write-Output 1 | Fails } } catch { $_.FullyQualifiedErrorId -replace '.*\.' }	# expect: ForEachObjectCommand
