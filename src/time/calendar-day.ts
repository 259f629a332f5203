/**
 * Whether the calendar has this day.
 *
 * @param month - From 0 on, as JavaScript's dates count it. They take the 30th of February for the 2nd of March.
 */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (day >= 1 && day <= 28) return true;
  return new Date(Date.UTC(year, month, day)).getUTCDate() === day;
}

/** Whether a text begins with a day as ISO 8601 writes it, and one that the calendar has. */
export function beginsWithDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
  return day !== undefined && isCalendarDay(Number(year), Number(month) - 1, Number(day));
}
