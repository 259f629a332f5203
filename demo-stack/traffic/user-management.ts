import type { Random } from './random.ts';
import type { ServiceTemplates, Template } from './template.ts';
import { type Frame, traceback } from './traceback.ts';
import { durationMs, email, ipAddress, requestId, userId, userName } from './values.ts';

const app = '/app/user_management';

const dispatch: Frame = {
  file: '/usr/lib/python3.12/site-packages/flask/app.py',
  line: 880,
  function: 'full_dispatch_request',
  code: 'rv = self.dispatch_request()',
};

export const userManagement: ServiceTemplates = {
  routine: [
    {
      level: 'INFO',
      logger: 'user_management.auth',
      function: 'login',
      line: 48,
      weight: 6,
      message: (r) => `User ${userName(r)} logged in from ${ipAddress(r)}`,
    },
    {
      level: 'INFO',
      logger: 'user_management.api',
      function: 'get_profile',
      line: 91,
      weight: 8,
      message: (r) => `GET /users/${userId(r)} 200 in ${durationMs(r, 18)} ms`,
    },
    {
      level: 'INFO',
      logger: 'user_management.api',
      function: 'update_profile',
      line: 117,
      weight: 3,
      message: (r) => `PUT /users/${userId(r)} 200 in ${durationMs(r, 42)} ms`,
    },
    {
      level: 'INFO',
      logger: 'user_management.auth',
      function: 'refresh',
      line: 73,
      weight: 4,
      message: (r) => `Token refreshed for user ${userId(r)}, expires in ${r.int(10, 60)} min`,
    },
    {
      level: 'INFO',
      logger: 'user_management.register',
      function: 'register',
      line: 33,
      message: (r) => `Registered ${email(r)} as user ${userId(r)}`,
    },
    {
      level: 'DEBUG',
      logger: 'user_management.cache',
      function: 'lookup',
      line: 22,
      weight: 4,
      message: (r) => `Session cache hit for ${requestId(r)}`,
    },
  ],
  warnings: [
    {
      level: 'WARNING',
      logger: 'user_management.auth',
      function: 'login',
      line: 55,
      weight: 3,
      message: (r) => `Failed login for ${userName(r)} from ${ipAddress(r)} (attempt ${r.int(2, 4)} of 5)`,
    },
    {
      level: 'WARNING',
      logger: 'user_management.api',
      function: 'get_profile',
      line: 96,
      message: (r) => `Slow query: profile of user ${userId(r)} took ${durationMs(r, 900)} ms`,
    },
    {
      level: 'WARNING',
      logger: 'user_management.auth',
      function: 'check_password',
      line: 140,
      message: (r) => `Password hash of user ${userId(r)} uses an old scheme, error budget untouched`,
    },
  ],
  troubles: [
    {
      level: 'ERROR',
      logger: 'user_management.auth',
      function: 'verify_token',
      line: 84,
      weight: 2,
      message: (r) => `Token of user ${userId(r)} rejected: signature mismatch (${requestId(r)})`,
      exception: (r) =>
        traceback({
          type: 'jwt.exceptions.InvalidSignatureError',
          message: 'Signature verification failed',
          frames: [
            dispatch,
            {
              file: `${app}/auth.py`,
              line: 84,
              function: 'verify_token',
              code: 'claims = jwt.decode(token, key, algorithms=["RS256"])',
            },
            {
              file: '/usr/lib/python3.12/site-packages/jwt/api_jwt.py',
              line: r.int(208, 214),
              function: 'decode',
              code: 'decoded = self.decode_complete(',
            },
          ],
        }),
    },
    {
      level: 'ERROR',
      logger: 'user_management.register',
      function: 'register',
      line: 41,
      message: (r) => `Could not register ${email(r)}: address is taken`,
      exception: (r) =>
        traceback({
          type: 'UniqueViolation',
          message: `duplicate key value violates unique constraint "users_email_key"\nDETAIL:  Key (email)=(${email(r)}) already exists.`,
          frames: [
            dispatch,
            { file: `${app}/register.py`, line: 41, function: 'register', code: 'db.session.commit()' },
          ],
        }),
    },
    {
      level: 'ERROR',
      logger: 'user_management.avatar',
      function: 'upload',
      line: 66,
      message: (r) =>
        `Avatar von Benutzer „${userName(r)}“ konnte nicht gespeichert werden: ${r.int(5, 40)} MB zu groß`,
    },
  ],
};

/** What the new release logs when it reads profiles that the old one wrote. */
export const badDeployError: Template = {
  level: 'ERROR',
  logger: 'user_management.profile',
  function: 'load_profile',
  line: 203,
  message: (r) => `Cannot load profile of user ${userId(r)} for ${requestId(r)}`,
  exception: (r: Random) =>
    traceback({
      type: 'user_management.profile.ProfileSchemaError',
      message: `profile ${userId(r)} has schema 3, expected 4`,
      frames: [
        dispatch,
        {
          file: `${app}/api.py`,
          line: r.pick([91, 117]),
          function: 'get_profile',
          code: 'profile = load_profile(user_id)',
        },
        {
          file: `${app}/profile.py`,
          line: 203,
          function: 'load_profile',
          code: 'raise ProfileSchemaError(user_id, found, SCHEMA) from error',
        },
      ],
      cause: {
        type: 'KeyError',
        message: "'preferred_locale'",
        frames: [
          {
            file: `${app}/profile.py`,
            line: 199,
            function: 'load_profile',
            code: 'return Profile.from_row(row)',
          },
          {
            file: `${app}/profile.py`,
            line: 61,
            function: 'from_row',
            code: 'locale=row["preferred_locale"],',
          },
        ],
      },
    }),
};
