-- The system calls of the entry point that Lua itself does not have.

local ffi = require("ffi")

ffi.cdef [[
unsigned int umask(unsigned int mask);
int mkdir(const char *path, unsigned int mode);
int pipe(int ends[2]);
int fork(void);
int setsid(void);
int waitpid(int process, int *status, int options);
int close(int file);
int dup2(int from, int to);
void _exit(int status);
int execve(const char *path, const char *const arguments[], const char *const environment[]);
char *strerror(int number);
]]

local EEXIST = 17
local STANDARD_INPUT = 0
local OWNER_ONLY_MASK, OWNER_ONLY_DIRECTORY = 63, 448 -- octal 077 and 700

local process = {}

local function failure()
    return ffi.string(ffi.C.strerror(ffi.errno()))
end

--- From here on, files that this process makes can be read by its user only.
function process.keep_files_private()
    ffi.C.umask(OWNER_ONLY_MASK)
end

--- Makes a directory for the user only. Returns nil and the system's message when it cannot.
function process.make_directory(path)
    if ffi.C.mkdir(path, OWNER_ONLY_DIRECTORY) ~= 0 and ffi.errno() ~= EEXIST then
        return nil, failure()
    end
    return true
end

--- Starts a program that reads from a pipe. It is nobody's child, so that who replaces this process finds none that it
--- does not know; it ends after the last writer. Returns the end to write to, which this process and its successors hold;
--- or nil and the system's message.
function process.start_reader(path, arguments)
    local ends = ffi.new("int[2]")
    if ffi.C.pipe(ends) ~= 0 then
        return nil, failure()
    end
    local child = ffi.C.fork()
    if child < 0 then
        return nil, failure()
    elseif child == 0 then
        if ffi.C.fork() == 0 then
            ffi.C.setsid()
            ffi.C.dup2(ends[0], STANDARD_INPUT)
            ffi.C.close(ends[0])
            ffi.C.close(ends[1])
            process.become(path, arguments)
        end
        ffi.C._exit(1)
    end
    ffi.C.waitpid(child, nil, 0)
    ffi.C.close(ends[0])
    return ends[1]
end

--- Replaces this process by a program with an empty environment. Returns the system's message if it cannot.
function process.become(path, arguments)
    local argv = ffi.new("const char *[?]", #arguments + 2)
    argv[0] = path
    for index, argument in ipairs(arguments) do
        argv[index] = argument
    end
    local environment = ffi.new("const char *[1]")
    ffi.C.execve(path, argv, environment)
    return failure()
end

return process
