#!/usr/bin/env bash
# The registry's own figures: one save and one load of a large model, many loads of a small one. Needs the packaged registry
# (./mvnw -DskipTests package), curl and Linux' /proc. Settings of the environment reach the registry, so that
# WEIGHHOUSE_DATABASE_URL and WEIGHHOUSE_S3_BUCKET measure those; else the data lie in a temporary folder.
#   src/test/bench/run.sh [MiB, default 1024]
set -euo pipefail
cd "$(dirname "$0")/../../.."
mib=${1:-1024}
work=$(mktemp -d "${BENCH_FOLDER:-/tmp}/weighhouse-bench.XXXXXX")
port=$((20000 + RANDOM % 10000))
export QUARKUS_HTTP_PORT=$port QUARKUS_MANAGEMENT_PORT=$((port + 10000))
export WEIGHHOUSE_ADMIN_KEY=${WEIGHHOUSE_ADMIN_KEY:-wh_bench-key-0123456789abcdef} WEIGHHOUSE_DATA=${WEIGHHOUSE_DATA:-$work/data}
java ${BENCH_JAVA_OPTS:--Xmx128m} -jar target/quarkus-app/quarkus-run.jar > "$work/log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null || true; rm -rf "$work"' EXIT
base=http://127.0.0.1:$port/models/bench/b$RANDOM
auth="Authorization: Bearer $WEIGHHOUSE_ADMIN_KEY"
until curl -s -o /dev/null "http://127.0.0.1:$port/"; do
    kill -0 $pid || { cat "$work/log"; exit 1; }
    sleep 0.2
done

cpu() { awk -v tick="$(getconf CLK_TCK)" '{print ($14 + $15) / tick}' /proc/$pid/stat; }
# name, bytes, command: MB/s, and CPU seconds a GB that the registry itself spent
measure() {
    local before began took
    before=$(cpu) began=$(date +%s.%N)
    "${@:3}"
    took=$(echo "$(date +%s.%N) $began" | awk '{print $1 - $2}')
    echo "$1 $2 $took $(cpu) $before" | awk '{printf "%-22s %8.0f MB/s  %6.2f CPU s/GB\n", $1, $2 / $3 / 1e6, ($4 - $5) / $2 * 1e9}'
}
save() { curl -fsS -o /dev/null -H "$auth" -F model.json=@"$work/model.json" -F model.weights.bin=@"$1" "$base"; }
load() { curl -fsS -o /dev/null -H "$auth" "$base/$1/model.weights.bin"; }

bytes=$((mib * 1048576))
printf '{"modelTopology":{},"weightsManifest":[{"paths":["model.weights.bin"],"weights":[{"name":"w","shape":[%s],"dtype":"bool"}]}]}' $bytes > "$work/model.json"
for round in 1 2 3; do
    head -c $bytes /dev/urandom > "$work/weights"
    measure "save-$round" $bytes save "$work/weights"
    measure "load-$round" $bytes load $round
done
awk '/VmHWM/ {printf "peak RSS               %8.0f MiB\n", $2 / 1024}' /proc/$pid/status
