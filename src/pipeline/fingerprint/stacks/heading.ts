const heading =
  /^(?:\s*)(?:Exception in thread "[^"]*" |Uncaught |Unhandled exception\. |Unhandled rejection |\(?node:\d+\) |\[cause\]: |PHP Fatal error: {1,2}Uncaught |PHP Warning: {1,2}Uncaught |Fatal error: Uncaught )*([A-Za-z_][\w$]*(?:(?:\.|::|\\|\/)[A-Za-z_$][\w$]*)*)(?: \[[\w.-]+\])?(?: \(0x[0-9A-Fa-f]+\))?(?::(?:\s+(.*))?|\s*$)/;

/** The line that names an exception: `TypeError: x is undefined`, `com.shop.Taken: 14C`, `AssertionError`. */
export type Heading = { readonly type: string; readonly value: string; readonly qualified: boolean };

/**
 * Reads a heading line; a runtime's prefix (`Exception in thread "main"`, `Uncaught`) is skipped.
 *
 * @returns `undefined` for a line that starts with no name, or names one that does not look like an exception.
 */
export function readHeading(line: string): Heading | undefined {
  const found = heading.exec(line.length > 1000 ? line.slice(0, 1000) : line);
  const type = found?.[1];
  if (!found || type === undefined) return undefined;
  const qualified = /[.\\]|::/.test(type);
  const named =
    /(?:Error|Exception|Failure|Fault|Throwable|Warning|Interrupt|Timeout|Exit|Panic|Abort|Rejection|NotFound|Denied)\d*$/.test(
      type,
    );
  if (!named && !qualified) return undefined;
  return { type, value: found[2] ?? '', qualified };
}

/** The first of `lines` that names an exception, by `readHeading`. */
export function firstHeading(lines: readonly string[]): Heading | undefined {
  for (const line of lines) {
    const found = readHeading(line);
    if (found) return found;
  }
  return undefined;
}
