-- Finds the certificate among a request's headers, in one pass and without a table of them all.
-- Nginx 1.22's own $http_name gives the first of several headers of a name, so it cannot see a repetition.

local ffi = require("ffi")
local base = require("resty.core.base")
require("resty.core.request")

local C, ffi_string, sub = ffi.C, ffi.string, string.sub
local get_request, get_string_buf = base.get_request, base.get_string_buf

local MAX_HEADERS = 100
local ELEMENT = ffi.typeof("ngx_http_lua_ffi_table_elt_t *")
local ELEMENT_BYTES = ffi.sizeof("ngx_http_lua_ffi_table_elt_t")
local MTLS_PREFIX, MTLS_PREFIX_BYTES = "x-amzn-mtls-", 12
local DASH, M = ("-"):byte(), ("m"):byte()

local truncated = ffi.new("int[1]")

local request_headers = {}

-- The load balancer adds some of them to every request. proxy_set_header drops these without any work.
local DROPPED_BY_NGINX = {
    ["x-amzn-mtls-clientcert"] = true,
    ["x-amzn-mtls-clientcert-leaf"] = true,
    ["x-amzn-mtls-clientcert-serial-number"] = true,
    ["x-amzn-mtls-clientcert-issuer"] = true,
    ["x-amzn-mtls-clientcert-subject"] = true,
    ["x-amzn-mtls-clientcert-validity"] = true,
}

--- The value of the only header of a (lower-case) name; or nil and the reason.
--- The last result lists further names of the load balancer's own kind, for the caller to drop; nil for none.
function request_headers.certificate(name)
    local request = get_request()
    local count = C.ngx_http_lua_ffi_req_get_headers_count(request, MAX_HEADERS, truncated)
    if count < 0 or truncated[0] ~= 0 then
        return nil, "headers_too_many"
    elseif count == 0 then
        return nil, "certificate_missing"
    end
    local elements = ffi.cast(ELEMENT, get_string_buf(count * ELEMENT_BYTES))
    C.ngx_http_lua_ffi_req_get_headers(request, elements, count, 0)
    local length, found, foreign = #name, nil, nil
    for index = 0, count - 1 do
        -- Only numbers live from one header to the next: a reference to an element would be an allocation each.
        local key_length = elements[index].key.len
        if key_length == length and ffi_string(elements[index].key.data, length) == name then
            if found then
                return nil, "header_repeated"
            end
            found = ffi_string(elements[index].value.data, elements[index].value.len)
        elseif key_length > MTLS_PREFIX_BYTES
            and elements[index].key.data[6] == DASH and elements[index].key.data[7] == M then
            local key = ffi_string(elements[index].key.data, key_length)
            if not DROPPED_BY_NGINX[key] and sub(key, 1, MTLS_PREFIX_BYTES) == MTLS_PREFIX then
                foreign = foreign or {}
                foreign[#foreign + 1] = key
            end
        end
    end
    if not found or found == "" then
        return nil, "certificate_missing", foreign
    end
    return found, nil, foreign
end

return request_headers
