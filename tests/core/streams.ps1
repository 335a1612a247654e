# Streams of bytes, readers and writers of text, compression.
$d = $env:CASE_DIR
$w = [System.IO.StreamWriter]::new("$d/a.txt"); $w.WriteLine('one'); $w.Write('{0}-{1}', 'two', 2); $w.WriteLine(); $w.Close()
$r = New-Object System.IO.StreamReader "$d/a.txt"
while (-not $r.EndOfStream) { $r.ReadLine() }		# expect: one
# expect: two-2
$r.Close()
try { $r.ReadLine() } catch { $_.FullyQualifiedErrorId }	# expect: ObjectDisposedException
$b = [text.encoding]::UTF8.GetBytes('hello')
$ms = New-Object System.IO.MemoryStream; $ms.Write($b, 0, $b.Length); $ms.Position = 1
"$($ms.Length) $([System.IO.StreamReader]::new($ms).ReadToEnd())"	# expect: 5 ello
$ms = [System.IO.MemoryStream]::new(); $gz = [System.IO.Compression.GZipStream]::new($ms, [System.IO.Compression.CompressionMode]::Compress)
$gz.Write($b, 0, 5); $gz.Close(); $z = $ms.ToArray()
$back = [System.IO.Compression.GZipStream]::new([System.IO.MemoryStream]::new($z), 'Decompress')
[System.IO.StreamReader]::new($back).ReadToEnd()		# expect: hello
$fs = [IO.File]::OpenRead("$d/a.txt"); "$($fs.Length) $($fs.ReadByte()) $($fs.CanWrite)"; $fs.Dispose()	# expect: 10 111 False
$bw = [System.IO.BinaryWriter]::new([System.IO.FileStream]::new("$d/b.bin", [IO.FileMode]::Create))
$bw.Write([int]258); $bw.Write('héy'); $bw.Write([byte]7); $bw.Close()
[IO.File]::ReadAllBytes("$d/b.bin") -join ' '			# expect: 2 1 0 0 4 104 195 169 121 7
$br = [System.IO.BinaryReader]::new([IO.File]::OpenRead("$d/b.bin"))
"$($br.ReadInt32()) $($br.ReadString()) $($br.ReadByte())"	# expect: 258 héy 7
try { $br.ReadByte() } catch { $_.FullyQualifiedErrorId }	# expect: EndOfStreamException
$br.Dispose()
$sw = [System.IO.StringWriter]::new(); $sw.Write('x'); $sw.Write(5); "[$sw]"	# expect: [x5]
$sr = [System.IO.StringReader]::new("a`nb"); $null = $sr.ReadLine(); $sr.ReadToEnd()	# expect: b
try { [System.IO.StreamReader]::new("$d/none") } catch { $_.FullyQualifiedErrorId }	# expect: FileNotFoundException
$a = [IO.File]::AppendText("$d/a.txt"); $a.WriteLine('three'); $a.Close(); @(Get-Content "$d/a.txt").Count	# expect: 3
(Get-Item "$d/a.txt").OpenText().ReadLine()			# expect: one
1, 2 | Invoke-Command { "in: $input" }	# expect: in: 1 2
(1, 2 | Invoke-Command { process { "p$_" } }) -join ' '	# expect: p1 p2
Set-Content called.ps1 '"file $args"'; Invoke-Command -FilePath called.ps1 -ArgumentList 1, 2	# expect: file 1 2
try { Invoke-Command { 1 } -ComputerName other } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: RemotingNotSupported
Set-Content shared.psm1 'function Get-Shared { $Shared }; $Shared = 5; $Own = 6; Export-ModuleMember -Function Get-Shared -Variable Shared'
Import-Module ./shared.psm1; "$Shared [$Own]"; $Shared = 7; Get-Shared; Remove-Module shared; "[$Shared]"
# expect: 5 []
# expect: 7
# expect: []
