-- Runs the tests of one file: luajit run.lua LUA_DIRECTORY FILE. A file returns a table of named functions.

package.path = arg[1] .. "/?.lua;/usr/share/lua/5.1/?.lua"

-- The few things of Nginx that the modules take when they are loaded.
ngx = { now = os.time, time = os.time, log = function() end, ERR = "error" }

--- Fails unless both values are the same; tables are compared by their contents.
function equal(expected, actual)
    local function same(left, right)
        if type(left) ~= "table" or type(right) ~= "table" then
            return left == right
        end
        for key, value in pairs(left) do
            if not same(value, right[key]) then
                return false
            end
        end
        for key in pairs(right) do
            if left[key] == nil then
                return false
            end
        end
        return true
    end
    if not same(expected, actual) then
        error(string.format("expected %q but got %q", tostring(expected), tostring(actual)), 2)
    end
end

local failed, count = 0, 0
for name, test in pairs(dofile(arg[2])) do
    count = count + 1
    local ok, fault = xpcall(test, debug.traceback)
    if not ok then
        failed = failed + 1
        io.stderr:write(name, ": ", fault, "\n")
    end
end
print(count .. " tests, " .. failed .. " failed")
os.exit(failed == 0 and count > 0 and 0 or 1)
