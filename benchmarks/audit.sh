#!/bin/bash
# How long `audit` takes beside `preview` (published, started from a shell, alternating rounds), and what the
# reachability proof costs for 1, 10 and 100 services inside a warm process.
# Usage: benchmarks/audit.sh [ROUNDS]; default 15. Needs the .NET SDK. Wall times mean little on a busy machine; the
# processor times beside them do.
set -euo pipefail

rounds=${1:-15}
repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet publish "$repository/infra" -c Release -o "$work/program" -v q -clp:NoSummary

# Wall and processor seconds of one command, appended to a file.
measure() {
    local name=$1
    shift
    TIMEFORMAT='%R %U %S'
    { time "$@" > /dev/null; } 2> "$work/time"
    awk '{ print $1, $2 + $3 }' "$work/time" >> "$work/$name"
}

cd "$repository"
for ((round = -1; round < rounds; round++)); do
    measure preview "$work/program/Infra" preview
    measure audit "$work/program/Infra" audit
    measure sarif "$work/program/Infra" audit --format sarif
    # The first round fills the caches.
    ((round >= 0)) || rm "$work/preview" "$work/audit" "$work/sarif"
done

median() { sort -n -k "$2,$2" "$work/$1" | awk -v column="$2" '{ value[NR] = $column } END { print value[int((NR + 1) / 2)] }'; }

echo "Medians of $rounds rounds on $(nproc) cores, prod, in seconds:"
for name in preview audit sarif; do
    awk -v name="$name" -v wall="$(median $name 1)" -v processor="$(median $name 2)" -v wall0="$(median preview 1)" -v processor0="$(median preview 2)" \
        'BEGIN { printf "%-8s wall %.3f (%.2f of preview)   processor %.3f (%.2f of preview)\n", name, wall, wall / wall0, processor, processor / processor0 }'
done
echo
dotnet run -c Release "$repository/benchmarks/Reachability.cs" "$rounds"
