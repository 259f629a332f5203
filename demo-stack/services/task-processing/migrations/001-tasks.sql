CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  input jsonb NOT NULL,
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'running', 'done', 'failed', 'timed-out', 'cancelled')),
  result jsonb,
  error text,
  -- The request that asked for the task; the worker goes on in its trace.
  traceparent text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Serves the list, newest first, of all users and of one.
CREATE INDEX tasks_created_at ON tasks (created_at DESC);
CREATE INDEX tasks_user_id ON tasks (user_id, created_at DESC);

-- Serves the worker: the oldest task to do, and those that a worker took and never finished.
CREATE INDEX tasks_open ON tasks (status, created_at) WHERE status IN ('queued', 'running');
