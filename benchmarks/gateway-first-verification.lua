-- CPU time of a verification that no cache knows: luajit gateway-first-verification.lua LUA_DIRECTORY CA CRL CLIENT (PEM).

package.path = arg[1] .. "/?.lua;/usr/share/lua/5.1/?.lua"

local client_certificate = require("gateway.client_certificate")
local files = require("gateway.files")
local trust = require("gateway.trust")
local verifier = require("gateway.verifier")

local BATCHES, BATCH = 21, 100

local function read(lists)
    local trusted = trust.read({ ca_bundle = files.read(arg[2]), crl = lists }, os.time(), function(name, fault)
        error(name .. ": " .. fault)
    end)
    return verifier.for_clients("verify", trusted.anchors, trusted.intermediates, trusted.lists)
end

local header = files.read(arg[4]):gsub("[^%w%-._~+/=]", function(character)
    return ("%%%02X"):format(character:byte())
end)

local function measure(title, clients)
    local times = {}
    for batch = 1, BATCHES do
        local before = os.clock()
        for _ = 1, BATCH do
            assert(client_certificate.identify(header, "verify", clients, os.time()))
        end
        times[batch] = (os.clock() - before) / BATCH * 1000
    end
    table.sort(times)
    print(("first verification, %s: %.3f ms of CPU (%.3f to %.3f)"):format(title, times[(BATCHES + 1) / 2], times[1], times[BATCHES]))
end

measure("no revocation list", read(nil))
measure("revocation list of 1,000 entries", read(files.read(arg[3])))
