# Members that scripts add to types.
Update-TypeData -TypeName System.Int32 -MemberType ScriptProperty -MemberName Double -Value { $this * 2 }
(21).Double				# expect: 42
try { Update-TypeData -TypeName int -MemberType NoteProperty -MemberName Double -Value 1 -ErrorAction Stop } catch { "$_"; $_.FullyQualifiedErrorId }
# expect: Error in TypeData "System.Int32": The member Double is already present.
# expect: TypesDynamicUpdateException,Microsoft.PowerShell.Commands.UpdateTypeDataCommand
Update-TypeData -TypeName int -MemberType NoteProperty -MemberName Double -Value two -Force
(21).Double				# expect: two
Update-TypeData -TypeName Zq.Box -MemberType AliasProperty -MemberName Alias -Value Name
Update-TypeData -TypeName Zq.Box -MemberType ScriptProperty -MemberName Upper -Value { $this.Name.ToUpper() } -SecondValue { param($v) $this.Name = $v.ToLower() }
Update-TypeData -TypeName Zq.Box -MemberType ScriptMethod -MemberName Say -Value { param($x) "$($this.Name) says $x" }
$o = [pscustomobject]@{ PSTypeName = 'Zq.Box'; Name = 'anna' }
$o.Alias				# expect: anna
$o.Upper = 'BERND'
$o.Name					# expect: bernd
$o.Alias = 'carl'
$o.Upper				# expect: CARL
$o.Say('hi')				# expect: carl says hi
$o | Get-Member | Where-Object Name -in Alias, Upper, Say | ForEach-Object { "$($_.MemberType) $($_.Name)" }
# expect: AliasProperty Alias
# expect: ScriptMethod Say
# expect: ScriptProperty Upper
$t = Get-TypeData Zq.*
"$($t.TypeName): $($t.Members.Keys -join ' ')"	# expect: Zq.Box: Alias Upper Say
Remove-TypeData Zq.Box
[bool]$o.Alias				# expect: False
$t | Update-TypeData
$o.Upper				# expect: CARL
try { Remove-TypeData Zq.None -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: TypesDynamicRemoveException,Microsoft.PowerShell.Commands.RemoveTypeDataCommand
