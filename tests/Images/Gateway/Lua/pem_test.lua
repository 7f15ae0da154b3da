local pem = require("gateway.pem")

local tests = {}

local function block(body, label, closing)
    label = label or "CERTIFICATE"
    return "-----BEGIN " .. label .. "-----\n" .. body .. "\n-----END " .. (closing or label) .. "-----"
end

function tests.reads_each_block()
    local text = block("YQ==") .. "\n" .. block("YWI=\n", "X509 CRL"):gsub("=\n\n", "=\n") .. "\n"
    equal({ { label = "CERTIFICATE", der = "a" }, { label = "X509 CRL", der = "ab" } }, pem.decode(text))
end

function tests.joins_lines_and_takes_empty_ones_between_blocks()
    equal({ { label = "CERTIFICATE", der = "abcabc" } }, pem.decode(block("YWJj\nYWJj") .. "\n\n"))
    equal(2, #pem.decode(block("YWJj") .. "\n\n\n" .. block("YWJj")))
end

function tests.keeps_every_byte()
    local bytes, encoded = "\0\255\16", "AP8Q"
    equal(bytes, pem.decode(block(encoded))[1].der)
end

function tests.refuses_broken_base64()
    for _, body in ipairs({ "", "Y", "YQ", "YQ=", "YQ===", "=YQ=", "YQ==YQ==", "YW.j", "YW j", "====" }) do
        equal(nil, pem.decode(block(body)))
    end
end

function tests.refuses_anything_around_the_blocks()
    local good = block("YWJj")
    for _, text in ipairs({ "", "\n", "x" .. good, "\n" .. good, good .. "x", good .. "\nx", good .. good, good .. "\r\n",
        good .. "\nx\n" .. good, good:sub(1, -2), good:sub(2), good:lower(), block("YWJj", "CERTIFICATE", "KEY") }) do
        equal(nil, pem.decode(text))
    end
end

return tests
