local function main()
	local items, found = {}, {}
	for i = 0, 999999 do items[i + 1] = { name = "User " .. i, size = i * 1021 % 1000003 * 2003 % 1000003 } end
	local start = os.clock()
	local big = function(o) return o.size > 500000 end
	for _, o in ipairs(items) do if big(o) then found[#found + 1] = o end end
	local taken = os.clock() - start
	print(#found, taken * 1000)
end
main()
