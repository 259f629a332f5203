CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  -- The event that asked for it; null where a service did.
  event_id text UNIQUE,
  user_id uuid NOT NULL,
  email text NOT NULL,
  subject text NOT NULL,
  status text NOT NULL CHECK (status IN ('sent', 'failed')),
  error text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Serves the list, newest first, of all users and of one.
CREATE INDEX notifications_created_at ON notifications (created_at DESC);
CREATE INDEX notifications_user_id ON notifications (user_id, created_at DESC);
