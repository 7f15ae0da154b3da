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

function tests.knows_normal_prefixes()
    for _, prefix in ipairs({ "/", "/a", "/v1/webhooks/acme-2_x.y~z", "/a/...b", "/a/.b" }) do
        equal(nil, paths.fault(prefix))
    end
    for _, prefix in ipairs({ "", "a", "/a/", "//", "/a//b", "/.", "/a/..", "/a/./b", "/a%2f", "/a b", "/a\n", "/a?b", "/a#", "/\\a", 1, {} }) do
        equal("string", type(paths.fault(prefix)))
    end
end

return tests
