-- The files of the runtime directory, a tmpfs that only the gateway's user can read.

local files = {}

--- The names within the runtime directory.
files.names = {
    nginx = "nginx.conf",
    gateway = "gateway.json",
    server_certificate = "server-certificate.pem",
    server_key = "server-key.pem",
    ca_bundle = "ca-bundle.pem",
    intermediates = "intermediates.pem",
    crl = "crl.pem",
    client_rules = "client-rules.json",
}

--- The path of a named file.
function files.path(directory, name)
    return directory .. "/" .. assert(files.names[name], name)
end

--- The text of a file, or nil when there is none.
function files.read(path)
    local file = io.open(path, "rb")
    if not file then
        return nil
    end
    local text = file:read("*a")
    file:close()
    return text
end

--- Writes a file anew. Returns nil and the system's message when it cannot.
function files.write(path, text)
    os.remove(path)
    local file, fault = io.open(path, "wb")
    if not file then
        return nil, fault
    end
    local ok, failure = file:write(text)
    file:close()
    return ok and true, failure
end

return files
