#!/bin/sh
# Measures the preview: start-up against a hello-world in alternating runs, peak memory, growth with the services, a second
# run inside one process, `dotnet run` and a build without changes. Prints medians and ratios; run it on a quiet machine.
#   benchmarks/preview.sh [runs]      (21 by default)
set -eu

runs=${1:-21}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/hello"
cat > "$work/hello/hello.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
    <PublishReadyToRun>true</PublishReadyToRun>
    <SelfContained>false</SelfContained>
  </PropertyGroup>
</Project>
PROJECT
echo 'Console.WriteLine("Hello, World!");' > "$work/hello/Program.cs"

echo "Publishing ..."
dotnet publish "$work/hello" -c Release -o "$work/hello-out" -v q --nologo
dotnet publish "$root/infra" -c Release -o "$work/infra-out" -v q --nologo
dotnet publish "$root/benchmarks/InProcess" -c Release -o "$work/inprocess-out" -v q --nologo
dotnet build "$work/hello" -v q --nologo
dotnet build "$root/Infra.sln" -v q --nologo

# time_of FILE COMMAND...: appends the wall time in milliseconds to FILE.
time_of() {
    file=$1
    shift
    start=$(date +%s%N)
    "$@" > /dev/null
    end=$(date +%s%N)
    echo $(((end - start) / 1000)) | awk '{ printf "%.1f\n", $1 / 1000 }' >> "$file"
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# compare LABEL BASE OTHER LIMIT
compare() {
    base=$(median "$2")
    other=$(median "$3")
    awk -v l="$1" -v b="$base" -v o="$other" -v m="$4" 'BEGIN { printf "%-44s %9.1f ms against %9.1f ms: %5.2f times (wanted: at most %s)\n", l, o, b, o / b, m }'
}

cd "$root"
i=0
while [ "$i" -lt "$runs" ]; do
    time_of "$work/hello.ms" "$work/hello-out/hello"
    time_of "$work/preview.ms" "$work/infra-out/Infra" preview
    i=$((i + 1))
done
i=0
while [ "$i" -lt 5 ]; do
    time_of "$work/hello-run.ms" dotnet run --project "$work/hello"
    time_of "$work/preview-run.ms" dotnet run --project cli -- preview
    time_of "$work/build.ms" dotnet build Infra.sln -v q --nologo
    i=$((i + 1))
done

echo
echo "$(nproc) cores, $(dotnet --version), medians of $runs alternating runs"
compare "Published preview, hello-world" "$work/hello.ms" "$work/preview.ms" 5
compare "dotnet run, hello-world" "$work/hello-run.ms" "$work/preview-run.ms" 1.5
echo "Build without changes: $(median "$work/build.ms") ms (wanted: under 3000)"
if [ -x /usr/bin/time ]; then
    /usr/bin/time -f 'Peak memory of the published preview: %M kB (wanted: at most 92160)' "$work/infra-out/Infra" preview 2>&1 > /dev/null | tail -1
fi

# with_services COUNT: a project whose production has so many services, each like the first; clients reach all of them.
with_services() {
    mkdir -p "$work/services-$1"
    cp Pulumi.yaml "$work/services-$1/"
    awk -v count="$1" '
        /^ +pathPrefixes:/ { next }
        /^    api:$/ { taking = 1; next }
        taking && /^( {0,3}[^ ]|$)/ {
            taking = 0
            for (i = 1; i <= count; i++)
                printf "    svc%d:\n      pathPrefix: /svc%d\n%s", i, i, body
        }
        taking { if ($1 != "pathPrefix:") body = body $0 "\n"; next }
        { print }' Pulumi.prod.yaml > "$work/services-$1/Pulumi.prod.yaml"
}

for services in 1 50 100; do
    with_services "$services"
done
i=0
while [ "$i" -lt "$runs" ]; do
    for services in 1 50 100; do
        time_of "$work/services-$services.ms" "$work/infra-out/Infra" preview -C "$work/services-$services"
    done
    i=$((i + 1))
done
compare "Published preview, 50 services, one" "$work/services-1.ms" "$work/services-50.ms" 2
compare "Published preview, 100 services, one" "$work/services-1.ms" "$work/services-100.ms" 3

i=0
while [ "$i" -lt 5 ]; do
    "$work/inprocess-out/InProcess" "$root" 3 > "$work/inprocess.txt"
    for run in 2 3; do
        awk -v run="$run" '$1 == run { print $2 + $3 + $4 + $5 }' "$work/inprocess.txt" >> "$work/run-$run.ms"
    done
    i=$((i + 1))
done
echo "In one process: the second run $(median "$work/run-2.ms") ms, the third $(median "$work/run-3.ms") ms (wanted: under 30)"
