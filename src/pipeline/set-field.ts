/** Sets an own field, whatever its name: a plain assignment to `__proto__` would set the prototype. */
export function setField(object: { [name: string]: unknown }, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
}
