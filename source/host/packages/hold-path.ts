/** Of the file that holds what comes from a package source, on a host with apt. */
export const pathOf = (name: string): string => `/etc/apt/preferences.d/kafka-setup-${name}.pref`;
