# Members of common types that scripts use now and then.
'42'.ToInt32($null) + 1						# expect: 43
[timespan]::ParseExact('01:30', 'hh\:mm', $null).ToString()	# expect: 01:30:00
try { [timespan]::ParseExact('x', 'hh', $null) } catch { $_.FullyQualifiedErrorId }	# expect: FormatException
"$([timespan]::FromMicroseconds(1500).TotalMilliseconds) $([math]::CopySign(3, -1))"	# expect: 1.5 -3
$a = [int[]](1, 2, 3); [array]::Fill($a, 7); $a -join ','	# expect: 7,7,7
[array]::ConvertAll($a, [Converter[int,string]]{ "n$($args[0])" }) -join ','	# expect: n7,n7,n7
"$([IO.Path]::GetRelativePath('/a/b', '/a/c/d')) $([IO.Path]::TrimEndingDirectorySeparator('/a/'))"	# expect: ../c/d /a
[IO.File]::GetAttributes('/etc')				# expect: Directory
"$([regex]::Count('aXbXc', 'X')) $([uri]::CheckHostName('1.2.3.4')) $([uri]::UriSchemeHttps)"	# expect: 2 IPv4 https
"$([ipaddress]::NetworkToHostOrder(1)) $([bitconverter]::DoubleToInt64Bits(1)) $([guid]::CreateVersion7().Version)"	# expect: 16777216 4607182418800017408 7
[web.httputility]::JavaScriptStringEncode("a""b'<")		# expect: a\"b\u0027\u003c
[Text.Encoding]::RegisterProvider([Text.CodePagesEncodingProvider]::Instance); [text.encoding]::GetEncoding(1252).WebName	# expect: windows-1252
[decimal]::ToInt32(5.9d); [convert]::ToHexStringLower([byte[]](171))	# expect: 6
# expect: ab
$c = [char[]]'....'; 'abc'.CopyTo(1, $c, 2, 2); -join $c	# expect: ..bc
$t = "$env:CASE_DIR/t"; Set-Content $t x; [IO.File]::SetLastWriteTimeUtc($t, '1969-12-31T23:59:58'); [IO.File]::GetLastWriteTimeUtc($t).ToString('s')	# expect: 1969-12-31T23:59:58
function Stop-All { [Environment]::Exit(0); 'not reached' }
Stop-All
'not reached either'
