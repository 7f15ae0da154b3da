-- A private key, only to ask of which kind it is and whether it belongs to a certificate.

local ffi = require("ffi")
local openssl = require("gateway.openssl")

local crypto = openssl.crypto

local EVP_PKEY_EC = 408

local private_key = {}
local PrivateKey = {}
PrivateKey.__index = PrivateKey

--- Parses an unencrypted key in PEM. Returns nil when it does not parse.
function private_key.parse(text)
    local bio = crypto.BIO_new_mem_buf(text, #text)
    -- An empty passphrase instead of a callback: libcrypto would ask for one on a terminal.
    local passphrase = ffi.new("char[1]")
    local handle = crypto.PEM_read_bio_PrivateKey(bio, nil, nil, passphrase)
    crypto.BIO_free(bio)
    crypto.ERR_clear_error()
    if handle == nil then
        return nil
    end
    return setmetatable({ handle = ffi.gc(handle, crypto.EVP_PKEY_free) }, PrivateKey)
end

function PrivateKey:is_ecdsa()
    return crypto.EVP_PKEY_get_base_id(self.handle) == EVP_PKEY_EC
end

function PrivateKey:belongs_to(certificate)
    local same = crypto.X509_check_private_key(certificate.handle, self.handle) == 1
    crypto.ERR_clear_error()
    return same
end

return private_key
