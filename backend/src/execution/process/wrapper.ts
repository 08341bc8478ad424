/**
 * The shell that stands between this program and an executor, so that an attempt's result is known even where this program was killed
 * meanwhile: it writes its process id before, and the exit codes after. The command is its second argument and never part of
 * this text. `set -C` makes `>` fail on a file that is there: one beginning only.
 *   $1 attempt folder   $2 command   $3 verification (may be empty)
 */
export const WRAPPER = `
trap : TERM INT HUP
set -C
echo $$ > "$1/pid" || exit 75
set +C
( trap - TERM INT HUP; eval "$2" ) ; work=$?
if [ "$work" -eq 0 ] && [ -n "$3" ]; then
  ( trap - TERM INT HUP; eval "$3" ) < "$1/task.json" ; verify=$?
  echo "$work $verify" > "$1/exit"
  exit "$verify"
fi
echo "$work" > "$1/exit"
exit "$work"
`;
