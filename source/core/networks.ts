type Network = {readonly v6: boolean; readonly first: bigint; readonly length: number};

const bitsOf = (v6: boolean) => (v6 ? 128 : 32);

/** None begins with a zero: to some tools that is an octal number. */
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const isIpv6 = (address: string) => address.includes(':') && URL.canParse(`http://[${address}]/`);

/** `FE80:0::1` → `fe80::1`, as inet_ntop(3) writes it and all tools print it. */
const shortened = (address: string) => new URL(`http://[${address}]/`).hostname.slice(1, -1);

function numberOf(address: string, v6: boolean): bigint {
	if (!v6) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
	const [head = '', tail] = shortened(address).split('::');
	const groups = (text: string) => (text === '' ? [] : text.split(':'));
	const [before, after] = [groups(head), groups(tail ?? '')];
	const zeros = tail === undefined ? [] : Array.from({length: 8 - before.length - after.length}, () => '0');
	return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function textOf({v6, first, length}: Network): string {
	const part = (at: number, bits: number) => (first >> BigInt(at * bits)) & ((1n << BigInt(bits)) - 1n);
	const address = v6
		? shortened([7, 6, 5, 4, 3, 2, 1, 0].map(at => part(at, 16).toString(16)).join(':'))
		: [3, 2, 1, 0].map(at => part(at, 8)).join('.');
	return length === bitsOf(v6) ? address : `${address}/${length}`;
}

function parse(text: string): Network | undefined {
	const [, address = '', digits] = /^([0-9a-f.:]{2,45})(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
	const v6 = isIpv6(address);
	if (!v6 && !ipv4.test(address)) return undefined;
	// An address of IPv4 in the clothes of IPv6: no packet that comes in has one.
	if (v6 && address.includes('.')) return undefined;
	const length = digits === undefined ? bitsOf(v6) : Number(digits);
	if (length > bitsOf(v6)) return undefined;
	const rest = BigInt(bitsOf(v6) - length);
	return {v6, first: (numberOf(address, v6) >> rest) << rest, length};
}

const isIn = (inner: Network, outer: Network) =>
	inner.v6 === outer.v6 &&
	inner.length >= outer.length &&
	inner.first >> BigInt(bitsOf(inner.v6) - outer.length) === outer.first >> BigInt(bitsOf(inner.v6) - outer.length);

/** A network or an address in the one form that all tools print: `10.1.2.3/8` → `10.0.0.0/8`. Undefined if it is neither. */
export function networkIn(text: string): string | undefined {
	const network = parse(text);
	return network && textOf(network);
}

/** The same networks, each once and none that lies in another: no set of a firewall takes two that overlap. */
export function withoutOverlaps(networks: readonly string[]): readonly string[] {
	const all = [...new Set(networks.flatMap(text => networkIn(text) ?? []))].map(text => parse(text)!);
	return all.filter(one => !all.some(other => other !== one && isIn(one, other))).map(textOf);
}

/** Whether an address or a network lies in one of some networks. */
export function lets(networks: readonly string[], text: string): boolean {
	const one = parse(text);
	return one !== undefined && networks.some(network => isIn(one, parse(network)!));
}

/** No set of a firewall takes a network that is everything; its two halves say the same. */
export function halved(network: string): readonly string[] {
	if (network === '0.0.0.0/0') return ['0.0.0.0/1', '128.0.0.0/1'];
	return network === '::/0' ? ['::/1', '8000::/1'] : [network];
}
