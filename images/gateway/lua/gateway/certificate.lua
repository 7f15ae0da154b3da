-- One X.509 certificate: what the gateway asks of it, in Lua's own types.

local bit = require("bit")
local ffi = require("ffi")
local openssl = require("gateway.openssl")

local crypto = openssl.crypto
local band = bit.band

local EXFLAG_KUSAGE, EXFLAG_XKUSAGE, EXFLAG_CA = 0x2, 0x4, 0x10
local KU_DIGITAL_SIGNATURE = 0x80
local XKU_SSL_SERVER, XKU_SSL_CLIENT = 0x1, 0x2
local NID_COMMON_NAME = 13
local VERSION_3 = 2
local MAX_SERIAL_OCTETS = 20

local certificate = {}
local Certificate = {}
Certificate.__index = Certificate

--- Parses one certificate. Returns nil when the DER does not parse or has bytes left over.
function certificate.parse(der)
    local handle = openssl.parse(crypto.d2i_X509, crypto.X509_free, der)
    if not handle then
        return nil
    end
    return setmetatable({ handle = handle }, Certificate)
end

function Certificate:release()
    openssl.release(self.handle, crypto.X509_free)
    self.handle = nil
end

local function has(flags, flag)
    return band(flags, flag) ~= 0
end

function Certificate:is_version_3()
    return crypto.X509_get_version(self.handle) == VERSION_3
end

--- Whether it may sign certificates: basic constraints say CA and key usage, where present, agrees.
function Certificate:is_ca()
    return crypto.X509_check_ca(self.handle) == 1
end

--- Whether basic constraints say CA, whatever the key usage.
function Certificate:claims_ca()
    return has(crypto.X509_get_extension_flags(self.handle), EXFLAG_CA)
end

function Certificate:is_self_signed()
    return crypto.X509_self_signed(self.handle, 1) == 1
end

function Certificate:may_sign_handshakes()
    return has(crypto.X509_get_extension_flags(self.handle), EXFLAG_KUSAGE)
        and has(crypto.X509_get_key_usage(self.handle), KU_DIGITAL_SIGNATURE)
end

local function has_extended_usage(handle, usage)
    return has(crypto.X509_get_extension_flags(handle), EXFLAG_XKUSAGE)
        and has(crypto.X509_get_extended_key_usage(handle), usage)
end

function Certificate:is_for_clients()
    return has_extended_usage(self.handle, XKU_SSL_CLIENT)
end

function Certificate:is_for_servers()
    return has_extended_usage(self.handle, XKU_SSL_SERVER)
end

function Certificate:has_subject()
    return crypto.X509_NAME_entry_count(crypto.X509_get_subject_name(self.handle)) > 0
end

--- The subject as RFC 2253 text, the same bytes as Nginx's $ssl_client_s_dn.
function Certificate:subject()
    return openssl.name_text(crypto.X509_get_subject_name(self.handle))
end

--- The issuer as RFC 2253 text, the same bytes as Nginx's $ssl_client_i_dn.
function Certificate:issuer()
    return openssl.name_text(crypto.X509_get_issuer_name(self.handle))
end

--- The serial number in upper-case hexadecimal, the same bytes as Nginx's $ssl_client_serial.
function Certificate:serial()
    local number = crypto.X509_get0_serialNumber(self.handle)
    local text = openssl.printed(function(bio)
        crypto.i2a_ASN1_INTEGER(bio, number)
    end)
    -- libcrypto breaks numbers of more than 35 bytes into lines.
    return (text:gsub("\\\n", ""))
end

--- Whether the serial number is a positive one of at most 20 octets (RFC 5280, section 4.1.2.2).
function Certificate:has_valid_serial()
    local text = self:serial()
    return #text <= 2 * MAX_SERIAL_OCTETS and text:find("^%x+$") ~= nil and text:find("[^0]") ~= nil
end

--- SHA-256 of the DER, lower-case hexadecimal.
function Certificate:fingerprint()
    local digest = ffi.new("unsigned char[32]")
    crypto.X509_digest(self.handle, crypto.EVP_sha256(), digest, nil)
    return (ffi.string(digest, 32):gsub(".", function(byte)
        return string.format("%02x", byte:byte())
    end))
end

--- Every common name of the subject, as UTF-8.
function Certificate:common_names()
    local name = crypto.X509_get_subject_name(self.handle)
    local names, index = {}, crypto.X509_NAME_get_index_by_NID(name, NID_COMMON_NAME, -1)
    while index >= 0 do
        local data = crypto.X509_NAME_ENTRY_get_data(crypto.X509_NAME_get_entry(name, index))
        local text = ffi.new("unsigned char *[1]")
        local length = crypto.ASN1_STRING_to_UTF8(text, data)
        if length < 0 then
            crypto.ERR_clear_error()
            names[#names + 1] = ""
        else
            names[#names + 1] = ffi.string(text[0], length)
            crypto.CRYPTO_free(text[0], nil, 0)
        end
        index = crypto.X509_NAME_get_index_by_NID(name, NID_COMMON_NAME, index)
    end
    return names
end

--- First second of validity, in seconds since 1970; nil when it does not parse.
function Certificate:not_before()
    return openssl.unix_time(crypto.X509_get0_notBefore(self.handle))
end

--- End of validity, in seconds since 1970: from this second on libcrypto refuses it.
function Certificate:not_after()
    return openssl.unix_time(crypto.X509_get0_notAfter(self.handle))
end

function Certificate:equals(other)
    return crypto.X509_cmp(self.handle, other.handle) == 0
end

return certificate
