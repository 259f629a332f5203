import type { Candidate } from './complete.ts';

/** Shells that completion is written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The first word of a command line that a shell sends to learn what may come next. */
export const completionWord = '__complete';

/** What a shell reads once to complete `esm-monitor`; it asks `esm-monitor __complete SHELL WORD…` at each Tab. */
export const scripts: { readonly [shell in Shell]: string } = {
  // In words that bash 3.2 knows, which is that of macOS.
  bash: `_esm_monitor() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(esm-monitor ${completionWord} bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _esm_monitor esm-monitor
`,
  zsh: `#compdef esm-monitor
_esm_monitor() {
  local -a found
  found=("\${(@f)$(esm-monitor ${completionWord} zsh "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    _describe -V 'esm-monitor' found
  else
    _files
  fi
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then
  _esm_monitor "$@"
else
  compdef _esm_monitor esm-monitor
fi
`,
  fish: `function __esm_monitor_complete
  set -l typed (commandline -opc)
  set -l found (esm-monitor ${completionWord} fish $typed[2..-1] (commandline -ct) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c esm-monitor -f -k -a '(__esm_monitor_complete)'
`,
};

/**
 * Candidates, one a line, as the shell's script reads them.
 *
 * Names of services come from anybody's logs. bash puts a candidate into the command line as it is, so it gets none that
 * it would read as anything but a word; the other shells quote by themselves.
 */
export function linesFor(shell: Shell, candidates: readonly Candidate[], words: readonly string[]): string {
  const fitting = shell === 'bash' ? /^[\w.,:=@%+/-]+$/ : /^[^\s\p{Cc}]+$/u;
  return candidates
    .filter(({ value }) => fitting.test(value))
    .map(({ value, description }) => `${lineFor(shell, value, oneLine(description), words)}\n`)
    .join('');
}

function lineFor(shell: Shell, value: string, description: string, words: readonly string[]): string {
  if (shell === 'bash') return inBash(value, words);
  if (shell === 'fish') return description === '' ? value : `${value}\t${description}`;
  const escaped = value.replace(/[\\:]/g, '\\$&');
  return description === '' ? escaped : `${escaped}:${description}`;
}

/** bash puts a candidate in the place of what stands behind the last colon, if one was typed. */
function inBash(value: string, words: readonly string[]): string {
  const typed = words.at(-1) ?? '';
  return value.slice(typed.lastIndexOf(':') + 1);
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 100);
}
