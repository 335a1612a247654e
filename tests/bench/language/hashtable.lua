local function main()
	local h, s = {}, 0
	for i = 0, 999999 do h["k" .. i] = i end
	for i = 0, 999999 do s = s + h["k" .. i] end
	print(s)
end
main()
