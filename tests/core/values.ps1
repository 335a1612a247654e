# Dates, random numbers, objects and their members, secrets.
Get-Date '2024-02-05 13:05:09' -Format 'yyyy-MM-dd HH:mm'	# expect: 2024-02-05 13:05
Get-Date '2024-02-05' -UFormat '%j %V %a'			# expect: 036 06 Mon
(Get-Date '2024-02-05' -Day 1).Day				# expect: 1
"$(New-TimeSpan -Start 2024-03-01 -End 2024-03-02)"		# expect: 1.00:00:00
"$(New-TimeSpan -Hours 25 -Minutes -60)"			# expect: 1.00:00:00
$r = Get-Random -Minimum 3 -Maximum 5; $r -in 3, 4		# expect: True
(1..9 | Get-Random -Count 9 | Sort-Object) -join ''		# expect: 123456789
(1..9 | Get-Random -Shuffle).Count				# expect: 9
try { Get-Random -Minimum 5 -Maximum 5 } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: MinGreaterThanOrEqualMax
"$(New-Guid -Empty)"						# expect: 00000000-0000-0000-0000-000000000000
try { New-Guid nonsense -ErrorAction Stop } catch { "$_" }	# expect: Unrecognized Guid format.
"$(New-Object psobject -Property ([ordered]@{ B = 1; A = 2 }))"	# expect: @{B=1; A=2}
(New-Object System.Collections.ArrayList).Count			# expect: 0
try { New-Object No.Such } catch { "$_" }			# expect: Cannot find type [No.Such]: verify that the assembly containing this type is loaded.
$o = [pscustomobject]@{ A = 2 }
$o | Add-Member B 3
$o | Add-Member ScriptProperty Sum { $this.A + $this.B }
$o | Add-Member ScriptMethod Add { param($n) $this.Sum + $n }
$o | Add-Member AliasProperty First A
"$($o.Sum) $($o.Add(10)) $($o.First)"				# expect: 5 15 2
try { $o | Add-Member A 1 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: MemberAlreadyExists
$o | Add-Member A 7 -Force; $o.A				# expect: 7
($o | Get-Member -MemberType ScriptProperty, ScriptMethod).Name -join ' '	# expect: Add Sum
($o | Get-Member A).Definition					# expect: int A=7
try { Get-Member -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: NoObjectInGetMember
$s = ConvertTo-SecureString 'Pä55' -AsPlainText -Force
"$s $(ConvertFrom-SecureString $s -AsPlainText)"		# expect: System.Security.SecureString Pä55
ConvertFrom-SecureString (ConvertTo-SecureString (ConvertFrom-SecureString $s)) -AsPlainText	# expect: Pä55
try { ConvertTo-SecureString plain } catch { "$_" }		# expect: The parameter value "plain" is not a valid encrypted string.
Write-Output a b | ForEach-Object { "<$_>" }
# expect: <a>
# expect: <b>
1, 2 | Tee-Object -Variable kept | Out-Null; "$kept"		# expect: 1 2
(Measure-Command { 'hidden' }).GetType().Name			# expect: TimeSpan
