# CSV, JSON, HTML, XML and string data: what is written and what is read.
[pscustomobject]@{ A = 'x,"y"'; B = $null; C = 1.5 } | ConvertTo-Csv
# expect: "A","B","C"
# expect: "x,""y""",,"1.5"
[pscustomobject]@{ A = 'x;y'; B = 2 } | ConvertTo-Csv -Delimiter ';' -UseQuotes AsNeeded
# expect: A;B
# expect: "x;y";2
"$("A,B`n1,`n,2" | ConvertFrom-Csv)"				# expect: @{A=1; B=} @{A=; B=2}
"$('a,,c' | ConvertFrom-Csv -Header X, Y, Z)"			# expect: @{X=a; Y=; Z=c}
$f = "$env:CASE_DIR/t.csv"
[pscustomobject]@{ N = 'ü' } | Export-Csv $f -Encoding utf8BOM
[pscustomobject]@{ N = 'b' } | Export-Csv $f -Append
(Import-Csv $f).N -join ' '					# expect: ü b
try { [pscustomobject]@{ M = 1 } | Export-Csv $f -Append } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: CannotAppendCsvWithMismatchedPropertyNames
Import-Csv "$env:CASE_DIR/none.csv" -ErrorAction SilentlyContinue -ErrorVariable e
$e[0].FullyQualifiedErrorId -replace ',.*'			# expect: PathNotFound
[ordered]@{ t = "a`t`"`u{2028}"; d = 2.0; n = $null; l = @(1); o = @{} } | ConvertTo-Json -Compress	# expect: {"t":"a\t\"\u2028","d":2.0,"n":null,"l":[1],"o":{}}
ConvertTo-Json @{ a = 1, 2 }
# expect: {
# expect:   "a": [
# expect:     1,
# expect:     2
# expect:   ]
# expect: }
$o = "{ /* c */ 'a': [1, 2.5,, 'x'], b: true }" | ConvertFrom-Json
"$($o.a.Count) $($o.b)"						# expect: 4 True
'{"k":1,"K":2}' | ConvertFrom-Json -AsHashtable | ForEach-Object Count	# expect: 2
try { '[1 2]' | ConvertFrom-Json } catch { "$_" }		# expect: Conversion from JSON failed with error: After parsing a value an unexpected character was encountered: 2. Path '[0]', line 1, position 3.
[pscustomobject]@{ N = '<a> & b' } | ConvertTo-Html -Fragment
# expect: <table>
# expect: <colgroup><col/></colgroup>
# expect: <tr><th>N</th></tr>
# expect: <tr><td>&lt;a&gt; &amp; b</td></tr>
# expect: </table>
1 | ConvertTo-Xml -As String -NoTypeInformation
# expect: <?xml version="1.0" encoding="utf-8"?>
# expect: <Objects>
# expect:   <Object>1</Object>
# expect: </Objects>
$t = "a = 1`n# no`nb = x=y" | ConvertFrom-StringData
"$($t.a) $($t.b)"						# expect: 1 x=y
('a', 'b' | Join-String -Separator ', ' -DoubleQuote)		# expect: "a", "b"
$hit = 'one', 'Two', 'three' | Select-String 't(\w)' -Context 1
"$($hit[0].LineNumber) $($hit[0].Matches[0].Groups[1].Value) $($hit[0].Context.PreContext)"	# expect: 2 w one
# CLIXML keeps types, and objects by their names
$x = "$env:CASE_DIR/x.xml"
[pscustomobject]@{ A = 'x_x'; B = [timespan]'01:02:03'; C = [ordered]@{ k = 1L }; D = @([pscustomobject]@{ E = $true }) } | Export-Clixml $x
$b = Import-Clixml $x
"$($b.A) $($b.B.TotalSeconds) $($b.C.k.GetType().Name) $($b.D[0].E)"	# expect: x_x 3723 Int64 True
[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((1, 'b')))[1]	# expect: b
try { Set-Content $x '<Objs><I32>'; Import-Clixml $x -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: System.Xml.XmlException
