/** Name under which services beyond a cap are counted; no service can have it, names are trimmed. */
export const otherServices = ' other services';
