#!/bin/bash
# What the gateway's check of client certificates costs, as paired ratios on 127.0.0.1 with one worker. Each request has
# the headers of a request from the load balancer. The gateway is compared with
#   1. the same Nginx that only forwards the header: the gateway's own configuration (discovery, access log, headers)
#      without access_by_lua and header_filter_by_lua; the certificate goes on to the service, which learns no identity
#   2. the same without any Lua: a fixed address instead of discovery. The difference to 1 is the price of discovery
#   3. Nginx's own ssl_verify_client, otherwise as 2    4. HAProxy with TLS and verification
#      (wrk has no client certificate: a second Nginx in front brings it)
#   5. itself with 100 services
# then a first verification, and memory over 200,000 requests.
# Usage: benchmarks/gateway.sh [ROUNDS [SECONDS]]; defaults 32 and 1. Needs (Debian): nginx libnginx-mod-http-lua
# lua-resty-core lua-cjson luajit2 openssl haproxy wrk.
# A round measures both sides, the first one by turns. What counts is the CPU time that the kernel gave the worker
# (/proc/PID/schedstat, nanoseconds); "requests a CPU second" is what a worker answers that has a core to itself.
# Load, service and worker share one core. With the load on another core, each send has to wake it whenever it is idle,
# and pays for the interrupt: the slower side then also pays for the load generator's sleep, which doubled the difference
# on a virtual machine. The kernel also counts how long the worker waited for the core: other work on the machine shows
# there, and only the calmer half of the rounds counts.
set -euo pipefail

rounds=${1:-32}
seconds=${2:-1}
repository=$(cd "$(dirname "$0")/.." && pwd)
image=$repository/images/gateway
work=$(mktemp -d)
header=X-Edge-Benchmark
upstream=18600
processes=()

