-- The certificate is not looked at here: what is kept, and for how long, is the subject.
local verdicts, looked_at = {}, 0
package.loaded["gateway.client_certificate"] = {
    identify = function(value)
        looked_at = looked_at + 1
        local verdict = verdicts[value]
        if type(verdict) == "string" then
            return nil, verdict, "detail"
        end
        return { ends = verdict.ends, common_name = verdict.name }
    end,
}
local gate = require("gateway.gate")

local tests = {}

local function new_gate(list_end, rules)
    looked_at = 0
    return gate.new("verify", { next_list_end = function() return list_end or math.huge end }, rules or { named = {}, prefixes = {}, revoked = {} })
end

function tests.keeps_an_identity_for_a_minute()
    verdicts.v = { ends = 1000 }
    local keeper = new_gate()
    for _, now in ipairs({ 0, 30, 59 }) do
        assert(keeper:admit("v", { uri = "/" }, now))
    end
    equal(1, looked_at)
    keeper:admit("v", { uri = "/" }, 60)
    equal(2, looked_at)
end

function tests.keeps_no_identity_beyond_its_end()
    verdicts.v = { ends = 10 }
    local keeper = new_gate()
    keeper:admit("v", { uri = "/" }, 0)
    keeper:admit("v", { uri = "/" }, 9)
    equal(1, looked_at)
    verdicts.v = "expired"
    local _, reason, detail = keeper:admit("v", { uri = "/" }, 10)
    equal("expired", reason)
    equal("detail", detail)
end

function tests.keeps_no_identity_beyond_a_revocation_list()
    verdicts.v = { ends = 1000 }
    local keeper = new_gate(7)
    keeper:admit("v", { uri = "/" }, 0)
    keeper:admit("v", { uri = "/" }, 6)
    equal(1, looked_at)
    keeper:admit("v", { uri = "/" }, 7)
    equal(2, looked_at)
end

function tests.keeps_a_refusal_for_five_seconds()
    verdicts.v = "not_yet_valid"
    local keeper = new_gate()
    for _, now in ipairs({ 0, 4 }) do
        local identity, reason = keeper:admit("v", { uri = "/" }, now)
        equal(nil, identity)
        equal("not_yet_valid", reason)
    end
    equal(1, looked_at)
    verdicts.v = { ends = 1000 }
    assert(keeper:admit("v", { uri = "/" }, 5))
end

function tests.refusals_do_not_push_identities_out()
    verdicts.good = { ends = 1000 }
    local keeper = new_gate()
    keeper:admit("good", { uri = "/" }, 0)
    for index = 1, 5000 do
        verdicts["bad" .. index] = "expired"
        keeper:admit("bad" .. index, { uri = "/" }, 0)
    end
    equal(5001, looked_at)
    keeper:admit("good", { uri = "/" }, 0)
    equal(5001, looked_at)
end

function tests.looks_at_a_very_long_value_every_time()
    local long = ("x"):rep(16385)
    verdicts[long] = { ends = 1000 }
    local keeper = new_gate()
    keeper:admit(long, { uri = "/" }, 0)
    keeper:admit(long, { uri = "/" }, 0)
    equal(2, looked_at)
end

function tests.names_the_client_that_may_not_have_the_path()
    verdicts.v = { ends = 1000, name = "acme" }
    local keeper = new_gate(nil, { named = {}, prefixes = { acme = { "/a" } }, revoked = {} })
    local identity, reason = keeper:admit("v", { uri = "/b" }, 0)
    equal("acme", identity.common_name)
    equal("path_not_allowed", reason)
    local _, none = keeper:admit("v", { uri = "/a/b" }, 0)
    equal(nil, none)
end

function tests.refuses_a_client_that_is_revoked_by_name()
    verdicts.v = { ends = 1000, name = "acme" }
    local keeper = new_gate(nil, { named = {}, prefixes = {}, revoked = { acme = true } })
    local identity, reason = keeper:admit("v", { uri = "/" }, 0)
    equal(nil, identity)
    equal("client_revoked", reason)
end

function tests.counts_the_days_that_a_client_has_left()
    verdicts.v = { ends = 86400 * 3 - 1, name = "acme" }
    equal("2", new_gate():admit("v", { uri = "/" }, 0).days_left)
end

return tests
