local peer_pool = require("gateway.peer_pool")

local tests = {}

local function pool_of(...)
    local pool = peer_pool.new()
    pool:replace({ ... })
    return pool
end

function tests.takes_turns()
    local pool = pool_of("b", "a", "c")
    local seen = {}
    for index = 1, 6 do
        seen[index] = pool:next(0)
    end
    equal({ "a", "b", "c", "a", "b", "c" }, seen)
end

function tests.has_none_when_empty_or_all_were_tried()
    equal(nil, pool_of():next(0))
    equal(nil, pool_of("a", "b"):next(0, { a = true, b = true }))
end

function tests.lets_a_failed_address_rest()
    local pool = pool_of("a", "b")
    pool:rest("a", 100)
    equal("b", pool:next(100))
    equal("b", pool:next(109))
    equal("a", pool:next(110))
end

function tests.uses_a_resting_address_as_a_last_resort()
    local pool = pool_of("a", "b")
    pool:rest("a", 0)
    pool:rest("b", 0)
    equal("b", pool:next(0, { a = true }))
end

function tests.remembers_a_rest_over_a_change_of_addresses()
    local pool = pool_of("a", "b")
    pool:rest("a", 0)
    pool:replace({ "c", "a" })
    equal("c", pool:next(1))
    equal("c", pool:next(1))
    pool:replace({ "c" })
    pool:replace({ "a" })
    equal("a", pool:next(1))
end

return tests
