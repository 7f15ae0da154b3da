local host_names = require("gateway.host_names")

local tests = {}

function tests.knows_names_from_what_is_none()
    local any = host_names.new({})
    for _, host in ipairs({ "api.example.com", "a", "10.0.0.1", "[::1]", "[2001:db8::1.2.3.4]", "under_score.internal" }) do
        equal(nil, any:refusal(host, host))
        equal(nil, any:refusal(host, host .. ":443"))
    end
    for _, host in ipairs({ "", "a@b", "<script>", "a?b#c", "[::1", "::1]", "[]", "[x]", "a..b", ".a", "..", "a b", "a/b", "a\\b", "é",
        ("a"):rep(64), ("a."):rep(127) .. "aa", "a,b", "a;b", "a%41" }) do
        equal(400, any:refusal(host, host))
    end
end

function tests.knows_ports_from_what_is_none()
    local some = host_names.new({ "api.example.com" })
    for _, port in ipairs({ ":x", ":1:2", ":443@evil", ":123456", ":-1" }) do
        equal(400, some:refusal("api.example.com", "api.example.com" .. port))
    end
    equal(400, some:refusal("[::1]", "[::1]evil"))
end

function tests.refuses_other_names_than_its_own()
    local some = host_names.new({ "API.example.com", "10.0.0.1" })
    equal(true, some:knows("api.example.com"))
    equal(nil, some:refusal("api.example.com", "api.example.com:443"))
    equal(nil, some:refusal("10.0.0.1", nil))
    equal(421, some:refusal("evil", "evil"))
    equal(421, some:refusal("api.example.com.evil", nil))
    equal(400, some:refusal("e@il", "e@il"))
end

return tests
