# What is measured: each sample is a line "WHAT<tab>WHO<tab>MILLISECONDS" of results.tsv. Sourced, with WHO the list of those who
# take part: kafka-setup, script, and with --peers pyinfra and ansible.

sample() { # sample WHAT WHO LOG COMMAND...
  local what=$1 who=$2 log=$3 begin ms
  shift 3
  begin=${EPOCHREALTIME/[^0-9]/}
  "$@" >"$log" 2>&1 </dev/null || { echo "bench: $who failed ($what)" >&2; tail -n 30 "$log" | cut -c1-400 >&2; return 1; }
  ms=$(((${EPOCHREALTIME/[^0-9]/} - begin) / 1000))
  printf '%s\t%s\t%d\n' "$what" "$who" "$ms" >>"$OUT/results.tsv"
  echo "$what by $who: $ms ms"
}

TURN=0 AGAIN=0 # turns of the samples on an installed cluster; applies among them

in_turn() { # in_turn N: who comes first in turn N, second, ...
  local i
  for i in "${!WHO[@]}"; do echo "${WHO[($1 - 1 + i) % ${#WHO[@]}]}"; done
}

install() { # install WHO ROUND: on fresh hosts
  case $1 in
    kafka-setup)
      mark_logins
      sample install kafka-setup "$OUT/apply-$2.jsonl" kafka_setup apply "$CLUSTER" --reporter json
      count_logins apply
      ln -sf "apply-$2.jsonl" "$OUT/apply-last.jsonl" ;;
    script)
      sample install script "$OUT/by-hand-$2.log" bench/by-hand install "$FILES" "$OUT/stages-$2.tsv"
      ln -sf "stages-$2.tsv" "$OUT/stages-last.tsv" ;;
    *) sample install "$1" "$OUT/$1-$2.log" peer "$1" true false ;;
  esac
}

same_state() { # same_state WHO: what the one installed is, to the other, an installation with nothing left to do
  if [[ $1 == kafka-setup ]]; then
    bench/by-hand check "$FILES" >"$OUT/same.log" 2>&1 || { echo 'bench: to the script, kafka-setup left something to do:' >&2; cat "$OUT/same.log" >&2; return 1; }
  else
    { kafka_setup plan "$CLUSTER" --reporter json | node bench/parts/left.mjs; } >"$OUT/same.log" 2>&1 ||
      { echo "bench: to kafka-setup, $1 left something to do:" >&2; cat "$OUT/same.log" >&2; return 1; }
  fi
}

# On a cluster that kafka-setup installed: nothing to change, and no tests. (On one of another's it would have its record to make.)
unchanged() { # unchanged WHO
  case $1 in
    kafka-setup) sample plan kafka-setup "$OUT/plan.log" kafka_setup plan "$CLUSTER" --detailed-exitcode ;;
    script) sample plan script "$OUT/check.log" bench/by-hand check "$FILES" "$OUT/check-last.tsv" ;;
    *) sample plan "$1" "$OUT/$1-unchanged.log" peer "$1" false true ;;
  esac
}

installed_samples() { # installed_samples N: in turns; the peers, which take ten times as long, in each third of them
  local i who
  ! wants delay || delayed_up
  for ((i = 1; i <= $1; i++)); do
    TURN=$((TURN + 1))
    for who in $(in_turn $TURN); do
      wants plan || [[ $who == kafka-setup ]] || continue
      ((TURN % 3 == 1)) || [[ $who == kafka-setup || $who == script ]] || continue
      ((i > 1)) || [[ $who != kafka-setup ]] || mark_logins
      unchanged "$who"
      ((i > 1)) || [[ $who != kafka-setup ]] || count_logins plan
    done
    ! wants delay || sample delay kafka-setup "$OUT/delay.log" kafka_setup plan "$DELAYED" --detailed-exitcode
  done
  delayed_down
}

# The same, with tests.
again() { # again WHO
  local log
  case $1 in
    kafka-setup)
      log=$OUT/again-$((++AGAIN)).jsonl
      sample again kafka-setup "$log" kafka_setup apply "$CLUSTER" --reporter json
      tail -n 1 "$log" | grep -q '"total":{[^}]*"changed":0' || { echo 'bench: kafka-setup changed something in a second run' >&2; return 1; } ;;
    script) sample again script "$OUT/again.log" bench/by-hand install "$FILES" ;;
    *) sample again "$1" "$OUT/$1-again.log" peer "$1" true true ;;
  esac
}

again_samples() { # again_samples N: in turns
  local i who
  for ((i = 1; i <= $1; i++)); do
    TURN=$((TURN + 1))
    for who in $(in_turn $TURN); do again "$who"; done
  done
}
