local percent = require("gateway.percent")

local tests = {}

function tests.leaves_what_the_load_balancer_leaves()
    equal("aZ09-._~+/=", percent.decode("aZ09-._~+/="))
end

function tests.decodes_either_case_once()
    equal("\n \255%41", percent.decode("%0a%20%fF%2541"))
end

function tests.refuses_a_broken_escape()
    for _, value in ipairs({ "%", "%4", "%4x", "%x4", "%%41", "a%", "%41%" }) do
        equal(nil, percent.decode(value))
    end
end

function tests.refuses_what_should_be_escaped()
    for byte = 0, 255 do
        local character = string.char(byte)
        if not character:find("[%w%%+/=_.~-]") then
            equal(nil, percent.decode("a" .. character))
        end
    end
end

return tests
