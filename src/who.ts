import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/** Whose decision it is: the user of this process and its machine, `ada@prod-1`. */
export function whoAmI(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return hostname(); // a container's user may have no name
  }
}

/** How a process is called among those that watch a group: an id that no other has, and its machine and process. */
export function thisProcess(): { readonly id: string; readonly name: string } {
  return { id: randomUUID(), name: `${hostname()}:${process.pid}` };
}
