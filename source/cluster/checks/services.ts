import {type Role, roles} from '../roles.ts';

/** A port on which a role's service listens; `local`: on the loopback address alone. */
export type Service = {readonly role: Role; readonly key: string; readonly fallback: number; readonly local: boolean};

export const services: readonly Service[] = roles.flatMap(({id, ports}) =>
	ports.map(port => ({role: id, key: port.key, fallback: port.fallback, local: 'local' in port && port.local === true})),
);
