local function count(n)
	local i = 0
	return function() i = i + 1; if i <= n then return i end end
end
local function even(items)
	return function() for i in items do if i % 2 == 0 then return i end end end
end
local function double(items)
	return function() local i = items(); return i and i * 2 end
end
local sum = 0
for i in double(even(count(1000000))) do sum = sum + i end
print(sum)
