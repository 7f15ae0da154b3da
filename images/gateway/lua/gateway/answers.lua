-- Looks at the head of each answer before it goes to the client.

local ffi = require("ffi")
local base = require("resty.core.base")
local balancer = require("gateway.balancer")

local var, exit, get_request = ngx.var, ngx.exit, base.get_request

-- For error_page: 502, and the connection is closed.
local BROKEN_ANSWER = 520
-- How Nginx writes HTTP/0.9 and HTTP/1.1.
local VERSION_9, VERSION_1_1 = 9, 1001

local answers = {}

local version_at

--- Where a request's HTTP version is: the first word that is 9 while the version is 0.9, and that changes the version when
--- it changes. nil when there is none within the first words, all of which belong to the request.
local function find_version(words)
    for index = 0, 255 do
        if words[index] == VERSION_9 then
            words[index] = VERSION_1_1
            if ngx.req.http_version() == 1.1 then
                return index
            end
            words[index] = VERSION_9
        end
    end
end

--- Makes an answer have a head again. When a service sends no status line, Nginx 1.22 changes the version of the client's
--- own request to 0.9, whose answers have none, and has no way back.
local function restore_version()
    if ngx.req.http_version() ~= 0.9 then
        return true
    end
    local words = ffi.cast("uintptr_t *", get_request())
    if version_at and words[version_at] == VERSION_9 then
        words[version_at] = VERSION_1_1
    else
        version_at = find_version(words)
    end
    return version_at ~= nil
end

-- Not dropped because a service names them in Connection: the message depends on them.
local KEPT = { ["content-length"] = true, ["transfer-encoding"] = true, ["content-type"] = true, ["content-encoding"] = true }

--- Drops the headers that a Connection header names (RFC 9110, section 7.6.1).
local function clear_named(options)
    for option in options:lower():gmatch("[^,%s]+") do
        if not KEPT[option] then
            ngx.header[option] = nil
        end
    end
end

--- Ends a request with 502 when its service did not answer as HTTP does.
function answers.check()
    -- Nginx has 9 for an answer without a status line. It takes an interim answer (1xx) for the final one.
    if ngx.status < 200 then
        return exit(restore_version() and BROKEN_ANSWER or ngx.ERROR)
    end
    balancer.prove()
    local options = var.upstream_http_connection
    if options then
        clear_named(options)
    end
end

return answers
