import {count, size} from '../../core/view/words.ts';
import type {ArchiveFacts, ConnectorFacts, DriverFacts} from './wizard-functions.ts';

/** What a driver's jar is, in one line. */
export const driverText = ({driverClass, java, bytes}: DriverFacts): string =>
	`${driverClass} · Java ${java} or newer · ${size(bytes)}`;

/** What a connector's zip or folder is, in one line. */
export const connectorText = ({name, version, count: files, bytes}: ConnectorFacts): string =>
	`${name} ${version} · ${count(files, 'file')} · ${size(bytes)}`;

/** What an archive is, in one line; one at a URL is not there to be looked at. */
export const archiveText = (about: string, {bytes}: ArchiveFacts): string =>
	`${about} · ${bytes === undefined ? 'each host fetches it, by curl' : size(bytes)}`;
