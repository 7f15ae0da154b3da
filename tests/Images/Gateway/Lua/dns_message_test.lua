local dns_message = require("gateway.dns_message")

local tests = {}

local ID = 0x1fff
local QUESTION, SECTION = dns_message.question(ID, "api.internal", "A")
local SRV_QUESTION, SRV_SECTION = dns_message.question(ID, "api.internal", "SRV")

local function answer(options)
    local flags = options.flags or "\129\128"
    local records = options.records or {}
    return (options.id or "\31\255") .. flags .. "\0\1" .. string.char(0, #records) .. "\0\0\0\0"
        .. (options.section or SECTION) .. table.concat(records)
end

local function record(kind, ttl, data)
    return "\192\12\0" .. string.char(kind) .. "\0\1\0\0" .. string.char(math.floor(ttl / 256), ttl % 256)
        .. string.char(0, #data) .. data
end

function tests.asks_for_one_name()
    equal("\31\255\1\0\0\1\0\0\0\0\0\1\3api\8internal\0\0\1\0\1\0\0\41\4\208\0\0\0\0\0\0", QUESTION)
end

function tests.asks_for_the_places_of_one_service()
    equal("\31\255\1\0\0\1\0\0\0\0\0\1\3api\8internal\0\0\33\0\1\0\0\41\4\208\0\0\0\0\0\0", SRV_QUESTION)
end

function tests.encodes_every_id()
    for _, id in ipairs({ 0, 1, 127, 128, 255, 256, 383, 384, 511, 65280, 65535 }) do
        local message = dns_message.question(id, "a", "A")
        equal(id, message:byte(1) * 256 + message:byte(2))
    end
end

function tests.gives_addresses_and_the_shortest_life()
    local addresses, ttl = dns_message.answer(answer({ records = { record(1, 300, "\10\0\1\2"), record(1, 60, "\10\0\1\3") } }), ID, SECTION, "A")
    equal({ "10.0.1.2", "10.0.1.3" }, addresses)
    equal(60, ttl)
end

function tests.passes_over_other_records()
    local addresses = dns_message.answer(answer({ records = { record(5, 9, "\1a\0"), record(1, 9, "\10\0\0\1"), record(28, 9, ("x"):rep(16)) } }), ID, SECTION, "A")
    equal({ "10.0.0.1" }, addresses)
end

function tests.gives_the_place_of_each_task()
    local places, ttl = dns_message.answer(answer({
        section = SRV_SECTION,
        records = {
            record(33, 10, "\0\1\0\1\31\64\2t1\3api\8internal\0"),
            record(33, 9, "\0\1\0\1\35\40\2t2\3api\8internal\0"),
        },
    }), ID, SRV_SECTION, "SRV")
    equal({ { host = "t1.api.internal", port = 8000 }, { host = "t2.api.internal", port = 9000 } }, places)
    equal(9, ttl)
end

function tests.passes_over_a_place_whose_name_is_cut_compressed_or_empty()
    for _, data in ipairs({ "\0\1\0\1\31\64", "\0\1\0\1\31\64\2t1", "\0\1\0\1\31\64\9t1\0", "\0\1\0\1\31\64\192\12", "\0\1\0\1\31\64\0" }) do
        local message = answer({ section = SRV_SECTION, records = { record(33, 9, data), record(33, 9, "\0\1\0\1\0\80\1t\0") } })
        equal({ { host = "t", port = 80 } }, (dns_message.answer(message, ID, SRV_SECTION, "SRV")))
    end
end

function tests.tells_no_address_from_no_answer()
    for fault, message in pairs({
        [1] = answer({ flags = "\129\131" }),
        [2] = answer({}),
    }) do
        local addresses, reason = dns_message.answer(message, ID, SECTION, "A")
        equal(nil, addresses)
        equal("not_found", reason, fault)
    end
    local _, reason = dns_message.answer(answer({ flags = "\129\130" }), ID, SECTION, "A")
    equal("failed", reason)
end

function tests.refuses_an_answer_to_another_question()
    for _, message in ipairs({
        answer({ id = "\31\254", records = { record(1, 9, "\1\2\3\4") } }),
        answer({ flags = "\1\128", records = { record(1, 9, "\1\2\3\4") } }),
        answer({ section = "\3api\7internal\0\0\1\0\1", records = { record(1, 9, "\1\2\3\4") } }),
    }) do
        local addresses, reason = dns_message.answer(message, ID, SECTION, "A")
        equal(nil, addresses)
        equal("failed", reason)
    end
end

function tests.survives_every_cut_and_every_changed_byte()
    for kind, case in pairs({
        A = { section = SECTION, records = { record(1, 9, "\1\2\3\4"), record(1, 9, "\5\6\7\8") } },
        SRV = { section = SRV_SECTION, records = { record(33, 9, "\0\1\0\1\31\64\2t1\1a\0"), record(33, 9, "\0\1\0\1\31\64\2t2\0") } },
    }) do
        local good = answer(case)
        for length = 0, #good - 1 do
            equal(nil, (dns_message.answer(good:sub(1, length), ID, case.section, kind)))
        end
        for position = 1, #good do
            for _, byte in ipairs({ 0, 1, 63, 64, 192, 255 }) do
                dns_message.answer(good:sub(1, position - 1) .. string.char(byte) .. good:sub(position + 1), ID, case.section, kind)
            end
        end
    end
end

return tests
