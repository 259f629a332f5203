import { expect, test } from 'vitest';
import { createFetchProgress, downloadedBytes } from '../../demo-stack/infra/fetch-progress.ts';

test('reads the size of a download from a line of Maven', () => {
  const line =
    '[INFO] Downloaded from central: https://example.org/kafka-clients-4.3.1.jar (9.4 MB at 12 MB/s)';

  expect(downloadedBytes(line)).toBe(9_400_000);
  expect(
    downloadedBytes('[INFO] Downloading from central: https://example.org/kafka-clients-4.3.1.jar'),
  ).toBeUndefined();
});

test('prints one line at the start and one at the end where there is no terminal', () => {
  const written: string[] = [];
  const progress = createFetchProgress({ write: (text) => written.push(text) }, 'Kafka (about 60 MB)');

  progress.line('Downloaded from central: https://example.org/a.jar (1.5 MB at 3 MB/s)');
  progress.line('Downloaded from central: https://example.org/b.pom (500 kB at 3 MB/s)');
  progress.end();

  expect(written.join('')).toBe('Fetching Kafka (about 60 MB)\n  2 files, 2.0 MB\n');
});
