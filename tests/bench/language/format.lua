local function main()
	local parts = {}
	for i = 0, 999999 do parts[#parts + 1] = string.format("%d-%s", i, "x") .. ";" end
	print(#table.concat(parts))
end
main()
