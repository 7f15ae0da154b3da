-- The part of libcrypto that the gateway calls. In Nginx this is the library that Nginx itself has loaded;
-- the entry point, run by the LuaJIT interpreter, loads the same file.

local ffi = require("ffi")

ffi.cdef [[
typedef struct x509_st X509;
typedef struct X509_crl_st X509_CRL;
typedef struct X509_name_st X509_NAME;
typedef struct X509_name_entry_st X509_NAME_ENTRY;
typedef struct x509_store_st X509_STORE;
typedef struct x509_store_ctx_st X509_STORE_CTX;
typedef struct X509_VERIFY_PARAM_st X509_VERIFY_PARAM;
typedef struct asn1_string_st ASN1_STRING;
typedef struct evp_pkey_st EVP_PKEY;
typedef struct evp_md_st EVP_MD;
typedef struct bio_st BIO;
typedef struct bio_method_st BIO_METHOD;
typedef struct stack_st OPENSSL_STACK;

void ERR_clear_error(void);
void CRYPTO_free(void *pointer, const char *file, int line);

int EVP_DecodeBlock(unsigned char *to, const unsigned char *from, int length);
const EVP_MD *EVP_sha256(void);

const BIO_METHOD *BIO_s_mem(void);
BIO *BIO_new(const BIO_METHOD *type);
BIO *BIO_new_mem_buf(const void *buffer, int length);
int BIO_read(BIO *bio, void *data, int length);
size_t BIO_ctrl_pending(BIO *bio);
int BIO_free(BIO *bio);

OPENSSL_STACK *OPENSSL_sk_new_null(void);
int OPENSSL_sk_push(OPENSSL_STACK *stack, const void *item);
int OPENSSL_sk_num(const OPENSSL_STACK *stack);
void *OPENSSL_sk_value(const OPENSSL_STACK *stack, int index);
void OPENSSL_sk_free(OPENSSL_STACK *stack);

X509 *d2i_X509(X509 **target, const unsigned char **in, long length);
void X509_free(X509 *certificate);
int X509_cmp(const X509 *left, const X509 *right);
long X509_get_version(const X509 *certificate);
X509_NAME *X509_get_subject_name(const X509 *certificate);
X509_NAME *X509_get_issuer_name(const X509 *certificate);
const ASN1_STRING *X509_get0_serialNumber(const X509 *certificate);
const ASN1_STRING *X509_get0_notBefore(const X509 *certificate);
const ASN1_STRING *X509_get0_notAfter(const X509 *certificate);
EVP_PKEY *X509_get0_pubkey(const X509 *certificate);
uint32_t X509_get_extension_flags(X509 *certificate);
uint32_t X509_get_key_usage(X509 *certificate);
uint32_t X509_get_extended_key_usage(X509 *certificate);
int X509_check_ca(X509 *certificate);
int X509_self_signed(X509 *certificate, int verify_signature);
int X509_digest(const X509 *certificate, const EVP_MD *type, unsigned char *digest, unsigned int *length);
int X509_check_private_key(const X509 *certificate, const EVP_PKEY *key);

int X509_NAME_cmp(const X509_NAME *left, const X509_NAME *right);
int X509_NAME_entry_count(const X509_NAME *name);
int X509_NAME_get_index_by_NID(const X509_NAME *name, int nid, int after);
X509_NAME_ENTRY *X509_NAME_get_entry(const X509_NAME *name, int index);
ASN1_STRING *X509_NAME_ENTRY_get_data(const X509_NAME_ENTRY *entry);
int X509_NAME_print_ex(BIO *out, const X509_NAME *name, int indent, unsigned long flags);
int ASN1_STRING_to_UTF8(unsigned char **out, const ASN1_STRING *text);
int i2a_ASN1_INTEGER(BIO *out, const ASN1_STRING *integer);
ASN1_STRING *ASN1_TIME_set(ASN1_STRING *target, long time);
int ASN1_TIME_diff(int *days, int *seconds, const ASN1_STRING *from, const ASN1_STRING *to);

X509_CRL *d2i_X509_CRL(X509_CRL **target, const unsigned char **in, long length);
void X509_CRL_free(X509_CRL *list);
X509_NAME *X509_CRL_get_issuer(const X509_CRL *list);
const ASN1_STRING *X509_CRL_get0_lastUpdate(const X509_CRL *list);
const ASN1_STRING *X509_CRL_get0_nextUpdate(const X509_CRL *list);
int X509_CRL_verify(X509_CRL *list, EVP_PKEY *key);

EVP_PKEY *PEM_read_bio_PrivateKey(BIO *in, EVP_PKEY **target, void *callback, void *passphrase);
int EVP_PKEY_get_base_id(const EVP_PKEY *key);
void EVP_PKEY_free(EVP_PKEY *key);

X509_STORE *X509_STORE_new(void);
void X509_STORE_free(X509_STORE *store);
int X509_STORE_add_cert(X509_STORE *store, X509 *certificate);
int X509_STORE_add_crl(X509_STORE *store, X509_CRL *list);
X509_VERIFY_PARAM *X509_STORE_get0_param(const X509_STORE *store);
int X509_VERIFY_PARAM_set_flags(X509_VERIFY_PARAM *param, unsigned long flags);
int X509_VERIFY_PARAM_set_purpose(X509_VERIFY_PARAM *param, int purpose);
int X509_VERIFY_PARAM_set_trust(X509_VERIFY_PARAM *param, int trust);
void X509_VERIFY_PARAM_set_depth(X509_VERIFY_PARAM *param, int depth);
void X509_VERIFY_PARAM_set_auth_level(X509_VERIFY_PARAM *param, int level);

X509_STORE_CTX *X509_STORE_CTX_new(void);
void X509_STORE_CTX_free(X509_STORE_CTX *context);
int X509_STORE_CTX_init(X509_STORE_CTX *context, X509_STORE *store, X509 *leaf, OPENSSL_STACK *untrusted);
void X509_STORE_CTX_set_time(X509_STORE_CTX *context, unsigned long flags, long time);
int X509_verify_cert(X509_STORE_CTX *context);
int X509_STORE_CTX_get_error(const X509_STORE_CTX *context);
int X509_STORE_CTX_get_error_depth(const X509_STORE_CTX *context);
OPENSSL_STACK *X509_STORE_CTX_get0_chain(const X509_STORE_CTX *context);
const char *X509_verify_cert_error_string(long code);
]]

