-- In a container there is no folder to read: the files come in a variable, as the gateway's secrets do.
package.path = "/opt/gateway/lua/?.lua;/usr/share/lua/5.1/?.lua"
local files, process = require("gateway.files"), require("gateway.process")
process.keep_files_private()
for name, text in pairs(require("cjson").decode(os.getenv("BALANCER_FILES"))) do
    assert(files.write("/run/balancer/" .. name, text))
end
error(process.become("/usr/sbin/nginx", { "-e", "stderr", "-c", "/run/balancer/nginx.conf" }))
