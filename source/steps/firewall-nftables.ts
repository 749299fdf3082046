import type {Backend} from './firewall-backend.ts';
export const nftables = undefined as unknown as Backend;
