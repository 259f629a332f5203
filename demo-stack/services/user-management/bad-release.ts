// A release that was deployed without its migration: it reads a column that the database does not have.
import { runService } from '../shared/run-service.ts';
import { describeUserManagement } from './user-management.ts';

await runService(describeUserManagement('1.5.0', ['id', 'email', 'name', 'preferred_locale', 'created_at']));
