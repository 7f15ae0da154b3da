local peer_pool = require("gateway.peer_pool")

local tests = {}

local function pool_of(...)
    local pool = peer_pool.new()
    pool:replace({ ... })
    for _, address in ipairs({ ... }) do
        pool:prove(address)
    end
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
    pool:prove("c")
    equal("c", pool:next(1))
    equal("c", pool:next(1))
end

function tests.sends_one_request_to_an_address_that_has_not_answered_yet()
    local pool = pool_of("a")
    pool:replace({ "a", "b" })
    local seen = {}
    for index = 1, 6 do
        seen[index] = pool:next(0)
    end
    equal({ "a", "b", "a", "a", "a", "a" }, seen)
    equal(true, pool:doubts_about("b"))
    pool:prove("b")
    equal({ "b", "a" }, { pool:next(0), pool:next(0) })
end

function tests.sends_one_request_to_an_address_whose_rest_is_over()
    local pool = pool_of("a", "b")
    pool:rest("b", 0)
    local seen = {}
    for index = 1, 4 do
        seen[index] = pool:next(10)
    end
    table.sort(seen)
    equal({ "a", "a", "a", "b" }, seen)
    pool:rest("b", 11)
    equal("a", pool:next(20.9))
    equal(false, pool:doubts_about("a"))
end

function tests.spreads_requests_while_no_address_has_answered()
    local pool = peer_pool.new()
    pool:replace({ "a", "b" })
    local seen = {}
    for index = 1, 6 do
        seen[index] = pool:next(0)
    end
    equal({ "a", "b", "a", "b", "a", "b" }, seen)
end

return tests
