#!/usr/bin/env pwsh
#Requires -Version 5.1
#requires -Modules @{ ModuleName = 'ExchangeOnlineManagement'; ModuleVersion = '3.0.0' }, DnsServer
# Every statement of the grammar, in the spellings that scripts use.
using namespace System.Collections.Generic
using namespace System.IO

[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'ByName')]
[OutputType([pscustomobject])]
Param
(
    [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'ByName', HelpMessage = "The name")]
    [ValidateNotNullOrEmpty()]
    [Alias('CN', "N")]
    [string[]] $Name,

    [Parameter(ParameterSetName = 'ByFile')] [ValidateScript({ Test-Path $_ -PathType Leaf })] $File,
    [ValidateSet('One', 'Two')] [string]$Mode = 'One',
    [ValidateRange(1, [int]::MaxValue)][int]$Count = (1 + 2),
    [ValidatePattern('^\w+$')] $Pattern = $(if ($true) { 'a' } else { 'b' }),
    [System.Collections.Generic.Dictionary[string, System.Collections.Generic.List[int]]]$Map,
    [switch]$Force,
    [Nullable[datetime]] $Since = $null
)

Set-StrictMode -Version Latest

function Get-Thing() { param($a) $a }
function Get-Other ([string]$a, [int]$b = 3, [switch] $c) { "$a$b$c" }
function global:Set-It
{
    begin { $n = 0 }
    process { $n++ }
    end { $n }
    clean { $n = $null }
}
filter Even { if ($_ % 2 -eq 0) { $_ } }
function private:dyn {
    [CmdletBinding()] param()
    dynamicparam { New-Object System.Management.Automation.RuntimeDefinedParameterDictionary }
    process { }
}

if ($Name -and
    -not $Force -or
    $Count -gt 2) {
    'one'
}
elseif ($Mode -eq 'Two') { 'two' }
# a comment between
else
{
    'three'
}

:outer foreach ($item in 1..10) {
    for ($i = 0; $i -lt 3; $i++, $j--) {
        if ($i -eq 2) { continue outer }
        while ($true) { break outer }
    }
}
for (;;) { break }
for ($k = 0
     $k -lt 2
     $k++) { $k }
do { $x = 1 } while ($x -lt 0)
do
{
    $x += 1
}
until ($x -ge 1)
foreach ($line in Get-Content $PSCommandPath | Where-Object { $_ }) { $line }

switch -Regex -CaseSensitive ($Name) {
    '^a' { 'a'; break }
    "b$" { 'b' }
    { $_ -like 'c*' } { 'c' }
    5 { 'five' }
    (1 + 2) { 'three' }
    default { 'else' }
}
switch -Wildcard -File $PSCommandPath { '*x*' { $_ } Default { } }
$kind = switch ($Count) { 1 { 'a' } 2 { 'b' } }

try { throw [System.IO.FileNotFoundException]::new('gone') }
catch [System.IO.FileNotFoundException], [System.IO.IOException] { $_.Exception.Message }
catch { throw }
finally { 'done' }
trap [System.DivideByZeroException] { continue }
trap { 'trapped'; break }

data Strings -SupportedCommand ConvertFrom-StringData {
    ConvertFrom-StringData @'
Hello = World
'@
}

enum Color { Red; Green = 5; Blue }
[Flags()] enum Rights : byte
{
    None = 0
    Read = 1
    Write = 0x2
}
class Base : System.IComparable {
    [string] $Name = 'x'
    hidden [int] $Secret
    static [int] $Count
    [ValidateNotNull()] [object[]] $Items = @(1, 2)
    Base() { $this.Name = 'b' }
    Base([string]$name) { $this.Name = $name }
    [int] CompareTo([object] $other) { return $this.Name.CompareTo(([Base]$other).Name) }
    static [Base] Make() { return [Base]::new('made') }
    [void] Nothing() { }
    [string] ToString() { return "[$($this.Name)]" }
}
class Derived : Base
{
    Derived([string]$n) : base($n) { }
    hidden [string] Inner() { return ([Base]$this).ToString() }
}

