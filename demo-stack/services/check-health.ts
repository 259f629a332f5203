// What the container's health check runs: exit code 0 when the service in this container is of use.
const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? '5001'}/health`, {
  signal: AbortSignal.timeout(4_000),
}).catch(() => undefined);
process.exitCode = response?.ok ? 0 : 1;
