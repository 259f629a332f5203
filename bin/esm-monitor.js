#!/usr/bin/env -S node --max-semi-space-size=16 --semi-space-growth-factor=1
// The flags: with V8's own limit of the young generation a catch-up takes more memory. Half or twice as much was measured:
// 32 costs 30 to 50 MiB more at the peak, 8 saves 10 to 20 MiB more for a tenth more CPU time. It begins with half of it, and
// small-heap.ts says when it may grow: V8 had it grown within 40 ms in one of six starts, 182 instead of 163 MiB with the screen.
// Kept in syntax that old Node versions can read, so that they get a sentence and not a stack trace.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `esm-monitor needs Node 22.18 or newer; this is Node ${process.versions.node}. Inside the project, npx uses the one that npm ci brought.\n`,
  );
  process.exitCode = 2;
} else {
  // React is a third faster and smaller in its production form, which it chooses when it is loaded.
  if (process.env.NODE_ENV === undefined) process.env.NODE_ENV = 'production';
  const { keepCompiled } = await import('../dist/compile-cache.js');
  keepCompiled(process.env);
  const { keepStringsFast } = await import('../dist/fast-strings.js');
  keepStringsFast();
  const { main } = await import('../dist/cli.js');
  await main(process.argv.slice(2));
}