local crypto = ffi.load("libcrypto.so.3")

local openssl = { crypto = crypto }

local epoch = ffi.gc(crypto.ASN1_TIME_set(nil, 0), nil)

--- Seconds since 1970 of an ASN.1 time, or nil when it does not parse.
function openssl.unix_time(time)
    local days, seconds = ffi.new("int[1]"), ffi.new("int[1]")
    if time == nil or crypto.ASN1_TIME_diff(days, seconds, epoch, time) ~= 1 then
        crypto.ERR_clear_error()
        return nil
    end
    return days[0] * 86400 + seconds[0]
end

--- The text that a printing function of libcrypto writes.
function openssl.printed(print)
    local bio = crypto.BIO_new(crypto.BIO_s_mem())
    print(bio)
    local length = tonumber(crypto.BIO_ctrl_pending(bio))
    local buffer = ffi.new("char[?]", length + 1)
    local read = crypto.BIO_read(bio, buffer, length)
    crypto.BIO_free(bio)
    return ffi.string(buffer, math.max(read, 0))
end

-- XN_FLAG_RFC2253: what Nginx's own $ssl_client_s_dn uses. Everything outside printable ASCII is escaped,
-- so the text is safe in a header.
local RFC2253 = 0x1110317

--- A distinguished name as RFC 2253 text.
function openssl.name_text(name)
    return openssl.printed(function(bio)
        crypto.X509_NAME_print_ex(bio, name, 0, RFC2253)
    end)
end

--- Parses DER with one of the d2i functions. Every byte has to be used, or the result is nil.
function openssl.parse(decode, free, der)
    local bytes = ffi.cast("const unsigned char *", der)
    local position = ffi.new("const unsigned char *[1]", bytes)
    local object = decode(nil, position, #der)
    crypto.ERR_clear_error()
    if object == nil then
        return nil
    end
    if position[0] - bytes ~= #der then
        free(object)
        return nil
    end
    return ffi.gc(object, free)
end

--- Empties the error queue of this thread.
openssl.forget_errors = crypto.ERR_clear_error

--- Frees an object now: the collector does not see the memory that libcrypto holds.
function openssl.release(object, free)
    free(ffi.gc(object, nil))
end

return openssl
