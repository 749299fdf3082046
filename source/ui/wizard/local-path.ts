/**
 * A path as people give it: in quotes, as `file://` URL, with escaped spaces as a terminal writes a dropped file, with outer spaces.
 * `~` is left to whoever reads the file.
 */
export function cleanPath(text: string): string {
	const trimmed = text.replace(/[\x00-\x1f\x7f]/g, '').trim();
	const quoted = /^(["'])(.*)\1$/.exec(trimmed);
	if (quoted !== null) return cleanPath(quoted[2]!);
	if (!trimmed.startsWith('file://')) return trimmed.replace(/\\(.)/g, '$1');
	const path = trimmed.replace(/^file:\/\/(?:localhost)?/, '');
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
