/** Where a host keeps what is ours, for root alone: the record of its cluster, the packages it had before, a plug-in that was replaced. */
export const hostFolder = '/var/lib/kafka-setup';
