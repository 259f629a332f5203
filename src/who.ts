import { hostname, userInfo } from 'node:os';

/** Whose decision it is: the user of this process and its machine, `ada@prod-1`. */
export function whoAmI(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return hostname(); // a container's user may have no name
  }
}
