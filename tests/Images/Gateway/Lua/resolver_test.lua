local dns_message = require("gateway.dns_message")
local resolver = require("gateway.resolver")

local tests = {}

--- Runs a test with a server that gives these answers: lists by type and name, or "failed". Returns what it was asked.
local function with(answers, test)
    local asked, outer = {}, ngx
    local question, belongs, answer = dns_message.question, dns_message.answers, dns_message.answer
    dns_message.question = function(_, host, type)
        asked[#asked + 1] = type .. " " .. host
        return asked[#asked], ""
    end
    dns_message.answers = function() return true end
    dns_message.answer = function(message)
        local found = answers[message] or "not_found"
        if type(found) == "string" then
            return nil, found
        end
        return { unpack(found) }, 10
    end
    local function udp()
        local message
        return {
            settimeout = function() end,
            setpeername = function() return true end,
            send = function(_, text)
                message = text
                return true
            end,
            receive = function() return message end,
            close = function() end,
        }
    end
    ngx = { socket = { udp = udp }, update_time = function() end, now = function() return 0 end }
    local ok, fault = pcall(test, resolver.new("127.0.0.1", 53))
    ngx = outer
    dns_message.question, dns_message.answers, dns_message.answer = question, belongs, answer
    assert(ok, fault)
    return asked
end

local function places(...)
    local list = {}
    for index, host in ipairs({ ... }) do
        list[index] = { host = host, port = 8000 + index }
    end
    return list
end

function tests.adds_the_port_to_each_address()
    local asked = with({ ["A api"] = { "10.0.0.1", "10.0.0.2" } }, function(names)
        local peers, ttl = names:resolve("api", 8000)
        equal({ "10.0.0.1:8000", "10.0.0.2:8000" }, peers)
        equal(10, ttl)
    end)
    equal({ "A api" }, asked)
end

function tests.gets_the_port_of_each_task_and_asks_for_its_address_once()
    local answers = { ["SRV api"] = places("t1", "t2"), ["A t1"] = { "10.0.0.1" }, ["A t2"] = { "10.0.0.2" } }
    local asked = with(answers, function(names)
        equal({ "10.0.0.1:8001", "10.0.0.2:8002" }, (names:resolve("api")))
        answers["SRV api"] = places("t2")
        equal({ "10.0.0.2:8001" }, (names:resolve("api")))
    end)
    equal({ "SRV api", "A t1", "A t2", "SRV api" }, asked)
end

function tests.passes_over_a_task_that_has_no_address_yet()
    with({ ["SRV api"] = places("t1", "t2"), ["A t2"] = { "10.0.0.2" } }, function(names)
        equal({ "10.0.0.2:8002" }, (names:resolve("api")))
    end)
end

function tests.says_failed_when_a_question_fails_and_not_found_when_there_is_no_task()
    local answers = { ["SRV api"] = places("t1", "t2"), ["A t1"] = "failed", ["A t2"] = { "10.0.0.2" } }
    with(answers, function(names)
        equal("failed", select(2, names:resolve("api")))
        answers["A t1"], answers["A t2"] = nil, nil
        equal("not_found", select(2, names:resolve("api")))
        equal("not_found", select(2, names:resolve("other")))
    end)
end

return tests
