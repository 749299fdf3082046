import type {Properties} from './cluster.ts';

/** Topics that brokers and controllers write: what clients send there is refused (`Cannot append to internal topic`). */
const kafkas = ['__consumer_offsets', '__transaction_state', '__share_group_state', '__cluster_metadata'];

/** Where Schema Registry keeps its schemas. */
export const schemasTopic = (registry: Properties): string => registry['kafkastore.topic']?.trim() ?? '_schemas';

/** Others that it makes, for keys of encryption. */
const registryKeys = ['_schema_encoders', '_dek_registry_keys'];

/** Whose topic it is, where nobody else may write; undefined for any other one. `registry`: its properties, where there is one. */
export function ownerOf(topic: string, registry: Properties | undefined): 'Kafka' | 'Schema Registry' | undefined {
	if (kafkas.includes(topic)) return 'Kafka';
	if (registry === undefined) return undefined;
	return [schemasTopic(registry), ...registryKeys].includes(topic) ? 'Schema Registry' : undefined;
}
