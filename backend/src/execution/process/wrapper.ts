/**
 * The shell that stands between this program and an executor, so that an attempt's result is known even where this program was killed
 * meanwhile: it writes its process id before, and the exit codes after. The command is its second argument and never part of
 * this text. `set -C` makes `>` fail on a file that is there: one beginning only.
 *   $1 attempt folder   $2 command   $3 verification (may be empty)   $4 what to say on descriptor 3 at the end (may be empty)
 */
export const WRAPPER = `
trap : TERM INT HUP
unset verify
set -C
echo $$ > "$1/pid" || exit 75
set +C
( trap - TERM INT HUP; eval "$2" ) 3>&- ; work=$?
if [ "$work" -eq 0 ] && [ -n "$3" ]; then
  ( trap - TERM INT HUP; eval "$3" ) < "$1/task.json" 3>&- ; verify=$?
  codes="$work $verify"
else
  codes=$work
fi
echo "$codes" > "$1/exit"
[ -z "$4" ] || echo "e $4 $codes" >&3
exit "\${verify:-$work}"
`;
