# What a parameter takes: mandatory ones, Validate attributes, splatting, the rest, objects of the pipeline.
function Need { param([Parameter(Mandatory)][string]$S, [Parameter()][string[]]$L) "[$S]" }
try { Need $null } catch { $_.FullyQualifiedErrorId }	# expect: ParameterArgumentValidationErrorEmptyStringNotAllowed,Need
function NeedList { param([Parameter(Mandatory)][string[]]$L) $L.Count }
try { NeedList a, '' } catch { "$_" }	# expect: Cannot bind argument to parameter 'L' because it is an empty string.
try { NeedList @() } catch { "$_" }	# expect: Cannot bind argument to parameter 'L' because it is an empty array.
try { Get-Content $null } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: ParameterArgumentValidationErrorNullNotAllowed
function NeedText { param([Parameter(Mandatory)][AllowEmptyString()][string[]]$L) "$($L.Count)" }
NeedText ''	# expect: 1
try { NeedText @() } catch { $_.FullyQualifiedErrorId }	# expect: ParameterArgumentValidationErrorEmptyArrayNotAllowed,NeedText
function Filled { param([ValidateNotNullOrEmpty()]$X) 'ok' }
Filled @{}.Keys.Count	# expect: ok
try { Filled (1, $null) } catch { "$_" -replace '.*\. The', 'The' }	# expect: The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.
function NoBlank { param([ValidateNotNullOrWhiteSpace()]$X) 'ok' }
try { NoBlank "`t " } catch { $_.FullyQualifiedErrorId }	# expect: ParameterArgumentValidationError,NoBlank
function Above { param([ValidateRange('Positive')][int]$A) $A }
try { Above 0 } catch { "$_" -replace '.*\. The', 'The' }	# expect: The argument "0" cannot be validated because its value is not greater than zero.
Above 3	# expect: 3
function Two { param([ValidateCount(2, 2)]$X) 'ok' }
try { Two (1, 2, 3) } catch { "$_" -replace '.*\. The', 'The' }	# expect: The parameter requires exactly 2 value(s) - 3 value(s) were provided.
$box = @{ A = 1; B = 2 }
function Both { param($A, $B) "$A $B" }
Both @box -B 9	# expect: 1 9
Both -A 7 @box	# expect: 7 2
function Rest { param($First, [Parameter(ValueFromRemainingArguments)]$All) "$($All.Count): $All" }
Rest 1 2, 3	# expect: 2: 2 3
Rest 1 2, 3 4	# expect: 2: System.Object[] 4
function One { [CmdletBinding()] param([Parameter(ValueFromPipeline)][int]$N) process { $N } }
(1, 'x', 2 | One -ErrorVariable bad 2>$null) -join ' '	# expect: 1 2
"$($bad.Count) $($Error[0].FullyQualifiedErrorId)"	# expect: 0 InputObjectNotBound,One
function None { [CmdletBinding()] param() process { 'ran' } }
1 | None 2>$null
$Error[0].FullyQualifiedErrorId	# expect: InputObjectNotBound,None
function Text { [CmdletBinding()] param([string]$a) "[$a]" }
(Text 1.0), (Text 0x10), (Text -a 9GB) -join ''	# expect: [1.0][0x10][9GB]
$rest = 1; $o = [ordered]@{}; $o.Rest = 2; "$($o.Keys)"	# expect: Rest
function Page { [CmdletBinding(SupportsPaging)] param() "$($PSCmdlet.PagingParameters.Skip) $($PSCmdlet.PagingParameters.First)" }
Page -First 2	# expect: 0 2
1 | ForEach-Object { $_ | ForEach-Object -Begin { $outer = $_ } { } -End { "$outer $_" } }	# expect: 1 1
Set-Content leave.ps1 'exit 3'; & ./leave.ps1; $LASTEXITCODE	# expect: 3
$global:LASTEXITCODE = 0; Set-Content leave.ps1 '1'; $null = & ./leave.ps1; $LASTEXITCODE	# expect: 0
[pscustomobject]@{ PSTypeName = 'A.B' } | ForEach-Object { $_.PSTypeNames[0] }	# expect: A.B
function Piped { param([Parameter(Mandatory, ValueFromPipeline)][string]$s) process { "[$s]" } }
$null | Piped 2>$null
$Error[0].FullyQualifiedErrorId	# expect: ParameterArgumentValidationErrorNullNotAllowed,Piped
(Write-Output -NoEnumerate 1).GetType().Name	# expect: List`1
Get-Job | Remove-Job
try { Get-Job 99 -ErrorAction Stop } catch { "$_" }	# expect: The command cannot find a job with the job ID 99. Verify the value of the Id parameter and then try the command again.
try { Start-Job { 1 } } catch { "$_" }	# expect: Start-Job is not supported: hmsh does not run script blocks in the background yet.
try { Get-ChildItem -F x } catch { "$_" -replace '.*: ' }	# expect: -Filter -Force.
(Get-ChildItem -Fil *.none -Dir).Count	# expect: 0
function ByName { param([Parameter(ValueFromPipelineByPropertyName)]$Name, [Parameter(ValueFromPipelineByPropertyName)]$Id = 7) process { "$Name-$Id" } end { "end $Name" } }
([pscustomobject]@{ Name = 'a'; Id = 1 }, [pscustomobject]@{ Name = 'b' } | ByName) -join ' '	# expect: a-1 b-7 end b
function Called { $MyInvocation.InvocationName }
Set-Alias also Called
"$(also) $(& Called) $(. Called)"	# expect: also & .
1 | ForEach-Object GetType | ForEach-Object Name	# expect: Int32
1, 9 | & { [CmdletBinding()] param([Parameter(ValueFromPipeline)]$N, $M) process { "$($PSBoundParameters.N) $($PSBoundParameters.Count)" } } -M 2	# expect: 1 2
	# expect: 9 2

# An argument that fails ends the command before it was opened.
try { 1 | Format-Table @{ e = .'nosuch'; Width = 12 } | Out-String } catch { $_.FullyQualifiedErrorId }	# expect: CommandNotFoundException
try { 1, 2 | Sort-Object $(throw 'early') } catch { "$_" }	# expect: early
