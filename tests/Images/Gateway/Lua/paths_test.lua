local paths = require("gateway.paths")

local tests = {}

function tests.covers_itself_and_what_is_below()
    for _, path in ipairs({ "/a", "/a/", "/a/b" }) do
        equal(true, paths.covers("/a", path))
    end
end

function tests.covers_nothing_else()
    for _, path in ipairs({ "/", "", "/ab", "/A", "/b/a", "/a.b", "/a;x", "a" }) do
        equal(false, paths.covers("/a", path))
    end
end

function tests.root_covers_everything()
    equal(true, paths.covers("/", "/"))
    equal(true, paths.covers("/", "/a/b"))
end

-- The list is also that of the stack's configuration (tests/Infra/Configuration/ValueTests.cs).
function tests.knows_normal_prefixes()
    local count = 0
    for line in io.lines((arg[2]:gsub("[^/]+$", "path-prefixes.txt"))) do
        local verdict, prefix = line:match("^(%a+) (.*)$")
        equal(verdict == "valid", paths.fault(prefix) == nil)
        count = count + 1
    end
    equal(true, count > 20)
    for _, prefix in ipairs({ "", "/a\n", 1, {} }) do
        equal("string", type(paths.fault(prefix)))
    end
end

return tests
