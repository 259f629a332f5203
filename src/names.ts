/** Names in the order in which they came. */
export type Names = {
  /** By their ids; it grows. */
  readonly list: readonly string[];
  /** The index of a name in the list, to which it is added when it is new. */
  idOf(name: string): number;
};

export function createNames(): Names {
  const ids = new Map<string, number>();
  const list: string[] = [];
  return {
    list,
    idOf(name) {
      const known = ids.get(name);
      if (known !== undefined) return known;
      const id = list.push(name) - 1;
      ids.set(name, id);
      return id;
    },
  };
}
