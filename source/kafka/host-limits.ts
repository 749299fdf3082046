/** MiB that have to be free where packages and data go: room for the packages and a first day's logs. */
export const leastFreeMb = 512;

/** Seconds by which a clock may differ without a remark: from the other hosts, or from this machine before they are known. */
export const mostSkewSeconds = 30;
