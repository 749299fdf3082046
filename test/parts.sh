# Parts of a test run, for test/quick and test/all. Sourced.
# Each part says that it starts, shows its output, says how it ended, and leaves its result in $RESULTS.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
RESULTS=${TEST_RESULTS:-$(mktemp -d "${TMPDIR:-/tmp}/kafka-setup-test.XXXXXX")}
[[ ${TEST_RESULTS:-} ]] || trap 'rm -rf "$RESULTS"' EXIT
export TEST_RESULTS=$RESULTS
PATH=$PWD/node_modules/.bin:$PATH
FAILED=0

[[ -d node_modules ]] || { echo 'kafka-setup: node_modules is missing: npm ci' >&2; exit 2; }

part() { # part NAME COMMAND...: a command that passes or fails as a whole
  local name=$1 start=$SECONDS result=passed
  shift
  echo "▸ $name"
  "$@" || result=failed
  [[ $result == passed ]] || FAILED=1
  echo "$result" >"$RESULTS/${name// /-}.part"
  ended "$name" "$result" "$start"
}

tests() { # tests NAME PROJECT: a vitest project, whose tests are counted one by one
  local name=$1 project=$2 start=$SECONDS result=passed
  echo "▸ $name"
  vitest run --project "$project" --reporter=default --reporter=./test/outside-reporter.ts --reporter=json --outputFile.json="$RESULTS/$project.json" || result=failed
  [[ $result == passed ]] || FAILED=1
  # vitest writes its report in the end, so a run that died has none.
  [[ -f $RESULTS/$project.json ]] || echo failed >"$RESULTS/$project.part"
  ended "$name" "$result" "$start"
}

ended() {
  local mark='✔'
  [[ $2 == passed ]] || mark='✖'
  echo "$mark $1 $2, $((SECONDS - $3))s"
}

without_hosts() { # what both runs begin with
  part typecheck tsc -p .
  part lint biome check .
  tests 'unit tests' quick
}

summary() { # the last line, and the exit code
  node test/count.js "$RESULTS" "$FAILED"
  exit "$FAILED"
}
