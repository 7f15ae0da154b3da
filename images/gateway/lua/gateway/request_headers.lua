-- Finds the certificate among a request's headers, in one pass and without a table or a string of the others.
-- Nginx 1.22's own $http_name gives the first of several headers of a name, so it cannot see a repetition.

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
local MTLS_PREFIX = "x-amzn-mtls-"
local DASH, M = ("-"):byte(), ("m"):byte()

-- What the load balancer adds to every request, by length. proxy_set_header drops these without any work.
local DROPPED_BY_NGINX = {}
for _, name in ipairs({
    "x-amzn-mtls-clientcert",
    "x-amzn-mtls-clientcert-leaf",
    "x-amzn-mtls-clientcert-serial-number",
    "x-amzn-mtls-clientcert-issuer",
    "x-amzn-mtls-clientcert-subject",
    "x-amzn-mtls-clientcert-validity",
}) do
    DROPPED_BY_NGINX[#name] = name
end

local truncated = ffi.new("int[1]")

local request_headers = {}

--- Adds the name of a header that the caller has to drop to a list, which may be nil.
local function with_foreign(list, key)
    local known = DROPPED_BY_NGINX[key.len]
    if known and C.memcmp(key.data, known, key.len) == 0
        or C.memcmp(key.data, MTLS_PREFIX, #MTLS_PREFIX) ~= 0 then
        return list
    end
    list = list or {}
    list[#list + 1] = ffi_string(key.data, key.len)
    return list
end

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
    local length, found, foreign = #name, -1, nil
    for index = 0, count - 1 do
        local key_length = elements[index].key.len
        if key_length == length and C.memcmp(elements[index].key.data, name, length) == 0 then
            if found >= 0 then
                return nil, "header_repeated"
            end
            found = index
        elseif key_length > #MTLS_PREFIX
            and elements[index].key.data[6] == DASH and elements[index].key.data[7] == M then
            foreign = with_foreign(foreign, elements[index].key)
        end
    end
    if found < 0 or elements[found].value.len == 0 then
        return nil, "certificate_missing", foreign
    end
    return ffi_string(elements[found].value.data, elements[found].value.len), nil, foreign
end

return request_headers
