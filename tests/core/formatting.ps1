# What is shown of objects: views, widths, groups, what comes out of band, errors of calculated properties.
$PSStyle.OutputRendering = 'PlainText'
function show { ($input | Out-String -Width 50).TrimEnd() -split "`n" | ForEach-Object { "|$_" } }
$rows = 'a,anna,5', 'a,bo,12345', 'B,cy,7' | ConvertFrom-Csv -Header Zone, Name, MB
$rows | Format-Table name, mb, phone | show
# expect: |
# expect: |Name MB    phone
# expect: |---- --    -----
# expect: |anna 5     
# expect: |bo   12345 
# expect: |cy   7
$rows[0, 2], $rows[1] | Format-List Name -GroupBy zone | show
# expect: |
# expect: |   Zone: a
# expect: |
# expect: |Name : anna
# expect: |
# expect: |
# expect: |   Zone: B
# expect: |
# expect: |Name : cy
# expect: |
# expect: |
# expect: |   Zone: a
# expect: |
# expect: |Name : bo
$rows | Format-Table Name, @{ n = 'Bad'; e = { throw 'x' } }, @{ n = 'F'; e = 'MB'; f = '<{0}>' } -DisplayError -HideTableHeaders | show
# expect: |
# expect: |anna #ERR <5>
# expect: |bo   #ERR <12345>
# expect: |cy   #ERR <7>
$rows | Format-Wide { $_.Name.ToUpper() } -Column 2 | show
# expect: |
# expect: |ANNA                      BO
# expect: |CY
$rows[0], [version]'1.2' | Format-Wide -AutoSize | show
# expect: |
# expect: |anna  1
[version]'1.2', $rows[0], 'text', [version]'3.4' | show
# expect: |
# expect: |Major  Minor  Build  Revision
# expect: |-----  -----  -----  --------
# expect: |1      2      -1     -1
# expect: |
# expect: |Zone : a
# expect: |Name : anna
# expect: |MB   : 5
# expect: |
# expect: |text
# expect: |3      4      -1     -1
[pscustomobject]@{ A = @{ k = 1 }; B = 'x' } | Format-Custom @{ e = 'A'; Depth = 1 }, B | show
# expect: |
# expect: |class PSCustomObject
# expect: |{
# expect: |  A = 
# expect: |    [
# expect: |      [k, 1]
# expect: |    ]
# expect: |    
# expect: |  B = x
# expect: |}
[pscustomobject]@{ Name = 'n'; Text = 'one two three four five six seven eight nine ten eleven' } | Format-List | show
# expect: |
# expect: |Name : n
# expect: |Text : one two three four five six seven eight 
# expect: |       nine ten eleven
'text' | Format-Table -Force | show
# expect: |
# expect: |Length
# expect: |------
# expect: |     4
Format-List -Expand CoreOnly -InputObject ([System.Collections.ArrayList](1, 2)) -Property Count | show
# expect: |
# expect: |Count : 2
($rows | Format-Table | ForEach-Object { $_.GetType().Name }) -join ' '	# expect: FormatStartData GroupStartData FormatEntryData FormatEntryData FormatEntryData GroupEndData FormatEndData
foreach ($bad in @{ Width = 8 }, @{ e = 'MB'; Width = '8' }, @{ e = 'MB'; Width = 0 }, @{ e = 'MB'; a = 'up' }, @{ e = 'MB'; zz = 1 }, @{ e = '' }, 5, '', @{ e = 5 }) {
	try { $rows | Format-Table $bad } catch { "$($_.FullyQualifiedErrorId -replace ',.*'): $_" }
}
# expect: DictionaryKeyMandatoryEntry: A mandatory entry for expression is missing.
# expect: DictionaryKeyIllegalValue2: The "Width" key has a type, System.String, that is not valid; expected type is System.Int32.
# expect: WidthOutOfRange: The value "0" for key "width" should be greater than 0.
# expect: AlignmentIllegalValue: The value "up" for key "alignment" is not valid; valid values are {left, center, right}.
# expect: DictionaryKeyIllegal: The zz key is not valid.
# expect: ExpressionEmptyString1: The "expression" key cannot have an empty string value.
# expect: DictionaryKeyUnknownType: Cannot convert System.Int32 to one of the following types {System.String, System.Management.Automation.ScriptBlock}.
# expect: ExpressionEmptyString2: An empty string value is not allowed.
# expect: DictionaryKeyIllegalValue1: The "e" key has a type, System.Int32, that is not valid; expected types are {System.String, System.Management.Automation.ScriptBlock}.
try { [version]'1.2' | Format-Table -View nope } catch { "$_" }	# expect: The view name nope cannot be found. Specify one of the following Table views and try again: System.Version.
try { $rows | Format-Table | Select-Object -Skip 1 | Out-String } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: ConsoleLineOutputOutOfSequencePacket
Update-TypeData -TypeName Mail.Box -DefaultDisplayPropertySet Name, MB
[pscustomobject]@{ PSTypeName = 'Mail.Box'; Zone = 'a'; Name = 'anna'; MB = 5 } | show
# expect: |
# expect: |Name MB
# expect: |---- --
# expect: |anna  5
$set = [System.Management.Automation.PSPropertySet]::new('DefaultDisplayPropertySet', [string[]]('Name', 'MB'))
$o = [pscustomobject]@{ Zone = 'a'; Name = 'anna'; MB = 5; City = 'rome'; Id = 1 }
$o | Add-Member MemberSet PSStandardMembers ([System.Management.Automation.PSMemberInfo[]]@($set))
$o | show
# expect: |
# expect: |Name MB
# expect: |---- --
# expect: |anna  5
"$o $(($o.psobject.Properties).Name -join ',')"		# expect: @{Zone=a; Name=anna; MB=5; City=rome; Id=1} Zone,Name,MB,City,Id
$f = "$env:CASE_DIR/out.txt"
'ü' | Out-File $f -Encoding ascii
'b' | Out-File $f -Append -NoNewline
(Get-Content $f) -join ','					# expect: ?,b
1, 2 | Out-String -NoNewline					# expect: 12
$rows[0] | Out-GridView -PassThru -Title 'Pick one' | ForEach-Object Name
# expect: Pick one
# expect: 
# expect: Zone Name MB
# expect: ---- ---- --
# expect: a    anna 5
# expect: 
# expect: anna
class Part { [string]$Name = 'x' }
class Whole { [Part[]]$Parts = @([Part]::new(), [Part]::new()); $Table = @{ k = @{ z = 1 } } }
[Whole]::new() | Format-List | show
# expect: |
# expect: |Parts : {x, x}
# expect: |Table : {[k, System.Collections.Hashtable]}
[regex]::Match('abc', 'b') | show
# expect: |
# expect: |Groups   : {0}
# expect: |Success  : True
# expect: |Name     : 0
# expect: |Captures : {0}
# expect: |Index    : 1
# expect: |Length   : 1
# expect: |Value    : b
[Exception]::new('boom') | show
# expect: |
# expect: |TargetSite     : 
# expect: |Message        : boom
# expect: |Data           : {}
# expect: |InnerException : 
# expect: |HelpLink       : 
# expect: |Source         : 
# expect: |HResult        : -2146233088
# expect: |StackTrace     :
$PSStyle.OutputRendering = 'Ansi'
$PSStyle.Formatting.TableHeader = $PSStyle.Foreground.Red
($rows[0] | Format-Table Name | Out-String).Trim() -replace "`e", '~'
# expect: ~[31mName~[0m
# expect: ~[31m----~[0m
# expect: anna
($rows[0] | Format-List Name | Out-String).Trim() -replace "`e", '~'	# expect: ~[32;1mName : ~[0manna
$PSStyle.Background.FromRgb(0x010203) -replace "`e", '~'	# expect: ~[48;2;1;2;3m
$PSStyle.OutputRendering = 'PlainText'
Set-Content "$env:CASE_DIR/log.txt" one, two, three
Select-String two "$env:CASE_DIR/log.txt" -Context 1 | show
# expect: |
# expect: |  log.txt:1:one
# expect: |> log.txt:2:two
# expect: |  log.txt:3:three
'x', 'y' | Select-String x -Context 0, 1 | show
# expect: |
# expect: |> x
# expect: |  y
[ipaddress]'10.0.0.1' | Select-Object ScopeId, IsIPv6Teredo, Address | show
# expect: |
# expect: |ScopeId IsIPv6Teredo  Address
# expect: |------- ------------  -------
# expect: |               False 16777226
$t = 1, 2 | ForEach-Object { [pscustomobject]@{ A = $_ } } | Format-Table
& { $t | Select-Object -First 3; [pscustomobject]@{ Q = 1 }; $t } | show
# expect: |
# expect: |A
# expect: |-
# expect: |1
# expect: |
# expect: |Q
# expect: |-
# expect: |1
# expect: |
# expect: |
# expect: |A
# expect: |-
# expect: |1
# expect: |2
$long = [pscustomobject]@{ Name = 'n'; Text = 'word ' * 25 }
($long | Format-List | Out-String).Trim().Split("`n").Count	# expect: 2
($long | Format-Table | Out-String).Trim().Split("`n")[-1].Length	# expect: 80
