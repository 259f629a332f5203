/** What whatever was thrown says of itself; one that Node made of several says nothing but its name. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}
