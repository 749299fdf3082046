import {count, size} from '../../core/view/words.ts';
import type {ConnectorFacts, DriverFacts} from './wizard-functions.ts';

/** What a driver's jar is, in one line. */
export const driverText = ({driverClass, java, bytes}: DriverFacts): string =>
	`${driverClass} · Java ${java} or newer · ${size(bytes)}`;

/** What a connector's zip is, in one line. */
export const connectorText = ({name, version, count: files, bytes}: ConnectorFacts): string =>
	`${name} ${version} · ${count(files, 'file')} · ${size(bytes)}`;
