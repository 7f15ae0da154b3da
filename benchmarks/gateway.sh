#!/bin/bash
# How much the gateway's check of client certificates costs, as paired ratios on 127.0.0.1 with one worker:
#   1. the gateway against the same Nginx that only forwards the header (wrk with TLS, alternating rounds)
#   2. the gateway against Nginx's own ssl_verify_client and HAProxy (requests per CPU second of the server; a second
#      Nginx in front brings the client certificate, which wrk cannot)
#   3. 1 service against 100   4. a first verification   5. memory over 200,000 requests
# Usage: benchmarks/gateway.sh [ROUNDS [SECONDS]]; defaults 7 and 4. Needs (Debian): nginx libnginx-mod-http-lua
# lua-resty-core lua-cjson luajit2 openssl haproxy wrk. Other work on the machine shows in the spread.
set -euo pipefail

rounds=${1:-7}
seconds=${2:-4}
repository=$(cd "$(dirname "$0")/.." && pwd)
image=$repository/infra/images/gateway
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

# ---- Servers. The one that is measured has a core of its own where there are two.
measured=() others=()
if [ "$(nproc)" -gt 1 ]; then measured=(taskset -c 0) others=(taskset -c 1); fi

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
        GATEWAY_WORKERS=1 GATEWAY_RUNTIME_DIRECTORY="$directory" GATEWAY_SERVICES="$3" \
        GATEWAY_TLS_CERTIFICATE="$(cat server.pem)" GATEWAY_TLS_PRIVATE_KEY="$(cat server.key)" \
        GATEWAY_CA_BUNDLE="$(cat ca.pem)" GATEWAY_CRL="$(cat crl.pem)" \
        "${measured[@]}" "${unprivileged[@]}" luajit "$image/entrypoint.lua" > /dev/null &
    started "$1" "$2" $!
}

# nginx_with NAME PORT CONFIGURATION
nginx_with() {
    "${measured[@]}" nginx -e stderr -c "$3" > /dev/null &
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
"${others[@]}" nginx -e stderr -c "$work/upstream.conf" &
processes+=($!)
wait_for $upstream

gateway verified 18601 "$(services_of 1)"
gateway hundred 18602 "$(services_of 100)"

# The same configuration without Lua on a request's way: one static server, the header forwarded as it comes.
sed -e '/init_by_lua_block/d; /init_worker_by_lua_block/d; /access_by_lua_block/d; /balancer_by_lua_block/d' \
    -e "s|server 0.0.0.1;.*|server 127.0.0.1:$upstream;|" -e "/proxy_set_header $header/d" \
    -e "s|127.0.0.1:18601|127.0.0.1:18603|; s|127.0.0.1:19601|127.0.0.1:19603|; s|/nginx.pid|/plain.pid|" \
    run-verified/nginx.conf > plain.conf
nginx_with plain 18603 "$work/plain.conf"

# shellcheck disable=SC2016 # The variables are Nginx's.
sed -e "s|127.0.0.1:18603|127.0.0.1:18604|; s|127.0.0.1:19603|127.0.0.1:19604|; s|/plain.pid|/own.pid|" \
    -e "s|^\( *\)ssl_protocols|\1ssl_client_certificate $work/ca.pem; ssl_crl $work/crl.pem; ssl_verify_client on; ssl_verify_depth 3;\n&|" \
    -e 's|map "" $subject { default ""; }|map "" $subject { default $ssl_client_s_dn; }|' \
    -e 's|map "" $issuer { default ""; }|map "" $issuer { default $ssl_client_i_dn; }|' \
    -e 's|map "" $serial { default ""; }|map "" $serial { default $ssl_client_serial; }|' \
    -e 's|map "" $sha256 { default ""; }|map "" $sha256 { default $ssl_client_fingerprint; }|' \
    plain.conf > own.conf
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
    http-response set-header Strict-Transport-Security "max-age=31536000; includeSubDomains"
    default_backend api
backend api
    server api 127.0.0.1:$upstream
CONFIG
"${measured[@]}" haproxy -f haproxy.cfg > /dev/null 2>&1 &
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
"${others[@]}" nginx -e stderr -c "$work/front.conf" &
processes+=($!)
for port in 18701 18704 18705; do wait_for $port; done

# ---- Measuring.
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# measure NAME URL: sets rate (requests a second) and cost (CPU microseconds a request).
measure() {
    local pid_name=pid_$1 before after output requests
    before=$(ticks "${!pid_name}")
    output=$("${others[@]}" wrk -t1 -c32 -d"${seconds}s" -H "$header: $certificate" "$2")
    after=$(ticks "${!pid_name}")
    if grep -q "Non-2xx\|Socket errors" <<< "$output"; then echo "$1: $output" >&2; exit 1; fi
    requests=$(awk '/requests in/ { print $1 }' <<< "$output")
    rate=$(awk '/Requests\/sec/ { print $2 }' <<< "$output")
    cost=$(awk -v ticks=$((after - before)) -v hertz="$(getconf CLK_TCK)" -v requests="$requests" 'BEGIN { print ticks / hertz / requests * 1e6 }')
}

summary() { sort -n | awk '{ value[NR] = $1 } END { printf "%.3f (%.3f to %.3f)", value[int((NR + 1) / 2)], value[1], value[NR] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { print a / b }'; }

# pair TITLE NAME URL NAME URL: medians of the first's values by the second's, round by round, order alternating.
pair() {
    local rates=() costs=() round rate_a cost_a rate_b cost_b
    for round in $(seq "$rounds"); do
        if ((round % 2)); then
            measure "$2" "$3"; rate_a=$rate cost_a=$cost
            measure "$4" "$5"; rate_b=$rate cost_b=$cost
        else
            measure "$4" "$5"; rate_b=$rate cost_b=$cost
            measure "$2" "$3"; rate_a=$rate cost_a=$cost
        fi
        rates+=("$(ratio "$rate_a" "$rate_b")") costs+=("$(ratio "$cost_a" "$cost_b")")
    done
    echo "$1: requests/s $(printf '%s\n' "${rates[@]}" | summary), CPU a request $(printf '%s\n' "${costs[@]}" | summary)" \
        "[last: $rate_a and $rate_b requests/s, $cost_a and $cost_b us]"
}

echo "$rounds rounds of $seconds s, median (least to most); $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
measure verified https://127.0.0.1:18601/v1
measure plain https://127.0.0.1:18603/v1
pair "gateway / forwarding only" verified https://127.0.0.1:18601/v1 plain https://127.0.0.1:18603/v1
pair "gateway / ssl_verify_client (through a client)" verified http://127.0.0.1:18701/v1 own http://127.0.0.1:18704/v1
pair "gateway / HAProxy (through a client)" verified http://127.0.0.1:18701/v1 haproxy http://127.0.0.1:18705/v1
pair "100 services / 1 service" hundred https://127.0.0.1:18602/v1 verified https://127.0.0.1:18601/v1
luajit "$repository/benchmarks/gateway-first-verification.lua" "$image/lua" ca.pem crl.pem client.pem

resident() { local name=pid_verified; awk '/VmRSS/ { print $2 }' "/proc/${!name}/status"; }
before=$(resident) total=0
while ((total < 200000)); do
    output=$("${others[@]}" wrk -t1 -c32 -d5s -H "$header: $certificate" https://127.0.0.1:18601/v1)
    total=$((total + $(awk '/requests in/ { print $1 }' <<< "$output")))
done
echo "memory over $total requests: $before kB before, $(resident) kB after"
