# Console, Dns, assemblies.
'before'							# expect: before
[Console]::WriteLine('direct {0}', 5)				# expect: direct 5
[Console]::Out.WriteLine('out'); [Console]::Error.WriteLine('error')	# expect: out
'after'								# expect: after
[Console]::OutputEncoding = [Text.Encoding]::UTF8; [Console]::OutputEncoding.WebName	# expect: utf-8
[Net.Dns]::GetHostAddresses('127.0.0.1')[0].ToString()		# expect: 127.0.0.1
try { [Net.Dns]::GetHostEntry('no such host') } catch { $_.FullyQualifiedErrorId }	# expect: SocketException
$null -eq [System.Reflection.Assembly]::LoadWithPartialName('System.Windows.Forms')	# expect: True
[System.Reflection.Assembly]::LoadWithPartialName('System.Web').FullName -match '^System\.Web,'	# expect: True
try { [System.Reflection.Assembly]::Load('Nothing') } catch { $_.FullyQualifiedErrorId }	# expect: FileNotFoundException
