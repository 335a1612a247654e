local function main()
	local items = {}
	for i = 0, 999999 do items[i + 1] = { name = "User " .. i, size = i * 1021 % 1000003 * 2003 % 1000003 } end
	local start = os.clock()
	table.sort(items, function(a, b) return a.size < b.size end)
	local taken = os.clock() - start
	print(items[1].name .. "/" .. items[#items].name, taken * 1000)
end
main()
