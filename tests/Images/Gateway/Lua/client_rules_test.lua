local client_rules = require("gateway.client_rules")

local tests = {}

function tests.reads_prefixes_by_common_name()
    local rules, faults = client_rules.parse('{"clients":{"acme":{"prefixes":["/a","/b"]},"Open  Door":{}}}')
    equal({}, faults)
    equal({ acme = { "/a", "/b" } }, rules.prefixes)
    equal({ acme = "acme", ["open door"] = "Open  Door" }, rules.named)
end

function tests.reads_revoked_common_names()
    local rules, faults = client_rules.parse('{"clients":{},"revoked":["acme"]}')
    equal({}, faults)
    equal({ acme = true }, rules.revoked)
end

-- RFC 5280, section 7.1: neither case nor the number of spaces counts.
function tests.compares_names_as_certificates_are_compared()
    local rules = client_rules.parse('{"clients":{"Acme  Ltd":{"prefixes":["/a"]}},"revoked":["OLD partner"],"others":"refuse"}')
    for _, name in ipairs({ "acme ltd", " ACME   LTD ", "Acme\tLtd" }) do
        equal({ "/a" }, client_rules.prefixes(rules, name))
        equal(nil, client_rules.refusal(rules, name))
    end
    equal("client_revoked", client_rules.refusal(rules, "old  PARTNER"))
    for _, name in ipairs({ "acmeltd", "acme", "", "äcme ltd" }) do
        equal("client_unknown", client_rules.refusal(rules, name))
    end
    equal("client_unknown", client_rules.refusal(rules, nil))
    equal(nil, client_rules.refusal(client_rules.parse('{"clients":{}}'), "acme"))
end

function tests.finds_names_that_are_there_twice()
    for text, fault in pairs({
        ['{"clients":{"a":{},"a":{}}}'] = '"a" is there twice',
        ['{"clients":{"a":{},"\\u0061":{}}}'] = '"a" is there twice',
        ['{"clients":{"a":{"prefixes":["/x"],"prefixes":["/y"]}}}'] = '"prefixes" is there twice',
        ['{"clients":{"a":{},"A":{}}}'] = 'clients "A" and "a" are the same name',
        ['{"clients":{},"revoked":[],"revoked":["a"]}'] = '"revoked" is there twice',
    }) do
        local _, faults = client_rules.parse(text)
        equal({ fault }, faults)
    end
    local _, none = client_rules.parse('{"clients":{"a":{"prefixes":["/a"]},"b":{"prefixes":["/a"]}},"revoked":["a","clients"]}')
    equal({}, none)
end

function tests.reports_every_fault()
    local _, faults = client_rules.parse('{"clients":{"a":1,"b":{"prefixes":[1]},"c":{"prefixes":{"x":"/a"}},"d":{"other":1},"f":{"prefixes":[]}},"e":1,"revoked":[1]}')
    equal({
        'client "a" is not an object',
        'client "b": prefix "1": it has to start with /',
        'client "c": prefixes is not a list',
        'client "d" has the unknown key "other"',
        'client "f": prefixes is empty; leave it out for every path',
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
