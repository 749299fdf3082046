/**
 * The last digits of the modification time, in nanoseconds, of a file that `put` wrote: it tells our own file from one
 * that a package or a person wrote, or edited since, without a record kept elsewhere that could be lost.
 */
export const mark = '271828';

/**
 * bash; wants `path`, `owner` (user:group) and `mode`, and on standard input a line with the sha256, then the content.
 * Says on standard output why it refused. Each command is checked by hand, as `set -e` has no effect where a shell runs
 * this as part of a condition. The backup is a hard link: made at once or not at all, and never over an older one.
 */
export const putScript = `umask 077; export LC_ALL=C
dir=\${path%/*}/ name=\${path##*/} temp=
if [ -L "$path" ]; then echo found symlink; exit 1
elif [ -d "$path" ]; then echo found directory; exit 1
elif [ -e "$path" ] && [ ! -f "$path" ]; then echo found other; exit 1
elif [ ! -d "$dir" ]; then echo no directory; exit 1; fi
end() {
	code=$1; trap - EXIT
	[ -z "$temp" ] || rm -f -- "$temp"
	[ "$code" = 0 ] || echo free $(df --output=avail,iavail -B1 -- "$dir" | tail -n 1)
	exit "$code"
}
trap 'end $?' EXIT; trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
IFS= read -r sum || { echo damaged; exit 1; }
rm -f -- "$dir.$name.kafka-setup."??????
temp=$(mktemp -- "$dir.$name.kafka-setup.XXXXXX") || exit 1
cat >"$temp" || exit 1
[ "$(sha256sum <"$temp")" = "$sum  -" ] || { echo damaged; exit 1; }
chown "$owner" -- "$temp" && chmod "$mode" -- "$temp" || exit 1
touch -d "@$(date +%s.%3N)${mark}" -- "$temp" || exit 1
labels=; if command -v selinuxenabled >/dev/null && selinuxenabled; then labels=1; fi
if [ -e "$path" ]; then
	[ -z "$labels" ] || chcon --reference="$path" -- "$temp" || exit 1
	case $(stat -c %.9Y -- "$path") in
		*${mark}) ;;
		*) [ -e "$path.kafka-setup-before" ] || [ -L "$path.kafka-setup-before" ] || ln -- "$path" "$path.kafka-setup-before" || exit 1 ;;
	esac
	labels=
fi
sync -- "$temp" && mv -fT -- "$temp" "$path" || exit 1
temp=
[ -z "$labels" ] || restorecon -- "$path" || exit 1
sync -- "$dir"`;
