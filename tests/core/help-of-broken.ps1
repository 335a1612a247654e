# Help on a function with a type that does not exist tells what the comments say.
function Get-Box {
    <#
    .SYNOPSIS
    Gets a box.
    #>
    param(
        # Its name
        [xtring]$Name,
        [int]$First
    )
}
(Get-Help Get-Box).Synopsis		# expect: Gets a box.
