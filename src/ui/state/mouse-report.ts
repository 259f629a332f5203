/** What a mouse did at a cell of the screen, counted from 0. `step` 1 is the wheel turned towards the person. */
export type MouseReport = { readonly column: number; readonly row: number } & (
  | { readonly kind: 'click' }
  | { readonly kind: 'wheel'; readonly step: 1 | -1 }
);

const esc = String.fromCharCode(27);
const sequence = new RegExp(`${esc}\\[<(\\d+);(\\d+);(\\d+)([Mm])`, 'g');
const leftButton = 0;
const wheelUp = 64;
const wheelDown = 65;
/** Bits for Shift, Alt and Ctrl. */
const modifiers = 0b11100;

/**
 * Takes the mouse reports (SGR form of xterm) out of what a terminal sent, and leaves the keys.
 *
 * Releases and other buttons mean nothing here: they are taken out and not told.
 */
export function takeMouseReports(sent: string): {
  readonly reports: readonly MouseReport[];
  readonly rest: string;
} {
  const reports: MouseReport[] = [];
  const rest = sent.replace(sequence, (_, button: string, column: string, row: string, end: string) => {
    const action = end === 'M' ? actionOf(Number(button) & ~modifiers) : undefined;
    if (action) reports.push({ ...action, column: Number(column) - 1, row: Number(row) - 1 });
    return '';
  });
  return { reports, rest };
}

function actionOf(button: number) {
  if (button === leftButton) return { kind: 'click' } as const;
  if (button === wheelUp) return { kind: 'wheel', step: -1 } as const;
  return button === wheelDown ? ({ kind: 'wheel', step: 1 } as const) : undefined;
}
