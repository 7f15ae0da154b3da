local reasons = require("gateway.reasons")

local tests = {}

function tests.every_error_of_libcrypto_is_a_refusal()
    for code = 0, 200 do
        equal(403, reasons.status[reasons.of_verify_error(code)])
    end
end

function tests.every_reason_is_400_or_403()
    for _, status in pairs(reasons.status) do
        equal(true, status == 400 or status == 403)
    end
end

return tests
