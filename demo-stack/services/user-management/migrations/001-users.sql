CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Serves the login and keeps an address from being registered twice, however it is written.
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

-- Events to publish, written in the transaction of what they tell of: Kafka may be away, none is lost.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  traceparent text
);
