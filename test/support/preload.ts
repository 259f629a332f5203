/** Environment that runs `code` inside a Node program before its own: how tests hurt a program that knows nothing of it. */
export function preload(code: string): { readonly NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}
