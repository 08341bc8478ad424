#!/bin/sh
# Hands a Claude Code hook's input (standard input) to Task-Master Observability and exits 0, whatever happens.
#
#   taskmaster-observe-hook.sh [SPOOL_DIR]
#
# The input becomes one file in the spool folder: written under another name, then renamed, so that the service never
# reads half of it. The service collects it at once when it runs, and later when it does not. Nothing is sent and nothing
# is waited for: two short programs (cat, mv) is all that runs, since an agent waits for its hooks.
#
# SPOOL_DIR: else $TASKMASTER_OBSERVE_SPOOL, else spool/ in $TASKMASTER_OBSERVE_DATA or in the platform's data folder.
# Bounds: 4 MiB a file (longer input is dropped), 32768 files (then new input is dropped, what is there stays).

exec 2>/dev/null
trap '' XFSZ PIPE
[ -t 0 ] && exit 0
umask 077

dir=${1:-$TASKMASTER_OBSERVE_SPOOL}
if [ -z "$dir" ]; then
  if [ -n "$TASKMASTER_OBSERVE_DATA" ]; then
    dir=$TASKMASTER_OBSERVE_DATA/spool
  elif [ -d "$HOME/Library/Application Support" ]; then
    dir="$HOME/Library/Application Support/taskmaster-observe/spool"
  else
    dir=${XDG_DATA_HOME:-$HOME/.local/share}/taskmaster-observe/spool
  fi
fi
[ -d "$dir" ] || mkdir -p "$dir"

ulimit -f 8192 # blocks of 512 bytes
set -C         # a file that is there is never written over: each name has one writer
slot=$(($$ % 32768))
tries=0
while [ "$tries" -lt 4 ]; do
  state=
  {
    state=taken
    if [ ! -e "$dir/$slot.json" ]; then
      if cat; then state=written; else state=failed; fi
    fi
  } >"$dir/$slot.tmp"
  case $state in
    written)
      mv -f "$dir/$slot.tmp" "$dir/$slot.json"
      exit 0
      ;;
    failed)
      rm -f "$dir/$slot.tmp"
      break
      ;;
    taken) rm -f "$dir/$slot.tmp" ;;
  esac
  slot=$(((slot + 1) % 32768))
  tries=$((tries + 1))
done
cat >/dev/null # whoever writes to us must not fail for it
exit 0
