/** An archive that brings a program: a file of this machine, which is uploaded, or a URL that the hosts fetch. */
export type Archive = {
	readonly archive: string;
	/** Its sha512: 128 lower-case hex digits, or the path on this machine of a file that holds them. Of a URL it is always there. */
	readonly sha512: string | undefined;
};

/** An archive of Apache Kafka, and the version that its name says, such as 4.3.1. */
export type KafkaArchive = Archive & {readonly kafka: string};

export const isUrl = (place: string): boolean => /^https?:\/\//i.test(place);

/** The last part of a path or a URL. */
export const fileNameOf = (place: string): string => place.replace(/\/+$/, '').replace(/^.*\//, '');

/** The version in the name of an archive, which is `kafka_SCALA-VERSION.tgz`; undefined for any other name. */
export const kafkaIn = (place: string): string | undefined =>
	/^kafka_\d+\.\d+-(\d+\.\d+\.\d+)\.(?:tgz|tar\.gz)$/.exec(fileNameOf(place))?.[1];

/** The name of an archive without its ending: the folder that it is unpacked to is called so. Undefined for one of another form. */
export const stemOf = (place: string): string | undefined =>
	/^([A-Za-z0-9][\w.+-]*)\.(?:tgz|tar\.gz)$/.exec(fileNameOf(place))?.[1];

/**
 * The sha512 in a text, as 128 lower-case hex digits: bare, as `sha512sum` writes it, or in groups after the name of the file
 * and a colon, as Apache's `.sha512` files have it. Undefined for any other text.
 */
export function sha512In(text: string): string | undefined {
	const whole = /(?:^|\s)([0-9a-f]{128})(?:\s|$)/i.exec(text)?.[1];
	const digits = whole ?? text.replace(/^[^\s:]+:/, '').replace(/\s/g, '');
	return /^[0-9a-f]{128}$/i.test(digits) ? digits.toLowerCase() : undefined;
}
