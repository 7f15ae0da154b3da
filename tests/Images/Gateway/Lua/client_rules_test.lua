local client_rules = require("gateway.client_rules")

local tests = {}

function tests.reads_prefixes_by_common_name()
    local rules, faults = client_rules.parse('{"clients":{"acme":{"prefixes":["/a","/b"]},"free":{"prefixes":[]},"open":{}}}')
    equal({}, faults)
    equal({ prefixes = { acme = { "/a", "/b" } }, revoked = {} }, rules)
end

function tests.reads_revoked_common_names()
    local rules, faults = client_rules.parse('{"clients":{},"revoked":["acme"]}')
    equal({}, faults)
    equal({ acme = true }, rules.revoked)
end

function tests.reports_every_fault()
    local _, faults = client_rules.parse('{"clients":{"a":1,"b":{"prefixes":[1]},"c":{"prefixes":{"x":"/a"}},"d":{"other":1}},"e":1,"revoked":[1]}')
    equal({
        'client "a" is not an object',
        'client "b": prefix "1": it has to start with /',
        'client "c": prefixes is not a list',
        'client "d" has the unknown key "other"',
        "revoked: a name is not text",
        'unknown key "e"',
    }, faults)
end

function tests.refuses_what_is_no_rule_set()
    for _, text in ipairs({ "", "1", "[]", "{}", '{"clients":[', '{"clients":null}', "null" }) do
        local rules = client_rules.parse(text)
        equal(nil, rules)
    end
end

function tests.allows_by_any_prefix_and_everything_without_a_rule()
    equal(true, client_rules.allow(nil, "/x"))
    equal(true, client_rules.allow({ "/a", "/b" }, "/b/c"))
    equal(false, client_rules.allow({ "/a", "/b" }, "/c"))
end

return tests
