local error_lines = require("gateway.error_lines")

local tests = {}

local START = "2026/11/30 22:56:35 [error] 7#7: *11 "
local CLIENT = ", client: 192.0.2.1, server: _"

local function cleaned(text)
    return error_lines.cleaned(START .. text, "X-Edge-7f3a")
end

function tests.keeps_the_fault_the_client_and_the_task()
    equal(START .. "connect() failed (111: Connection refused) while connecting to upstream" .. CLIENT .. ", upstream: 10.0.0.1:8000",
        cleaned("connect() failed (111: Connection refused) while connecting to upstream" .. CLIENT
            .. ', request: "GET /x?token=SECRET HTTP/1.1", upstream: "http://10.0.0.1:8000/x?token=SECRET", host: "SECRET", referrer: "https://a/SECRET"'))
end

function tests.leaves_out_what_was_sent()
    for _, text in ipairs({
        'client sent invalid header line: "X-SECRET: \\x00" while reading client request headers' .. CLIENT .. ', request: "GET / HTTP/1.1", host: "a"',
        'client sent too long header line: "SECRET..." while reading client request headers' .. CLIENT,
        'client sent unknown "Transfer-Encoding": "SECRET"' .. CLIENT .. ', request: "GET / HTTP/1.1"',
        'upstream sent invalid header: "SECRET\\x00..." while reading response header from upstream' .. CLIENT .. ', request: "GET /"',
        'upstream prematurely closed connection' .. CLIENT .. ', request: "GET /", subrequest: "/SECRET"',
        'client sent a "SECRET", client: x, server: y" thing' .. CLIENT .. ', referrer: "SECRET"',
    }) do
        local line = cleaned(text)
        equal(nil, line:find("SECRET", 1, true))
        equal(true, line:find("client: 192.0.2.1", 1, true) ~= nil)
    end
end

function tests.never_names_the_header_with_the_certificate()
    for _, name in ipairs({ "X-Edge-7f3a", "x-edge-7f3a", "X_EDGE_7F3A" }) do
        equal(START .. "about (certificate header) and (certificate header)", cleaned("about " .. name .. " and " .. name))
    end
end

function tests.escapes_and_bounds()
    equal(START .. "a\\x1b[31m\\x09\\xe2\\x80\\xa8", cleaned("a\27[31m\t\226\128\168"))
    equal(2048, #cleaned(("x"):rep(10000)))
end

return tests
