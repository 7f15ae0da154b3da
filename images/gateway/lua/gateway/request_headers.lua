-- Looks at a request's headers in one pass, without a table or a string of those that need nothing: finds the certificate,
-- and what must not reach a service. Nginx 1.22's own $http_name gives the first of several headers of a name, so it
-- cannot see a repetition, and proxy_set_header knows no namespace.

local ffi = require("ffi")
local base = require("resty.core.base")
require("resty.core.request")

ffi.cdef [[
int memcmp(const void *left, const void *right, size_t length);
]]

local C, ffi_string = ffi.C, ffi.string
local get_request, get_string_buf = base.get_request, base.get_string_buf

local MAX_HEADERS = 100
local ELEMENT = ffi.typeof("ngx_http_lua_ffi_table_elt_t *")
local ELEMENT_BYTES = ffi.sizeof("ngx_http_lua_ffi_table_elt_t")

-- What happens to a header. KEEP: nothing, or a proxy_set_header replaces it without any work.
local KEEP, DROP, LENGTH, CODING, UPGRADE, CONNECTION = 0, 1, 2, 3, 4, 5

local NAMES = {
    ["content-length"] = LENGTH, ["transfer-encoding"] = CODING, upgrade = UPGRADE, connection = CONNECTION,

    -- With every request of the load balancer.
    ["x-amzn-trace-id"] = KEEP,
    ["x-amzn-mtls-clientcert"] = KEEP,
    ["x-amzn-mtls-clientcert-leaf"] = KEEP,
    ["x-amzn-mtls-clientcert-serial-number"] = KEEP,
    ["x-amzn-mtls-clientcert-issuer"] = KEEP,
    ["x-amzn-mtls-clientcert-subject"] = KEEP,
    ["x-amzn-mtls-clientcert-validity"] = KEEP,
    ["x-forwarded-for"] = KEEP, ["x-forwarded-proto"] = KEEP, ["x-forwarded-port"] = KEEP,

    -- Frameworks and servers take these for the word of a gateway.
    ["true-client-ip"] = DROP, ["cf-connecting-ip"] = DROP, ["fastly-client-ip"] = DROP, ["x-cluster-client-ip"] = DROP,
    ["x-azure-clientip"] = DROP, ["x-appengine-user-ip"] = DROP, ["x-originating-ip"] = DROP, ["x-host"] = DROP,
    ["x-scheme"] = DROP, ["x-url-scheme"] = DROP, ["front-end-https"] = DROP, ["x-method-override"] = DROP,
    ["x-override-url"] = DROP, ["x-user"] = DROP, ["x-username"] = DROP, ["http2-settings"] = DROP,
    ["x-user-agent"] = KEEP, -- a client's own, of the namespace x-user-
}

-- Namespaces of the same kind: identities, certificates, addresses and paths that only a gateway may tell.
local NAMESPACES = {
    "x-client-", "client-cert", "clientcert", "x-clientcert", "x-amzn-mtls-", "x-amzn-oidc-", "x-forwarded-", "x-original-",
    "x-rewrite-", "x-http-method", "x-remote-", "remote-", "x-real-", "x-ssl-", "ssl-", "x-tls-client", "tls-client", "x-mtls-",
    "x-certificate", "x-auth-request-", "x-auth-user", "x-authenticated", "x-webauth-", "x-user-", "x-proxy-", "proxy-",
    "x-arr-", "x-accel-", "x-envoy-", "x-middleware-", "x-sendfile", "x-goog-authenticated-user-", "x-goog-iap-",
    "x-ms-client-principal", "x-consumer-", "x-credential-", "sec-websocket-",
}

-- All by the first four bytes of the name: a header that begins like none of them costs one look-up. expected has, by
-- length, the names that come with every request: they cost one comparison, and no loop that would keep the compiler of Lua
-- from the loop over the headers.
local WORD = ffi.typeof("const uint32_t *")
local kinds = {}

local function word_of(data)
    return tonumber(ffi.cast(WORD, data)[0])
end

local HOST = word_of(ffi.cast("const char *", "host"))

