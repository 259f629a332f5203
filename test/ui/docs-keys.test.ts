import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { keyGroups } from '../../src/ui/state/keys.ts';

/** The keys as docs/screen.md lists them. */
function keysAsMarkdown(): string {
  return keyGroups
    .map(({ title, keys }) => {
      const rows = keys.map(
        ({ shown, does }) =>
          `| ${shown
            .split(' ')
            .map((key) => `\`${key}\``)
            .join(' ')} | ${does} |`,
      );
      return [`### ${title}`, '', '| key | does |', '|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}

test('lists in docs/screen.md the keys of the key table, all of them and no others', async () => {
  const page = await readFile(new URL('../../docs/screen.md', import.meta.url), 'utf8');

  const listed = page.split('## Keys\n')[1]?.split('\n## Looks')[0]?.trim();

  expect(listed).toBe(keysAsMarkdown());
});
