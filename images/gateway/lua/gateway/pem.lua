-- Strict PEM (RFC 7468): labelled blocks of base64 and nothing between them but line ends.

local ffi = require("ffi")
local openssl = require("gateway.openssl")

local find, gsub, sub = string.find, string.gsub, string.sub
local crypto = openssl.crypto

local pem = {}

local BLOCK = "^%-%-%-%-%-BEGIN ([A-Z0-9 ]+)%-%-%-%-%-\n([A-Za-z0-9+/=\n]+)\n%-%-%-%-%-END ([A-Z0-9 ]+)%-%-%-%-%-()"

local function decode_base64(body)
    local text = gsub(body, "\n", "")
    local _, _, padding = find(text, "^[A-Za-z0-9+/]+(=?=?)$")
    if not padding or #text % 4 ~= 0 then
        return nil
    end
    local buffer = ffi.new("unsigned char[?]", #text / 4 * 3)
    local length = crypto.EVP_DecodeBlock(buffer, text, #text)
    if length < 0 then
        crypto.ERR_clear_error()
        return nil
    end
    return ffi.string(buffer, length - #padding)
end

--- Splits a text into its blocks: a list of { label, der }. Returns nil when anything else is found.
function pem.decode(text)
    local blocks, position = {}, 1
    while position <= #text do
        local from, _, label, body, closing, after = find(text, BLOCK, position)
        if not from or label ~= closing then
            return nil
        end
        local der = decode_base64(body)
        if not der then
            return nil
        end
        blocks[#blocks + 1] = { label = label, der = der }
        -- Blocks are separated by line ends; the last one may end with the text.
        position = find(text, "[^\n]", after)
        if not position then
            break
        end
        if sub(text, after, after) ~= "\n" then
            return nil
        end
    end
    if #blocks == 0 then
        return nil
    end
    return blocks
end

return pem