local function kind_of(text)
    local word = word_of(ffi.cast("const char *", text))
    kinds[word] = kinds[word] or { expected = {}, namespaces = {} }
    return kinds[word]
end

for name, action in pairs(NAMES) do
    local kind = kind_of(name)
    if action == KEEP then
        assert(not kind.expected[#name], name)
        kind.expected[#name] = name
    end
end
for _, namespace in ipairs(NAMESPACES) do
    table.insert(kind_of(namespace).namespaces, namespace)
end

local function action_of(kind, name)
    if NAMES[name] then
        return NAMES[name]
    end
    for _, namespace in ipairs(kind.namespaces) do
        if name:sub(1, #namespace) == namespace then
            return DROP
        end
    end
    return KEEP
end

-- A client cannot have these dropped by naming them in Connection: message and gateway depend on them.
local KEPT_FROM_CONNECTION = { host = true, ["content-length"] = true, ["transfer-encoding"] = true, ["content-type"] = true }

--- Adds the headers that a Connection header names (RFC 9110, section 7.6.1) to a list, which may be nil.
local function with_named(list, value)
    local options = value:lower()
    if options == "keep-alive" or options == "close" or options == "" then
        return list
    end
    for option in options:gmatch("[^,%s]+") do
        if not KEPT_FROM_CONNECTION[option] then
            list = list or {}
            list[#list + 1] = option
        end
    end
    return list
end

local truncated = ffi.new("int[1]")

local request_headers = {
    --- What the last pass saw, for the code that runs right after it: the length of the Host header; whether the client
    --- asks for another protocol; the length of the body (nil: none; negative: not told before); what to drop (nil: nothing).
    host_length = 0,
    upgrade = false,
    body_length = nil,
    dropped = nil,
}

local function note(kind, element)
    local name = ffi_string(element.key.data, element.key.len)
    local action = action_of(kind, name)
    if action == DROP then
        local dropped = request_headers.dropped or {}
        dropped[#dropped + 1] = name
        request_headers.dropped = dropped
    elseif action == LENGTH then
        local length = tonumber(ffi_string(element.value.data, element.value.len)) or 0
        if length > 0 then
            request_headers.body_length = length
        end
    elseif action == CODING then
        request_headers.body_length = -1
    elseif action == UPGRADE then
        request_headers.upgrade = true
    elseif action == CONNECTION then
        request_headers.dropped = with_named(request_headers.dropped, ffi_string(element.value.data, element.value.len))
    end
end

--- The value of the only header of a (lower-case) name; or nil and the reason. The rest is in this module's fields.
function request_headers.certificate(name)
    request_headers.host_length, request_headers.upgrade = 0, false
    request_headers.body_length, request_headers.dropped = nil, nil
    local request = get_request()
    local count = C.ngx_http_lua_ffi_req_get_headers_count(request, MAX_HEADERS, truncated)
    if count < 0 or truncated[0] ~= 0 then
        return nil, "headers_too_many"
    elseif count == 0 then
        return nil, "certificate_missing"
    end
    local elements = ffi.cast(ELEMENT, get_string_buf(count * ELEMENT_BYTES))
    C.ngx_http_lua_ffi_req_get_headers(request, elements, count, 0)
    local length, found, host_length = #name, -1, 0
    for index = 0, count - 1 do
        local key_length, data = elements[index].key.len, elements[index].key.data
        if key_length == length and C.memcmp(data, name, length) == 0 then
            if found >= 0 then
                return nil, "header_repeated"
            end
            found = index
        elseif key_length >= 4 then
            local word = word_of(data)
            local kind = kinds[word]
            if word == HOST and key_length == 4 then
                host_length = elements[index].value.len
            elseif kind then
                local expected = kind.expected[key_length]
                if not expected or C.memcmp(data, expected, key_length) ~= 0 then
                    note(kind, elements[index])
                end
            end
        end
    end
    request_headers.host_length = host_length
    if found < 0 or elements[found].value.len == 0 then
        return nil, "certificate_missing"
    end
    return ffi_string(elements[found].value.data, elements[found].value.len)
end

return request_headers
