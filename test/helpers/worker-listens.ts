/** Stand-ins of `id` and `cat` on a host where the worker's account listens on port 8083 of 127.0.0.1, as /proc/net/tcp tells. */
export const workerListens = {
	id: 'echo 7',
	cat: `[[ $1 != /proc/net/tcp ]] || { echo '0: 0100007F:1F93 00000000:0000 0A 0:0 0:0 0 7 0 1'; exit; }
exec /bin/cat "$@"`,
};
