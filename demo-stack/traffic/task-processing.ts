import type { ServiceTemplates } from './template.ts';
import { type Frame, traceback } from './traceback.ts';
import { durationMs, ipAddress, taskId, userId } from './values.ts';

const app = '/app/task_processing';

const runTask: Frame = {
  file: `${app}/worker.py`,
  line: 132,
  function: 'run',
  code: 'result = handler(task.payload)',
};

export const taskProcessing: ServiceTemplates = {
  routine: [
    {
      level: 'INFO',
      logger: 'task_processing.worker',
      function: 'run',
      line: 128,
      weight: 8,
      message: (r) => `Task ${taskId(r)} started (queue=${r.pick(['default', 'reports', 'imports'])})`,
    },
    {
      level: 'INFO',
      logger: 'task_processing.worker',
      function: 'run',
      line: 139,
      weight: 8,
      message: (r) => `Task ${taskId(r)} finished in ${durationMs(r, 350)} ms`,
    },
    {
      level: 'INFO',
      logger: 'task_processing.scheduler',
      function: 'tick',
      line: 57,
      weight: 2,
      message: (r) => `Scheduled ${r.int(1, 40)} tasks, ${r.int(0, 120)} waiting`,
    },
    {
      level: 'INFO',
      logger: 'task_processing.reports',
      function: 'render',
      line: 88,
      weight: 2,
      message: (r) => `Report ${r.int(1000, 9999)} rendered: ${r.int(1, 80)} pages, ${r.int(40, 900)} kB`,
    },
    {
      level: 'DEBUG',
      logger: 'task_processing.worker',
      function: 'heartbeat',
      line: 41,
      weight: 3,
      message: (r) => `Heartbeat from worker-${r.int(1, 8)} (${ipAddress(r)})`,
    },
  ],
  warnings: [
    {
      level: 'WARNING',
      logger: 'task_processing.worker',
      function: 'retry',
      line: 171,
      weight: 3,
      message: (r) => `Task ${taskId(r)} failed, retry ${r.int(1, 3)} of 5 in ${r.int(2, 60)} s`,
    },
    {
      level: 'WARNING',
      logger: 'task_processing.scheduler',
      function: 'tick',
      line: 63,
      message: (r) => `Queue "imports" is ${r.int(100, 900)} tasks long`,
    },
  ],
  troubles: [
    {
      level: 'ERROR',
      logger: 'task_processing.imports',
      function: 'parse_row',
      line: 77,
      weight: 2,
      message: (r) => `Import for user ${userId(r)} stopped at row ${r.int(2, 40_000)}`,
      exception: (r) =>
        traceback({
          type: 'ValueError',
          message: `could not convert string to float: '${r.int(1, 99)},${r.int(10, 99)}'`,
          frames: [
            runTask,
            {
              file: `${app}/imports.py`,
              line: 77,
              function: 'parse_row',
              code: 'amount = float(row["amount"])',
            },
          ],
        }),
    },
    {
      level: 'ERROR',
      logger: 'task_processing.reports',
      function: 'render',
      line: 102,
      message: (r) => `Report ${r.int(1000, 9999)} abgebrochen: Vorlage „Übersicht“ fehlt`,
      exception: (r) =>
        traceback({
          type: 'jinja2.exceptions.TemplateNotFound',
          message: 'übersicht.html',
          frames: [
            runTask,
            {
              file: `${app}/reports.py`,
              line: 102,
              function: 'render',
              code: 'template = env.get_template(name)',
            },
            {
              file: '/usr/lib/python3.12/site-packages/jinja2/loaders.py',
              line: r.int(204, 209),
              function: 'get_source',
              code: 'raise TemplateNotFound(template)',
            },
          ],
        }),
    },
    {
      level: 'ERROR',
      logger: 'task_processing.worker',
      function: 'run',
      line: 145,
      message: (r) => `Task ${taskId(r)} timed out after ${r.int(30, 300)} s and was cancelled`,
    },
  ],
};