finish() {
    for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
chmod 755 "$work"
cd "$work"

# ---- A P-256 authority with a list of 1,000 revoked certificates, a server and a client.
cat > openssl.cnf <<'CONFIG'
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid:always
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
authorityKeyIdentifier = keyid:always
[ca]
default_ca = lists
[lists]
database = index.txt
crlnumber = crlnumber
default_md = sha256
default_crl_days = 30
crl_extensions = list
[list]
authorityKeyIdentifier = keyid:always
CONFIG
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
key ca
openssl req -new -x509 -config openssl.cnf -extensions authority -key ca.key -subj "/O=Benchmark/CN=Benchmark CA" -days 90 -out ca.pem
for name in server client; do
    key $name
    openssl req -new -config openssl.cnf -key $name.key -subj "/O=Benchmark/CN=$name" -out $name.csr
    openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile openssl.cnf -extensions $name -out $name.pem 2>/dev/null
done
for serial in $(seq 1 1000); do
    printf 'R\t351231235959Z\t260101000000Z\t%04X%028X\tunknown\t/CN=revoked\n' 19796 "$serial"
done > index.txt
echo 01 > crlnumber
openssl ca -config openssl.cnf -gencrl -keyfile ca.key -cert ca.pem -out crl.pem 2>/dev/null
certificate=$(luajit -e 'io.write((io.read("*a"):gsub("[^%w%-._~+/=]", function(c) return ("%%%02X"):format(c:byte()) end)))' < client.pem)

# ---- Servers. Everything that is started from here on shares the first core that is allowed.
taskset -cp "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" $$ > /dev/null

wait_for() { for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.05; done; echo "nothing listens on $1" >&2; exit 1; }

# gateway NAME PORT SERVICES: sets pid_NAME to the worker.
gateway() {
    local directory=$work/run-$1 unprivileged=()
    mkdir -m 700 "$directory"
    if [ "$(id -u)" = 0 ]; then
        chown 10001 "$directory"
        unprivileged=(setpriv --reuid=10001 --regid=10001 --clear-groups)
    fi
    env -i GATEWAY_CLIENT_CERT_HEADER=$header GATEWAY_LISTEN_ADDRESS=127.0.0.1 GATEWAY_PORT="$2" GATEWAY_STATUS_PORT=$(($2 + 1000)) \
        GATEWAY_HOST_NAMES=api.example.com GATEWAY_WORKERS=1 GATEWAY_RUNTIME_DIRECTORY="$directory" GATEWAY_SERVICES="$3" \
        GATEWAY_TLS_CERTIFICATE="$(cat server.pem)" GATEWAY_TLS_PRIVATE_KEY="$(cat server.key)" \
        GATEWAY_CA_BUNDLE="$(cat ca.pem)" GATEWAY_CRL="$(cat crl.pem)" \
        "${unprivileged[@]}" luajit "$image/entrypoint.lua" > /dev/null &
    started "$1" "$2" $!
}

# nginx_with NAME PORT CONFIGURATION
nginx_with() {
    nginx -e stderr -c "$3" > /dev/null &
    started "$1" "$2" $!
}

started() {
    processes+=("$3")
    wait_for "$2"
    local worker
    worker=$(tr ' ' '\n' < "/proc/$3/task/$3/children" | head -1)
    eval "pid_$1=${worker:-$3}"
}

services_of() {
    local list='{"name":"api","host":"127.0.0.1","port":'$upstream',"prefix":"/v1"}' index
    for index in $(seq 2 "$1"); do list="{\"name\":\"s$index\",\"host\":\"127.0.0.1\",\"port\":$upstream,\"prefix\":\"/s$index/deep\"},$list"; done
    echo "[$list]"
}

cat > upstream.conf <<CONFIG
daemon off; user root; worker_processes 1; pid $work/upstream.pid; error_log stderr;
events { worker_connections 2048; }
http {
    access_log off; keepalive_requests 100000000;
    server { listen 127.0.0.1:$upstream backlog=2048; location / { default_type text/plain; return 200 "ok"; } }
}
CONFIG
[ "$(id -u)" = 0 ] || sed -i 's/user root; //' upstream.conf
nginx -e stderr -c "$work/upstream.conf" &
processes+=($!)
wait_for $upstream

gateway verified 18601 "$(services_of 1)"
gateway hundred 18602 "$(services_of 100)"

# moved FROM TO: the configuration of one port for another.
moved() { sed -e "s|127.0.0.1:$1|127.0.0.1:$2|; s|127.0.0.1:$(($1 + 1000))|127.0.0.1:$(($2 + 1000))|; s|/[a-z0-9]*[.]pid|/$2.pid|"; }

sed -e '/access_by_lua_block { require/d; /header_filter_by_lua_block/d; s|error_log /proc/.*|error_log stderr;|' -e "/proxy_set_header $header/d" run-verified/nginx.conf | moved 18601 18606 > forwarding.conf
nginx_with forwarding 18606 "$work/forwarding.conf"

sed -e '/init_by_lua_block/d; /init_worker_by_lua_block/d; /_by_lua_block { return }/d; /balancer_by_lua_block/d' \
    -e "s|server 0.0.0.1;.*|server 127.0.0.1:$upstream;|" forwarding.conf | moved 18606 18603 > plain.conf
nginx_with plain 18603 "$work/plain.conf"

# shellcheck disable=SC2016 # The variables are Nginx's.
sed -e "s|^\( *\)ssl_protocols|\1ssl_client_certificate $work/ca.pem; ssl_crl $work/crl.pem; ssl_verify_client on; ssl_verify_depth 3;\n&|" \
    -e 's|map "" $subject { default ""; }|map "" $subject { default $ssl_client_s_dn; }|' \
    -e 's|map "" $issuer { default ""; }|map "" $issuer { default $ssl_client_i_dn; }|' \
    -e 's|map "" $serial { default ""; }|map "" $serial { default $ssl_client_serial; }|' \
    -e 's|map "" $sha256 { default ""; }|map "" $sha256 { default $ssl_client_fingerprint; }|' \
    plain.conf | moved 18603 18604 > own.conf
nginx_with own 18604 "$work/own.conf"

cat server.pem server.key > haproxy.pem
cat > haproxy.cfg <<CONFIG
global
    nbthread 1
    log stdout format raw local0
    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
defaults
    mode http
    log global
    option httplog
    http-reuse always
    timeout connect 3s
    timeout client 75s
    timeout server 30s
frontend tls
    bind 127.0.0.1:18605 ssl crt $work/haproxy.pem ca-file $work/ca.pem crl-file $work/crl.pem verify required
    unique-id-format %[uuid()]
    http-request set-header X-Client-S-DN %[ssl_c_s_dn]
    http-request set-header X-Client-I-DN %[ssl_c_i_dn]
    http-request set-header X-Client-Serial %[ssl_c_serial,hex]
    http-request set-header X-Client-Fingerprint %[ssl_c_sha1,hex]
    http-request set-header X-Client-Verify SUCCESS
    http-request set-header X-Request-Id %[unique-id]
    http-request set-header X-Forwarded-Proto https
    http-request del-header $header
    http-request del-header x-amzn-mtls- -m beg
    http-response set-header Strict-Transport-Security "max-age=31536000; includeSubDomains"
    default_backend api
backend api
    server api 127.0.0.1:$upstream
CONFIG
haproxy -f haproxy.cfg > /dev/null 2>&1 &
started haproxy 18605 $!

# In front: plain HTTP in, TLS with the client's certificate out, connections kept alive.
{
    echo "daemon off; worker_processes 1; pid $work/front.pid; error_log stderr; events { worker_connections 2048; }"
    [ "$(id -u)" = 0 ] && echo "user root;"
    echo "http { access_log off; keepalive_requests 100000000;"
    for port in 18601 18604 18605; do
        echo "upstream u$port { server 127.0.0.1:$port; keepalive 64; keepalive_requests 100000000; }"
        echo "server { listen 127.0.0.1:$((port + 100)) backlog=2048; location / { proxy_pass https://u$port; proxy_http_version 1.1;"
        echo "proxy_set_header Connection ''; proxy_set_header $header '$certificate';"
        echo "proxy_ssl_certificate $work/client.pem; proxy_ssl_certificate_key $work/client.key; proxy_ssl_session_reuse on; } }"
    done
    echo "}"
} > front.conf
nginx -e stderr -c "$work/front.conf" &
processes+=($!)
for port in 18701 18704 18705; do wait_for $port; done

# ---- Measuring.
request=(
    -H "Host: api.example.com" -H "User-Agent: client/1.0" -H "Accept: application/json" -H "Accept-Encoding: gzip"
    -H "Traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    -H "X-Forwarded-For: 192.0.2.7" -H "X-Forwarded-Proto: https" -H "X-Forwarded-Port: 443"
    -H "X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678"
    -H "X-Amzn-Mtls-Clientcert-Serial-Number: 4D54" -H "X-Amzn-Mtls-Clientcert-Issuer: CN=Benchmark CA,O=Benchmark"
    -H "X-Amzn-Mtls-Clientcert-Subject: CN=client,O=Benchmark"
    -H "X-Amzn-Mtls-Clientcert-Validity: NotBefore=2026-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z"
    -H "$header: $certificate"
)

load() { wrk -t1 -c32 -d"$1s" "${request[@]}" "$2"; }

# measure NAME URL: sets cost (CPU nanoseconds a request) and waited (seconds for each one of CPU).
measure() {
    local pid_name=pid_$1 output requests ran delayed ran_before delayed_before
    read -r ran_before delayed_before _ < "/proc/${!pid_name}/schedstat"
    output=$(load "$seconds" "$2")
    read -r ran delayed _ < "/proc/${!pid_name}/schedstat"
    if grep -q "Non-2xx\|Socket errors" <<< "$output"; then echo "$1: $output" >&2; exit 1; fi
    requests=$(awk '/requests in/ { print $1 }' <<< "$output")
    if ((requests == 0)); then echo "$1: no answer in $seconds s, measured again: $output" >&2; measure "$1" "$2"; return; fi
    cost=$(((ran - ran_before) / requests))
    waited=$(ratio $((delayed - delayed_before)) $((ran - ran_before)))
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { print a / b }'; }
quartiles() { sort -g | awk '{ value[NR] = $1 } END { printf "%.3f (%.3f to %.3f)", (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2, value[int((NR + 3) / 4)], value[int((3 * NR + 1) / 4)] }'; }

# pair TITLE NAME URL NAME URL: the first's values by the second's, round by round.
pair() {
    local round cost_a waited_a cost_b waited_b calmer
    for round in $(seq "$rounds"); do
        if ((round % 2)); then
            measure "$2" "$3"; cost_a=$cost waited_a=$waited
            measure "$4" "$5"; cost_b=$cost waited_b=$waited
        else
            measure "$4" "$5"; cost_b=$cost waited_b=$waited
            measure "$2" "$3"; cost_a=$cost waited_a=$waited
        fi
        echo "$(awk -v a="$waited_a" -v b="$waited_b" 'BEGIN { print (a > b ? a : b) }')" \
            "$(ratio "$cost_b" "$cost_a") $(ratio "$cost_a" "$cost_b") $cost_a $cost_b"
    done > rounds.txt
    calmer=$(sort -g rounds.txt | head -n $(((rounds + 1) / 2)))
    column() { awk -v column="$1" '{ print $column }' <<< "$calmer"; }
    echo "$1: requests a CPU second $(column 2 | quartiles), CPU a request $(column 3 | quartiles)" \
        "[$(column 4 | quartiles | cut -d. -f1) and $(column 5 | quartiles | cut -d. -f1) ns]"
}

echo "$rounds rounds of $seconds s, median (quartiles) of the calmer half; one of $(getconf _NPROCESSORS_ONLN) cores, load $(cut -d' ' -f1 /proc/loadavg)"
for port in 18601 18606 18603 18602; do load 1 "https://127.0.0.1:$port/v1" > /dev/null; done
for port in 18701 18704 18705; do load 1 "http://127.0.0.1:$port/v1" > /dev/null; done
pair "gateway / the same, forwarding only" verified https://127.0.0.1:18601/v1 forwarding https://127.0.0.1:18606/v1
pair "gateway / the same without any Lua" verified https://127.0.0.1:18601/v1 plain https://127.0.0.1:18603/v1
pair "gateway / ssl_verify_client" verified http://127.0.0.1:18701/v1 own http://127.0.0.1:18704/v1
pair "gateway / HAProxy" verified http://127.0.0.1:18701/v1 haproxy http://127.0.0.1:18705/v1
pair "100 services / 1 service" hundred https://127.0.0.1:18602/v1 verified https://127.0.0.1:18601/v1
luajit "$repository/benchmarks/gateway-first-verification.lua" "$image/lua" ca.pem crl.pem client.pem

resident() { local name=pid_verified; awk '/VmRSS/ { print $2 }' "/proc/${!name}/status"; }
before=$(resident) total=0
while ((total < 200000)); do
    total=$((total + $(load 5 https://127.0.0.1:18601/v1 | awk '/requests in/ { print $1 }')))
done
echo "memory over $total requests: $before kB before, $(resident) kB after"
