using namespace System.Text
using module Foo
#requires -Version 5
[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'A')]
param(
    [Parameter(Mandatory = $true, Position = 0)] [ValidateSet('a', 'b')]
    [string[]] $Name = @('x'),
    [switch] $Force
)
function global:Get-It($a, [int] $b = 5) { $a }
filter f { $_ }
function g {
    param($x)
    begin { 1 }
    process { 2 }
    end { 3 }
}
[Flags()] enum E : byte { A = 1; B = 2
    C }
class Animal : Base, IThing {
    [string] $Name = 'x'
    static [int] $Count
    hidden $Secret
    Animal([string] $n) : base($n, 1) { $this.Name = $n }
    [string] Speak() { return "$($this.Name)" }
    static [Animal] Make() { return [Animal]::new('x') }
}
