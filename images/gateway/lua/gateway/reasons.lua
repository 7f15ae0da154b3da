-- Every reason that a request can have in the access log, and the status that goes with it.
-- docs/gateway.md explains each; a test holds the two together.

local BAD_REQUEST, FORBIDDEN = 400, 403

local reasons = {
    --- The status of each refusal. A malformed request is 400, everything else 403.
    status = {
        certificate_missing = FORBIDDEN,
        header_repeated = BAD_REQUEST,
        headers_too_many = BAD_REQUEST,
        encoding_invalid = BAD_REQUEST,
        pem_invalid = BAD_REQUEST,
        pem_not_certificate = BAD_REQUEST,
        der_invalid = BAD_REQUEST,
        certificates_too_many = BAD_REQUEST,
        leaf_version = FORBIDDEN,
        leaf_is_ca = FORBIDDEN,
        leaf_extended_key_usage = FORBIDDEN,
        leaf_key_usage = FORBIDDEN,
        leaf_subject_empty = FORBIDDEN,
        leaf_subject_ambiguous = FORBIDDEN,
        leaf_name_too_long = FORBIDDEN,
        leaf_serial = FORBIDDEN,
        issuer_unknown = FORBIDDEN,
        self_signed = FORBIDDEN,
        signature_invalid = FORBIDDEN,
        not_yet_valid = FORBIDDEN,
        expired = FORBIDDEN,
        revoked = FORBIDDEN,
        crl_missing = FORBIDDEN,
        crl_invalid = FORBIDDEN,
        crl_expired = FORBIDDEN,
        path_length = FORBIDDEN,
        ca_invalid = FORBIDDEN,
        purpose = FORBIDDEN,
        critical_extension = FORBIDDEN,
        name_constraints = FORBIDDEN,
        key_too_weak = FORBIDDEN,
        digest_too_weak = FORBIDDEN,
        extension_invalid = FORBIDDEN,
        verification_failed = FORBIDDEN,
        client_revoked = FORBIDDEN,
        client_unknown = FORBIDDEN,
        path_not_allowed = FORBIDDEN,
    },
}

-- X509_V_ERR_* of x509_vfy.h. A number that is not here is verification_failed.
local BY_VERIFY_ERROR = {
    [2] = "issuer_unknown", [20] = "issuer_unknown", [21] = "issuer_unknown", [19] = "issuer_unknown",
    [27] = "issuer_unknown", [28] = "issuer_unknown", [29] = "issuer_unknown", [30] = "issuer_unknown",
    [31] = "issuer_unknown",
    [18] = "self_signed",
    [4] = "signature_invalid", [7] = "signature_invalid", [6] = "signature_invalid", [24] = "signature_invalid",
    [76] = "signature_invalid", [77] = "signature_invalid", [78] = "signature_invalid",
    [9] = "not_yet_valid", [13] = "not_yet_valid",
    [10] = "expired", [14] = "expired",
    [23] = "revoked",
    [3] = "crl_missing", [33] = "crl_missing",
    [5] = "crl_invalid", [8] = "crl_invalid", [11] = "crl_invalid", [15] = "crl_invalid", [16] = "crl_invalid",
    [35] = "crl_invalid", [36] = "crl_invalid", [44] = "crl_invalid", [54] = "crl_invalid",
    [12] = "crl_expired",
    [22] = "path_length", [25] = "path_length", [38] = "path_length", [55] = "path_length",
    [32] = "ca_invalid", [37] = "ca_invalid", [79] = "ca_invalid", [81] = "ca_invalid", [89] = "ca_invalid",
    [92] = "ca_invalid",
    [26] = "purpose", [39] = "purpose", [40] = "purpose",
    [34] = "critical_extension",
    [46] = "name_constraints", [47] = "name_constraints", [48] = "name_constraints", [49] = "name_constraints",
    [51] = "name_constraints", [52] = "name_constraints", [53] = "name_constraints",
    [66] = "key_too_weak", [67] = "key_too_weak", [94] = "key_too_weak",
    [68] = "digest_too_weak",
    [41] = "extension_invalid", [42] = "extension_invalid", [43] = "extension_invalid", [45] = "extension_invalid",
    [80] = "extension_invalid", [82] = "extension_invalid", [83] = "extension_invalid", [84] = "extension_invalid",
    [85] = "extension_invalid", [86] = "extension_invalid", [87] = "extension_invalid", [88] = "extension_invalid",
    [90] = "extension_invalid", [91] = "extension_invalid", [93] = "extension_invalid",
}

--- The reason for an error of X509_verify_cert.
function reasons.of_verify_error(code)
    return BY_VERIFY_ERROR[code] or "verification_failed"
end

return reasons
