# Content, items, paths and locations.
Set-Location $env:CASE_DIR
'b', 'a' | Set-Content x.txt
Add-Content x.txt c -NoNewline
(Get-Content x.txt) -join ''					# expect: bac
(Get-Content x.txt -Raw).Length					# expect: 5
(Get-Content x.txt -Tail 1)					# expect: c
(Get-Content x.txt -ReadCount 0).GetType().Name			# expect: Object[]
([byte[]](Get-Content x.txt -Encoding Byte -ReadCount 0)).Length	# expect: 5
Clear-Content x.txt; (Get-Item x.txt).Length			# expect: 0
Set-Content u.txt 'ä' -Encoding unicode
(Get-Content u.txt -AsByteStream | ForEach-Object { '{0:X2}' -f $_ }) -join ' '	# expect: FF FE E4 00 0A 00
Get-Content u.txt						# expect: ä
try { Get-Content no.txt -ErrorAction Stop } catch { $_.CategoryInfo.Category }	# expect: ObjectNotFound
$null = New-Item -ItemType Directory d/e -Force
New-Item d/e/f.txt -Value text | ForEach-Object Name		# expect: f.txt
try { New-Item d -ItemType Directory -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: DirectoryExist
Copy-Item d g -Recurse; Move-Item g/e/f.txt g/h.txt; Rename-Item g/h.txt i.txt
(Get-ChildItem -Recurse -Name | Sort-Object) -join ' '		# expect: d d/e d/e/f.txt g g/e g/i.txt u.txt x.txt
(Get-ChildItem *.txt).Name -join ' '				# expect: u.txt x.txt
(Get-ChildItem -Recurse -File -Filter *.TXT | Measure-Object Length -Sum).Sum	# expect: 14
Test-Path g							# expect: True
Remove-Item g -Recurse; Test-Path g				# expect: False
Get-ChildItem d -Recurse -File | Remove-Item; Test-Path d/e/f.txt	# expect: False
Test-Path .\d\e -PathType Container				# expect: True
Join-Path a \b c						# expect: a/b/c
Split-Path C:\Temp\x.csv -Leaf					# expect: x.csv
Split-Path /a/b.tar.gz -LeafBase				# expect: b.tar
$env:HMSH_DRIVE_C = $env:CASE_DIR
Set-Content C:\d\z.txt drive; Get-Content c:/d/z.txt		# expect: drive
Push-Location d; Split-Path $PWD -Leaf; Pop-Location		# expect: d
(Resolve-Path d/*).Path | Split-Path -Leaf | Sort-Object
# expect: e
# expect: z.txt
Test-Path env:PATH; Test-Path env:NO_SUCH_THING
# expect: True
# expect: False