$h = @{ a = 1; 'b c' = 2; 3 = 'x'; $Mode = { 1 }; "e$x" = if ($x) { 1 } else { 2 }
    nested = @{ list = @(1
                         2, 3
        ); block = { param($p) $p } }
    if = 1; foreach = 2
}
$o = [ordered]@{ }
$p = [pscustomobject] @{
    Name  = 'x'
    Value = $h.nested.list[-1]
}
$array = @(
    'a',
    'b'   # the second
    , 'c'
)
$jagged = , (1, 2), (3, 4)
$empty = @()
$a, $b, $null = 1, 2, 3
($c = 5)
$x = $y = 7
$x += 1; $x -= 1; $x *= 2; $x /= 2; $x %= 3; $x ??= 4
$i++; --$i; $h.a++; $h['a']--
$t = $true ? 'yes' : 'no'
$n = $null ?? 'default'
${a-b c} = 1; ${a`}b} = 2
$q = ${h}?.a
$q = ${h}?['a']
$h.'a b' = 1; $h."b$x" = 2; $h.$Mode = 3; $h.($Mode + 'x') = 4
[string]::Join(',', @(1, 2)); [math]::Round(2.5, 0); "abc".Substring(1).ToUpper()
[System.Collections.Generic.List[string]]::new().Add('x')
[Environment+SpecialFolder]::Desktop
$method = 'ToUpper'; 'x'.$method()
@(1, 2, 3).Where({ $_ -gt 1 }, 'First').ForEach{ $_ * 2 }
[int[]]$typed = 1, 2; [int]$one, [string]$two = 1, 'b'
$block = { $args[0] + $using:x }
& $block 1; . $block 2; & { param($z) $z } -z 3
& "Get-Date" -Format 'yyyy' | Out-Null; & (Get-Command Get-Date)

Get-ChildItem -Path . -Recurse:$false -ErrorAction SilentlyContinue |
    Where-Object { $_.Length -gt 1KB -and $_.Extension -in '.ps1', '.psm1' } |
    Select-Object Name, @{ n = 'Size'; e = { '{0:N2}' -f ($_.Length / 1MB) } }, @{Label="x";Expression={$_.Name}} |
    Sort-Object -Property Size -Descending
Get-Process
    | Where-Object Name -like 'a*'
    # comment lines between
    | Select-Object -First 1
Get-Item x 2>$null 3>&1 *>> all.log; Get-Item y 2>&1 > out.txt; 1 >$null
Test-Path x && 'there' || 'gone'
Write-Host `
    -ForegroundColor Green `
    "text" -NoNewline
Write-Host "$($h.a) $($h['a']) ${x} $x.y `$no `"quoted`" ""double"" $(Get-Date -Format "yyyy-MM-dd") $env:TEMP ${env:ProgramFiles(x86)}"
Write-Host 'it''s' -Separator: ','
Write-Output -- -notparam; cmd /c dir --% /a "x | y
icacls.exe C:\Temp /grant "Users:(OI)(CI)F"
Set-Mailbox -EmailAddresses @{Add='a@b.example'; Remove="c@d.example"} -Identity $user.Alias @params @args
New-Item C:\Temp\a.txt -Force; cd ..; ..\bin\tool.exe; .\script.ps1 -x; ~/tool a=b,c d:e %f ^g !h
echo a,b, c $x[0] $x.Length (1+2) $($x) @(1) @{a=1} {block} -x:$true -y:'z' 1kb 0x1F 1e3 .5 -5 a;echo b
$s = "here: @{0}" -f 'x'
$text = @"
Line with "quotes", $($h.a) and $x
  '@ and "@ inside
"@
$raw = @'
$not "expanded" @"
'@ + 'more'
1..3 | % { $_ } | ? { $_ -ne 2 }
-join ('a', 'b'); -split 'a b'; -not $true; !$true; -bnot 5; +'5'; - 5; ,1
'a' -ceq 'A' -or 1 -is [int] -xor 'x' -notmatch 'y' -and 5 -band 3 -bor 2 -shl 1
1.5, 1d, 1L, 0xFF, 0b101, 1kb, 2.5gb, 1e-3, 5u, 5ul, 3y, 3s, 3us, 3n
return
exit 0
