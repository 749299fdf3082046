import type {Cluster} from '../cluster/cluster.ts';
import type {Role} from '../cluster/roles.ts';
import type {Host} from '../core/inventory.ts';
import type {Stage} from '../core/plan.ts';
import type {Materials} from './plan.ts';
import {kafka} from './roles/broker/stage.ts';
import {connect} from './roles/connect/stage.ts';
import {controller} from './roles/controller/stage.ts';
import {schemaRegistry} from './roles/schema-registry/stage.ts';
import {zookeeper} from './roles/zookeeper/stage.ts';

export type RoleStage = {
	readonly make: (cluster: Cluster, hosts: readonly Host[], materials: Materials) => Stage;
	/** Where it runs on every host, once the role has any: it may have to leave one, which is not known before the login. */
	readonly onAll?: boolean;
	/** A cluster that has none of it, though the role has members. */
	readonly absent?: (cluster: Cluster) => boolean;
};

/** The stage that puts each role onto its hosts. */
export const roleStages: Readonly<Record<Role, RoleStage>> = {
	// A broker that is a controller as well is put there as a broker.
	controller: {make: controller, absent: cluster => cluster.controller.combined},
	zookeeper: {make: zookeeper},
	kafka: {make: kafka},
	'schema-registry': {make: schemaRegistry, onAll: true},
	connect: {make: connect},
};
