import { readFileSync } from 'node:fs';

/** What a process has taken so far: CPU time of all its threads, memory now and at its peak. */
export type Usage = { readonly cpuSeconds: number; readonly rssMiB: number; readonly peakMiB: number };

const ticksPerSecond = 100;

/** Linux tells of other processes in /proc; elsewhere, or for a process that has ended, all figures are NaN. */
export function usageOf(pid: number): Usage {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      rssMiB: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024,
      peakMiB: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024,
    };
  } catch {
    return { cpuSeconds: Number.NaN, rssMiB: Number.NaN, peakMiB: Number.NaN };
  }
}
