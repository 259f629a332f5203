import { runService } from '../shared/run-service.ts';
import { describeUserManagement } from './user-management.ts';

await runService(describeUserManagement(['id', 'email', 'name', 'created_at']));
