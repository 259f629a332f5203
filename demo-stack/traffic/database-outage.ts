import type { ServiceName } from './log-record.ts';
import type { Template } from './template.ts';
import { type Frame, traceback } from './traceback.ts';
import { requestId } from './values.ts';

const library = '/usr/lib/python3.12/site-packages';

const packageOf: { readonly [service in ServiceName]: string } = {
  'user-management': 'user_management',
  'task-processing': 'task_processing',
  notification: 'notification',
};

/** The database does not answer: what a service logs for each request that needs it. */
export function connectionError(service: ServiceName): Template {
  const name = packageOf[service];
  const caller: Frame = {
    file: `/app/${name}/db.py`,
    line: 38,
    function: 'connect',
    code: 'connection = engine.connect()',
  };
  return {
    level: 'ERROR',
    logger: `${name}.db`,
    function: 'connect',
    line: 38,
    message: (r) => `Database connection failed for ${requestId(r)} after ${r.int(1, 5)} tries`,
    exception: (r) =>
      traceback({
        type: 'sqlalchemy.exc.OperationalError',
        message:
          '(psycopg2.OperationalError) connection to server at "10.4.0.12", port 5432 failed: Connection refused',
        frames: [
          caller,
          {
            file: `${library}/sqlalchemy/engine/base.py`,
            line: r.int(145, 148),
            function: '__init__',
            code: 'self._dbapi_connection = engine.raw_connection()',
          },
        ],
        cause: {
          type: 'psycopg2.OperationalError',
          message: 'connection to server at "10.4.0.12", port 5432 failed: Connection refused',
          frames: [
            {
              file: `${library}/psycopg2/__init__.py`,
              line: 122,
              function: 'connect',
              code: 'conn = _connect(dsn, connection_factory=connection_factory, **kwasync)',
            },
          ],
        },
      }),
  };
}

/** The pool has no connection left: the service as a whole stands still. */
export function poolExhausted(service: ServiceName): Template {
  const name = packageOf[service];
  return {
    level: 'CRITICAL',
    logger: `${name}.db`,
    function: 'acquire',
    line: 52,
    message: (r) => `Connection pool exhausted: 20 of 20 in use, ${r.int(10, 400)} requests waiting`,
    exception: () =>
      traceback({
        type: 'sqlalchemy.exc.TimeoutError',
        message: 'QueuePool limit of size 20 overflow 0 reached, connection timed out, timeout 30.00',
        frames: [
          { file: `/app/${name}/db.py`, line: 52, function: 'acquire', code: 'return pool.connect()' },
          {
            file: `${library}/sqlalchemy/pool/impl.py`,
            line: 168,
            function: '_do_get',
            code: 'raise exc.TimeoutError(',
          },
        ],
      }),
  };
}
