# Sort-Object over keys of every mixture: text, integers, reals, both, and what has no common order.

function Show { "$($input -join ' ')" }

'b', 'a', 'C', 'A', 'c', 'B' | Sort-Object | Show			# expect: a A b B C c
'b', 'a', 'C', 'A', 'c', 'B' | Sort-Object -CaseSensitive | Show	# expect: a A b B c C
'user10', 'user9', 'user1', 'user', 'User 2', 'user-3' | Sort-Object | Show
# expect: user User 2 user-3 user1 user10 user9
'aaaaaaaaaaaaz', 'aaaaaaaaaaaaB', 'aaaaaaaaaaaa' | Sort-Object | Show	# expect: aaaaaaaaaaaa aaaaaaaaaaaaB aaaaaaaaaaaaz
'a1234567890', 'a1234567889', 'a12345678' | Sort-Object -Top 2 | Show	# expect: a12345678 a1234567889
'é', 'f', 'e' | Sort-Object | Show					# expect: e é f
3, 1.5, -1, [long]2 | Sort-Object | Show				# expect: -1 1.5 2 3
[long]9007199254740993, [long]9007199254740992, 5 | Sort-Object | Show
# expect: 5 9007199254740992 9007199254740993
10, 9, '8', 7.5 | Sort-Object | Show					# expect: 7.5 8 9 10

# Equal keys stay in the order they came in, descending too; an object without the property comes last.
$rows = foreach ($i in 1..40) { [pscustomobject]@{ Key = $i % 3; Number = $i } }
($rows | Sort-Object Key | Select-Object -First 4).Number | Show		# expect: 3 6 9 12
($rows | Sort-Object Key -Descending | Select-Object -First 4).Number | Show	# expect: 2 5 8 11
($rows | Sort-Object Key, @{ Expression = 'Number'; Descending = $true } |
	Select-Object -First 3).Number | Show				# expect: 39 36 33
@([pscustomobject]@{ n = 2 }, [pscustomobject]@{ m = 1 }, [pscustomobject]@{ n = 1 } |
	Sort-Object n -Descending | ForEach-Object { "<$($_.n)>" }) | Show	# expect: <2> <1> <>

# A literal's members, in their order; what it is written with twice is an error.
$one = [pscustomobject]@{ Name = 'a'; Size = if ($false) { 1 }; 'With blank' = 3 }
$one.PSObject.Properties.Name | Show					# expect: Name Size With blank
$null -eq $one.Size							# expect: True
$key = 'A'
try { [pscustomobject]@{ a = 1; $key = 2 } } catch { 'twice' }		# expect: twice
