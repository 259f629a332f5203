/** The addresses of ESM_ALERT_URL, parted by blanks or commas; an address may hold commas itself. */
export function addressesIn(text: string): readonly string[] {
  return text.split(/[\s,]+(?=https?:)/);
}
