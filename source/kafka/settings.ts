import {getProperties} from 'properties-file';

/** The keys and values of a properties file, as `java.util.Properties` reads them. */
export type Settings = Readonly<Record<string, string>>;

/** A properties file; what is none has no settings. */
export function settingsIn(text: string | undefined): Settings | undefined {
	if (text === undefined) return undefined;
	try {
		return getProperties(text);
	} catch {
		return undefined;
	}
}
