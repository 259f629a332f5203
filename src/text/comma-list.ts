/** Parts of a comma-separated list as they were typed; a comma behind a backslash parts nothing. */
export function splitAtCommas(list: string): readonly string[] {
  return list.split(/(?<!\\),/);
}

/** A name as it stands in a list: `a\,b` for `a,b`. */
export function escapeCommas(name: string): string {
  return name.replaceAll(',', '\\,');
}

/** Takes back `escapeCommas`. */
export function unescapeCommas(part: string): string {
  return part.replaceAll('\\,', ',');
}
