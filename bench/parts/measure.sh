# What is measured: each sample is a line "WHAT<tab>WHO<tab>MILLISECONDS" of results.tsv. Sourced.

sample() { # sample WHAT WHO LOG COMMAND...
  local what=$1 who=$2 log=$3 begin ms
  shift 3
  begin=${EPOCHREALTIME/[^0-9]/}
  "$@" >"$log" 2>&1 </dev/null || { echo "bench: $who failed ($what)" >&2; tail -n 30 "$log" | cut -c1-400 >&2; return 1; }
  ms=$(((${EPOCHREALTIME/[^0-9]/} - begin) / 1000))
  printf '%s\t%s\t%d\n' "$what" "$who" "$ms" >>"$OUT/results.tsv"
  echo "$what by $who: $ms ms"
}

install() { # install WHO ROUND: on fresh hosts
  if [[ $1 == kafka-setup ]]; then
    mark_logins
    sample install kafka-setup "$OUT/apply-$2.jsonl" kafka_setup apply "$CLUSTER" --reporter json
    count_logins apply
    ln -sf "apply-$2.jsonl" "$OUT/apply-last.jsonl"
  else
    sample install script "$OUT/by-hand-$2.log" bench/by-hand install "$FILES" "$OUT/stages-$2.tsv"
    ln -sf "stages-$2.tsv" "$OUT/stages-last.tsv"
  fi
}

same_state() { # same_state WHO: what the one installed is, to the other, an installation with nothing left to do
  if [[ $1 == kafka-setup ]]; then
    bench/by-hand check "$FILES" >"$OUT/same.log" 2>&1 || { echo 'bench: to the script, kafka-setup left something to do:' >&2; cat "$OUT/same.log" >&2; return 1; }
  else
    kafka_setup plan "$CLUSTER" --detailed-exitcode >"$OUT/same.log" 2>&1 ||
      { echo 'bench: to kafka-setup, the script left something to do:' >&2; cat "$OUT/same.log" >&2; return 1; }
  fi
}

installed_samples() { # installed_samples N: on an installed cluster, in turns
  local i
  ! wants delay || delayed_up
  for ((i = 1; i <= $1; i++)); do
    ((i > 1)) || mark_logins
    sample plan kafka-setup "$OUT/plan.log" kafka_setup plan "$CLUSTER" --detailed-exitcode
    ((i > 1)) || count_logins plan
    ! wants plan || sample plan script "$OUT/check.log" bench/by-hand check "$FILES" "$OUT/check-last.tsv"
    ! wants delay || sample delay kafka-setup "$OUT/delay.log" kafka_setup plan "$DELAYED" --detailed-exitcode
  done
  delayed_down
}
