local services = require("gateway.services")

local tests = {}

local function memory()
    local values = {}
    return {
        values = values,
        get = function(_, key) return values[key] end,
        set = function(_, key, value) values[key] = value end,
        delete = function(_, key) values[key] = nil end,
    }
end

local function one(host)
    local remembered = memory()
    local list = services.new({ { name = "api", host = host or "api.internal", port = 8000 } }, nil, remembered)
    return list, list.list[1], remembered.values
end

function tests.an_address_needs_no_dns()
    local list = one("10.0.0.1")
    equal(true, list:is_ready())
    equal("10.0.0.1:8000", list:pool("api"):next(0))
end

function tests.asks_again_within_one_to_five_seconds()
    local list, service = one()
    equal(1, list:learn(service, { "10.0.0.1:8000" }, 0))
    equal(3, list:learn(service, { "10.0.0.1:8000" }, 3))
    equal(5, list:learn(service, { "10.0.0.1:8000" }, 60))
end

function tests.keeps_addresses_when_the_resolver_fails()
    local list, service = one()
    list:learn(service, { "10.0.0.1:8000" }, 5)
    for _ = 1, 20 do
        list:learn(service, nil, "failed")
    end
    equal("10.0.0.1:8000", list:pool("api"):next(0))
    equal("failed", service.failure)
end

function tests.drops_addresses_at_the_third_answer_that_there_are_none()
    local list, service, remembered = one()
    list:learn(service, { "10.0.0.1:8000" }, 5)
    list:learn(service, nil, "not_found")
    list:learn(service, nil, "not_found")
    equal(0, list:unreachable())
    list:learn(service, nil, "not_found")
    equal(1, list:unreachable())
    equal(nil, remembered["api.internal"])
end

function tests.is_ready_once_the_resolver_has_told()
    for _, rest in ipairs({ 5, "not_found" }) do
        local list, service = one()
        equal(false, list:is_ready())
        list:learn(service, rest == 5 and { "10.0.0.1:8000" } or nil, rest)
        equal(true, list:is_ready())
    end
end

function tests.is_not_ready_while_the_resolver_fails()
    local list, service = one()
    for _ = 1, 20 do
        list:learn(service, nil, "failed")
        equal(false, list:is_ready())
    end
    list:learn(service, { "10.0.0.1" }, 5)
    list:learn(service, nil, "failed")
    equal(true, list:is_ready())
end

function tests.remembers_addresses_for_the_next_worker()
    local list, service, remembered = one()
    list:learn(service, { "10.0.0.2:9000", "10.0.0.1:8000" }, 5)
    equal("10.0.0.2:9000,10.0.0.1:8000", remembered["api.internal"])
end

return tests
