#!/bin/sh
# A seeded workload for one attempt: succeeds, fails by class, forks, floods or hangs, as the task's id and the attempt decide. Every line in
# $LEDGER is written once at the end of an attempt that did the work.
id=$TASKMASTER_TASK_ID
try=$TASKMASTER_ATTEMPT
echo "begin $id $try" >> "$LEDGER"
kind=$(( (id * 7919 + ${SEED:-1} * 104729) % 20 ))
case $kind in
  0) [ "$try" -lt 2 ] && { echo 'API Error: 429 rate_limit_error'; exit 1; } ;;
  1) [ "$try" -lt 3 ] && { echo 'Error: connect ECONNREFUSED 127.0.0.1:443' >&2; exit 1; } ;;
  2) [ "$try" -lt 2 ] && { echo 'API Error: 529 overloaded_error'; exit 1; } ;;
  3) [ "$try" -lt 2 ] && kill -9 $$ ;;
  4) i=0; while [ $i -lt 200 ]; do echo "flood flood flood flood flood flood flood flood $i"; i=$((i+1)); done ;;
  5) sleep 30 & ;; # leaves something in the background
esac
[ -n "$PERMANENT" ] && [ "$id" -ge "$PERMANENT" ] && [ $((id % 25)) -eq 0 ] && { echo 'Invalid API key'; exit 1; }
sleep "${WORK:-0.02}"
echo "done $id $try" >> "$LEDGER"
