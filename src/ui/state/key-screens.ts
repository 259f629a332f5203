// The screens that keys share. What takes the keys is a line, a page or a view (see view.ts).

export const tabs = ['feed', 'incidents', 'timeline', 'health'] as const;
export const texts = ['detail', 'incident', 'why', 'neighbours', 'record', 'help'] as const;
export const lines = ['filter', 'mute', 'muteRate'] as const;
export const typing = ['filter', 'muteRate'] as const;
export const outsideLines = [...tabs, ...texts] as const;
export const lists = ['feed', 'incidents'] as const;
export const errors = ['feed', 'detail'] as const;
/** Where one error or one incident is meant. */
export const problems = ['feed', 'incidents', 'detail', 'incident'] as const;
export const pages = ['detail', 'incident'] as const;
/** Where a record of Kafka is meant that need not be an error. */
export const records = ['neighbours', 'record'] as const;
