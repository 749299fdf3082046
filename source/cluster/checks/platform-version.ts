import type {View} from '../file/view.ts';
import {metadataRole} from '../roles.ts';
import {newestWith, versionWith} from '../versions.ts';
import {archiveVersion} from './archives.ts';

/** The version of the platform that a new cluster gets. */
export function platformVersion(view: View): string | undefined {
	const kafka = archiveVersion(view);
	if (kafka !== undefined) return versionWith(kafka);
	const roles = Object.fromEntries(
		view.entries(['roles']).map(([role]) => [role, view.texts(['roles', role]).map(({value}) => value)]),
	);
	return view.text(['platform', 'version']) ?? newestWith(metadataRole({roles}).id);
}
